"""What Teams refuses in an Adaptive Card: unknown elements and actions, versions over 1.5, inputs without id."""

from collections.abc import Iterator
from typing import Any

from playground.state import Json

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
INPUTS = {"Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet"}
ELEMENTS = INPUTS | {
    "TextBlock", "RichTextBlock", "Image", "ImageSet", "Media", "Container", "ColumnSet", "FactSet",
    "ActionSet", "Table",
}  # fmt: skip
ACTIONS = {"Action.OpenUrl", "Action.Submit", "Action.Execute", "Action.ShowCard", "Action.ToggleVisibility"}
# Where an element keeps what is inside it.
_CHILDREN = ("items", "columns", "rows", "cells", "images")
_PARTS = {"columns": "Column", "rows": "TableRow", "cells": "TableCell", "images": "Image"}
_STRINGS = {"TextBlock": ("text",), "Image": ("url",)}


class BadCard(Exception):
    """A card that Teams refuses; the text says why."""


def check_card(card: Any) -> None:
    """Raises BadCard at the first thing that Teams would not take."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        raise BadCard("the content is no AdaptiveCard")
    version = str(card.get("version", ""))
    if version not in ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5"):
        raise BadCard(f"version {version or 'missing'}: Teams shows up to 1.5")
    for element in _listed(card, "body"):
        _check_element(element, version)
    for action in _listed(card, "actions"):
        _check_action(action, version)
    ids = [element.get("id") for element in inputs(card)]
    if len(set(ids)) != len(ids):
        raise BadCard("two inputs have the same id")


def walk(card: Json) -> Iterator[Json]:
    """Every element of a card top down, without the cards that its buttons unfold."""
    waiting = list(reversed(card.get("body", [])))
    while waiting:
        element = waiting.pop()
        yield element
        children = [child for name in _CHILDREN for child in element.get(name, []) if isinstance(child, dict)]
        waiting.extend(reversed(children))


def inputs(card: Json) -> list[Json]:
    """The inputs of a card and of the cards that its buttons unfold."""
    own = [element for element in walk(card) if element.get("type") in INPUTS]
    folded = [a["card"] for a in direct_actions(card) if a["type"] == "Action.ShowCard"]
    return own + [element for inner in folded for element in inputs(inner)]


def direct_actions(card: Json) -> list[Json]:
    """The actions in the card itself, top down: those in its body, then its own row."""
    found: list[Json] = []
    for element in walk(card):
        if element.get("type") == "ActionSet":
            found.extend(element["actions"])
        found.extend(element[name] for name in ("selectAction", "inlineAction") if element.get(name))
    found.extend(card.get("actions", []))
    return found


def all_actions(card: Json) -> list[Json]:
    """The actions of a card and of the cards that its buttons unfold."""
    own = direct_actions(card)
    folded = [action["card"] for action in own if action["type"] == "Action.ShowCard"]
    return own + [action for inner in folded for action in all_actions(inner)]


def _listed(owner: Json, name: str) -> list[Any]:
    items = owner.get(name, [])
    if not isinstance(items, list):
        raise BadCard(f"{name} must be a list")
    return items


def _check_element(element: Any, version: str, expected: str = "") -> None:
    kind = element.get("type", expected) if isinstance(element, dict) else None
    if kind not in ELEMENTS and kind != (expected or None):
        if isinstance(element, dict) and element.get("fallback"):
            return
        raise BadCard(f"unknown element {kind}")
    if kind == "Table" and version != "1.5":
        raise BadCard(f"a Table needs version 1.5, not {version}")
    for name in _STRINGS.get(kind, ()):
        if not isinstance(element.get(name), str):
            raise BadCard(f"{kind} needs {name}")
    if kind in INPUTS:
        _check_input(element)
    for name in _CHILDREN:
        for child in _children(element, name):
            _check_element(child, version, _PARTS.get(name, ""))
    for action in _listed(element, "actions"):
        _check_action(action, version)
    for name in ("selectAction", "inlineAction"):
        if element.get(name):
            _check_action(element[name], version)


def _children(element: Json, name: str) -> list[Any]:
    """A table's `columns` are widths, not elements."""
    return [] if element.get("type") == "Table" and name == "columns" else _listed(element, name)


def _check_input(element: Json) -> None:
    if not isinstance(element.get("id"), str) or not element["id"]:
        raise BadCard(f"{element['type']} needs an id")
    if element["type"] == "Input.Toggle" and not element.get("title"):
        raise BadCard("Input.Toggle needs a title")
    if element["type"] != "Input.ChoiceSet":
        return
    choices = _listed(element, "choices")
    if not choices and element.get("choices.data", {}).get("type") != "Data.Query":
        raise BadCard("Input.ChoiceSet needs choices or choices.data")
    for choice in choices:
        if not isinstance(choice.get("title"), str) or not isinstance(choice.get("value"), str):
            raise BadCard("a choice needs title and value")


def _check_action(action: Any, version: str) -> None:
    kind = action.get("type") if isinstance(action, dict) else None
    if kind not in ACTIONS:
        raise BadCard(f"unknown action {kind}")
    if kind == "Action.Execute":
        if version not in ("1.4", "1.5"):
            raise BadCard(f"Action.Execute needs version 1.4, not {version}")
        if not action.get("verb"):
            raise BadCard("Action.Execute needs a verb")
    if kind == "Action.OpenUrl" and not str(action.get("url", "")).startswith(("https:", "http:", "mailto:")):
        raise BadCard("Action.OpenUrl needs an address")
    if kind == "Action.ShowCard":
        check_card({"version": version, **action.get("card", {})})
    fallback = action.get("fallback")
    if isinstance(fallback, dict):
        _check_action(fallback, version)
