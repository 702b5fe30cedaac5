"""A bot service on loopback (keys, sign-in, connector) and a core that answers from a list."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from adapters.port import Ports
from adapters.teams.app import Teams, build
from bot.turn import Request
from bot.views import Note, View

APP = "00000000-aaaa-bbbb-cccc-000000000001"
TENANT = "11111111-2222-3333-4444-555555555555"
BEA = "99999999-0000-0000-0000-000000000001"
ISSUER = "https://api.botframework.com"
CHAT = "a:bea"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


KEY = new_key()
OTHER_KEY = new_key()


def jwk(key: rsa.RSAPrivateKey, kid: str, endorsements: tuple[str, ...] = ("msteams",)) -> dict[str, Any]:
    public: dict[str, Any] = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return public | {"kid": kid, "use": "sig", "endorsements": list(endorsements)}


def no_grants(*_: object) -> Any:
    raise AssertionError("Teams keeps no grants")


class NoGrants:
    """Teams needs none."""

    find = save = lease = replace = drop = tenants = open_state = take_state = no_grants


@dataclass
class Core:
    """Stands in for the core: records what it is asked, answers the next of ``views``."""

    views: list[View | None] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    error: Exception | None = None

    async def run(self, request: Request) -> View | None:
        self.asked.append(request)
        if self.error:
            raise self.error
        return self.views.pop(0) if self.views else Note.say("Fine.")


@dataclass
class Scripted:
    """What the connector answers next in place of 201."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Call:
    method: str
    path: str
    body: Any
    authorization: str


@dataclass
class Service:
    """Microsoft's side."""

    server: TestServer
    keys: list[dict[str, Any]]
    calls: list[Call] = field(default_factory=list)
    script: list[Scripted] = field(default_factory=list)
    key_fetches: int = 0
    sign_ins: list[dict[str, str]] = field(default_factory=list)
    keys_down: bool = False
    sign_in_status: int = 200

    @property
    def origin(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    @property
    def url(self) -> str:
        return self.origin + "/teams/"

    def settings(self, **more: str) -> dict[str, str]:
        return {
            "TEAMS_APP_ID": APP,
            "TEAMS_APP_PASSWORD": "pass-word",
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_OPENID_METADATA_URL": self.origin + "/metadata",
            "TEAMS_TOKEN_URL": self.origin + "/token",
            "TEAMS_SERVICE_HOSTS": self.origin,
        } | more

    async def metadata(self, request: web.Request) -> web.Response:
        self.key_fetches += 1
        if self.keys_down:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": self.origin + "/keys"})

    async def jwks(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def token(self, request: web.Request) -> web.Response:
        self.sign_ins.append({name: str(value) for name, value in (await request.post()).items()})
        if self.sign_in_status != 200:
            return web.json_response({"error": "invalid_client"}, status=self.sign_in_status)
        return web.json_response({"access_token": f"ours-{len(self.sign_ins)}", "expires_in": 3600})

    async def connector(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        self.calls.append(Call(request.method, request.path, body, request.headers.get("Authorization", "")))
        if self.script:
            said = self.script.pop(0)
            return web.json_response(said.body, status=said.status, headers=said.headers)
        made = "a:opened" if request.path.endswith("/v3/conversations") else f"m{len(self.calls)}"
        return web.json_response({"id": made}, status=201)


@asynccontextmanager
async def service() -> AsyncIterator[Service]:
    app = web.Application()
    server = TestServer(app)
    made = Service(server, [jwk(KEY, "k1")])
    app.router.add_get("/metadata", made.metadata)
    app.router.add_get("/keys", made.jwks)
    app.router.add_post("/token", made.token)
    app.router.add_route("*", "/teams/{rest:.*}", made.connector)
    async with server:
        yield made


@dataclass
class Bench:
    """The adapter on a loopback port, between a made-up core and a made-up service."""

    adapter: Teams
    core: Core
    service: Service
    client: aiohttp.ClientSession
    url: str

    def token(self, **claims: Any) -> str:
        return sign(claims_for(self.service.url) | claims)

    async def post(self, activity: Any, token: str | None = None, **more: Any) -> aiohttp.ClientResponse:
        headers = {"Authorization": f"Bearer {token or self.token()}"}
        return await self.client.post(self.url, json=activity, headers=headers, **more)

    async def invoke(self, name: str, value: Any, **more: Any) -> Any:
        answer = await self.post(self.activity("invoke", name=name, value=value, **more))
        assert answer.status == 200, answer.status
        return await answer.json() if answer.content_length else None

    async def say(self, text: str, **more: Any) -> aiohttp.ClientResponse:
        return await self.post(self.activity("message", text=text, **more))

    def activity(self, kind: str, **more: Any) -> dict[str, Any]:
        return activity(self.service.url, kind, **more)


@asynccontextmanager
async def bench(core: Core | None = None, *, loopback: bool = True, **more: str) -> AsyncIterator[Bench]:
    core = core or Core()
    async with service() as far:
        adapter = build(far.settings(**more), Ports(core.run, NoGrants(), loopback))
        assert adapter is not None
        app = web.Application()
        adapter.mount(app)
        await adapter.start()
        async with TestServer(app) as near, aiohttp.ClientSession() as client:
            yield Bench(adapter, core, far, client, str(near.make_url("/api/messages")))
        await adapter.close()


def claims_for(service_url: str) -> dict[str, Any]:
    now = int(time.time())
    return {"iss": ISSUER, "aud": APP, "exp": now + 3600, "nbf": now - 5, "serviceurl": service_url}


def sign(claims: dict[str, Any], key: Any = KEY, kid: str | None = "k1", alg: str = "RS256", **header: Any) -> str:
    kept = {name: value for name, value in claims.items() if value is not ...}
    # PyJWS signs what PyJWT would refuse to write.
    headers = ({"kid": kid} if kid else {}) | header
    return jwt.PyJWS().encode(json.dumps(kept).encode(), key, algorithm=alg, headers=headers)


def activity(service_url: str, kind: str, **more: Any) -> dict[str, Any]:
    made = {
        "type": kind,
        "id": "1700000000001",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": "29:bea", "name": "Bea", "aadObjectId": BEA},
        "recipient": {"id": f"28:{APP}", "name": "Warmline"},
        "conversation": {"id": CHAT, "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
    }
    return made | more


IN_CHANNEL = {
    "conversation": {"id": "19:c@thread.tacv2;messageid=7", "conversationType": "channel", "isGroup": True},
}


def elements(value: Any) -> list[dict[str, Any]]:
    """Every JSON object inside a card, the card itself first."""
    found: list[dict[str, Any]] = []
    if isinstance(value, dict):
        found.append(value)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            found += elements(item)
    return found


def words(card: Any) -> str:
    """All words that a card shows."""
    return "\n".join(str(item.get("text") or item.get("label") or item.get("title") or "") for item in elements(card))


def press(card: Any, label: str) -> dict[str, Any]:
    """The action with this label."""
    return next(
        item for item in elements(card) if str(item.get("type")).startswith("Action.") and item["title"] == label
    )
