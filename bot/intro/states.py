"""The states of an introduction: what can happen in which, who may do it, and where it leads. Nothing else decides it.

docs/introductions.md draws this table. Every change is one guarded UPDATE (storage/intros.py) of the state that was
read; its row count says who won.
"""

from enum import StrEnum


class IntroState(StrEnum):
    """Where an introduction stands.

    Declined and withdrawn are hidden ends: until the step they happened in runs out, the others see it as it was
    (its face), and then they see a lapse, as if nobody had answered.
    """

    OPEN = "open"
    OFFERED = "offered"
    CHOSEN = "chosen"
    INVITED = "invited"
    ASKED = "asked"
    AGREED = "agreed"
    INTRODUCED = "introduced"
    MET = "met"
    LATER = "later"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    YES = "yes"
    NO = "no"
    LAPSED = "lapsed"


class Event(StrEnum):
    """What can happen to one."""

    OFFER = "offer"
    TAKE_BACK = "take back"
    EMPTY = "empty"
    CHOOSE = "choose"
    INVITE = "invite"
    CONFIRM = "confirm"
    STEP_BACK = "step back"
    FIT = "fit"
    NO_FIT = "no fit"
    ASK = "ask"
    REPLY = "reply"
    REVEAL = "reveal"
    MEET = "meet"
    SAY_YES = "yes"
    SAY_NO = "no"
    SAY_LATER = "not before"
    WITHDRAW = "withdraw"
    REMOVE = "remove"
    WAKE = "wake"
    LAPSE = "lapse"
    SILENCE = "silence"


class Who(StrEnum):
    """Who makes something happen."""

    BUYER = "buyer"
    PEER = "peer"
    CONNECTOR = "connector"
    REP = "rep"
    MANAGER = "manager"
    CLOCK = "clock"


S, E = IntroState, Event

BY: dict[Event, Who] = {
    E.OFFER: Who.PEER, E.TAKE_BACK: Who.PEER, E.EMPTY: Who.PEER, E.CHOOSE: Who.BUYER, E.INVITE: Who.CONNECTOR,
    E.CONFIRM: Who.CONNECTOR, E.STEP_BACK: Who.CONNECTOR, E.FIT: Who.REP, E.NO_FIT: Who.REP, E.ASK: Who.REP,
    E.REPLY: Who.BUYER, E.REVEAL: Who.BUYER, E.MEET: Who.BUYER, E.SAY_YES: Who.BUYER, E.SAY_NO: Who.BUYER,
    E.SAY_LATER: Who.BUYER, E.WITHDRAW: Who.BUYER, E.REMOVE: Who.MANAGER, E.WAKE: Who.CLOCK, E.LAPSE: Who.CLOCK,
    E.SILENCE: Who.CLOCK,
}  # fmt: skip

BEFORE_CHOICE = (S.OPEN, S.OFFERED)
BEFORE_REVEAL = (S.CHOSEN, S.INVITED, S.ASKED, S.AGREED)
AFTER_REVEAL = (S.INTRODUCED, S.MET, S.LATER)
HIDDEN = (S.DECLINED, S.WITHDRAWN)
DECIDED = (S.YES, S.NO)
ENDED = (*DECIDED, S.LAPSED)

OPEN_TABLE: dict[tuple[IntroState, Event], IntroState] = {
    (S.OPEN, E.OFFER): S.OFFERED,
    (S.OFFERED, E.OFFER): S.OFFERED,
    (S.OFFERED, E.TAKE_BACK): S.OFFERED,
    (S.OFFERED, E.EMPTY): S.OPEN,  # the last offer was taken back
    (S.OFFERED, E.CHOOSE): S.CHOSEN,
    (S.CHOSEN, E.INVITE): S.INVITED,  # the link of the rep's page was handed out
    **{(state, E.INVITE): state for state in (S.INVITED, S.ASKED, S.AGREED)},  # a fresh link in place of a lost one
    (S.CHOSEN, E.CONFIRM): S.AGREED,  # a reference: the peer says yes a second time
    (S.INVITED, E.FIT): S.AGREED,
    (S.ASKED, E.FIT): S.AGREED,  # without waiting for the answer
    (S.INVITED, E.ASK): S.ASKED,
    (S.ASKED, E.REPLY): S.INVITED,
    (S.AGREED, E.REVEAL): S.INTRODUCED,
    (S.INTRODUCED, E.MEET): S.MET,
    (S.LATER, E.WAKE): S.MET,
    **{(state, E.NO_FIT): S.DECLINED for state in (S.INVITED, S.ASKED, S.AGREED)},
    **{(state, E.STEP_BACK): S.DECLINED for state in BEFORE_REVEAL},
    **{(state, E.WITHDRAW): S.WITHDRAWN for state in (*BEFORE_CHOICE, *BEFORE_REVEAL, S.DECLINED)},
    **{(state, E.LAPSE): S.LAPSED for state in (*BEFORE_CHOICE, *BEFORE_REVEAL, *HIDDEN)},
    **{(state, E.SAY_YES): S.YES for state in AFTER_REVEAL},
    **{(state, E.SAY_NO): S.NO for state in AFTER_REVEAL},
    **{(state, E.SAY_LATER): S.LATER for state in AFTER_REVEAL},
    **{(state, E.SILENCE): S.NO for state in (S.INTRODUCED, S.MET)},
    **{(state, E.REMOVE): S.LAPSED for state in (*BEFORE_CHOICE, *BEFORE_REVEAL, *AFTER_REVEAL, *HIDDEN)},
}

PLAYED_ON = (E.INVITE, E.CONFIRM, E.STEP_BACK, E.FIT, E.NO_FIT, E.ASK, E.REPLY)
"""After a hidden end the others go on unaware: it changes the state no more."""
MOVES_FACE = {S.WITHDRAWN: (E.INVITE, E.CONFIRM), S.DECLINED: (E.REPLY,)}
"""What moves at least the face that those see who act: the connector after the buyer withdrew, and the reverse."""

NEXT = OPEN_TABLE | {(state, event): state for state in HIDDEN for event in PLAYED_ON}
"""State × event → state; what is not here cannot happen."""


def leads_to(state: IntroState, face: IntroState, event: Event) -> tuple[IntroState, IntroState] | None:
    """The state and the face after the event; None where it cannot happen. A hidden end keeps the face it found."""
    after = NEXT.get((state, event))
    if after is None:
        return None
    if state in HIDDEN and event in PLAYED_ON:
        moved = OPEN_TABLE.get((face, event))
        return (state, moved if event in MOVES_FACE[state] else face) if moved else None
    return after, (face if after in HIDDEN else after)
