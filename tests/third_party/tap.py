"""A tap on a line: passes every request on, and keeps what went through for the tests to look at."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

Json = dict[str, Any]
HOP = {"host", "content-length", "transfer-encoding", "connection", "accept-encoding"}
"""Headers of one hop alone."""


@dataclass(frozen=True)
class Passed:
    """One request with its answer; bodies are read where they are JSON, else empty."""

    method: str
    path: str
    headers: dict[str, str]
    body: Json
    status: int
    answer: Json


@dataclass
class Tap:
    """Listens on a port and passes on to ``target``; ``stamp`` may add headers to a request, from its body."""

    target: str
    stamp: Callable[[Json], dict[str, str]] = lambda _: {}
    passed: list[Passed] = field(default_factory=list)

    def calls(self, path: str, method: str = "") -> list[Passed]:
        """What went to a path that ends so."""
        return [one for one in self.passed if one.path.endswith(path) and method in ("", one.method)]

    async def pass_on(self, request: web.Request) -> web.Response:
        """The handler of every path."""
        raw = await request.read()
        body = _read(raw)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in HOP}
        address = self.target + request.rel_url.raw_path_qs
        headers |= self.stamp(body)
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(request.method, address, data=raw, headers=headers, allow_redirects=False) as answer,
        ):
            said = await answer.read()
            self.passed.append(
                Passed(request.method, request.path, dict(request.headers), body, answer.status, _read(said))
            )
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in HOP}
            return web.Response(status=answer.status, body=said, headers=kept)


@asynccontextmanager
async def listening(port: int, tap: Tap, *own: web.RouteDef) -> AsyncIterator[Tap]:
    """The tap on a loopback port, with routes of its own that are not passed on."""
    app = web.Application()
    app.add_routes([*own, web.route("*", "/{path:.*}", tap.pass_on)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield tap
    finally:
        await runner.cleanup()


def _read(raw: bytes) -> Json:
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
