"""From the rep's question to the introduction itself: the buyer alone reveals who they are."""

from bot.checking import Written, checked, come_back, subject
from bot.intro.buyers_card import seen_by_buyer, to_buyer
from bot.intro.model import Intro, RepAnswer
from bot.intro.moving import CHANGED, GONE, clock, decision_ends, moved, step_ends
from bot.intro.others_card import to_connector, together
from bot.intro.states import HIDDEN, Event, IntroState
from bot.intro.telling import gently
from bot.intro.words import OVER
from bot.ports import Store
from bot.route import Route
from bot.trail import audit
from bot.turn import Outcome, Refused, Turn
from bot.views import Form, Invalid, Note, Quote, TextField

MOST = 600


def reply_form(turn: Turn, store: Store) -> Outcome:
    """`Answer the question`: the rep's one question, and room for the answer."""
    return Outcome(_form(turn, _asked(turn, store, turn.arg), ""))


def reply(turn: Turn, store: Store) -> Outcome:
    """The answer was sent: the rep reads it on their page, without a name."""
    intro, text = _asked(turn, store, subject(turn.arg)), turn.text("reply")
    if not text or len(text) > MOST:
        raise Invalid({"reply": f"Write your answer, with at most {MOST} characters."})
    vendor = store.vendors.get(intro.vendor_id)
    written, found = checked(turn, store, vendor, Written({"reply": text}))
    if found is not None:
        return Outcome(come_back(_form(turn, intro, text), written, found))
    hidden = intro.state in HIDDEN
    ends = intro.stage_ends if hidden else max(intro.stage_ends, step_ends(turn.community, turn.now))
    after = moved(store, intro, Event.REPLY, reply=written.texts["reply"], stage_ends=ends)
    said = "Sent. The rep reads it without your name, and now says fit or no fit."
    return Outcome(Note.say(said), to_buyer(store, after, intro), clock(after, turn.community, turn.now))


def reveal(turn: Turn, store: Store) -> Outcome:
    """`Reveal my name`, confirmed: from here on buyer, connector and rep know each other, all at once."""
    intro = own(turn, store)
    if intro.state is IntroState.DECLINED:
        raise Refused(OVER)
    ends = decision_ends(turn.community, intro.decide_by, turn.now)
    after = moved(store, intro, Event.REVEAL, stage_ends=ends)
    offer = store.intros.offer(after.offer_id)
    if offer is None:
        raise Refused(CHANGED)
    audit(turn, store, "intro.reveal", intro.id)
    said = "You are introduced. The card in our chat says who everybody is."
    both = together(store, after, offer)
    messages = (*to_buyer(store, after, intro), *to_connector(store, after, offer, intro), both)
    return Outcome(
        Note.say(said), gently(store, messages, turn.now, turn.member.id), clock(after, turn.community, turn.now)
    )


def met(turn: Turn, store: Store) -> Outcome:
    """`We have met`: what is left is the decision."""
    intro = own(turn, store)
    after = moved(store, intro, Event.MEET)
    said = f"Good. Please decide by {after.decide_by:%-d %B %Y}: yes, no, or not before a date."
    return Outcome(Note.say(said), to_buyer(store, after, intro))


ROUTES = {
    "intro.reply": Route(reply_form),
    "intro.send_reply": Route(reply, writes=True),
    "intro.reveal": Route(reveal, writes=True),
    "intro.met": Route(met, writes=True),
}


def own(turn: Turn, store: Store, intro_id: str = "") -> Intro:
    """The buyer's own introduction; Refused where there is none."""
    intro = store.intros.own(intro_id or turn.arg, turn.member.id)
    if intro is None:
        raise Refused(GONE)
    return intro


def _asked(turn: Turn, store: Store, intro_id: str) -> Intro:
    """An introduction whose rep waits for an answer, as far as the buyer may know."""
    intro = own(turn, store, intro_id)
    if seen_by_buyer(intro) is not IntroState.ASKED or intro.rep_said == RepAnswer.FIT:
        raise Refused(CHANGED)
    return intro


def _form(turn: Turn, intro: Intro, text: str) -> Form:
    field = TextField("reply", "Answer", text, "Once, without your name.", lines=True, max_length=MOST)
    asks = Quote(intro.question, ("The rep asks",))
    return Form("Answer the rep", "intro.send_reply", (field,), turn.new_id(), intro.id, "Send", (asks,))
