"""Microsoft's own local Teams client: its activities are understood, and it takes and shows what we send.

Everything runs twice: unsigned on loopback as that client talks by itself, and with the tokens that Teams adds.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from tests.processes import free_port
from tests.third_party.microsoft import APP, OURS, PASSWORD, Microsoft, microsoft, new_key
from tests.third_party.parts import beside_others
from tests.third_party.teams_person import TeamsSeat
from tests.third_party.teams_town import TeamsTown, teams_town, unstamped
from tests.third_party.waiting import until

pytestmark = [beside_others, pytest.mark.asyncio(loop_scope="module")]

UNSIGNED = {"TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK": "1"}


@dataclass(frozen=True)
class Road:
    """Warmline, and Microsoft's part on the strict road."""

    town: TeamsTown
    microsoft: Microsoft | None = None


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["unsigned", "strict"])
async def road(
    request: pytest.FixtureRequest,
    seats: tuple[TeamsSeat, TeamsSeat],
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Road]:
    """Bea uses Okta; Dora asks."""
    folder = tmp_path_factory.mktemp("teams") / "house"
    sitting = {"bea": (seats[0], ["Okta"]), "dora": (seats[1], [])}
    if request.param == "unsigned":
        async with teams_town(folder, sqlite_template, free_port(), UNSIGNED, sitting, unstamped) as town:
            yield Road(town)
        return
    async with (
        microsoft() as signs,
        teams_town(folder, sqlite_template, free_port(), signs.settings(), sitting, signs.stamp) as town,
    ):
        yield Road(town, signs)


async def test_one_welcome_however_often_the_page_is_loaded(road: Road) -> None:
    bea = road.town.bea
    for _ in range(3):
        await bea.install()
    line = road.town.lines["bea"]
    await until(lambda: len(line.to_bot.calls("/api/messages")) == 6)
    await until(lambda: bea.cards("CIO Circle know the vendors"))
    await asyncio.sleep(0.3)
    assert len(bea.shown) == 1


async def test_typed_words_are_answered(road: Road) -> None:
    dora = road.town.dora
    before = len(dora.cards("Ask peers"))
    for number, line in enumerate(("help", "/help", "HELP"), start=1):
        await dora.type(line)
        await dora.arrives("Ask peers", before + number)
    await dora.type("aks about Okta")
    await dora.arrives("Did you mean")


async def test_a_question_is_asked_answered_and_edited_in_place(road: Road) -> None:
    bea, dora = road.town.bea, road.town.dora
    question, answer = "How is night support?", "Slow at night, good by day."
    await dora.type(f"ask {question}")
    form = await dora.arrives("Ask your peers")
    okta = (await dora.search("vendors.look_up", "okt"))["Okta"]
    assert question in json.dumps(form)
    refused = await dora.execute("Ask your peers", "Ask", question=question, vendor="none")
    assert "Choose the vendor" in json.dumps(refused)
    taken = await dora.execute("Ask your peers", "Ask", question=question, vendor=okta)
    assert "Asked 1 peer" in json.dumps(taken)
    again = await dora.execute("Ask your peers", "Ask", question=question, vendor=okta)
    assert "Asked 1 peer" not in json.dumps(again)

    await bea.arrives(question)
    dialog = await bea.open(question, "Answer")
    thanked = await bea.send(dialog, answer=answer)
    assert "Thank you" in json.dumps(thanked)
    for person in (bea, dora):
        await person.arrives(answer)
        (card,) = person.cards("A question about Okta")
        assert person.edited == [card]
    assert len(road.town.lines["bea"].from_bot.calls(f"/activities/{bea.edited[0]}", "PUT")) == 1


async def test_the_message_extension_answers(road: Road) -> None:
    found = await road.town.bea.extension("okta")
    assert found["composeExtension"]["type"] in ("result", "message")


async def test_an_unknown_invoke_is_declined(road: Road) -> None:
    with pytest.raises(AssertionError, match="501"):
        await road.town.bea.custom("fileConsent/invoke", {})


@pytest.mark.parametrize("road", ["strict"], indirect=True)
async def test_on_the_strict_road_only_good_tokens_are_taken_and_ours_is_sent(road: Road) -> None:
    assert road.microsoft is not None
    service = road.town.bea.seat.service_url
    body = {"type": "message", "channelId": "msteams", "serviceUrl": service}
    stamp = road.microsoft.stamp
    expected = [
        ({}, 401),
        (stamp(body, key=new_key()), 401),
        (stamp(body, exp=1), 401),
        (stamp(body, iss="https://sts.example"), 401),
        (stamp(body, aud="another-bot"), 403),
        (stamp(body, serviceurl="https://elsewhere.example/"), 403),
        (stamp(body), 200),
    ]
    async with aiohttp.ClientSession() as session:
        for headers, status in expected:
            async with session.post(road.town.url + "/api/messages", json=body, headers=headers) as answer:
                assert answer.status == status
    sent = [one for line in road.town.lines.values() for one in line.from_bot.passed]
    assert {one.headers["Authorization"] for one in sent} == {f"Bearer {OURS}"}
    (sign_in,) = road.microsoft.sign_ins
    assert (sign_in["client_id"], sign_in["client_secret"]) == (APP, PASSWORD)


async def test_the_client_took_everything_that_was_sent(road: Road) -> None:
    lines = road.town.lines.values()
    assert [one for line in lines for one in line.from_bot.passed if one.status not in (200, 201)] == []
    assert [one for line in lines for one in line.to_bot.passed if one.status not in (200, 501)] == []
