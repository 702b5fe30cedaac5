"""Reads drawn payloads by Slack's own rules: limits, ids, places, and what Slack would make of every text."""

import json
import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

SURFACES = {"message": 50, "modal": 100, "home": 100}
NOT_IN_VIEWS = {"table", "markdown", "data_table", "data_visualization"}
BLOCKS = {"header", "section", "context", "rich_text", "actions", "table", "input"}
INPUTS = {
    "plain_text_input",
    "static_select",
    "multi_static_select",
    "external_select",
    "checkboxes",
    "datepicker",
}
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
OUR_LINK = re.compile(r"<https://warmline\.example/[^<>|\s]*\|[^<>|*_~`]+>")
OUR_LABEL = re.compile(r"\A\*[^*_~`\n]+\*\n")


def units(text: str) -> int:
    """The greater of code points and UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def within(text: object, limit: int, what: str, least: int = 1) -> None:
    assert isinstance(text, str), what
    assert least <= units(text) <= limit, f"{what}: {units(text)} of {limit}"
    assert not UNSEEN.search(text), f"{what} has signs that nobody sees"


def check_message(message: Json) -> None:
    """A message: its blocks, and a top-level text in which nothing is alive."""
    within(message["text"], 3_000, "text")
    assert not re.search("[<>]", message["text"])
    check_blocks(message["blocks"], "message")
    assert total_text(message["blocks"]) <= 9_500


def check_view(view: Json) -> None:
    """A modal or App Home."""
    kind = view["type"]
    check_blocks(view["blocks"], kind)
    assert len(json.dumps(view)) <= 250_000
    if kind == "modal":
        for name in ("title", "submit", "close"):
            if name in view:
                check_plain(view[name], 24, name)
        assert "title" in view
        assert len(view.get("private_metadata", "")) <= 3_000
        assert units(view["callback_id"]) <= 255
        has_input = any(block["type"] == "input" for block in view["blocks"])
        assert not has_input or "submit" in view


def check_blocks(blocks: list[Json], surface: str) -> None:
    assert 1 <= len(blocks) <= SURFACES[surface], len(blocks)
    assert sum(block["type"] == "table" for block in blocks) <= 1
    for block in blocks:
        assert block["type"] in BLOCKS
        assert surface == "message" or block["type"] not in NOT_IN_VIEWS
        assert surface == "modal" or block["type"] != "input"
        CHECKS[block["type"]](block)
    ids = [found["action_id"] for found in walk(blocks) if "action_id" in found]
    assert len(ids) == len(set(ids)), "an action id stands twice"
    named = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(named) == len(set(named)), "a block id stands twice"


def walk(value: object) -> Iterator[Json]:
    """Every object inside."""
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from walk(child)
    elif isinstance(value, list):
        for child in value:
            yield from walk(child)


def total_text(value: object) -> int:
    return sum(units(found["text"]) for found in walk(value) if isinstance(found.get("text"), str))


def check_plain(text: Json, limit: int, what: str) -> None:
    assert text["type"] == "plain_text"
    assert text["emoji"] is False, f"{what}: :words: would become pictures"
    within(text["text"], limit, what)


def check_any(text: Json, limit: int, what: str) -> None:
    if text["type"] == "plain_text":
        return check_plain(text, limit, what)
    assert text["type"] == "mrkdwn"
    assert text["verbatim"] is True
    within(text["text"], limit, what)
    return check_markup(text["text"])


def check_markup(text: str) -> None:
    """Our own bold label and our own links are all that mrkdwn may find."""
    rest = OUR_LABEL.sub("", OUR_LINK.sub("", text))
    assert not re.search(r"[*_~`<>@#]", rest), rest
    assert not re.search(r":[\w+'-]+:|://", rest), rest
    assert "&" not in re.sub("&(amp|lt|gt);", "", rest), rest
    assert not re.search(r"(?m)^\s*&gt;", rest), rest


def check_header(block: Json) -> None:
    check_plain(block["text"], 150, "header")


def check_section(block: Json) -> None:
    assert set(block) <= {"type", "text", "fields", "block_id"}
    if "text" in block:
        check_any(block["text"], 3_000, "section")
    else:
        assert 1 <= len(block["fields"]) <= 10
    for one in block.get("fields", []):
        check_any(one, 2_000, "field")


def check_context(block: Json) -> None:
    assert 1 <= len(block["elements"]) <= 10
    for element in block["elements"]:
        check_any(element, 3_000, "context")


def check_rich(block: Json) -> None:
    assert block["elements"]
    for element in block["elements"]:
        if element["type"] == "rich_text_list":
            assert element["style"] == "bullet"
            assert element["elements"]
            for item in element["elements"]:
                check_rich_line(item)
        else:
            check_rich_line(element)
    assert total_text(block) <= 3_100


def check_rich_line(line: Json) -> None:
    assert line["type"] in ("rich_text_section", "rich_text_quote")
    assert line["elements"]
    for element in line["elements"]:
        assert element["type"] in ("text", "link"), "only words and our links"
        within(element["text"], 3_000, "rich text")
        if element["type"] == "link":
            assert re.fullmatch(r"https://warmline\.example/\S*", element["url"])
            assert len(element["url"]) <= 3_000
        assert element.get("style", {}) in ({}, {"bold": True})


def check_actions(block: Json) -> None:
    assert 1 <= len(block["elements"]) <= 25
    for element in block["elements"]:
        assert element["type"] == "button"
        check_plain(element["text"], 75, "button")
        assert 1 <= units(element["action_id"]) <= 255
        assert units(element.get("value", "")) <= 2_000
        assert units(element.get("url", "")) <= 3_000
        assert element.get("style", "primary") in ("primary", "danger")
        if "confirm" in element:
            for name, limit in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items():
                check_plain(element["confirm"][name], limit, name)


def check_table(block: Json) -> None:
    assert 1 <= len(block["rows"]) <= 100
    widths = {len(row) for row in block["rows"]}
    assert len(widths) == 1
    assert 1 <= widths.pop() <= 20
    assert len(block["column_settings"]) <= 20
    for cell in (cell for row in block["rows"] for cell in row):
        assert cell["type"] == "raw_text"
        within(cell["text"], 2_000, "cell")
    assert total_text(block) <= 10_000


def check_input(block: Json) -> None:
    assert 1 <= units(block["block_id"]) <= 255
    check_plain(block["label"], 2_000, "label")
    if "hint" in block:
        check_plain(block["hint"], 2_000, "hint")
    element = block["element"]
    assert element["type"] in INPUTS
    assert 1 <= units(element["action_id"]) <= 255
    if "placeholder" in element:
        check_plain(element["placeholder"], 150, "placeholder")
    if element["type"] == "plain_text_input":
        assert 1 <= element["max_length"] <= 3_000
        within(element.get("initial_value", ""), element["max_length"], "initial value", 0)
    elif element["type"] == "datepicker":
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", element.get("initial_date", "2026-01-01"))
    else:
        check_choice(element)


def check_choice(element: Json) -> None:
    offered = element.get("options", [])
    if element["type"] == "external_select":
        assert element["min_query_length"] == 1
        assert not offered
    else:
        assert 1 <= len(offered) <= (10 if element["type"] == "checkboxes" else 100)
    chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    for option in [*offered, *chosen]:
        check_option(option)
    if offered:
        assert all(option in offered for option in chosen)
    assert len({option["value"] for option in offered}) == len(offered)


def check_option(option: Json) -> None:
    check_plain(option["text"], 75, "option")
    assert 1 <= units(option["value"]) <= 150


CHECKS = {
    "header": check_header,
    "section": check_section,
    "context": check_context,
    "rich_text": check_rich,
    "actions": check_actions,
    "table": check_table,
    "input": check_input,
}
