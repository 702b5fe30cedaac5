"""Delivery with 100,000 cards due: what a claim costs, how fast cards leave, what the fan-out of one ask costs."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median
from typing import TypeAlias

from sqlalchemy import Engine, func, select

from adapters.wake import Wake
from adapters.wiring import utc_now
from adapters.worker import LEASE, PER_LANE, Worker
from bench import table
from bench.table import say
from bot.app import Bot, new_id
from bot.model import Community, Vendor
from bot.ports import Place
from bot.turn import Request, Sender
from bot.views import Card
from storage import outbox, timers
from storage import tables as t
from storage.database import SqlDatabase
from storage.keys import Keys

PEERS = 10_000
ASKS = 10
CLAIMS = 50
SECONDS = 5.0
"""How long the worker delivers."""
Row: TypeAlias = dict[str, object]
WORKSPACES = (("slack", "T1"), ("slack", "T2"), ("teams", "tenant-1"), ("teams", "tenant-2"))
FIFTY = tuple((platform, f"{platform}-{number}") for number in range(25) for platform in ("slack", "teams"))


@dataclass
class AtOnce:
    """A courier that has delivered before it was asked."""

    sent: int = 0
    began: float = field(default_factory=time.perf_counter)

    async def send(self, place: Place, card: Card, ref: str) -> str:  # noqa: ARG002 (a courier's part)
        """Counts."""
        self.sent += 1
        return ref or "shown"


@dataclass(frozen=True)
class Crowd:
    """A community of many peers who all use one vendor, and the one who asks."""

    database: SqlDatabase
    asker: Sender
    vendor_id: str


def measure(engine: Engine, name: str) -> None:
    """On an empty, migrated database."""
    say()
    crowd = _gather(engine, "CIO Circle", WORKSPACES)
    wake = Wake()
    bot = Bot(crowd.database, utc_now, wake)
    turns = [_timed_ask(bot, crowd, number) for number in range(ASKS)]
    table.fact(f"{name}: one ask to {PEERS:,} peers, the turn", median(turns), " s")
    _fan_out(bot, crowd.database)
    due = _due(crowd.database)
    claims = [_timed_claim(crowd.database) * 1000 for _ in range(CLAIMS)]
    table.aim(f"{name}: a claim of {PER_LANE * len(WORKSPACES)} of {due:,} due, median", median(claims), " ms", 20)
    table.fact(f"{name}: the slowest of {CLAIMS} claims", max(claims), " ms")
    table.fact(f"{name}: cards delivered a second", asyncio.run(_deliver(crowd.database, bot, wake)), "/s")
    wide = _gather(engine, "Fifty Places", FIFTY)
    turns = [_timed_ask(bot, wide, ASKS + number) for number in range(ASKS)]
    table.aim(f"{name}: one ask to {PEERS:,} peers of {len(FIFTY)} workspaces", median(turns), " s", 0.5)


def _gather(engine: Engine, name: str, workspaces: Sequence[tuple[str, str]]) -> Crowd:
    database = SqlDatabase(engine, Keys((b"k" * 32,)))
    community, vendor = Community(new_id(), name, (("weekly-cap", "100"),)), Vendor(new_id(), "Okta")
    with database.writing() as transaction:
        transaction.communities.add(community)
        for platform, tenant in workspaces:
            transaction.communities.join(community.id, platform, tenant)
        transaction.store(community).vendors.add(vendor)
        places = cycle(workspaces)
        rows = [_person(community.id, vendor.id, number, next(places)) for number in range(PEERS + 1)]
        for table_, place in ((t.member, 0), (t.account, 1), (t.stack, 2)):
            transaction.connection.execute(table_.insert(), [row[place] for row in rows])
        transaction.look_over()
    return Crowd(database, Sender(*workspaces[0], "U0"), vendor.id)


def _person(community_id: str, vendor_id: str, number: int, workspace: tuple[str, str]) -> tuple[Row, Row, Row]:
    """The rows of a member, of their account and of their stack."""
    member_id = new_id()
    platform, tenant = workspace
    ours: Row = {"community_id": community_id}
    words: Row = {"name": f"Peer {number}", "company": f"Company {number}", "email": f"peer{number}@c{number}.example"}
    identity: Row = {"platform": platform, "tenant": tenant, "user": f"U{number}", "address": "", "main": True}
    return (
        ours | {"id": member_id} | words,
        ours | {"id": new_id(), "member_id": member_id} | identity,
        ours | {"member_id": member_id, "vendor_id": vendor_id, "opted_in": True},
    )


def _timed_ask(bot: Bot, crowd: Crowd, number: int) -> float:
    values = {"question": f"Question {number}: how long did your move take?", "vendor": crowd.vendor_id}
    began = time.perf_counter()
    bot.run(Request(crowd.asker, action="ask.post", values=values, key=f"bench:{number}"))
    return time.perf_counter() - began


def _fan_out(bot: Bot, database: SqlDatabase) -> None:
    """What the worker does right after the turns: each question becomes a delivery for each peer."""
    while True:
        with database.reading() as transaction:
            found = timers.due(transaction.connection, utc_now(), 100)
        if not found:
            return
        for timer in found:
            bot.ring(timer)


def _timed_claim(database: SqlDatabase) -> float:
    """Seconds of one transaction that claims, as the worker does it."""
    now, platforms = utc_now(), frozenset(platform for platform, _ in WORKSPACES)
    began = time.perf_counter()
    with database.writing() as transaction:
        parcels = outbox.claim(transaction.connection, new_id(), now, now + LEASE * 10, PER_LANE, platforms)
    assert len(parcels) == PER_LANE * len(WORKSPACES), len(parcels)
    return time.perf_counter() - began


def _due(database: SqlDatabase) -> int:
    with database.reading() as transaction:
        query = select(func.count()).select_from(t.delivery).where(t.delivery.c.due.is_not(None))
        return int(transaction.connection.scalar(query) or 0)


async def _deliver(database: SqlDatabase, bot: Bot, wake: Wake) -> float:
    courier = AtOnce()
    worker = Worker(database, bot, {"slack": courier, "teams": courier}, utc_now, wake)
    working = asyncio.create_task(worker.run())
    await asyncio.sleep(SECONDS)
    rate = courier.sent / (time.perf_counter() - courier.began)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    return rate
