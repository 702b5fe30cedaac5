"""People ask and answer while Warmline's processes are killed again and again: nothing may be lost, little doubled."""

import asyncio
import json
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import Engine, func, select

from adapters import importing, operate
from adapters.files import write_csv
from playground.cast import FJORD, SUMMIT, demo_cast, members_rows
from storage import tables as t
from storage.catalogue import load_catalogue
from storage.database import SqlDatabase
from tests.databases import KEYS
from tests.processes import PLAYGROUND, WARMLINE, Process, free_port, wait_until
from tests.seat import Seat

LONG = "WARMLINE_PROOF_SECONDS" in os.environ
KILLS, QUESTIONS, THINKING, CALM = (12, 24, 4.0, 0.5) if LONG else (5, 8, 0.4, 0.25)
"""``THINKING``: seconds at most between two questions of a row. ``CALM``: the same between a start and what ends it."""
ROWS = 4
"""Conversations that go on at the same time."""
VENDORS = ("Zoom", "Datadog", "Oracle", "Palo Alto Networks")
KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s"
SETTLES_WITHIN = 30.0
"""Seconds from the last start until every card is what it should be."""
LEASED = t.delivery.c.lease.is_not(None)
IN_FLIGHT = select(t.delivery.c.key, t.delivery.c.recipient).where(LEASED, t.delivery.c.ref == "")
"""New cards that somebody is sending."""


@dataclass
class Town:
    """Warmline's processes on one database, which can all be killed."""

    engine: Engine
    env: dict[str, str]
    folder: Path
    url: str
    chance: random.Random
    running: dict[str, Process] = field(default_factory=dict)
    in_flight: Counter[tuple[str, str]] = field(default_factory=Counter)
    killed: list[str] = field(default_factory=list)

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Each process with its words: one on SQLite, three on PostgreSQL."""
        if self.engine.dialect.name == "sqlite":
            return {"serve": ("serve",)}
        return {"serve": ("serve", "--no-worker"), "worker1": ("worker",), "worker2": ("worker",)}

    def start(self) -> None:
        """Starts whatever is not running, and waits until it is."""
        for name, words in self.names.items():
            if name not in self.running:
                self.running[name] = Process([*WARMLINE, *words], self.env, self.folder, name)
        self.running["serve"].answers(self.url + "/readyz")

    def kill(self, names: list[str]) -> None:
        """Kills these at once, and notes which new cards were being sent at that instant."""
        for name in names:
            self.running.pop(name).kill()
        self.killed.append("+".join(names))
        with self.engine.begin() as connection:
            self.in_flight.update((key, recipient) for key, recipient in connection.execute(IN_FLIGHT))
            if not self.running:
                # Nobody is left who could be sending: the minute after which a lease ends may be over at once.
                connection.execute(t.delivery.update().where(LEASED).values(due=datetime.now(UTC)))

    async def storm(self, sending: asyncio.Event) -> None:
        """Kills at random moments, and starts again what was killed."""
        for number in range(KILLS - 1):
            await asyncio.sleep(self.chance.uniform(CALM / 5, CALM))
            some = self.chance.sample(sorted(self.running), self.chance.randint(1, len(self.running)))
            if number % 2:
                # Most moments are idle ones, so every second kill follows a form that is being sent: it hits all of
                # them at once, while the form is taken or while its cards are on their way.
                some = sorted(self.running)
                sending.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(sending.wait(), 1)
                if number % 4 == 1:
                    await asyncio.sleep(self.chance.uniform(0, 0.05))
                else:
                    await asyncio.to_thread(self.wait_for_a_lease, 0.5)
            await asyncio.to_thread(self.kill, some)
            await asyncio.to_thread(self.start)

    def wait_for_a_lease(self, seconds: float) -> None:
        """Until a new card is being sent, or so long."""
        end = time.monotonic() + seconds
        with self.engine.connect() as connection:
            while time.monotonic() < end and not connection.execute(IN_FLIGHT).first():
                connection.rollback()
                time.sleep(0.002)

    def stop(self) -> None:
        """The end."""
        for process in self.running.values():
            process.stop()


@contextmanager
def playground(port: int, folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The playground as a process of its own, for an app at the port: its address, and the settings for the app."""
    words = ["--port", "0", "--app", f"http://127.0.0.1:{port}", "--state", str(folder / "state.json"), "--settings"]
    process = Process([*PLAYGROUND, *words], {}, folder, "playground")
    try:
        process.says("TEAMS_SERVICE_HOSTS=")
        lines = process.output.splitlines()
        origin = lines[0].split()[4].rstrip("/")
        yield origin, dict(line.split("=", 1) for line in lines if "=" in line)
    finally:
        process.stop()


def make_community(database: SqlDatabase, folder: Path) -> None:
    """The demo's people and the vendors that they use."""
    cast, whole = demo_cast(), load_catalogue()
    used = {name for actor in cast.actors for name in actor.stack}
    vendors = tuple(vendor for vendor in whole.vendors if vendor.name in used)
    known = replace(whole, vendors=vendors, products=(), aliases=(), ownership=())
    operate.create_community(database, "CIO Circle", [(w.platform, w.id) for w in cast.workspaces], known)
    # Each of them gets more questions here in a minute than anybody should in a week.
    operate.set_setting(database, "CIO Circle", "weekly-cap", "100", unset=False)
    file = folder / "members.csv"
    write_csv(file, members_rows(cast))
    assert [v for v in importing.import_file(database, "members", "CIO Circle", file) if v.reason] == []


@asynccontextmanager
async def town(engine: Engine, folder: Path, seed: int) -> AsyncIterator[tuple[Town, str]]:
    """The demo's community in its playground, with the app installed everywhere."""
    port = free_port()
    with playground(port, folder) as (origin, settings):
        database = SqlDatabase(engine, KEYS)
        make_community(database, folder)
        url = engine.url.render_as_string(hide_password=False)
        env = {**settings, "WARMLINE_DATABASE_URL": url, "WARMLINE_SECRET_KEYS": KEY, "PORT": str(port)}
        built = Town(engine, env, folder, f"http://127.0.0.1:{port}", random.Random(seed))  # noqa: S311 - chance
        try:
            await asyncio.to_thread(built.start)
            await asyncio.to_thread(wait_until, lambda: _announced(folder / "state.json"), 20)
            yield built, origin
        finally:
            await asyncio.to_thread(built.stop)


def _announced(state: Path) -> bool:
    told = json.loads(state.read_text())["kept"].get("announced", []) if state.exists() else []
    return all(any(one.startswith(f"{tenant}/") for one in told) for tenant in (FJORD, SUMMIT))


@dataclass(frozen=True)
class Asked:
    """A question that was acknowledged, the people who have to see it, and the acknowledged answers."""

    question: str
    seen_by: tuple[str, ...]
    answers: tuple[str, ...]


async def talk(seats: dict[str, Seat], number: int, chance: random.Random) -> Asked:
    """One person asks those who use a vendor, and two of them answer."""
    members = [actor for actor in demo_cast().actors if actor.role in ("member", "manager")]
    vendor = VENDORS[number % len(VENDORS)]
    users = [actor.id for actor in members if vendor in actor.stack]
    asker = members[number * 2 % len(members)].id
    question = f"Q{number:03}: how are the nights?"
    await asyncio.sleep(chance.uniform(0, THINKING))
    await seats[asker].ask(vendor, question)
    answers = []
    for peer in chance.sample([user for user in users if user != asker], 2):
        answer = f"A{number:03} by {peer.rpartition(':')[2]}"
        if await seats[peer].answer(question, answer):
            answers.append(answer)
    return Asked(question, tuple(sorted({asker, *users})), tuple(answers))


async def talk_in_turns(seats: dict[str, Seat], first: int, chance: random.Random) -> list[Asked]:
    """Every fourth question, one after the other."""
    return [await talk(seats, number, chance) for number in range(first, QUESTIONS, ROWS)]


@pytest.mark.timeout(400)
async def test_killed_again_and_again_nothing_is_lost_and_no_card_edited_in_place_appears_twice(
    engine: Engine, tmp_path: Path
) -> None:
    async with town(engine, tmp_path, seed=7) as (built, origin), aiohttp.ClientSession() as session:
        sending = asyncio.Event()
        seats = {actor.id: Seat(session, origin, actor.id, sending) for actor in demo_cast().actors}
        async with asyncio.timeout(240), asyncio.TaskGroup() as group:
            group.create_task(built.storm(sending))
            rows = [group.create_task(talk_in_turns(seats, row, random.Random(row))) for row in range(ROWS)]  # noqa: S311
        asked = [one for row in rows for one in row.result()]
        await asyncio.to_thread(built.kill, sorted(built.running))
        await asyncio.to_thread(built.start)
        await asyncio.to_thread(wait_until, lambda: not _due(engine), SETTLES_WITHIN, lambda: _late(engine))
        lost, doubled = await compare(seats, built, asked)
    answers = sum(len(one.answers) for one in asked)
    cards = sum(len(one.seen_by) for one in asked)
    in_flight = sum(built.in_flight.values())
    print(  # noqa: T201 - the measure that this test is for
        f"{engine.dialect.name}: killed {', '.join(built.killed)}; {len(asked)} questions and {answers} answers "
        f"on {cards} screens; lost {len(lost)}, doubled {sum(doubled.values())} of {in_flight} in flight"
    )
    assert lost == []
    assert not doubled - built.in_flight
    assert _kept(engine) == (len(asked), answers)


async def compare(
    seats: dict[str, Seat], built: Town, asked: list[Asked]
) -> tuple[list[str], Counter[tuple[str, str]]]:
    """What is missing on the screens, and which deliveries stand there more than once."""
    lost: list[str] = []
    doubled: Counter[tuple[str, str]] = Counter()
    for one in asked:
        for person in one.seen_by:
            copies = await seats[person].copies(one.question)
            # A card that was sent twice is edited in one copy: nobody knows of the other.
            if not any(all(answer in copy for answer in one.answers) for copy in copies):
                lost.append(f"{person}: {one} in {copies}")
            doubled[_delivery(built.engine, one.question, person)] += max(len(copies) - 1, 0)
    return lost, +doubled


def _delivery(engine: Engine, question: str, person: str) -> tuple[str, str]:
    platform, tenant, user = person.split(":")
    a = t.account.c
    with engine.begin() as connection:
        ask = connection.scalar(select(t.ask.c.id).where(t.ask.c.question == question))
        mine = select(a.id).where(a.platform == platform, a.tenant == tenant, a.user == user)
        return f"ask:{ask}", str(connection.scalar(mine))


def _due(engine: Engine) -> int:
    with engine.begin() as connection:
        waiting = select(func.count()).where(t.delivery.c.due.is_not(None))
        return connection.scalar(waiting) or 0


def _late(engine: Engine) -> str:
    """What still waits, to understand a failure."""
    d, now = t.delivery.c, datetime.now(UTC)
    waiting = select(d.platform, d.tenant, d.edits, d.attempts, d.lease, d.due).where(d.due.is_not(None))
    with engine.begin() as connection:
        rows = connection.execute(waiting).all()
    return "\n".join(f"{r.platform} {r.tenant} {r.edits=} {r.attempts=} {r.lease=} in {r.due - now}" for r in rows)


def _kept(engine: Engine) -> tuple[int, int]:
    with engine.begin() as connection:
        counts = [connection.scalar(select(func.count()).select_from(table)) or 0 for table in (t.ask, t.answer)]
    return counts[0], counts[1]
