"""The front door over real wires: a pitch from the page reaches a member in Slack and one in Teams, and back."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from aiohttp import ClientSession

from adapters import operate
from playground.people import Person
from tests.leaving import FORM, WORDS
from tests.town import COMMUNITY, Town


@pytest.fixture
async def door(town: Town, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The address of the page; nobody waits in this test as long as people do."""
    monkeypatch.setattr("adapters.pages.door_front.QUICKEST", 0)
    operate.set_setting(town.house.database, COMMUNITY, "front-door", "on", unset=False)
    [path] = [value for key, value in operate.show_community(town.house.database, COMMUNITY) if key == "front door"]
    yield f"{town.world.app_url}{path}"


async def leave(door: str) -> tuple[str, str]:
    """Fills the form in; the address of the answer's page, and what it says."""
    async with ClientSession() as session:
        async with session.get(door) as page:
            hidden = dict(re.findall(r'name="(seal|since)" value="([^"]+)"', await page.text()))
        async with session.post(door, data=hidden | FORM) as left:
            text = await left.text()
            assert left.status == 200, text
            found = re.search(r'href="[^"]*(/pitch/[0-9a-f]{32})"', text)
            assert found
        return found[1], await said(door, found[1])


async def said(door: str, path: str) -> str:
    async with ClientSession() as session, session.get(door.partition("/door/")[0] + path) as page:
        return await page.text()


async def test_a_yes_from_either_platform_stands_on_the_page(town: Town, door: str) -> None:
    path, before = await leave(door)
    assert "Waiting" in before
    for person in (town.alice, town.bea):
        await says_yes_and_takes_it_back(person, door, path)


async def says_yes_and_takes_it_back(person: Person, door: str, path: str) -> None:
    await person.type("stack")
    await person.press("Add a category")
    await person.fill({"Category": "Identity and access"}, submit=True)
    await person.type("calls")
    await person.press("At the door")
    assert WORDS in person.screen()
    await person.press("Yes, tell me more")
    await person.fill({"Your contact": "by chat, in the mornings"}, submit=True)
    assert "by chat, in the mornings" not in await said(door, path)
    await person.submit()
    assert "by chat, in the mornings" in await said(door, path)
    await person.type("calls")
    await person.press("At the door")
    assert "yes, since" in person.screen()
    await person.press("Take back")
    assert "by chat, in the mornings" not in await said(door, path)


async def test_not_before_and_no_from_either_platform(town: Town, door: str) -> None:
    await leave(door)
    for person in (town.alice, town.bea):
        await says_no_and_then_not_before(person, town.house.clock().date() + timedelta(days=100))


async def says_no_and_then_not_before(person: Person, day: date) -> None:
    await person.type("calls")
    await person.press("At the door")
    await person.press("No")
    assert "Nimbus Access · no" in person.screen()
    assert "Nobody is at the door" in person.screen()
    await person.press("Take back")
    await person.press("Not before…")
    await person.fill({"Not before": day.isoformat()}, submit=True)
    await person.type("calls")
    await person.press("At the door")
    assert f"not before {day:%-d %B %Y}" in person.screen()
