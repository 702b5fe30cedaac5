"""The way from both platforms to the desk, and what is decided there as people in both see it."""

import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp import ClientSession, CookieJar
from sqlalchemy import Engine

from playground.people import Person
from tests.test_both_platforms import sees
from tests.town import CAST, Town, running, teams


@pytest.fixture
async def town(engine: Engine, tmp_path: Path) -> AsyncIterator[Town]:
    async with running(engine, tmp_path, [*CAST, teams("Tom", role="manager")]) as built:
        yield built


async def sent(session: ClientSession, url: str, text: str, fields: dict[str, str]) -> str:
    """Sends a form with the seal of the page it stands on."""
    seal = re.findall('name="seal" value="([0-9a-f]{64})"', text)[-1]
    async with session.post(url, data={"seal": seal, **fields}) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_a_manager_comes_from_chat_and_what_they_decide_counts_on_both_platforms(town: Town) -> None:
    await suspend(town, town.mia, town.bea)
    await suspend(town, town.tom, town.alice)


async def suspend(town: Town, manager: Person, member: Person) -> None:
    """From the chat of the one to the chat of the other."""
    suspended, first_form, second_form = member.actor.name.lower(), uuid4().hex, uuid4().hex
    await manager.type("curate")
    await manager.press("Open the desk")
    link = str(manager._button("Open the desk", "signs in")[1].url)
    desk = f"{town.world.app_url}/desk"
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        async with session.get(link) as offered:
            assert offered.status == 200
            first = await sent(session, link, await offered.text(), {})
        assert "Curation" in first
        async with session.get(f"{desk}/people?action=people.find&arg=") as form:
            text = await form.text()
        opened = {"opened": "people.find", "once": first_form, "f.words": suspended}
        found = await sent(session, f"{desk}/people", text, opened)
        member_id = re.findall(r"action=people.suspend&amp;arg=([0-9a-f]{32})", found)[0]
        opened = {"opened": "people.suspend", "opened_arg": member_id, "once": second_form, "f.reason": "left"}
        said = await sent(session, f"{desk}/people", found, opened)
        assert f"{member.actor.name} is suspended" in said
    await town.wait_for(partial(sees, member, "Your membership is paused"))
