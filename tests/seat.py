"""Somebody of the demo's community who sits at the playground's page: they ask and answer until they are thanked."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp

Json = dict[str, Any]
PAUSE = 0.1
"""Seconds before somebody tries again what did not go through."""
PATIENCE = 5.0
"""Seconds that somebody waits for a card before they turn to something else."""
DONE_ALREADY = "That is done already."


@dataclass(frozen=True)
class Seat:
    """One person's screen through the playground's API. The platform's client decides what a deed sends to the app.

    ``sending`` is set whenever a form is about to be sent.
    """

    session: aiohttp.ClientSession
    origin: str
    person: str
    sending: asyncio.Event
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ask(self, vendor: str, question: str) -> None:
        """Fills in the form, and sends it as often as it takes until it is thanked for."""
        async with self.busy:
            await self._until(self._open_ask)
            inputs: Json = {}
            await self._until(lambda: self._choose(vendor, inputs))
            await self._until(lambda: self._send("question", question, "Asked ", inputs))

    async def answer(self, question: str, text: str) -> bool:
        """The same for an answer, from the card with the question; False where that card is long in coming."""
        async with self.busy:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._until(lambda: self._open_answer(question))
            except TimeoutError:
                return False
            await self._until(lambda: self._send("answer", text, "Thank you", {}))
            return True

    async def copies(self, words: str) -> list[str]:
        """Each card in their conversation with the app that has the words, as text."""
        cards = (json.dumps(message["blocks"] or message["cards"]) for message in (await self._chat())["messages"])
        return [card for card in cards if words in card]

    async def _open_ask(self) -> bool:
        await self._do("close")
        slash = "/peers " if self.person.startswith("slack:") else ""
        chat = await self._chat()
        await self._do("type", conversation=chat["id"], text=f"{slash}ask")
        return self._form(await self._look(), "question") is not None

    async def _choose(self, vendor: str, inputs: Json) -> bool:
        """Types the vendor's name into the type-ahead and takes what is offered under exactly that name."""
        screen = await self._look()
        form = self._form(screen, "question")
        assert form is not None, screen
        where, _, drawn = form
        field = next(node for node in _nodes(drawn) if "vendor" in (node.get("block_id"), node.get("id")))
        place: Json = {"surface": "dialog"}
        if where is not None:
            place = {"surface": "message", "conversation": _app_chat(screen)["id"], "message": where["id"]}
        action = {**field.get("element", field), "block_id": "vendor"}
        found = await self._do("suggest", **place, action=action, query=vendor)
        chosen = next((one["raw"] for one in found.get("options", []) if one["text"] == vendor), None)
        if chosen is not None:
            choice = {"type": "external_select", "selected_option": chosen}
            inputs["vendor"] = chosen["value"] if where is not None else {action["action_id"]: choice}
        return chosen is not None

    async def _open_answer(self, question: str) -> bool:
        await self._do("close")
        chat = await self._chat()
        for message in reversed(chat["messages"]):
            drawn = message["blocks"] or message["cards"]
            found = [node for node in _nodes(drawn) if _label(node) == "Answer"] if question in str(drawn) else []
            if found:
                blocks = [node for node in _nodes(drawn) if found[0] in node.get("elements", ())]
                await self._press(chat, message, found[0], blocks[0]["block_id"] if blocks else "", {})
                return (await self._look())["dialog"] is not None
        return False

    async def _send(self, field: str, words: str, thanks: str, more: Json) -> bool:
        """Sends the open form; True once the app has said that it was taken, now or by an earlier try."""
        await self._do("dismiss")
        before = await self._look()
        form = self._form(before, field)
        if form is None:
            raise AssertionError(f"the form is gone before it was taken: {before['dialog']} {before['toast']}")
        where, action, drawn = form
        inputs = {**more, **_filled(drawn, field, words)}
        self.sending.set()
        if where is None:
            await self._do("submit", inputs=inputs)
            after = await self._look()
            return after["dialog"] is None or thanks in json.dumps(after["dialog"])
        await self._press(_app_chat(before), where, action, "", inputs)
        after = await self._look()
        now = next(one for one in _app_chat(after)["messages"] if one["id"] == where["id"])
        return after["toast"] == DONE_ALREADY or not _has_input(now["cards"], field)

    def _form(self, screen: Json, field: str) -> tuple[Json | None, Json, Any] | None:
        """The message (None for a dialog), its button, and what is drawn."""
        if (dialog := screen["dialog"]) is not None:
            drawn = dialog["blocks"] or dialog["card"]
            return (None, {}, drawn) if _has_input(drawn, field) else None
        for message in reversed(_app_chat(screen)["messages"]):
            if message["cards"] and _has_input(message["cards"], field):
                action = next(n for n in _nodes(message["cards"]) if n.get("type") == "Action.Execute")
                return message, action, message["cards"]
        return None

    async def _press(self, chat: Json, message: Json, action: Json, block_id: str, inputs: Json) -> None:
        place = {"surface": "message", "conversation": chat["id"], "message": message["id"]}
        await self._do("press", **place, action=action, block_id=block_id, inputs=inputs)

    async def _until(self, tried: Callable[[], Awaitable[bool]]) -> None:
        while not await tried():  # noqa: ASYNC110 - what happens is in another process, which sets no event here
            await asyncio.sleep(PAUSE)

    async def _chat(self) -> Json:
        return _app_chat(await self._look())

    async def _look(self) -> Json:
        async with self.session.get(f"{self.origin}/api/people/{self.person}") as answer:
            found: Json = await answer.json()
            return found

    async def _do(self, deed: str, **body: object) -> Json:
        address = f"{self.origin}/api/people/{self.person}/{deed}"
        async with self.session.post(address, json=body, headers={"X-Playground": "1"}) as answer:
            done: Json = await answer.json()
            return done


def _app_chat(screen: Json) -> Json:
    found: Json = next(one for one in screen["conversations"] if one["kind"] == "app")
    return found


def _nodes(drawn: object) -> Iterator[Json]:
    """Every object inside, from the outside in."""
    if isinstance(drawn, dict):
        yield drawn
    for child in drawn.values() if isinstance(drawn, dict) else drawn if isinstance(drawn, list) else ():
        yield from _nodes(child)


def _label(node: Json) -> object:
    """The label of a Slack or a Teams button."""
    text = node.get("text")
    return text.get("text") if node.get("type") == "button" and isinstance(text, dict) else node.get("title")


def _has_input(drawn: object, field: str) -> bool:
    return any(_is_input(node, field) for node in _nodes(drawn))


def _is_input(node: Json, field: str) -> bool:
    return node.get("block_id") == field or (node.get("type") == "Input.Text" and node.get("id") == field)


def _filled(drawn: object, field: str, words: str) -> Json:
    """The typed words in the platform's own shape of inputs."""
    node = next(node for node in _nodes(drawn) if _is_input(node, field))
    if "element" not in node:
        return {field: words}
    return {field: {node["element"]["action_id"]: {"type": "plain_text_input", "value": words}}}
