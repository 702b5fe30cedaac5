"""Buttons of a card: what each carries back to us, and what Teams lets it do where it is shown."""

from enum import StrEnum

from adapters.teams import limits
from adapters.teams.elements import Drawn, Json, is_web_address, more, open_url, paragraph
from adapters.teams.text import line
from bot.views import Button, Buttons, Look, OpenPage

KEY = "warmline"
"""Our one key in the data of every action; the inputs of a form stand beside it under their own names."""

_STYLES = {Look.PRIMARY: "positive", Look.DANGER: "destructive"}


class Surface(StrEnum):
    """Where a card is shown, which decides what its buttons may do."""

    REPLY = "reply"
    """An answer to the person: the next answer may replace it."""
    SENT = "sent"
    """Delivered through the outbox, which owns the card: no press replaces it."""
    DIALOG = "dialog"
    """Only Action.Submit works in a dialog, and dialogs do not stack."""


def rows(block: Buttons, surface: Surface) -> Drawn:
    """Sets of buttons, none longer than Teams shows."""
    actions = [drawn for button in block.buttons if (drawn := _draw(button, surface))]
    shown = actions[: limits.BUTTONS]
    sets: Drawn = [{"type": "ActionSet", "actions": row} for row in _by_width(shown)]
    return sets + more(len(actions) - limits.BUTTONS)


def _by_width(actions: Drawn) -> list[Drawn]:
    """Rows that fit a phone: a client shortens the labels of a set that is too wide, instead of breaking it."""
    packed: list[Drawn] = []
    room = 0
    for action in actions:
        width = len(str(action["title"])) + limits.BUTTON_EDGE
        if not packed or width > room or len(packed[-1]) == limits.BUTTONS_A_ROW:
            packed.append([])
            room = limits.ROW_WIDTH
        packed[-1].append(action)
        room -= width
    return packed


def submit(label: str, ours: Json, surface: Surface) -> Json:
    """The one button of a form; the client merges the inputs into its data."""
    title = line(label, limits.BUTTON_LABEL) or "Send"
    verb = str(ours.get("action", ""))
    return _action(title, verb, {KEY: ours}, surface) | {"style": "positive"}


def _draw(button: Button | OpenPage, surface: Surface) -> Json | None:
    title = line(button.label, limits.BUTTON_LABEL) or "Open"
    if isinstance(button, OpenPage):
        return {**open_url(button.url), "title": title} if is_web_address(button.url) else None
    drawn = _press(button, title, surface)
    if button.look in _STYLES:
        drawn["style"] = _STYLES[button.look]
    return _asking_first(title, button.confirm, drawn) if button.confirm else drawn


def _press(button: Button, title: str, surface: Surface) -> Json:
    ours: Json = {"action": button.action, "arg": button.arg}
    if surface is Surface.SENT:
        ours["sent"] = True
    if button.opens_form and surface is not Surface.DIALOG:
        data = {KEY: ours, "msteams": {"type": "task/fetch"}}
        return {"type": "Action.Submit", "title": title, "data": data}
    return _action(title, button.action, {KEY: ours}, surface)


def _action(title: str, verb: str, data: Json, surface: Surface) -> Json:
    plain: Json = {"type": "Action.Submit", "title": title, "data": data}
    if surface is Surface.DIALOG:
        return plain
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data, "fallback": plain}


def _asking_first(title: str, question: str, drawn: Json) -> Json:
    """Adaptive Cards have no question before an action: the button unfolds the question and the real button."""
    body = paragraph((question,), limits.CONFIRM)
    inner: Json = {"type": "AdaptiveCard", "body": body, "actions": [drawn]}
    return {"type": "Action.ShowCard", "title": title, "card": inner}
