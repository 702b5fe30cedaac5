"""Every element of the core's views as the desk draws it: all of them, and nobody's words as markup."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any, get_args

import pytest

from adapters.desk.charts import chart
from adapters.desk.draw import TEMPLATES, page
from adapters.desk.render import filled, sheet
from adapters.desk.sections import ALL, BY_NAME, SECTIONS, Opened, is_here, only_reads
from bot.routes import ROUTES
from bot.views import Bar, Bars, Block, Button, Buttons, Card, Field, Form, Look, Note, OpenPage, Paragraph
from tests.example_views import EXAMPLES
from tests.processes import ROOT

FRAME = {
    "sections": ALL, "here": BY_NAME["queue"], "seal": "0" * 64, "community": "CIO <b>Circle</b>", "manager": "Mia <i>",
    "ends_at": datetime(2026, 3, 2, 9, 0, tzinfo=UTC), "back": None, "title": "Queue",
    "searches": "", "sought": "", "longest": 80,
}  # fmt: skip
ALLOWED = {
    "html", "head", "meta", "title", "style", "script", "body", "a", "header", "p", "span", "form", "input", "button",
    "nav", "main", "footer", "section", "h1", "h2", "div", "strong", "figure", "blockquote", "figcaption", "ul", "li",
    "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect", "line", "text", "details",
    "summary", "label", "select", "option", "textarea", "fieldset", "legend", "datalist",
}  # fmt: skip
EMPTY = {"meta", "input"}


class Sound(HTMLParser):
    """Fails at a tag that is not ours, one that is not closed in its place, and a handler or address of a script's."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name != "style"
            assert not (
                name in ("href", "src", "action") and (value or "").lower().startswith(("javascript:", "data:"))
            )
            if name == "id":
                self.ids.append(value or "")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def drawn(**what: object) -> str:
    values: dict[str, Any] = {**FRAME, "note": None, "card": None, "form": None, **what}
    text = page("view.html", **values).text
    assert text is not None
    return text


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_drawn_soundly(name: str) -> None:
    match EXAMPLES[name]:
        case Card() as card:
            text = drawn(card=sheet(card, BY_NAME["queue"]))
        case Form() as form:
            text = drawn(form=filled(form, Opened("curate.several")))
        case Note() as note:
            text = drawn(note=note)
        case _:
            return
    seen = Sound(text)
    assert len(seen.ids) == len(set(seen.ids))


def test_every_word_of_a_card_is_there() -> None:
    text = drawn(card=sheet(Card("A title", (Paragraph(("a < b & “c”",)),)), BY_NAME["queue"]))
    assert "a &lt; b &amp; “c”" in text
    assert "CIO &lt;b&gt;Circle&lt;/b&gt;" in text


def test_a_button_that_looks_is_an_address_and_one_that_changes_something_a_form() -> None:
    row = Buttons((
        Button("Read", "case.read", "x&y=1", Look.PRIMARY), Button("Approve", "review.approve", "r1"),
        Button("Refuse", "vendors.refuse", "v1", Look.DANGER, confirm="It is found no more."),
        Button("Erase", "me.erase_now"), OpenPage("Out", "javascript:alert(1)"), OpenPage("Page", "https://w.example/"),
    ))  # fmt: skip
    text = drawn(card=sheet(Card("A card", (row,)), BY_NAME["queue"]))
    assert 'href="/desk/queue?action=case.read&amp;arg=x%26y%3D1"' in text
    assert '<input type="hidden" name="action" value="review.approve">' in text
    assert "It is found no more." in text
    assert "Yes: Refuse" in text
    assert "Erase" not in text
    assert "javascript" not in text
    assert 'href="https://w.example/"' in text


def test_only_what_is_for_managers_alone_is_at_the_desk() -> None:
    assert {section.action for section in SECTIONS} <= {action for action in ROUTES if only_reads(action)}
    for action, route in ROUTES.items():
        assert not is_here(action) or route.managers_only, action
        assert not only_reads(action) or not route.writes, action


def test_nothing_waits_in_the_queue_without_a_way_at_the_desk() -> None:
    queue = (ROOT / "bot" / "curate" / "queue.py").read_text()
    actions = set(re.findall(r'Button\("[^"]+", "([a-z_.]+)"', queue))
    assert len(actions) > 8
    assert {action for action in actions if not is_here(action)} <= {"home", "curate.desk"}


def test_every_kind_of_block_and_field_has_its_drawing() -> None:
    drawings = "".join((TEMPLATES / name).read_text() for name in ("_view.html", "_form.html"))
    kinds = {one.__name__ for one in (*get_args(Block), *get_args(Field))}
    # Bars are drawn as a Chart, buttons as a Row; a field of plain text is what is left over.
    assert {kind for kind in kinds if f'"{kind}"' not in drawings} == {"Bars", "Buttons", "TextField"}


def test_months_stand_side_by_side_and_say_their_figures() -> None:
    bars = tuple(Bar(f"{name} 2026", n / 4, f"{n} of 4") for n, name in ((1, "Jan"), (2, "Feb"), (4, "Apr")))
    found = chart(Bars("Questions answered", bars))
    assert found.said == "Questions answered. Jan 2026: 1 of 4; Feb 2026: 2 of 4; Apr 2026: 4 of 4."
    assert found.newest and found.newest.words == "4 of 4"
    heights = [mark.high for mark in found.marks]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert all(mark.x >= 0 and mark.x + mark.wide <= found.wide for mark in found.marks)
    assert all(mark.y >= 0 and mark.y + mark.high <= found.high for mark in found.marks)


def test_other_bars_lie_one_under_the_other_and_odd_shares_stay_inside() -> None:
    found = chart(Bars("Would buy again", (Bar("yes", 7.5, "7"), Bar("no", -1, "2"), Bar("2026", 0, "0"))))
    assert found.newest is None
    assert [mark.wide for mark in found.marks] == [320, 1.5, 1.5]
    assert chart(Bars("Nothing", ())).said == "Nothing. ."
    text = drawn(card=sheet(Card("A card", (Bars("Would buy again", (Bar("yes", 1, "7 <b>"),)),)), BY_NAME["queue"]))
    assert 'aria-label="Would buy again. yes: 7 &lt;b&gt;."' in text
    assert "<td>7 &lt;b&gt;</td>" in text
