"""The writing guard over what others will read of an introduction: what it found, why, and what could stand instead.

Nothing is kept meanwhile: the form comes back with everything that was typed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.guard import Author, Finding, Known, inspect, reasons, reword
from bot.model import Member, Vendor
from bot.ports import Store
from bot.turn import Turn
from bot.views import Bullets, Form, Option, Paragraph, Quote, SelectField

SUGGESTION = "suggestion"
MARK = 16
SHOWN = 8

Texts = Mapping[str, str]
Found = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """Texts on their way, by field. ``labels`` of the fields; ``seen``: the mark of what their author saw last."""

    texts: dict[str, str]
    labels: Mapping[str, str]
    seen: str = ""


def target_and_mark(arg: str) -> tuple[str, str]:
    """The argument of a form that may have come back: what it is about, and the mark of what was seen."""
    target, _, seen = arg.partition("|")
    return target, seen


def checked(turn: Turn, store: Store, vendor: Vendor | None, written: Written) -> tuple[Written, Found]:
    """The texts, with the suggestions taken where their author chose them, and what is still to be looked at.

    Nothing is to be looked at where nothing was found, or where what may stand was seen as it is.
    """
    found = look(store, turn.member, vendor, written.texts)
    if turn.text("wording") == SUGGESTION and written.seen == mark(written.texts):
        texts = {name: reword(text, found.get(name, ())) for name, text in written.texts.items()}
        written, found = replace(written, texts=texts, seen=mark(texts)), look(store, turn.member, vendor, texts)
    if not _stops(found) and written.seen == mark(written.texts):
        found = {}
    return written, found


def look(store: Store, author: Member | None, vendor: Vendor | None, texts: Texts) -> Found:
    """Findings by field, the author's own traces among them; fields with none are left out."""
    traces = Author(author.name, author.company, author.email) if author else None
    products = {one.name for one in store.vendors.products_of(vendor.id)} if vendor else set[str]()
    own = {vendor.name} if vendor else set[str]()
    found = {}
    for name, text in texts.items():
        named = {other.name for other in store.vendors.named_in(text)} if text else set[str]()
        known = Known(frozenset(own | products | named))
        if findings := inspect(text, author=traces, anonymous=True, known=known) if text else ():
            found[name] = findings
    return found


def come_back(form: Form, written: Written, found: Found) -> Form:
    """The form once more, with what was found and the suggestions above it; ``form`` holds what was typed."""
    must = _stops(found)
    said = "Please change this before it is sent:" if must else "Please look at this once more. You may send it so."
    suggested = {name: reword(written.texts[name], found[name]) for name in found}
    offers = {name: text for name, text in suggested.items() if text.strip() not in ("", written.texts[name])}
    quotes = tuple(Quote(text, (f"Our suggestion for “{written.labels[name]}”",)) for name, text in offers.items())
    return replace(
        form,
        title="Before others read it",
        arg=f"{form.arg}|{mark(written.texts)}",
        submit="Check again" if must else "Send",
        intro=(Paragraph((said,)), _why(found), *quotes),
        fields=(*(_wording() if offers else ()), *form.fields),
    )


def mark(texts: Texts) -> str:
    """A short hash that tells whether a text has changed."""
    return hashlib.sha256("\0".join(f"{name}\0{texts[name]}" for name in sorted(texts)).encode()).hexdigest()[:MARK]


def _stops(found: Found) -> bool:
    return any(one.stops for findings in found.values() for one in findings)


def _why(found: Found) -> Bullets:
    findings = [one for several in found.values() for one in several]
    return reasons(findings[:SHOWN])


def _wording() -> tuple[SelectField]:
    options = (Option("My text below", "mine"), Option("The suggestions above", SUGGESTION))
    return (SelectField("wording", "Use", options, "mine"),)
