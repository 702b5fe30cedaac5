"""Socket Mode against a tiny server of web sockets: the same answers, by acknowledgement."""

import asyncio
import json
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.port import Ports
from adapters.slack.app import build
from bot.turn import Request, Unavailable
from bot.views import View
from tests.slack.test_answers import FORM
from tests.slack.world import FakeCore, FakeGrants, usual


class FakeSocketSlack:
    """Gives out a socket's address, sends envelopes and collects acknowledgements."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.calls: list[str] = []
        self.socket: web.WebSocketResponse | None = None
        self.ready = asyncio.Event()
        self.answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.url = ""

    async def method(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        self.calls.append(name)
        if name == "apps.connections.open":
            self.opened.append(request.headers["Authorization"])
            return web.json_response({"ok": True, "url": self.url.replace("http", "ws") + "link"})
        return web.json_response(usual(name, {}))

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        self.socket = web.WebSocketResponse()
        await self.socket.prepare(request)
        await self.socket.send_json({"type": "hello"})
        self.ready.set()
        async for message in self.socket:
            self.answers.put_nowait(json.loads(message.data))
        return self.socket

    async def ask(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        assert self.socket is not None
        await self.socket.send_json(
            {"type": kind, "envelope_id": "e1", "payload": payload, "accepts_response_payload": True}
        )
        return await asyncio.wait_for(self.answers.get(), 3)


class CoreThatIsAway(FakeCore):
    """Has no database for one line."""

    async def run(self, request: Request) -> View | None:
        if request.line == "away":
            raise Unavailable
        return await super().run(request)


LINE = {"command": "/peers", "text": "help", "team_id": "T1", "user_id": "U1", "trigger_id": "tr1"}


async def test_commands_and_interactions_come_by_the_socket() -> None:
    slack, core = FakeSocketSlack(), CoreThatIsAway()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.method)
    app.router.add_get("/link", slack.link)
    async with TestServer(app) as server:
        slack.url = str(server.make_url("/"))
        env = {"SLACK_APP_TOKEN": "xapp-1", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_API_URL": f"{slack.url}api/"}
        adapter = build(env, Ports(core.run, FakeGrants(), listens_on_loopback=True))
        assert adapter is not None
        await adapter.start()
        try:
            await asyncio.wait_for(slack.ready.wait(), 3)
            assert slack.opened == ["Bearer xapp-1"]
            answer = await slack.ask("slash_commands", LINE)
            assert answer["envelope_id"] == "e1"
            assert answer["payload"]["text"] == "Done."
            core.reply = FORM
            assert "payload" not in await slack.ask("slash_commands", LINE)
            assert "views.open" in slack.calls
            broken = await slack.ask("interactive", {"type": "block_actions", "actions": "none"})
            assert broken == {"envelope_id": "e1"}
            assert slack.socket is not None
            away = {"type": "events_api", "envelope_id": "e2", "payload": LINE | {"text": "away"}}
            await slack.socket.send_json(away)
            assert (await slack.ask("slash_commands", LINE))["envelope_id"] == "e1"
        finally:
            await adapter.close()
