"""Runs the playground alone: `python -m playground --port 3980 --app http://127.0.0.1:3978 [--state FILE]`."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playground.cast import demo_cast
from playground.loopback import is_loopback
from playground.world import World


def main() -> int:
    """Reads the command line and runs until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=3980)
    parser.add_argument("--app", default="http://127.0.0.1:3978", help="where Warmline listens")
    parser.add_argument("--state", type=Path, help="keep what people see in this file")
    parser.add_argument("--settings", action="store_true", help="print the app's environment and go on")
    given = parser.parse_args()
    if not is_loopback(given.host):
        _say(f"The playground listens on this machine only: {given.host} is no loopback address.")
        return 2
    if not is_loopback(urlsplit(given.app).hostname or ""):
        _say(f"The playground's secrets are public: {given.app} is not on this machine.")
        return 2
    asyncio.run(_run(given))
    return 0


async def _run(given: argparse.Namespace) -> None:
    world = World(demo_cast(), app_url=given.app, state=given.state)
    # Slack's own rule is one message a second and channel, with short bursts let through.
    world.slack.pace.set(1.0, burst=5.0)
    await world.start(given.host, given.port)
    _say(f"The playground is at {world.origin}/ and talks to {given.app}")
    if given.settings:
        for name, value in world.settings().items():
            _say(f"{name}={value}")
    announcing = asyncio.create_task(_announce(world))
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    await stopped.wait()
    announcing.cancel()
    await asyncio.gather(announcing, return_exceptions=True)
    await world.stop()


async def _announce(world: World) -> None:
    """Tells the app about its installations as soon as it answers, however late it is started."""
    while True:
        try:
            return await world.announce(seconds=3600)
        except TimeoutError as late:
            _say(str(late))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
