"""Rules on what is said about vendors: calls to refuse them, crimes, and what contracts keep secret."""

from bot.guard.phrase import Phrase, Rule, whole
from bot.guard.vocabulary import (
    ACCUSED,
    ALL_OF_US,
    DEAL,
    DEFENCE,
    FIGURES,
    HUSHED,
    NONE_OF_US,
    OWN_PEOPLE,
    REFUSE,
    WEAKNESS,
    any_of,
)

_ALONE = "I decided for my own company; each member decides alone."

REFUSAL = Rule(
    "refusal",
    "A call on others to refuse a vendor together can be a boycott in law; each member decides alone.",
    True,
    (
        *whole(_ALONE, REFUSE, near=ALL_OF_US, unless=OWN_PEOPLE),
        *whole(_ALONE, DEAL, near=NONE_OF_US, unless=OWN_PEOPLE),
        *whole(
            _ALONE,
            r"\b(?:joint|collective|common) refusal\b|\ba boycott\b|\bbuyers'? strike\b",
            r"\bjoin me in (?:boycott|refus)ing\b",
            r"\bblack-?list (?:them|this (?:vendor|reseller)|him|her)\b|\bon (?:a|the|our) black-?list\b",
            r"\bevery(?:one|body),? (?:please )?(?:do not|don't) (?:buy|sign|renew)\b",
            r"\bif (?:none of us|no ?body here|no one here|no member)\b[^.!?\n]{0,30}"
            r"\b(?:renew|sign|buy|bought|order|pays?\b|paid)",
            r"\bwhoever (?:signs|renews|buys|pays)\b[^.!?\n]{0,40}\b(?:us|community|circle|traitor)\b",
        ),
    ),
)

CRIME = Rule(
    "crime",
    "An accusation of a crime can harm its author and its target: say what you saw and when, and do not judge.",
    True,
    (
        Phrase(r"\bcommit(?:s|ted|ting)? (?:a )?frauds?\b", "was not open with us"),
        Phrase(
            r"\b(is|are|was|were|pure|plain|outright) (?:a )?(?:frauds?|corrupt|theft|perjury)\b"
            r"(?! (?:detect|prevent|team|module|analy|case|file|data|index))",
            r"\1 hard to accept",
        ),
        Phrase(r"\b(?:bribed|bribing)\b", "tried to influence"),
        Phrase(r"\b(?:bribes?|kick-?backs?)\b(?! (?:law|act|training|policy))", "an inducement"),
        Phrase(r"\b(?:criminals|crooks?|fraudsters?|scammers?|thieves)\b", "hard to trust", near=ACCUSED),
        Phrase(r"\bscam\b(?! (?:mail|e-?mail|detect|filter))", "disappointment"),
        Phrase(r"\bstole\b(?! the show)", "took", near=ACCUSED),
        Phrase(r"\b(?:skimm(?:ed|ing)|siphon(?:ed|ing)|swindl(?:ed|ing))\b", "mishandled", near=ACCUSED),
        Phrase(r"\bcook(?:ed|ing)? the books\b", "was not open with us"),
        Phrase(
            r"\bpaid off (?=(?:a|an|the|our|my|some) (?:\w{1,15} )?(?:manager|buyer|official|director|employee)\b)",
            "tried to influence ",
        ),
        Phrase(r"\blin(?:es|ed|ing) (?:his|her|their) (?:own )?pockets\b", "serving themselves"),
        Phrase(r"\bon the take\b", "not independent"),
        Phrase(r"\b(?:doctored|backdated|manipulated|tampered with|massaged)\b", "changed", near=ACCUSED),
        Phrase(
            r"\b(?:paid|pays|paying)\b[^.!?\n]{0,40}?\bon the side\b",
            "tried to influence people",
            near=r"\b(?:buyer|manager|procurement|officials?|director|vendor|reseller|they|supplier|partner)\b",
        ),
        Phrase(r"\bfak(?:ed|es|ing)\b", "handed us wrong versions of", near=ACCUSED),
        Phrase(r"\b(?:daylight |highway )?robbery\b|\brobb(?:ed|ing)\b", "hard to accept"),
        Phrase(r"\bripp(?:ed|ing) (?:us|me|you|people|customers|clients) off\b", "did not treat us well"),
        Phrase(r"\b(?:lied|lying) under oath\b", "was not open"),
        Phrase(
            r"\b(?:con (?:artists?|men|man)|racketeers?|mafia|mobsters?|gangsters?|shysters?|swindlers?|cheats)\b",
            "people I do not trust",
        ),
        Phrase(r"\bcheat(?:ed|ing)\b", "disappointed", near=ACCUSED),
        Phrase(
            r"\b(hours|days|work) (?:that (?:were|was) |nobody |no one )?"
            r"(?:never (?:worked|done|delivered|happened)|ever worked)\b",
            r"\1 that we could not trace",
        ),
        Phrase(
            r"\b(?:slipped|handed|passed|gave)\b[^.!?\n]{0,40}?\b(?:envelopes?|cash|a bribe)\b",
            "tried to influence people",
        ),
        Phrase(
            r"\b(?:under the table|brown envelopes?|hush money|slush funds?|backhanders?"
            r"|greas(?:ed|ing) \w{1,8} palms?)\b",
            "in ways that we do not accept",
        ),
        Phrase(
            r"\b(?:rigg(?:ed|ing)|fix(?:ed|ing)) (?:the |a |our )?(?:tender|bid|rfp|award)\b", "steering the choice"
        ),
        Phrase(r"\b(?:bid-rigging|price-fixing|collu(?:ded|ding|sion)|cartel)\b", "arrangements"),
        Phrase(
            r"\bbelongs? (?:in (?:jail|prison)|behind bars)\b|\bcorruption\b(?! of (?:data|files|the index))",
            "did not treat us well",
        ),
        Phrase(r"\btheft(?= (?:of (?:our|my|customer|data|code)|by (?:the|a|their))\b)", "loss", near=ACCUSED),
        Phrase(r"\blaunder(?:ed|ing|s)? money\b", "doing things that I leave to others"),
        Phrase(r"\bdefraud(?:s|ed|ing)?\b", "misled"),
        Phrase(r"\b(?:extort(?:s|ed|ing|ion)|blackmail(?:s|ed|ing)?)\b(?! (?:mail|e-?mail))", "pressure"),
        Phrase(r"\b(?:forg(?:ed|ing)|falsif(?:ied|ying|ies))\b", "handed us wrong versions of", near=ACCUSED),
        Phrase(r"\bembezzl(?:ed|es|ing|ement)(?: of)?\b", "mishandling"),
        Phrase(r"\b(?:broke|breaks?|breaking) the law\b", "went too far"),
        Phrase(
            r"\b(?:illegal|fraudulent)\b"
            r"(?! (?:character|argument|state|access|instruction|transaction|claim|download|content))",
            "not acceptable to us",
            near=ACCUSED,
            unless=DEFENCE,
        ),
        Phrase(r"\bcriminal\b(?! (?:record|background|justice|check))", "not acceptable to us", near=ACCUSED),
        Phrase(r"\bcriminal (?:organi[sz]ation|gang|enterprise)\b", "difficult company"),
        Phrase(r"\billegally\b", "in a way that we do not accept", near=ACCUSED, unless=DEFENCE),
        Phrase(
            r"\b(?:money laundering|tax evasion|insider trading)\b",
            "things that I leave to others",
            near=ACCUSED,
            unless=DEFENCE,
        ),
    ),
)

_LIMITS = "In our own use it reached its limits."
_PLANS = "Ask the vendor about their plans for this product."
_REPORT = "Ask the vendor for their latest security report."

GAGS = Rule(
    "gag",
    "Contracts often forbid passing on benchmarks, roadmaps or security findings; check yours before you send this.",
    False,
    (
        *whole(
            _LIMITS,
            r"\b(?:our|own|the|internal|in-house|a|independent) (?:own )?benchmarks?\b|\b(?:benchmarked|timed both)\b",
            r"\b(?:load|stress|performance|volume|lab|speed|comparison) (?:tests?|testing|comparison|run)\b",
            r"\b(?:bake-off|shoot-?out|head-to-head|side[ -]by[ -]side|in (?:our|the) lab)\b",
            near=FIGURES,
        ),
        *whole(
            _LIMITS,
            r"\b\d[\d.,]{0,6} ?(?:times|x|%|percent|per cent) (?:slower|faster|quicker|worse|better)\b",
            near=r"\b(?:identical|same (?:hardware|data|load|queries)|product|rival|competitor|the other)\b",
        ),
        *whole(
            _LIMITS,
            r"\b(?:clocked|measured|timed|recorded)\b",
            near=r"\b(?:the (?:other|competing) (?:product|tool|one|vendor)|the rival|competitor|versus|vs|against)\b",
        ),
        *whole(
            _LIMITS,
            r"\b(?:tpc-?[a-z]|tpmc|iops|tps|(?:queries|transactions|requests) per (?:second|minute|hour))\b",
            near=r"\d",
        ),
        *whole(
            _PLANS,
            r"\bunder (?:an )?(?:nda|embargo)\b|\bunreleased\b|\bunannounced\b|\bto yourselves\b|\boff the record\b",
            r"\b(?:let (?:it )?slip|a little bird|hush-?hush|on the quiet|between you and me|behind closed doors)\b",
            r"\b(?:not|never|n't)(?: yet| been| officially){0,2} announced\b|\bbefore (?:it is|they) announced?\b",
            r"\b(?:from|on) the inside\b|\bkeep (?:it|this|that) (?:quiet|under your hat)\b",
            r"\binternal slides\b|\binsiders?\b(?! (?:risk|threat|trading))|\b(?:not|n't) (?:yet )?public\b",
            r"\bconfidential(?:ly)?\b(?! (?:data|information|documents|computing|files))|\bin (?:strict )?confidence\b",
        ),
        *whole(
            _PLANS,
            r"\b(?<!our )(?<!own )roadmaps?\b",
            near=any_of(
                r"showed|shown|told|shared|says|said|saw|slides?|briefing|q[1-4]|20\d\d|kill\w{0,3}|drop\w{0,4}"
            ),
            unless=r"\b(?:publish\w{0,3}|public\w{0,2}|website)\b",
        ),
        *whole(
            _PLANS,
            r"\b(?:told|showed|whispered to) (?:us|me)\b",
            near=r"\b(?:next (?:release|version)|upcoming release|discontinued?|end of life)\b",
        ),
        *whole(_REPORT, WEAKNESS, unless=DEFENCE),
        *whole(_REPORT, r"\b(?:breach\w{0,3}|leak\w{0,3}|incidents?|hacked|ransomware|intrusion)\b", near=HUSHED),
        *whole(_REPORT, r"\blost [\w ]{0,30}(?:records|data|backups|files)\b", near=HUSHED),
        *whole(
            _REPORT,
            r"\bwithout (?:a |any )?(?:password|login|credentials|authentication)\b",
            near=r"\b(?:red team|walked|got in|hackers?|attackers?|anyone|anybody|testers?|strangers?)\b",
            unless=DEFENCE,
        ),
        *whole(
            _REPORT,
            r"\b(?:flaws?|bugs?|holes?|tricks?|gaps?)\b[^.!?\n]{0,30}"
            r"\b(?:skip|get(?:s|ting)? (?:around|past)|circumvent|defeat)\w{0,4}\b",
            near=r"\b(?:factor|login|mfa|authentication|password|permissions?|access control)\b",
        ),
        *whole(
            _REPORT,
            r"\b(?:assessment|audit|review|scan|testers?|auditors?)\b",
            near=r"\b(?<!no )(?<!zero )(?:critical|severe|serious|high-risk) (?:findings?|holes?|gaps?|weaknesses)\b",
            unless=DEFENCE,
        ),
        *whole(
            _REPORT,
            r"\b(?:anyone|anybody|everyone|any user|a stranger) with (?:the|a|your) (?:link|url|address)\b",
            near=r"\b(?:open|read|see|download|change|delete)\b",
        ),
        *whole(
            _REPORT,
            r"\b(?:tokens?|sessions?|keys?|cookies?)\b",
            near=r"\b(?:never expires?|(?:do|does)n't expire|do not expire|stolen one|a stolen)\b",
            unless=DEFENCE,
        ),
        *whole(
            _REPORT,
            r"\bpen(?:etration)?[ -]?test(?:s|ers?)?\b",
            near=r"\b(?:found|findings?|results?|report|showed|got|ugly|turned up|critical|highs?)\b",
            unless=r"\b(?:every|each|yearly|regular\w{0,2}|third party|our own)\b",
        ),
        *whole(_REPORT, r"\bsecurity audit results?\b"),
    ),
)
