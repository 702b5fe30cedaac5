"""Asking for an introduction: the form, and what happens when it is sent."""

from collections.abc import Mapping
from dataclasses import asdict

from bot.anonymous.attribute import offered as attribute_of
from bot.ask.reaching import waking
from bot.checking import Written, checked, come_back
from bot.intro.buyers_card import to_buyer
from bot.intro.form import Asked, read_form, request_form
from bot.intro.model import Intro
from bot.intro.moving import clock, step_ends
from bot.intro.others_card import peers_card, peers_key
from bot.intro.reaching import reach, reasons, said
from bot.intro.states import IntroState
from bot.model import Vendor
from bot.ports import Store
from bot.route import Route
from bot.turn import Later, Outcome, Refused, Send, Turn
from bot.vendors import vendor_of
from bot.views import Card, Note

LIVE = "You have one of these going on with {} already. Type decide to see where it stands."


def form(turn: Turn, store: Store) -> Outcome:
    """`intro NAME`: the form with the vendor filled in, or the question which vendor is meant."""
    if not turn.arg:
        return Outcome(request_form(turn, store, None, {}))
    meant = vendor_of(store, turn.arg, "intro", opens_form=True)
    return Outcome(meant if isinstance(meant, Card) else request_form(turn, store, meant, {}))


def send(turn: Turn, store: Store) -> Outcome:
    """The form was sent: once nothing in it has to be changed, the brief goes to the peers who know the vendor."""
    asked = read_form(turn, store)
    written, found = checked(turn, store, asked.meant.vendor, Written(asked.words))
    if found is not None:
        return Outcome(come_back(request_form(turn, store, asked.meant, _values(asked)), written, found))
    outcome = _open(turn, store, asked, written.texts)
    return Outcome(outcome.reply, (*asked.meant.messages, *outcome.messages), outcome.timers)


ROUTES = {"intro": Route(form), "intro.send": Route(send, writes=True)}


def _open(turn: Turn, store: Store, asked: Asked, words: Mapping[str, str]) -> Outcome:
    vendor, until = asked.meant.vendor, step_ends(turn.community, turn.now)
    intro = Intro(
        turn.new_id(), turn.member.id, vendor.id, asked.kind, words["need"], words["process"], words["decider"],
        words["timeline"], asked.urgency, asked.budget, asked.decide_by, asked.contact,
        attribute_of(store, turn.community, turn.member, "", ""), IntroState.OPEN, IntroState.OPEN, turn.now, until,
        until,
    )  # fmt: skip
    peers = reach(store, turn.community, turn.now, vendor, turn.member)
    by_reason = reasons(store, peers, turn.member)
    if not store.intros.add(intro, by_reason):
        raise Refused(LIVE.format(vendor.name))
    told = said(vendor, peers, by_reason, intro)
    messages = (*to_buyer(store, intro), _to_peers(turn, store, intro, by_reason))
    return Outcome(Note.say(told), messages, (*clock(intro, turn.community, turn.now), _closing(intro, vendor)))


def _to_peers(turn: Turn, store: Store, intro: Intro, by_reason: dict[str, list[str]]) -> Send:
    members = tuple(sorted(one for ids in by_reason.values() for one in ids))
    return Send(peers_key(intro.id), peers_card(store, intro), members, not_before=waking(store, members, turn.now))


def _closing(intro: Intro, vendor: Vendor) -> Later:
    """However the request goes on, the peers' card ends at this moment: it tells nothing."""
    return Later(f"intro.close:{intro.id}", intro.open_until, "intro.close", f"{intro.id}|{vendor.name}")


def _values(asked: Asked) -> dict[str, str]:
    plain = {
        name: str(value) for name, value in asdict(asked).items() if name in ("kind", "urgency", "budget", "contact")
    }
    return {**asked.words, **plain, "decide_by": asked.decide_by.isoformat()}
