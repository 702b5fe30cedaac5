"""The turn is botbuilder's: our handler answers under its TestAdapter, without our network."""

from typing import Any

from botbuilder.core.adapters import TestAdapter

from adapters.teams.activities import Received
from adapters.teams.bot import PeersBot
from bot.views import Card, Note
from tests.example_views import BUTTONS
from tests.teams.fakes import Core, activity, words

URL = "https://smba.trafficmanager.net/teams/"


async def whisper(*_: object) -> None:
    raise AssertionError("nothing is private in a 1:1 chat")


async def nobody(*_: object) -> None:
    raise AssertionError("nobody has to be looked up")


async def turn(core: Core, kind: str, **more: Any) -> list[Any]:
    adapter = TestAdapter(PeersBot(core.run, whisper, nobody).on_turn)
    await adapter.receive_activity(Received(activity(URL, kind, **more)))
    return list(adapter.activity_buffer)


async def test_a_typed_line_is_answered_with_text() -> None:
    core = Core([Note.say("Hello Bea.")])
    [reply] = await turn(core, "message", text="hello")
    assert (reply.type, reply.text, reply.text_format) == ("message", "Hello Bea.", "plain")
    assert reply.recipient.id == "29:bea"
    assert core.asked[0].line == "hello"


async def test_a_typed_line_is_answered_with_a_card() -> None:
    [reply] = await turn(Core([Card("Okta", (BUTTONS,))]), "message", text="vendor okta")
    assert reply.attachments[0].content_type == "application/vnd.microsoft.card.adaptive"
    assert "Ask peers" in words(reply.attachments[0].content)


async def test_an_invoke_is_answered_with_a_status_and_a_body() -> None:
    value = {"action": {"type": "Action.Execute", "data": {"warmline": {"action": "x", "arg": ""}}}}
    [reply] = await turn(Core([Note.say("Done so.")]), "invoke", name="adaptiveCard/action", value=value)
    assert reply.type == "invokeResponse"
    assert reply.value.status == 200
    assert reply.value.body["value"] == "Done so."
