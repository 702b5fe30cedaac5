"""What the core may ask of the vault: the one place that knows who wrote under a handle, and does not say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model import UnmaskCase, Waiting


class Vault(Protocol):
    """Sealed links of one community. A thread is a question with its answers, by the question's id."""

    def seal(self, thread_id: str, member_id: str) -> str:
        """Links a member to a thread, and returns their handle there: the one they have, else a fresh one."""

    def handles(self, member_id: str, threads: Sequence[str] | None = None) -> dict[str, str]:
        """Thread → handle, wherever this member has one: for their own eyes. ``threads`` None looks at all of them."""

    def among(
        self, thread_id: str, handle: str, matched: Sequence[str], others: Sequence[str], cover: int
    ) -> tuple[str, ...]:
        """Members who get a thread's card: all ``matched`` and ``cover`` of the ``others``, the author among them.

        Where the author is no match, they are one of the cover, so that nobody stands out as the extra reader.
        """

    def keep(self, waiting: Waiting) -> None:
        """Keeps a text sealed until its delay is over."""

    def release(self, text_id: str) -> Waiting | None:
        """Takes the text out, once."""

    def route(self, thread_id: str, handle: str, words: str, now: datetime) -> str | None:
        """Sends a private note to whoever wrote under the handle, without telling to whom; the note's id.

        None: the link is shredded, nobody can be reached.
        """

    def note(self, note_id: str, member_id: str) -> str | None:
        """The words of a routed note, for the member whom it was for."""

    def wipe_note(self, note_id: str) -> bool:
        """Takes the delivery of a note out of the outbox; False while it is still on its way."""

    def forget_note(self, note_id: str) -> None:
        """Forgets the note itself."""

    def strike(self, thread_id: str, handle: str, now: datetime) -> None:
        """Counts one against whoever wrote under the handle; nothing happens after shredding."""

    def strikes(self, member_id: str, since: datetime) -> int:
        """Strikes against a member since a day."""

    def unmask(self, case_id: str, manager: str, now: datetime) -> str | None:
        """The author's id, once for each of the two managers of a case whose time has come; else None."""

    def shred(self, thread_id: str) -> bool:
        """Destroys a thread's key and links: from now on nobody can tell who wrote. False: there was nothing."""


class Receipts(Protocol):
    """Codes that withdraw an anonymous text, kept as slow hashes alone."""

    def give(self, text_id: str, code: str) -> None:
        """Keeps the hash of a text's code."""

    def may_try(self, member_id: str, now: datetime) -> bool:
        """Counts a try; False when this member has had all tries of the hour."""

    def spend(self, code: str) -> str | None:
        """The text that the code withdraws, once."""


class Unmasking(Protocol):
    """Break-glass cases of one community."""

    def propose(self, case: UnmaskCase) -> bool:
        """Keeps a new case; False when one for the same handle is going on."""

    def get(self, case_id: str) -> UnmaskCase | None:
        """The case."""

    def waiting_for(self, manager: str) -> list[UnmaskCase]:
        """Cases that wait for a second manager, and those in which this one can still look."""

    def agree(self, case_id: str, second: str, opens_at: datetime) -> bool:
        """Proposed → waiting, by another manager than the first; False when it was not to be agreed to."""

    def ready(self, case_id: str, now: datetime) -> bool:
        """Waiting → ready when its time has come."""

    def over(self, case_id: str) -> bool:
        """Ready → over once both of its managers have looked."""

    def call_off(self, case_id: str, manager: str) -> bool:
        """Ends a case that is not over, by one of its two managers or, while it is proposed, by any other."""
