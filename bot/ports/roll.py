"""What the core needs to know to keep the roll: who is admitted, suspended, and due to be confirmed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Account, Member, MemberStatus


class Roll(Protocol):
    """The roll of one community's members. For managers, the clock and the platforms, never for members."""

    def find(self, words: str, limit: int) -> list[Member]:
        """Members of every status whose name or company contains the words, by name."""

    def change(self, member_id: str, old: MemberStatus, new: MemberStatus, now: datetime) -> bool:
        """A change of status; False when it is not ``old`` any more. Who is not active gets no more peers' words."""

    def confirm(self, member_id: str, now: datetime) -> bool:
        """Counts the year anew; True when the member was suspended because nobody had answered."""

    def start_years(self, now: datetime) -> None:
        """The year of every active member who has none begins now."""

    def to_ask(self, before: datetime, limit: int) -> list[Member]:
        """Active members whose last confirmation is older and who have not been asked since."""

    def asked(self, member_ids: Sequence[str], now: datetime) -> None:
        """Notes that they have been asked."""

    def silent(self, before: datetime, limit: int) -> list[Member]:
        """Active members who were asked before then and did not answer."""

    def lapse(self, member_id: str, now: datetime) -> bool:
        """Active → suspended for want of an answer."""

    def account(self, platform: str, tenant: str, user: str) -> Account | None:
        """A member's account by the platform's identity."""

    def email_domain(self, account_id: str) -> str:
        """The domain of the platform's e-mail when it was last seen, "" if never."""

    def see_email_domain(self, account_id: str, domain: str) -> None:
        """Remembers it."""

    def name_workspace(self, platform: str, tenant: str, name: str) -> None:
        """What the platform calls the workspace."""

    def read_anew(self) -> None:
        """From now on the records of all active members' accounts have to be read at their platforms once more."""

    def forget_address(self, account_id: str) -> None:
        """The person took the app away: nothing reaches them there until they add it again."""

    def remove_workspace(self, platform: str, tenant: str) -> bool:
        """The app was taken away from a workspace: nothing is sent there, and nobody there is a member."""

    def restore_workspace(self, platform: str, tenant: str, now: datetime) -> bool:
        """The app is back; what waited for too long is given up."""
