"""The end of a link: 30 days after a thread has closed nobody can tell any more who wrote under its handles."""

from datetime import datetime, timedelta

from bot.ports import Store
from bot.route import TimerCase
from bot.turn import Later, Outcome, Tick

AFTER = timedelta(days=30)
AGAIN = timedelta(minutes=10)


def shred_later(thread_id: str, now: datetime) -> Later:
    """To be set when a thread closes."""
    return Later(f"vault.shred:{thread_id}", now + AFTER, "vault.shred", thread_id)


def shred(tick: Tick, store: Store) -> Outcome:
    """Destroys the thread's key; the timer rings again until the key has left the database's files as well."""
    store.vault.shred(tick.arg)
    again = Later(f"vault.shred:{tick.arg}", tick.now + AGAIN, "vault.shred", tick.arg)
    return Outcome(timers=(again,), erased=True)


TIMERS: dict[str, TimerCase] = {"vault.shred": shred}
