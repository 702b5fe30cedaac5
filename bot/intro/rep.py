"""The rep's side: what the one-time page shows, and what an answer on it does. The page itself is adapters/pages/."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.checking import Written, look
from bot.intro.brief import about, brief_facts, like
from bot.intro.buyers_card import to_buyer
from bot.intro.model import Intro, Offer, RepAnswer
from bot.intro.moving import PURPOSE, clock, step_ends, tried
from bot.intro.states import AFTER_REVEAL, BEFORE_REVEAL, DECIDED, HIDDEN, Event, IntroState
from bot.intro.telling import gently
from bot.model import Community
from bot.ports import Store
from bot.signature import signed
from bot.text import clean
from bot.turn import Outcome, Refused
from bot.views import Fact, Invalid

__all__ = ["PURPOSE", "TERMS", "RepAnswer", "RepView", "answer", "show"]

S = IntroState
MOST = 600
"""Characters of the one question."""
ENOUGH = 3
"""Decisions from which on a buyer's habit is shown; fewer would tell one from another."""
TERMS = (
    "I answer by the date above: fit, no fit, or one question.",
    "I take this up myself and hand it to nobody else.",
    "I put nobody on a mailing list or an automatic sequence.",
    "I record no conversation.",
)
EVENTS = {RepAnswer.FIT: Event.FIT, RepAnswer.NO_FIT: Event.NO_FIT, RepAnswer.QUESTION: Event.ASK}
SAID = {RepAnswer.FIT: "Fit", RepAnswer.NO_FIT: "No fit"}
OVER = "This introduction is over. Nobody is told why. Thank you for your time."


@dataclass(frozen=True, slots=True)
class RepView:
    """Everything the page may show now. ``buyer`` and ``contact`` are empty before the reveal.

    ``may_answer``: draw Fit and No fit; ``may_ask``: One question as well; ``may_decline``: after a Fit, No fit alone.
    ``decision``: "", "yes", "no", "not before" or "over".
    """

    vendor: str
    rep: str
    said: str
    need: str
    brief: tuple[Fact, ...]
    buyer_like: str
    closure: str
    terms: tuple[str, ...]
    answer_by: date
    decide_by: date
    may_answer: bool
    may_ask: bool
    may_decline: bool
    answered: str
    question: str
    reply: str
    buyer: str
    contact: str
    decision: str
    until: date | None


def show(store: Store, community: Community, offer_id: str, now: datetime) -> RepView | None:  # noqa: ARG001
    """The page behind a good link; None where there is nothing (any more): the same as a wrong link."""
    found = _found(store, offer_id)
    if found is None:
        return None
    intro, offer = found
    seen = intro.outward
    waits = seen in BEFORE_REVEAL
    known = seen in AFTER_REVEAL or seen is S.YES  # After a no the buyer's contact goes again.
    buyer = store.members.get([intro.member_id]).get(intro.member_id) if known else None
    return RepView(
        vendor=about(store, intro), rep=offer.rep, said=_said(intro, offer, seen), need=intro.need,
        brief=brief_facts(store, intro), buyer_like=like(store, intro.attribute), closure=_closure(store, intro),
        terms=TERMS, answer_by=intro.stage_ends.date(), decide_by=intro.decide_by,
        may_answer=waits and not intro.rep_said, may_ask=waits and not intro.rep_said and not intro.question,
        may_decline=waits and intro.rep_said == RepAnswer.FIT, answered=SAID.get(_answered(intro), ""),
        question=intro.question, reply=intro.reply, buyer=signed(buyer) if buyer else "",
        contact=intro.contact if buyer else "", decision=_decision(seen),
        until=intro.decide_by if seen is S.LATER else None,
    )  # fmt: skip


def answer(
    store: Store, community: Community, offer_id: str, said: RepAnswer, question: str, accepted: bool, now: datetime,
    new_id: Callable[[], str],  # noqa: ARG001 (every use case gets it)
) -> Outcome:  # fmt: skip
    """The rep answered. The buyer is told of a fit or a question at once, of a no at the end of the step.

    After a hidden end the answer is taken alike and goes nowhere.
    """
    found = _found(store, offer_id)
    view = show(store, community, offer_id, now)
    if found is None or view is None:
        raise Refused(OVER)
    question = clean(question)
    _check(store, found[0], view, said, question, accepted)
    intro, changes = found[0], _changes(found[0], community, said, question, now)
    after = tried(store, intro, EVENTS[said], **changes)
    if after is None:
        raise Refused("This page has changed meanwhile. Please read it once more.")
    told = to_buyer(store, after, intro) if after.state not in HIDDEN else ()
    return Outcome(None, gently(store, told, now), clock(after, community, now) if said is not RepAnswer.NO_FIT else ())


def _found(store: Store, offer_id: str) -> tuple[Intro, Offer] | None:
    offer = store.intros.offer(offer_id)
    intro = store.intros.by_id(offer.intro_id) if offer else None
    return (intro, offer) if intro and offer and intro.offer_id == offer.id else None


def _check(store: Store, intro: Intro, view: RepView, said: RepAnswer, question: str, accepted: bool) -> None:
    may = {RepAnswer.FIT: view.may_answer, RepAnswer.NO_FIT: view.may_answer or view.may_decline,
           RepAnswer.QUESTION: view.may_ask}  # fmt: skip
    if not may[said]:
        raise Refused(OVER if view.decision else "Your answer is here already. This page says what comes of it.")
    errors = {}
    if said is not RepAnswer.NO_FIT and not accepted:
        errors["accepted"] = "Please accept the terms first, or choose No fit."
    if said is RepAnswer.QUESTION:
        errors |= _wrong(store, intro, question)
    if errors:
        raise Invalid(errors)


def _wrong(store: Store, intro: Intro, question: str) -> dict[str, str]:
    if not question:
        return {"question": "Write your question, then send it."}
    if len(question) > MOST:
        return {"question": f"This has {len(question)} characters; {MOST} is the most. Please shorten it."}
    found = look(store, None, store.vendors.get(intro.vendor_id), Written({"question": question})).get("question", ())
    stops = next((one for one in found if one.stops), None)
    return {"question": stops.said} if stops else {}


def _changes(
    intro: Intro, community: Community, said: RepAnswer, question: str, now: datetime
) -> dict[str, str | datetime]:
    """A no keeps the end of the step: the buyer is told then, and only then."""
    if said is RepAnswer.NO_FIT:
        return {"rep_said": said}
    written: dict[str, str | datetime] = {"question": question} if said is RepAnswer.QUESTION else {"rep_said": said}
    declined = intro.state is S.DECLINED  # The buyer would see its end move.
    return written if declined else written | {"stage_ends": max(intro.stage_ends, step_ends(community, now))}


def _said(intro: Intro, offer: Offer, seen: IntroState) -> str:
    match seen:
        case S.LATER:
            return f"The buyer says: not before {intro.decide_by:%-d %B %Y}. Please wait until then."
        case S.INTRODUCED | S.MET:
            return f"The buyer has revealed their name to you. They decide by {intro.decide_by:%-d %B %Y}."
        case S.YES:
            return "The buyer has decided: yes."
        case S.NO:
            return "The buyer has decided: no, with thanks. That will not change for now."
        case S.LAPSED:
            return OVER
    if intro.rep_said == RepAnswer.FIT:
        return "You said it fits. The buyer decides whether to reveal their name; you read it here."
    if intro.rep_said == RepAnswer.NO_FIT:
        return "You said it does not fit. Thank you: a clear no helps both sides."
    if intro.question and not intro.reply:
        return "Your question is with the buyer. Their answer appears here."
    return f"{offer.rep}, a peer introduces you to a buyer. Please answer by {intro.stage_ends:%-d %B %Y}."


def _answered(intro: Intro) -> RepAnswer:
    return RepAnswer(intro.rep_said) if intro.rep_said else RepAnswer.QUESTION


def _closure(store: Store, intro: Intro) -> str:
    """A habit in words: exact counts would tell one buyer from another."""
    in_time, decided = store.intros.closure(intro.member_id)
    if decided < ENOUGH:
        return "Too early to say how this buyer answers vendors."
    share = in_time / decided
    if share >= 0.9:
        return "This buyer nearly always answers vendors on time."
    return f"This buyer {'mostly' if share >= 0.5 else 'seldom'} answers vendors on time."


def _decision(seen: IntroState) -> str:
    if seen in DECIDED:
        return seen.value
    return {S.LATER: "not before", S.LAPSED: "over"}.get(seen, "")
