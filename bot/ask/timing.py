"""The time box of a question: its one reminder and its end, as timers."""

from datetime import datetime

from bot.model import Ask
from bot.turn import Later


def time_box(asked: Ask, now: datetime) -> tuple[Later, Later]:
    """A reminder after two thirds of the time that is left from ``now``, and the end."""
    remind_at = now + (asked.closes_at - now) * 2 / 3
    return (
        Later(f"ask.remind:{asked.id}", remind_at, "ask.remind", asked.id),
        Later(f"ask.expire:{asked.id}", asked.closes_at, "ask.expire", asked.id),
    )
