"""What the core needs to know of members."""

from collections.abc import Sequence
from typing import Protocol

from bot.cohort import Peer
from bot.model import Account, Member, Preferences, Role


class Members(Protocol):
    """Members of one community."""

    def get(self, ids: Sequence[str]) -> dict[str, Member]:
        """Members by id; missing ones and another community's are left out."""

    def with_role(self, role: Role) -> list[Member]:
        """Active members with this role."""

    def population(self) -> list[Peer]:
        """All active members as the k rules of bot/cohort.py see them."""

    def active(self) -> list[str]:
        """Ids of all active members."""

    def using(self, vendor_id: str) -> list[Member]:
        """Active members whose stack names the vendor and who opted in to questions about it."""

    def by_email(self, email: str) -> Member | None:
        """The member with this work e-mail, in any case of letters."""

    def save(self, member: Member) -> bool:
        """Adds the member or brings an earlier row up to date; False when nothing changed."""

    def owner(self, platform: str, tenant: str, user: str) -> str | None:
        """The member id behind a platform's identity; "" where another community has it, None where nobody."""

    def hold(self, member_id: str) -> None:
        """From here to the end of the turn nobody else who holds the member goes on."""

    def add_account(self, account: Account) -> None:
        """Joins an account to its member; the first one is where cards go."""

    def preferences(self, ids: Sequence[str]) -> dict[str, Preferences]:
        """When and how often each of these members wants to be asked; the defaults for those who never said."""

    def stack(self, member_id: str) -> set[str]:
        """Ids of the vendors that a member uses."""

    def add_to_stack(self, member_id: str, vendor_id: str) -> None:
        """The member uses this vendor and takes questions about it."""
