"""What the core needs to find texts by their words. Nothing is found that its reader may not see."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from bot.model import Answer, Ask, Vendor
from bot.ports.reviews import Written


class Kind(StrEnum):
    """What can be found."""

    VENDOR = "vendor"
    REVIEW = "review"
    ASK = "ask"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Said:
    """An answered question, or one of its answers; ``helped``: its asker said so."""

    ask: Ask
    answer: Answer | None = None
    helped: bool = False


Found: TypeAlias = Vendor | Written | Said


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; ``points`` only order."""

    points: int
    found: Found


class Documents(Protocol):
    """The texts of one community: vendors, live reviews, answered questions and their answers.

    What a turn writes, changes or takes away is indexed so at the turn's end, in the same transaction.
    """

    def find(self, viewer: str, terms: Collection[str], about: Collection[str], most: int) -> list[Hit]:
        """What an active member may read, the best first, by terms (see bot.terms) and by vendors (ids) spoken of."""

    def mend(self) -> int:
        """Compares the index with the texts and puts right what differs; returns how many texts did."""
