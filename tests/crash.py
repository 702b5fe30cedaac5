"""A database that fails at a chosen statement, and a core that tries every turn with a failure at each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Engine, event

from bot.app import Bot
from bot.ports import Due
from bot.turn import Request
from bot.views import View
from storage.database import SqlDatabase
from storage.tables import metadata

T = TypeVar("T")
Picture = dict[str, list[str]]
READS = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


class PowerCut(Exception):
    """The statement that was about to run does not run, and nothing after it."""


class Fuse:
    """Counts statements and commits of an engine, and blows before the ``at``-th.

    ``written``: something was written or committed before that, so that half of it could be left.
    """

    def __init__(self, at: int) -> None:
        self._left = at
        self.blown = False
        self.written = False

    def statement(self, _connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        """One more statement is about to run."""
        self._one_more()
        self.written |= not text.lstrip().upper().startswith(READS)

    def commit(self, _connection: Any) -> None:
        """What was written is about to be kept."""
        self._one_more()
        self.written = True

    def _one_more(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.blown = True
            raise PowerCut


@contextmanager
def fused(engine: Engine, at: int) -> Iterator[Fuse]:
    """Whatever runs on the engine meanwhile fails at its ``at``-th statement, the commit being one of them."""
    fuse = Fuse(at)
    listeners = ("before_cursor_execute", fuse.statement), ("commit", fuse.commit)
    for listener in listeners:
        event.listen(engine, *listener)
    try:
        yield fuse
    finally:
        for listener in listeners:
            event.remove(engine, *listener)


def picture(database: SqlDatabase) -> Picture:
    """Every row of every table that has any."""
    names = [table.name for table in metadata.sorted_tables]
    empty_or_not = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)  # noqa: S608
    with database.reading() as transaction:
        run = transaction.connection.exec_driver_sql
        found = [row[0] for row in run(empty_or_not)]
        rows = {name: run(f'SELECT * FROM "{name}"').all() for name in found}  # noqa: S608 (names of our own tables)
    return {name: sorted(map(repr, kept)) for name, kept in rows.items()}


def at_every_statement(database: SqlDatabase, deed: Callable[[], T]) -> tuple[T, int]:
    """Does it with a failure at the first statement, at the second, and so on, until it goes through.

    After each failure the database has to be what it was before. Returns what came of it, and how many failures.
    """
    before, failures = picture(database), 0
    while True:
        with fused(database.engine, failures + 1) as fuse:
            try:
                done = deed()
            except PowerCut:
                done = None
        if not fuse.blown:
            return done, failures  # type: ignore[return-value]
        failures += 1
        if fuse.written:
            assert changed(before, picture(database)) == {}, f"half done at statement {failures}"


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
    failures: dict[str, int]

    def run(self, request: Request) -> View | None:
        """The same turn again and again: whoever's turn failed presses once more."""
        view, failures = at_every_statement(self.frail, lambda: super(FrailBot, self).run(request))
        self._count(request.action or request.line, failures)
        return view

    def ring(self, timer: Due) -> bool:
        """The same timer again and again."""
        done, failures = at_every_statement(self.frail, lambda: super(FrailBot, self).ring(timer))
        self._count(timer.action, failures)
        return done

    def _count(self, what: str, failures: int) -> None:
        self.failures[what] = self.failures.get(what, 0) + failures
