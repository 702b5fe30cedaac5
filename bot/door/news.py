"""The one line of a weekly digest that tells of pitches, and whom a category concerns."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.door.words import shelves
from bot.model import Category
from bot.ports import Store
from bot.ports.door import Wants
from bot.text import count

_COMMON = frozenset({
    "a", "all", "and", "else", "for", "i", "in", "is", "it", "management", "my", "no", "not", "nothing", "of", "on",
    "only", "or", "our", "platforms", "the", "this", "to", "we", "year",
})  # fmt: skip
SHELVES = 4
"""Categories named in the line."""


def at_the_door(store: Store, readers: Sequence[str], since: datetime) -> dict[str, str]:
    """ "3 vendors at the door about Identity and access, 1 about Backup and recovery." for those it concerns."""
    opened = store.door.opened_since(since)
    if not opened or not readers:
        return {}
    known, wants = shelves(store), store.door.wants(readers)
    answered = store.door.answered(readers, [one.id for one in opened])
    lines = {}
    for reader in readers:
        fresh = [known[one.category] for one in opened if one.category in known and (reader, one.id) not in answered]
        names = [category.name for category in fresh if concerns(category, wants[reader])]
        if names:
            lines[reader] = _line(Counter(names))
    return lines


def concerns(category: Category, wants: Wants) -> bool:
    """Whether a member follows the category (or its heading), or named it in their contact preferences."""
    if {category.key, category.parent} & wants.categories:
        return True
    if wants.wish is None:
        return False
    return not wants.wish.strip() or bool(_words(wants.wish) & _words(f"{category.name} {category.key}"))


def _line(by_name: Counter[str]) -> str:
    (first, number), *others = by_name.most_common()
    more = [f"{many} about {name}" for name, many in others[: SHELVES - 1]]
    left = sum(many for _, many in others[SHELVES - 1 :])
    more += [f"{left} about other things"] if left else []
    return ", ".join([f"{count(number, 'vendor')} at the door about {first}", *more]) + "."


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w{2,}", text.casefold()) if word not in _COMMON}
