"""Writing a review: two steps, the writing guard, and then it stands or waits for a manager."""

from bot.anonymous.attribute import offered
from bot.anonymous.offer import why_not
from bot.checking import FRESH, Written, checked, come_back, subject
from bot.model import Relationship, Review, ReviewStatus, Source
from bot.ports import Store
from bot.review.asking import ask_managers
from bot.review.card import own_card
from bot.review.effect import nightly_look, settled, withdrawn
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
from bot.review.whose import NONE, author_of, own_review, registered_interest, taken_by_colleague
from bot.route import Route
from bot.settings import value_of
from bot.turn import Later, Outcome, Refused, Turn
from bot.vendors import Meant, by_id, vendor_in, vendor_of
from bot.views import Card, Invalid, Note


def review(turn: Turn, store: Store) -> Outcome:
    """`review NAME` or `Review`: the form; or the member's own review, if they have written one."""
    if not turn.arg:
        return Outcome(first_step(turn, store, None, {}))
    meant = vendor_of(store, turn.arg, "review", opens_form=True)
    if isinstance(meant, Card):
        return Outcome(meant)
    mine = own_review(store, turn.member, meant)
    if mine and mine.status is not ReviewStatus.DECLINED:
        return Outcome(own_card(meant, mine))
    if taken_by_colleague(store, turn.member, meant):
        raise Refused(_taken(meant))
    return Outcome(first_step(turn, store, meant, _begun(turn, store, meant, mine)), meant.messages)


def edit(turn: Turn, store: Store) -> Outcome:
    """`Edit`: the form with the review in it."""
    about = by_id(store, turn.arg, NONE)
    mine = own_review(store, turn.member, about)
    if mine is None:
        raise Refused(NONE)
    return Outcome(first_step(turn, store, about, _begun(turn, store, about, mine)))


def rate(turn: Turn, store: Store) -> Outcome:
    """The first step was sent: it is kept as a draft, and the second one asks for words."""
    about = vendor_in(turn, store)
    ratings = checked_ratings(turn)
    if taken_by_colleague(store, turn.member, about):
        raise Refused(_taken(about))
    values = _begun(turn, store, about, own_review(store, turn.member, about)) | ratings
    nightly = _keep(turn, store, about, values)
    return Outcome(second_step(turn, about, values, why_not(turn, store)), about.messages, nightly)


def send(turn: Turn, store: Store) -> Outcome:
    """The second step was sent: the writing guard looks at it, an unnamed one is shown first, then it goes out."""
    about = by_id(store, subject(turn.arg))
    words = checked_words(turn)
    values = _begun(turn, store, about, own_review(store, turn.member, about)) | words
    nightly = _keep(turn, store, about, values)
    if values.get("buy_again") not in ("yes", "no"):
        # The first step's draft is gone after 30 days; the words just written are not to be lost with it.
        return Outcome(first_step(turn, store, about, values), timers=nightly)
    unnamed = values.get("sign") == UNNAMED
    if unnamed and (against := why_not(turn, store)):
        # The form that comes back has no Sign as any more: sent as it is, it would go out signed.
        raise Invalid({"sign": against})
    texts = Written({name: values.get(name, "") for name in WORDS}, not unnamed, FRESH if unnamed else "")
    written, found = checked(turn, store, about.vendor, texts)
    if found is not None:
        form = second_step(turn, about, values, why_not(turn, store))
        return Outcome(come_back(form, written, found), timers=nightly)
    return _post(turn, store, about, {**values, **written.texts})


ROUTES = {
    "review": Route(review),
    "review.edit": Route(edit),
    "review.rate": Route(rate, writes=True),
    "review.send": Route(send, writes=True),
}


def _post(turn: Turn, store: Store, about: Meant, values: Values) -> Outcome:
    """Keeps the review; the draft is erased."""
    mine = own_review(store, turn.member, about)
    written, earlier = _kept(turn, store, about, values, mine)
    store.reviews.forget_draft(turn.member.id, about.vendor.id, about.product_id)
    author = author_of(written, turn.member)
    timers = (*earlier, *settled(store, turn.community, written, author, turn.now))
    if written.status is ReviewStatus.WAITING:
        return Outcome(_thanks(about, written), (ask_managers(store, about, written, author),), timers)
    return Outcome(_thanks(about, written), timers=timers)


def _kept(
    turn: Turn, store: Store, about: Meant, values: Values, mine: Review | None
) -> tuple[Review, tuple[Later, ...]]:
    """The new version of one's own review; a new one where there is none, or where its signature changes.

    The timers are those of an earlier one that is withdrawn for it: who wrote that is to be forgotten at once.
    """
    standing = mine if mine and mine.status is not ReviewStatus.DECLINED else None
    signed = values.get("sign") != UNNAMED
    if standing and bool(standing.member_id) == signed:
        written = _made(turn, store, about, values, standing)
        if not store.reviews.change(written, standing):
            raise Refused("This review was changed a moment ago. Open it again.")
        return written, ()
    earlier = withdrawn(store, turn.community, mine, author_of(mine, turn.member), turn.now) if mine else ()
    written = _made(turn, store, about, values, None, sent_back=bool(mine and mine.status is ReviewStatus.DECLINED))
    if not store.reviews.add(written, turn.member):
        raise Refused(_taken(about))
    return written, earlier or ()


def _made(
    turn: Turn, store: Store, about: Meant, values: Values, was: Review | None, sent_back: bool = False
) -> Review:
    """``sent_back``: what managers declined or took down is read by one of them before it stands again."""
    read_first = sent_back or value_of(turn.community, "moderation") == "pre"
    today = turn.now.date()
    review_id = was.id if was else turn.new_id()
    ratings = {name: int(values[name]) if values.get(name) else None for name in RATED}
    signed = values.get("sign") != UNNAMED
    handle = "" if signed else store.vault.seal(review_id, turn.member.id)
    return Review(
        id=review_id,
        vendor_id=about.vendor.id,
        product_id=about.product_id,
        member_id=turn.member.id if signed else None,
        status=ReviewStatus.WAITING if read_first else ReviewStatus.LIVE,
        buy_again=values["buy_again"] == "yes",
        **ratings,
        pros=values["pros"],
        cons=values["cons"],
        advice=values.get("advice", ""),
        relationship=Relationship(values["relationship"]),
        since=values.get("since", ""),
        months_live=int(values["months_live"]) if values.get("months_live") else None,
        scope=values.get("scope", ""),
        interest=values.get("interest", "") or ("" if signed else registered_interest(store, turn.member, about)),
        source=Source(values["source"]),
        handle=handle,
        attribute="" if signed else was.attribute if was else _attribute(turn, store, review_id),
        written_on=was.written_on if was else today,
        heard_on=today,
    )


def _attribute(turn: Turn, store: Store, review_id: str) -> str:
    return offered(store, turn.community, turn.member, review_id, "")


def _begun(turn: Turn, store: Store, about: Meant, mine: Review | None) -> dict[str, str]:
    """What the form begins with: the review as it is, and over it the draft, if one was left."""
    own = values_of_review(mine) if mine else {}
    return own | store.reviews.draft(turn.member.id, about.vendor.id, about.product_id)


def _keep(turn: Turn, store: Store, about: Meant, values: Values) -> tuple[Later, ...]:
    store.reviews.keep_draft(turn.member.id, about.vendor.id, values, turn.now.date(), about.product_id)
    return (nightly_look(turn.now),)


def _taken(about: Meant) -> str:
    return f"Somebody of your company has reviewed {about.name}; one review counts for each company."


def _thanks(about: Meant, written: Review) -> Note:
    if written.status is ReviewStatus.WAITING:
        return Note.say(f"Thank you. Nobody reads your review of {about.name} before a community manager approves it.")
    if written.member_id is None:
        return Note.say(f"Thank you. Peers read your review of {about.name} under “{written.handle}”, not your name.")
    return Note.say(f"Thank you. Your review of {about.name} stands under your name. You can change it any time.")
