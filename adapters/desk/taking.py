"""Takes a file in beside the requests, by the same road as `warmline import`. How far it is stands in the database."""

import asyncio
import logging
import tempfile
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from aiohttp import web

from adapters import importing
from adapters.desk.gate import Gate, Seat
from adapters.wiring import House
from bot.app import new_id
from bot.curate.desk import note_file
from bot.imports import Bringer, Taken
from bot.model import Community
from bot.turn import Refused, Unavailable
from storage.sessions import DeskImport, ImportState

log = logging.getLogger("warmline.desk")

EVERY, MORE = 0.5, 0.0002
"""Seconds between two notes of how far an import is; each refused row, which a note names, adds a little."""
AWAY = "The database did not answer. Bring the file again: nothing is taken twice."


class Taking:
    """What runs now. Where the whole process dies, the table's last word shows that the import stopped."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._house = gate.house
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = threading.Event()

    async def running(self, _: web.Application) -> AsyncIterator[None]:
        """At the server's end each import stops after the rows that it has in hand."""
        yield
        self._stopping.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def begin(self, seat: Seat, what: str, data: bytes, suffix: str) -> bool:
        """Lets the import run; False while another one of this community does; 403 for who has left the seat."""
        one = await asyncio.to_thread(self._noted, seat, what)
        if one is None:
            return False
        task = asyncio.create_task(asyncio.to_thread(self._take, seat.community, one, data, suffix))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return True

    def _noted(self, seat: Seat, what: str) -> DeskImport | None:
        now = self._house.clock()
        one = DeskImport(new_id(), seat.member.id, what, ImportState.RUNNING, 0, (), now)
        with self._house.database.writing() as transaction:
            self._gate.sits_still(transaction, seat)
            store, kept = transaction.store(seat.community), transaction.imports(seat.community.id)
            store.hold()
            if kept.running(now):
                return None
            kept.save(one)
            note_file(store, seat.member, "desk.import", what, now, new_id)
        return one

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        bug = None if task.cancelled() else task.exception()
        if bug:
            log.error("bug=%s in an import of the desk", type(bug).__name__)

    def _take(self, community: Community, one: DeskImport, data: bytes, suffix: str) -> None:
        """In a thread of its own. The file lies in a folder for our eyes alone, and is gone with it."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{one.what}{suffix}"
            file.write_bytes(data)
            steps = _Steps(self._house, community, replace(one, total=importing.rows_in(file, one.what)))
            try:
                database, by = self._house.database, Bringer.MANAGER
                for verdict in importing.import_file(database, one.what, community.name, file, by):
                    steps.add(verdict)
                    # Rows are committed by chunks: in the middle of one the note would tell of too few.
                    if self._stopping.is_set() and steps.rows % importing.CHUNKS[one.what] == 0:
                        return
                steps.state = ImportState.DONE
            except Refused as problem:
                # The file as a whole cannot be read; the person knows it by its own name alone.
                steps.add(Taken(1, problem.text.replace(str(file), "The file")))
                steps.state = ImportState.DONE
            except Unavailable:
                steps.add(Taken(1, AWAY))
            finally:
                steps.save()
                self._house.wake()


class _Steps:
    """How far one import is, said every now and then."""

    def __init__(self, house: House, community: Community, one: DeskImport) -> None:
        self.state = ImportState.STOPPED
        self._house = house
        self._community = community
        self._one = one
        self._taken = 0
        self._refused: list[tuple[int, str]] = []
        self._said = time.monotonic()

    def add(self, verdict: Taken) -> None:
        """One more row."""
        if verdict.reason:
            self._refused.append((verdict.number, verdict.reason))
        else:
            self._taken += 1
        if time.monotonic() - self._said > EVERY + MORE * len(self._refused):
            self.save(ImportState.RUNNING)
            self._said = time.monotonic()

    @property
    def rows(self) -> int:
        """Rows so far, taken or refused."""
        return self._taken + len(self._refused)

    def save(self, state: ImportState | None = None) -> None:
        """Writes it down."""
        now, refused = self._house.clock(), tuple(self._refused)
        said = replace(self._one, state=state or self.state, taken=self._taken, refused=refused, seen_at=now)
        with self._house.database.writing() as transaction:
            transaction.imports(self._community.id).save(said)
