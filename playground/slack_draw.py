"""Block Kit as plain text with its buttons and fields, and the `state.values` that Slack sends for inputs."""

import html
import re
from collections.abc import Callable
from typing import Any

from playground.client import Button, Drawn, Field, Option
from playground.slack_elements import CHOICES, all_options, elements
from playground.state import Json

_KINDS = {
    "static_select": "select",
    "radio_buttons": "select",
    "users_select": "select",
    "multi_static_select": "multi",
    "checkboxes": "multi",
    "external_select": "typeahead",
    "multi_external_select": "multi_typeahead",
    "datepicker": "date",
}
# The key under which an element's state carries its value, and the key of the value it starts with.
_VALUES = {
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
}
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")


def draw_blocks(blocks: list[Json], names: dict[str, str], inputs: Json, errors: dict[str, str]) -> Drawn:
    """Blocks in plain text; `names` are of users and channels by id, `inputs` what is filled in so far."""
    drawn = Drawn()
    for block in blocks:
        _draw_block(drawn, block, names, inputs)
        if block.get("block_id") in errors:
            drawn.lines.append(f"  ! {errors[block['block_id']]}")
    return drawn


def plain(text: Any, names: dict[str, str], links: dict[str, str] | None = None) -> str:
    """A text object, or a message's text (mrkdwn), as people read it."""
    if isinstance(text, dict) and text.get("type") == "plain_text":
        return _INVISIBLE.sub("", str(text["text"]))
    raw = text["text"] if isinstance(text, dict) else str(text or "")

    def shown(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if target[0] in "@#!":
            return ("#" if target[0] == "#" else "@") + names.get(target[1:], label or target[1:])
        if links is not None:
            links[label or target] = html.unescape(target)
        return label or target

    raw = re.sub(r"<([^<>]+)>", shown, raw)
    for mark in "*_~`":
        sign = re.escape(mark)
        raw = re.sub(rf"(?<!\w){sign}(\S(?:[^\n]*?\S)?){sign}(?!\w)", r"\1", raw)
    return _INVISIBLE.sub("", html.unescape(raw))


def initial_inputs(blocks: list[Json], given: Json) -> Json:
    """`state.values` for every input and choice of the blocks: what was given, else what it starts with."""
    values: Json = {}
    for block, element in elements(blocks):
        if element["type"] in ("button", "overflow"):
            continue
        at = values.setdefault(block["block_id"], {})
        at[element["action_id"]] = given.get(block["block_id"], {}).get(element["action_id"]) or _start(element)
    return values


def is_empty(value: Json) -> bool:
    """Whether an element's state holds nothing."""
    return not any(content for key, content in value.items() if key != "type")


def put(inputs: Json, target: Field, chosen: str | list[Option]) -> None:
    """Writes the value of a field into `state.values`."""
    kind = target.element["type"]
    key = _VALUES.get(kind, ("value", ""))[0]
    content: Any
    if isinstance(chosen, str):
        content = chosen or None
    elif key == "selected_options":
        content = [option.raw for option in chosen]
    elif key == "selected_user":
        content = chosen[0].raw["value"]
    else:
        content = chosen[0].raw if chosen else None
    inputs.setdefault(target.block_id, {})[target.element["action_id"]] = {"type": kind, key: content}


def _start(element: Json) -> Json:
    key, initial = _VALUES.get(element["type"], ("value", "initial_value"))
    empty: Any = [] if key == "selected_options" else None
    return {"type": element["type"], key: element.get(initial, empty)}


def _draw_block(drawn: Drawn, block: Json, names: dict[str, str], inputs: Json) -> None:
    draw = _DRAW.get(block["type"])
    if draw is not None:
        drawn.lines.extend(line for line in draw(block, names, drawn.links) if line)
    for owner, element in elements([block]):
        _draw_element(drawn, owner, element, names, inputs)


def _section(block: Json, names: dict[str, str], links: dict[str, str]) -> list[str]:
    texts = [block["text"]] if block.get("text") else []
    return [plain(text, names, links) for text in [*texts, *block.get("fields", [])]]


def _context(block: Json, names: dict[str, str], links: dict[str, str]) -> list[str]:
    shown = [f"({e['alt_text']})" if e["type"] == "image" else plain(e, names, links) for e in block["elements"]]
    return [" · ".join(shown)]


def _table(block: Json, _names: dict[str, str], _links: dict[str, str]) -> list[str]:
    caption = block.get("caption")
    rows = [" | ".join(_cell(cell) for cell in row) for row in block["rows"]]
    return [*([_cell(caption)] if caption else []), *rows]


def _cell(cell: Any) -> str:
    """All texts inside a table cell or rich text, in order."""
    if isinstance(cell, dict):
        own = cell.get("text", cell.get("value"))
        if isinstance(own, str | int | float):
            return str(own)
        return _cell([part for key, part in cell.items() if key in ("elements", "text")])
    return "".join(_cell(part) for part in cell) if isinstance(cell, list) else str(cell or "")


def _headed(block: Json, names: dict[str, str], links: dict[str, str]) -> list[str]:
    return [plain(block["text"], names, links)]


def _rich(block: Json, _names: dict[str, str], _links: dict[str, str]) -> list[str]:
    return [_cell(part) for part in block.get("elements", [])]


def _image(block: Json, _names: dict[str, str], _links: dict[str, str]) -> list[str]:
    return [f"({block['alt_text']})"]


def _markdown(block: Json, _names: dict[str, str], _links: dict[str, str]) -> list[str]:
    return [re.sub(r"\*\*|__|^#+ ", "", block["text"], flags=re.MULTILINE)]


def _divider(_block: Json, _names: dict[str, str], _links: dict[str, str]) -> list[str]:
    return ["---"]


_DRAW: dict[str, Callable[[Json, dict[str, str], dict[str, str]], list[str]]] = {
    "section": _section,
    "header": _headed,
    "alert": _headed,
    "context": _context,
    "table": _table,
    "data_table": _table,
    "rich_text": _rich,
    "image": _image,
    "markdown": _markdown,
    "divider": _divider,
}


def _draw_element(drawn: Drawn, block: Json, element: Json, names: dict[str, str], inputs: Json) -> None:
    block_id = block.get("block_id", "")
    if element["type"] == "button":
        label = plain(element["text"], names)
        drawn.buttons.append(Button(label, element, block_id, element.get("url", "")))
        drawn.lines.append(f"[{label}]")
        if element.get("url"):
            drawn.links[label] = element["url"]
    elif element["type"] == "overflow":
        for option in element["options"]:
            label = plain(option["text"], names)
            drawn.buttons.append(Button(label, {**element, "selected_option": option}, block_id))
            drawn.lines.append(f"[{label}]")
    else:
        _draw_field(drawn, _field(block, element, names), names, inputs)


def _field(block: Json, element: Json, names: dict[str, str]) -> Field:
    is_input = block["type"] == "input"
    label = block.get("label") or (block.get("text") if block["type"] == "section" else None)
    label = label or element.get("placeholder") or {"type": "plain_text", "text": element["action_id"]}
    options = [Option(plain(o["text"], names), o) for o in all_options(element)]
    if element["type"] == "users_select":
        options = [Option(name, {"value": id_}) for id_, name in names.items() if id_.startswith("U")]
    return Field(
        plain(label, names),
        _KINDS.get(element["type"], "text"),
        element,
        block["block_id"],
        is_input and not block.get("optional", False),
        tuple(options),
        live=not is_input or bool(block.get("dispatch_action")),
    )


def _draw_field(drawn: Drawn, field: Field, names: dict[str, str], inputs: Json) -> None:
    given = inputs.get(field.block_id, {}).get(field.element["action_id"]) or _start(field.element)
    shown = _shown(given, names)
    choices = ""
    if field.element["type"] in CHOICES:
        choices = " (" + " / ".join(option.text for option in field.options) + ")"
    drawn.fields.append(field)
    drawn.lines.append(f"{field.label}{'*' if field.required else ''}{choices}: {shown or '____'}")


def _shown(value: Json, names: dict[str, str]) -> str:
    content = next((c for key, c in value.items() if key != "type"), None)
    if isinstance(content, list):
        return ", ".join(plain(option["text"], names) for option in content)
    if isinstance(content, dict):
        return plain(content["text"], names)
    return str(content or "")
