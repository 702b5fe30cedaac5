"""The writing guard before a review goes out: what it found, why, and what could stand there instead."""

from collections.abc import Mapping

from bot.guard import Author, Finding, Known, inspect, reasons, reword
from bot.ports import Store
from bot.review.form import MOST, WORDS
from bot.turn import Turn
from bot.vendors import Meant
from bot.views import Bullets, Form, Option, Paragraph, Quote, SelectField, TextField

OWN, REWORDED = "own", "reworded"
LABELS = {"pros": "Pros", "cons": "Cons", "advice": "What I'd tell a peer", "scope": "Scope",
          "interest": "Conflict of interest"}  # fmt: skip

Intro = tuple[Paragraph | Quote | Bullets, ...]
Found = Mapping[str, tuple[Finding, ...]]


def look(turn: Turn, store: Store, about: Meant, values: Mapping[str, str], unnamed: bool) -> Found:
    """Findings by field; fields with none are left out."""
    author = Author(turn.member.name, turn.member.company, turn.member.email)
    products = {product.name for product in store.vendors.products_of(about.vendor.id)}
    found = {}
    for name in WORDS:
        text = values.get(name, "")
        named = {other.name for other in store.vendors.named_in(text)} if text else set()
        known = Known(frozenset({about.name, about.vendor.name, *products, *named}))
        if findings := inspect(text, author=author, anonymous=unnamed, known=known) if text else ():
            found[name] = findings
    return found


def stops(found: Found) -> bool:
    """Whether something has to be changed; else the author may confirm it as it is."""
    return any(finding.stops for findings in found.values() for finding in findings)


def rewording(turn: Turn, about: Meant, values: Mapping[str, str], found: Found) -> Form:
    """What was found and why; the author's own words in full, and the offered ones to be sent or changed."""
    must = stops(found)
    said = "Change these places before it can go out." if must else "Look at these places before it goes out."
    why = reasons(finding for findings in found.values() for finding in findings)
    own = tuple(Quote(values[name], (f"{LABELS[name]}, as you wrote it",)) for name in found)
    fields = tuple(
        TextField(name, LABELS[name], reword(values[name], found[name])[:MOST], "A rewording, yours to change.",
                  lines=True, required=name in ("pros", "cons"), max_length=MOST)
        for name in found
    )  # fmt: skip
    choice = () if must else (_choice(),)
    intro: Intro = (Paragraph((said,)), why, *own)
    return Form("Before others read it", "review.reword", (*choice, *fields), turn.new_id(), about.id, "Send", intro)


def preview(turn: Turn, about: Meant, values: Mapping[str, str]) -> Form:
    """An unnamed review as peers will see it, before it goes out."""
    shown = tuple(Quote(values[name], (LABELS[name],)) for name in WORDS if values.get(name))
    intro: Intro = (Paragraph((f"This is what peers will read about {about.name}, without your name:",)), *shown)
    options = (Option("Send it so", OWN),)
    check = SelectField("choice", "Is it right?", options, OWN, "Read it as somebody who knows how you write.")
    return Form("Before others read it", "review.reword", (check,), turn.new_id(), about.id, "Send", intro)


def _choice() -> SelectField:
    options = (Option("The rewording below", REWORDED), Option("My own words, as I wrote them", OWN))
    return SelectField("choice", "Send", options, REWORDED)
