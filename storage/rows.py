"""Rows to values: column names equal field names, so one function serves every noun."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Any, TypeVar, get_type_hints

from sqlalchemy import ARRAY, ColumnElement, Connection, Result, Row, String, Table, any_, literal

Noun = TypeVar("Noun")
Value = TypeVar("Value", str, tuple[str, str])
PIECE = 5_000
"""Values in one IN list: well below the limits of both databases."""


def columns_of(noun: type[Noun], table: Table) -> list[Any]:
    """The table's columns that make this noun, a frozen dataclass of bot/model."""
    return [table.c[name] for name in _shape(noun).names]


def to(noun: type[Noun], row: Row[Any]) -> Noun:
    """A value from a row that was selected with columns_of."""
    shape = _shape(noun)
    return _made(noun, shape, list(shape.read(row)))


def first_in(noun: type[Noun], row: Row[Any] | list[Any]) -> Noun:
    """The same from a row that begins with columns_of: by place, several times as fast as by name."""
    shape = _shape(noun)
    return _made(noun, shape, list(row[: len(shape.names)]))


def all_of(noun: type[Noun], rows: Iterable[Row[Any]]) -> list[Noun]:
    """Values from rows."""
    if isinstance(rows, Result) and tuple(rows.keys())[: len(names := _shape(noun).names)] == names:
        return [first_in(noun, row) for row in rows.all()]
    return [to(noun, row) for row in rows]


def values_of(value: object) -> dict[str, Any]:
    """A noun's fields, to be written into the columns of the same names."""
    shape = _shape(type(value))
    return dict(zip(shape.names, shape.read(value), strict=True))


def pieces(values: Collection[Value]) -> Iterator[list[Value]]:
    """The values in order, as many at once as one statement may ask for."""
    ordered = sorted(values)
    for start in range(0, len(ordered), PIECE):
        yield ordered[start : start + PIECE]


def among(connection: Connection, column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
    """Whether a column has one of many values; PostgreSQL takes them as one, in a fifth of the time of as many."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(String)))
    return column.in_(values)


def inserting(dialect: str, table: Table) -> Any:
    """An INSERT that may go on where the key is taken (``on_conflict_…``): each database's own, with one spelling."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A noun's fields in order; ``states``: where a column's text becomes its StrEnum again, by the text."""

    names: tuple[str, ...]
    read: Callable[[Any], tuple[Any, ...]]
    states: tuple[tuple[int, dict[str, StrEnum]], ...]


def _made(noun: type[Noun], shape: _Shape, values: list[Any]) -> Noun:
    for at, state in shape.states:
        values[at] = state[values[at]]
    return noun(*values)


def _read_shape(noun: Any) -> _Shape:
    hints = get_type_hints(noun)
    names = tuple(one.name for one in fields(noun))
    states = tuple(
        (at, {one.value: one for one in hints[name]}) for at, name in enumerate(names) if _is_state(hints[name])
    )
    return _Shape(names, attrgetter(*names), states)


_shape: Callable[[Any], _Shape] = cache(_read_shape)


def _is_state(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, StrEnum)
