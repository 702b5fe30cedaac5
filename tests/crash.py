"""A database that fails at a chosen statement, and a core that tries every turn with a failure at each of them."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, event

from bot.app import Bot
from bot.ports import Due
from bot.turn import Request
from bot.views import View
from storage.database import SqlDatabase

T = TypeVar("T")
Picture = dict[str, list[str]]
Place = tuple[object, ...]
READS = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")
OURS = tuple(str(Path(__file__).parent.parent / part) for part in ("adapters", "bot", "storage"))


class PowerCut(Exception):
    """The statement that was about to run does not run, and nothing after it."""


class Fuse:
    """Blows once, before a statement or commit of an engine whose place is not among those ``tried``, and adds it.

    A place is the lines of the program that lead there: what catches a failure at one of them catches it each time. But
    a commit that keeps something, and all that comes after it, are places of their own in each deed, tried ``anew``:
    whatever a deed keeps before its last commit is found there.
    """

    def __init__(self, tried: set[Place], anew: set[Place]) -> None:
        self._tried, self._anew = tried, anew
        self.blown = False
        self._written = False
        self._kept = 0

    def statement(self, _connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        """One more statement is about to run."""
        self._come_to(place_of())
        self._written |= not text.lstrip().upper().startswith(READS)

    def commit(self, _connection: Any) -> None:
        """What was written is about to be kept."""
        self._kept += self._written
        self._come_to(("commit", *place_of()))

    def _come_to(self, place: Place) -> None:
        tried, place = (self._anew, (self._kept, *place)) if self._kept else (self._tried, place)
        if not self.blown and place not in tried:
            tried.add(place)
            self.blown = True
            raise PowerCut


def place_of() -> Place:
    """The lines of the program that run now."""
    found: list[object] = []
    frame = sys._getframe(2)
    while frame.f_back:
        if frame.f_code.co_filename.startswith(OURS):
            found += (frame.f_code, frame.f_lineno)
        frame = frame.f_back
    return tuple(found)


@contextmanager
def fused(engine: Engine, tried: set[Place], anew: set[Place]) -> Iterator[Fuse]:
    """Whatever runs on the engine meanwhile fails where it has not failed yet, the commit being one such place."""
    fuse = Fuse(tried, anew)
    listeners = ("before_cursor_execute", fuse.statement), ("commit", fuse.commit)
    for listener in listeners:
        event.listen(engine, *listener)
    try:
        yield fuse
    finally:
        for listener in listeners:
            event.remove(engine, *listener)


@contextmanager
def keeping(database: SqlDatabase) -> Iterator[Callable[[], bool]]:
    """Tells whether any transaction has kept anything since; the database itself knows."""
    if database.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(database.engine.url.database))) as beside:
            (first,) = beside.execute("PRAGMA data_version").fetchone()
            yield lambda: beside.execute("PRAGMA data_version").fetchone() != (first,)
        return

    def ask(query: str) -> Any:
        with database.reading() as transaction:
            return transaction.connection.exec_driver_sql(query).scalar()

    first = ask("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    yield lambda: ask(
        f"SELECT bool_or(pg_xact_status(number::text::xid8) <> 'aborted') FROM generate_series({first}, "  # noqa: S608
        "pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1) number"
    )


def at_every_statement(database: SqlDatabase, deed: Callable[[], T], tried: set[Place] | None = None) -> tuple[T, int]:
    """Does it with a failure at the first place that is not yet tried, at the second, and so on, until it goes through.

    After each failure nothing may have been kept. Returns what came of it, and how many failures.
    """
    failures, anew = 0, set[Place]()
    tried = set() if tried is None else tried
    with keeping(database) as has_kept:
        while True:
            with fused(database.engine, tried, anew) as fuse:
                try:
                    done = deed()
                except PowerCut:
                    done = None
            if not fuse.blown:
                return done, failures  # type: ignore[return-value]
            failures += 1
            assert not has_kept(), f"half done at failure {failures}"


def changed(before: Picture, after: Picture) -> Picture:
    """Tables that differ, with the rows that are only in one."""
    names = before.keys() | after.keys()
    found = {name: sorted(set(before.get(name, [])) ^ set(after.get(name, []))) for name in names}
    return {name: rows for name, rows in found.items() if rows}


class FrailBot(Bot):
    """The core, on a database that fails at every statement of every turn before it lets the turn through.

    ``failures`` counts them by what was asked for.
    """

    frail: SqlDatabase
    tried: set[Place]
    failures: dict[str, int]

    def run(self, request: Request) -> View | None:
        """The same turn again and again: whoever's turn failed presses once more."""
        view, failures = at_every_statement(self.frail, lambda: super(FrailBot, self).run(request), self.tried)
        self.count(request.action or request.line, failures)
        return view

    def ring(self, timer: Due) -> bool:
        """The same timer again and again."""
        done, failures = at_every_statement(self.frail, lambda: super(FrailBot, self).ring(timer), self.tried)
        self.count(timer.action, failures)
        return done

    def count(self, what: str, failures: int) -> None:
        """So many times it failed."""
        self.failures[what] = self.failures.get(what, 0) + failures
