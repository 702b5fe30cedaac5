"""Slack's Web API as another maker built it: what we call is accepted there, and what we sent can be read back."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.third_party.conftest import BOT_TOKEN, Slack
from tests.third_party.house import serving
from tests.third_party.parts import beside_others
from tests.third_party.slack_person import SECRET, SlackPerson, post_event, post_signed
from tests.third_party.tap import Tap, listening
from tests.third_party.waiting import until

pytestmark = [beside_others, pytest.mark.asyncio(loop_scope="module")]

Json = dict[str, Any]


@dataclass(frozen=True)
class Town:
    """Warmline beside Slack's stand-in, with a tap on the line between them."""

    url: str
    tap: Tap
    people: dict[str, SlackPerson]

    def __getattr__(self, name: str) -> SlackPerson:
        return self.people[name]

    def opened(self) -> Json:
        """The view that was opened last, with the id that Slack gave it."""
        last = self.tap.calls("/views.open")[-1]
        assert last.answer["ok"], last.answer
        return {**last.body["view"], "id": last.answer["view"]["id"]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(slack: Slack, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """Alice, and Bob who uses Okta."""
    ids = {name: slack.team.user(name) for name in ("alice", "bob", "mia")}
    members = [
        ["Alice Chen", "Acme", "alice@acme.example", f"slack:{slack.team.id}:{ids['alice']}", "", "manager"],
        ["Bob Dahl", "Globex", "bob@globex.example", f"slack:{slack.team.id}:{ids['bob']}", "Okta", "member"],
    ]
    settings = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": f"http://127.0.0.1:{slack.tap_port}/api/",
    }
    url = f"http://127.0.0.1:{slack.warmline_port}"
    folder, words = tmp_path_factory.mktemp("slack") / "house", ["--slack-team", slack.team.id]
    async with (
        listening(slack.tap_port, Tap(slack.team.url)) as tap,
        serving(folder, sqlite_template, slack.warmline_port, settings, words, members),
    ):
        yield Town(url, tap, {name: SlackPerson(slack.team, url, user) for name, user in ids.items()})


async def sees(person: SlackPerson, words: str) -> None:
    """Waits until one message, and no other, contains the words."""
    await until(lambda: len(person.messages(words)) == 1)


async def test_requests_that_slack_did_not_sign_are_refused(town: Town) -> None:
    asked = {"command": "/peers", "text": "help"}
    assert (await asyncio.to_thread(post_signed, town.url, asked, 0.0, "another secret"))[0] == 401
    assert (await asyncio.to_thread(post_signed, town.url, asked, 400.0))[0] == 401


async def test_the_address_is_verified_by_an_echo(town: Town) -> None:
    asked = {"type": "url_verification", "challenge": "abc"}
    assert await asyncio.to_thread(post_event, town.url, asked) == (200, '{"challenge": "abc"}')


async def test_typed_words_are_answered_in_the_response(town: Town) -> None:
    for line in ("help", ""):
        status, said = await asyncio.to_thread(town.alice.command, line)
        assert (status, json.loads(said)["response_type"]) == (200, "ephemeral")
        assert "Ask peers" in said
    status, said = await asyncio.to_thread(town.alice.command, "aks about Okta")
    assert (status, "Did you mean" in said) == (200, True)
    status, said = await asyncio.to_thread(town.mia.command, "help")
    assert (status, "not a member" in said) == (200, True)
    status, said = await asyncio.to_thread(town.alice.command, "help", team_id="T999999999")
    assert (status, "no Warmline community" in said) == (200, True)


async def test_a_question_is_asked_answered_and_edited_in_place(town: Town) -> None:
    status, said = await asyncio.to_thread(town.alice.command, "ask How is night support?")
    assert (status, said) == (200, "")
    view = town.opened()
    offered = await asyncio.to_thread(town.alice.suggest, view, "vendor", "okt")
    values = {"question": "How is night support?", "vendors.look_up": offered["Okta"]}
    wrong = await asyncio.to_thread(town.alice.submit, view, {**values, "vendors.look_up": "none"})
    assert (wrong["response_action"], list(wrong["errors"])) == ("errors", ["vendor"])
    done = await asyncio.to_thread(town.alice.submit, view, values)
    assert "Asked 1 peer" in json.dumps(done["view"])
    for person in (town.alice, town.bob):
        await sees(person, "How is night support?")
    await asyncio.to_thread(town.alice.submit, view, values)

    card = (await asyncio.to_thread(town.bob.messages, "How is night support?"))[0]
    await asyncio.to_thread(town.bob.press, card, "Answer")
    answered = await asyncio.to_thread(town.bob.submit, town.opened(), {"answer": "Slow at night, good by day."})
    assert "Thank you" in json.dumps(answered["view"])
    for person in (town.alice, town.bob):
        await sees(person, "Slow at night, good by day.")
        await sees(person, "How is night support?")
    assert (await asyncio.to_thread(town.bob.messages, "Slow at night"))[0]["ts"] == card["ts"]
    assert len(town.tap.calls("/chat.update")) == 2


async def test_an_event_that_comes_again_has_no_second_effect(town: Town) -> None:
    for headers in ({}, {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}):
        assert (await asyncio.to_thread(town.bob.home, "Ev-home", headers))[0] == 200
    first, *again = [one.body for one in town.tap.calls("/views.publish")]
    assert first["user_id"] == town.bob.user
    assert all(body == first for body in again)
    assert len(await asyncio.to_thread(town.bob.messages)) == 1


async def test_everything_that_was_called_was_taken(town: Town) -> None:
    refused = [(one.path, one.answer) for one in town.tap.passed if not one.answer.get("ok")]
    assert refused == []
    assert all(one.headers["Authorization"] == f"Bearer {BOT_TOKEN}" for one in town.tap.passed)
