"""The two steps of the review form, short enough for a phone, and how their values are read."""

import re
from collections.abc import Mapping

from bot.model import Relationship, Review, Source, Stage
from bot.ports import Store
from bot.turn import Turn
from bot.vendors import Meant, vendor_field
from bot.views import Field, Form, Invalid, Option, Paragraph, RatingField, SelectField, TextField

MOST = 1000
"""Characters of pros, of cons and of the advice: a phone's screen each."""
SHORT = 200
SIGNED, UNNAMED = "signed", "unnamed"
STAGES: dict[Stage, str] = {
    Stage.BUYING: "Buying",
    Stage.DEPLOYING: "Deploying",
    Stage.RUNNING: "Running",
    Stage.SUPPORT: "Support",
    Stage.LEAVING: "Renewing or leaving",
}
RATED = (*(str(stage) for stage in Stage), "price_predictability")
TELLING = 12
"""Characters from which on even one or two words may tell something."""
HELPS = {
    "pros": "A few words more would help a peer: what does it do well, and for whom?",
    "cons": "A few words more would help a peer: what went wrong, or what would you want to know before?",
}
WORDS = ("pros", "cons", "advice", "scope", "interest")
"""The fields that others read and the writing guard looks at."""
RELATIONSHIPS = (
    Option("We use it", Relationship.USING),
    Option("We left it", Relationship.LEFT),
    Option("We evaluated it", Relationship.EVALUATED),
)
SOURCES = (
    Option("On my own", Source.OWN),
    Option("A community manager asked me", Source.MANAGER),
    Option("The vendor invited me", Source.VENDOR),
)
UNNAMED_NOTE = (
    "Unnamed: neither peers nor managers see who you are, and the ratings count once five companies can hide each "
    "other. It does not protect against your writing style, your employer's exports, the platform, the operator who "
    "holds the keys, or a court."
)

Values = Mapping[str, str]


def first_step(turn: Turn, store: Store, about: Meant | None, values: Values) -> Form:
    """Vendor, would buy again, ratings."""
    return Form(
        f"Review {about.name}" if about else "Review a vendor",
        "review.rate",
        (
            vendor_field(store, about, hint="Or a product of theirs: that is then what you review."),
            SelectField("buy_again", "Would you buy it again?", (Option("Yes", "yes"), Option("No", "no")),
                        values.get("buy_again", "")),
            *(RatingField(stage, name, values.get(stage, ""), _hint(stage)) for stage, name in STAGES.items()),
            RatingField("price_predictability", "Price predictability", values.get("price_predictability", ""),
                        "How well you could foresee what it costs. Never a price."),
        ),
        turn.new_id(),
        submit="Next",
        intro=(Paragraph(("Step 1 of 2. Rate what you have lived through, one stage at least.",), quiet=True),),
    )  # fmt: skip


def second_step(turn: Turn, about: Meant, values: Values, unnamed: str) -> Form:
    """Words and context. ``unnamed``: why it is not offered here, or ""."""
    fields: tuple[Field, ...] = (
        _text("pros", "Pros", values, "What it does well for you."),
        _text("cons", "Cons", values, "What you would want to know before."),
        _text("advice", "What I'd tell a peer", values, required=False),
        SelectField("relationship", "How do you know it?", RELATIONSHIPS, values.get("relationship", "")),
        TextField("since", "Since when", values.get("since", ""), "The year, as in 2023.", required=False,
                  max_length=4),
        TextField("months_live", "Months live", values.get("months_live", ""), "A number.", required=False,
                  max_length=3),
        TextField("scope", "Scope", values.get("scope", ""), "As in: single sign-on for 4,000 people.",
                  required=False, max_length=SHORT),
        TextField("interest", "Conflict of interest", values.get("interest", ""),
                  "Shares, adviser, reference deal, reseller… It is shown, and such a review counts 0 in the scores.",
                  required=False, max_length=SHORT),
        SelectField("source", "How did this review come about?", SOURCES, values.get("source", Source.OWN)),
        *_sign(values, unnamed),
    )  # fmt: skip
    intro = f"Step 2 of 2. No prices and no names of people. {unnamed}".strip()
    return Form(
        f"Review {about.name}", "review.send", fields, turn.new_id(), about.id, "Send", (Paragraph((intro,), True),)
    )


def checked_ratings(turn: Turn) -> dict[str, str]:
    """The values of the first step; Invalid where there is nothing to count."""
    errors: dict[str, str] = {}
    values = {name: turn.text(name) for name in ("buy_again", *RATED)}
    if values["buy_again"] not in ("yes", "no"):
        errors["buy_again"] = "Say yes or no: it is what peers read first."
    wrong = [name for name in RATED if values[name] not in ("", "1", "2", "3", "4", "5")]
    errors |= dict.fromkeys(wrong, "Rate it from 1 to 5, or leave it empty.")
    if not any(values[stage] for stage in Stage):
        errors["buying"] = "Rate this stage or another that you have lived through; one is enough."
    if errors:
        raise Invalid(errors)
    return values


def checked_words(turn: Turn) -> dict[str, str]:
    """The values of the second step; Invalid says what is missing."""
    names = ("pros", "cons", "advice", "relationship", "since", "months_live", "scope", "interest", "source", "sign")
    values = {name: turn.text(name) for name in names}
    errors = {name: "Peers need both sides: write a sentence." for name in ("pros", "cons") if not values[name]}
    errors |= {name: HELPS[name] for name in ("pros", "cons") if _says_little(values[name])}
    for name, most in (("pros", MOST), ("cons", MOST), ("advice", MOST), ("scope", SHORT), ("interest", SHORT)):
        if len(values[name]) > most:
            errors[name] = f"This has {len(values[name])} characters; {most} is the most. Please shorten it."
    if values["relationship"] not in set(Relationship):
        errors["relationship"] = "Choose how you know it."
    if values["source"] not in set(Source):
        errors["source"] = "Choose how this review came about."
    if values["since"] and not re.fullmatch(r"(19|20)\d\d", values["since"]):
        errors["since"] = "Write the year, as in 2023, or leave it empty."
    if values["months_live"] and not re.fullmatch(r"\d{1,3}", values["months_live"]):
        errors["months_live"] = "Write a number of months, or leave it empty."
    if errors:
        raise Invalid(errors)
    return values


def values_of_review(review: Review) -> dict[str, str]:
    """A review as the forms show it, to be edited."""
    values = {name: str(getattr(review, name) or "") for name in (*RATED, *WORDS, "relationship", "since", "source")}
    months = "" if review.months_live is None else str(review.months_live)
    again = "yes" if review.buy_again else "no"
    sign = SIGNED if review.member_id else UNNAMED
    return values | {"buy_again": again, "months_live": months, "sign": sign}


def _says_little(text: str) -> bool:
    """One word, or two short ones; a script without spaces writes a whole sentence as one word, but a long one."""
    return 0 < len(text) < TELLING and len(text.split()) < 3


def _text(name: str, label: str, values: Values, hint: str = "", required: bool = True) -> TextField:
    return TextField(name, label, values.get(name, ""), hint, lines=True, required=required, max_length=MOST)


def _sign(values: Values, unnamed: str) -> tuple[SelectField, ...]:
    if unnamed:
        return ()
    options = (Option("Signed", SIGNED), Option("Unnamed", UNNAMED))
    return (SelectField("sign", "Sign as", options, values.get("sign") or SIGNED, UNNAMED_NOTE),)


def _hint(stage: Stage) -> str:
    return "Leave empty what you cannot say." if stage is Stage.BUYING else ""
