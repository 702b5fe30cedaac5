"""Rows to values: column names equal field names, so one function serves every noun."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Row, Table

from bot.model import Answer, Ask, AskStatus, Member, MemberStatus, Role, Vendor, VendorStatus

Noun = TypeVar("Noun", Member, Vendor, Ask, Answer)

_STATES: dict[tuple[type, str], type] = {
    (Member, "role"): Role,
    (Member, "status"): MemberStatus,
    (Vendor, "status"): VendorStatus,
    (Ask, "status"): AskStatus,
}


def columns_of(noun: type[Noun], table: Table) -> list[Any]:
    """The table's columns that make this noun."""
    return [table.c[f.name] for f in fields(noun)]


def to(noun: type[Noun], row: Row[Any]) -> Noun:
    """A value from a row that was selected with columns_of."""
    values = {
        f.name: _STATES.get((noun, f.name), _same)(getattr(row, f.name))
        for f in fields(noun)
    }  # fmt: skip
    return noun(**values)


def all_of(noun: type[Noun], rows: Iterable[Row[Any]]) -> list[Noun]:
    """Values from rows."""
    return [to(noun, row) for row in rows]


def _same(value: Any) -> Any:
    return value
