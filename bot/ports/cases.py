"""What the core needs to know of flags, and of the cases in which managers decide about a text."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class TextKind(StrEnum):
    """What a case is about."""

    REVIEW = "review"
    QUESTION = "question"
    ANSWER = "answer"


ONE = {TextKind.REVIEW: "a review", TextKind.QUESTION: "a question", TextKind.ANSWER: "an answer"}


class CaseStatus(StrEnum):
    """open → kept | removed; removed → appealed → upheld | restored. A flag alone takes nothing down."""

    OPEN = "open"
    KEPT = "kept"
    REMOVED = "removed"
    APPEALED = "appealed"
    UPHELD = "upheld"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Case:
    """A text that was flagged or taken down, and how that was decided.

    ``member_id`` is the author of a signed text; an unsigned one has its ``handle`` in ``thread_id`` (the question's
    id, or the review's own). ``reason`` is a code of bot.curate.reasons. ``decided_by`` and ``second_by`` are managers'
    ids: an appeal goes to another manager than the one who decided. ``appealed_on``: since when it waits for them.
    """

    id: str
    kind: TextKind
    text_id: str
    thread_id: str
    handle: str
    member_id: str | None
    status: CaseStatus
    opened_at: datetime
    reason: str = ""
    statement: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None
    appeal: str = ""
    second_by: str | None = None
    appealed_on: date | None = None


class Cases(Protocol):
    """Cases of one community. For managers; a text's author and those who flagged it learn the outcome by cards."""

    def begin(self, case: Case) -> Case:
        """The case that is open about the text already, or this new one."""

    def get(self, case_id: str) -> Case | None:
        """The case."""

    def waiting(self, limit: int) -> list[Case]:
        """Cases that wait for a manager, the oldest first."""

    def flag(self, case_id: str, member_id: str, reason: str, words: str) -> bool:
        """Keeps a flag; False when the member has flagged this already."""

    def flags(self, case_id: str) -> Mapping[str, int]:
        """How many members flagged it, by reason."""

    def remarks(self, case_id: str) -> list[str]:
        """What they wrote, never who."""

    def flaggers(self, case_id: str) -> list[str]:
        """Ids of those who flagged it, to tell them the outcome."""

    def keep(self, case_id: str, manager: str, now: datetime) -> bool:
        """Open → kept; False when another manager was first."""

    def remove(self, case_id: str, manager: str, reason: str, statement: str, text: str, now: datetime) -> bool:
        """Open → removed. ``text`` is everything that putting it back needs; it lies sealed until the case is over."""

    def undo(self, case_id: str, manager: str) -> bool:
        """Removed → restored, while the text is still kept: a manager's own correction."""

    def appeal(self, case_id: str, words: str) -> bool:
        """Keeps the author's appeal while the text is kept; False when it is too late or was done before."""

    def submit(self, case_id: str, on: date) -> bool:
        """Removed → appealed, with the appeal that was kept."""

    def settle(self, case_id: str, status: CaseStatus, manager: str) -> bool:
        """Appealed → upheld or restored, by another manager than the one who decided first."""

    def text(self, case_id: str) -> str:
        """What was sealed, "" when it is over."""

    def forget_text(self, case_id: str) -> None:
        """The case is over: the sealed text goes."""

    def about(self, text_id: str) -> list[str]:
        """Ids of the cases about a text."""

    def forget(self, text_ids: Collection[str]) -> bool:
        """The texts' author took them back for good: cases about them go. False: there were none."""

    def outcomes(self, since: date) -> Mapping[tuple[CaseStatus, str], int]:
        """How many cases were decided since then, by outcome and reason."""
