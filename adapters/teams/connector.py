"""Sends activities to the Bot Connector: pooled, retried a little, with our token, to allowed hosts alone."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

import aiohttp
from yarl import URL

from adapters.edge import Malformed, parse_json
from adapters.teams.elements import Json, wire
from adapters.teams.hosts import ServiceHosts
from adapters.teams.signin import SignIn
from bot.turn import Gone, Paced, TryLater, Unreachable

TRIES = 3
LONGEST_WAIT = 2.0
"""Seconds that we wait inside a turn; what has to wait longer goes back to the outbox."""
AWAY = 5.0
"""Seconds to wait where the connector does not say."""
BUSY = frozenset({412, 429, 502, 504})
KNOWN_CHATS = 10_000
NO_MEMBER = "no_member"
"""Why a person's record cannot be had: nobody of that id is in the chat any more."""

log = logging.getLogger("warmline.teams")

Sleep: TypeAlias = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    retry_after: float | None
    body: Json

    @property
    def code(self) -> str:
        """The connector's own name of an error."""
        match self.body:
            case {"error": {"code": str(code)}}:
                return code
            case _:
                return ""


class Connector:
    """The few calls that we make. Each raises TryLater, Unreachable or Gone, and nothing else."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        sign_in: SignIn,
        hosts: ServiceHosts,
        app_id: str,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._session = session
        self._sign_in = sign_in
        self._hosts = hosts
        self._app_id = app_id
        self._sleep = sleep
        self._chats: dict[tuple[str, str, str], str] = {}

    async def post(self, service: str, conversation: str, activity: Json) -> str:
        """Posts into a conversation; the new activity's id."""
        path = f"/v3/conversations/{_part(conversation)}/activities"
        try:
            return _id(await self._call("post", "POST", service, path, activity))
        except Unreachable:
            # A chat that is closed to us may be opened anew when the app is added again.
            self._chats = {person: chat for person, chat in self._chats.items() if chat != conversation}
            raise

    async def put(self, service: str, conversation: str, activity_id: str, activity: Json) -> None:
        """Replaces an activity; Gone where it is not there any more."""
        path = f"/v3/conversations/{_part(conversation)}/activities/{_part(activity_id)}"
        await self._call("put", "PUT", service, path, activity)

    async def open_chat(self, service: str, tenant: str, user: str) -> str:
        """The id of the 1:1 chat with a person; the connector gives the same one every time."""
        known = self._chats.get((service, tenant, user))
        if known:
            return known
        opened = await self._call("open", "POST", service, "/v3/conversations", self._new_chat(tenant, user))
        if len(self._chats) >= KNOWN_CHATS:
            self._chats.clear()
        return self._chats.setdefault((service, tenant, user), _id(opened))

    async def member(self, service: str, conversation: str, user: str) -> Json:
        """The record of a person in a conversation."""
        path = f"/v3/conversations/{_part(conversation)}/members/{_part(user)}"
        return (await self._call("member", "GET", service, path, None)).body

    def _new_chat(self, tenant: str, user: str) -> Json:
        return {
            "bot": {"id": f"28:{self._app_id}"},
            "members": [{"id": user}],
            "isGroup": False,
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }

    async def _call(self, what: str, method: str, service: str, path: str, body: Json | None) -> _Answer:
        if not self._hosts.allows(service):
            log.warning("%s refused: the address is not on the list", what)
            raise Unreachable("address_not_allowed")
        url = URL(service.rstrip("/") + path, encoded=True)
        payload = wire(body) if body is not None else None
        for attempt in range(1, TRIES + 1):
            answer = await self._send(what, method, url, payload)
            wait = _wait(answer, attempt)
            if answer.status not in BUSY or wait > LONGEST_WAIT or attempt == TRIES:
                break
            await self._sleep(wait)
        return _settle(what, method, answer)

    async def _send(self, what: str, method: str, url: URL, payload: bytes | None) -> _Answer:
        answer = await self._send_once(what, method, url, payload)
        if answer.status == 401:
            # The token was revoked or replaced before its time: sign in anew, once.
            self._sign_in.forget()
            answer = await self._send_once(what, method, url, payload)
        return answer

    async def _send_once(self, what: str, method: str, url: URL, payload: bytes | None) -> _Answer:
        headers = {"Content-Type": "application/json; charset=utf-8", **await self._sign_in.headers()}
        try:
            async with self._session.request(
                method, url, data=payload, headers=headers, allow_redirects=False
            ) as answer:
                body = await answer.read()
                return _Answer(answer.status, _retry_after(answer.headers.get("Retry-After")), _json(body))
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("%s failed: %s", what, type(error).__name__)
            raise TryLater(AWAY, what) from error


def _settle(what: str, method: str, answer: _Answer) -> _Answer:
    """Returns a good answer, or raises what the delivery has to do now."""
    if answer.status in (200, 201, 202):
        return answer
    log.info("%s answered %d %s", what, answer.status, _safe(answer.code))
    if answer.status in BUSY or answer.status >= 500 or answer.status in (401, 408):
        # Teams limits each conversation by itself, so no other has to wait.
        if answer.status == 429 and answer.retry_after:
            raise Paced(answer.retry_after)
        raise TryLater(answer.retry_after or AWAY)
    if answer.status == 404 and method == "PUT":
        raise Gone
    raise Unreachable(_reason(answer))


def _reason(answer: _Answer) -> str:
    match answer.status, answer.code:
        case 403, "MessageWritesBlocked":
            return "blocked"
        case 403, "ForbiddenOperationException" | "BotNotInConversationRoster":
            return "not_installed"
        case 404, "MemberNotFoundInConversation":
            return NO_MEMBER
        case 404, _:
            return "conversation_gone"
        case 413, _:
            return "too_large"
        case _:
            return f"refused_{answer.status}"


def _wait(answer: _Answer, attempt: int) -> float:
    if answer.retry_after is not None:
        return answer.retry_after
    return random.uniform(0.25, 0.75) * attempt  # noqa: S311  # jitter, no secret


def _retry_after(header: str | None) -> float | None:
    """Seconds; None for a date or nonsense, which the connector does not send."""
    return min(float(header), 3600.0) if header and header.isascii() and header.isdigit() else None


def _json(body: bytes) -> Json:
    try:
        return parse_json(body)
    except Malformed:
        return {}


def _id(answer: _Answer) -> str:
    found = answer.body.get("id")
    return found if isinstance(found, str) else ""


def _part(text: str) -> str:
    return quote(text, safe="")


def _safe(code: str) -> str:
    return code if code.isalnum() and len(code) < 60 else ""
