"""The servers that Warmline is compared with: `python -m bench.bare NAME PORT`. All read and answer, and do no more."""

import os
import sys
from collections.abc import AsyncIterator, Callable

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bench.wire import ACTIVITIES, MESSAGES, SECRET, SLACK_EVENTS, TEAM, Json

SESSION = web.AppKey("session", aiohttp.ClientSession)


async def _bare(request: web.Request) -> web.Response:
    """The floor under every aiohttp server."""
    body = await request.read()
    return web.json_response({"text": str(len(body))})


async def _one_post(request: web.Request) -> web.Response:
    """The floor under every Teams bot: JSON in, one message out."""
    activity = await request.json()
    await _post(request.app, os.environ["BENCH_FAR"] + ACTIVITIES, {"type": "message", "text": activity.get("text")})
    return web.Response()


async def _post(app: web.Application, address: str, body: Json) -> None:
    async with app[SESSION].post(address, json=body) as answer:
        await answer.read()


async def _session(app: web.Application) -> AsyncIterator[None]:
    app[SESSION] = aiohttp.ClientSession()
    yield
    await app[SESSION].close()


async def _let_in(**_: object) -> AuthorizeResult:
    made_up = "xoxb-bench"
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=made_up, bot_id="B1", bot_user_id="UBOT")


def _bolt(app: web.Application) -> None:
    """A Bolt app as its documentation shows it, with the two settings that make it quick."""
    bolt = AsyncApp(signing_secret=SECRET, authorize=_let_in, process_before_response=True)

    @bolt.command("/peers")
    async def _echo(ack: AsyncAck, command: Json) -> None:
        await ack(f"{command['text']}")

    @bolt.action("ask.read")
    async def _read(ack: AsyncAck, body: Json) -> None:
        await ack()
        await _post(app, str(body["response_url"]), {"text": "read"})

    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app.router.add_post(SLACK_EVENTS, receive)


SERVERS: dict[str, Callable[[web.Application], object]] = {
    "bare": lambda app: app.router.add_post(SLACK_EVENTS, _bare),
    "bolt": _bolt,
    "post": lambda app: app.router.add_post(MESSAGES, _one_post),
}


def main(name: str, port: int) -> None:
    """Serves one of them on loopback."""
    app = web.Application()
    app.cleanup_ctx.append(_session)
    SERVERS[name](app)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
