"""The whole thing at once: playground ↔ adapters ↔ core ↔ database, over loopback HTTP, in one event loop."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import Engine

from adapters import importing, operate
from adapters.settings import Settings
from adapters.slack import courier
from adapters.teams import limits
from adapters.web import make_app
from adapters.wiring import House, build
from bot.catalogue import Catalogue
from playground.cast import Actor
from playground.people import Person
from playground.world import World
from storage.catalogue import load_catalogue
from storage.database import SqlDatabase
from tests.databases import Kept, quickened
from tests.witness import WITNESS

NORTH, HARBOUR = "T0001", "T0002"
TENANT, SECOND = "11111111-2222-3333-4444-555555555555", "99999999-8888-7777-6666-555555555555"
COMMUNITY = "CIO Circle"
BRISK = (1, 0.02)
"""How often (count, seconds) one chat in a town takes a message; the platforms' real pace is tested for itself."""
KEYS = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s"


def slack(name: str, tenant: str = NORTH, stack: tuple[str, ...] = (), role: str = "member") -> Actor:
    """Somebody in Slack."""
    return _actor(name, "slack", tenant, f"U{name.upper()}", stack, role)


def teams(name: str, tenant: str = TENANT, stack: tuple[str, ...] = (), role: str = "member") -> Actor:
    """Somebody in Teams; the object id is a GUID made from the name."""
    digits = name.encode().hex().ljust(12, "0")[:12]
    return _actor(name, "teams", tenant, f"aaaaaaaa-0000-4000-8000-{digits}", stack, role)


def _actor(name: str, platform: str, tenant: str, user: str, stack: tuple[str, ...], role: str) -> Actor:
    company = f"{name} Works"
    email = f"{name.lower()}@{name.lower()}-works.example"
    return Actor(platform, tenant, user, name, email, company=company, stack=stack, role=role)


CAST = [
    slack("Alice"),
    slack("Carl", HARBOUR, ("Okta",)),
    teams("Bea", stack=("Okta", "SAP")),
    teams("Dora", SECOND, ("SAP",)),
    slack("Mia", role="manager"),
    slack("Stranger", role="stranger"),
    teams("Passerby", role="stranger"),
]

BUILT: dict[tuple[object, ...], Kept] = {}
"""The community of a cast on a kind of database, as it was when it had just been made."""


@dataclass
class Town:
    """The running whole. People by their names."""

    world: World
    house: House

    def __getattr__(self, name: str) -> Person:
        for person in self.world.people:
            if person.actor.name.lower() == name:
                return person
        raise AttributeError(name)

    async def wait_for(self, happened: Callable[[], object]) -> None:
        """Until it has happened, five seconds at most."""
        await self.world.wait_for(happened)


def settings_for(engine: Engine, env: dict[str, str], folder: Path, port: int) -> Settings:
    """Settings as a real start would read them, for a database that a test made."""
    return Settings(engine.url, folder, KEYS, "", "127.0.0.1", port, env)


@asynccontextmanager
async def running(engine: Engine, folder: Path, cast: list[Actor]) -> AsyncIterator[Town]:
    """Starts everything, makes the community, installs the app everywhere, and stops it all."""
    world = World(cast)
    await world.start()
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    settings = settings_for(engine, world.settings(), folder, port)
    before = BUILT.get((engine.dialect.name, *cast))
    if before:
        before.put_back(engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(courier, "ONE_A_SECOND", BRISK)
        patch.setattr(limits, "PACE", ((50, 1.0),))
        house = build(settings)
    quickened(house.database.engine)
    if not before:
        make_community(house.database, world, cast, folder)
        BUILT[engine.dialect.name, *cast] = Kept(engine)
    runner = web.AppRunner(make_app(house, with_worker=True), access_log=None)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    world.app_url = f"http://127.0.0.1:{port}"
    await world.announce()
    WITNESS.worlds.append(world)
    try:
        yield Town(world, house)
    finally:
        await runner.cleanup()
        await world.stop()
        house.database.engine.dispose()


@cache
def well_known() -> Catalogue:
    """The best known vendors of the catalogue, so that a town is built in no time."""
    whole = load_catalogue()
    vendors = tuple(v for v in whole.vendors if v.popularity >= 85)
    keys = {v.key for v in vendors}
    products = tuple(p for p in whole.products if p.vendor in keys)[:20]
    keys |= {p.key for p in products}
    aliases = tuple(a for a in whole.aliases if a.target in keys)
    return replace(
        whole, vendors=vendors, products=products, aliases=aliases,
        ownership=tuple(change for change in whole.ownership if change.key in keys),
    )  # fmt: skip


def make_community(database: SqlDatabase, world: World, cast: list[Actor], folder: Path) -> None:
    """The community of the cast, by the same road that an operator takes."""
    from playground.cast import cast_of, members_rows

    workspaces = [(w.platform, w.id) for w in cast_of(cast).workspaces]
    operate.create_community(database, COMMUNITY, workspaces, well_known())
    file = folder / "members.csv"
    operate.write_csv(file, members_rows(cast_of(cast)))
    refused = [v for v in importing.import_file(database, "members", COMMUNITY, file) if v.reason]
    assert refused == []


@pytest.fixture
async def town(engine: Engine, tmp_path: Path) -> AsyncIterator[Town]:
    """The usual cast."""
    async with running(engine, tmp_path, CAST) as built:
        yield built
