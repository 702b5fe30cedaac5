"""The nouns of introductions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.intro.states import HIDDEN, IntroState


class IntroKind(StrEnum):
    """To a vendor's named rep through a peer, or to a peer for a reference talk."""

    REP = "rep"
    REFERENCE = "reference"


class Vouch(StrEnum):
    """How well a connector knows what they recommend."""

    HEARD = "heard"
    EVALUATED = "evaluated"
    PILOTED = "piloted"
    USE = "use"
    RENEWED = "renewed"
    STAKE = "stake"


class Urgency(StrEnum):
    """How pressing it is."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Budget(StrEnum):
    """Whether there is a budget; never how much."""

    APPROVED = "approved"
    PLANNED = "planned"
    NONE = "none"


class OfferStatus(StrEnum):
    """A standing offer can be chosen; exactly one of a request is. A passed one was taken back or not chosen."""

    STANDING = "standing"
    CHOSEN = "chosen"
    PASSED = "passed"


class RepAnswer(StrEnum):
    """What a rep says on their page."""

    FIT = "fit"
    NO_FIT = "no fit"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Intro:
    """A request for a warm introduction. ``member_id`` is the buyer, whom nobody sees before the reveal.

    ``need`` to ``decide_by`` are the brief; ``contact`` is what the rep gets after the reveal. ``face`` is the state
    that the others see. Peers can offer until ``open_until``; at ``stage_ends`` the present step lapses, and only then
    the other side hears of an end. ``ended_at`` None: live. ``question`` is the rep's, ``reply`` the buyer's.
    ``by_silence``: it was a no because nobody decided by the date.
    """

    id: str
    member_id: str
    vendor_id: str
    kind: IntroKind
    need: str
    process: str
    decider: str
    timeline: str
    urgency: Urgency
    budget: Budget
    decide_by: date
    contact: str
    attribute: str
    state: IntroState
    face: IntroState
    opened_at: datetime
    open_until: datetime
    stage_ends: datetime
    ended_at: datetime | None = None
    offer_id: str = ""
    rep_said: str = ""
    question: str = ""
    reply: str = ""
    by_silence: bool = False

    @property
    def outward(self) -> IntroState:
        """The state as everybody sees it who did not end it."""
        return self.face if self.state in HIDDEN else self.state


@dataclass(frozen=True, slots=True)
class Offer:
    """A connector's offer: ``rep`` and ``why`` for a rep; ``why`` is what they can tell for a reference.

    ``interest`` is their own interest as they disclosed it, ``contact`` what the buyer gets after the reveal,
    ``attribute`` as on an ask.
    """

    id: str
    intro_id: str
    member_id: str
    vouch: Vouch
    interest: str
    rep: str
    why: str
    contact: str
    attribute: str
    status: OfferStatus
    offered_at: datetime


@dataclass(frozen=True, slots=True)
class RepConduct:
    """How a vendor's rep behaved after an introduction, by the buyer."""

    intro_id: str
    member_id: str
    vendor_id: str
    kept_terms: bool
    on_time: bool
    rated_on: date
