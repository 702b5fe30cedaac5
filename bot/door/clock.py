"""What the clock does to a pitch: the answer falls due, and in the end it is forgotten."""

from bot.ports import Store
from bot.route import TimerCase
from bot.turn import Outcome, Tick


def close(tick: Tick, store: Store) -> Outcome:
    """The date has passed: without a yes it is a courteous no. Nobody is told; the page says so."""
    store.door.close(tick.arg)
    return Outcome()


def free(tick: Tick, store: Store) -> Outcome:
    """A week after it came and no member has answered: its company's place in the category is free again."""
    store.door.free(tick.arg)
    return Outcome()


def forget(tick: Tick, store: Store) -> Outcome:
    """90 days after it came: the pitch and everything said to it is gone, and its page with it."""
    store.door.forget(tick.arg)
    return Outcome()


TIMERS: dict[str, TimerCase] = {"door.close": close, "door.free": free, "door.forget": forget}
