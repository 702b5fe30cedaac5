"""Handles: two calm words that stand for somebody in one thread and never again."""

from collections.abc import Callable

from bot.handles.nouns import NOUNS
from bot.handles.qualities import QUALITIES

PLAIN_TRIES = 60
"""Draws without a number; only a community that has used up nearly all pairs ever needs one."""


def draw(randbelow: Callable[[int], int], attempt: int) -> str:
    """A pair such as "Quiet Harbour", drawn by ``randbelow`` (0 to n - 1); a number follows after many attempts."""
    pair = f"{QUALITIES[randbelow(len(QUALITIES))]} {NOUNS[randbelow(len(NOUNS))]}"
    return pair.title() if attempt < PLAIN_TRIES else f"{pair.title()} {2 + randbelow(98)}"
