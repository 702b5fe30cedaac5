"""Whose words stand on a question's card: a name with what its owner declared, or a handle."""

from collections.abc import Sequence

from bot.anonymous.attribute import still_shown
from bot.model import Answer, Ask
from bot.ports import Store
from bot.signature import FORMER, signatures


def asker_of(store: Store, asked: Ask) -> str:
    """Who asked, as the card says it."""
    return bylines(store, asked, ())[asked.id]


def bylines(store: Store, asked: Ask, answers: Sequence[Answer]) -> dict[str, str]:
    """Who asked, by the question's id, and who answered, by each answer's.

    An attribute beside a handle goes as soon as too few people share it: the card is then drawn without.
    """
    texts: list[Ask | Answer] = [asked, *answers]
    named = [one.member_id for one in texts if one.member_id]
    names = signatures(store, named, asked.vendor_id or "") if named else {}
    population = store.members.population() if any(one.attribute for one in texts) else []
    found: dict[str, str] = {}
    for one in texts:
        beside = still_shown(one.attribute, population)
        under_handle = " · ".join(part for part in (one.handle, beside) if part)
        found[one.id] = names[one.member_id] if one.member_id else under_handle or FORMER
    return found
