"""The look at a text before others read it: what the writing guard found, and for an anonymous one what peers will see.

Nothing is kept meanwhile: the form itself carries the text, and what is sent is what was shown last.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.anonymous.attribute import offered
from bot.ask.words import MOST, checked_words
from bot.guard import Author, Finding, Known, inspect, reasons, reword
from bot.ports import Store
from bot.text import mark
from bot.turn import Turn
from bot.views import Bold, Bullets, Field, Form, Option, Paragraph, Quote, SelectField, TextField

UNNAMED, NAMED = "a", "m"
SUGGESTION = "suggestion"
WITH_ATTRIBUTE = "attribute"
FRESH = "A fresh two-word handle"
SHOWN_FINDINGS = 8
ONE_VISIT = timedelta(hours=1)
JUST_NAMED = (
    "You wrote something under your name within the last hour. Whoever compares the times may put the two together. "
    "To be safer, send this at another time of the day."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way: ``target`` is the vendor of a question ("" for none) or the question that is answered.

    ``shown`` is the mark of the text that its author saw last; ``handle`` is theirs in the thread, "" for none yet.
    """

    name: str
    text: str
    target: str
    unnamed: bool
    shown: str = ""
    handle: str = ""


def drafted(turn: Turn, name: str, if_empty: str) -> Draft:
    """The draft that a check form carried, with the suggestion taken where its author chose it."""
    kind, target, shown = [*turn.arg.split(":", 2), "", "", ""][:3]
    return Draft(name, checked_words(turn, name, if_empty), target, kind == UNNAMED, shown)


def still_to_check(turn: Turn, store: Store, draft: Draft) -> tuple[Draft, Form | None]:
    """The draft as it stands, and the form where its author has to look at it (again); None when it may go.

    A text may go when nothing in it has to be changed and it is the text that was shown; a named one without any
    finding needs no look at all.
    """
    findings = _inspect(turn, store, draft)
    if turn.text("wording") == SUGGESTION and draft.shown == mark(draft.text):
        draft = replace(draft, text=reword(draft.text, findings)[:MOST])
        findings = _inspect(turn, store, draft)
    seen = draft.shown == mark(draft.text) or not (draft.unnamed or findings)
    if seen and not any(one.stops for one in findings):
        return draft, None
    return draft, _form(turn, store, draft, findings)


def attribute_chosen(turn: Turn, store: Store, draft: Draft, thread_id: str) -> str:
    """The attribute that the author wants beside the handle and may show, or ""."""
    if turn.text("beside") != WITH_ATTRIBUTE:
        return ""
    return offered(store, turn.community, turn.member, thread_id, draft.handle)


def _inspect(turn: Turn, store: Store, draft: Draft) -> tuple[Finding, ...]:
    author = Author(turn.member.name, turn.member.company, turn.member.email)
    vendors = frozenset(vendor.name for vendor in store.vendors.named_in(draft.text))
    return inspect(draft.text, author=author, anonymous=draft.unnamed, known=Known(vendors))


def _form(turn: Turn, store: Store, draft: Draft, findings: tuple[Finding, ...]) -> Form:
    stops = any(one.stops for one in findings)
    suggested = reword(draft.text, findings) if findings else draft.text
    offer = suggested.strip() not in ("", draft.text)
    arg = ":".join((UNNAMED if draft.unnamed else NAMED, draft.target, mark(draft.text)))
    action = "ask.confirm" if draft.name == "question" else "ask.confirm_answer"
    seen = (*_preview(draft, stops), *_just_named(turn, store, draft))
    intro = (*seen, *_findings(findings, stops), *(_suggestion(suggested) if offer else ()))
    fields = (*_wording(offer), _text_field(draft), *_beside(turn, store, draft))
    submit = "Check again" if stops else "Send"
    return Form(_title(draft, findings, stops), action, fields, turn.new_id(), arg, submit, intro)


def _title(draft: Draft, findings: tuple[Finding, ...], stops: bool) -> str:
    if stops:
        return "Please change this first"
    return "Before you send it" if findings or not draft.unnamed else "What peers will see"


def _preview(draft: Draft, stops: bool) -> tuple[Paragraph | Quote, ...]:
    if not draft.unnamed:
        return ()
    said = "Your text as it stands. Nobody has seen it:" if stops else "This is what peers will see:"
    return (Paragraph((said,)), Quote(draft.text, (Bold(draft.handle or FRESH),)))


def _just_named(turn: Turn, store: Store, draft: Draft) -> tuple[Paragraph, ...]:
    """The delay of some minutes does not part what one person says twice within an hour (see decision 0007)."""
    last = store.asks.last_named(turn.member.id) if draft.unnamed else None
    return (Paragraph((JUST_NAMED,)),) if last and turn.now - last < ONE_VISIT else ()


def _findings(findings: tuple[Finding, ...], stops: bool) -> tuple[Paragraph | Bullets, ...]:
    if not findings:
        return ()
    said = "This cannot be sent:" if stops else "Please look at this once more. You may send it as it is."
    return (Paragraph((said,)), reasons(findings[:SHOWN_FINDINGS]))


def _suggestion(suggested: str) -> tuple[Quote]:
    return (Quote(suggested, ("Our suggestion",)),)


def _wording(offer: bool) -> tuple[Field, ...]:
    options = (Option("My text below", "mine"), Option("The suggestion above", SUGGESTION))
    return (SelectField("wording", "Use", options, "mine"),) if offer else ()


def _text_field(draft: Draft) -> TextField:
    label = "Question" if draft.name == "question" else "Answer"
    hint = "If you change it, you see it once more before it goes out." if draft.unnamed else ""
    return TextField(draft.name, label, draft.text, lines=True, max_length=MOST, hint=hint)


def _beside(turn: Turn, store: Store, draft: Draft) -> tuple[Field, ...]:
    """The one attribute that the author may show, where enough people share it."""
    thread = draft.target if draft.name == "answer" else ""
    found = offered(store, turn.community, turn.member, thread, draft.handle) if draft.unnamed else ""
    if not found:
        return ()
    handle = draft.handle or FRESH
    options = (Option(handle, "nothing"), Option(f"{handle} · {found.partition('=')[2]}", WITH_ATTRIBUTE))
    chosen = turn.text("beside") or "nothing"
    return (SelectField("beside", "Signed", options, chosen, "Many members share it, so it points at nobody."),)
