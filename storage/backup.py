"""A backup: one compressed file with every row as of one instant. It holds no key, and fits either kind of database.

The file is gzip over lines of JSON: a header; for each table its name with its columns, its rows as lists, and its
end with the tally; a last line that says that it is complete. Days are {"day": …}, bytes are {"bytes": base64},
moments are milliseconds since 1970.
"""

import gzip
import json
import os
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, TypeAlias

from sqlalchemy import Connection, Engine, Table

from storage import migrate
from storage.alone import locked
from storage.copying import (
    NotCopied,
    Tally,
    filling,
    lines,
    make_ready,
    put,
    snapshot,
    tables_in,
)

FORMAT = 1
Packed: TypeAlias = gzip.GzipFile
BROKEN = "The file is no whole backup: it ends early or was changed. Take another one; nothing was kept."


def backup(engine: Engine, file: Path, version: str, now: datetime) -> Generator[tuple[str, int], None, None]:
    """Table by table with its rows, while others go on writing. The file appears once it is whole.

    The tables may be of an older revision than the code: a backup is the first step of an upgrade.
    """
    _not_there(file)
    revision = migrate.current(engine)
    if not migrate.knows(revision):
        raise NotCopied(migrate.out_of_step(engine))
    tables = tables_in(engine)
    with _whole_or_gone(file) as raw, gzip.GzipFile("", "wb", 6, raw) as packed, snapshot(engine) as connection:
        _write(packed, {"warmline": FORMAT, "revision": revision, "version": version,
                        "taken": now.isoformat(timespec="seconds")})  # fmt: skip
        for table in tables:
            yield table.name, _write_table(packed, connection, table)
        _write(packed, {"complete": len(tables)})


def _not_there(file: Path) -> None:
    if file.exists():
        raise NotCopied(f"There is a {file} already. Choose another name; a backup never overwrites one.")


@contextmanager
def _whole_or_gone(file: Path) -> Iterator[IO[bytes]]:
    """The file under another name, which only one process writes to; what a killed one left there is written over."""
    unfinished = file.with_name(file.name + ".part")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as raw:
        if not locked(raw.fileno(), unfinished):
            raise NotCopied(f"Another backup writes to {file} now. Wait until it is done, or choose another name.")
        with _gone_unless_whole(unfinished):
            _not_there(file)
            raw.truncate()
            yield raw
            raw.flush()
            os.fsync(raw.fileno())
            unfinished.rename(file)


@contextmanager
def _gone_unless_whole(unfinished: Path) -> Iterator[None]:
    """On a full disk what could not be finished would keep the room that it took."""
    try:
        yield
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def restore(engine: Engine, file: Path, version: str) -> Generator[tuple[str, int], None, None]:
    """Table by table with its rows, into an empty database and in one transaction: all of it, or nothing.

    Tables of an older revision are brought up to date afterwards.
    """
    try:
        with gzip.open(file, "rt", encoding="utf-8", errors="surrogatepass") as packed:
            make_ready(engine, _revision_of(_read(packed), version))
            tables = tables_in(engine)
            with filling(engine, tables) as connection:
                for table in tables:
                    yield table.name, _read_table(packed, connection, table)
                if _read(packed) != {"complete": len(tables)}:
                    raise NotCopied(BROKEN)
    except (EOFError, gzip.BadGzipFile, zlib.error, ValueError) as error:
        raise NotCopied(BROKEN) from error
    except OSError as error:
        raise NotCopied(f"{file} cannot be read: {error.strerror}.") from error
    migrate.upgrade(engine)


def _write_table(packed: Packed, connection: Connection, table: Table) -> int:
    tally = Tally()
    _write(packed, {"table": table.name, "columns": list(table.columns.keys())})
    for line in lines(connection, table):
        tally.add(line)
        packed.write(f"{line}\n".encode("utf-8", "surrogatepass"))
    _write(packed, _end(tally))
    return tally.rows


def _read_table(packed: IO[str], connection: Connection, table: Table) -> int:
    names, ended = _columns_of(_read(packed), table), list[dict[str, Any]]()
    tally = put(connection, table, _rows(packed, ended), names)
    if ended != [_end(tally)]:
        raise NotCopied(BROKEN)
    return tally.rows


def _columns_of(begun: object, table: Table) -> list[str]:
    """In the order of the file: a column that came by a migration may stand elsewhere in the code."""
    match begun:
        case {"table": table.name, "columns": list(names)} if sorted(names) == sorted(table.columns.keys()):
            return names
        case _:
            raise NotCopied(BROKEN)


def _rows(packed: IO[str], ended: list[dict[str, Any]]) -> Iterator[str]:
    """Lines until the end of the table, which is put into ``ended``."""
    for line in packed:
        if not line.startswith("["):
            ended.append(json.loads(line))
            return
        yield line.removesuffix("\n")


def _end(tally: Tally) -> dict[str, object]:
    return {"rows": tally.rows, "digest": f"{tally.digest:064x}"}


def _revision_of(header: object, version: str) -> str:
    """What the backup's tables are at; NotCopied with the steps where this code does not know them."""
    if not isinstance(header, dict) or header.get("warmline") != FORMAT:
        raise NotCopied("The file is no backup of Warmline, or one of a later version.")
    revision = str(header.get("revision"))
    if not migrate.knows(revision):
        taken = header.get("version")
        raise NotCopied(
            f"The backup was taken by Warmline {taken} with tables at {revision}; this is {version} with "
            f"tables at {migrate.newest()}. Nothing was changed. Install Warmline {taken} beside this one and run its "
            f"`warmline restore`; if it is the older of the two, then run `warmline migrate` of this one."
        )
    return revision


def _write(packed: Packed, line: dict[str, object]) -> None:
    packed.write((json.dumps(line) + "\n").encode())


def _read(packed: IO[str]) -> object:
    return json.loads(packed.readline())
