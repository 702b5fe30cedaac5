"""Seals everything anew under the newest master key, batch by batch, while people go on; then older keys may go."""

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, func, select, tuple_

from storage import tables as t
from storage.database import SqlDatabase
from storage.keys import Keys
from storage.sealing import NOTE_SIZE, bound, key_id, master_of, note_key, opened, seal, unwrap, wrap

BATCH = 200
"""Rows in one transaction: turns get in between, and an interruption loses no more than that."""

SEALED = (t.kept_key, t.grant, t.review_draft, t.case_text)
"""Tables with a text in ``sealed`` that Keys sealed; what the vault seals names its master key itself."""
key_ = t.vault_key.c

Resealed: TypeAlias = tuple[str, int]


def rotate(database: SqlDatabase, keys: Keys) -> Generator[Resealed, None, None]:
    """After each batch the table and how many rows of it were sealed anew. It may be stopped and begun again."""
    for table in SEALED:
        yield from _reseal(database, keys, table)
    for table, renew in VAULTED:
        yield from _batches(database, keys, table, renew)


def under_older_keys(connection: Connection, keys: Keys) -> int:
    """How many sealed things the newest key alone does not open. KeyProblem where one fits no key at all."""
    texts = (sealed for table in SEALED for sealed in connection.scalars(select(table.c.sealed)))
    newest = key_id(keys.masters[0])
    counts = (select(func.count()).where(table.c.master != newest) for table, _ in VAULTED)
    return sum(keys.renewed(one) is not None for one in texts) + sum(connection.scalar(one) or 0 for one in counts)


def rewrap(connection: Connection, keys: Keys, most: int | None = None) -> int:
    """Wraps thread keys (``most`` of them) under the newest master key, so that older ones can be retired.

    How many it changed. One that was shredded meanwhile stays shredded.
    """
    newest = keys.masters[0]
    query = select(key_.community_id, key_.thread_id, key_.master, key_.wrapped).where(key_.master != key_id(newest))
    rows = connection.execute(query.limit(most)).all()
    for row in rows:
        key = unwrap(master_of(keys, row.master), row.community_id, row.thread_id, row.wrapped)
        wrapped = wrap(newest, row.community_id, row.thread_id, key)
        where = key_.community_id == row.community_id, key_.thread_id == row.thread_id
        connection.execute(t.vault_key.update().where(*where).values(master=key_id(newest), wrapped=wrapped))
    return len(rows)


def reseal_notes(connection: Connection, keys: Keys, most: int | None = None) -> int:
    """The same for notes that are under way."""
    newest, n = keys.masters[0], t.vault_notice.c
    query = select(n.community_id, n.id, n.master, n.sealed).where(n.master != key_id(newest))
    rows = connection.execute(query.limit(most)).all()
    for row in rows:
        at = bound(row.community_id, "", f"note:{row.id}")
        plain = opened(note_key(master_of(keys, row.master), row.community_id), row.sealed, at)
        sealed = seal(note_key(newest, row.community_id), plain, NOTE_SIZE, at)
        where = n.community_id == row.community_id, n.id == row.id
        connection.execute(t.vault_notice.update().where(*where).values(master=key_id(newest), sealed=sealed))
    return len(rows)


VAULTED = ((t.vault_key, rewrap), (t.vault_notice, reseal_notes))


def _reseal(database: SqlDatabase, keys: Keys, table: Table) -> Iterator[Resealed]:
    done, last = 0, None
    while True:
        with database.writing() as transaction:
            rows = _next(transaction.connection, table, last)
            done += sum(_renew(transaction.connection, keys, table, row) for row in rows)
        if not rows:
            return
        last = rows[-1][:-1]
        yield table.name, done


def _next(connection: Connection, table: Table, last: Sequence[Any] | None) -> list[Row[Any]]:
    """The next rows in the order of their key, with ``sealed`` as the last column."""
    key = table.primary_key.columns.values()
    query: Select[Any] = select(*key, table.c.sealed).order_by(*key).limit(BATCH)
    found = connection.execute(query if last is None else query.where(tuple_(*key) > tuple_(*last)))
    return list(found)


def _renew(connection: Connection, keys: Keys, table: Table, row: Row[Any]) -> bool:
    fresh = keys.renewed(row.sealed)
    if fresh is None:
        return False
    # Who wrote meanwhile wrote under the newest key already.
    where = and_(_is(table, row[:-1]), table.c.sealed == row.sealed)
    return connection.execute(table.update().where(where).values(sealed=fresh)).rowcount == 1


def _is(table: Table, key: Sequence[Any]) -> ColumnElement[bool]:
    return and_(*(column == value for column, value in zip(table.primary_key.columns, key, strict=True)))


def _batches(
    database: SqlDatabase, keys: Keys, table: Table, renew: Callable[[Connection, Keys, int | None], int]
) -> Iterator[Resealed]:
    done = 0
    while True:
        with database.writing() as transaction:
            changed = renew(transaction.connection, keys, BATCH)
        if not changed:
            return
        done += changed
        yield table.name, done
