"""Every view is drawn, within every limit of Teams, and no member's word becomes markup."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams import answers, limits
from adapters.teams.buttons import KEY, Surface
from adapters.teams.elements import Json, weigh
from adapters.teams.forms import decode, encode
from adapters.teams.kept import pack, unpack
from adapters.teams.text import clean, cut, line, markdown
from bot.views import Card, Form, Invalid, Link, Paragraph, Quote, View
from tests.example_views import BUTTONS, ELEMENTS, EXAMPLES, every_block, every_field, one
from tests.teams.fakes import elements, words

GOLDEN = Path(__file__).parents[1] / "golden" / "teams"


def drawn(view: View) -> dict[str, Any]:
    """Everything that Teams is told for a view, by the way it was asked for."""
    ours = {"action": "ask.post", "arg": "", "once": "1", "form": pack(_form())}
    told: dict[str, Any] = {
        "message": answers.message(view, ours, {}, Surface.REPLY),
        "executed": answers.executed(view, ours, {}, filled=False),
        "submitted": answers.executed(view, ours, {}, filled=True),
        "dialog": answers.dialog(view, ours, {}),
        "search": answers.found(view),
    }
    if isinstance(view, Card):
        told["sent"] = answers.message(view, {}, {}, Surface.SENT)
    return told


def _form() -> Form:
    view = ELEMENTS["form_full"]
    assert isinstance(view, Form)
    return view


@pytest.mark.parametrize("name", ELEMENTS)
def test_the_drawing_is_the_recorded_one(name: str) -> None:
    """Run with GOLDEN=write to record anew, then look at the difference."""
    made = json.dumps(drawn(ELEMENTS[name]), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path = GOLDEN / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_drawing_keeps_every_limit(name: str) -> None:
    for told in drawn(EXAMPLES[name]).values():
        check(told)


KNOWN: dict[str, set[str]] = {
    "AdaptiveCard": {"$schema", "version", "fallbackText", "body", "actions", "msteams"},
    "TextBlock": {"text", "size", "weight", "wrap", "style", "spacing"},
    "RichTextBlock": {"inlines", "spacing"},
    "TextRun": {"text", "weight", "size", "isSubtle", "selectAction"},
    "Container": {"style", "items", "spacing"},
    "ColumnSet": {"columns", "spacing"},
    "Column": {"width", "items", "style", "minHeight", "spacing", "verticalContentAlignment"},
    "FactSet": {"facts", "spacing"},
    "Table": {"columns", "rows", "firstRowAsHeader", "showGridLines"},
    "TableRow": {"cells"},
    "TableCell": {"items"},
    "ActionSet": {"actions"},
    "Action.Execute": {"title", "verb", "data", "fallback", "style"},
    "Action.Submit": {"title", "data", "style"},
    "Action.OpenUrl": {"title", "url", "style"},
    "Action.ShowCard": {"title", "card"},
    "Input.Text": {"id", "label", "isRequired", "errorMessage", "maxLength", "isMultiline", "placeholder", "value"},
    "Input.Date": {"id", "label", "isRequired", "errorMessage", "value"},
    "Input.ChoiceSet": {
        *("id", "label", "isRequired", "errorMessage", "style", "wrap", "choices", "value"),
        *("isMultiSelect", "placeholder", "choices.data"),
    },
}


def check(told: Json) -> None:
    """Reads a message or an invoke's body by Teams' own rules."""
    assert weigh(told) <= limits.CARD_BYTES + limits.ENVELOPE_BYTES
    assert "entities" not in json.dumps(told)
    json.dumps(told, ensure_ascii=False).encode()
    for card in [item for item in elements(told) if item.get("type") == "AdaptiveCard" and "version" in item]:
        assert weigh(card) <= limits.CARD_BYTES
        assert card["version"] == "1.5"
        inputs = [item["id"] for item in elements(card) if str(item.get("type")).startswith("Input.")]
        assert len(inputs) == len(set(inputs))
        assert KEY not in inputs
        for element in visible(card):
            check_element(element)


def visible(value: Any) -> Iterator[dict[str, Any]]:
    """Elements of a card without the data of its actions."""
    if isinstance(value, dict):
        yield value
        value = [inner for name, inner in value.items() if name != "data"]
    if isinstance(value, list):
        for item in value:
            yield from visible(item)


def check_element(element: dict[str, Any]) -> None:
    kind = element.get("type")
    if kind in KNOWN:
        assert set(element) - {"type"} <= KNOWN[kind], kind
    else:
        assert kind in (None, "Data.Query")
    match kind:
        case "TextBlock":
            assert 0 < len(element["text"]) <= 2 * limits.TITLE
            assert_literal(element["text"])
        case "TextRun":
            assert 0 < len(element["text"]) <= limits.PARAGRAPH
            assert_clean(element["text"])
        case "RichTextBlock":
            assert element["inlines"]
        case "FactSet":
            assert 0 < len(element["facts"]) <= limits.FACTS
            for fact in element["facts"]:
                assert_literal(fact["title"])
                assert_literal(fact["value"])
        case "Container":
            assert element["items"]
        case "Table":
            assert 0 < len(element["columns"]) <= limits.WIDE_COLUMNS
            assert {len(row["cells"]) for row in element["rows"]} == {len(element["columns"])}
        case "ActionSet":
            assert 0 < len(element["actions"]) <= limits.BUTTONS_A_ROW
        case "Input.ChoiceSet":
            assert len(element["choices"]) <= limits.OPTIONS + 1
            values = {choice["value"] for choice in element["choices"]}
            assert all(0 < len(choice["title"]) <= 2 * limits.OPTION_LABEL for choice in element["choices"])
            chosen = element.get("value", "")
            assert set(filter(None, chosen.split(",") if "isMultiSelect" in element else [chosen])) <= values
        case "Input.Text":
            assert len(element.get("value", "")) <= element["maxLength"] <= limits.INPUT
        case "Action.OpenUrl":
            assert re.fullmatch(r"https?://\S{1,2000}", element["url"])
        case _:
            pass
    for name in ("label", "placeholder", "title", "fallbackText", "errorMessage"):
        if name in element:
            assert len(element[name]) <= 2 * limits.FACT_VALUE
            assert_clean(element[name])


def assert_clean(text: str) -> None:
    """Nothing that a client evaluates, reads as a mention, or cannot show."""
    assert "{{" not in text
    assert not re.search(r"</?at\b", text, re.IGNORECASE)
    assert not any(sign in text for sign in "\x00\x07\r\u202e\u2066\u200b\ufeff")
    assert "\n" not in text
    text.encode()


def assert_literal(text: str) -> None:
    """Markdown of a TextBlock that shows nothing but itself: no sign is left that is not escaped."""
    assert_clean(text)
    # An escaped sign leaves a gap, so that what stood on its two sides is not read as one.
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", " ", text)
    assert not re.search(r"[\\`*_\[\]<~]|&#?\w+;", bare), text
    assert not re.match(r"\s|[#>]|[-+]\s|\d+[.)](\s|$)|={2,}", text), text


TEXT = st.text(max_size=60) | st.text("{}<>@[]()*_~`#&;!|\\-+=1. \n\tatAT/DE:x\u202e\u200b", max_size=60)


@given(TEXT)
def test_no_text_becomes_markup_in_a_card(text: str) -> None:
    told = answers.message(every_block(text), {}, {}, Surface.REPLY)
    check(told)


@given(TEXT)
def test_no_text_becomes_markup_in_a_form(text: str) -> None:
    view = every_field(text, ())
    for surface in (Surface.REPLY, Surface.DIALOG):
        check(answers.message(view, {}, {}, surface))
    sentences = Invalid({"text": text, text: text})
    ours = {"action": "a", "arg": "", "once": "1", "form": pack(view)}
    check(answers.executed(sentences, ours, {field.name: text for field in view.fields}, filled=True))


@given(TEXT)
def test_a_paragraph_shows_what_was_typed(text: str) -> None:
    shown = words(answers.message(Card("", (Quote(text),)), {}, {}, Surface.REPLY)["attachments"])
    wanted = re.sub(r"\s", "", clean(text))
    assert wanted == "" or re.sub(r"\s", "", shown) == wanted + "Nothingtoshow." * (not wanted)


@pytest.mark.parametrize(("title", "times"), [("Accepted", 0), ("Accepted " * 12, 1)], ids=["it fits", "too long"])
def test_a_dialog_says_the_title_of_a_card_in_its_frame(title: str, times: int) -> None:
    told: dict[str, Any] = answers.dialog(Card(title, (Paragraph(("It waits.",)),)), {}, {})
    shown = told["task"]["value"]
    assert shown["title"].startswith("Accepted")
    assert ("Accepted" in words(shown["card"]["content"]["body"])) is bool(times)


@given(TEXT)
def test_escaping_loses_nothing(text: str) -> None:
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown(text, 100)) == line(text, 100)
    assert clean(clean(text)) == clean(text)


@given(st.lists(st.text(min_size=1, max_size=8).filter(lambda value: value == value.strip()), max_size=5))
def test_values_survive_being_joined(values: list[str]) -> None:
    assert decode(",".join(encode(value) for value in values)) == tuple(values)


def test_a_form_travels_whole() -> None:
    form = _form()
    ours = json.loads(json.dumps({"action": form.action, "arg": form.arg, "once": form.once, "form": pack(form)}))
    again = unpack(ours)
    assert again is not None
    assert [field.name for field in again.fields] == [field.name for field in form.fields]
    assert (again.title, again.submit, again.once) == (form.title, form.submit, form.once)


@pytest.mark.parametrize(
    "form",
    [
        None,
        [],
        {},
        {"title": "t", "submit": "s", "fields": [7]},
        {"title": "t", "submit": "s", "fields": [{"kind": "text"}]},
        {"title": "t", "submit": "s", "fields": [{"kind": "text", "name": 1, "label": "l"}]},
        {"title": "t", "submit": "s", "fields": [{"kind": "select", "name": "n", "label": "l", "options": [["a"]]}]},
        {"title": "t", "submit": "s", "fields": [{"kind": "oracle", "name": "n", "label": "l"}]},
        {"title": "t", "submit": "s", "fields": [{"kind": ["text"], "name": "n", "label": "l"}]},
    ],
)
def test_a_form_that_was_tampered_with_is_not_drawn(form: object) -> None:
    ours = {"action": "a", "arg": "", "once": "1", "form": form}
    assert unpack(ours) is None
    told = answers.executed(Invalid({"x": "Write more."}), ours, {}, filled=True)
    assert told["value"] == "Write more."


def test_what_is_too_much_is_counted() -> None:
    def shown(name: str) -> str:
        return words(answers.message(EXAMPLES[name], {}, {}, Surface.REPLY))

    assert "6 more not shown." in shown("thirty_buttons")
    assert "180 more not shown." in shown("many_bullets")
    assert "130 more not shown." in shown("wide_table")
    assert "Words number 39" in shown("forty_quotes")
    crowd = Card("Crowd", (*(Quote("word " * 500) for _ in range(58)), BUTTONS, Paragraph(("last",))))
    text = words(answers.message(crowd, {}, {}, Surface.REPLY))
    assert re.search(r"\d+ more not shown\.", text)
    assert "Ask peers" in text


def test_all_of_many_options_can_be_chosen() -> None:
    [select, many, ahead] = [
        item
        for item in elements(answers.message(EXAMPLES["many_options"], {}, {}, Surface.REPLY))
        if item.get("type") == "Input.ChoiceSet"
    ]
    assert (len(select["choices"]), select["style"], select["value"]) == (120, "filtered", "v118")
    assert (len(many["choices"]), many["isMultiSelect"]) == (12, True)
    assert ahead["choices.data"]["dataset"] == "vendor.suggest"


def test_a_link_that_is_no_web_address_is_plain_words() -> None:
    view = one(Paragraph((Link("script", "javascript:alert(1)"), Link("x", "https://a.example/\n"))))
    card = answers.message(view, {}, {}, Surface.REPLY)
    assert not any("selectAction" in item for item in elements(card))


def test_cutting_keeps_the_limit() -> None:
    assert cut("x" * 10, 10) == "x" * 10
    assert cut("x" * 11, 10) == "x" * 9 + "…"
    assert [markdown(text, 50) for text in ("1. one", "4.1 (3.8–4.4)", "- a", "-5 %", "# a", "AT&T", "&lt;")] == [
        *("1\\. one", "4.1 (3.8–4.4)", "\\- a", "-5 %", "\\# a", "AT&T", "\\&lt;")
    ]
