"""Each element of a view as blocks of Block Kit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby, islice

from adapters.slack import limits
from adapters.slack.blocks import Json, label, literal, paragraph, quiet, rich, rich_line, small
from adapters.slack.limits import Surface
from adapters.slack.text import clean, escape, fit, means_nothing, one_line, safe_url, size
from bot.views import (
    Bars,
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Fact,
    Facts,
    Heading,
    Look,
    OpenPage,
    Paragraph,
    Quote,
    Spans,
    Table,
)

BAR_CELLS = 8
OPEN_PAGE = "open-page"  # the action id of a button that only leads to a page


class Origin(StrEnum):
    """How a card came to its reader, told again by every button on it.

    A reply may be replaced by the answer to its button; a card from the outbox is the outbox's to change.
    """

    REPLY = "reply"
    OUTBOX = "outbox"


@dataclass(slots=True)
class Page:
    """What is being drawn: where it stands, how it came there, and the action ids given so far."""

    surface: Surface
    origin: Origin
    tables: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    def action_id(self, action: str) -> str:
        """``action``, or ``action:2`` and so on, since Slack wants each id once."""
        count = self.ids[action] = self.ids.get(action, 0) + 1
        return action if count == 1 else f"{action}:{count}"


def draw(block: Block, page: Page) -> Iterator[Json]:
    """The blocks of Slack that show one block of ours."""
    match block:
        case Heading(text):
            yield rich(rich_line((Bold(one_line(text, limits.HEADER)),), limits.RICH_TEXT))
        case Paragraph(spans, is_quiet):
            if spans:
                yield quiet(spans) if is_quiet else paragraph(spans)
        case Quote():
            yield from _quote(block)
        case Bullets(items):
            yield from _bullets(items)
        case Facts():
            yield from _facts(block)
        case Bars():
            yield from _bars(block)
        case Table():
            yield from _table(block, page)
        case Buttons():
            yield from _buttons(block, page)


def _quote(quote: Quote) -> Iterator[Json]:
    yield rich(rich_line((fit(quote.words, limits.RICH_TEXT),), limits.RICH_TEXT, "rich_text_quote"))
    if quote.by:
        yield quiet(quote.by)


def _bullets(items: tuple[Spans, ...]) -> Iterator[Json]:
    if not items:
        return
    each = limits.RICH_TEXT // min(len(items), limits.BULLETS)
    lines = [rich_line(item, each) for item in items[: limits.BULLETS]]
    yield rich({"type": "rich_text_list", "style": "bullet", "elements": lines})
    if len(items) > limits.BULLETS:
        yield small(f"{len(items) - limits.BULLETS} more not shown")


def _facts(facts: Facts) -> Iterator[Json]:
    """Side by side where mrkdwn finds nothing in them; where it would, below each other in text that it never reads."""
    for fields, run in groupby([(_fact(one.label, one.value), one) for one in facts.facts], lambda one: bool(one[0])):
        pairs = list(run)
        if not fields:
            yield _literal_facts([fact for _, fact in pairs])
            continue
        for start in range(0, len(pairs), limits.FIELDS):
            yield {"type": "section", "fields": [field for field, _ in pairs[start : start + limits.FIELDS]]}


def _fact(name: str, value: str) -> Json | None:
    """The label stands out; None where a text has a sign that mrkdwn would read."""
    name, value = one_line(name, 100), one_line(value, 1_500)
    stands_out = f"*{escape(name)}*\n{escape(value)}"
    if means_nothing(name) and means_nothing(value) and size(stands_out) <= limits.FIELD:
        return {"type": "mrkdwn", "text": stands_out, "verbatim": True}
    return None


def _literal_facts(facts: list[Fact]) -> Json:
    each = limits.RICH_TEXT // (2 * len(facts))
    lines: list[Bold | str] = []
    for fact in facts:
        above = "\n" if lines else ""
        lines += [Bold(f"{above}{one_line(fact.label, 100)}"), f"\n{one_line(fact.value, min(each, 1_500))}"]
    return rich(rich_line(tuple(lines), limits.RICH_TEXT))


def _bars(bars: Bars) -> Iterator[Json]:
    if not bars.bars:
        return
    each = limits.RICH_TEXT // (2 * len(bars.bars) + 1)
    lines: list[Bold | str] = [Bold(one_line(bars.title, 200, ""))]
    for bar in bars.bars:
        full = round(min(max(bar.share, 0.0), 1.0) * BAR_CELLS)
        cells = "▰" * full + "▱" * (BAR_CELLS - full)
        lines += [f"\n{cells}  ", Bold(one_line(bar.label, each)), f"  {one_line(bar.words, each)}"]
    yield rich(rich_line(tuple(lines), limits.RICH_TEXT))


def _table(table: Table, page: Page) -> Iterator[Json]:
    if not table.columns or not table.rows:
        return
    if clean(table.title).strip():
        yield rich(rich_line((Bold(one_line(table.title, limits.HEADER)),), limits.RICH_TEXT))
    page.tables += 1
    yield from _real_table(table) if page.tables <= page.surface.tables else _rows_as_facts(table)


def _real_table(table: Table) -> Iterator[Json]:
    columns = table.columns[: limits.TABLE_COLUMNS]
    rows: list[list[Json]] = []
    left = limits.TABLE_TEXT
    for row in islice((columns, *table.rows), limits.TABLE_ROWS):
        cells = [_cell(cell, index == 0 and not rows) for index, cell in enumerate(row[: len(columns)])]
        left -= sum(size(cell["text"]) for cell in cells)
        if left < 0 and rows:
            break
        rows.append(cells)
    yield {"type": "table", "column_settings": [{"is_wrapped": True} for _ in columns], "rows": rows}
    rows_hidden = len(table.rows) + 1 - len(rows)
    columns_hidden = len(table.columns) - len(columns)
    if rows_hidden or columns_hidden:
        yield small(f"Not shown: {rows_hidden} rows, {columns_hidden} columns")


def _cell(text: str, is_corner: bool) -> Json:
    # Slack refuses an empty cell; the corner over the row names stays blank to the eye.
    return {"type": "raw_text", "text": one_line(text, limits.CELL, " " if is_corner else "–")}


def _rows_as_facts(table: Table) -> Iterator[Json]:
    """A table where Slack has none: a line for each row, each value behind the name of its column."""
    lines: list[Json] = []
    for row in table.rows[: limits.BULLETS]:
        spans: list[Bold | str] = [Bold(one_line(row[0] if row else "", 200))]
        for name, value in zip(table.columns[1:], row[1:], strict=False):
            spans.append(f"\n{one_line(name, 200)}: {one_line(value, 400)}")
        lines.append(rich_line(tuple(spans), limits.RICH_TEXT // min(len(table.rows), limits.BULLETS)))
    yield rich({"type": "rich_text_list", "style": "bullet", "elements": lines})
    if len(table.rows) > limits.BULLETS:
        yield small(f"{len(table.rows) - limits.BULLETS} more not shown")


def _buttons(row: Buttons, page: Page) -> Iterator[Json]:
    drawn = [element for button in row.buttons if (element := _button(button, page))]
    for start in range(0, len(drawn), limits.ACTIONS):
        yield {"type": "actions", "elements": drawn[start : start + limits.ACTIONS]}


def _button(button: Button | OpenPage, page: Page) -> Json | None:
    """None for a button that Slack could not carry back or that leads nowhere safe: better none than a wrong one."""
    element: Json = {"type": "button", "text": label(button.label, limits.BUTTON)}
    if isinstance(button, OpenPage):
        url = safe_url(button.url)
        return element | {"action_id": page.action_id(OPEN_PAGE), "url": url} if url else None
    value = f"{page.origin}|{button.arg}"
    if size(value) > limits.BUTTON_VALUE or size(button.action) > limits.ID - 5:
        return None
    element |= {"action_id": page.action_id(button.action), "value": value}
    if button.look is not Look.PLAIN:
        element["style"] = str(button.look)
    if button.confirm:
        element["confirm"] = _confirm(button)
    return element


def _confirm(button: Button) -> Json:
    asked: Json = {
        "title": label("Are you sure?", limits.CONFIRM_TITLE),
        "text": literal(button.confirm, limits.CONFIRM_TEXT),
        "confirm": label(button.label, limits.CONFIRM_BUTTON),
        "deny": label("Cancel", limits.CONFIRM_BUTTON),
    }
    return asked | {"style": "danger"} if button.look is Look.DANGER else asked
