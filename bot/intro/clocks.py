"""The clocks of an introduction, in the worker: a reminder, the end of a step, and the end of the peers' request."""

from datetime import timedelta

from bot.ask.reaching import waking
from bot.intro.brief import about
from bot.intro.buyers_card import to_buyer
from bot.intro.deciding import decide_for
from bot.intro.model import Intro, OfferStatus
from bot.intro.moving import clock, moved, step_ends
from bot.intro.others_card import awake_for_connector, last_of_connector, request_over, to_connector
from bot.intro.past import reminder_key
from bot.intro.states import DECIDED, ENDED, Event, IntroState
from bot.intro.telling import gently
from bot.ports import Store
from bot.route import TimerCase
from bot.turn import Message, Outcome, Send, Tick
from bot.views import Button, Buttons, Card, Paragraph

S = IntroState
DAY = timedelta(days=1)
WAITS_FOR = {
    S.OFFERED: "Offers wait for your choice.",
    S.ASKED: "The rep waits for your answer to one question.",
    S.AGREED: "You can reveal your name now, or withdraw.",
    S.INTRODUCED: "Today is your decision date. Without a word from you it becomes a courteous no.",
    S.MET: "Today is your decision date. Without a word from you it becomes a courteous no.",
}
"""What the buyer is reminded of."""


def end(tick: Tick, store: Store) -> Outcome:
    """A step ran out: a lapse before the reveal, a courteous no after it, or a date that has come."""
    intro = store.intros.by_id(tick.arg)
    if intro is None or intro.state in ENDED:
        return Outcome()
    if tick.now < intro.stage_ends:
        return Outcome(timers=clock(intro, tick.community, tick.now))
    match intro.state:
        case S.LATER:
            return _wake(tick, store, intro)
        case S.INTRODUCED | S.MET:
            after, messages = decide_for(store, intro, Event.SILENCE, tick.now, by_silence=True)
        case _:
            after, messages = _lapse(tick, store, intro)
    return Outcome(messages=gently(store, messages, tick.now), timers=clock(after, tick.community, tick.now))


def remind(tick: Tick, store: Store) -> Outcome:
    """Whoever is waited for hears of it once in each step, and never again."""
    intro = store.intros.by_id(tick.arg)
    if intro is None:
        return Outcome()
    members, said = _waited_for(store, intro)
    if not members:
        return Outcome()
    key, quiet = reminder_key(intro, intro.outward), waking(store, members, tick.now)
    return Outcome(messages=(Send(key, _reminder(store, intro, said), members, not_before=quiet),))


def close(tick: Tick, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """The peers' request ends, at the moment that was set when it opened, however it went on."""
    intro_id, _, vendor = tick.arg.partition("|")
    return Outcome(messages=request_over(intro_id, vendor))


def empty(tick: Tick, store: Store) -> Outcome:
    """30 days after the end: what people wrote for it is gone, and the rep's name from the connector's last card."""
    intro = store.intros.by_id(tick.arg)
    if intro is None or not store.intros.empty(intro.id):
        return Outcome()
    offer = store.intros.offer(intro.offer_id) if intro.offer_id else None
    if offer is None or intro.state not in DECIDED:
        return Outcome()
    return Outcome(messages=last_of_connector(store, intro, offer))


TIMERS: dict[str, TimerCase] = {
    "intro.end": end, "intro.remind": remind, "intro.close": close, "intro.empty": empty,
}  # fmt: skip


def _waited_for(store: Store, intro: Intro) -> tuple[tuple[str, ...], str]:
    """Whose turn it is, and what they are told: after a hidden end as before it, but for those who ended it."""
    withdrawn = intro.state is S.WITHDRAWN
    match intro.outward:
        case S.OPEN if not withdrawn:
            return tuple(store.intros.silent(intro.id)), "A peer still looks for a way in. Not me is an answer too."
        case S.CHOSEN:
            offer = store.intros.offer(intro.offer_id)
            waits = offer and offer.status is OfferStatus.CHOSEN
            return (offer.member_id,) if offer and waits else (), "Your offer was chosen and waits for your next step."
        case seen:
            said = "" if withdrawn else WAITS_FOR.get(seen, "")
            return (intro.member_id,) if said else (), said


def _wake(tick: Tick, store: Store, intro: Intro) -> Outcome:
    ends = step_ends(tick.community, tick.now)
    after = moved(store, intro, Event.WAKE, stage_ends=ends, decide_by=ends.date() - DAY)
    offer = store.intros.offer(after.offer_id)
    beside = awake_for_connector(store, after, offer, intro) if offer else ()
    messages = (*gently(store, to_buyer(store, after, intro), tick.now), *beside)
    return Outcome(messages=messages, timers=clock(after, tick.community, tick.now))


def _lapse(tick: Tick, store: Store, intro: Intro) -> tuple[Intro, tuple[Message, ...]]:
    """Buyer and connector read the same, whatever the reason; who ended it knows already."""
    after = moved(store, intro, Event.LAPSE, ended_at=intro.ended_at or tick.now)
    offer = store.intros.offer(after.offer_id) if after.offer_id else None
    told = to_buyer(store, after, intro)
    if offer is None or offer.status is not OfferStatus.CHOSEN:
        return after, told
    return after, (*told, *to_connector(store, after, offer, intro))


def _reminder(store: Store, intro: Intro, said: str) -> Card:
    buttons = Buttons((Button("Show it", "decide"),))
    return Card(f"Introduction to {about(store, intro)}", (Paragraph((said,)), buttons))
