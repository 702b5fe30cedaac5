"""The form of a request: what the buyer needs, written so that it does not tell who the buyer is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.intro.brief import BUDGETS, DECIDER, KINDS, NEED, PROCESS, TIMELINE, URGENCIES, WORDS
from bot.intro.model import Budget, IntroKind, Urgency
from bot.model import Vendor
from bot.ports import Store
from bot.turn import Turn
from bot.vendors import Meant, vendor_field, vendor_in
from bot.views import DateField, Form, Invalid, Option, Paragraph, SelectField, TextField

MOST, SHORT = 600, 300
"""Characters of the need, and of every other field."""
USUALLY = timedelta(days=30)
LONGEST = timedelta(days=730)
WHO_SEES = (
    "Peers and the rep read this without your name and company. Your contact is shown to the rep only after you press "
    "Reveal my name."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A form as it was read."""

    meant: Meant
    kind: IntroKind
    words: dict[str, str]
    urgency: Urgency
    budget: Budget
    decide_by: date
    contact: str


def request_form(turn: Turn, store: Store, vendor: Meant | Vendor | None, values: Mapping[str, str]) -> Form:
    """The form, with these values filled in."""
    day = values.get("decide_by") or (turn.now.date() + USUALLY).isoformat()
    fields = (
        vendor_field(store, vendor),
        SelectField("kind", "Kind", _options(KINDS), values.get("kind", IntroKind.REP),
                    "A named person who sells it, or a talk with a peer who lives with it."),
        _words("need", NEED, values, "What it has to do for you. No names, no amounts.", MOST),
        _words("process", PROCESS, values, "As in: a short list of three, then a pilot.", required=False),
        _words("decider", DECIDER, values, "As in: the CFO and I, by running cost.", required=False),
        _words("timeline", TIMELINE, values, "As in: live before next winter.", required=False),
        SelectField("urgency", "Urgency", _options(URGENCIES), values.get("urgency", Urgency.NORMAL)),
        SelectField("budget", "Budget status", _options(BUDGETS), values.get("budget", Budget.PLANNED),
                    "Never an amount."),
        DateField("decide_by", "Decision date", day, "By then you say yes, no or not before a date. Silence is a no."),
        TextField("contact", "Your contact", values.get("contact", turn.member.email),
                  "What the rep may use after you have revealed your name.", max_length=SHORT),
    )  # fmt: skip
    return Form(
        "Ask for an introduction",
        "intro.send",
        fields,
        turn.new_id(),
        submit="Ask",
        intro=(Paragraph((WHO_SEES,), True),),
    )


def read_form(turn: Turn, store: Store) -> Asked:
    """What was sent; Invalid says everything that is missing at once."""
    errors: dict[str, str] = {}
    meant = None
    try:
        meant = vendor_in(turn, store)
    except Invalid as problem:
        errors |= problem.errors
    words = {name: turn.text(name) for name in WORDS}
    if not words["need"]:
        errors["need"] = "Say in a sentence what you need."
    for name, text in {**words, "contact": turn.text("contact")}.items():
        most = MOST if name == "need" else SHORT
        if len(text) > most:
            errors[name] = f"This has {len(text)} characters; {most} is the most. Please shorten it."
    if not turn.text("contact"):
        errors["contact"] = "Say how the rep may reach you once you have revealed your name."
    errors |= _wrong_choices(turn)
    day = day_in(turn, "decide_by", errors)
    if errors or meant is None or day is None:
        raise Invalid(errors)
    kind, urgency, budget = IntroKind(turn.text("kind")), Urgency(turn.text("urgency")), Budget(turn.text("budget"))
    return Asked(meant, kind, words, urgency, budget, day, turn.text("contact"))


def day_in(turn: Turn, name: str, errors: dict[str, str]) -> date | None:
    """A day from tomorrow on, within two years; else None, and the sentence goes to the errors."""
    try:
        day = date.fromisoformat(turn.text(name))
    except ValueError:
        errors[name] = "Choose a day."
        return None
    if not turn.now.date() < day <= turn.now.date() + LONGEST:
        errors[name] = "Choose a day from tomorrow on, within two years."
        return None
    return day


def _wrong_choices(turn: Turn) -> dict[str, str]:
    allowed: dict[str, Mapping[Any, str]] = {"kind": KINDS, "urgency": URGENCIES, "budget": BUDGETS}
    return {name: "Choose one from the list." for name, of in allowed.items() if turn.text(name) not in of}


def _words(
    name: str, label: str, values: Mapping[str, str], hint: str, most: int = SHORT, required: bool = True
) -> TextField:
    return TextField(name, label, values.get(name, ""), hint, lines=True, required=required, max_length=most)


def _options(named: Mapping[Any, str]) -> tuple[Option, ...]:
    return tuple(Option(label, str(value)) for value, label in named.items())
