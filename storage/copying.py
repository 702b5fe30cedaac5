"""All rows of all tables as lines of text, in an order that foreign keys allow, with a tally that tells a lost row."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeAlias

from sqlalchemy import Connection, Engine, MetaData, Table, TableClause, column, exists, or_, select, table
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage import migrate
from storage.engine import for_writing, look_over, translated
from storage.tables import kept_key, metadata

BATCH = 500
MODULUS = 2**256

Cell: TypeAlias = str | int | float | bool | bytes | date | None


class NotCopied(Exception):
    """Nothing was copied; the sentence says why and what to do."""


@dataclass(slots=True)
class Tally:
    """How many rows, and the sum of their SHA-256 hashes: the same for the same rows, whatever their order."""

    rows: int = 0
    digest: int = 0

    def add(self, line: str) -> None:
        """Counts one row."""
        self.rows += 1
        self.digest = (self.digest + int.from_bytes(hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest())) % (
            MODULUS
        )


def in_order() -> Sequence[Table]:
    """Every table, each after those that it refers to."""
    return metadata.sorted_tables


def tables_in(engine: Engine) -> Sequence[Table]:
    """The same as they lie in the database, which may be older than the code."""
    if migrate.current(engine) == migrate.newest():
        return in_order()
    found = MetaData()
    with translated():
        found.reflect(engine)
    return [one for one in found.sorted_tables if one.name != migrate.APPLIED.name]


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Reads the whole database as it is at one instant, while others go on writing."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with translated(), engine.connect().execution_options(**level) as connection, connection.begin() as open_one:
        try:
            yield connection
        finally:
            open_one.rollback()


def lines(connection: Connection, of: Table, names: Sequence[str] = ()) -> Iterator[str]:
    """Each row as one line; ``names``: its columns in another order than the table's."""
    found = connection.execute(select(*_raw(of, names).columns), execution_options={"yield_per": BATCH})
    for row in found:
        yield LINES.encode(list(row))


def put(connection: Connection, into: Table, given: Iterable[str], names: Sequence[str] = ()) -> Tally:
    """Inserts the lines and reads them back; NotCopied where what lies there is not what was given."""
    tally, names, rest = Tally(), names or into.columns.keys(), iter(given)
    while chunk := list(islice(rest, BATCH)):
        for line in chunk:
            tally.add(line)
        rows = [dict(zip(names, CELLS.decode(line), strict=True)) for line in chunk]
        try:
            connection.execute(_raw(into).insert(), rows)
        except (IntegrityError, DataError) as error:
            raise NotCopied(f"The database does not take the rows of “{into.name}”. Nothing was kept.") from error
    if tally_of(connection, into, names) != tally:
        raise NotCopied(f"The rows of “{into.name}” did not arrive as they were sent. Nothing was kept.")
    return tally


def tally_of(connection: Connection, of: Table, names: Sequence[str] = ()) -> Tally:
    """The tally of what a table holds."""
    tally = Tally()
    for line in lines(connection, of, names):
        tally.add(line)
    return tally


def refuse_unless_current(engine: Engine) -> None:
    """A copy is made between tables of one shape."""
    if problem := migrate.out_of_step(engine):
        raise NotCopied(problem)


def make_ready(engine: Engine, revision: str) -> None:
    """Makes the tables of this revision where there are none; NotCopied where there is anything in them already."""
    if migrate.current(engine) is None:
        migrate.upgrade(engine, revision)
    if migrate.current(engine) != revision:
        raise NotCopied(f"The database has tables, but not at {revision}. Take one without any; nothing was changed.")
    filled = [exists(select(1).select_from(one)) for one in tables_in(engine) if one.name != kept_key.name]
    with translated(), engine.connect() as connection:
        if connection.scalar(select(or_(*filled))):
            raise NotCopied("The database is not empty. Take one that has nothing in it; nothing was changed.")


@contextmanager
def filling(engine: Engine, tables: Sequence[Table]) -> Iterator[Connection]:
    """One transaction in an empty database; the key that `warmline migrate` made for it gives way to the copy's."""
    with translated(), for_writing(engine).begin() as connection:
        connection.execute(kept_key.delete())
        yield connection
        look_over(connection, tables)


def _raw(of: Table, names: Sequence[str] = ()) -> TableClause:
    """The table with the types that lie in the database: moments stay numbers, and no value is changed on its way."""
    return table(of.name, *(column(name, _plain(of.columns[name].type)) for name in names or of.columns.keys()))


def _plain(kind: TypeEngine[object]) -> TypeEngine[object]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def _as_object(value: object) -> dict[str, str]:
    """What JSON has no form for; text in the database is never an object."""
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(f"a {type(value).__name__} has no form in a copy")


def _as_cell(held: dict[str, str]) -> Cell:
    return base64.b64decode(held["bytes"]) if "bytes" in held else date.fromisoformat(held["day"])


LINES = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_as_object)
CELLS = json.JSONDecoder(object_hook=_as_cell)
"""How a row becomes a line and a line a row; made once, as there are many."""
