"""Somebody of the demo's community who sits at the playground's page: they ask and answer until they are thanked."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp

Json = dict[str, Any]
PAUSE = 0.2
"""Seconds before somebody tries again what did not go through."""
DONE_ALREADY = "That is done already."


@dataclass(frozen=True)
class Seat:
    """One person's screen through the playground's API. The platform's client decides what a deed sends to the app."""

    session: aiohttp.ClientSession
    origin: str
    person: str

    async def ask(self, vendor: str, question: str) -> None:
        """Opens the form with the vendor named, and sends it as often as it takes until somebody says it was taken."""
        await self._until(lambda: self._open_ask(vendor))
        await self._until(lambda: self._send("question", question, "Asked "))

    async def answer(self, question: str, text: str) -> None:
        """The same for an answer, from the card with the question, once that has arrived."""
        await self._until(lambda: self._open_answer(question))
        await self._until(lambda: self._send("answer", text, "Thank you"))

    async def copies(self, words: str) -> list[str]:
        """Each card in their conversation with the app that has the words, as text."""
        cards = (json.dumps(message["blocks"] or message["cards"]) for message in (await self._chat())["messages"])
        return [card for card in cards if words in card]

    async def _open_ask(self, vendor: str) -> bool:
        await self._do("close")
        slash = "/peers " if self.person.startswith("slack:") else ""
        chat = await self._chat()
        await self._do("type", conversation=chat["id"], text=f"{slash}ask {vendor}")
        return self._form(await self._look(), "question") is not None

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

    async def _send(self, field: str, words: str, thanks: str) -> bool:
        """Sends the open form; True once the app has said that it was taken, now or by an earlier try."""
        await self._do("dismiss")
        before = await self._look()
        form = self._form(before, field)
        if form is None:
            raise AssertionError(f"the form is gone before it was taken: {before['dialog']} {before['toast']}")
        where, action, inputs = form
        inputs = _filled(inputs, field, words)
        if where is None:
            await self._do("submit", inputs=inputs)
            after = await self._look()
            return after["dialog"] is None or thanks in json.dumps(after["dialog"])
        await self._press(_app_chat(before), where, action, "", inputs)
        after = await self._look()
        return after["toast"] == DONE_ALREADY or self._form(after, field) is None

    def _form(self, screen: Json, field: str) -> tuple[Json | None, Json, Any] | None:
        """The message (None for a dialog), its button, and what holds the inputs."""
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
        while not await tried():
            await asyncio.sleep(PAUSE)

    async def _chat(self) -> Json:
        return _app_chat(await self._look())

    async def _look(self) -> Json:
        async with self.session.get(f"{self.origin}/api/people/{self.person}") as answer:
            found: Json = await answer.json()
            return found

    async def _do(self, deed: str, **body: object) -> None:
        address = f"{self.origin}/api/people/{self.person}/{deed}"
        async with self.session.post(address, json=body, headers={"X-Playground": "1"}) as answer:
            await answer.read()


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
