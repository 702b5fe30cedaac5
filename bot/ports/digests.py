"""What the core needs to know to write everybody's weekly digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answered:
    """A signed question of a reader's own, and how many answers it got."""

    ask_id: str
    question: str
    answers: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A vendor that a reader uses and somebody else reviewed under their name."""

    vendor_id: str
    name: str


class Digests(Protocol):
    """What has happened, for many readers at once. Only for the clock."""

    def readers(self, after: str, limit: int) -> list[str]:
        """Ids of active members who want a digest, in the order of their ids, beyond ``after``."""

    def waiting(self, readers: Sequence[str], until: datetime) -> dict[str, int]:
        """How many open questions went to each reader and have no signed answer of theirs, and end after ``until``.

        An anonymous question counts for its asker too: a lower number would tell whose it is.
        """

    def answered(self, readers: Sequence[str], since: datetime) -> dict[str, list[Answered]]:
        """Signed questions of each reader's that got answers since then, the most answered first."""

    def reviewed(self, readers: Sequence[str], since: date, until: date) -> dict[str, list[Reviewed]]:
        """Vendors in each reader's stack with a signed live review written on a day in [since, until), by name."""
