"""Ends before their time: the buyer withdraws, a manager removes it, somebody leaves the community."""

from datetime import datetime
from typing import TypeAlias

from bot.intro.brief import about
from bot.intro.buyers_card import in_place, to_buyer
from bot.intro.choosing import stepped_back
from bot.intro.deciding import decide_for
from bot.intro.meeting import own
from bot.intro.model import Intro, OfferStatus
from bot.intro.moving import GONE, clock, moved
from bot.intro.offering import passed
from bot.intro.others_card import no_more_offers, over_for_connector, request_over, rests_for_connector
from bot.intro.states import AFTER_REVEAL, ENDED, Event
from bot.model import Community, Member
from bot.ports import Store
from bot.route import Route
from bot.trail import audit
from bot.turn import Later, Message, Outcome, Redraw, Refused, Send, Turn
from bot.views import Card, Form, Invalid, Note, Option, Paragraph, SelectField, TextField

Posted: TypeAlias = tuple[tuple[Message, ...], tuple[Later, ...]]
REASONS = {
    "person": "It speaks about a person",
    "price": "It names prices or terms",
    "identity": "It shows who wrote it",
    "misuse": "It is no request for an introduction",
    "other": "Another reason, as noted",
}


def withdraw(turn: Turn, store: Store) -> Outcome:
    """`Withdraw`, confirmed: the buyer is free at once; the others hear at the end of the step, as after silence."""
    intro = own(turn, store)
    after = moved(store, intro, Event.WITHDRAW, ended_at=turn.now)
    said = "Withdrawn. The others are not told who or why; for them it runs out like any other."
    return Outcome(Note.say(said), (*in_place(store, after, intro), *no_more_offers(store, intro)))


def remove_form(turn: Turn, store: Store) -> Outcome:
    """A manager wants to remove a request: why."""
    intro = _standing(turn, store)
    fields = (
        SelectField("reason", "Reason", tuple(Option(said, code) for code, said in REASONS.items())),
        TextField("remark", "Note to the buyer", lines=True, required=False, max_length=500),
    )
    return Outcome(Form("Remove a request", "intro.take_down", fields, turn.new_id(), intro.id, "Remove"))


def take_down(turn: Turn, store: Store) -> Outcome:
    """The manager decided: the brief goes, and its buyer, whom the manager does not learn, is told why."""
    intro, code = _standing(turn, store), turn.text("reason")
    if code not in REASONS:
        raise Invalid({"reason": "Choose one from the list."})
    blank = {"need": "(Removed by a community manager.)", "process": "", "decider": "", "timeline": "", "reply": ""}
    after = moved(store, intro, Event.REMOVE, ended_at=intro.ended_at or turn.now, **blank)
    audit(turn, store, "intro.remove", intro.id, code)
    reason = ". ".join(part for part in (REASONS[code], turn.text("remark")) if part)
    why = Card("A community manager removed your request", (Paragraph((f"Reason: {reason}. You may ask anew.",)),))
    told = Send(f"intro:{intro.id}:removed", why, (intro.member_id,))
    vendor = about(store, intro)
    others = (
        *request_over(intro.id, vendor),
        *over_for_connector(intro.id, vendor),
        *rests_for_connector(store, intro),
    )
    messages: tuple[Message, ...] = (*in_place(store, after, intro), told, *others)
    return Outcome(Note.say("Removed. The buyer is told why."), messages, clock(after, turn.community, turn.now))


ROUTES = {
    "intro.withdraw": Route(withdraw, writes=True),
    "intro.remove": Route(remove_form, managers_only=True),
    "intro.take_down": Route(take_down, writes=True, managers_only=True),
}


def let_go(store: Store, community: Community, member: Member, now: datetime) -> Posted:
    """A member leaves: what they asked for is withdrawn or decided, what they offered is taken back, silently."""
    messages: list[Message] = []
    timers: list[Later] = []
    for intro in store.intros.live_of(member.id):
        if intro.state in AFTER_REVEAL:
            after, told = decide_for(store, intro, Event.SAY_NO, now)
            messages += told
        else:
            # The peers' card ends at its own moment: changed together with cards that named the leaver, it would tell.
            after = moved(store, intro, Event.WITHDRAW, ended_at=now)
        timers += clock(after, community, now)
    for intro, offer in store.intros.to_connect(member.id):
        if offer.status is OfferStatus.STANDING:
            messages += passed(store, intro, offer)
        elif intro.state not in (*AFTER_REVEAL, *ENDED):
            stepped_back(store, intro, offer)
    return tuple(messages), tuple(timers)


def asked_by(store: Store, member: Member) -> dict[str, str]:
    """Before an erasure: what the member asked for, by introduction with the vendor's name."""
    return {intro.id: about(store, intro) for intro in store.intros.of(member.id)}


def shown_to_buyers(store: Store, member: Member) -> list[str]:
    """Introductions whose buyers see this connector's name now."""
    return [intro.id for intro, _ in store.intros.to_connect(member.id) if intro.state in AFTER_REVEAL]


def without(store: Store, asked: dict[str, str], shown: list[str]) -> tuple[Redraw, ...]:
    """After somebody left or is erased: others' cards read like any that ran out, buyers' ones lose the name."""
    over: list[Redraw] = []
    for intro_id, vendor in asked.items():
        over += (*request_over(intro_id, vendor), *over_for_connector(intro_id, vendor))
    for intro_id in shown:
        intro = store.intros.by_id(intro_id)
        over += [Redraw(one.key, one.card) for one in to_buyer(store, intro)] if intro else []
    return tuple(over)


def _standing(turn: Turn, store: Store) -> Intro:
    intro = store.intros.by_id(turn.arg)
    if intro is None or intro.state in ENDED:
        raise Refused(GONE)
    return intro
