"""Every element drawn: golden files, Slack's limits, and no text that comes alive."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import render
from adapters.slack.elements import Origin
from adapters.slack.forms import FormTooLarge, modal
from adapters.slack.text import clean, cut, escaped, size
from bot.views import Button, Buttons, Card, Choices, Form, Invalid, Note, Option, Paragraph, Quote, TextField, View
from tests.example_views import ELEMENTS, EXAMPLES, HARD, every_block, every_field
from tests.slack.reread import check_message, check_option, check_view, units, within

GOLDEN = Path(__file__).parents[1] / "golden" / "slack"
FIELDS = ("question", "vendor")


def drawn(view: View) -> dict[str, Any]:
    """A view on every surface where it may stand."""
    match view:
        case Card() | Note():
            return {
                "message": render.message(view, Origin.OUTBOX),
                "home": render.home(view),
                "dialog": render.dialog(view),
            }
        case Form():
            return {"modal": modal(view)}
        case Choices():
            return {"choices": render.choices(view)}
    return {"errors": render.errors(view, FIELDS), "note": render.message(render.as_note(view), Origin.REPLY)}


def check(view: View) -> None:
    """Every surface of a view, by Slack's rules."""
    for surface, payload in drawn(view).items():
        match surface:
            case "message" | "note":
                check_message(payload)
            case "choices":
                assert len(payload["options"]) <= 100
                for option in payload["options"]:
                    check_option(option)
            case "errors":
                assert set(payload) <= set(FIELDS)
                for text in payload.values():
                    within(text, 1_000, "error")
            case _:
                check_view(payload)


@pytest.mark.parametrize("name", ELEMENTS)
def test_an_element_is_drawn_as_in_its_golden_file(name: str) -> None:
    text = json.dumps(drawn(ELEMENTS[name]), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    golden = GOLDEN / f"{name}.json"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(text)
    assert golden.read_text() == text, "draw it anew with WRITE_GOLDEN=1 and look at the difference"


def test_there_is_no_golden_file_without_its_example() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(ELEMENTS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_keeps_the_limits_and_stays_dead_text(name: str) -> None:
    check(EXAMPLES[name])


def test_what_is_left_out_is_counted_and_buttons_stay() -> None:
    blocks = drawn(HARD["forty_quotes"])["message"]["blocks"]
    assert blocks[-1]["type"] == "actions"
    assert blocks[-2]["elements"][0]["text"] == "17 more not shown"
    assert len(blocks) == 50
    options = drawn(HARD["many_options"])["modal"]["blocks"][0]
    assert options["hint"]["text"] == "21 more not shown"
    assert options["element"]["initial_option"]["value"] == "v118"
    assert len(drawn(HARD["thirty_buttons"])["message"]["blocks"][2]["elements"]) == 5


def test_a_table_stands_in_messages_only_and_once() -> None:
    both = drawn(HARD["two_tables"])
    assert [block["type"] for block in both["message"]["blocks"]].count("table") == 1
    assert not [block for block in both["dialog"]["blocks"] if block["type"] == "table"]
    assert "too close to call" in json.dumps(both["dialog"])


def test_buttons_tell_how_their_card_came() -> None:
    card = Card("Okta", (Buttons((Button("Ask", "ask", "a|b"), Button("Ask again", "ask", "c"))),))
    reply, outbox = render.message(card, Origin.REPLY), render.message(card, Origin.OUTBOX)
    first, second = reply["blocks"][1]["elements"]
    assert (first["value"], first["action_id"], second["action_id"]) == ("reply|a|b", "ask", "ask:2")
    assert outbox["blocks"][1]["elements"][0]["value"] == "outbox|a|b"


def test_a_text_given_now_is_shown_in_place_of_what_was_typed_before() -> None:
    def ids(value: str, once: str) -> tuple[str, str]:
        (block,) = modal(Form("Before others read it", "ask", (TextField("pros", "Pros", value),), once=once))["blocks"]
        return block["block_id"], block["element"]["action_id"]

    assert ids("", "1") == ids("", "2") == ("pros", "pros")  # What was typed stays where nothing is given.
    reworded, again = ids("Reworded.", "1"), ids("Reworded.", "2")
    assert reworded[0] == again[0] == "pros"
    assert len({"pros", reworded[1], again[1]}) == 3


def test_a_long_title_stands_whole_over_the_form() -> None:
    view = modal(Form("Ask the peers who know this vendor best", "ask.post", (), once="1"))
    assert view["title"]["text"] == "Warmline"
    assert view["blocks"][0]["text"]["text"] == "Ask the peers who know this vendor best"


def test_a_card_without_a_title_is_its_lines_alone() -> None:
    sent = render.message(Card("", (Paragraph(("Okta: asked.",), quiet=True),), "Okta"), Origin.OUTBOX)
    assert [block["type"] for block in sent["blocks"]] == ["context"]
    assert sent["text"] == "Okta"


def test_a_form_that_slack_cannot_carry_is_a_bug() -> None:
    with pytest.raises(FormTooLarge):
        modal(Form("Ask", "ask.post", (), once="1", arg="x" * 4_000))
    with pytest.raises(FormTooLarge):
        modal(Form("Ask", "ask.post", (TextField("", "Question"),), once="1"))


def test_a_button_that_cannot_be_carried_back_is_not_drawn() -> None:
    blocks = render.message(Card("Okta", (Buttons((Button("Ask", "ask", "x" * 3_000),)),)), Origin.REPLY)["blocks"]
    assert [block["type"] for block in blocks] == ["header"]


def test_words_of_members_are_shown_as_they_are() -> None:
    words = "Use *SAP_S4* at <b>20:00</b>, ask #sales & @here :smile:"
    card = Card("T", (Paragraph((words,)), Quote(words)))
    message = json.dumps(render.message(card, Origin.REPLY), ensure_ascii=False)
    assert message.count(words) == 2


ODD = (
    "<!channel>",
    "<@U1>",
    "<https://evil.example|x>",
    "@here",
    "*b*",
    "_i_",
    "~s~",
    "`c`",
    "&gt; q",
    "> q",
    ":x:",
    "\u202e",
    "https://evil.example",
    "www.evil.example",
    "\ud800",
    "\x00",
    "&amp;lt;",
    "\n&",
    "a" * 3_100,
    "𝔸" * 1_600,
    "<" * 700,
    "",
)
"""Texts that come alive, break out, or are too long."""
TEXT = st.text(max_size=60) | st.sampled_from(ODD)
MIXED = st.lists(TEXT, min_size=1, max_size=6).map("".join)
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(QUICK, max_examples=40)


@FEWER
@given(MIXED)
def test_no_text_in_any_element_comes_alive_or_breaks_a_limit(text: str) -> None:
    stays_dead(text)


@pytest.mark.parametrize("text", ODD)
def test_no_odd_text_alone_does_either(text: str) -> None:
    stays_dead(text)


def stays_dead(text: str) -> None:
    check(every_block(text))
    check(every_field(text, (Option(text, "a"), Option(text, clean(text)))))
    check(Note((text,)))
    check(Choices((Option(text, text),)))
    check(Invalid({text: text, "question": text}))


@QUICK
@given(MIXED, st.integers(2, 200))
def test_cutting_keeps_the_limit_and_every_sign_whole(text: str, limit: int) -> None:
    assert units(cut(clean(text), limit)) <= limit
    assert size(clean(text)) == units(clean(text))
    shown = escaped(text, max(limit, 10))
    assert units(shown) <= max(limit, 10)
    assert not any(sign in shown for sign in "<>")
    assert "&" not in re.sub("&(amp|lt|gt);", "", shown)


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>", "verbatim": True}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "fine *bold*", "verbatim": True}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "fine", "verbatim": False}},
        {"type": "section", "text": {"type": "plain_text", "text": ":x:", "emoji": True}},
        {"type": "section", "text": {"type": "plain_text", "text": "x" * 3_001, "emoji": False}},
        {"type": "section", "text": {"type": "plain_text", "text": "", "emoji": False}},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}],
        },
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "<https://evil.example|x>", "verbatim": True}]},
        {"type": "actions", "elements": []},
        {"type": "table", "column_settings": [], "rows": [[{"type": "raw_text", "text": ""}]]},
    ],
)
def test_the_reader_of_these_tests_sees_what_is_wrong(block: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        check_message({"text": "x", "blocks": [block]})
