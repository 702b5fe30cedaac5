"""Cards as JSON and back, for the outbox: the neutral form, so that a card can be drawn anew on any platform."""

import json
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from bot import views
from bot.views import Card, Look

_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        views.Bar, views.Bars, views.Bold, views.Bullets, views.Button, views.Buttons, views.Card, views.Fact,
        views.Facts, views.Heading, views.Link, views.OpenPage, views.Paragraph, views.Quote, views.Table,
    )
}  # fmt: skip


def card_to_json(card: Card) -> str:
    """Compact JSON; the same card always gives the same text."""
    return json.dumps(_pack(card), ensure_ascii=False, separators=(",", ":"))


def card_from_json(text: str) -> Card:
    """The card again."""
    card = _unpack(json.loads(text))
    if not isinstance(card, Card):
        raise TypeError("not a card")
    return card


def _pack(value: Any) -> Any:
    if is_dataclass(value):
        packed = {f.name: _pack(getattr(value, f.name)) for f in fields(value)}
        return {"is": type(value).__name__} | packed
    if isinstance(value, tuple):
        return [_pack(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpack(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = _KINDS[value["is"]]
    known = {f.name for f in fields(kind)}
    # A field that an older card has and the class has not any more is left out, so that old cards stay readable.
    values = {name: _unpack(item) for name, item in value.items() if name in known}
    if "look" in values:
        values["look"] = Look(values["look"])
    return kind(**values)
