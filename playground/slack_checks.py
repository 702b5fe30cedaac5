"""What Slack refuses in blocks and views, with the limits of its Block Kit reference."""

import json
from collections.abc import Callable
from typing import Any

from playground.slack_elements import (
    Wrong,
    check_element,
    check_image,
    check_short,
    check_some,
    check_text,
    elements,
)
from playground.state import Json

COMMON = {"section", "actions", "context", "divider", "header", "image", "input", "rich_text", "video"}
ONLY_MESSAGE = {
    "markdown", "table", "data_table", "data_visualization", "context_actions", "card", "carousel",
    "container", "plan", "task_card", "file",
}  # fmt: skip
ALLOWED = {"message": COMMON | ONLY_MESSAGE, "modal": COMMON | {"alert"}, "home": COMMON}
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}


def check_blocks(blocks: Any, surface: str) -> None:
    """Raises Wrong at the first thing Slack would refuse; `surface` is message, modal or home."""
    if not isinstance(blocks, list):
        raise Wrong("must be an array of blocks [json-pointer:/blocks]")
    if len(blocks) > MOST_BLOCKS[surface]:
        raise Wrong(f"no more than {MOST_BLOCKS[surface]} items allowed [json-pointer:/blocks]")
    for number, block in enumerate(blocks):
        _check_block(block, surface, f"/blocks/{number}")
    _check_unique([b["block_id"] for b in blocks if "block_id" in b], "block_id")
    _check_unique([e["action_id"] for _, e in elements(blocks) if "action_id" in e], "action_id")
    _check_totals(blocks)


def check_view(view: Any) -> None:
    """Raises Wrong for a modal or Home that Slack would refuse."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        raise Wrong("unsupported type [json-pointer:/view/type]")
    if view["type"] == "modal":
        check_text(view.get("title"), 24, "/view/title", plain=True)
    for name in ("submit", "close"):
        if view.get(name) is not None:
            check_text(view[name], 24, f"/view/{name}", plain=True)
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        check_short(view.get(name), most, f"/view/{name}")
    if not view.get("blocks"):
        raise Wrong("missing required field: blocks [json-pointer:/view]")
    check_blocks(view["blocks"], view["type"])
    if view["type"] == "modal" and not view.get("submit") and any(b["type"] == "input" for b in view["blocks"]):
        raise Wrong("missing required field: submit, as there are input blocks [json-pointer:/view]")


def too_large(view: Json) -> bool:
    """A view may have 250 kB."""
    return len(json.dumps(view)) > 250_000


def _check_block(block: Any, surface: str, at: str) -> None:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in ALLOWED[surface]:
        raise Wrong(f"unsupported block type: {kind} [json-pointer:{at}/type]")
    check_short(block.get("block_id"), 255, f"{at}/block_id")
    check = _CHECKS.get(kind)
    if check is not None:
        check(block, at)


def _section(block: Json, at: str) -> None:
    fields = block.get("fields")
    if block.get("text") is None and not fields:
        raise Wrong(f"missing required field: text [json-pointer:{at}]")
    if block.get("text") is not None:
        check_text(block["text"], 3000, f"{at}/text")
    if fields is not None:
        check_some(fields, 10, f"{at}/fields")
        for text in fields:
            check_text(text, 2000, f"{at}/fields")
    if block.get("accessory") is not None:
        check_element(block["accessory"], "accessory", f"{at}/accessory")


def _actions(block: Json, at: str) -> None:
    check_some(block.get("elements"), 25, f"{at}/elements")
    for element in block["elements"]:
        check_element(element, "actions", f"{at}/elements")


def _context(block: Json, at: str) -> None:
    check_some(block.get("elements"), 10, f"{at}/elements")
    for element in block["elements"]:
        if element.get("type") == "image":
            check_image(element, f"{at}/elements")
        else:
            check_text(element, 2000, f"{at}/elements")


def _header(block: Json, at: str) -> None:
    check_text(block.get("text"), 150, f"{at}/text", plain=True)


def _input(block: Json, at: str) -> None:
    check_text(block.get("label"), 2000, f"{at}/label", plain=True)
    if block.get("hint") is not None:
        check_text(block["hint"], 2000, f"{at}/hint", plain=True)
    check_element(block.get("element"), "input", f"{at}/element")


def _table(block: Json, at: str) -> None:
    rows = block.get("rows")
    check_some(rows, 100, f"{at}/rows")
    for row in rows or []:
        check_some(row, 20, f"{at}/rows")


def _data_table(block: Json, at: str) -> None:
    if not block.get("caption"):
        raise Wrong(f"missing required field: caption [json-pointer:{at}]")
    check_some(block.get("rows"), 201, f"{at}/rows")


def _alert(block: Json, at: str) -> None:
    check_text(block.get("text"), 200, f"{at}/text")


def _markdown(block: Json, at: str) -> None:
    if not isinstance(block.get("text"), str) or not block["text"]:
        raise Wrong(f"missing required field: text [json-pointer:{at}]")


_CHECKS: dict[str, Callable[[Json, str], None]] = {
    "section": _section,
    "actions": _actions,
    "context": _context,
    "header": _header,
    "image": check_image,
    "input": _input,
    "table": _table,
    "data_table": _data_table,
    "alert": _alert,
    "markdown": _markdown,
}


def _check_totals(blocks: list[Json]) -> None:
    if sum(b["type"] == "table" for b in blocks) > 1:
        raise Wrong("only_one_table_allowed [json-pointer:/blocks]")
    if sum(len(b["text"]) for b in blocks if b["type"] == "markdown") > 12_000:
        raise Wrong("must be less than 12001 characters of markdown [json-pointer:/blocks]")


def _check_unique(ids: list[str], name: str) -> None:
    if len(set(ids)) != len(ids):
        raise Wrong(f"duplicate `{name}` [json-pointer:/blocks]")
