"""Texts under a handle whose author erases themselves: they go one by one, so that nobody sees them go together."""

from datetime import timedelta

from bot.ask.removal import taken_back
from bot.model import Member
from bot.ports import Store
from bot.review.card import decision_key
from bot.review.effect import withdrawn
from bot.route import TimerCase
from bot.turn import Later, Outcome, Redraw, Tick, Turn
from bot.views import Card, Paragraph

OVER = Card("A text", (Paragraph(("Its author has taken it back.",)),))
"""What managers see where its words stood."""
WITHIN = timedelta(days=7)
"""Each text goes at a random moment of these: long enough that others' texts are taken back meanwhile as well."""


def let_wither(turn: Turn, store: Store, author: Member) -> tuple[Later, ...]:
    """From now on nobody can tell whose the texts are; what still waits is never sent. One timer a text."""
    handles = store.vault.handles(author.id)
    for thread_id, handle in handles.items():
        _drop_waiting(store, thread_id, handle)
    texts = store.forgetting.unlink(handles)
    return tuple(_timer(turn, store, text_id) for text_id in texts)


def wither(tick: Tick, store: Store) -> Outcome:
    """A text's moment has come: it is taken back as with its receipt code, and leaves the database's files."""
    text_id = store.forgetting.found(tick.arg)
    shown = (decision_key(text_id), *(f"case:{one}" for one in store.cases.about(text_id)))
    written = store.reviews.for_managers(text_id)
    if written and written.author is None:
        taken = Outcome(timers=withdrawn(store, tick.community, written.review, None, tick.now) or ())
    else:
        taken = taken_back(store, text_id, tick.now)
    managers = tuple(Redraw(key, OVER) for key in shown)
    store.forgetting.void_receipt(text_id)
    store.cases.forget([text_id])
    cleaning = Later(f"me.forget:{tick.arg}", tick.now, "me.forget", tick.arg)
    return Outcome(messages=(*taken.messages, *managers), timers=(*taken.timers, cleaning))


TIMERS: dict[str, TimerCase] = {"me.wither": wither}


def _drop_waiting(store: Store, thread_id: str, handle: str) -> None:
    for text_id in store.forgetting.waiting_in(thread_id):
        waiting = store.vault.release(text_id)
        if waiting and waiting.handle != handle:
            store.vault.keep(waiting)


def _timer(turn: Turn, store: Store, text_id: str) -> Later:
    """It does not name its text: until all have gone, the timers' table would show which texts were one person's."""
    wait = timedelta(seconds=int(turn.new_id(), 16) % int(WITHIN.total_seconds()))
    hidden = store.forgetting.hidden(text_id, turn.new_id())
    return Later(f"me.wither:{hidden}", turn.now + wait, "me.wither", hidden)
