"""The end of a link: 30 days after a thread has closed nobody can tell any more who wrote under its handles."""

from datetime import datetime, timedelta

from bot.ports import Store
from bot.route import TimerCase
from bot.turn import Later, Outcome, Tick

AFTER = timedelta(days=30)
AGAIN = timedelta(minutes=10)
HOUR = 4
"""When the database's files are cleaned of the day's keys, UTC: rewriting them holds up writers."""


def shred_later(thread_id: str, now: datetime) -> Later:
    """To be set when a thread closes."""
    return Later(f"vault.shred:{thread_id}", now + AFTER, "vault.shred", thread_id)


def shred(tick: Tick, store: Store) -> Outcome:
    """Destroys the thread's key: overwritten at once, and gone from the rest of the files by the coming night."""
    store.vault.shred(tick.arg)
    tonight = tick.now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return Outcome(timers=(_clean(tonight if tonight > tick.now else tonight + timedelta(days=1)),))


def clean(tick: Tick, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """Once a day at most, after keys were destroyed: they leave the files; rings again until they have."""
    return Outcome(timers=(_clean(tick.now + AGAIN),), erased=True)


TIMERS: dict[str, TimerCase] = {"vault.shred": shred, "vault.clean": clean}


def _clean(due: datetime) -> Later:
    return Later("vault.clean", due, "vault.clean", "")
