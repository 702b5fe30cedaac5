"""Forms drawn as cards with inputs: in the chat with Action.Execute, in a dialog with Action.Submit."""

import re
from typing import NamedTuple

from adapters.teams import limits
from adapters.teams.buttons import Surface, submit
from adapters.teams.elements import Drawn, Json, heading, paragraph, quiet, weigh
from adapters.teams.kept import pack
from adapters.teams.render import envelope, prose
from adapters.teams.text import clean, cut, line, markdown
from bot.views import (
    DateField,
    Field,
    Form,
    ManyField,
    Option,
    RatingField,
    SelectField,
    TextField,
    TypeAheadField,
)

_RATINGS = tuple(
    Option(label, str(at))
    for at, label in enumerate(("1 – poor", "2 – weak", "3 – fair", "4 – good", "5 – very good"), start=1)
)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Room(NamedTuple):
    """How much of a form goes into its card."""

    travels: bool
    options: int
    typed: int


_ROOMS = (
    _Room(True, limits.OPTIONS, limits.INPUT),
    _Room(False, limits.OPTIONS, limits.INPUT),
    _Room(False, limits.FEW_OPTIONS, limits.INPUT),
    _Room(False, limits.FEWEST_OPTIONS, limits.FEWEST_TYPED),
)


def form(view: Form, surface: Surface, errors: tuple[str, ...] = ()) -> Json:
    """The form as a card; ``errors`` stand on top, since Teams has no errors beside fields.

    The form itself travels in its button, so that it can be drawn again without our keeping anything. Where the card
    would be too heavy it stays behind, and after that long lists and long texts are shortened.
    """
    # A dialog shows the title in its own frame.
    title = [] if surface is Surface.DIALOG else heading(view.title, limits.TITLE, size="Large")
    top = title + _errors(errors) + prose(view.intro)
    for room in _ROOMS:
        inputs = [element for field in view.fields[: limits.FORM_FIELDS] for element in _field(field, room)]
        drawn = envelope(top + inputs, line(view.title, limits.SUMMARY))
        drawn["actions"] = [submit(view.submit, _ours(view, travels=room.travels), surface)]
        if weigh(drawn) <= limits.CARD_BYTES:
            break
    return drawn


def encode(value: str) -> str:
    """An option's value without the comma by which clients join several."""
    return value.replace("%", "%25").replace(",", "%2C")


def decode(joined: str) -> tuple[str, ...]:
    """The values of a multi-select, as ``encode`` made them."""
    parts = [part.strip() for part in joined.split(",")]
    return tuple(part.replace("%2C", ",").replace("%25", "%") for part in parts if part)


def _ours(view: Form, *, travels: bool) -> Json:
    ours: Json = {"action": view.action, "arg": view.arg, "once": view.once}
    if many := [field.name for field in view.fields if isinstance(field, ManyField)]:
        ours["many"] = many
    return ours | {"form": pack(view)} if travels else ours


def _errors(errors: tuple[str, ...]) -> Drawn:
    items = [element for sentence in errors for element in paragraph((sentence,), limits.HINT)]
    return [{"type": "Container", "style": "attention", "items": items}] if items else []


def _field(field: Field, room: _Room) -> Drawn:
    if isinstance(field, SelectField | ManyField) and not any(option.value for option in field.options):
        return quiet((f"{field.label}: nothing to choose from.",), limits.HINT)
    hint = [element | {"spacing": "None"} for element in quiet((field.hint,), limits.HINT)]
    return [_input(field, room), *hint]


def _input(field: Field, room: _Room) -> Json:
    match field:
        case TextField():
            return _common(field, "Input.Text", "Please fill this in.") | _text(field, room)
        case DateField(value=value):
            preset: Json = {"value": value} if _DAY.fullmatch(value) else {}
            return _common(field, "Input.Date", "Please choose a day.") | preset
        case RatingField(value=value):
            return _choice_set(field, _RATINGS, (value,), "compact") | {"placeholder": "No rating"}
        case SelectField(options=options, value=value):
            return _choice_set(field, options[: room.options], (value,), _style(field))
        case ManyField(options=options, value=values):
            encoded = tuple(Option(option.label, encode(option.value)) for option in options[: room.options])
            chosen = tuple(encode(value) for value in values)
            return _choice_set(field, encoded, chosen, "expanded") | {"isMultiSelect": True}
        case TypeAheadField():
            return _type_ahead(field, room)


def _common(field: Field, kind: str, missing: str) -> Json:
    drawn: Json = {"type": kind, "id": field.name, "label": line(field.label, limits.FIELD_LABEL) or field.name}
    return drawn | {"isRequired": True, "errorMessage": missing} if field.required else drawn


def _text(field: TextField, room: _Room) -> Json:
    most = max(1, min(field.max_length, limits.INPUT))
    drawn: Json = {"maxLength": most}
    if field.lines:
        drawn["isMultiline"] = True
    if field.placeholder:
        drawn["placeholder"] = line(field.placeholder, limits.PLACEHOLDER)
    if field.value:
        drawn["value"] = cut(clean(field.value), min(most, room.typed))
    return drawn


def _style(field: SelectField) -> str:
    if len(field.options) <= limits.SHORT_LIST:
        return "expanded"
    return "filtered" if len(field.options) > limits.LONG_LIST else "compact"


def _choice_set(field: Field, options: tuple[Option, ...], chosen: tuple[str, ...], style: str) -> Json:
    drawn = _common(field, "Input.ChoiceSet", "Please choose one.")
    # Open choices are read as Markdown by clients, entries of a drop-down are not.
    shown = markdown if style == "expanded" else line
    known = {option.value: shown(option.label, limits.OPTION_LABEL) or "–" for option in options if option.value}
    drawn |= {"style": style, "wrap": True, "choices": [{"title": known[value], "value": value} for value in known]}
    preset = ",".join(value for value in chosen if value in known)
    return drawn | {"value": preset} if preset else drawn


def _type_ahead(field: TypeAheadField, room: _Room) -> Json:
    known, preset = field.first[: room.options], field.value
    if preset and preset not in known:
        known = (preset, *known)
    drawn = _choice_set(field, known, (preset.value,) if preset else (), "filtered")
    drawn["choices.data"] = {"type": "Data.Query", "dataset": field.action, "associatedInputs": "auto"}
    if field.placeholder:
        drawn["placeholder"] = line(field.placeholder, limits.PLACEHOLDER)
    return drawn
