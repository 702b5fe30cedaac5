"""Delivery in real time against a far side that limits: which share of the pace that it allows is reached."""

import asyncio
import json
import time
import urllib.request
from pathlib import Path

from adapters import operate
from adapters.opening import open_database
from adapters.pace import Pace
from adapters.settings import read_settings
from adapters.teams.address import Address
from adapters.wiring import House, build, utc_now
from bench import limited, table
from bench.processes import LOAD_CORE, free_port, running
from bench.served import environment
from bench.wire import TEAM, TENANT
from bot.app import new_id
from bot.turn import Send
from bot.views import Card, Paragraph
from storage import migrate
from storage import tables as t
from storage.database import SqlDatabase

SECONDS = 25.0
COMMUNITY = "CIO Circle"
PEOPLE = {"slack": 40, "teams": 20}
"""One conversation each."""
CARDS = 60
"""For each of them: more than may be sent in the time."""
WINDOWS = {"slack": limited.SLACK, "teams": limited.TEAMS}
PLACES = {"slack": TEAM, "teams": TENANT}


def measure(folder: Path) -> None:
    """Everybody has more cards waiting than may be sent; the worker sends what it can."""
    port = free_port()
    far = f"http://127.0.0.1:{port}"
    with running(["-m", "bench.limited", str(port)], port, LOAD_CORE, folder / "far.log", {}):
        settings = read_settings(environment(folder, far, free_port()))
        database = open_database(settings)
        migrate.upgrade(database.engine)
        _fill(database, f"{far}/teams")
        took = asyncio.run(_deliver(build(settings)))
        _report(_count(far), took)


def _fill(database: SqlDatabase, service: str) -> None:
    operate.create_community(database, COMMUNITY, list(PLACES.items()))
    with database.writing() as transaction:
        community = transaction.communities.named(COMMUNITY)
        assert community is not None
        people = [_person(community.id, platform, n, service) for platform in PEOPLE for n in range(PEOPLE[platform])]
        transaction.connection.execute(t.member.insert(), [member for member, _ in people])
        transaction.connection.execute(t.account.insert(), [account for _, account in people])
        members = tuple(str(member["id"]) for member, _ in people)
        cards = [Card(f"Question {number}", (Paragraph(("How long did your move take?",)),)) for number in range(CARDS)]
        sends = [Send(f"pace:{number}", card, members) for number, card in enumerate(cards)]
        transaction.post(community, sends, utc_now())


def _person(community_id: str, platform: str, number: int, service: str) -> tuple[dict[str, object], dict[str, object]]:
    user = f"{platform.upper()}{number}"
    ours: dict[str, object] = {"community_id": community_id}
    member_id = new_id()
    words = {"name": user, "company": f"Company {user}", "email": f"{user}@{user}.example".lower()}
    address = Address(service, f"a:{user}", f"29:{user}").text() if platform == "teams" else ""
    place = {"platform": platform, "tenant": PLACES[platform], "user": user, "address": address, "main": True}
    return ours | {"id": member_id} | words, ours | {"id": new_id(), "member_id": member_id} | place


async def _deliver(house: House) -> float:
    """Works for a while; the seconds that it really were."""
    for adapter in house.adapters:
        await adapter.start()
    began = time.monotonic()
    working = asyncio.create_task(house.worker().run())
    await asyncio.sleep(SECONDS)
    took = time.monotonic() - began
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    for adapter in house.adapters:
        await adapter.close()
    return took


def _count(far: str) -> dict[str, list[int]]:
    with urllib.request.urlopen(f"{far}/count", timeout=5) as answer:  # noqa: S310 (our own server on loopback)
        found: dict[str, list[int]] = json.loads(answer.read())
        return found


def _report(found: dict[str, list[int]], seconds: float) -> None:
    for platform, (let_in, turned_away) in found.items():
        allowed = PEOPLE[platform] * _allowed(WINDOWS[platform], seconds)
        name = f"{platform.title()}: pace reached of {allowed:,} cards allowed in {seconds:.0f} s"
        table.at_least(name, 100 * let_in / allowed, " %", 95)
        table.fact(f"{platform.title()}: cards turned away as too soon", turned_away, "")


def _allowed(windows: tuple[tuple[int, float], ...], seconds: float) -> int:
    """How many messages one conversation takes in this time from somebody who never loses a moment."""
    now, sent = 0.0, 0
    pace = Pace(*windows, clock=lambda: now)
    while now < seconds:
        wait = pace.wait("there")
        sent += not wait
        now += wait
    return sent
