"""A far side that limits as Slack and Teams do: `python -m bench.limited PORT`; its count is at /count.

Slack: one new message a second and channel. Teams: several windows for each conversation, as its documentation says.
Who comes too soon gets 429. Arrivals shake a little on the way, which a real limit does not punish either: LENIENT.
"""

import sys
import time

from aiohttp import web

from adapters.pace import Pace
from bench.wire import TEAM

SLACK = ((1, 1.0),)
TEAMS = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
LENIENT = 0.05
"""Seconds that an arrival may come too soon."""


class Gate:
    """Lets messages through at a platform's pace, and counts both kinds."""

    def __init__(self, windows: tuple[tuple[int, float], ...]) -> None:
        self._pace = Pace(*((count, seconds - LENIENT) for count, seconds in windows), clock=time.monotonic)
        self.let_in = self.turned_away = 0

    def answer(self, place: str, good: dict[str, object]) -> web.Response:
        """The platform's answer to a message for this place."""
        wait = self._pace.wait(place)
        if wait <= 0:
            self.let_in += 1
            return web.json_response(good)
        self.turned_away += 1
        return web.json_response({"ok": False}, status=429, headers={"Retry-After": str(int(wait) + 1)})


class Far:
    """Both platforms."""

    def __init__(self) -> None:
        self._slack, self._teams = Gate(SLACK), Gate(TEAMS)

    async def slack(self, request: web.Request) -> web.Response:
        """A call of the Web API; only new messages are limited."""
        if request.match_info["method"] != "chat.postMessage":
            return web.json_response({"ok": True, "team_id": TEAM, "user_id": "UBOT", "bot_id": "B1"})
        channel = str((await request.json())["channel"])
        return self._slack.answer(channel, {"ok": True, "channel": channel, "ts": f"{time.time():.6f}"})

    async def teams(self, request: web.Request) -> web.Response:
        """A message into a conversation."""
        await request.read()
        return self._teams.answer(request.match_info["chat"], {"id": "m1"})

    async def token(self, _: web.Request) -> web.Response:
        """The bot signs in."""
        return web.json_response({"access_token": "ours", "expires_in": 3600})

    async def count(self, _: web.Request) -> web.Response:
        """How many messages each platform took, and how many it turned away."""
        gates = {"slack": self._slack, "teams": self._teams}
        return web.json_response({name: [gate.let_in, gate.turned_away] for name, gate in gates.items()})


def main(port: int) -> None:
    """Serves until it is ended."""
    app, far = web.Application(), Far()
    app.router.add_post("/slack/api/{method}", far.slack)
    app.router.add_post("/teams/v3/conversations/{chat}/activities", far.teams)
    app.router.add_post("/teams/token", far.token)
    app.router.add_get("/count", far.count)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
