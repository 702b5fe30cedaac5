"""The look at words before others read them: what the writing guard found, and for unnamed ones what peers will see.

Nothing is kept meanwhile: the form comes back with everything that was typed, and what is sent is what was shown last.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.guard import Author, Finding, Known, inspect, reasons, reword
from bot.model import Member, Vendor
from bot.ports import Store
from bot.text import clean, mark
from bot.turn import Turn
from bot.views import Bold, Bullets, Field, Form, Option, Paragraph, Quote, SelectField, TextField

WORDING, SUGGESTION = "wording", "suggestion"
FRESH = "A fresh two-word handle"
SHOWN = 8
"""Findings that are told at once."""

Found = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """Texts on their way, by the name of their field. ``signed``: they go out under their author's name.

    ``preview``: the name that stands beside them, where their author has to see first how peers will see them.
    """

    texts: Mapping[str, str]
    signed: bool = False
    preview: str = ""


def subject(arg: str) -> str:
    """What a form that may have come back is about: its argument without the mark of what was seen."""
    return arg.partition("|")[0]


def checked(turn: Turn, store: Store, vendor: Vendor | None, written: Written) -> tuple[Written, Found | None]:
    """The texts, with the suggestions where their author chose them; None where they may go, else what was found.

    They may go when nothing in them has to be changed and they are what was seen last; where nothing was found and
    nothing is previewed they need no second look.
    """
    seen, found = turn.arg.partition("|")[2], look(store, turn.member, vendor, written)
    if turn.text(WORDING) == SUGGESTION and seen == _mark(written):
        written = replace(written, texts={**written.texts, **_suggestions(written.texts, found)})
        found = look(store, turn.member, vendor, written)
    ready = seen == _mark(written) or not (found or written.preview)
    return written, None if ready and not _stops(found) else found


def look(store: Store, author: Member | None, vendor: Vendor | None, written: Written) -> Found:
    """Findings by field, the author's own traces among them; fields with none are left out."""
    traces = Author(author.name, author.company, author.email) if author else None
    own = {vendor.name, *(one.name for one in store.vendors.products_of(vendor.id))} if vendor else set[str]()
    found = {}
    for name, text in written.texts.items():
        named = {other.name for other in store.vendors.named_in(text)} if text else set[str]()
        known = Known(frozenset(own | named))
        if findings := inspect(text, author=traces, anonymous=not written.signed, known=known) if text else ():
            found[name] = findings
    return found


def come_back(form: Form, written: Written, found: Found) -> Form:
    """The form once more with the texts in it; above them the preview, what was found and what could stand instead."""
    fields = tuple(_filled(field, written.texts) for field in form.fields)
    shown = [field for field in fields if isinstance(field, TextField) and field.name in written.texts]
    labels = {field.name: field.label for field in shown}
    written = replace(written, texts={field.name: field.value for field in shown})
    must, offers = _stops(found), _suggestions(written.texts, found)
    quotes = tuple(Quote(text, (f"Our suggestion for “{labels[name]}”",)) for name, text in offers.items())
    return replace(
        form,
        title="Please change this first" if must else "Before you send it" if found else "What peers will see",
        arg=f"{subject(form.arg)}|{_mark(written)}",
        submit="Check again" if must else "Send",
        intro=(*_preview(written, labels, must, bool(found)), *_findings(found, must), *quotes),
        fields=(*(_wording() if offers else ()), *fields),
    )


def _filled(field: Field, texts: Mapping[str, str]) -> Field:
    if isinstance(field, TextField) and field.name in texts:
        return replace(field, value=texts[field.name][: field.max_length])
    return field


def _suggestions(texts: Mapping[str, str], found: Found) -> dict[str, str]:
    """What could stand instead; nothing where that would be the same, or no words at all."""
    offers = {name: clean(reword(texts[name], findings)) for name, findings in found.items()}
    return {name: text for name, text in offers.items() if text not in ("", texts[name])}


def _mark(written: Written) -> str:
    """Changes with a text, and with the name that stands beside it."""
    told = (written.preview, *(f"{name}\0{written.texts[name]}" for name in sorted(written.texts)))
    return mark("\0".join(told))


def _stops(found: Found) -> bool:
    return any(one.stops for findings in found.values() for one in findings)


def _preview(written: Written, labels: Mapping[str, str], must: bool, found: bool) -> tuple[Paragraph | Quote, ...]:
    if not written.preview:
        return ()
    # Where nothing was found the title has said it already.
    so = f"{'This is what peers will see. ' if found else ''}If you change it, you see it once more before it goes out:"
    said = "Your text as it stands. Nobody has seen it:" if must else so
    texts = {name: text for name, text in written.texts.items() if text}
    several = len(written.texts) > 1
    beside = {name: (f" · {labels[name]}",) if several else () for name in texts}
    return (Paragraph((said,)), *(Quote(text, (Bold(written.preview), *beside[name])) for name, text in texts.items()))


def _findings(found: Found, must: bool) -> tuple[Paragraph | Bullets, ...]:
    if not found:
        return ()
    said = "This cannot be sent:" if must else "Please look at this once more. You may send it as it is."
    findings = [one for several in found.values() for one in several]
    return (Paragraph((said,)), reasons(findings[:SHOWN]))


def _wording() -> tuple[SelectField]:
    options = (Option("My text below", "mine"), Option("The suggestions above", SUGGESTION))
    return (SelectField(WORDING, "Use", options, "mine"),)
