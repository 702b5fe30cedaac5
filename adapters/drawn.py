"""What was drawn of a view, for as long as the view itself lives: an answer shown again need not be drawn again."""

import weakref
from collections.abc import Callable

from bot.views import Card


class Drawn:
    """By the very card, not by equal ones. A card that nobody holds any more takes its drawing along."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[weakref.ref[Card], str]] = {}

    def text(self, card: Card, draw: Callable[[], str]) -> str:
        """The drawing of this card, made at most once."""
        known = self._texts.get(id(card))
        if known and known[0]() is card:
            return known[1]
        number, text = id(card), draw()
        self._texts[number] = weakref.ref(card, lambda _: self._texts.pop(number, None)), text
        return text
