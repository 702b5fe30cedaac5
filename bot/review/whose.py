"""Whose review it is: one's own, or a colleague's."""

from bot.model import Member, Review
from bot.ports import Store
from bot.vendors import Meant

NONE = "You have no review of this vendor."
"""The same for a vendor that is not here: whoever asks learns nothing of it."""


def own_review(store: Store, member: Member, about: Meant) -> Review | None:
    """The member's own review, live, waiting or declined."""
    theirs = store.reviews.of_company(member, about.vendor.id, about.product_id)
    return next((review for review in theirs if _is_own(store, member, review)), None)


def taken_by_colleague(store: Store, member: Member, about: Meant) -> bool:
    """Whether somebody else of the company has the company's one review."""
    theirs = store.reviews.of_company(member, about.vendor.id, about.product_id)
    return any(review.status.stands and not _is_own(store, member, review) for review in theirs)


def author_of(mine: Review, me: Member) -> Member | None:
    """Who stands beside one's own review: oneself, or nobody where it is unnamed."""
    return me if mine.member_id else None


def registered_interest(store: Store, author: Member, about: Meant) -> str:
    """An unnamed review says no more of the register than that there is something in it."""
    return "an interest in the vendor" if store.profiles.conflicts([author.id], about.vendor.id) else ""


def _is_own(store: Store, member: Member, review: Review) -> bool:
    """An unnamed one only the vault can tell to be theirs."""
    if review.member_id is None:
        return review.id in store.vault.handles(member.id, [review.id])
    return review.member_id == member.id
