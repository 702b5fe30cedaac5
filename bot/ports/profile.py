"""What the core needs to know of what members say of themselves, and what it can forget again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Conflict, ConflictKind, Member, Preferences, Signer, StackEntry
from bot.views import Card


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """One of a member's accounts as their profile shows it; ``main``: the one that gets cards.

    ``place``: what the workspace is called, else the domain of the account's e-mail, else "".
    """

    id: str
    platform: str
    place: str
    main: bool


class Profiles(Protocol):
    """Preferences, accounts, stacks, topics and declared interests of one community's members."""

    def accounts(self, member_id: str) -> list[OwnAccount]:
        """A member's accounts, the one that gets cards first."""

    def choose_account(self, member_id: str, account_id: str) -> bool:
        """From now on cards go to this account; False when it is none of the member's."""

    def preferences(self, ids: Sequence[str]) -> dict[str, Preferences]:
        """Of each of these members; the defaults for those who never set any."""

    def save_preferences(self, preferences: Preferences) -> None:
        """Keeps a member's preferences in place of earlier ones."""

    def stack(self, member_id: str) -> list[StackEntry]:
        """What a member uses, by name."""

    def use(self, member_id: str, vendor_id: str) -> bool:
        """The member uses the vendor and takes questions about it; False when it stood there already."""

    def take_questions(self, member_id: str, vendor_id: str, opted_in: bool) -> bool:
        """Opts in to or out of questions about a vendor in the stack; False when nothing changed."""

    def stop_using(self, member_id: str, vendor_id: str) -> bool:
        """Takes a vendor out of the stack; False when it was not there."""

    def topics(self, member_id: str) -> list[str]:
        """Keys of the categories a member takes questions on."""

    def follow(self, member_id: str, category: str) -> bool:
        """Opts in to questions about a category; False when they had already."""

    def unfollow(self, member_id: str, category: str) -> bool:
        """Opts out again; False when they had not opted in."""

    def following(self, category: str) -> list[str]:
        """Ids of the active members who take questions about a category."""

    def declared(self, member_id: str) -> list[Conflict]:
        """Everything a member declared."""

    def conflicts(self, member_ids: Sequence[str], vendor_id: str) -> dict[str, tuple[ConflictKind, ...]]:
        """What these members declared about a vendor; those without are left out."""

    def signing(self, member_ids: Sequence[str], vendor_id: str) -> dict[str, Signer]:
        """These members, each with what they declared about a vendor; unknown ones are left out."""

    def declare(self, member_id: str, vendor_id: str, kinds: Sequence[ConflictKind]) -> None:
        """Replaces what a member declared about a vendor."""

    def leave(self, member_id: str, now: datetime) -> bool:
        """The member is one no more, and nothing that waits for them is sent; False when they had left before."""

    def spoken_in(self, member_id: str, vendor_id: str = "") -> list[str]:
        """Ids of the questions that show this member's name or words (of one vendor, if given)."""

    def kept(self, member: Member) -> dict[str, list[dict[str, object]]]:
        """Every row that is about this member, by table."""


class Forgetting(Protocol):
    """Erasure of one person from one community."""

    def erase(self, member: Member, new_id: str) -> list[str]:
        """Removes everything that is about the member; keys of the cards about them that others have.

        A question that others have answered stays as an empty one by a nameless former member, whose row has
        ``new_id`` if there is none yet.
        """

    def unlink(self, handles: Mapping[str, str]) -> list[str]:
        """Drops the vault's links of these handles (by thread); ids of the texts that stand under them, in no order."""

    def waiting_in(self, thread_id: str) -> list[str]:
        """Ids of the texts of a thread that wait to be sent."""

    def hidden(self, text_id: str, drawn: str) -> str:
        """The text's id as a timer carries it: who reads the timers' table can't tell which text it is.

        ``drawn``: a random id, a fresh one for each text.
        """

    def found(self, hidden: str) -> str:
        """The text's id again."""

    def void_receipt(self, text_id: str) -> None:
        """A text that is gone needs no receipt."""

    def drafted(self) -> list[str]:
        """Ids of the vendors of which anybody keeps the draft of a review."""

    def traces(self, member: Member) -> tuple[str, ...]:
        """What tells the member from everybody else: e-mail, and a name and company that nobody shares."""

    def written(self, member: Member) -> list[str]:
        """Everything the member wrote."""

    def cards_with(self, texts: Sequence[str]) -> Mapping[str, Card]:
        """Cards that may hold one of these texts or its beginning, by their key."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a one-time link leads to: a community, and whom or what in it."""

    community_id: str
    subject: str


class OnceLinks(Protocol):
    """One-time links to web pages of ours."""

    def give(self, purpose: str, subject: str, token: str, expires: datetime) -> None:
        """Keeps a keyed hash of the token; whoever shows it before ``expires`` gets in once."""

    def last(self, purpose: str, subject: str, expires: datetime) -> None:
        """The link of this purpose and subject, if there is one, is good until then."""

    def void(self, purpose: str, subject: str) -> None:
        """The link leads nowhere any more."""
