"""Records that follow a vendor or product to another one, whatever their table, and the way back.

The tables are read from the metadata, so a new one cannot be forgotten. A record that says what the new vendor has
already (the same member uses both) stays with the merged one, unseen, until the change is undone.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, ColumnElement, Connection, MetaData, Table, UniqueConstraint, exists, select

from storage import tables as t

Place: TypeAlias = tuple[Table, Column[Any]]
OWN = {"vendor_change", "vendor_move", "review_sum", "review_count", "crowd_shown"}
"""What a change keeps of itself; and sums, which are made anew from the reviews that moved."""

m = t.vendor_move.c


def places_of(noun: str, metadata: MetaData = t.metadata) -> list[Place]:
    """Every column that points to a vendor (or product): by its name, or by its foreign key."""
    return [
        (table, column)
        for table in metadata.sorted_tables
        if table.name not in OWN
        for column in table.columns
        if column.name == f"{noun}_id" or any(key.target_fullname == f"{noun}.id" for key in column.foreign_keys)
    ]


class Moves:
    """The records that one change moves. Each move notes the record's key, as it stands afterwards, and its origin."""

    def __init__(self, connection: Connection, community_id: str, change_id: str) -> None:
        self._connection = connection
        self._community_id = community_id
        self._change_id = change_id
        self._number = 0

    def move(self, table: Table, column: Column[Any], old: str, new: str, *which: ColumnElement[bool]) -> int:
        """Re-points records but those that the new one has already; how many moved."""
        where = table.c.community_id == self._community_id, column == old, *which, *_no_twin(table, column, new)
        keys = [one for one in table.primary_key.columns if one.name != "community_id"]
        rows = [dict(row._mapping) for row in self._connection.execute(select(*keys).where(*where))]
        if rows:
            self._connection.execute(table.update().where(*where).values({column.name: new}))
            now = {column.name: new} if column in keys else {}
            self.note(table, column.name, old, [row | now for row in rows])
        return len(rows)

    def note(self, table: Table, column: str, origin: str | None, rows: Iterable[dict[str, Any]]) -> None:
        """Remembers where these records pointed."""
        noted = []
        for row in rows:
            self._number += 1
            text = json.dumps({"key": row, "origin": origin}, default=_written)
            own = {"community_id": self._community_id, "change_id": self._change_id, "number": self._number}
            noted.append(own | {"place": f"{table.name}.{column}", "row": text})
        self._connection.execute(t.vendor_move.insert(), noted)

    def bring_back(self) -> None:
        """Every record that moved points again to where it did, but where it is gone, or another took its place."""
        ours = m.community_id == self._community_id, m.change_id == self._change_id
        for place, text in self._connection.execute(
            select(m.place, m.row).where(*ours).order_by(m.number.desc())
        ).all():
            name, column = place.split(".")
            noted = json.loads(text, object_hook=_read)
            table = t.metadata.tables[name]
            key = [table.c[part] == value for part, value in noted["key"].items()]
            free = _no_twin(table, table.c[column], noted["origin"])
            here = table.c.community_id == self._community_id, *key, *free
            self._connection.execute(table.update().where(*here).values({column: noted["origin"]}))
        self._connection.execute(t.vendor_move.delete().where(*ours))


def _no_twin(table: Table, column: Column[Any], new: str | None) -> list[ColumnElement[bool]]:
    """For each key of the table that holds the column: no record has it already with the new value."""
    unique: list[Sequence[Column[Any]]] = [list(table.primary_key.columns)]
    unique += [list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    unique += [[table.c[part.name] for part in one.columns] for one in table.indexes if one.unique]
    found = []
    for columns in unique:
        if column in columns:
            twin = table.alias("twin")
            same = [twin.c[one.name] == (new if one is column else one) for one in columns]
            found.append(~exists().where(*same))
    return found


def _written(value: object) -> dict[str, str]:
    """Days and moments, which JSON does not know."""
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(f"a key of type {type(value).__name__} cannot be noted")


def _read(found: dict[str, Any]) -> Any:
    if found.keys() == {"at"}:
        return datetime.fromisoformat(found["at"])
    return date.fromisoformat(found["day"]) if found.keys() == {"day"} else found
