"""Whose review it is: one's own, or a colleague's."""

from bot.model import Member, Review, ReviewStatus
from bot.ports import Store
from bot.vendors import Meant

NONE = "You have no review of this vendor."
"""The same for a vendor that is not here: whoever asks learns nothing of it."""


def own_review(store: Store, member: Member, about: Meant) -> Review | None:
    """The member's own review, live, waiting or declined; an unnamed one only the vault can tell to be theirs."""
    for review in store.reviews.of_company(member, about.vendor.id, about.product_id):
        if review.member_id == member.id:
            return review
        if review.member_id is None and review.id in store.vault.handles(member.id, [review.id]):
            return review
    return None


def taken_by_colleague(store: Store, member: Member, about: Meant) -> bool:
    """Whether somebody else of the company has the company's one review."""
    mine = own_review(store, member, about)
    standing = [
        review
        for review in store.reviews.of_company(member, about.vendor.id, about.product_id)
        if review.status in (ReviewStatus.LIVE, ReviewStatus.WAITING)
    ]
    return any(mine is None or review.id != mine.id for review in standing)
