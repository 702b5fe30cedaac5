"""A card with one person's name and words taken out; what others said stays."""

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from bot.signature import FORMER
from bot.views import Quote

GONE = "(erased)"
SHORTEST = 12
"""Characters that the beginning of a text must have to be taken for it."""

Seen = TypeVar("Seen")


def blackout(card: Seen, traces: Sequence[str], written: Sequence[str]) -> Seen:
    """The card without these names and without these texts, whole or shortened."""
    names = [re.compile(rf"(?<!\w){re.escape(trace)}(?!\w)", re.IGNORECASE) for trace in traces if trace]
    result: Seen = _blacked(card, names, written)
    return result


def _blacked(value: Any, names: list[re.Pattern[str]], written: Sequence[str]) -> Any:
    if isinstance(value, Quote):
        # Inside others' own words a name stays: they are not ours to change.
        return Quote(_words(value.words, written), _blacked(value.by, names, written))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _blacked(getattr(value, f.name), names, written) for f in fields(value)}
        return replace(value, **parts)
    if isinstance(value, tuple):
        return tuple(_blacked(item, names, written) for item in value)
    if type(value) is str:
        return _nameless(_words(value, written), names)
    return value


def _words(text: str, written: Sequence[str]) -> str:
    beginning = text.removesuffix("…")
    for one in written:
        if text == one or (text != beginning and len(beginning) >= SHORTEST and one.startswith(beginning)):
            return GONE
        if len(one) >= SHORTEST:
            text = text.replace(one, GONE)
    return text


def _nameless(text: str, names: list[re.Pattern[str]]) -> str:
    for name in names:
        text = name.sub(FORMER, text)
    return text
