"""A review that managers read first: the card that asks them to decide."""

from bot.model import Member, Review, Role
from bot.ports import Store
from bot.review.card import approval_card, decision_key
from bot.turn import Send
from bot.vendors import Meant


def ask_managers(store: Store, about: Meant, review: Review, author: Member | None) -> Send:
    """All managers get it; whoever decides first decides."""
    managers = tuple(manager.id for manager in store.members.with_role(Role.MANAGER))
    return Send(decision_key(review.id), approval_card(about, review, author), managers)
