"""Whose words stand on a question's card: a name with what its owner declared, or a handle."""

from collections.abc import Mapping, Sequence

from bot.anonymous.attribute import still_shown
from bot.model import Answer, Ask, Signer
from bot.ports import Store
from bot.signature import FORMER, in_words

ASKED = " · asked this"
"""Beside the asker's name or handle where they write under their own question."""


def asker_of(store: Store, asked: Ask) -> str:
    """Who asked, as the card says it."""
    return bylines(store, asked, ())[asked.id]


def bylines(store: Store, asked: Ask, answers: Sequence[Answer]) -> dict[str, str]:
    """Who asked, by the question's id, and who answered, by each answer's."""
    named = [one for one in (asked.member_id, *(answer.member_id for answer in answers)) if one]
    signers = store.profiles.signing(named, asked.vendor_id or "") if named else {}
    return bylines_of(store, asked, answers, signers)


def bylines_of(store: Store, asked: Ask, answers: Sequence[Answer], signers: Mapping[str, Signer]) -> dict[str, str]:
    """The same where their authors were read already.

    An attribute beside a handle goes as soon as too few people share it: the card is then drawn without.
    """
    texts: list[Ask | Answer] = [asked, *answers]
    named = [one.member_id for one in texts if one.member_id]
    names = in_words(store, signers, named, asked.vendor_id or "")
    population = store.members.population() if any(one.attribute for one in texts) else []
    found: dict[str, str] = {}
    for one in texts:
        beside = still_shown(one.attribute, population)
        under_handle = " · ".join(part for part in (one.handle, beside) if part)
        by = names[one.member_id] if one.member_id else under_handle or FORMER
        follows_up = isinstance(one, Answer) and asked.asked_by_author_of(one)
        found[one.id] = f"{by}{ASKED}" if follows_up else by
    return found
