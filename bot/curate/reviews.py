"""Managers decide about reviews: approve or decline what waits, take down what stands."""

from dataclasses import replace

from bot.anonymous.notes import tell
from bot.curate.cases import take_down
from bot.curate.decided import statement_field, why_field
from bot.curate.passages import Passage, passage
from bot.model import Member, Review, ReviewStatus
from bot.ports import Store
from bot.review.card import approval_card, decided_card, decision_key, signature
from bot.review.effect import settled
from bot.review.whose import own_review
from bot.route import Route
from bot.turn import Outcome, Redraw, Refused, Send, Turn
from bot.vendors import Meant, written_about
from bot.views import Button, Buttons, Card, Form, Note, Paragraph, Quote

DECIDED = "Another community manager has decided already."


def read(turn: Turn, store: Store) -> Outcome:
    """A manager opens a review that waits."""
    about, review, author = _standing(turn, store, ReviewStatus.WAITING)
    return Outcome(approval_card(about, review, author))


def approve(turn: Turn, store: Store) -> Outcome:
    """`Approve`: the review stands, and counts; its author is told."""
    about, review, author = _standing(turn, store, ReviewStatus.WAITING)
    if not store.reviews.move(review.id, ReviewStatus.WAITING, ReviewStatus.LIVE):
        raise Refused(DECIDED)
    timers = settled(store, turn.community, replace(review, status=ReviewStatus.LIVE), author, turn.now)
    said = f"{signature(review, author)}: approved by {turn.member.name}."
    told = f"Your review of {about.name} was approved. Your peers can read it now."
    redrawn = Redraw(decision_key(review.id), decided_card(about, said))
    if review.member_id is None:
        return Outcome(Note.say(said), (redrawn,), (*timers, *tell(store, review.id, review.handle, told, turn.now)))
    opened = Buttons((Button("Open", "review", about.id, opens_form=True),))
    card = Card(f"Your review of {about.name}", (Paragraph((told,)), Quote(review.pros), opened))
    to_author = Send(f"review.told:{review.id}:{turn.now:%Y%m%d%H%M}", card, (review.member_id,))
    return Outcome(Note.say(said), (redrawn, to_author), timers)


def decline_form(turn: Turn, store: Store) -> Outcome:
    """`Decline`: a reason from the list, and a sentence that helps the author."""
    about, review, _ = _standing(turn, store, ReviewStatus.WAITING)
    fields = (why_field(), statement_field())
    title = f"Decline a review of {about.name}"
    return Outcome(Form(title, "review.declined", fields, turn.new_id(), review.id, "Decline"))


def decline(turn: Turn, store: Store) -> Outcome:
    """The reason was sent: the review reaches nobody, and its author reads why."""
    about, review, author = _standing(turn, store, ReviewStatus.WAITING)
    outcome = take_down(turn, store, _passage(store, review))
    said = f"{signature(review, author)}: declined by {turn.member.name}."
    return replace(outcome, messages=(*outcome.messages, Redraw(decision_key(review.id), decided_card(about, said))))


def take_down_form(turn: Turn, store: Store) -> Outcome:
    """`Take down`: a review that peers can read, for a reason from the list."""
    about, review, _ = _standing(turn, store, ReviewStatus.LIVE)
    one = _passage(store, review)
    intro = (Paragraph(("Nobody reads it any more, and its author is told why. You can put it back.",)),)
    fields, title = (why_field(), statement_field()), f"Take down a review of {about.name}"
    quoted = (*intro, Quote(one.words, (one.by,)))
    return Outcome(Form(title, "review.taken_down", fields, turn.new_id(), review.id, "Take down", quoted))


def taken_down(turn: Turn, store: Store) -> Outcome:
    """The reason was sent: the review reaches nobody any more, and the sums forget it."""
    _, review, _ = _standing(turn, store, ReviewStatus.LIVE)
    return take_down(turn, store, _passage(store, review))


ROUTES = {
    "review.decide": Route(read, managers_only=True),
    "review.approve": Route(approve, writes=True, managers_only=True),
    "review.decline": Route(decline_form, managers_only=True),
    "review.declined": Route(decline, writes=True, managers_only=True),
    "review.take_down": Route(take_down_form, managers_only=True),
    "review.taken_down": Route(taken_down, writes=True, managers_only=True),
}


def _standing(turn: Turn, store: Store, status: ReviewStatus) -> tuple[Meant, Review, Member | None]:
    """A review in this state that is not the manager's own."""
    written = store.reviews.for_managers(turn.arg)
    about = written_about(store, written.review) if written else None
    if written is None or about is None:
        raise Refused("This review is not here any more.")
    if written.review.status is not status:
        raise Refused(DECIDED)
    mine = own_review(store, turn.member, about)
    if mine and mine.id == written.review.id:
        raise Refused("This is your own review: another community manager has to decide.")
    return about, written.review, written.author


def _passage(store: Store, review: Review) -> Passage:
    one = passage(store, review.id)
    if one is None:
        raise Refused("This review is not here any more.")
    return one
