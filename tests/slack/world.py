"""A Slack on loopback that records what it is asked, a core that answers what a test wants, and Slack's own signing."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.port import Ports
from adapters.slack.app import EVENTS, SlackAdapter, build
from adapters.slack.manifest import SCOPES
from bot.turn import Request
from bot.views import Note, View

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
DATA = Path(__file__).parents[2].parent / "shared" / "data" / "slack"


class FakeGrants:
    """Grants in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.states: set[str] = set()
        self.leased: set[str] = set()
        self.finds = 0

    async def find(self, platform: str, tenant: str) -> str | None:
        self.finds += 1
        return self.kept.get((platform, tenant))

    async def save(self, platform: str, tenant: str, secret: str) -> None:
        self.kept[platform, tenant] = secret

    async def lease(self, platform: str, tenant: str, seconds: int) -> bool:
        if tenant in self.leased:
            return False
        self.leased.add(tenant)
        return True

    async def replace(self, platform: str, tenant: str, secret: str) -> bool:
        self.leased.discard(tenant)
        if (platform, tenant) not in self.kept:
            return False
        self.kept[platform, tenant] = secret
        return True

    async def drop(self, platform: str, tenant: str) -> None:
        self.kept.pop((platform, tenant), None)

    async def tenants(self, platform: str) -> list[str]:
        return [tenant for kept, tenant in self.kept if kept == platform]

    async def open_state(self, state: str, seconds: int) -> None:
        assert seconds == 600
        self.states.add(state)

    async def take_state(self, state: str) -> bool:
        if state not in self.states:
            return False
        self.states.remove(state)
        return True


@dataclass
class FakeCore:
    """Records requests and answers with ``reply``, which may be an exception."""

    reply: View | Exception | None = field(default_factory=lambda: Note.say("Done."))
    requests: list[Request] = field(default_factory=list)
    news: list[Request] = field(default_factory=list)

    async def run(self, request: Request) -> View | None:
        if request.news:
            self.news.append(request)
            return None
        self.requests.append(request)
        if isinstance(self.reply, Exception) and not isinstance(self.reply, View):
            raise self.reply
        return self.reply


@dataclass
class Held:
    """A method that does not answer yet."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class FakeSlack:
    """Answers every method with ``ok``; ``answers`` by method overrides that with (status, body, headers)."""

    calls: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    answers: dict[str, tuple[int, Any, dict[str, str]]] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    slow: dict[str, float] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)

    def of(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of a method."""
        return [arguments for name, arguments, _ in self.calls if name == method]

    def fail(self, method: str, code: str, status: int = 200, **headers: str) -> None:
        """Makes a method fail."""
        self.answers[method] = (status, {"ok": False, "error": code}, headers)

    def hold(self, method: str) -> Held:
        """Lets a method wait for its answer until it is let go."""
        return self.held.setdefault(method, Held())

    async def method(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        is_json = request.content_type == "application/json"
        arguments = await request.json() if is_json else dict(await request.post())
        self.calls.append((name, arguments, request.headers.get("Authorization", "")))
        await asyncio.sleep(self.slow.get(name, 0))
        if held := self.held.get(name):
            held.reached.set()
            await held.let_go.wait()
        status, body, headers = self.answers.get(name, (200, usual(name, arguments), {}))
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html", headers=headers)
        return web.json_response(body, status=status, headers=headers)

    async def response_url(self, request: web.Request) -> web.Response:
        self.told.append(await request.json())
        return web.Response(text="ok")


def usual(method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    match method:
        case "auth.test":
            return {"ok": True, "team_id": "T1", "team": "Fjord", "user_id": "UBOT", "bot_id": "B1"}
        case "conversations.open":
            return {"ok": True, "channel": {"id": f"D{arguments['users']}"}}
        case "conversations.info":
            return {"ok": True, "channel": {"id": arguments["channel"], "is_channel": True}}
        case "chat.postMessage":
            to = arguments["channel"]
            return {"ok": True, "channel": f"D{to}" if to.startswith("U") else to, "ts": "1700000000.000100"}
        case "oauth.v2.access":
            return granted()
    return {"ok": True}


def granted(**changes: Any) -> dict[str, Any]:
    """A good answer to oauth.v2.access."""
    return {
        "ok": True,
        "app_id": "A1",
        "access_token": "xoxb-granted",
        "token_type": "bot",
        "scope": ",".join(SCOPES),
        "bot_user_id": "UBOT",
        "team": {"id": "T2", "name": "Globex <b>"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U9"},
        **changes,
    }


@dataclass
class World:
    """Everything of one test."""

    adapter: SlackAdapter
    http: TestClient[Any, Any]
    slack: FakeSlack
    core: FakeCore
    grants: FakeGrants

    async def send(self, body: bytes, media_type: str = "application/json", **headers: str) -> tuple[int, str]:
        """A signed request: its status and body."""
        signed = signature(body) | {"Content-Type": media_type} | headers
        async with self.http.post(EVENTS, data=body, headers=signed) as response:
            return response.status, await response.text()

    async def type(self, line: str, **fields: str) -> dict[str, Any]:
        """``/peers line``: the body that the person sees, {} for none."""
        return await self._good(self.send(command(line, **fields), "application/x-www-form-urlencoded"))

    async def act(self, payload: dict[str, Any]) -> dict[str, Any]:
        """An interaction."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self._good(self.send(body, "application/x-www-form-urlencoded"))

    async def event(self, event: dict[str, Any], **fields: Any) -> dict[str, Any]:
        """An event."""
        envelope = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1", "event": event}
        return await self._good(self.send(json.dumps(envelope | fields).encode()))

    async def _good(self, sending: Any) -> dict[str, Any]:
        status, body = await sending
        assert status == 200, (status, body)
        return json.loads(body) if body else {}


def command(line: str, **fields: str) -> bytes:
    """The form of a slash command."""
    form = {
        "command": "/peers",
        "text": line,
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
        "api_app_id": "A1",
        "response_url": "https://hooks.slack.com/commands/T1/1/x",
    }
    return urlencode(form | fields).encode()


def signature(body: bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """Slack's two headers."""
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def press(value: str = "reply|a1", action: str = "ask.answer", **fields: Any) -> dict[str, Any]:
    """A button pressed in a message."""
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "api_app_id": "A1",
        "trigger_id": "tr1",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C1"},
        "channel": {"id": "C1"},
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "2.2"}],
        **fields,
    }


@asynccontextmanager
async def world(env: Mapping[str, str] | None = None, public_url: str = "") -> AsyncIterator[World]:
    """An adapter behind a real server, talking to a Slack on loopback."""
    slack, core, grants = FakeSlack(), FakeCore(), FakeGrants()
    app = web.Application()
    app.router.add_post("/api/{method}", slack.method)
    app.router.add_get("/api/{method}", slack.method)
    app.router.add_post("/respond", slack.response_url)
    async with TestServer(app) as fake:
        slack.url = str(fake.make_url("/"))
        settings = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-own", "SLACK_API_URL": f"{slack.url}api/"}
        ports = Ports(core.run, grants, listens_on_loopback=True, public_url=public_url)
        adapter = build(settings | dict(env or {}), ports)
        assert isinstance(adapter, SlackAdapter)
        ours = web.Application()
        adapter.mount(ours)
        async with TestServer(ours) as server:
            jar = CookieJar(unsafe=True)
            http: TestClient[Any, Any] = TestClient(server, cookie_jar=jar)
            async with http:
                await adapter.start()
                try:
                    yield World(adapter, http, slack, core, grants)
                finally:
                    await adapter.close()


OAUTH = {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s3cret"}
