"""What the core needs for figures that come from crowds of companies: conduct, and the pulse of renewals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Vote:
    """What one company said of a vendor's sales people in one month (YYYY-MM): praises and blames."""

    company_key: str
    month: str
    praises: int
    blames: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a vendor answers to its conduct figure, and what it has changed (the cure); entered by a manager."""

    vendor_id: str
    reply: str
    cure: str
    said_on: date


class Conduct(Protocol):
    """Votes on vendors' sales people, from every source, and vendors' replies."""

    def votes(self, vendor_id: str, since: str) -> list[Vote]:
        """From logged calls and from introductions, since a month (YYYY-MM)."""

    def voted_on(self) -> list[str]:
        """Ids of the vendors that anybody ever voted on."""

    def forget(self, member_id: str) -> Sequence[str]:
        """Removes every vote of a member; ids of the vendors."""

    def reply(self, vendor_id: str) -> Reply | None:
        """What the vendor says to it."""

    def save_reply(self, reply: Reply) -> None:
        """Keeps a reply in place of an earlier one; an empty one takes it away."""


class Crowds(Protocol):
    """Which company stands in a shown figure with what, now and before, by keyed hashes of companies.

    ``kind`` is what is counted, ``vendor_id`` of whom ("" for the whole community).
    """

    def history(self, kind: str, vendor_id: str) -> list[tuple[str, int, int | None, str]]:
        """What each state held so far: (company key, since, until, version)."""

    def show(self, kind: str, vendor_id: str, number: int, versions: Mapping[str, str]) -> None:
        """State ``number`` holds exactly these versions, by company key."""

    def standing(self, kind: str, vendor_ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """What is shown now, by vendor and company key; vendors without anything are left out."""

    def largest(self, kind: str, limit: int) -> list[str]:
        """Ids of the vendors with the most companies in what is shown now."""
