"""Where a community reads reviews before its members do: managers approve or decline, and the author is told."""

from dataclasses import replace

from bot.anonymous.notes import tell
from bot.model import Member, Review, ReviewStatus, Vendor
from bot.ports import Store
from bot.review.card import decided_card, decision_key, signature
from bot.review.effect import settled
from bot.review.whose import own_review
from bot.route import Route
from bot.turn import Later, Outcome, Redraw, Refused, Send, Turn
from bot.views import Button, Buttons, Card, Form, Invalid, Note, Option, Paragraph, Quote, SelectField, TextField

REASONS = {
    "price": "It speaks of prices or discounts.",
    "person": "It names or describes a person.",
    "accusation": "It accuses somebody of something unlawful.",
    "secret": "It tells what a contract keeps secret.",
    "not-lived": "It does not speak of what its author lived through.",
    "unclear": "Peers could not follow it.",
}
DECIDED = "Another community manager has decided already."


def approve(turn: Turn, store: Store) -> Outcome:
    """`Approve`: the review stands, and counts."""
    vendor, review, author = _waiting(turn, store)
    if not store.reviews.move(review.id, ReviewStatus.WAITING, ReviewStatus.LIVE):
        raise Refused(DECIDED)
    live = replace(review, status=ReviewStatus.LIVE)
    timers = settled(store, turn.community, live, author, turn.now)
    said = f"{signature(review, author)}: approved by {turn.member.name}."
    told = f"Your review of {vendor.name} was approved. Your peers can read it now."
    return _told(turn, store, vendor, review, said, told, timers)


def decline_form(turn: Turn, store: Store) -> Outcome:
    """`Decline`: a reason from the list, and a sentence that helps the author."""
    vendor, review, _ = _waiting(turn, store)
    fields = (
        SelectField("reason", "Reason", tuple(Option(text, code) for code, text in REASONS.items())),
        TextField("words", "To the author", hint="What would make it fit?", lines=True, required=False, max_length=600),
    )
    title = f"Decline a review of {vendor.name}"
    return Outcome(Form(title, "review.declined", fields, turn.new_id(), review.id, "Decline"))


def decline(turn: Turn, store: Store) -> Outcome:
    """The reason was sent: the review reaches nobody, and its author is told why."""
    if turn.text("reason") not in REASONS:
        raise Invalid({"reason": "Choose the reason that fits best."})
    vendor, review, author = _waiting(turn, store)
    if not store.reviews.move(review.id, ReviewStatus.WAITING, ReviewStatus.DECLINED):
        raise Refused(DECIDED)
    reason, words = REASONS[turn.text("reason")], turn.text("words")[:600]
    said = f"{signature(review, author)}: declined by {turn.member.name}. {reason}"
    told = f"Your review of {vendor.name} was declined. {reason} {words}".strip()
    return _told(turn, store, vendor, review, said, f"{told} Nothing is lost: open it, change it, send it again.", ())


ROUTES = {
    "review.approve": Route(approve, writes=True, managers_only=True),
    "review.decline": Route(decline_form, managers_only=True),
    "review.declined": Route(decline, writes=True, managers_only=True),
}


def _waiting(turn: Turn, store: Store) -> tuple[Vendor, Review, Member | None]:
    written = store.reviews.for_managers(turn.arg)
    vendor = store.vendors.get(written.review.vendor_id) if written else None
    if written is None or vendor is None:
        raise Refused("This review is not here any more.")
    if written.review.status is not ReviewStatus.WAITING:
        raise Refused(DECIDED)
    mine = own_review(store, turn.member, vendor.id)
    if mine and mine.id == written.review.id:
        raise Refused("This is your own review: another community manager has to decide.")
    return vendor, written.review, written.author


def _told(
    turn: Turn, store: Store, vendor: Vendor, review: Review, said: str, told: str, timers: tuple[Later, ...]
) -> Outcome:
    """The managers' cards say who decided; the author gets a card, an unnamed one a note through the vault."""
    redrawn = Redraw(decision_key(review.id), decided_card(vendor, said))
    if review.member_id is None:
        return Outcome(Note.say(said), (redrawn,), (*timers, *tell(store, review.id, review.handle, told, turn.now)))
    card = Card(f"Your review of {vendor.name}", (Paragraph((told,)), Quote(review.pros), _open(vendor)))
    to_author = Send(f"review.told:{review.id}:{turn.now:%Y%m%d%H%M}", card, (review.member_id,))
    return Outcome(Note.say(said), (redrawn, to_author), timers)


def _open(vendor: Vendor) -> Buttons:
    return Buttons((Button("Open", "review", vendor.id, opens_form=True),))
