"""`join` and `link` over the real wires: two platforms, their records of people, and one community."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from playground.people import Person
from tests.town import CAST, HARBOUR, Town, running, slack, teams

NEWCOMERS = [slack("Nora", role="newcomer"), teams("Nils", role="newcomer")]
OTHERS = [
    slack("Gus", role="guest"),
    replace(slack("Fay", role="newcomer"), email="fay@okta.com"),
    slack("Una", HARBOUR, role="newcomer"),
    teams("Max", role="manager"),
]


@pytest.fixture
async def town(engine: Engine, tmp_path: Path) -> AsyncIterator[Town]:
    async with running(engine, tmp_path, [*CAST, *NEWCOMERS, *OTHERS]) as built:
        yield built


def sees(person: Person, words: str) -> bool:
    return words in person.screen()


async def apply(person: Person, company: str) -> str:
    await person.type("join")
    return await person.fill(
        {
            "Title": "CIO", "Company": company, "Industry": "Manufacturing", "People in the company": "1000-9999",
            "Region": "Nordics", "Conflict of interest": "none", "Rules": "I accept the rules above",
        },
        submit=True,
    )  # fmt: skip


async def test_who_applies_on_one_platform_is_admitted_on_the_other(town: Town) -> None:
    for person, manager, mill in ((town.nora, town.max, "Brambleworth Mills"), (town.nils, town.mia, "Thistle Mills")):
        await apply(person, mill)
        await town.wait_for(partial(sees, manager, mill))
        assert "Please check" not in manager.screen()
        assert "is with the community managers" in await person.type("help")
        await manager.press("Approve", card=mill)
        await town.wait_for(partial(sees, person, "You are a member of CIO Circle now"))
        for one in (town.mia, town.max):
            await town.wait_for(partial(sees, one, f"Admitted by {manager.actor.name}"))
        await person.type("help")
        assert "Ask peers" in person.screen()


async def test_who_cannot_join_is_told_why_and_a_removed_workspace_has_no_members_any_more(town: Town) -> None:
    assert "guest accounts cannot join" in await town.gus.type("join")
    assert "from another organisation" in await town.stranger.type("join")
    await apply(town.fay, "Fay Works")
    assert "cannot join" in town.fay.screen()
    assert "Ask peers" in await town.carl.type("help")
    await town.world.remove_from_slack(HARBOUR)
    assert "Ask peers" not in await town.carl.type("help")


async def test_a_code_joins_accounts_across_platforms_and_a_changed_record_pauses(town: Town) -> None:
    await town.alice.type("me")
    await town.alice.press("Link another account")
    code = town.alice.screen().split("type link ")[1].split()[0]
    assert "belongs to Alice" in await town.nils.type(f"link {code}")
    await town.wait_for(lambda: "was joined to you just now" in town.alice.screen())
    for email in (town.alice.actor.email, "alice@elsewhere.example"):
        assert "is paused" not in await town.nils.type("home")
        await town.world.slack_out.event("T0001", {"type": "user_change", "user": _record(town.alice, email)})
    assert "is paused" in await town.nils.type("help")


def _record(person: Person, email: str) -> dict[str, object]:
    from playground.slack import user_record

    return user_record(replace(person.actor, email=email))
