"""Queries that nearly every turn asks: compiled once for a kind of database, and run by its driver."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Select

from storage.engine import named

Row: TypeAlias = list[Any]


@dataclass(frozen=True, slots=True)
class _Ready:
    """``order``: names of the values where the driver takes them by place. ``readers``: columns that it gives raw."""

    text: str
    fixed: Mapping[str, Any]
    order: Sequence[str]
    readers: Sequence[tuple[int, Callable[[Any], Any]]]


class Prepared:
    """A query whose values are texts. SQLAlchemy finds and prepares it anew each time, which costs more than it does.

    A row is a list in the order of the query's columns.
    """

    def __init__(self, query: Select[Any]) -> None:
        self._query = query
        self._ready: dict[str, _Ready] = {}

    def first(self, connection: Connection, values: Mapping[str, str | None]) -> Row | None:
        """The row of a query that finds one at most."""
        rows = self.all(connection, values)
        return rows[0] if rows else None

    def all(self, connection: Connection, values: Mapping[str, str | None]) -> list[Row]:
        """All rows; a transaction has to be open."""
        dialect = connection.dialect
        ready = self._ready.get(dialect.name) or self._prepare(dialect)
        given = {**ready.fixed, **values}
        cursor = connection.connection.cursor()
        try:
            cursor.execute(ready.text, [given[name] for name in ready.order] if ready.order else given)
            rows = [list(row) for row in cursor.fetchall()]
        except dialect.loaded_dbapi.Error as error:
            raise named(connection, ready.text, error) from error
        finally:
            cursor.close()
        for at, read in ready.readers:
            for row in rows:
                row[at] = read(row[at])
        return rows

    def _prepare(self, dialect: Dialect) -> _Ready:
        compiled = self._query.compile(dialect=dialect)
        types = [column.type.dialect_impl(dialect) for column in self._query.selected_columns]
        readers = [(at, read) for at, one in enumerate(types) if (read := one.result_processor(dialect, None))]
        ready = _Ready(str(compiled), compiled.params, getattr(compiled, "positiontup", None) or (), readers)
        self._ready[dialect.name] = ready
        return ready
