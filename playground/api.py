"""The page's own door: static files, a JSON API to look through a person's eyes, and a stream of changes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from playground.cast import Actor
from playground.client import Gone, Place
from playground.loopback import is_loopback
from playground.people import Person
from playground.stage import Stage
from playground.state import Conversation, Json, Message

PAGE = Path(__file__).parent / "page"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
KEEPALIVE_SECONDS = 15.0


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Takes only requests that name this machine, so that no web page reaches in by a name of its own."""
    host = request.host.rpartition(":")[0] if request.host.rpartition(":")[2].isdigit() else request.host
    if not is_loopback(host):
        return web.Response(status=403, text="The playground answers on this machine only.")
    return await handler(request)


class Api:
    """Reads and drives the people of a world for the page."""

    def __init__(self, stage: Stage, people: dict[str, Person]) -> None:
        self.stage = stage
        self.people = people
        self._open = True
        self._streams: set[asyncio.Queue[str]] = set()
        stage.listeners.add(self._tell)
        self._deeds: dict[str, Callable[[Person, Json], Awaitable[Json | None]]] = {
            "type": self._type,
            "press": self._press,
            "submit": self._submit,
            "suggest": self._suggest,
            "close": self._close,
            "home": self._home,
            "dismiss": self._dismiss,
        }

    def routes(self) -> list[web.AbstractRouteDef]:
        """The page, its files, and the API."""
        return [
            web.get("/", self.index),
            web.get("/page/{file}", self.file),
            web.get("/api/people", self.list),
            web.get("/api/people/{id}", self.look),
            web.post("/api/people/{id}/{deed}", self.do),
            web.get("/api/stream", self.stream),
        ]

    def shut(self) -> None:
        """Ends the open streams."""
        self._open = False
        for queue in self._streams:
            queue.put_nowait("")

    async def index(self, _request: web.Request) -> web.StreamResponse:
        """The page."""
        return _file(PAGE / "index.html")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """One file beside it."""
        name = request.match_info["file"]
        return _file(PAGE / name) if name == Path(name).name else web.Response(status=404)

    async def list(self, _request: web.Request) -> web.Response:
        """Everybody."""
        shown = [self._person(p.actor) for p in self.people.values() if p.actor.role != "bot"]
        return web.json_response(shown, headers=HEADERS)

    async def look(self, request: web.Request) -> web.Response:
        """One person's whole screen."""
        person = self.people.get(request.match_info["id"])
        if person is None:
            return _refused("There is nobody with that id.", 404)
        return web.json_response(self._screen(person), headers=HEADERS)

    async def do(self, request: web.Request) -> web.Response:
        """Something that a person does."""
        if request.headers.get("X-Playground") != "1" or request.content_type != "application/json":
            return _refused("Send JSON with the header X-Playground: 1.", 403)
        person = self.people.get(request.match_info["id"])
        deed = self._deeds.get(request.match_info["deed"])
        body = _json(await request.text())
        if person is None or deed is None:
            return _refused("There is no such person or no such thing to do.", 404)
        if not isinstance(body, dict):
            return _refused("The body must be a JSON object.", 400)
        try:
            more = await deed(person, body)
        except Gone as gone:
            return _refused(str(gone), 200)
        except (KeyError, TypeError, AttributeError) as wrong:
            return _refused(f"Something is missing or of another kind in the body: {wrong}.", 400)
        return web.json_response({"ok": True, **(more or {})}, headers=HEADERS)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: who has something new on the screen."""
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._streams.add(queue)
        try:
            while self._open:
                await response.write(await _next_event(queue))
        except ConnectionError:
            pass  # The browser went away, which is how streams end.
        finally:
            self._streams.discard(queue)
        return response

    def _tell(self, person_id: str) -> None:
        for queue in self._streams:
            queue.put_nowait(person_id)

    # What can be done.

    async def _type(self, person: Person, body: Json) -> None:
        conversation = self._conversation(person, str(body["conversation"]))
        await person.client.type(person.actor, conversation, str(body["text"]), str(body.get("thread") or ""))

    async def _press(self, person: Person, body: Json) -> None:
        action, block_id = dict(body["action"]), str(body.get("block_id") or "")
        await person.client.press(person.actor, _place(body), action, block_id, dict(body.get("inputs") or {}))

    async def _submit(self, person: Person, body: Json) -> None:
        await person.client.submit(person.actor, dict(body.get("inputs") or {}), body.get("action"))

    async def _suggest(self, person: Person, body: Json) -> Json:
        element = dict(body["action"])
        element["block_id"] = body.get("block_id") or element.get("block_id") or ""
        inputs = dict(body.get("inputs") or {})
        found = await person.client.suggest(person.actor, _place(body), element, str(body["query"]), inputs)
        return {"options": [{"text": o.text, "value": o.raw.get("value"), "raw": o.raw} for o in found]}

    async def _close(self, person: Person, _body: Json) -> None:
        await person.client.close(person.actor)

    async def _home(self, person: Person, _body: Json) -> None:
        await person.client.home(person.actor)

    async def _dismiss(self, person: Person, _body: Json) -> None:
        person.dismiss()

    def _conversation(self, person: Person, conversation_id: str) -> Conversation:
        for conversation in person.conversations:
            if conversation.id == conversation_id:
                return conversation
        raise Gone("You are not in that conversation.")

    # What is seen.

    def _person(self, actor: Actor) -> Json:
        names = {w.id: w.name for w in self.stage.cast.workspaces}
        return {
            "id": actor.id,
            "name": actor.name,
            "title": actor.title,
            "company": actor.company,
            "platform": actor.platform,
            "workspace": names.get(actor.tenant, actor.tenant),
            "role": actor.role,
        }

    def _screen(self, person: Person) -> Json:
        desk = self.stage.state.desk(person.id)
        return {
            "person": self._person(person.actor),
            "conversations": [self._told(person, c) for c in person.conversations],
            "home": {"blocks": desk.home["blocks"]} if desk.home else None,
            "dialog": self._dialog(person),
            "toast": desk.toast or None,
        }

    def _told(self, person: Person, conversation: Conversation) -> Json:
        shown = [_message(person.id, message) for message in person.messages(conversation)]
        return {"id": conversation.id, "name": conversation.name, "kind": conversation.kind, "messages": shown}

    def _dialog(self, person: Person) -> Json | None:
        desk = self.stage.state.desk(person.id)
        dialog = person.client.draw_dialog(person.actor)
        if dialog is None:
            return None
        raw = desk.dialogs[-1]
        return {
            "id": dialog.id,
            "title": dialog.title,
            "submit": dialog.submit or None,
            "close": dialog.close or None,
            "blocks": raw.get("blocks"),
            "errors": desk.errors.get(dialog.id, {}),
            "inputs": desk.drafts.get(dialog.id, {}),
            "card": raw.get("card"),
        }


async def _next_event(queue: "asyncio.Queue[str]") -> bytes:
    try:
        person_id = await asyncio.wait_for(queue.get(), KEEPALIVE_SECONDS)
    except TimeoutError:
        return b": still here\n\n"
    told = {person_id}
    while not queue.empty():
        told.add(queue.get_nowait())
    events = [f"event: changed\ndata: {json.dumps({'person': one})}\n\n" for one in sorted(told) if one]
    return "".join(events).encode()


def _message(person_id: str, message: Message) -> Json:
    return {
        "id": message.id,
        "from": message.author_name,
        "from_bot": message.from_bot,
        "text": message.text,
        "blocks": message.blocks,
        "cards": message.own_cards.get(person_id, message.cards),
        "edited": message.edited,
        "only_you": bool(message.only_for),
        "thread": message.thread or None,
        "at": message.at,
    }


def _place(body: Json) -> Place:
    surface = str(body.get("surface") or "message")
    return Place(surface, str(body.get("conversation") or ""), str(body.get("message") or ""))


def _file(path: Path) -> web.StreamResponse:
    if not path.is_file():
        return web.Response(status=404, text="The page is not there.")
    return web.FileResponse(path, headers=HEADERS)


def _refused(error: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status, headers=HEADERS)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
