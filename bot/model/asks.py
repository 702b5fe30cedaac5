"""The nouns of questions to peers and their answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.people import Signer
from bot.model.vendors import Vendor


class AskStatus(StrEnum):
    """A question is open until its time box ends or its asker closes it; a removed one has lost its words."""

    OPEN = "open"
    CLOSED = "closed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to peers; ``member_id`` None: asked under ``handle``.

    ``attribute`` is the one general attribute that may stand beside a handle ("industry=Retail"), or "".
    """

    id: str
    member_id: str | None
    vendor_id: str | None
    question: str
    status: AskStatus
    asked_at: datetime
    closes_at: datetime
    handle: str = ""
    attribute: str = ""

    def asked_by_author_of(self, answer: "Answer") -> bool:
        """Whether whoever asked wrote these words too: a word to those who answered, and no answer."""
        if self.member_id or answer.member_id:
            return self.member_id == answer.member_id
        return bool(self.handle) and self.handle == answer.handle


@dataclass(frozen=True, slots=True)
class Answer:
    """One peer's reply to an ask; ``member_id`` None: written under ``handle``."""

    id: str
    ask_id: str
    member_id: str | None
    text: str
    answered_at: datetime
    handle: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its answers as one member reads them; ``reason``: why it went to them, "" where nobody says.

    ``signers``: by member id, all who asked or answered under their name.
    """

    ask: Ask
    vendor: Vendor | None
    answers: tuple[Answer, ...]
    signers: Mapping[str, Signer]
    reason: str = ""
