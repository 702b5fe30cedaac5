"""Building blocks of the guard's patterns: how people write numbers, money, percentages, and who does what.

All of it reads lower case with plain quotes and dashes. Every repeat is bounded and none holds another open one.
"""


def any_of(alternatives: str, before: str = "") -> str:
    """A pattern for one of these as whole words; the line breaks in the list are for its reader only."""
    return rf"\b{before}(?:{''.join(line.strip() for line in alternatives.splitlines())})\b"


NOT_A_YEAR = r"(?!(?:19|20)\d\d\b)"
# A number as people write it: 12, 1.200,50, 75 000, 1'800. It ends in a digit.
NUM = r"(?<![\d.,'])\d(?:[\d.,']{0,14}\d)?(?: \d\d\d(?!\d)){0,3}"
SCALE = (
    r"(?: ?(?:(?:mio|mrd|tsd)\b\.?|(?:k|m|mn|mm|mill|bn|b|tausend|million(?:s|en|es)?|billion|thousand|hundred|grand"
    r"|lakhs?|crores?|mil|millones|milhões)\b))?"
)
_SPELT = (
    r"(?:half|quarter|couple|few|several|dozen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|zwei|drei|vier|fünf|zehn|zwanzig|hundert|tausend|halbe|millionen|deux|trois|dix|cent"
    r"|mille|millions|dos|tres|cinco|diez|cien|mil|millones)"
)
SPELT_NUM = rf"\b(?:another )?(?:an? )?{_SPELT}(?:[ -](?:{_SPELT}|of|an?|and|to)){{0,5}}"
MONEY_WORD = (
    r"(?:euros?|eur|teur|k€|k\$|k£|€|\$|£|¥|₹|usd|dollars?|bucks|quid|gbp|pounds?(?: sterling)?|chf|francs?|franken"
    r"|fr\.|sek|nok|dkk|kron(?:or|er)|inr|rupees?|yen|jpy|rmb|yuan|brl|reais|aud|nzd|sgd|hkd|aed|zar|pln|złoty|zł|mxn"
    r"|pesos?|grand(?! (?:total|plan|scale|opening)))(?!\w| question)"
)
MONEY_SIGN = (
    r"(?:[€$£¥₹₩₺₽₪]|\b(?:us|au|a|ca|c|r|hk|s|nz|mx) ?\$|\b(?:eur|teur|usd|gbp|chf|sek|nok|dkk|kr|inr|rs\.?|jpy|rmb"
    r"|brl|aud|nzd|sgd|hkd|aed|zar|pln|mxn))"
)
# The number counts things when a plural noun follows: "250k users", "4,000 active sessions".
COUNTS = (
    r"(?! ?(?:(?!(?:on|in|for|to|from|over|after|with)\b)[a-z-]{1,15} )?"
    r"(?!(?:is|was|this|us|as|plus|less|across|fees|licen[cs]es)\b)[a-z-]{2,20}s\b)"
    r"(?! ?(?:people|staff|fte|%|percent|per cent|times)\b)"
)
FILLER = (
    r"(?: (?:us|them|me|to|around|about|roughly|nearly|almost|over|under|just|only|some|at|an|a|of|is|was|another|the"
    r"|extra|more|less|than|up|close|for|approximately)){0,4}"
)
PER_SEAT = (
    r"(?: ?(?:/|per|each|a|pro|par|por) ?(?:named |active )?"
    r"(?:seat|user|head|licen[cs]e|employee|device|endpoint|core|mailbox|agent|server|site|store|terminal|connector"
    r"|workstation|subscriber|admin|login)s?\b)"
)
PER_TIME = r"(?: ?(?:/|per|each|every|a|pro|par|por) ?(?:day|week|month|quarter|year|annum|hour|yr|mo)\b)?"
PAY = any_of(
    r"""
    paid|pays?|paying|costs?|charged?|charges|charging|spent|spend(?:ing)?|quoted?|invoiced?|billed|priced?|
    price|budget|worth|came to|comes to|down to|up to|ended up|landed|tco|total|deal|contract|renewal|true-up|
    fees?|bill|zahlen|bezahlt|kostet|payons|payé|coûté|pagamos|rates?|consultants?|licen[cs]es?|all in|for|
    asked|wanted|cheques?|checks? for|tickets? (?:price|prices)|day rates?|daily rates?|hand(?:ed|ing) over|
    fork(?:ed|ing) out|
    shell(?:ed|ing) out|cough(?:ed|ing) up|eats|swallow(?:s|ed)|outlay|expenditure|wired|transferred|shy of|north of|
    south of|just under|just over|ballpark|sets? (?:us|you|me|them) back|invoices?|the tab|ask was|runs? (?:us|you) to
    """
)
# "It set us back three weeks" is time, "it sets us back eleven a month" is money.
NO_TIME = r"(?! (?:\w{1,10} )?(?:days?|weeks?|months|years?|hours?|minutes?|sprints?|quarters?|releases?)\b)"

PERCENT = (
    rf"(?:{NUM} ?%|{NUM} ?-?(?:percent|per ?cent|prozent|pct|pour ?cent|por ciento|procent)\b"
    rf"|{SPELT_NUM}[ -](?:percent|per ?cent|prozent)\b)"
)
PERCENT_SIGNS = r"%|per ?cent|prozent|pct|pour ?cent|por ciento|procent"
DIGITS = r"\d"
SOME_PERCENT = rf"(?:\b(?:up to )?(?:an? |another )?)?{PERCENT}"
DISCOUNT = r"(?:discounts?|rebates?|rabatt|nachlass|remises?|ristourne|descuentos?|desconto|sconto|korting)"
UPLIFT = (
    r"(?:(?:annual |yearly |renewal )?(?:uplifts?|escalators?|mark-?ups?|price (?:increases?|rises?|hikes?)"
    r"|preiserhöhung|hikes?))"
)
PRICE = any_of(
    r"""
    list|prices?|pricing|preise?n?|prix|precios?|licen[cs]e (?:fees?|value)|licen[cs]es|licensing|fees?|bill|
    quote|renewals?|cheaper|expensive|dearer|costlier|subscription|maintenance|hike|tariffs?|rates|rebate|
    discount|concessions?|invoices?|sticker|tab|charges?|(?:got|get|talked|beat|haggled) (?:them|it)|
    pay (?:less|more)|you pay|we pay
    """
)
FRACTION = r"(?:an?|one|two|three)[ -](?:good |full |solid |whole |clear )?(?:third|quarter|half|fifth|tenth)s?"
TIMES_AS_MUCH = r"(?:twice|double|triple|three times|four times|1\.5 times)"
# "30% of our staff" is a share of something; "22% of licence value" is a price.
SHARE_OF = r"(?! of (?!licen[cs]e value|list|the list|the quote|contract value|net))"

# Words of dealing, where a percentage is a price unless the sentence is about running things.
DEALING = any_of(
    r"""
    pay|paid|squeeze|bid|bundle|signed|signing|signature|offer(?:ed|s)?|deal|contract|concessions?|bump|saves?|
    increases?|settled|negotiat\w{0,5}|tier|clause|cost|procurement|reseller|premium|escalation|upgrade price|
    wanted|asked|less than|extra|annual rise|conced(?:ed|es|ing)|knocked|shav(?:ed|es|ing)|slic(?:ed|es|ing)|
    trimm(?:ed|ing)|sweeten(?:ed|er)|gave way|gave in|caved|climbdown|uplift|escalator
    """
)
RUNNING = any_of(
    r"""
    tickets?|users?|staff|people|employees|adoption|uptime|availability|productivity|efficiency|speed|faster|
    slower|quicker|performance|times?|hours|minutes|incidents?|load|traffic|volumes?|calls|resolution|accuracy|
    coverage|capacity|cpu|transactions|documents|records|rows|messages|mails|customers|devices|sites|plants|
    stores|paper|energy|errors|defects|downtime|backlog|workload|features|modules|reports|queries|requests|
    logins|satisfaction|turnover|cases|data|throughput|night|inventory|revenue|sales
    """
)
ALL_OF_US = any_of(
    r"""
    let'?s|let us|us all|we (?:should |must |can |could |need to |ought to )?all|we must|all of (?:us|you)|
    (?:each|every one|any) of (?:us|you)|every (?:member|cio)|every(?:one|body)|stick together|
    all (?:cios|members|peers)|(?:we )?cios (?:should|must|need|have)|as one|common front|united|together|
    collectively|jointly|in our (?:community|circle)|as a (?:group|community|circle)|can we agree|
    i (?:call on|urge)|join me|who is in|who'?s in|we members|close ranks|
    (?:the|this|our) whole (?:circle|community|group)|
    (?:any|all|every one|each|none) of our (?:firms|companies)|our companies|every company (?:here|of ours)|
    we (?:should |could |must |ought to |need to )?(?:coordinate|join forces|band together|team up)|join forces|
    common (?:line|position|stand)|united front|in concert|in unison|with one voice|shoulder to shoulder|
    the rest of us|as (?:members|cios|peers|buyers)|the same (?:thing|answer|letter)|pass it on|spread the word|
    solidarity|as many of us as possible|enough of us|the more of us
    """
)
NONE_OF_US = any_of(
    r"""
    none of (?:us|you|our companies)|nobody|no one|no (?:member|cio|peer)s?|don't any of you|not one of us
    """
)
REFUSE = any_of(
    r"""
    refus(?:e|es|ing|al)|boycott(?:s|ing)?|stops? (?:buying|paying|renewing|using|taking|signing)|
    hold(?:ing)? (?:out|back|off)|drop (?:them|it|this)|
    not (?:to )?(?:buy|renew|sign|tak|pay|deal|answer|accept|extend)(?:e|ing)?|
    (?:do|did|should|would|must|wo|ca)n't (?:buy|renew|sign|take|pay|deal|answer|accept)|rejects?|say no|cancel|
    walk away|leave them|switch away|freeze (?:them|it) out|turn (?:them|it) (?:down|away)|pact|bloc|
    leave at the same time|(?:pause|suspend) (?:all|the|our|every)|no (?:renewals|orders|purchases) until|
    withhold|shun|black-?list(?:ing)?|push(?:es)? back|decline (?:the|this|these|any|all|their)|
    skip (?:this|the|next|our|their) (?:\w{1,10}'s )?(?:renewals?|contracts?|orders?|conference)|
    sits? (?:this|it|them|the next)[\w ]{0,20} out|sits? out (?:this|the|our|their|next)|stays? away|
    no (?:new |more )?(?:orders?|contracts?|signatures?|renewals?|purchases?|business) (?:to|for|with|from|until)|
    not (?:one|a single) (?:new )?(?:contract|order|licen[cs]e|renewal|signature)|
    (?:purchases|orders|renewals|contracts|spending|talks)[\w ]{0,18} on (?:ice|hold)|
    keep (?:our|your) (?:signatures?|wallets?|pens?|money)|starv(?:e|ing)|wait (?:them|it) out|go without them|
    unanswered|holds? the line|laps(?:e|es|ing)|stand firm|not giv(?:e|ing) in|no upgrades?|say never|don't budge|
    turn our backs|shut (?:them out|the door)|embargo|moratorium|cut (?:them|it) off|dry (?:them|it) out|
    put down (?:our|your) pens|stop (?:all )?(?:orders|payments|renewals|purchases)|walk out|buyers'? strike|
    ignore (?:their|the) (?:calls|offers|invoices)|leave (?:the|their) invoices unpaid|send (?:it|them) back unsigned
    """
)
DEAL = any_of(
    r"""
    signs?|renews?|buys?|pays? (?:them|up)|deals? with|gives? them|takes? their|works? with them|answers? their|
    accepts? (?:the|this|these|their)
    """
)

# "Everyone in my team refused": what happens inside one's own company is nobody else's affair.
OWN_PEOPLE = any_of(
    r"""
    (?:my|our) (?:\w{1,12} )?(?:teams?|users?|staff|company|board|departments?|plants?|sites?)|users|staff|
    employees
    """
)
ACCUSED = any_of(
    r"""
    they|their|them|these people|vendor|reseller|partner|integrator|supplier|company|firm|rep|sales\w{0,7}|he|
    she|account (?:team|manager)|director|consultants?
    """
)

FIGURES = r"(?:\d|\b(?:half|twice|double|triple|slower|faster|worse|better|beat|last|third|factor|outperform\w{0,3})\b)"
WEAKNESS = any_of(
    r"""
    security (?:holes?|flaws?|gaps?)|vulnerabilit(?:y|ies)|zero-?days?|sql injection|remote code execution|rce|
    backdoors?|unpatched|(?:clear|plain) ?text|default (?:admin )?(?:credentials|passwords?)|
    hard-?coded (?:credentials|passwords?|keys?)|domain admin|privilege escalation|cross-site scripting|xss|
    exploits?|(?:auth\w{0,12}|login|mfa|sso|password) bypass|bypass (?:mfa|auth\w{0,12}|login|sso|the login)|
    unencrypted|not encrypted|(?:exposed|open) (?:buckets?|ports?|databases?|apis?)|
    (?:tenant|customer)s?'? (?:files|data|records) (?:of|by|from)|
    other (?:tenant|customer|client)s?'? (?:files|data|records|invoices|documents|orders|tickets|mails|contracts)|
    got root|(?:root|admin) access (?:for|to) (?:any|every)\w{0,4}|(?:gained|got|took) (?:admin|root)(?: rights)?|
    owned (?:the|our) (?:box|domain)|chang(?:e|es|ing) the (?:id|number) in the (?:url|link|address)|weak ciphers?
    """,
    before=r"(?<!no )(?<!any )",
)
HUSHED = any_of(
    r"""
    (?:not|never|haven't|hasn't|didn't)(?: been| yet)? (?:told|disclosed?|announced?|reported?|inform\w{0,3})|
    undisclosed|hid|hushed|kept (?:it )?(?:quiet|secret)|cover(?:ed|ing)(?: it)? up|told (?:nobody|no one)|
    nobody outside|swept|without (?:telling|informing)|kept (?:it |this )?from (?:us|customers|the public)|
    played (?:it )?down
    """
)
DEFENCE = any_of(
    r"""
    protect\w{0,5}|block(?:s|ed|ing)?|detect\w{0,5}|scann(?:ing|er|ers)|prevent\w{0,5}|patch(?:ed|es|ing)?|
    advisory|included|management|training|own network|tracked|(?<!not )(?<!never )(?<!n't )fix(?:ed|es)|against|
    simulations?
    """
)
