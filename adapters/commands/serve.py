"""`warmline serve`, `worker`: the server and the delivery."""

import argparse
import asyncio

from aiohttp import web

from adapters.log import start_logging
from adapters.opening import ready_database
from adapters.running import SHUTDOWN, listen_on, settle_down, until_stopped
from adapters.screen import say, say_no
from adapters.settings import Settings
from adapters.web import make_app, showing_itself, working
from adapters.wiring import House, build


def serve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serves the platforms that are set up until it is stopped."""
    start_logging(env=settings.env)
    house = build(settings)
    if not house.adapters:
        return say_no(
            "No platform is set up, so there is nothing to serve. Set SLACK_SIGNING_SECRET with SLACK_BOT_TOKEN, "
            "or TEAMS_APP_ID with TEAMS_APP_PASSWORD and TEAMS_TENANT_ID (.env.example explains them). "
            "To look around without any of that, run: warmline demo"
        )
    asyncio.run(_served(house, with_worker=not arguments.no_worker))
    return 0


def worker(_: argparse.Namespace, settings: Settings) -> int:
    """Delivers what lies in the outbox until it is stopped."""
    start_logging(env=settings.env)
    ready_database(settings).engine.dispose()
    asyncio.run(_delivered(build(settings)))
    return 0


async def _served(house: House, with_worker: bool) -> None:
    settings = house.settings
    # A sender who stops in the middle of a body must not hold up the end.
    app = make_app(house, with_worker)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN)
    listening = listen_on(settings.host, settings.port, "PORT")
    try:
        await runner.setup()
        await web.SockSite(runner, listening).start()
        names = ", ".join(adapter.platform for adapter in house.adapters)
        say(f"Warmline serves {names} on http://{settings.host}:{settings.port}")
        settle_down()
        await until_stopped()
    finally:
        await runner.cleanup()


async def _delivered(house: House) -> None:
    try:
        for adapter in house.adapters:
            await adapter.start()
        async with working(house), showing_itself(house):
            say("Warmline delivers. Stop with Ctrl-C.")
            settle_down()
            await until_stopped()
    finally:
        for adapter in house.adapters:
            await adapter.close()
