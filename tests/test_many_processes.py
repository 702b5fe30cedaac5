"""Two web and two worker processes on one PostgreSQL, one of the four killed after the other, while people ask.

Nothing that was thanked for is lost, a card stands twice only where it was being sent at a kill, and each timer rings
once. The suite takes a short form; `make proofs` goes on for a minute, with a kill every two seconds.
"""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import Engine, select, text

from bot.turn import Later
from playground.cast import demo_cast
from storage import tables as t
from storage import timers
from storage.database import SqlDatabase
from tests.databases import KEYS
from tests.door import door
from tests.processes import REAL, WARMLINE, Process, free_port, wait_until
from tests.seat import Seat
from tests.test_kill import (
    KEY,
    LONG,
    ROWS,
    SETTLES_WITHIN,
    Asked,
    Town,
    _announced,
    _due,
    _kept,
    compare,
    make_community,
    playground,
    talk,
)

SECONDS = float(os.environ.get("WARMLINE_PROOF_SECONDS", "3"))
EVERY = 2.0 if LONG else 0.7
TIMERS = 200 if LONG else 100


class Crowd(Town):
    """Four processes; the port of a web process is its own, behind the door."""

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Each process with its words."""
        web, worker = ("serve", "--no-worker"), ("worker",)
        return {"web1": web, "web2": web, "worker1": worker, "worker2": worker}

    def start_one_from_a_shell(self) -> None:
        """One worker of two: so not all of them agree about what Python draws at its start."""
        self.running["worker2"] = Process([*REAL, "worker"], self.env | {"PORT": "0"}, self.folder, "worker2")

    def start(self) -> None:
        """Starts whatever is not running; nobody waits for it, as in real life."""
        for name, words in self.names.items():
            if name not in self.running:
                port = self.env[f"PORT_{name}"] if name.startswith("web") else "0"
                self.running[name] = Process([*WARMLINE, *words], self.env | {"PORT": port}, self.folder, name)

    def ready(self) -> None:
        """Waits until all four are there."""
        for name, process in self.running.items():
            if name.startswith("web"):
                process.answers(f"http://127.0.0.1:{self.env[f'PORT_{name}']}/readyz", 60)
            else:
                process.says("Warmline delivers", 60)

    async def kill_one_by_one(self, until: float) -> None:
        """One of the four, again and again, by chance."""
        while time.monotonic() < until:
            await asyncio.sleep(EVERY)
            await asyncio.to_thread(self.kill, [self.chance.choice(sorted(self.running))])
            await asyncio.to_thread(self.start)


@asynccontextmanager
async def crowd(engine: Engine, folder: Path, seed: int) -> AsyncIterator[tuple[Crowd, str]]:
    """The demo's community in its playground, behind the door."""
    ports = {"web1": free_port(), "web2": free_port()}
    async with door([*ports.values()]) as front:
        with playground(front, folder) as (origin, settings):
            database = SqlDatabase(engine, KEYS)
            url = engine.url.render_as_string(hide_password=False)
            env = {**settings, "WARMLINE_DATABASE_URL": url, "WARMLINE_SECRET_KEYS": KEY}
            env |= {f"PORT_{name}": str(port) for name, port in ports.items()}
            env |= {"WARMLINE_PUBLIC_URL": f"http://127.0.0.1:{front}"}
            built = Crowd(engine, env, folder, f"http://127.0.0.1:{front}", random.Random(seed))  # noqa: S311
            try:
                # It loads for a second, in which the rest is made.
                await asyncio.to_thread(built.start_one_from_a_shell)
                await asyncio.to_thread(make_community, database, folder)
                await asyncio.to_thread(built.start)
                await asyncio.to_thread(wait_until, lambda: _announced(folder / "state.json"), 60)
                await asyncio.to_thread(built.ready)
                yield built, origin
            finally:
                await asyncio.to_thread(built.stop)


def write_down_what_rings(engine: Engine, seconds: float) -> None:
    """Timers over the whole time, and a trigger that notes each that is taken, in the transaction of its effect."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE rung (key text)"))
        connection.execute(text(
            "CREATE FUNCTION note_ring() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO rung VALUES (OLD.key); RETURN OLD; END $$"
        ))  # fmt: skip
        connection.execute(text(
            "CREATE TRIGGER ringing AFTER DELETE ON timer FOR EACH ROW EXECUTE FUNCTION note_ring()"
        ))  # fmt: skip
        community = connection.scalar(select(t.community.c.id))
        assert community
        begin = datetime.now(UTC)
        due = (begin + timedelta(seconds=seconds * number / TIMERS) for number in range(TIMERS))
        timers.arm(connection, community, [Later(f"proof:{n}", at, "ask.expire", "f" * 32) for n, at in enumerate(due)])


def forget_what_rang(engine: Engine) -> None:
    with engine.begin() as connection:
        for what in ("TRIGGER IF EXISTS ringing ON timer", "FUNCTION IF EXISTS note_ring", "TABLE IF EXISTS rung"):
            connection.execute(text(f"DROP {what}"))


def rung(engine: Engine) -> Counter[str]:
    with engine.connect() as connection:
        return Counter(connection.scalars(text("SELECT key FROM rung WHERE key LIKE 'proof:%'")))


async def ask_on(seats: dict[str, Seat], row: int, until: float) -> list[Asked]:
    """One question after the other, until the time is over."""
    chance, asked, number = random.Random(row), [], row  # noqa: S311 - chance
    while time.monotonic() < until:
        asked.append(await talk(seats, number, chance))
        number += ROWS
    return asked


@pytest.mark.timeout(600)
async def test_one_of_four_is_killed_again_and_again_and_nobody_loses_anything(
    postgresql: Engine, tmp_path: Path
) -> None:
    engine = postgresql
    try:
        async with crowd(engine, tmp_path, seed=43) as (built, origin), aiohttp.ClientSession() as session:
            write_down_what_rings(engine, SECONDS)
            seats = {a.id: Seat(session, origin, a.id, asyncio.Event()) for a in demo_cast().actors}
            until = time.monotonic() + SECONDS
            async with asyncio.timeout(SECONDS + 180), asyncio.TaskGroup() as group:
                group.create_task(built.kill_one_by_one(until))
                rows = [group.create_task(ask_on(seats, row, until)) for row in range(ROWS)]
            asked = [one for row in rows for one in row.result()]
            # The last leases may be those of the dead; where nobody is left, they may be over at once.
            await asyncio.to_thread(built.kill, sorted(built.running))
            await asyncio.to_thread(built.start)
            await asyncio.to_thread(built.ready)
            await asyncio.to_thread(wait_until, lambda: not _due(engine), SETTLES_WITHIN * 2)
            lost, doubled = await compare(seats, built, asked)
        answers = sum(len(one.answers) for one in asked)
        rang = rung(engine)
        print(  # noqa: T201 - the measure that this test is for
            f"{len(built.killed)} kills in {SECONDS:g} s: {', '.join(built.killed)}; {len(asked)} questions and "
            f"{answers} answers on {sum(len(one.seen_by) for one in asked)} screens; lost {len(lost)}, doubled "
            f"{sum(doubled.values())} of {sum(built.in_flight.values())} in flight; {len(rang)} timers rang"
        )
        assert lost == []
        assert not doubled - built.in_flight
        assert _kept(engine) == (len(asked), answers)
        assert rang == Counter({f"proof:{number}": 1 for number in range(TIMERS)})
    finally:
        forget_what_rang(engine)
        empty(engine)


def empty(engine: Engine) -> None:
    """The next test of this process begins with nothing."""
    names = ", ".join(f'"{table.name}"' for table in t.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} CASCADE"))
