"""One turn of the conversation: what came in, who it is, and what comes out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.model import Community, Member, Profile
from bot.views import Card, View

Value: TypeAlias = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who pressed or typed, as the platform names them, and the opaque address that reaches them ("" if unknown).

    ``profile`` is their record at the platform: looked up only where the core asks for it (see bot.app.asks_who), or
    told by the platform itself; None where nobody looked or the platform did not answer.
    """

    platform: str
    tenant: str
    user: str
    address: str = ""
    profile: Profile | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What an adapter read from a payload that it has verified.

    A typed line has ``line`` and no ``action``; a press, a submitted form or a type-ahead has ``action`` and ``arg``.
    ``key`` is the same whenever the platform repeats the same event ("" where a repeat does no harm); a form's own
    ``once`` goes there. ``query`` is what was typed so far into a type-ahead field. ``news``: nobody did anything,
    the platform itself tells; ``action`` is then one of bot.routes.NEWS, which no person can run. ``thread``: the line
    was typed under the card of this reference (the one that Courier.send gave back).
    """

    sender: Sender
    line: str = ""
    action: str = ""
    arg: str = ""
    query: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    key: str = ""
    news: bool = False
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a use case knows: a member of a community did something at ``now`` (UTC).

    ``new_id`` draws random 128-bit ids for what the turn makes. ``pages`` is where our web pages are reached, without
    a slash at the end; "" where they cannot be.
    """

    now: datetime
    new_id: Callable[[], str]
    community: Community
    member: Member
    sender: Sender
    arg: str = ""
    query: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    pages: str = ""

    def text(self, name: str) -> str:
        """The typed value of a field, "" where it is missing."""
        return _text(self.values, name)

    def several(self, name: str) -> tuple[str, ...]:
        """The chosen values of a field that takes several."""
        value = self.values.get(name, ())
        return value if isinstance(value, tuple) else (value,) if value else ()


@dataclass(frozen=True, slots=True)
class Visit:
    """What a use case knows of somebody in a joined workspace who is no member."""

    now: datetime
    new_id: Callable[[], str]
    community: Community
    sender: Sender
    arg: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The typed value of a field, "" where it is missing."""
        return _text(self.values, name)


@dataclass(frozen=True, slots=True)
class Tick:
    """A timer that fell due: nobody pressed anything."""

    now: datetime
    new_id: Callable[[], str]
    community: Community
    arg: str


@dataclass(frozen=True, slots=True)
class Send:
    """A card for members and channels. The same ``key`` to the same recipient edits the card they already have.

    ``accounts`` reaches one account of a person, member or not: an applicant has no other address. ``not_before``: a
    member's first copy of the card waits until then (their quiet hours); edits of a card that is shown do not wait.
    ``together``: two members who see it in one conversation, where both are in one workspace and its platform lets an
    app bring people together; elsewhere nothing is sent.
    """

    key: str
    card: Card
    members: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    together: tuple[str, str] | None = None
    not_before: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Redraw:
    """Everybody who has the card of ``key`` sees it anew, in place.

    ``only_seen``: whoever has not been sent it yet never is; else they get it as it is now.
    """

    key: str
    card: Card
    only_seen: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """Runs a timer's use case at ``due``. The same ``key`` moves the earlier timer instead of adding one."""

    key: str
    due: datetime
    action: str
    arg: str


Message: TypeAlias = Send | Redraw


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the person sees at once, what goes to others, and what happens later: all in the turn's transaction.

    ``erased`` (of a timer): deleted rows have to leave the database's files too, after the commit; the outcome's
    timers ring again until that has succeeded.
    """

    reply: View | None = None
    messages: tuple[Message, ...] = ()
    timers: tuple[Later, ...] = ()
    erased: bool = False


class Refused(Exception):
    """A rule says no; the text says why and what to do next. Nothing of the turn is kept."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NoCommunity(Exception):
    """The workspace belongs to no community: nobody in it can use the bot yet."""


class Unavailable(Exception):
    """The database cannot be reached or is busy: try again in ``seconds``."""

    def __init__(self, seconds: int = 2) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds


class Overtaken(Unavailable):
    """Another turn was quicker, or held for long what this one needs. Nothing of this one is kept: run anew, it finds
    what the other did.

    ``lasting``: what is wrong if the same happens again; None where it is bad luck.
    """

    def __init__(self, lasting: Exception | None = None) -> None:
        super().__init__()
        self.lasting = lasting


class TryLater(Exception):
    """The platform asks us to wait ``seconds`` before sending again; ``scope`` names what it limits (a method)."""

    def __init__(self, seconds: float, scope: str = "") -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds
        self.scope = scope


class Paced(TryLater):
    """The pace allowed here is used up, by our own count or by the platform's word: nothing has failed."""


class Unreachable(Exception):
    """This recipient cannot be reached: the reason closes the delivery and is never shown to peers."""


class Gone(Exception):
    """The card that was to be edited is no longer there; it has to be sent anew."""


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ""
