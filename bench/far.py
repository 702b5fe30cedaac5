"""The far side on loopback, which answers at once: Slack's Web API, the bot service with its keys, the connector.

`python -m bench.far PORT`; the public key comes as JSON in BENCH_KEY.
"""

import json
import os
import sys

from aiohttp import web

from bench.wire import TEAM

LAST = web.AppKey("last", dict[str, bytes])


async def _slack(_: web.Request) -> web.Response:
    return web.json_response({"ok": True, "team_id": TEAM, "user_id": "UBOT", "bot_id": "B1"})


async def _take(request: web.Request) -> web.Response:
    """A response_url or the connector: what came last is kept to be looked at."""
    request.app[LAST]["body"] = await request.read()
    return web.json_response({"id": "m1"})


async def _last(request: web.Request) -> web.Response:
    return web.Response(body=request.app[LAST].get("body", b""))


async def _metadata(request: web.Request) -> web.Response:
    return web.json_response({"jwks_uri": f"http://{request.host}/teams/keys"})


async def _keys(_: web.Request) -> web.Response:
    return web.json_response({"keys": [json.loads(os.environ["BENCH_KEY"])]})


async def _token(_: web.Request) -> web.Response:
    return web.json_response({"access_token": "ours", "expires_in": 3600})


def main(port: int) -> None:
    """Serves until it is ended."""
    app = web.Application()
    app[LAST] = {}
    app.add_routes(
        [
            web.post("/slack/api/{method}", _slack),
            web.post("/respond", _take),
            web.get("/teams/metadata", _metadata),
            web.get("/teams/keys", _keys),
            web.post("/teams/token", _token),
            web.post("/teams/v3/conversations/{chat}/activities", _take),
            web.get("/last", _last),
        ]
    )
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
