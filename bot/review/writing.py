"""Writing a review: two steps, the writing guard, and then it stands or waits for a manager."""

from dataclasses import replace

from bot.anonymous.attribute import offered
from bot.anonymous.offer import why_not
from bot.model import Member, Relationship, Review, ReviewStatus, Role, Source, Vendor
from bot.ports import Store
from bot.review.card import approval_card, decision_key, own_card
from bot.review.effect import next_night, settled
from bot.review.form import (
    RATED,
    UNNAMED,
    WORDS,
    Values,
    checked_ratings,
    checked_words,
    first_step,
    second_step,
    values_of_review,
)
from bot.review.guarding import OWN, look, preview, rewording, stops
from bot.review.whose import own_review, taken_by_colleague
from bot.route import Route
from bot.settings import value_of
from bot.turn import Later, Outcome, Refused, Send, Turn
from bot.vendors import vendor_in, vendor_of
from bot.views import Card, Invalid, Note

GONE = "This vendor is not here any more."


def review(turn: Turn, store: Store) -> Outcome:
    """`review NAME` or `Review`: the form; or the member's own review, if they have written one."""
    if not turn.arg:
        return Outcome(first_step(turn, store, None, {}))
    meant = vendor_of(turn, store, turn.arg, "review", opens_form=True)
    if isinstance(meant, Card):
        return Outcome(meant)
    vendor = meant.vendor
    mine = own_review(store, turn.member, vendor.id)
    if mine and mine.status is not ReviewStatus.DECLINED:
        return Outcome(own_card(vendor, mine))
    if taken_by_colleague(store, turn.member, vendor.id):
        raise Refused(_taken(vendor))
    return Outcome(first_step(turn, store, vendor, _begun(turn, store, vendor, mine)))


def edit(turn: Turn, store: Store) -> Outcome:
    """`Edit`: the form with the review in it."""
    vendor = store.vendors.get(turn.arg)
    mine = own_review(store, turn.member, vendor.id) if vendor else None
    if vendor is None or mine is None:
        raise Refused("You have no review of this vendor.")
    return Outcome(first_step(turn, store, vendor, _begun(turn, store, vendor, mine)))


def rate(turn: Turn, store: Store) -> Outcome:
    """The first step was sent: it is kept as a draft, and the second one asks for words."""
    meant = vendor_in(turn, store)
    vendor, ratings = meant.vendor, checked_ratings(turn)
    if taken_by_colleague(store, turn.member, vendor.id):
        raise Refused(_taken(vendor))
    values = _begun(turn, store, vendor, own_review(store, turn.member, vendor.id)) | ratings
    nightly = _keep(turn, store, vendor, values)
    return Outcome(second_step(turn, vendor, values, why_not(turn, store)), meant.messages, nightly)


def send(turn: Turn, store: Store) -> Outcome:
    """The second step was sent: the writing guard looks at it, then it goes out."""
    vendor = _vendor(turn, store)
    words = checked_words(turn)
    values = _begun(turn, store, vendor, own_review(store, turn.member, vendor.id)) | words
    nightly = _keep(turn, store, vendor, values)
    if values.get("buy_again") not in ("yes", "no"):
        # The first step's draft is gone after 30 days; the words just written are not to be lost with it.
        return Outcome(first_step(turn, store, vendor, values), timers=nightly)
    unnamed = values.get("sign") == UNNAMED
    if found := look(turn, store, vendor, values, unnamed):
        return Outcome(rewording(turn, vendor, values, found), timers=nightly)
    return Outcome(preview(turn, vendor, values), timers=nightly) if unnamed else _post(turn, store, vendor, values)


def reword(turn: Turn, store: Store) -> Outcome:
    """The guard's findings were answered: with the rewording, with other words, or with the author's own."""
    vendor = _vendor(turn, store)
    values = store.reviews.draft(turn.member.id, vendor.id)
    if values.get("buy_again") not in ("yes", "no") or not values.get("pros") or not values.get("cons"):
        raise Refused("This draft is not here any more. Start again with review and the vendor's name.")
    if turn.text("choice") != OWN:
        values |= {name: turn.text(name) for name in WORDS if name in turn.values}
        if empty := {name: "Write a sentence." for name in ("pros", "cons") if not values.get(name)}:
            raise Invalid(empty)
    found = look(turn, store, vendor, values, values.get("sign") == UNNAMED)
    if stops(found):
        return Outcome(rewording(turn, vendor, values, found), timers=_keep(turn, store, vendor, values))
    return _post(turn, store, vendor, values)


ROUTES = {
    "review": Route(review),
    "review.edit": Route(edit),
    "review.rate": Route(rate, writes=True),
    "review.send": Route(send, writes=True),
    "review.reword": Route(reword, writes=True),
}


def _post(turn: Turn, store: Store, vendor: Vendor, values: Values) -> Outcome:
    """Keeps the review; the draft is erased."""
    if values.get("sign") == UNNAMED and (against := why_not(turn, store)):
        raise Refused(against)
    mine = own_review(store, turn.member, vendor.id)
    written = _kept(turn, store, vendor, values, mine)
    store.reviews.forget_draft(turn.member.id, vendor.id)
    author = turn.member if written.member_id else None
    timers = settled(store, turn.community, written, author, turn.now)
    if written.status is ReviewStatus.WAITING:
        managers = tuple(manager.id for manager in store.members.with_role(Role.MANAGER))
        card = approval_card(vendor, written, author)
        return Outcome(_thanks(vendor, written), (Send(decision_key(written.id), card, managers),), timers)
    return Outcome(_thanks(vendor, written), timers=timers)


def _kept(turn: Turn, store: Store, vendor: Vendor, values: Values, mine: Review | None) -> Review:
    """The new version of one's own review; a new one where there is none, or where its signature changes."""
    standing = mine if mine and mine.status is not ReviewStatus.DECLINED else None
    signed = values.get("sign") != UNNAMED
    if standing and bool(standing.member_id) == signed:
        written = _made(turn, store, vendor, values, standing)
        if not store.reviews.change(written, standing):
            raise Refused("This review was changed a moment ago. Open it again.")
        return written
    if mine and store.reviews.withdraw(mine.id, turn.now.date()):
        settled(store, turn.community, replace(mine, status=ReviewStatus.WITHDRAWN), _author(turn, mine), turn.now)
    written = _made(turn, store, vendor, values, None)
    if not store.reviews.add(written, turn.member):
        raise Refused(_taken(vendor))
    return written


def _made(turn: Turn, store: Store, vendor: Vendor, values: Values, was: Review | None) -> Review:
    today = turn.now.date()
    review_id = was.id if was else turn.new_id()
    ratings = {name: int(values[name]) if values.get(name) else None for name in RATED}
    signed = values.get("sign") != UNNAMED
    handle = "" if signed else store.vault.seal(review_id, turn.member.id)
    return Review(
        id=review_id,
        vendor_id=vendor.id,
        product_id="",
        member_id=turn.member.id if signed else None,
        status=ReviewStatus.WAITING if value_of(turn.community, "moderation") == "pre" else ReviewStatus.LIVE,
        buy_again=values["buy_again"] == "yes",
        **ratings,
        pros=values["pros"],
        cons=values["cons"],
        advice=values.get("advice", ""),
        relationship=Relationship(values["relationship"]),
        since=values.get("since", ""),
        months_live=int(values["months_live"]) if values.get("months_live") else None,
        scope=values.get("scope", ""),
        interest=values.get("interest", "") or ("" if signed else _registered(turn, store, vendor)),
        source=Source(values["source"]),
        handle=handle,
        attribute="" if signed else was.attribute if was else _attribute(turn, store, review_id),
        written_on=was.written_on if was else today,
        heard_on=today,
    )


def _attribute(turn: Turn, store: Store, review_id: str) -> str:
    return offered(store, turn.community, turn.member, review_id, "")


def _registered(turn: Turn, store: Store, vendor: Vendor) -> str:
    """An unnamed review says no more of the register than that there is something in it."""
    return "an interest in the vendor" if store.profiles.conflicts([turn.member.id], vendor.id) else ""


def _author(turn: Turn, mine: Review) -> Member | None:
    return turn.member if mine.member_id else None


def _begun(turn: Turn, store: Store, vendor: Vendor, mine: Review | None) -> dict[str, str]:
    """What the form begins with: the review as it is, and over it the draft, if one was left."""
    own = values_of_review(mine) if mine else {}
    return own | store.reviews.draft(turn.member.id, vendor.id)


def _keep(turn: Turn, store: Store, vendor: Vendor, values: Values) -> tuple[Later, ...]:
    store.reviews.keep_draft(turn.member.id, vendor.id, values, turn.now.date())
    return (Later("review.night", next_night(turn.now), "review.night", ""),)


def _vendor(turn: Turn, store: Store) -> Vendor:
    vendor = store.vendors.get(turn.arg)
    if vendor is None:
        raise Refused(GONE)
    return vendor


def _taken(vendor: Vendor) -> str:
    return f"Somebody of your company has reviewed {vendor.name}; one review counts for each company."


def _thanks(vendor: Vendor, written: Review) -> Note:
    if written.status is ReviewStatus.WAITING:
        return Note.say(f"Thank you. Nobody reads your review of {vendor.name} before a community manager approves it.")
    if written.member_id is None:
        return Note.say(f"Thank you. Peers read your review of {vendor.name} under “{written.handle}”, not your name.")
    return Note.say(f"Thank you. Your review of {vendor.name} stands under your name. You can change it any time.")
