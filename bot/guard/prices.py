"""Rules on money: amounts, and how far prices move."""

from bot.guard.phrase import Phrase, Rule
from bot.guard.vocabulary import (
    COUNTS,
    DEALING,
    DISCOUNT,
    FILLER,
    FRACTION,
    MONEY_SIGN,
    MONEY_WORD,
    NOT_A_YEAR,
    NUM,
    PAY,
    PER_SEAT,
    PERCENT,
    PRICE,
    RUNNING,
    SCALE,
    SHARE_OF,
    SOME_PERCENT,
    SPELT_NUM,
    UPLIFT,
)

SUM = "a sum"
# "600k", "2.3 million": a sum unless it counts things.
BARE_SUM = rf"{NUM}(?:k|m|mn| ?(?:mio\b\.?|mill|million|billion))(?!\w)"

MONEY = Rule(
    "money",
    "Amounts of money are not shared here in any form, because members may compete (antitrust).",
    True,
    (
        Phrase(rf"{MONEY_SIGN} ?{NUM}{SCALE}{PER_SEAT}?", SUM),
        Phrase(rf"\b{NUM}{SCALE} ?{MONEY_WORD}{PER_SEAT}?", SUM),
        Phrase(rf"{SPELT_NUM} {MONEY_WORD}", SUM),
        Phrase(rf"{SPELT_NUM} (?:thousand|million)\b{COUNTS}", SUM, near=PAY, unless=RUNNING),
        Phrase(rf"\b{NUM}{PER_SEAT}", SUM, near=PAY),
        Phrase(r"\b(?:(?:low|mid|high)[ -])?(?:four|five|six|seven|eight|nine|ten)-figure\b", "large"),
        Phrase(r"\b(?:(?:low|mid|high)[ -])?(?:four|five|six|seven|eight|nine) figures\b", "range that I leave out"),
        Phrase(rf"\b{BARE_SUM}{COUNTS}", SUM, near=PAY),
        Phrase(rf"\b{BARE_SUM}{COUNTS}", SUM, unless=RUNNING),
        Phrase(rf"\b(?:half|(?:a )?quarter of) a million\b(?! question){COUNTS}", SUM, unless=RUNNING),
        Phrase(
            r"\b(paid|paying|pay|charged?|costs?|spent|spend|quoted|invoiced|billed?|budget|fee|total|priced|price|worth)"
            rf"({FILLER}) {NOT_A_YEAR}\d[\d.,' ]{{1,12}}\d\b{COUNTS}",
            rf"\1\2 {SUM}",
        ),
        Phrase(rf"\b{NOT_A_YEAR}\d[\d.,']{{1,8}}\d (?:a|per) (?:day|month|year|hour|annum)\b", SUM, unless=RUNNING),
    ),
)

DISCOUNTS = Rule(
    "discount",
    "How far a price moves (a discount, an uplift) is not shared here in figures, because members may compete.",
    True,
    (
        Phrase(rf"{SOME_PERCENT} (?:de |di )?({DISCOUNT}|{UPLIFT})", r"some \1"),
        Phrase(rf"{SOME_PERCENT} (reduction|increase|rise|cut|cap)\b", r"some \1", near=PRICE),
        Phrase(rf"\b({DISCOUNT}|{UPLIFT})(?: of| by| von| de| del| is| was)?(?: up to| about)? {PERCENT}", r"\1"),
        Phrase(rf"{PERCENT} off\b(?= the)", "something off"),
        Phrase(rf"{SOME_PERCENT} off\b", "a discount"),
        Phrase(rf"{PERCENT} (below|under|above|over) list\b", r"\1 list"),
        Phrase(rf"\b{FRACTION} off\b", "a discount"),
        Phrase(r"\bhalf[ -]price\b", "discounted"),
        Phrase(
            r"\b((?:prices?|fees?|renewals?|quotes?)(?: has| have)?) (?:doubled|tripled|quadrupled)\b", r"\1 changed"
        ),
        Phrase(rf"\b(they (?:will |would |can |may )?(?:go|come|went|came) down)(?: by)? {PERCENT}", r"\1 somewhat"),
        Phrase(
            rf"\b(up|down|rose|fell|dropped|climbed)(?: by)? (?:nearly |almost |over )?{FRACTION}\b",
            r"\1 somewhat",
            near=PRICE,
        ),
        Phrase(rf"\bby (?:nearly |almost |over )?{FRACTION}\b", "by a certain amount", near=PRICE),
        Phrase(rf"\b{FRACTION} (less|more|cheaper)\b", r"somewhat \1", near=PRICE),
        Phrase(r"\b(?:in|by) half\b", "a certain amount", near=PRICE),
        Phrase(rf"(?:\banother )?[+-]?{PERCENT}{SHARE_OF}", "a certain amount", near=PRICE),
        Phrase(rf"(?:\banother )?[+-]?{PERCENT}{SHARE_OF}", "a certain amount", near=DEALING, unless=RUNNING),
    ),
)
