"""Two turns at once: how a test knows that one of them can go no further until the other has ended."""

import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from storage.database import SqlDatabase

LONGEST = 10.0
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


class Line:
    """SQLite's line of writers, where one sees who waits."""

    def __init__(self, line: Any) -> None:
        self._line = line
        self.waiting: list[int] = []

    def __enter__(self) -> None:
        if not self._line.acquire(blocking=False):
            self.waiting.append(threading.get_ident())
            self._line.acquire()
            self.waiting.remove(threading.get_ident())

    def __exit__(self, *_: object) -> None:
        self._line.release()


def watched(database: SqlDatabase) -> SqlDatabase:
    """The same database, whose line of writers can be watched from now on."""
    if database.engine.dialect.name == "sqlite" and not isinstance(database._line, Line):
        database._line = Line(database._line)
    return database


def until_it_waits(database: SqlDatabase, happened: Callable[[], bool]) -> None:
    """Returns when it has happened, or when a turn waits for another one, as the database itself says."""
    line, end = database._line, time.monotonic() + LONGEST
    assert isinstance(line, Line) or database.engine.dialect.name == "postgresql", "not watched"
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
        while not (happened() or (line.waiting if isinstance(line, Line) else looking.scalar(WAITING))):
            assert time.monotonic() < end, "it neither happens nor waits"
            time.sleep(0.002)
