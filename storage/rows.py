"""Rows to values: column names equal field names, so one function serves every noun."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_type_hints

from sqlalchemy import Row, Table

Noun = TypeVar("Noun")


def columns_of(noun: type[Noun], table: Table) -> list[Any]:
    """The table's columns that make this noun, a frozen dataclass of bot/model.py."""
    return [table.c[name] for name, _ in _fields(noun)]


def to(noun: type[Noun], row: Row[Any]) -> Noun:
    """A value from a row that was selected with columns_of."""
    return noun(**{name: make(getattr(row, name)) for name, make in _fields(noun)})


def all_of(noun: type[Noun], rows: Iterable[Row[Any]]) -> list[Noun]:
    """Values from rows."""
    return [to(noun, row) for row in rows]


def values_of(value: object) -> dict[str, Any]:
    """A noun's fields, to be written into the columns of the same names."""
    return {name: getattr(value, name) for name, _ in _fields(type(value))}


def _read_fields(noun: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """Each field with what makes its value from the column's: a state becomes its StrEnum again."""
    hints = get_type_hints(noun)
    return tuple((f.name, _maker(hints[f.name])) for f in fields(noun))


_fields: Callable[[Any], tuple[tuple[str, Callable[[Any], Any]], ...]] = cache(_read_fields)


def _maker(hint: Any) -> Callable[[Any], Any]:
    return hint if isinstance(hint, type) and issubclass(hint, StrEnum) else _same


def _same(value: Any) -> Any:
    return value
