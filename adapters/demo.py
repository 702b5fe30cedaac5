"""`warmline demo`: a made-up community in the playground, served by the real thing on loopback."""

import argparse
import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from sqlalchemy.engine import make_url

from adapters import demo_calls, demo_door, demo_intros, importing, operate
from adapters.files import write_csv
from adapters.log import start_logging
from adapters.opening import open_database
from adapters.problem import SettingsError
from adapters.running import SHUTDOWN, listen_on, until_stopped
from adapters.screen import say
from adapters.settings import Settings
from adapters.web import make_app
from adapters.wiring import build
from bot.turn import Refused
from playground.cast import Cast, demo_cast, members_rows
from playground.cast_reviews import reviews_rows
from playground.world import World
from storage import migrate
from storage.database import SqlDatabase

COMMUNITY = "CIO Circle"


def demo(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serves the playground and the made-up community until it is stopped."""
    if not settings.listens_on_loopback:
        raise SettingsError(f"The demo listens on this machine only; HOST is “{settings.host}”. Unset HOST.")
    start_logging(logging.WARNING)
    asyncio.run(_run(settings, arguments.playground_port))
    return 0


async def _run(settings: Settings, playground_port: int) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    cast = demo_cast()
    world = World(cast, state=settings.data_dir / "playground.json")
    # Slack's own rule is one message a second in a channel, with short bursts let through.
    world.slack.pace.set(1.0, burst=5.0)
    listening = listen_on(settings.host, settings.port, "PORT")
    listen_on(settings.host, playground_port, "--playground-port").close()
    await world.start(settings.host, playground_port)
    ours = replace(
        settings,
        env=world.settings(),
        database_url=make_url(f"sqlite:///{settings.data_dir / 'demo.db'}"),
        public_url="",
    )
    await asyncio.to_thread(prepare, open_database(ours), cast, settings.data_dir)
    house = build(ours)
    runner = web.AppRunner(make_app(house, with_worker=True), access_log=None, shutdown_timeout=SHUTDOWN)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    world.app_url = f"http://{settings.host}:{settings.port}"
    await world.announce()
    await asyncio.to_thread(demo_intros.tell, house.bot, house.database, COMMUNITY, cast, house.clock())
    say(f"\nReady. Open the playground:  {world.origin}/\n")
    say(f"Stop with Ctrl-C; what people wrote is kept in {settings.data_dir}.")
    await until_stopped()
    await runner.cleanup()
    await world.stop()


def prepare(database: SqlDatabase, cast: Cast, folder: Path) -> None:
    """Tables, community, members and reviews; a second start finds them there."""
    migrate.upgrade(database.engine)
    try:
        operate.create_community(database, COMMUNITY, [(w.platform, w.id) for w in cast.workspaces])
    except Refused:
        return  # It is there from an earlier start.
    members = _take(database, "members", folder, members_rows(cast))
    reviews = _take(database, "reviews", folder, reviews_rows(cast, datetime.now(UTC).date()))
    with database.reading() as transaction:
        community = transaction.communities.named(COMMUNITY)
    calls = demo_calls.tell(database, community, datetime.now(UTC)) if community else 0
    if community:
        demo_door.tell(database, community, datetime.now(UTC))
    say(f"Made the community “{COMMUNITY}” with {members} members, {reviews} reviews and {calls} cold calls.")


def _take(database: SqlDatabase, what: str, folder: Path, rows: list[dict[str, str]]) -> int:
    """Rows go the way of everybody's files; returns how many were taken."""
    file = folder / f"{what}.csv"
    write_csv(file, rows)
    verdicts = list(importing.import_file(database, what, COMMUNITY, file))
    for verdict in verdicts:
        if verdict.reason:
            say(f"{what}, row {verdict.number}: {verdict.reason}")
    return sum(not verdict.reason for verdict in verdicts)
