"""A form travels in its own card as plain JSON, so that it can be drawn again with what was typed."""

import dataclasses
from collections.abc import Mapping

from adapters.teams import limits
from adapters.teams.elements import Json
from adapters.teams.text import line, plain
from bot.turn import Value
from bot.views import (
    DateField,
    Field,
    Form,
    ManyField,
    Option,
    Paragraph,
    RatingField,
    SelectField,
    TextField,
    TypeAheadField,
)

_KINDS: dict[str, type[Field]] = {
    "text": TextField,
    "select": SelectField,
    "many": ManyField,
    "ahead": TypeAheadField,
    "date": DateField,
    "rating": RatingField,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def pack(form: Form) -> Json:
    """What is needed to draw the form again; of the words over the fields only a quiet line ("Step 1 of 2")."""
    title, submit = line(form.title, limits.TITLE), line(form.submit, limits.BUTTON_LABEL)
    quiet = [block for block in form.intro if isinstance(block, Paragraph) and block.quiet]
    intro = {"intro": line(plain(quiet[0].spans), limits.HINT)} if quiet else {}
    return {"title": title, "submit": submit, "fields": [_pack_field(field) for field in form.fields], **intro}


def unpack(ours: Mapping[str, object]) -> Form | None:
    """The form from our data of its button; None where there is none or it was tampered with."""
    match ours:
        case {
            "action": str(action),
            "arg": str(arg),
            "once": str(once),
            "form": {"title": str(title), "submit": str(submit), "fields": list(packed), **rest},
        }:
            fields = [_unpack_field(item) for item in packed]
            kept = tuple(field for field in fields if field is not None)
            said = rest.get("intro")
            intro = (Paragraph((said,), quiet=True),) if isinstance(said, str) and said else ()
            return Form(title, action, kept, once, arg, submit, intro) if len(kept) == len(packed) else None
        case _:
            return None


def refill(form: Form, values: Mapping[str, Value]) -> Form:
    """The form with what was typed in place of what it began with."""
    fields = tuple(_refill_field(field, values.get(field.name, "")) for field in form.fields)
    return dataclasses.replace(form, fields=fields)


def _pack_field(field: Field) -> Json:
    packed: Json = {"kind": _NAMES[type(field)]}
    for attribute in dataclasses.fields(field):
        value = getattr(field, attribute.name)
        # What a field began with comes back among the typed values; only a type-ahead's words do not.
        comes_back = attribute.name == "value" and not isinstance(field, TypeAheadField)
        if value != attribute.default and not comes_back:
            packed[attribute.name] = _pack_value(value)
    return packed


def _pack_value(value: object) -> object:
    match value:
        case Option(label, chosen):
            return [line(label, limits.OPTION_LABEL), chosen]
        case str():
            return line(value, limits.HINT)
        case tuple():
            return [_pack_value(item) for item in value]
        case _:
            return value


def _unpack_field(item: object) -> Field | None:
    if not isinstance(item, dict) or not isinstance(name := item.get("kind"), str) or name not in _KINDS:
        return None
    kind = _KINDS[name]
    found: Json = {}
    for attribute in dataclasses.fields(kind):
        if attribute.name in item:
            found[attribute.name] = _unpack_value(attribute.type, item[attribute.name])
        elif attribute.default is dataclasses.MISSING:
            return None
    if None in found.values():
        return None
    return kind(**found)  # type: ignore[arg-type]  # _unpack_value returned what each field's type asks for


def _unpack_value(wanted: object, value: object) -> object:
    """The value if it is what the field's type asks for, else None."""
    if wanted in (str, bool, int):
        return value if type(value) is wanted else None
    if wanted == Option | None:
        return _unpack_option(value)
    if not isinstance(value, list):
        return None
    if wanted == tuple[str, ...]:
        return tuple(value) if all(isinstance(item, str) for item in value) else None
    options = tuple(option for item in value if (option := _unpack_option(item)))
    return options if len(options) == len(value) else None


def _unpack_option(value: object) -> Option | None:
    match value:
        case [str(label), str(chosen)]:
            return Option(label, chosen)
        case _:
            return None


def _refill_field(field: Field, typed: Value) -> Field:
    if isinstance(field, ManyField):
        return dataclasses.replace(field, value=(typed,) if isinstance(typed, str) and typed else tuple(typed))
    text = typed if isinstance(typed, str) else ",".join(typed)
    if isinstance(field, TypeAheadField):
        return dataclasses.replace(field, value=_chosen(field, text))
    return dataclasses.replace(field, value=text)


def _chosen(field: TypeAheadField, value: str) -> Option | None:
    """The option behind a value; its words are unknown where it was found by typing."""
    known = {option.value: option for option in (*field.first, field.value) if option}
    return known.get(value, Option("What you chose before", value)) if value else None
