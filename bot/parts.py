"""Long lists by parts: which part of a list is shown, and the buttons to the parts before and after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.views import Block, Button, Buttons, Paragraph

T = TypeVar("T")
LARGEST = 50
"""Entries that any page of ours has room for."""
_PART = re.compile(r"(\d{1,5})\+(\d{1,2})(?::(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """Entries of a list from ``first`` on (counted from 0), at most ``size``; ``only``: what it is narrowed to."""

    first: int
    size: int
    only: str = ""

    @property
    def arg(self) -> str:
        """As a button carries it."""
        return f"{self.first}+{self.size}{f':{self.only}' if self.only else ''}"

    def begin(self, only: str = "") -> "Part":
        """The first part of the same size, narrowed to something else."""
        return Part(0, self.size, only)

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """The entries of this part; of the last part that there is, where the list has become shorter."""
        first = self._within(len(items))
        return items[first : first + self.size]

    def around(self, action: str, number: int) -> tuple[Block, ...]:
        """Where one is in a list of so many entries, and the way on and back; nothing where one sees all of it."""
        if number <= self.size:
            return ()
        first = self._within(number)
        last = min(first + self.size, number)
        said = Paragraph((f"{first + 1} to {last} of {number}",), quiet=True)
        ways = []
        if first > 0:
            ways.append(Button("Previous", action, replace(self, first=max(0, first - self.size)).arg))
        if last < number:
            ways.append(Button("Next", action, replace(self, first=last).arg))
        return said, Buttons(tuple(ways))

    def _within(self, number: int) -> int:
        return self.first if self.first < number else max(0, (number - 1) // self.size * self.size)


def part_of(arg: str, size: int) -> Part:
    """The part that a button carries; the first one, of ``size`` entries, where it carries none."""
    found = _PART.fullmatch(arg)
    if found is None:
        return Part(0, size)
    return Part(int(found[1]), min(max(int(found[2]), 1), LARGEST), found[3] or "")
