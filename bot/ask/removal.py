"""What taking a text away means for the cards that show it; its author does it by receipt."""

from datetime import datetime

from bot.anonymous.shredding import shred_later
from bot.ask.card import REMOVED, redrawn
from bot.ask.summary import summary
from bot.model import AskStatus
from bot.ports import Store
from bot.turn import Outcome, Redraw
from bot.views import Note


def taken_back(store: Store, text_id: str, now: datetime) -> Outcome:
    """A receipt was good: the text goes, whether it still waits or is shown already."""
    if store.vault.release(text_id):
        return Outcome(Note.say("Taken back before anybody saw it."))
    if store.cases.forget([text_id]) and store.asks.thread_of(text_id) is None:
        return Outcome(Note.say("Taken back: a manager had taken it down, and it cannot be put back any more."))
    thread_id = store.asks.thread_of(text_id)
    if thread_id is None or not store.asks.remove(text_id):
        return Outcome(Note.say("This text is not here any more."))
    said = "Taken back. It is gone from our database, and it leaves the cards that peers have within a minute."
    timers = (shred_later(thread_id, now),) if thread_id == text_id else ()
    return Outcome(Note.say(said), cards_anew(store, thread_id), timers)


def cards_anew(store: Store, ask_id: str) -> tuple[Redraw, ...]:
    """Every card on which the thread's words stand: the shared one, and those that its time box sent."""
    shared = redrawn(store, ask_id)
    found = store.asks.on_card(ask_id)
    if found is None or found[0].status is AskStatus.REMOVED:
        sent = (f"ask.remind:{ask_id}", f"ask.unanswered:{ask_id}", f"ask.summary:{ask_id}")
        return (*shared, *(Redraw(key, REMOVED) for key in sent))
    return (*shared, Redraw(f"ask.summary:{ask_id}", summary(store, *found)))
