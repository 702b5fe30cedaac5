"""Rules on money: amounts, and how far prices move."""

from bot.guard.phrase import Phrase, Rule
from bot.guard.vocabulary import (
    COUNTS,
    DEALING,
    DIGITS,
    DISCOUNT,
    FILLER,
    FRACTION,
    MONEY_SIGN,
    MONEY_WORD,
    NO_TIME,
    NOT_A_YEAR,
    NUM,
    PAY,
    PER_SEAT,
    PER_TIME,
    PERCENT,
    PERCENT_SIGNS,
    PRICE,
    RUNNING,
    SCALE,
    SHARE_OF,
    SOME_PERCENT,
    SPELT_NUM,
    TIMES_AS_MUCH,
    UPLIFT,
)

SUM = "a sum"
# "600k", "2.3 million": a sum unless it counts things.
BARE_SUM = rf"{NUM}(?:k|m|mn| ?(?:mio\b\.?|mil|mill|million|billion))(?!\w)"

MONEY = Rule(
    "money",
    "Amounts of money are not shared here in any form, because members may compete (antitrust).",
    True,
    (
        Phrase(rf"{MONEY_SIGN} ?{NUM}{SCALE}{PER_SEAT}?{PER_TIME}", SUM, needs=DIGITS),
        Phrase(rf"\b{NUM}{SCALE} ?{MONEY_WORD}{PER_SEAT}?{PER_TIME}", SUM, needs=DIGITS),
        Phrase(rf"{SPELT_NUM} {MONEY_WORD}{PER_TIME}", SUM),
        Phrase(rf"{SPELT_NUM} (?:thousand|million)\b{COUNTS}", SUM, near=PAY, unless=RUNNING),
        Phrase(rf"\b{NUM}{PER_SEAT}", SUM, near=PAY, needs=DIGITS),
        Phrase(r"\b(?:(?:low|mid|high)[ -])?(?:four|five|six|seven|eight|nine|ten)-figure\b", "large"),
        Phrase(r"\b(?:(?:low|mid|high)[ -])?(?:four|five|six|seven|eight|nine) figures\b", "range that I leave out"),
        Phrase(rf"\b{BARE_SUM}{COUNTS}{PER_TIME}", SUM, near=PAY, needs=DIGITS),
        Phrase(rf"\b{BARE_SUM}{COUNTS}{PER_TIME}", SUM, unless=RUNNING, needs=DIGITS),
        Phrase(rf"\b(?:half|(?:a )?quarter of) a million\b(?! question){COUNTS}", SUM, unless=RUNNING),
        Phrase(
            r"\b(paid|paying|pay|charged?|costs?|spent|spend|quoted|invoiced|billed?|budget|fee|total|priced|price|worth)"
            rf"({FILLER}) {NOT_A_YEAR}\d[\d.,' ]{{1,12}}\d\b{COUNTS}",
            rf"\1\2 {SUM}",
            needs=DIGITS,
        ),
        Phrase(rf"\b(set(?:s|ting)? (?:us|you|me|them) back{FILLER}) (?:{NUM}|{SPELT_NUM}){NO_TIME}", rf"\1 {SUM}"),
        Phrase(r"\b(?:four|five|six|seven|[4-9]) (?:zeros|zeroes|digits)\b", "large sum", near=PAY),
        Phrase(
            rf"\b{NOT_A_YEAR}\d[\d.,']{{0,8}}\d\b{COUNTS}",
            SUM,
            near=r"\b(?:day|daily|hourly|blended|hour|seat|user|monthly|annual|yearly) (?:rates?|fees?|charges?)\b",
            unless=RUNNING,
            needs=DIGITS,
        ),
        Phrase(
            rf"\b{NOT_A_YEAR}\d[\d.,']{{1,8}}\d (?:a|per) (?:day|month|year|hour|annum)\b",
            SUM,
            unless=RUNNING,
            needs=DIGITS,
        ),
    ),
)

DISCOUNTS = Rule(
    "discount",
    "How far a price moves (a discount, an uplift) is not shared here in figures, because members may compete.",
    True,
    (
        Phrase(rf"{SOME_PERCENT} (?:de |di )?({DISCOUNT}|{UPLIFT})", r"some \1", needs=PERCENT_SIGNS),
        Phrase(rf"{SOME_PERCENT} (reduction|increase|rise|cut|cap)\b", r"some \1", near=PRICE, needs=PERCENT_SIGNS),
        Phrase(
            rf"\b({DISCOUNT}|{UPLIFT})(?: of| by| von| de| del| is| was)?(?: up to| about)? {PERCENT}",
            r"\1",
            needs=PERCENT_SIGNS,
        ),
        Phrase(rf"{PERCENT} off\b(?= the)", "something off", needs=PERCENT_SIGNS),
        Phrase(rf"{SOME_PERCENT} off\b", "a discount", needs=PERCENT_SIGNS),
        Phrase(rf"{PERCENT} (below|under|above|over) list\b", r"\1 list", needs=PERCENT_SIGNS),
        Phrase(rf"\b{FRACTION} off\b", "a discount"),
        Phrase(r"\bhalf[ -]price\b", "discounted"),
        Phrase(rf"\b{TIMES_AS_MUCH}(?= (?:what|as much|the (?:price|cost|bill|fee|amount|quote)))", "not", near=PRICE),
        Phrase(r"\b(?:two|three|four|five|six|ten)[ -]?fold\b", "a lot", near=PRICE, unless=RUNNING),
        Phrase(
            r"\b(?:halv(?:e|ed|es|ing)|doubl(?:e|es|ing)|tripl(?:e|es|ing))(?= (?:the|our|your|my)\b)",
            "change",
            near=PRICE,
            unless=RUNNING,
        ),
        Phrase(rf"\b{FRACTION}(?= of the (?:price|bill|fee|cost|quote|subscription)\b)", "a part"),
        Phrase(
            rf"\b(says|at|to|is|was|of) (?:{NUM}|{SPELT_NUM})\b{NO_TIME}{COUNTS}",
            r"\1 a certain figure",
            near=r"\b(?:uplifts?|escalators?|price cap|renewal cap|indexation)\b",
            unless=RUNNING,
        ),
        Phrase(rf"\b(?:{NUM}|{SPELT_NUM}) (?:percentage )?points?\b", "some points", near=PRICE, unless=RUNNING),
        Phrase(rf"\b(minus|plus) (?:{NUM}|{SPELT_NUM})(?: ?%)?", r"\1 something", near=PRICE, unless=RUNNING),
        Phrase(
            rf"\bby (?:nearly |almost |over )?{FRACTION}\b",
            "by a certain amount",
            near=r"\b(?:second|third|next|following|renewal|last) (?:year|term|round)\b",
            unless=RUNNING,
        ),
        Phrase(
            r"\b((?:prices?|fees?|renewals?|quotes?)(?: has| have)?) (?:doubled|tripled|quadrupled)\b", r"\1 changed"
        ),
        Phrase(
            rf"\b(up|down|rose|fell|dropped|climbed|worth)(?: by)?(?: another)? {PERCENT}",
            r"\1 somewhat",
            near=r"\b(?:support|maintenance|quarter end|year end|renewal|licen[cs]es?|subscription|one go)\b",
            unless=RUNNING,
            needs=PERCENT_SIGNS,
        ),
        Phrase(
            rf"\b(they (?:will |would |can |may )?(?:go|come|went|came) down)(?: by)? {PERCENT}",
            r"\1 somewhat",
            needs=PERCENT_SIGNS,
        ),
        Phrase(
            rf"\b(up|down|rose|fell|dropped|climbed)(?: by)? (?:nearly |almost |over )?{FRACTION}\b",
            r"\1 somewhat",
            near=PRICE,
        ),
        Phrase(rf"\bby (?:nearly |almost |over )?{FRACTION}\b", "by a certain amount", near=PRICE),
        Phrase(rf"\b{FRACTION} (less|more|cheaper)\b", r"somewhat \1", near=PRICE),
        Phrase(r"\b(?:in|by) half\b", "a certain amount", near=PRICE),
        Phrase(rf"(?:\banother )?[+-]?{PERCENT}{SHARE_OF}", "a certain amount", near=PRICE, needs=PERCENT_SIGNS),
        Phrase(
            rf"(?:\banother )?[+-]?{PERCENT}{SHARE_OF}",
            "a certain amount",
            near=DEALING,
            unless=RUNNING,
            needs=PERCENT_SIGNS,
        ),
    ),
)
