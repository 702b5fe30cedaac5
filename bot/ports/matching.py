"""What the core needs to know in order to choose who gets a question, and what is known already."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.matching import Candidate
from bot.model import Ask


class Matching(Protocol):
    """Peers of one community as a question sees them."""

    def candidates(
        self, vendor_ids: Collection[str], categories: Collection[str], like: Collection[str]
    ) -> list[Candidate]:
        """Active members tied to one of the vendors or categories, or by a named answer to a question of ``like``."""

    def asked_since(self, since: datetime) -> dict[str, int]:
        """How many questions each member was given since then; those with none are left out."""

    def caps(self) -> dict[str, int]:
        """The weekly number of questions, of those members who set one themselves."""

    def keep(self, ask_id: str, vendor_ids: Collection[str]) -> None:
        """The vendors that a question is about."""

    def vendors_of(self, ask_id: str) -> set[str]:
        """Ids of the vendors that a question is about."""

    def sharing(self, terms: Collection[str]) -> tuple[dict[str, set[str]], int]:
        """Answered questions by id with the terms they share, and how many answered questions there are."""

    def answered_about(self, vendor_ids: Collection[str], newest: int) -> list[str]:
        """Ids of answered questions about a vendor, the newest first."""

    def give(self, ask_id: str, reasons: Mapping[str, Sequence[str]]) -> None:
        """Gives a question to members, by the reason each of them is told."""

    def peers(self, ask_id: str, after: str, most: int) -> list[str]:
        """Members who were given a question, in the order of their ids, those after ``after``."""

    def reasons(self, ask_ids: Collection[str], viewer: str) -> dict[str, str]:
        """Why ``viewer`` was given each question; those without a reason are left out."""

    def set_aside(self, ask_id: str, viewer: str) -> bool:
        """The question leaves the viewer's list, and nobody else learns of it; False when it was not there."""

    def silent(self, ask_id: str) -> list[str]:
        """Members who were given the question, have not set it aside and have no named answer to it."""

    def known(self, ask_ids: Sequence[str]) -> list[Ask]:
        """Answered questions by id, in that order: any member of the community may read them."""

    def mark_helpful(self, ask_id: str, answer_ids: Collection[str]) -> int:
        """These answers of the question helped; says how many are marked now."""

    def helpful(self, ask_id: str) -> set[str]:
        """Ids of the answers that helped."""

    def channels(self) -> list[str]:
        """Ids of the channels that the community's workspaces chose."""

    def show_in(self, ask_id: str, channel_ids: Collection[str]) -> None:
        """The question is shown in these channels, so members of their workspaces may read and answer it."""

    def card_at(self, platform: str, tenant: str, ref: str) -> str | None:
        """The key of the card that a channel of this workspace shows at that reference."""
