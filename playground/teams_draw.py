"""Adaptive Cards as plain text with their buttons and fields, and the values that Teams sends for inputs."""

import re
from collections.abc import Callable

from playground.client import Button, Drawn, Field, Option
from playground.state import Json
from playground.teams_checks import INPUTS, inputs

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_KINDS = {"Input.Toggle": "toggle", "Input.Date": "date"}


def draw_card(card: Json, given: Json, errors: dict[str, str]) -> Drawn:
    """A card in plain text; `given` is what is filled in so far, by input id."""
    drawn = Drawn()
    for element in card.get("body", []):
        _draw(drawn, element, given, errors)
    _draw_actions(drawn, card.get("actions", []), given, errors)
    return drawn


def plain(text: str, links: dict[str, str] | None = None) -> str:
    """Markdown as people read it; date functions are shown as their date."""
    text = re.sub(r"\{\{(?:DATE|TIME)\(([^,)]+)[^)]*\)\}\}", r"\1", text)
    escaped: list[str] = []

    def keep(match: re.Match[str]) -> str:
        escaped.append(match[1])
        return f"\x00{len(escaped) - 1}\x00"

    def follow(match: re.Match[str]) -> str:
        if links is not None:
            links[match[1]] = match[2]
        return match[1]

    text = re.sub(r"\\([\\`*_\[\]()#!~<&>{}+.|-])", keep, text)
    text = re.sub(r"\[([^\]]*)\]\(([^)\s]*)\)", follow, text)
    text = re.sub(r"\*\*(\S(?:.*?\S)?)\*\*", r"\1", text)
    text = re.sub(r"(?<![\w*])[*_](\S(?:[^\n]*?\S)?)[*_](?![\w*])", r"\1", text)
    text = re.sub(r"\x00(\d+)\x00", lambda m: escaped[int(m[1])], text)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return _INVISIBLE.sub("", text)


def initial_inputs(card: Json, given: Json) -> Json:
    """The value of each input by id as the client sends it; an empty one is left out, a toggle never is."""
    values: Json = {}
    for element in inputs(card):
        name = element["id"]
        value = given.get(name, element.get("value", ""))
        if element["type"] == "Input.Toggle" and not value:
            value = element.get("valueOff", "false")
        if value not in ("", None):
            values[name] = value if isinstance(value, str) else f"{value}"
    return values


def missing(card: Json, values: Json) -> dict[str, str]:
    """What the client itself finds before it sends: required inputs without a value."""
    return {
        element["id"]: element.get("errorMessage") or "This is required."
        for element in inputs(card)
        if element.get("isRequired") and _is_missing(element, values)
    }


def put(values: Json, target: Field, chosen: str | list[Option]) -> None:
    """Writes the value of a field; several choices are joined by commas, as Teams does."""
    if isinstance(chosen, str):
        values[target.element["id"]] = chosen
    else:
        values[target.element["id"]] = ",".join(str(option.raw["value"]) for option in chosen)


def _is_missing(element: Json, values: Json) -> bool:
    value = values.get(element["id"], "")
    if element["type"] == "Input.Toggle":
        return bool(value != element.get("valueOn", "true"))
    return not value


def _draw(drawn: Drawn, element: Json, given: Json, errors: dict[str, str]) -> None:
    kind = element.get("type")
    if element.get("isVisible") is False:
        return None
    if kind in INPUTS:
        return _draw_input(drawn, element, given, errors)
    draw = _TEXTS.get(kind or "")
    if draw is not None:
        drawn.lines.extend(draw(element, drawn.links))
    if kind == "Table":
        return _draw_table(drawn, element, given, errors)
    for name in ("items", "columns", "images"):
        for child in element.get(name, []):
            _draw(drawn, child, given, errors)
    _draw_actions(drawn, [*element.get("actions", [])], given, errors)
    if element.get("selectAction", {}).get("title"):
        _draw_actions(drawn, [element["selectAction"]], given, errors)
    return None


def _draw_table(drawn: Drawn, table: Json, given: Json, errors: dict[str, str]) -> None:
    for row in table.get("rows", []):
        cells: list[str] = []
        for cell in row.get("cells", []):
            inner = Drawn()
            for element in cell.get("items", []):
                _draw(inner, element, given, errors)
            cells.append(" ".join(inner.lines))
            drawn.buttons.extend(inner.buttons)
            drawn.fields.extend(inner.fields)
            drawn.links.update(inner.links)
        drawn.lines.append(" | ".join(cells))


def _text_block(element: Json, links: dict[str, str]) -> list[str]:
    return [plain(element["text"], links)]


def _rich_text(element: Json, links: dict[str, str]) -> list[str]:
    line = ""
    for run in element.get("inlines", []):
        text = run if isinstance(run, str) else run.get("text", "")
        line += text
        target = run.get("selectAction", {}).get("url") if isinstance(run, dict) else None
        if target:
            links[text] = target
    return [_INVISIBLE.sub("", line)]


def _facts(element: Json, links: dict[str, str]) -> list[str]:
    return [f"{plain(f['title'])} {plain(f['value'], links)}" for f in element.get("facts", [])]


def _image(element: Json, _links: dict[str, str]) -> list[str]:
    return [f"({element['altText']})"] if element.get("altText") else []


_TEXTS: dict[str, Callable[[Json, dict[str, str]], list[str]]] = {
    "TextBlock": _text_block,
    "RichTextBlock": _rich_text,
    "FactSet": _facts,
    "Image": _image,
}


def _draw_actions(drawn: Drawn, actions: list[Json], given: Json, errors: dict[str, str]) -> None:
    for action in actions:
        label = action.get("title", "")
        drawn.buttons.append(Button(label, action, url=action.get("url", "")))
        drawn.lines.append(f"[{label}]")
        if action.get("url"):
            drawn.links[label] = action["url"]
        if action["type"] == "Action.ShowCard":
            inner = draw_card(action["card"], given, errors)
            drawn.lines.extend(inner.lines)
            drawn.buttons.extend(inner.buttons)
            drawn.fields.extend(inner.fields)
            drawn.links.update(inner.links)


def _draw_input(drawn: Drawn, element: Json, given: Json, errors: dict[str, str]) -> None:
    field = _field(element)
    value = str(given.get(element["id"], element.get("value", "")))
    titles = {str(option.raw["value"]): option.text for option in field.options}
    shown = ", ".join(titles.get(part, part) for part in value.split(",")) if titles else value
    choices = ""
    if element.get("style") == "expanded":
        choices = " (" + " / ".join(titles.values()) + ")"
    drawn.fields.append(field)
    drawn.lines.append(f"{field.label}{'*' if field.required else ''}{choices}: {shown or '____'}")
    if element["id"] in errors:
        drawn.lines.append(f"  ! {errors[element['id']]}")


def _field(element: Json) -> Field:
    label = element.get("label") or element.get("title") or element.get("placeholder") or element["id"]
    kind = _KINDS.get(element["type"], "text")
    if element["type"] == "Input.ChoiceSet":
        several = bool(element.get("isMultiSelect"))
        searched = bool(element.get("choices.data"))
        kind = ("multi_typeahead" if several else "typeahead") if searched else ("multi" if several else "select")
    options = [Option(choice["title"], choice) for choice in element.get("choices", [])]
    return Field(
        _INVISIBLE.sub("", label),
        kind,
        element,
        required=bool(element.get("isRequired")),
        options=tuple(options),
    )
