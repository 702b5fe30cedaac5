"""What the core needs to know to tell managers how the community does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Month:
    """One month's figures; ``month`` is YYYY-MM.

    ``answered``: how many of the month's questions have an answer. ``first_answers``: hours from each question to its
    first answer, sorted, both under names. ``offered``: introductions asked for in the month that got an offer.
    ``decided`` and ``silent``: those that ended in it, by the buyer's own word or by silence.
    """

    month: str
    asked: int = 0
    answered: int = 0
    first_answers: tuple[float, ...] = ()
    intros: int = 0
    offered: int = 0
    decided: int = 0
    silent: int = 0
    calls: int = 0


class Health(Protocol):
    """Figures of one community, never about a person."""

    def months(self, begins: Sequence[datetime]) -> list[Month]:
        """Figures of the months that begin then, in that order; the last one lasts until now."""

    def reviews(self, fresh_since: date) -> tuple[int, int]:
        """Live reviews heard of since then, and all live ones."""
