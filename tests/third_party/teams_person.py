"""Somebody in Microsoft's local Teams client: what they type and press, and what its own stream says they see."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.third_party.waiting import until

Json = dict[str, Any]
BOT = "28:warmline"


@dataclass(frozen=True)
class TeamsSeat:
    """Who sits at a client, which cannot be changed after its start, and the client's ports.

    ``entry`` is where the client sends activities, ``service`` where it says that it listens: both are taps.
    """

    name: str
    tenant: str
    object_id: str
    port: int
    entry: int
    service: int

    @property
    def id(self) -> str:
        """The person's id towards the bot."""
        return f"29:{self.name.lower()}"

    @property
    def account(self) -> str:
        """The account of members.csv."""
        return f"teams:{self.tenant}:{self.object_id}"

    @property
    def service_url(self) -> str:
        """What the client's activities name as their service address."""
        return f"http://127.0.0.1:{self.service}/_connector"

    def config(self) -> Json:
        """The client's configuration file; it insists on five more people."""
        return {
            "version": "0.1.1",
            "tenantId": self.tenant,
            "bot": {"id": BOT, "name": "Warmline"},
            "currentUser": _user(self.id, self.name, self.object_id),
            "users": [_user(f"29:extra{n}", f"Extra{n}", f"bbbbbbbb-0000-4000-8000-{n:012}") for n in range(5)],
            "personalChat": {"id": f"a:{self.name.lower()}"},
            "groupChat": {"id": "19:g@thread.v2", "name": "Circle"},
            "team": {
                "id": "19:t@thread.tacv2",
                "name": "Team",
                "aadGroupId": "cccccccc-0000-4000-8000-000000000001",
                "channels": [{"id": "19:c@thread.tacv2", "name": "Vendors"}],
            },
        }


def _user(user_id: str, name: str, object_id: str) -> Json:
    email = f"{name.lower()}@{name.lower()}-works.example"
    names = {"name": name, "givenName": name, "surname": "X", "email": email}
    # The client's own spelling of the principal name.
    return {"id": user_id, "userPrincipleName": email, "aadObjectId": object_id, **names}


@dataclass
class TeamsPerson:
    """One person at their client. ``shown`` is their 1:1 chat with the bot by message id, ``edited`` the ids edited."""

    seat: TeamsSeat
    session: aiohttp.ClientSession
    shown: dict[str, Json] = field(default_factory=dict)
    edited: list[str] = field(default_factory=list)
    answered: dict[str, Json] = field(default_factory=dict)

    @property
    def chat(self) -> str:
        """The 1:1 chat's id."""
        return f"a:{self.seat.name.lower()}"

    def cards(self, words: str = "") -> dict[str, Json]:
        """The messages that contain the words, by id."""
        return {key: one for key, one in self.shown.items() if words in json.dumps(one, ensure_ascii=False)}

    async def arrives(self, words: str, times: int = 1) -> Json:
        """Waits for so many messages with the words; the newest of them."""
        await until(lambda: len(self.cards(words)) >= times)
        return list(self.cards(words).values())[-1]

    async def type(self, text: str) -> None:
        """Types a line to the bot."""
        sent = {"from": {"id": self.seat.id}, "text": text, "textFormat": "plain"}
        await self._post(f"/_conversation/v1/conversations/{self.chat}/messages", sent)

    async def install(self) -> None:
        """What each load of the client's page does."""
        await self._post(f"/_debug/conversation/{self.chat}/installation", {})

    async def execute(self, words: str, label: str, **inputs: str) -> Json:
        """Presses a button of the newest card with the words, with what was filled in; the bot's answer."""
        message, action = self._button(words, label)
        data = {**action.get("data", {}), **inputs}
        pressed = {"type": "Action.Execute", "verb": action.get("verb", ""), "title": label, "data": data}
        value = {"action": pressed, "trigger": "manual"}
        return await self._invoke("adaptiveCard/action", value, message)

    async def open(self, words: str, label: str) -> Json:
        """Presses a button that opens a dialog, which this client's own buttons cannot; the dialog's card."""
        message, action = self._button(words, label)
        assert action["data"]["msteams"] == {"type": "task/fetch"}
        found = await self.custom("task/fetch", {"data": action["data"], "context": {"theme": "default"}}, message)
        card: Json = found["task"]["value"]["card"]["content"]
        return card

    async def send(self, dialog: Json, **inputs: str) -> Json:
        """Sends a dialog; the bot's answer."""
        data = {**next(_actions(dialog, ""))["data"], **inputs}
        return await self.custom("task/submit", {"data": data, "context": {"theme": "default"}})

    async def search(self, dataset: str, letters: str) -> dict[str, str]:
        """Types into a type-ahead field of a card: values by their titles."""
        value = {"queryText": letters, "queryOptions": {"skip": 0, "top": 15}, "dataset": dataset}
        found = await self.custom("application/search", value)
        return {one["title"]: one["value"] for one in found["value"]["results"]}

    async def extension(self, words: str) -> Json:
        """Types into the message extension."""
        parameters = [{"name": "query", "value": words}]
        value = {"commandId": "find", "parameters": parameters, "queryOptions": {"skip": 0, "count": 25}}
        return await self._invoke("composeExtension/query", value)

    async def custom(self, name: str, value: Json, reply_to: str = "") -> Json:
        """An invoke that the client cannot make by itself; the bot's answer is read from the client's log."""
        number = str(uuid.uuid4())
        activity = {
            "type": "invoke",
            "id": number,
            "name": name,
            "value": value,
            "channelId": "msteams",
            "serviceUrl": self.seat.service_url,
            "from": {"id": self.seat.id, "name": self.seat.name, "aadObjectId": self.seat.object_id},
            "recipient": {"id": BOT},
            "conversation": {"id": self.chat, "conversationType": "personal", "tenantId": self.seat.tenant},
            "channelData": {"tenant": {"id": self.seat.tenant}},
            **({"replyToId": reply_to} if reply_to else {}),
        }
        await self._post("/_internal/v1/customActivities", activity)
        await until(lambda: number in self.answered)
        answer = self.answered[number]
        assert answer["statusCode"] == 200, answer
        return _object(answer["body"])

    async def _invoke(self, name: str, value: Json, reply_to: str = "") -> Json:
        around = {"from": {"id": self.seat.id}, "conversation": {"id": self.chat}}
        sent = {"name": name, "value": value, **around, **({"replyToId": reply_to} if reply_to else {})}
        return _object(await self._post("/_conversation/v1/invoke", sent))

    async def _post(self, path: str, body: Mapping[str, Any]) -> str:
        async with self.session.post(f"http://127.0.0.1:{self.seat.port}{path}", json=body) as answer:
            said = await answer.text()
            assert answer.status < 300, (path, answer.status, said)
            return said

    def _button(self, words: str, label: str) -> tuple[str, Json]:
        for message, shown in reversed(self.cards(words).items()):
            for action in _actions(shown, label):
                return message, action
        raise AssertionError(f"no button {label!r} on a card with {words!r} in {self.shown}")

    def note(self, stream: str, frame: Json) -> None:
        """Takes up what a stream of the client said."""
        if stream == "log":
            log = frame.get("log", {})
            number = log.get("request", {}).get("body", {}).get("id")
            if number and log.get("response"):
                self.answered[number] = log["response"]
        elif frame.get("actionConversationId") == self.chat and frame.get("message", {}).get("messageId"):
            message = frame["message"]
            if frame["action"] == "updateMessage":
                self.edited.append(message["messageId"])
            if frame["action"] in ("createMessage", "updateMessage"):
                self.shown[message["messageId"]] = message


@asynccontextmanager
async def sitting(seat: TeamsSeat) -> AsyncIterator[TeamsPerson]:
    """Somebody at a client that runs."""
    async with aiohttp.ClientSession() as session:
        person = TeamsPerson(seat, session)
        origin = f"http://127.0.0.1:{seat.port}"
        sockets = {
            "chat": await session.ws_connect(f"{origin}/_ws_conversation/v1/conversations/stream"),
            "log": await session.ws_connect(f"{origin}/_ws/log/stream"),
        }
        readers = [asyncio.create_task(_listen(person, name, socket)) for name, socket in sockets.items()]
        try:
            yield person
        finally:
            for reader in readers:
                reader.cancel()
            await asyncio.gather(*readers, return_exceptions=True)
            for socket in sockets.values():
                await socket.close()


async def _listen(person: TeamsPerson, name: str, socket: aiohttp.ClientWebSocketResponse) -> None:
    async for frame in socket:
        if frame.type is aiohttp.WSMsgType.TEXT:
            person.note(name, json.loads(frame.data))


def _actions(drawn: object, label: str) -> Iterator[Json]:
    """The buttons of that label inside, all of them for an empty one."""
    if isinstance(drawn, dict) and str(drawn.get("type", "")).startswith("Action.") and label in ("", drawn["title"]):
        yield drawn
    for name, child in (
        drawn.items() if isinstance(drawn, dict) else enumerate(drawn if isinstance(drawn, list) else ())
    ):
        if name != "fallback":
            yield from _actions(child, label)


def _object(said: object) -> Json:
    found = json.loads(said) if isinstance(said, str) and said else said
    return found if isinstance(found, dict) else {}
