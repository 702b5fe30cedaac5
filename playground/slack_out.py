"""Slack's requests to the app: signed HTTP, or envelopes over Socket Mode when a socket is connected."""

import asyncio
import hashlib
import hmac
import json
import time
import uuid
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from playground.cast import Actor
from playground.slack import APP_ID, SIGNING_SECRET, Slack, bot_user
from playground.stage import Answer, Exchange, readable
from playground.state import Json

PATH = "/slack/events"


def sign(body: bytes, timestamp: int, secret: str = SIGNING_SECRET) -> str:
    """The v0 signature of Slack's request verification."""
    base = b"v0:" + str(timestamp).encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Sockets:
    """Connected Socket Mode clients, and the envelopes that wait for their acknowledgement."""

    def __init__(self) -> None:
        self.connected: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}

    async def send(self, kind: str, payload: Json, seconds: float, retry: int) -> Answer:
        """Sends one envelope to the newest socket and waits for its acknowledgement."""
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        done = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = done
        try:
            await self.connected[-1].send_json(envelope)
            return Answer(200, await asyncio.wait_for(done, seconds))
        except TimeoutError:
            return Answer(late=True)
        except ConnectionError:
            return Answer()
        finally:
            self._waiting.pop(envelope["envelope_id"], None)

    def acknowledge(self, text: str) -> None:
        """Takes an acknowledgement; what is none is left alone."""
        try:
            message = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload"))


class Outbound:
    """Everything that Slack tells the app."""

    def __init__(self, slack: Slack, sockets: Sockets) -> None:
        self.slack = slack
        self.sockets = sockets

    async def command(self, actor: Actor, fields: Json) -> Answer:
        """A slash command."""
        team = actor.home or actor.tenant
        body = {
            "token": "playground",
            "team_id": team,
            "team_domain": team.lower(),
            "user_id": actor.user,
            "user_name": actor.name.lower().replace(" ", "."),
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "trigger_id": self.slack.trigger(actor.id),
            **fields,
        }
        return await self._deliver("slash_commands", body, body)

    async def interaction(self, actor: Actor, payload: Json) -> Answer:
        """A press, a submission, a closed window, a shortcut, or a question for options."""
        full = {
            "token": "playground",
            "api_app_id": APP_ID,
            "team": {"id": actor.tenant, "domain": actor.tenant.lower()},
            "user": {
                "id": actor.user,
                "name": actor.name.lower().replace(" ", "."),
                "username": actor.name.lower().replace(" ", "."),
                "team_id": actor.home or actor.tenant,
            },
            "enterprise": None,
            "is_enterprise_install": False,
            **payload,
        }
        return await self._deliver("interactive", full, {"payload": json.dumps(full)})

    async def event(self, team: str, event: Json, *, event_id: str = "", shared: bool = False) -> Answer:
        """An event; when the app does not take it, it is told again in the background as Slack does.

        `shared` says that it comes from a channel that other companies are in too.
        """
        now = time.time()
        body = {
            "token": "playground",
            "team_id": team,
            "context_team_id": team,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": {"event_ts": f"{now:.6f}", **event},
            "type": "event_callback",
            "event_id": event_id or f"Ev{uuid.uuid4().hex[:10].upper()}",
            "event_time": int(now),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team,
                    "user_id": bot_user(team),
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": shared,
        }
        answer = await self._deliver("events_api", body, None)
        if not _settled(answer):
            self.slack.stage.background(asyncio.create_task(self._again(body, answer)))
        return answer

    async def raw(self, body: bytes, content_type: str, *, timestamp: int | None = None) -> Answer:
        """Any bytes, well signed: for tests that send what Slack never would."""
        stamp = int(time.time()) if timestamp is None else timestamp
        return await self._post(body, content_type, {}, body.decode("utf-8", "replace"), stamp)

    async def _again(self, body: Json, answer: Answer) -> None:
        for number, delay in enumerate(self.slack.event_retry_seconds, start=1):
            await asyncio.sleep(delay)
            reason = "http_timeout" if answer.late else "http_error" if answer.status else "connection_failed"
            retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            answer = await self._deliver("events_api", body, None, retry)
            if _settled(answer):
                return

    async def _deliver(self, kind: str, payload: Json, form: Json | None, more: dict[str, str] | None = None) -> Answer:
        if self.sockets.connected:
            return await self._by_socket(kind, payload, int((more or {}).get("X-Slack-Retry-Num", 0)))
        if form is None:
            data, content_type, note = json.dumps(payload).encode(), "application/json", payload
        else:
            data, content_type = urlencode(form).encode(), "application/x-www-form-urlencoded"
            note = readable(form)
        return await self._post(data, content_type, more or {}, note, int(time.time()))

    async def _by_socket(self, kind: str, payload: Json, retry: int) -> Answer:
        exchange = Exchange("out", "SOCKET", kind, 0, payload)
        self.slack.stage.traffic.append(exchange)
        answer = await self.sockets.send(kind, payload, self.slack.answer_seconds, retry)
        exchange.status, exchange.answer = answer.status, answer.body
        return answer

    async def _post(self, data: bytes, content_type: str, more: dict[str, str], note: Any, timestamp: int) -> Answer:
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": str(timestamp),
            "X-Slack-Signature": sign(data, timestamp),
            **more,
        }
        return await self.slack.stage.post(PATH, data, headers, self.slack.answer_seconds, note=note)


def _settled(answer: Answer) -> bool:
    return answer.fine or answer.headers.get("X-Slack-No-Retry") == "1"
