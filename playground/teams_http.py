"""Teams' side of the wire: the connector, the token endpoint and the published keys."""

import asyncio
import json
from typing import Any

from aiohttp import web

from playground.cast import Actor
from playground.faults import Fault
from playground.stage import Exchange
from playground.state import Conversation, Json, Message
from playground.teams import APP_ID, APP_PASSWORD, BOT, ISSUER, Teams, is_own_token, issue_token, member_record
from playground.teams_checks import CARD_TYPE, BadCard, check_card

LARGEST_UTF16 = 100 * 1024


class Refused(Exception):
    """An error of the connector: HTTP status, code and sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class TeamsHttp:
    """The routes of Teams. A service URL may be joined with one slash or two."""

    def __init__(self, teams: Teams) -> None:
        self.teams = teams
        v3 = "/teams{_:/+}v3/conversations"
        one = v3 + "/{conversation}/activities/{activity}"
        self._calls = [
            ("POST", v3, "POST conversations", self._create),
            ("POST", v3 + "/{conversation}/activities", "POST activities", self._send),
            ("POST", one, "POST activities", self._send),
            ("PUT", one, "PUT activities", self._update),
            ("DELETE", one, "DELETE activities", self._delete),
            ("GET", v3 + "/{conversation}/members/{user}", "GET members", self._member),
            ("GET", v3 + "/{conversation}/pagedmembers", "GET members", self._paged),
            ("GET", v3 + "/{conversation}/members", "GET members", self._all_members),
        ]

    def routes(self) -> list[web.AbstractRouteDef]:
        """All that the bot may call."""
        connector = [web.route(method, path, self._guarded(name, work)) for method, path, name, work in self._calls]
        return [
            *connector,
            web.get("/teams/.well-known/openidconfiguration", self.metadata),
            web.get("/teams/keys", self.keys),
            web.post("/teams/token", self.token),
        ]

    async def metadata(self, request: web.Request) -> web.Response:
        """The document that says where the keys are."""
        origin = self.teams.stage.origin
        body = {
            "issuer": ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{origin}/teams/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return await self._open(request, "GET metadata", body)

    async def keys(self, request: web.Request) -> web.Response:
        """The key set."""
        return await self._open(request, "GET keys", self.teams.key_set())

    async def token(self, request: web.Request) -> web.Response:
        """The client-credentials grant: a form with the app's id and password."""
        form = await request.post()
        fault = self.teams.faults.take("POST token")
        if fault is not None:
            return self._noted(request, None, await _faulty(fault))
        if form.get("grant_type") != "client_credentials":
            return self._noted(request, None, _error(400, "unsupported_grant_type", "AADSTS70003"))
        if form.get("client_id") != APP_ID or form.get("client_secret") != APP_PASSWORD:
            return self._noted(request, None, _error(401, "invalid_client", "AADSTS7000215"))
        body = {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": issue_token()}
        return self._noted(request, None, web.json_response(body))

    async def _open(self, request: web.Request, name: str, body: Json) -> web.Response:
        fault = self.teams.faults.take(name)
        answer = web.json_response(body) if fault is None else await _faulty(fault)
        return self._noted(request, None, answer)

    def _guarded(self, name: str, work: Any) -> Any:
        async def call(request: web.Request) -> web.Response:
            raw = await request.read()
            body = _json(raw)
            try:
                answer = await self._answer(request, name, work, raw, body)
            except Refused as refused:
                answer = _refusal(refused)
            return self._noted(request, body, answer)

        return call

    async def _answer(self, request: web.Request, name: str, work: Any, raw: bytes, body: Any) -> web.Response:
        if not is_own_token(request.headers.get("Authorization", "").removeprefix("Bearer ")):
            raise Refused(401, "Unauthorized", "Authorization has been denied for this request.")
        fault = self.teams.faults.take(name)
        if fault is not None and not fault.done:
            return await _faulty(fault)
        wait = self.teams.pace.wait(request.path) if name == "POST activities" else 0.0
        if wait:
            return await _faulty(Fault(429, retry_after=max(1, round(wait))))
        if len(raw.decode("utf-8", "replace").encode("utf-16-le")) > LARGEST_UTF16:
            raise Refused(413, "MessageSizeTooBig", "Message size too large.")
        answer: web.Response = work(request, body)
        return answer if fault is None else await _faulty(fault)

    def _noted(self, request: web.Request, body: Any, answer: web.Response) -> web.Response:
        exchange = Exchange("in", request.method, request.path, answer.status, body, _json(answer.body))
        if request.path.endswith("/token"):
            exchange.answer = None
        self.teams.stage.traffic.append(exchange)
        return answer

    def _create(self, _request: web.Request, body: Any) -> web.Response:
        """A 1:1 chat, or a new thread in a channel; group chats are not for bots to open."""
        data = _fields(body)
        channel = (data.get("channelData") or {}).get("channel", {}).get("id")
        if channel:
            return self._create_thread(channel, data)
        members = data.get("members") or []
        if data.get("isGroup") or len(members) != 1:
            raise Refused(400, "BadSyntax", "Incorrect conversation creation parameters")
        if (data.get("bot") or {}).get("id") not in (BOT, APP_ID, None):
            raise Refused(403, "ForbiddenOperationException", "Bot is not the caller.")
        tenant = data.get("tenantId") or (data.get("channelData") or {}).get("tenant", {}).get("id")
        actor = self.teams.find_user(str(tenant), str(members[0].get("id")))
        if actor is None or actor.role == "bot":
            raise Refused(403, "ForbiddenOperationException", "The user is not part of this tenant.")
        if actor.id in self.teams.removed:
            raise Refused(403, "ForbiddenOperationException", "The bot is not installed for this user.")
        return web.json_response({"id": self.teams.chat(actor).id}, status=201)

    def _create_thread(self, channel: str, data: Json) -> web.Response:
        place = self._place(channel)[0]
        message = self._post(place, _fields(data.get("activity")), "")
        body = {"id": f"{place.id};messageid={message.id}", "activityId": message.id}
        return web.json_response(body, status=201)

    def _send(self, request: web.Request, body: Any) -> web.Response:
        place, thread = self._place(request.match_info["conversation"])
        reply_to = request.match_info.get("activity", "")
        thread = thread or (reply_to if place.kind == "channel" else "")
        activity = _fields(body)
        if activity.get("type") == "typing":
            return web.json_response({"id": str(self.teams.stage.state.next_ms())}, status=201)
        only_for = self._only_for(request, place, activity)
        message = self._post(place, activity, thread, only_for)
        return web.json_response({"id": message.id}, status=201)

    def _only_for(self, request: web.Request, place: Conversation, activity: Json) -> str:
        if request.query.get("isTargetedActivity") != "true":
            return ""
        if place.kind == "app":
            raise Refused(400, "BadSyntax", "Targeted messages are for group conversations.")
        actor = self.teams.find_user(place.tenant, str((activity.get("recipient") or {}).get("id")))
        if actor is None or actor.id not in place.members:
            raise Refused(403, "BotNotInConversationRoster", "The recipient is not in the conversation.")
        return actor.id

    def _post(self, place: Conversation, activity: Json, thread: str, only_for: str = "") -> Message:
        text, cards = self._content(activity)
        return self.teams.add_message(place, text, cards=cards, thread=thread, only_for=only_for)

    def _content(self, activity: Json) -> tuple[str, list[Json]]:
        if activity.get("type") != "message":
            raise Refused(400, "BadSyntax", "Activity type is missing or not supported.")
        attachments = activity.get("attachments") or []
        text = activity.get("text") or ""
        if not text and not attachments:
            raise Refused(400, "BadSyntax", "Activity must have text or attachments.")
        return text, [self.card(attachment) for attachment in attachments]

    def card(self, attachment: Any) -> Json:
        """The card of an attachment; refuses what Teams cannot show."""
        if not isinstance(attachment, dict) or attachment.get("contentType") != CARD_TYPE:
            raise Refused(400, "BadSyntax", "Unknown attachment type.")
        content = attachment.get("content")
        if self.teams.strict_cards:
            try:
                check_card(content)
            except BadCard as bad:
                raise Refused(400, "BadSyntax", f"Invalid adaptive card: {bad}") from bad
        return dict(content or {})

    def _update(self, request: web.Request, body: Any) -> web.Response:
        place, message = self._message(request)
        message.text, cards = self._content(_fields(body))
        message.cards = cards or None
        message.own_cards.clear()
        message.edited = True
        self.teams.stage.changed(*place.members)
        return web.json_response({"id": message.id})

    def _delete(self, request: web.Request, _body: Any) -> web.Response:
        place, message = self._message(request)
        place.messages.remove(message)
        self.teams.stage.changed(*place.members)
        return web.Response(status=200)

    def _message(self, request: web.Request) -> tuple[Conversation, Message]:
        place, _ = self._place(request.match_info["conversation"])
        message = place.find(request.match_info["activity"])
        if message is None:
            raise Refused(404, "ActivityNotFoundInConversation", "The activity is not found.")
        if not message.from_bot:
            raise Refused(403, "ForbiddenOperationException", "Only the bot's own messages can be changed.")
        return place, message

    def _place(self, conversation_id: str) -> tuple[Conversation, str]:
        place, thread = self.teams.find_place(conversation_id)
        if place is None:
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        if place.kind == "app" and place.members[0] in self.teams.removed:
            raise Refused(403, "MessageWritesBlocked", "Message Writes are blocked for the thread")
        if not place.bot_in:
            raise Refused(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        return place, thread

    def _member(self, request: web.Request, _body: Any) -> web.Response:
        place, _ = self._place(request.match_info["conversation"])
        actor = self.teams.find_user(place.tenant, request.match_info["user"])
        if actor is None or actor.id not in place.members:
            raise Refused(404, "MemberNotFoundInConversation", "Member not found in conversation.")
        return web.json_response(member_record(actor))

    def _people(self, request: web.Request) -> list[Actor]:
        place, _ = self._place(request.match_info["conversation"])
        return [self.teams.stage.actor(person) for person in place.members]

    def _paged(self, request: web.Request, _body: Any) -> web.Response:
        return web.json_response({"members": [member_record(actor) for actor in self._people(request)]})

    def _all_members(self, request: web.Request, _body: Any) -> web.Response:
        return web.json_response([member_record(actor) for actor in self._people(request)])


async def _faulty(fault: Fault) -> web.Response:
    if fault.hang:
        await asyncio.sleep(fault.hang)
    answer = _error(fault.status, fault.error or "ServiceError", "A scripted fault.")
    if fault.retry_after is not None:
        answer.headers["Retry-After"] = f"{fault.retry_after:g}"
    return answer


def _error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)


def _refusal(refused: Refused) -> web.Response:
    return _error(refused.status, refused.code, refused.message)


def _fields(body: Any) -> Json:
    if not isinstance(body, dict):
        raise Refused(400, "BadSyntax", "The body is no JSON object.")
    return body


def _json(raw: Any) -> Any:
    try:
        return json.loads(raw) if isinstance(raw, bytes | str) and raw else None
    except ValueError:
        return None
