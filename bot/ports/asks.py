"""What the core needs to know of questions and answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Answer, Ask, Thread


class Asks(Protocol):
    """Questions and answers of one community."""

    def add(self, ask: Ask) -> None:
        """Keeps a question; who gets it is given to them by `Matching.give`."""

    def get(self, ask_id: str, viewer: str) -> Ask | None:
        """The question, if ``viewer`` asked it or was asked."""

    def open_of(self, viewer: str) -> list[Ask]:
        """Open questions that ``viewer`` asked, newest first."""

    def waiting_for(self, viewer: str) -> list[Ask]:
        """Open questions that went to ``viewer`` and have no answer of theirs, oldest first."""

    def answers(self, ask_id: str, viewer: str) -> list[Answer]:
        """All answers, oldest first, if ``viewer`` asked the question or was asked."""

    def thread(self, ask_id: str, viewer: str) -> Thread | None:
        """The question with its vendor and answers, and why ``viewer`` was asked, if they may see it."""

    def on_card(self, ask_id: str) -> tuple[Ask, list[Answer]] | None:
        """The question and all answers, oldest first, for the one card that everybody who was asked shares."""

    def hold(self, ask_id: str) -> None:
        """From here to the end of the turn nobody else draws or changes the question."""

    def add_answer(self, answer: Answer) -> bool:
        """Keeps an answer to an open question; False when it is closed or the same words stand there already."""

    def add_accepted(self, answer: Answer) -> None:
        """Keeps an answer that was taken while the question was open and has waited since."""

    def open_under_handle(self, viewer: str) -> list[Ask]:
        """Open anonymous questions that went to ``viewer``, in no order: whose they are, the vault alone knows."""

    def last_named(self, member_id: str) -> datetime | None:
        """When this member last asked or answered under their name."""

    def ended_under_handle(self, viewer: str, since: datetime) -> list[Ask]:
        """Closed anonymous ones since then that went to ``viewer`` and have answers, none of them marked as helpful."""

    def attributes(self, ask_id: str, handle: str) -> list[str]:
        """Attributes that stand beside a handle in the thread."""

    def thread_of(self, text_id: str) -> str | None:
        """The question that a text is, or that it answers."""

    def remove(self, text_id: str) -> bool:
        """A question loses its words and is closed for good; an answer is gone. False: there was nothing."""

    def put_back(self, ask_id: str, question: str, attribute: str, vendors: Sequence[str]) -> bool:
        """A removed question has its words again and is closed; False when it is not removed."""

    def close(self, ask_id: str) -> bool:
        """Open → closed; False when somebody else was first."""
