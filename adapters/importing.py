"""Members, vendors and reviews from a file into a community, chunk by chunk."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from adapters.files import read_rows
from adapters.operate import community_named
from bot.app import new_id
from bot.exports import COLUMNS
from bot.imports import (
    REQUIRED,
    Bringer,
    Importing,
    Row,
    Taken,
    check_columns,
    count_unnamed_ones,
    read_reviews,
    take_members,
    take_reviews,
    take_vendors,
)
from bot.turn import Overtaken, Refused
from storage.database import SqlDatabase

CHUNKS = {"members": 500, "vendors": 2_000, "reviews": 4_000}
"""Rows in one transaction: progress is kept, and other writers get their turn in between."""


def import_file(
    database: SqlDatabase, what: str, name: str, file: Path, bringer: Bringer = Bringer.OPERATOR
) -> Iterator[Taken]:
    """One verdict a row of members, vendors or reviews (``what``); Refused when the file cannot be read at all."""
    with database.reading() as transaction:
        community = community_named(transaction, name)
        workspaces = transaction.communities.workspaces(community.id)
    rows = read_rows(file, what, lambda columns: check_columns(columns, COLUMNS[what], REQUIRED[what]))
    importing = Importing(community, datetime.now(UTC), new_id)
    while chunk := list(islice(rows, CHUNKS[what])):
        try:
            yield from _take(database, what, chunk, importing, workspaces, bringer)
        except Overtaken:
            # Somebody merged a vendor meanwhile, or was quicker by an instant: looked up anew, all is where it went.
            importing.forget()
            yield from _take(database, what, chunk, importing, workspaces, bringer)
    for vendor_id in sorted(importing.unnamed):
        with database.writing() as transaction:
            count_unnamed_ones(transaction.store(community), importing, vendor_id)
    with database.writing() as transaction:
        transaction.look_over()


def _take(
    database: SqlDatabase, what: str, chunk: list[tuple[int, Row]], importing: Importing,
    workspaces: Iterable[tuple[str, str]], bringer: Bringer,
) -> list[Taken]:  # fmt: skip
    community = importing.community
    # Before the transaction: on SQLite every writer would wait for it.
    read = read_reviews(chunk, importing) if what == "reviews" else []
    with database.writing() as transaction:
        store = transaction.store(community)
        if what == "members":
            return list(take_members(chunk, store, workspaces, new_id, bringer))
        if what == "vendors":
            return take_vendors(chunk, store, new_id)
        taken, outcome = take_reviews(read, store, importing)
        transaction.post(community, outcome.messages, importing.now)
        transaction.arm(community, outcome.timers)
        return taken


def rows_in(file: Path, what: str) -> int:
    """Rows that an import will read; 0 where that cannot be known beforehand."""
    if not file.is_file():
        # What comes through a pipe can be read only once.
        return 0
    try:
        return sum(1 for _ in read_rows(file, what, lambda _: None))
    except Refused:
        return 0
