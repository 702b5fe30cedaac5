"""What the core needs to know of vendors."""

from collections.abc import Iterable
from typing import Protocol

from bot.model import Vendor


class Vendors(Protocol):
    """Vendors of one community."""

    def get(self, vendor_id: str) -> Vendor | None:
        """The vendor, or None where there is none in this community."""

    def named(self, name: str) -> Vendor | None:
        """The one vendor that this name or alias leads to."""

    def add(self, vendor: Vendor, aliases: Iterable[str] = (), popularity: int = 0) -> None:
        """Keeps a vendor under its name and aliases; popularity (0 to 100) only orders the type-ahead."""

    def named_in(self, text: str) -> list[Vendor]:
        """Vendors whose name stands in the text, the longest name first."""

    def starting_with(self, typed: str, limit: int) -> list[Vendor]:
        """Type-ahead: names or words of names that begin so, the best known first."""
