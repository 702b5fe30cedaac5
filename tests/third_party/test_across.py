"""One story over both platforms, with nobody's stand-in but other makers': asked in Slack, answered in Teams."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.third_party.conftest import BOT_TOKEN, Slack
from tests.third_party.parts import beside_others
from tests.third_party.slack_person import SECRET, SlackPerson
from tests.third_party.tap import Tap, listening
from tests.third_party.teams_person import TeamsPerson, TeamsSeat
from tests.third_party.teams_town import teams_town
from tests.third_party.waiting import until

pytestmark = [beside_others, pytest.mark.asyncio(loop_scope="module")]


@dataclass(frozen=True)
class Town:
    """Alice in Slack, Bea in Teams, and the tap on what we call at Slack."""

    alice: SlackPerson
    bea: TeamsPerson
    to_slack: Tap


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    slack: Slack, seats: tuple[TeamsSeat, TeamsSeat], sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """Both use a vendor of their own, so that each can ask the other."""
    alice = slack.team.user("carl")
    settings = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": f"http://127.0.0.1:{slack.tap_port}/api/",
        "TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK": "1",
    }
    member = ["Alice Chen", "Acme", "alice@acme.example", f"slack:{slack.team.id}:{alice}", "SAP", "manager"]
    async with (
        listening(slack.tap_port, Tap(slack.team.url)) as to_slack,
        teams_town(
            tmp_path_factory.mktemp("across") / "house",
            sqlite_template,
            slack.warmline_port,
            settings,
            {"bea": (seats[0], ["Okta"])},
            workspaces=["--slack-team", slack.team.id],
            more_members=[member],
        ) as teams,
    ):
        yield Town(SlackPerson(slack.team, teams.url, alice), teams.bea, to_slack)


async def test_slack_asks_teams_answers_and_both_cards_show_it(town: Town) -> None:
    alice, bea = town.alice, town.bea
    question, answer = "Does the renewal get dearer?", "Not if you start early."
    await bea.install()
    await bea.arrives("know the vendors")
    assert await asyncio.to_thread(alice.command, f"ask {question}") == (200, "")
    opened = town.to_slack.calls("/views.open")[-1].body["view"]
    okta = (await asyncio.to_thread(alice.suggest, opened, "vendor", "okt"))["Okta"]
    done = await asyncio.to_thread(alice.submit, opened, {"vendors.look_up": okta})
    assert "Asked 1 peer" in json.dumps(done)

    await bea.arrives(question)
    await bea.send(await bea.open(question, "Answer"), answer=answer)
    await bea.arrives(answer)
    await until(lambda: alice.messages(answer))
    assert len(await asyncio.to_thread(alice.messages, question)) == 1
    (card,) = bea.cards("A question about Okta")
    assert card in bea.edited
    for said in ("Alice Chen, Acme", "Bea, Bea Works"):
        assert bea.cards(said)
        assert await asyncio.to_thread(alice.messages, said)


async def test_teams_asks_slack_answers_and_both_cards_show_it(town: Town) -> None:
    alice, bea = town.alice, town.bea
    question, answer = "How long was the move?", "Nine months & <two> weekends, *really*."
    await bea.type(f"ask {question}")
    await bea.arrives("Ask your peers")
    sap = (await bea.search("vendors.look_up", "sap"))["SAP"]
    await bea.execute("Ask your peers", "Ask", question=question, vendor=sap)

    await until(lambda: alice.messages(question))
    await asyncio.to_thread(alice.press, (await asyncio.to_thread(alice.messages, question))[0], "Answer")
    opened = town.to_slack.calls("/views.open")[-1].body["view"]
    await asyncio.to_thread(alice.submit, opened, {"answer": answer})
    await bea.arrives(answer)
    await until(lambda: alice.messages("Nine months"))
    assert len(await asyncio.to_thread(alice.messages, question)) == 1
    (card,) = bea.cards("A question about SAP")
    assert card in bea.edited
