"""Forms as modals, and what a modal needs to find its way back."""

import json
from collections.abc import Sequence
from datetime import date

from adapters.slack import limits
from adapters.slack.blocks import Json, header, label, literal
from adapters.slack.elements import Origin, Page
from adapters.slack.limits import VIEW, Surface
from adapters.slack.render import NAME, intro, literal_section, options, text_size
from adapters.slack.text import fit, one_line, size
from bot.views import DateField, Field, Form, ManyField, Option, RatingField, SelectField, TextField, TypeAheadField

CALLBACK = "form"
NOTHING = "(nothing)"  # the value of the option that takes a choice back: Slack's own menus cannot be emptied
RATINGS = ("1 – poor", "2 – weak", "3 – fair", "4 – good", "5 – very good")


class FormTooLarge(Exception):
    """A use case made a form that Slack cannot carry (its address in private_metadata, or a field's name)."""


def modal(form: Form) -> Json:
    """The view that asks what the form asks."""
    page = Page(VIEW, Origin.REPLY)
    inputs = [block for entry in form.fields for block in _input(entry, page, form.once)][: VIEW.blocks - 1]
    title_fits = size(one_line(form.title, limits.HEADER)) <= limits.VIEW_TITLE
    start = [] if title_fits else [header(form.title)]
    room = Surface(VIEW.blocks - len(inputs) - len(start), VIEW.text - text_size(inputs), 0)
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": label(form.title if title_fits else NAME, limits.VIEW_TITLE, NAME),
        "submit": label(form.submit, limits.VIEW_TITLE, "Send"),
        "close": label("Cancel", limits.VIEW_TITLE),
        "private_metadata": metadata(form),
        "blocks": [*start, *intro(form.intro, room), *inputs] or [literal_section("Nothing to fill in.")],
    }


def metadata(form: Form) -> str:
    """Where the filled form goes, as compact JSON."""
    text = json.dumps({"action": form.action, "arg": form.arg, "once": form.once}, separators=(",", ":"))
    if len(text) > limits.PRIVATE_METADATA:
        raise FormTooLarge(form.action)
    return text


def _input(entry: Field, page: Page, once: str) -> list[Json]:
    if size(entry.name) > limits.ID or not entry.name:
        raise FormTooLarge(entry.name[:40])
    element = _element(entry, page)
    if element is None:
        return [literal_section(f"{one_line(entry.label, 200)}: there is nothing to choose from.")]
    block: Json = {
        "type": "input",
        "block_id": entry.name,
        "label": label(entry.label, limits.LABEL, entry.name),
        "element": element,
        "optional": not entry.required,
    }
    if "initial_value" in element:
        # Under the same ids Slack keeps what was typed before and leaves out a text given now, a rewording say
        # (https://github.com/slackapi/bolt-js/issues/290). The answer is read by the block's id alone.
        element["action_id"] = f"{entry.name[:100]}:{once[:8]}"
    hint = _hint(entry, element)
    return [block | {"hint": literal(hint, limits.HINT)} if hint else block]


def _hint(entry: Field, element: Json) -> str:
    hidden = 0
    if isinstance(entry, SelectField | ManyField):
        hidden = len(options(entry.options)) - sum(1 for option in element["options"] if option["value"] != NOTHING)
    more = f"{hidden} more not shown" if hidden > 0 else ""
    return " ".join(part for part in (fit(entry.hint, 1_900, ""), more) if part)


def _element(entry: Field, page: Page) -> Json | None:
    match entry:
        case TextField():
            return _text(entry)
        case SelectField():
            return _select(entry)
        case ManyField():
            return _many(entry)
        case TypeAheadField():
            return _type_ahead(entry, page)
        case DateField():
            return _date(entry)
        case RatingField():
            return _rating(entry)


def _text(entry: TextField) -> Json:
    longest = min(max(entry.max_length, 1), limits.INPUT)
    element: Json = {
        "type": "plain_text_input",
        "action_id": entry.name,
        "multiline": entry.lines,
        "max_length": longest,
    }
    if value := fit(entry.value, longest, "") if entry.lines else one_line(entry.value, longest, ""):
        element["initial_value"] = value
    return element | _placeholder(entry.placeholder)


def _select(entry: SelectField) -> Json | None:
    shown = _first(options(entry.options), (entry.value,))
    if not shown:
        return None
    return _menu(entry.name, _or_nothing(shown, entry.required), entry.value)


def _menu(name: str, shown: list[Json], value: str) -> Json:
    element: Json = {"type": "static_select", "action_id": name, "options": shown}
    chosen = [option for option in shown if option["value"] == value]
    return element | ({"initial_option": chosen[0]} if chosen else {})


def _or_nothing(shown: list[Json], required: bool) -> list[Json]:
    if required:
        return shown
    return [*shown[: limits.OPTIONS - 1], {"text": label("– nothing –", limits.OPTION), "value": NOTHING}]


def _first(shown: list[Json], chosen: Sequence[str]) -> list[Json]:
    """As many options as Slack takes, and always those that are chosen already."""
    if len(shown) <= limits.OPTIONS - 1:
        return shown
    kept = [option for option in shown if option["value"] in chosen][: limits.OPTIONS - 1]
    return [option for option in shown if option not in kept][: limits.OPTIONS - 1 - len(kept)] + kept


def _many(entry: ManyField) -> Json | None:
    shown = _first(options(entry.options), entry.value)
    if not shown:
        return None
    kind = "checkboxes" if len(shown) <= limits.BOXES else "multi_static_select"
    element: Json = {"type": kind, "action_id": entry.name, "options": shown}
    chosen = [option for option in shown if option["value"] in entry.value]
    return element | ({"initial_options": chosen} if chosen else {})


def _type_ahead(entry: TypeAheadField, page: Page) -> Json:
    element: Json = {"type": "external_select", "action_id": page.action_id(entry.action), "min_query_length": 1}
    chosen = options((entry.value,)) if isinstance(entry.value, Option) else []
    return (
        element | ({"initial_option": chosen[0]} if chosen else {}) | _placeholder(entry.placeholder or "Type a name")
    )


def _date(entry: DateField) -> Json:
    element: Json = {"type": "datepicker", "action_id": entry.name}
    try:
        day = date.fromisoformat(entry.value)
    except ValueError:
        return element
    return element | {"initial_date": day.isoformat()}


def _rating(entry: RatingField) -> Json:
    shown = [{"text": label(text, limits.OPTION), "value": text[0]} for text in RATINGS]
    return _menu(entry.name, _or_nothing(shown, entry.required), entry.value) | _placeholder("1 to 5")


def _placeholder(text: str) -> Json:
    text = one_line(text, limits.PLACEHOLDER, "")
    return {"placeholder": label(text, limits.PLACEHOLDER)} if text else {}
