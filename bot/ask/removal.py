"""Taking a text away: its author by receipt, or a manager with a reason that the author is told."""

from datetime import datetime

from bot.anonymous.notes import tell
from bot.anonymous.shredding import shred_later
from bot.ask.bylines import bylines
from bot.ask.card import REMOVED, redrawn
from bot.ask.summary import summary
from bot.model import Answer, Ask, AskStatus, AuditEntry
from bot.ports import Store
from bot.route import Route
from bot.text import shorten
from bot.turn import Later, Outcome, Redraw, Refused, Send, Turn
from bot.views import Card, Form, Invalid, Note, Option, Paragraph, Quote, SelectField, TextField

REASONS = {
    "person": "It speaks about a person",
    "price": "It names prices or terms",
    "contract": "It may breach a contract",
    "boycott": "It calls for acting together against a vendor",
    "identity": "It shows who wrote it",
    "tone": "It attacks instead of informing",
    "other": "Another reason, as noted",
}
MOST = 24
"""Texts that a manager can choose from: the question and the newest answers."""


def taken_back(store: Store, text_id: str, now: datetime) -> Outcome:
    """A receipt was good: the text goes, whether it still waits or is shown already."""
    if store.vault.release(text_id):
        return Outcome(Note.say("Taken back before anybody saw it."))
    thread_id = store.asks.thread_of(text_id)
    if thread_id is None or not store.asks.remove(text_id):
        return Outcome(Note.say("This text is not here any more."))
    said = "Taken back. It is gone from our database, and it leaves the cards that peers have within a minute."
    timers = (shred_later(thread_id, now),) if thread_id == text_id else ()
    return Outcome(Note.say(said), _cards_anew(store, thread_id), timers)


def remove_form(turn: Turn, store: Store) -> Outcome:
    """A manager wants to remove a question or an answer: which, and why."""
    asked, answers = _thread(turn, store)
    fields = (
        SelectField("text", "What", _texts(store, asked, answers), asked.id),
        SelectField("reason", "Reason", tuple(Option(said, code) for code, said in REASONS.items())),
        TextField("remark", "Note to the author", lines=True, required=False, max_length=500),
    )
    return Outcome(Form("Remove a text", "ask.take_down", fields, turn.new_id(), asked.id, "Remove"))


def take_down(turn: Turn, store: Store) -> Outcome:
    """The manager decided: the text goes, and its author is told why, under whatever name they wrote."""
    asked, answers = _thread(turn, store)
    texts: tuple[Ask | Answer, ...] = (asked, *answers)
    one = next((text for text in texts if text.id == turn.text("text")), None)
    if one is None or turn.text("reason") not in REASONS:
        raise Invalid({"text" if one is None else "reason": "Choose one from the list."})
    if not store.asks.remove(one.id):
        raise Refused("This text is not here any more.")
    messages, timers = _author_told(turn, store, asked.id, one)
    audit(turn, store, "ask.remove", one.id, turn.text("reason"))
    ends = (shred_later(asked.id, turn.now),) if one is asked else ()
    return Outcome(
        Note.say("Removed. The author is told why."), (*redrawn(store, asked.id), *messages), (*timers, *ends)
    )


ROUTES = {
    "ask.remove": Route(remove_form, managers_only=True),
    "ask.take_down": Route(take_down, writes=True, managers_only=True),
}


def audit(turn: Turn, store: Store, action: str, subject: str, detail: str) -> None:
    """What a manager did to a thread, by the day."""
    store.audit.add(AuditEntry(turn.new_id(), f"{turn.now:%Y-%m-%d}", turn.member.id, action, subject, detail))


def _cards_anew(store: Store, ask_id: str) -> tuple[Redraw, ...]:
    """Every card on which the thread's words stand: the shared one, and those that its time box sent."""
    shared = redrawn(store, ask_id)
    found = store.asks.on_card(ask_id)
    if found is None or found[0].status is AskStatus.REMOVED:
        sent = (f"ask.remind:{ask_id}", f"ask.unanswered:{ask_id}", f"ask.summary:{ask_id}")
        return (*shared, *(Redraw(key, REMOVED) for key in sent))
    return (*shared, Redraw(f"ask.summary:{ask_id}", summary(store, *found)))


def _thread(turn: Turn, store: Store) -> tuple[Ask, list[Answer]]:
    found = store.asks.on_card(turn.arg)
    if found is None:
        raise Refused("This question is not here any more.")
    return found


def _texts(store: Store, asked: Ask, answers: list[Answer]) -> tuple[Option, ...]:
    by = bylines(store, asked, answers)
    newest = answers[: -MOST - 1 : -1]
    question = Option(f"Question: {shorten(asked.question, 40)}", asked.id)
    return (question, *(Option(shorten(f"{by[one.id]}: {one.text}", 60), one.id) for one in newest))


def _author_told(
    turn: Turn, store: Store, thread_id: str, one: Ask | Answer
) -> tuple[tuple[Send, ...], tuple[Later, ...]]:
    """A named author gets a card; an anonymous one a private note through the vault, and the vault counts it."""
    what, words = ("question", one.question) if isinstance(one, Ask) else ("answer", one.text)
    reason = ". ".join(part for part in (REASONS[turn.text("reason")], turn.text("remark")) if part)
    if one.member_id:
        said = (Quote(shorten(words, 300)), Paragraph((f"Reason: {reason}. You may write it anew without that.",)))
        card = Card(f"A community manager removed your {what}", said)
        return (Send(f"ask.removed:{one.id}", card, (one.member_id,)),), ()
    store.vault.strike(thread_id, one.handle, turn.now)
    told = f"A community manager removed the {what} that you wrote as {one.handle}. Reason: {reason}."
    return (), tell(store, thread_id, one.handle, told, turn.now)
