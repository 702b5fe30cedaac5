"""Slack's side of the wire: Web API, response addresses, the OAuth page, Socket Mode."""

import asyncio
import base64
import html
import json
import secrets
from typing import Any
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from playground.faults import Fault
from playground.slack import CLIENT_ID, Slack
from playground.slack_answers import use_response_url
from playground.slack_api import MESSAGE_METHODS, Call, Refused, sign_in
from playground.slack_directory import DIRECTORY_METHODS, exchange_code, open_socket
from playground.slack_out import Sockets
from playground.slack_views import VIEWS
from playground.stage import Exchange
from playground.state import Json

METHODS = {**MESSAGE_METHODS, **DIRECTORY_METHODS, **VIEWS}
# Slack reads a JSON body only for methods that write; for these its arguments are then missing.
FORM_ONLY = frozenset(
    [
        "auth.revoke",
        "conversations.history",
        "conversations.info",
        "conversations.list",
        "conversations.members",
        "oauth.v2.access",
        "team.info",
        "users.info",
        "users.list",
        "users.lookupByEmail",
    ]
)
PATHS = ("/slack/oauth/v2/authorize", "/oauth/v2/authorize")


class SlackHttp:
    """The routes of Slack."""

    def __init__(self, slack: Slack, sockets: Sockets) -> None:
        self.slack = slack
        self.sockets = sockets

    def routes(self) -> list[web.AbstractRouteDef]:
        """All that the app may call, and the page where a workspace allows it."""
        return [
            web.route("*", "/slack/api/{method}", self.api),
            web.post("/slack/response/{token}", self.response),
            web.get("/slack/socket", self.socket),
            *(web.get(path, self.authorize) for path in PATHS),
            web.post("/slack/oauth/v2/authorize", self.allow),
        ]

    async def api(self, request: web.Request) -> web.Response:
        """One Web API call, with the scripted faults and the pacing before it."""
        method = request.match_info["method"]
        token, args = await _arguments(request)
        exchange = Exchange("in", request.method, f"/slack/api/{method}", 0, args)
        self.slack.stage.traffic.append(exchange)
        answer = await self._answer(method, token, args)
        exchange.status, exchange.answer = answer.status, json.loads(answer.text or "null")
        return answer

    async def _answer(self, method: str, token: str, args: Json) -> web.Response:
        fault = self.slack.faults.take(method)
        if fault is not None and not fault.done:
            return await _faulty(fault)
        wait = self.slack.pace.wait(f"{token}/{args.get('channel')}") if method == "chat.postMessage" else 0.0
        if wait:
            return await _faulty(Fault(429, retry_after=max(1, round(wait))))
        try:
            body = {"ok": True, **self._call(method, token, args)}
        except Refused as refused:
            body = {"ok": False, "error": refused.error, **refused.more}
        return web.json_response(body) if fault is None else await _faulty(fault)

    def _call(self, method: str, token: str, args: Json) -> Json:
        if method == "api.test":
            return {"args": args}
        if method == "oauth.v2.access":
            return exchange_code(self.slack, args)
        if method == "apps.connections.open":
            return open_socket(self.slack, token)
        work = METHODS.get(method)
        if work is None:
            raise Refused("unknown_method", req_method=method)
        call: Call = sign_in(self.slack, token, args)
        return work(call)

    async def response(self, request: web.Request) -> web.Response:
        """A message to a response address."""
        raw = await request.text()
        body = _json(raw)
        exchange = Exchange("in", "POST", "/slack/response", 200, body)
        self.slack.stage.traffic.append(exchange)
        error = use_response_url(self.slack, request.match_info["token"], body)
        if not error:
            return web.Response(text="ok")
        exchange.status = 404 if error.endswith("_url") else 400
        return web.json_response({"ok": False, "error": error}, status=exchange.status)

    async def authorize(self, request: web.Request) -> web.Response:
        """The page that asks whether a workspace allows the app: one button for each workspace."""
        if request.query.get("client_id") != CLIENT_ID:
            return web.Response(status=400, text="Invalid client_id parameter")
        if not request.query.get("redirect_uri", "").startswith(("http://", "https://")):
            return web.Response(status=400, text="redirect_uri did not match any configured URIs.")
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(request.query.get(name, ""))}">'
            for name in ("scope", "redirect_uri", "state")
        )
        forms = "".join(
            f'<form method="post" action="{PATHS[0]}">{hidden}<input type="hidden" name="team" value="{team.id}">'
            f"<p>{html.escape(team.name)} ({team.id}) <button>Allow</button></p></form>"
            for team in self.slack.teams.values()
        )
        page = f"<!doctype html><title>Add to Slack</title><h1>Add the app to a workspace</h1>{forms}"
        return web.Response(text=page, content_type="text/html")

    async def allow(self, request: web.Request) -> web.Response:
        """Makes a code for the chosen workspace and sends the browser back to the app."""
        form = await request.post()
        team, target = str(form.get("team")), str(form.get("redirect_uri"))
        installer = next((a for a in self.slack.stage.actors(team) if a.role in ("manager", "member")), None)
        if team not in self.slack.teams or installer is None:
            return web.Response(status=400, text="There is no such workspace.")
        code = secrets.token_urlsafe(18)
        self.slack.codes[code] = {
            "team": team,
            "user": installer.user,
            "scope": str(form.get("scope", "")),
            "redirect_uri": target,
        }
        self.slack.stage.state.touched()
        sep = "&" if "?" in target else "?"
        location = target + sep + urlencode({"code": code, "state": str(form.get("state", ""))})
        return web.Response(status=302, headers={"Location": location})

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """A Socket Mode connection, until either side closes it."""
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        self.sockets.connected.append(socket)
        try:
            await socket.send_json({"type": "hello", "num_connections": len(self.sockets.connected)})
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self.sockets.acknowledge(message.data)
        finally:
            self.sockets.connected.remove(socket)
        return socket


async def _faulty(fault: Fault) -> web.Response:
    if fault.hang:
        await asyncio.sleep(fault.hang)
    if fault.error:
        return web.json_response({"ok": False, "error": fault.error})
    if fault.status == 429:
        headers = {"Retry-After": f"{fault.retry_after or 1:g}"}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    return web.json_response({"ok": False, "error": "internal_error"}, status=fault.status)


async def _arguments(request: web.Request) -> tuple[str, Json]:
    """The token, and the arguments from query, form or JSON; JSON inside a form field is read."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        body = _json(await request.text())
        takes_json = request.match_info["method"] not in FORM_ONLY
        args |= body if isinstance(body, dict) and takes_json else {}
    else:
        args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    for name in ("blocks", "view", "metadata", "attachments"):
        if isinstance(args.get(name), str):
            args[name] = _json(args[name])
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        # The exchange of an OAuth code may carry the app's id and secret in this header.
        name, _, password = base64.b64decode(secret).decode().partition(":")
        args |= {"client_id": name, "client_secret": password}
    token = secret.strip() if kind == "Bearer" else str(args.get("token") or "")
    return token, {name: value for name, value in args.items() if name != "token"}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
