"""Reads what was filled into a form of the desk, by the fields that the core's form has."""

from collections.abc import Awaitable, Callable, Iterator

from adapters.desk.gate import Pairs
from adapters.desk.render import Typed, preset
from bot.turn import Value
from bot.views import Field, Form, ManyField, Option, TypeAheadField

Offers = Callable[[TypeAheadField, str], Awaitable[tuple[Option, ...]]]
"""Runs a field's type-ahead for what was typed."""


async def read(form: Form, pairs: Pairs, once: str, offers: Offers) -> Typed:
    """What was typed and chosen; a type-ahead's words become the entry that they name, where they name one."""
    sent = dict(pairs)
    values: dict[str, Value] = {}
    labels: dict[str, str] = {}
    found: dict[str, tuple[Option, ...]] = {}
    for one in form.fields:
        if isinstance(one, TypeAheadField):
            values[one.name], labels[one.name], found[one.name] = await _looked_up(one, sent, offers)
        elif isinstance(one, ManyField):
            values[one.name] = tuple(_all(pairs, one))
        else:
            values[one.name] = sent.get(f"f.{one.name}", "")
    return Typed(values, labels, found, once=once)


async def _looked_up(one: TypeAheadField, sent: dict[str, str], offers: Offers) -> tuple[str, str, tuple[Option, ...]]:
    """(value, what was typed, what it may mean): a pick counts only for the words that it was offered for."""
    typed = sent.get(f"f.{one.name}", "").strip()
    value, label = preset(one)
    if not typed or typed == label:
        return (str(value) if typed else ""), typed, ()
    found = await offers(one, typed)
    picked, was = sent.get(f"p.{one.name}", ""), sent.get(f"w.{one.name}", "")
    if picked and typed == was and any(option.value == picked for option in found):
        return picked, typed, found
    exact = [option for option in found if option.label.casefold() == typed.casefold()]
    if len(exact) == 1:
        return exact[0].value, exact[0].label, ()
    return typed, typed, found


def _all(pairs: Pairs, one: Field) -> Iterator[str]:
    return (value for name, value in pairs if name == f"f.{one.name}")
