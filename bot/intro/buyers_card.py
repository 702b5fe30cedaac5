"""What the buyer sees of an introduction, step by step. Nobody's name stands here before the reveal."""

from bot.intro.brief import KINDS, about, brief, offered
from bot.intro.model import Intro, IntroKind
from bot.intro.past import buyers_past, left_of, reminded, reminder_key
from bot.intro.states import AFTER_REVEAL, BEFORE_CHOICE, BEFORE_REVEAL, DECIDED, IntroState
from bot.intro.words import decision_words, no_words, told_words
from bot.model import MemberStatus
from bot.ports import Store
from bot.signature import signed
from bot.turn import Redraw, Send
from bot.views import Block, Bold, Button, Buttons, Card, Fact, Facts, Heading, Look, Paragraph, Quote

S = IntroState
STEPS = {
    S.OPEN: "open", S.OFFERED: "offers", S.CHOSEN: "offers", S.INVITED: "offers", S.ASKED: "question",
    S.AGREED: "decision", S.INTRODUCED: "decision", S.MET: "decision", S.LATER: "decision", S.YES: "decision",
    S.NO: "decision",
}  # fmt: skip
"""Each of these is a message of its own, so that the buyer is told; what they do themselves edits the one they have."""
GOING_ON = (*BEFORE_CHOICE, *BEFORE_REVEAL, *AFTER_REVEAL)
UNTOLD = "Whoever you do not choose is not told."


def seen_by_buyer(intro: Intro) -> IntroState:
    """The state as the buyer may know it: a decline looks like waiting until its step ends."""
    return intro.face if intro.state is S.DECLINED else intro.state


def to_buyer(store: Store, intro: Intro, was: Intro | None = None) -> tuple[Send | Redraw, ...]:
    """The buyer's newest card; of the one before, what happened there is left. Who withdrew is told nothing more."""
    if S.WITHDRAWN in (intro.state, was and was.state):
        return ()
    key, card = _key(intro), buyers_card(store, intro)
    newest = Send(key, card, (intro.member_id,))
    if was is None:
        return (newest,)
    past = left_of(_key(was), card.title, buyers_past(was, seen_by_buyer(was), intro))
    stale = (past,) if _key(was) != key else ()
    return (*_reminded(was, intro, card), *stale, newest)


def in_place(store: Store, intro: Intro, was: Intro) -> tuple[Redraw, ...]:
    """An end that is no news: the card that the buyer has says so."""
    card = buyers_card(store, intro)
    return (*_reminded(was, intro, card), Redraw(_key(was), card))


def buyers_card(store: Store, intro: Intro) -> Card:
    """Where it stands, what comes next, and what can be pressed."""
    vendor, seen = about(store, intro), seen_by_buyer(intro)
    title = f"Introduction to {vendor}" if intro.kind is IntroKind.REP else f"Reference talk about {vendor}"
    blocks: tuple[Block, ...] = (*_where(store, intro, seen), *_brief(store, intro, seen), *_buttons(intro, seen))
    return Card(title, blocks, f"{title}: {_summary(seen)}")


def _where(store: Store, intro: Intro, seen: IntroState) -> tuple[Block, ...]:
    until = f"{intro.stage_ends:%-d %B}"
    match seen:
        case S.OPEN:
            return (_said(f"Your brief is with peers who know {about(store, intro)}. Offers can come until {until}."),)
        case S.OFFERED:
            return _offers(store, intro, until)
        case S.CHOSEN | S.INVITED:
            return (_said(_waiting(intro, until)),)
        case S.ASKED:
            said = f"The rep asks one question. Your answer goes to them without your name. Open until {until}."
            return (_said(said), Quote(intro.question, ("The rep",)))
        case S.AGREED:
            return (_said(_agreed(intro, until)),)
        case S.INTRODUCED | S.MET | S.LATER:
            return _together(store, intro, seen)
        case S.YES | S.NO:
            return (_said(f"{decision_words(intro)} {told_words(intro)}"),)
        case _:
            return (_said("This introduction did not come about. You can ask for another one at any time."),)


def _offers(store: Store, intro: Intro, until: str) -> tuple[Block, ...]:
    found = store.intros.offers(intro.id)
    blocks: list[Block] = [_said(f"{_so_many(len(found))} by {until}, or wait: more can come. {UNTOLD}")]
    for number, offer in enumerate(found, 1):
        choose = Button("Choose this offer", "intro.choose", offer.id, Look.PRIMARY)
        blocks += [Heading(f"Offer {number}"), offered(store, intro, offer), Buttons((choose,))]
    return tuple(blocks)


def _so_many(offers: int) -> str:
    return "One offer so far. Choose it" if offers == 1 else f"{offers} offers so far. Choose one"


def _waiting(intro: Intro, until: str) -> str:
    if intro.reply:
        return f"You answered the rep's question. Now they say fit or no fit; you hear by {until} at the latest."
    if intro.kind is IntroKind.REFERENCE:
        return f"You chose an offer. The peer is asked to confirm the talk; you hear by {until} at the latest."
    return f"You chose an offer. The peer hands your brief to the rep; you hear by {until} at the latest."


def _agreed(intro: Intro, until: str) -> str:
    if intro.kind is IntroKind.REFERENCE:
        return f"The peer says yes to a talk. Reveal your name by {until}, and you learn theirs."
    return (
        f"The rep says it fits and accepts the terms. Reveal your name by {until}: the rep gets your name, company "
        "and contact, and you and the peer who introduces you learn each other."
    )


def _together(store: Store, intro: Intro, seen: IntroState) -> tuple[Block, ...]:
    offer = store.intros.offer(intro.offer_id)
    peer = store.members.get([offer.member_id]).get(offer.member_id) if offer else None
    facts = [Fact("Introduced by" if intro.kind is IntroKind.REP else "You talk with", signed(peer))]
    if offer and peer and peer.status is MemberStatus.ACTIVE:
        facts.append(Fact("Reach them", offer.contact))
    if offer and intro.kind is IntroKind.REP:
        facts.append(Fact("Rep", offer.rep))
    if seen is S.LATER:
        said = f"You said: not before {intro.decide_by:%-d %B %Y}. I come back to you then."
    else:
        by = intro.stage_ends
        said = f"You know each other now. Say yes, no or not before a date by {intro.decide_by:%-d %B %Y}."
        said += "" if intro.decide_by >= by.date() else f" Without a word it is a courteous no on {by:%-d %B}."
    return (_said(said), Facts(tuple(facts)))


def _brief(store: Store, intro: Intro, seen: IntroState) -> tuple[Block, ...]:
    if seen in (S.OPEN, S.OFFERED):
        note = (Paragraph((f"{KINDS[intro.kind]}. Your name and company stand nowhere in it.",), quiet=True),)
        return (Heading("Your brief"), *brief(store, intro), *note)
    return (Quote(intro.need, (Bold("Your brief"),)),) if seen in GOING_ON else ()


def _buttons(intro: Intro, seen: IntroState) -> tuple[Buttons, ...]:
    if seen in DECIDED:
        rate = Button("Rate the rep's conduct", "intro.conduct", intro.id, Look.PRIMARY, opens_form=True)
        return (Buttons((rate,)),) if intro.kind is IntroKind.REP else ()
    if seen not in GOING_ON:
        return (Buttons((Button("Ask again", "intro", intro.vendor_id, opens_form=True),)),)
    if seen in AFTER_REVEAL:
        return (_decision(intro, seen),)
    withdraw = Button(
        "Withdraw", "intro.withdraw", intro.id, confirm="Withdraw this request? Nobody is told who or why."
    )
    return (Buttons((*_next(intro, seen), withdraw)),)


def _next(intro: Intro, seen: IntroState) -> tuple[Button, ...]:
    match seen:
        case S.ASKED:
            return (Button("Answer the question", "intro.reply", intro.id, Look.PRIMARY, opens_form=True),)
        case S.AGREED:
            whom = "the rep and the peer" if intro.kind is IntroKind.REP else "the peer"
            sure = f"Show your name, your company and your contact to {whom}? This cannot be taken back."
            return (Button("Reveal my name", "intro.reveal", intro.id, Look.PRIMARY, confirm=sure),)
        case _:
            return ()


def _decision(intro: Intro, seen: IntroState) -> Buttons:
    met = (Button("We have met", "intro.met", intro.id),) if seen is S.INTRODUCED else ()
    sure = f"Say no? The peer gets these words to pass on: {no_words()}"
    return Buttons(
        (
            Button("Yes", "intro.yes", intro.id, Look.PRIMARY),
            Button("No", "intro.no", intro.id, confirm=sure),
            Button("Not before…", "intro.later", intro.id, opens_form=True),
            *met,
            Button("Calendar", "intro.calendar", intro.id),
        )
    )


def _summary(seen: IntroState) -> str:
    return {
        S.OPEN: "asked", S.OFFERED: "offers to choose from", S.ASKED: "the rep has a question",
        S.AGREED: "reveal your name or withdraw", S.INTRODUCED: "you know each other", S.MET: "time to decide",
        S.LATER: "set aside until its date", S.CHOSEN: "an offer is chosen", S.INVITED: "an offer is chosen",
    }.get(seen, "ended")  # fmt: skip


def _key(intro: Intro) -> str:
    """From the reveal on, one card for each decision date; what silence or a lapse ends is told in one of its own."""
    seen = seen_by_buyer(intro)
    step = "end" if intro.by_silence else STEPS.get(seen, "end")
    if step == "decision":
        step = f"{step}.{intro.decide_by:%Y%m%d}"
    if seen is S.INVITED and intro.reply:
        step = STEPS[S.ASKED]
    return f"intro:{intro.id}:buyer.{step}"


def _reminded(was: Intro, after: Intro, card: Card) -> tuple[Redraw, ...]:
    key = reminder_key(was, seen_by_buyer(was))
    return (reminded(key, card.title),) if key != reminder_key(after, seen_by_buyer(after)) else ()


def _said(text: str) -> Paragraph:
    return Paragraph((text,))
