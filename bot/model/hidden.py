"""The nouns of what is written under a handle: a text that waits, and a case about who wrote."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Waiting:
    """An anonymous text between its sending and its showing; ``thread_id`` is the question's id.

    ``attribute`` is the one general attribute that stands beside the handle ("industry=Retail"), or "".
    """

    id: str
    thread_id: str
    handle: str
    text: str
    vendor_id: str = ""
    attribute: str = ""

    @property
    def is_question(self) -> bool:
        """A question begins its own thread; anything else answers one."""
        return self.id == self.thread_id


class UnmaskStatus(StrEnum):
    """A break-glass case: one manager proposed it, two agreed and it waits, its time came, both have looked, or it was
    called off."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    READY = "ready"
    OVER = "over"
    CALLED_OFF = "called off"


@dataclass(frozen=True, slots=True)
class UnmaskCase:
    """Two managers want to know who wrote under a handle; ``reason`` is a listed one.

    ``first`` and ``second`` are the managers' ids.
    """

    id: str
    thread_id: str
    handle: str
    reason: str
    first: str
    status: UnmaskStatus = UnmaskStatus.PROPOSED
    second: str = ""
    opens_at: datetime | None = None
