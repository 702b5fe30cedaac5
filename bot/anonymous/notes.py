"""Private notes to somebody known by a handle alone: sent through the vault, opened by their reader, then forgotten."""

import re
from datetime import datetime, timedelta

from bot.ports import Store
from bot.route import Route, TimerCase
from bot.turn import Later, Outcome, Refused, Tick, Turn
from bot.views import Button, Buttons, Card, Paragraph

ON_ITS_WAY = timedelta(days=1)
"""After that the outbox forgets to whom a note went."""
KEPT = timedelta(days=30)
ALONE = "For you alone"
CASE = re.compile(r"[0-9a-f]{32}")
"""A note's first line may be the case that it tells of."""


def tell(store: Store, thread_id: str, handle: str, words: str, now: datetime, appeal: str = "") -> tuple[Later, ...]:
    """Tells whoever wrote under the handle; the timers that forget it again. Nobody is told after shredding.

    ``appeal``: the id of a case that its reader may appeal against.
    """
    note_id = store.vault.route(thread_id, handle, f"{appeal}\n{words}" if appeal else words, now)
    if note_id is None:
        return ()
    return (
        Later(f"note.wipe:{note_id}", now + ON_ITS_WAY, "note.wipe", note_id),
        Later(f"note.forget:{note_id}", now + KEPT, "note.forget", note_id),
    )


def read(turn: Turn, store: Store) -> Outcome:
    """The reader opened a note."""
    words = store.vault.note(turn.arg, turn.member.id)
    if words is None:
        raise Refused("This note is not here any more.")
    case_id, _, said = words.partition("\n")
    if not CASE.fullmatch(case_id):
        return Outcome(Card(ALONE, (Paragraph((words,)),)))
    appeal = Buttons((Button("Appeal", "case.appeal", case_id, opens_form=True),))
    return Outcome(Card(ALONE, (Paragraph((said,)), appeal)))


def wipe(tick: Tick, store: Store) -> Outcome:
    """A day after: the outbox forgets the note, or is asked again tomorrow while the note is still on its way."""
    if store.vault.wipe_note(tick.arg):
        return Outcome()
    return Outcome(timers=(Later(f"note.wipe:{tick.arg}", tick.now + ON_ITS_WAY, "note.wipe", tick.arg),))


def forget(tick: Tick, store: Store) -> Outcome:
    """Thirty days after: the note is gone."""
    store.vault.forget_note(tick.arg)
    return Outcome()


ROUTES = {"note.read": Route(read)}
TIMERS: dict[str, TimerCase] = {"note.wipe": wipe, "note.forget": forget}
