"""What Slack refuses in the elements and texts of blocks, with the limits of its reference."""

from collections.abc import Iterator
from typing import Any

from playground.state import Json

SELECTS = {
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
}
PICKERS = {"datepicker", "timepicker", "datetimepicker"}
TEXT_INPUTS = {
    "plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input",
}  # fmt: skip
CHOICES = {"radio_buttons", "checkboxes"}
ELEMENTS = {
    "actions": {"button", "overflow", "workflow_button"} | SELECTS | PICKERS | CHOICES,
    "accessory": {"button", "overflow", "image", "workflow_button"} | SELECTS | PICKERS | CHOICES,
    "input": SELECTS | PICKERS | CHOICES | TEXT_INPUTS,
}


class Wrong(Exception):
    """A block that Slack refuses; the text is what the answer's `response_metadata` says."""


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each interactive element with its block, top down."""
    for block in blocks:
        if block["type"] == "input":
            yield block, block["element"]
        elif block["type"] == "section" and block.get("accessory", {}).get("type", "image") != "image":
            yield block, block["accessory"]
        elif block["type"] in ("actions", "context_actions"):
            for element in block["elements"]:
                yield block, element


def all_options(element: Json) -> list[Json]:
    """The options of a select, its groups flattened."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(o for g in groups for o in g["options"])]


def check_element(element: Any, place: str, at: str) -> None:
    """Checks an element standing in `actions`, as `accessory`, or in an `input`; raises Wrong."""
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in ELEMENTS[place]:
        raise Wrong(f"unsupported element: {kind} [json-pointer:{at}/type]")
    if kind == "image":
        return check_image(element, at)
    check_short(element.get("action_id"), 255, f"{at}/action_id")
    check_short(element.get("accessibility_label"), 75, f"{at}/accessibility_label")
    if element.get("placeholder") is not None:
        check_text(element["placeholder"], 150, f"{at}/placeholder", plain=True)
    if element.get("confirm") is not None:
        _confirm(element["confirm"], f"{at}/confirm")
    if kind == "button":
        _button(element, at)
    elif kind == "plain_text_input":
        _text_input(element, at)
    else:
        _choices(element, at)
    return None


def check_image(block: Json, at: str) -> None:
    """Checks an image, as a block or inside one."""
    if not block.get("alt_text") or not (block.get("image_url") or block.get("slack_file")):
        raise Wrong(f"missing required field: alt_text or image_url [json-pointer:{at}]")
    check_short(block.get("alt_text"), 2000, f"{at}/alt_text")


def _button(element: Json, at: str) -> None:
    check_text(element.get("text"), 75, f"{at}/text", plain=True)
    check_short(element.get("value"), 2000, f"{at}/value")
    check_short(element.get("url"), 3000, f"{at}/url")
    if element.get("style", "primary") not in ("primary", "danger"):
        raise Wrong(f"must be primary or danger [json-pointer:{at}/style]")


def _text_input(element: Json, at: str) -> None:
    most = element.get("max_length", 3000)
    if not 1 <= most <= 3000 or not 0 <= element.get("min_length", 0) <= most:
        raise Wrong(f"must be from 1 to 3000 [json-pointer:{at}/max_length]")
    check_short(element.get("initial_value"), most, f"{at}/initial_value")


def _choices(element: Json, at: str) -> None:
    kind = element["type"]
    most = {"radio_buttons": 10, "checkboxes": 10, "overflow": 5}.get(kind, 100)
    groups = element.get("option_groups")
    if kind in ("static_select", "multi_static_select", "overflow", *CHOICES):
        if groups is None:
            _options(element.get("options"), most, f"{at}/options")
        else:
            check_some(groups, 100, f"{at}/option_groups")
            for group in groups:
                check_text(group.get("label"), 75, f"{at}/option_groups", plain=True)
                _options(group.get("options"), 100, f"{at}/option_groups")
        _check_initial(element, at)
    elif element.get("initial_option") is not None:
        _option(element["initial_option"], f"{at}/initial_option")


def _check_initial(element: Json, at: str) -> None:
    offered = all_options(element)
    chosen = [*element.get("initial_options", [])]
    if element.get("initial_option") is not None:
        chosen.append(element["initial_option"])
    for option in chosen:
        if option not in offered:
            raise Wrong(f"must exactly match one of the options [json-pointer:{at}/initial_option]")


def _options(options: Any, most: int, at: str) -> None:
    check_some(options, most, at)
    for option in options:
        _option(option, at)


def _option(option: Any, at: str) -> None:
    if not isinstance(option, dict):
        raise Wrong(f"must be an option [json-pointer:{at}]")
    check_text(option.get("text"), 75, f"{at}/text")
    if not isinstance(option.get("value"), str) or not 1 <= len(option["value"]) <= 150:
        raise Wrong(f"must be a string of 1 to 150 characters [json-pointer:{at}/value]")
    if option.get("description") is not None:
        check_text(option["description"], 75, f"{at}/description")


def _confirm(confirm: Json, at: str) -> None:
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        check_text(confirm.get(name), most, f"{at}/{name}")


def check_text(text: Any, most: int, at: str, *, plain: bool = False) -> None:
    """Checks a text object of 1 to `most` characters."""
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if not isinstance(text, dict) or text.get("type") not in kinds:
        raise Wrong(f"must be a text object of {' or '.join(kinds)} [json-pointer:{at}]")
    if ("verbatim" in text and text["type"] == "plain_text") or ("emoji" in text and text["type"] == "mrkdwn"):
        raise Wrong(f"additional field not allowed [json-pointer:{at}]")
    if not isinstance(text.get("text"), str) or not text["text"]:
        raise Wrong(f"must be more than 0 characters [json-pointer:{at}/text]")
    if len(text["text"]) > most:
        raise Wrong(f"must be less than {most + 1} characters [json-pointer:{at}/text]")


def check_short(text: Any, most: int, at: str) -> None:
    """Checks a string of at most `most` characters; absent is fine."""
    if text is not None and (not isinstance(text, str) or len(text) > most):
        raise Wrong(f"must be a string of less than {most + 1} characters [json-pointer:{at}]")


def check_some(items: Any, most: int, at: str) -> None:
    """Checks a list of 1 to `most` items."""
    if not isinstance(items, list) or not items:
        raise Wrong(f"must have at least one item [json-pointer:{at}]")
    if len(items) > most:
        raise Wrong(f"no more than {most} items allowed [json-pointer:{at}]")
