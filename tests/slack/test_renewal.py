"""Tokens that rotate: renewed in time, by one process at a time, and a broken chain breaks nothing that still works."""

import asyncio
import time
from datetime import UTC, datetime

import pytest

from adapters.slack.client import SlackWeb
from adapters.slack.grant import Grant, expiry
from adapters.slack.renewal import EARLY, Renewal
from adapters.slack.settings import Settings
from adapters.wiring import SealedGrants
from bot.ports import Place
from bot.turn import TryLater, Unreachable
from bot.views import Card
from storage.database import SqlDatabase
from tests.slack.world import FakeSlack, World, granted
from tests.test_both_platforms import ask
from tests.town import NORTH, Town

CARD = Card("Hello")


def rotating(left: float) -> Grant:
    return Grant("xoxe.xoxb-0", "A1", refresh="xoxe-0", expires=expiry(left, time.time()))


def renews(slack: FakeSlack) -> None:
    pair = granted(access_token="xoxe.xoxb-1", refresh_token="xoxe-1", expires_in=43_200)
    slack.answers["oauth.v2.access"] = (200, pair, {})


async def send(made: World, user: str = "U1") -> str:
    await made.adapter.send(Place("slack", "T1", user, ""), CARD, "")
    used = [token for method, _, token in made.slack.calls if method == "chat.postMessage"]
    return used[-1]


async def settled(made: World) -> None:
    await made.adapter._installations.finish()


async def test_a_token_with_hours_left_is_simply_used(many_teams: World) -> None:
    await many_teams.grants.save("slack", "T1", rotating(EARLY + 60).as_secret())
    assert await send(many_teams) == "Bearer xoxe.xoxb-0"
    await settled(many_teams)
    assert many_teams.slack.of("oauth.v2.access") == []


async def test_in_its_last_hours_it_is_used_and_renewed_behind(many_teams: World) -> None:
    await many_teams.grants.save("slack", "T1", rotating(EARLY - 60).as_secret())
    renews(many_teams.slack)
    exchange = many_teams.slack.hold("oauth.v2.access")
    async with asyncio.timeout(10):
        assert await send(many_teams) == "Bearer xoxe.xoxb-0"
        await exchange.reached.wait()
    exchange.let_go.set()
    await settled(many_teams)
    assert await send(many_teams, "U2") == "Bearer xoxe.xoxb-1"
    (asked,) = many_teams.slack.of("oauth.v2.access")
    assert asked == {
        "client_id": "1.2",
        "client_secret": "s3cret",
        "grant_type": "refresh_token",
        "refresh_token": "xoxe-0",
    }


async def test_after_its_end_everybody_waits_for_the_one_exchange(many_teams: World) -> None:
    await many_teams.grants.save("slack", "T1", rotating(-60).as_secret())
    renews(many_teams.slack)
    many_teams.slack.slow["oauth.v2.access"] = 0.05
    await asyncio.gather(*(send(many_teams, f"U{n}") for n in range(5)))
    used = {token for method, _, token in many_teams.slack.calls if method != "oauth.v2.access"}
    assert used == {"Bearer xoxe.xoxb-1"}
    assert len(many_teams.slack.of("oauth.v2.access")) == 1


async def test_who_gives_up_waiting_does_not_break_the_chain(many_teams: World) -> None:
    await many_teams.grants.save("slack", "T1", rotating(-60).as_secret())
    renews(many_teams.slack)
    exchange = many_teams.slack.hold("oauth.v2.access")
    sending = asyncio.create_task(send(many_teams))
    async with asyncio.timeout(10):
        await exchange.reached.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    exchange.let_go.set()
    await settled(many_teams)
    assert await send(many_teams) == "Bearer xoxe.xoxb-1"


async def test_a_refused_renewal_leaves_a_good_token_in_use_and_names_a_dead_one(many_teams: World) -> None:
    many_teams.slack.fail("oauth.v2.access", "invalid_refresh_token")
    await many_teams.grants.save("slack", "T1", rotating(EARLY - 60).as_secret())
    assert await send(many_teams) == "Bearer xoxe.xoxb-0"
    await settled(many_teams)
    await many_teams.grants.save("slack", "T1", rotating(-60).as_secret())
    many_teams.adapter._installations._cache.clear()
    many_teams.grants.leased.clear()
    with pytest.raises(Unreachable, match="token_expired"):
        await send(many_teams, "U2")


async def test_a_workspace_that_is_removed_meanwhile_gets_no_token_back(many_teams: World) -> None:
    await many_teams.grants.save("slack", "T1", rotating(EARLY - 60).as_secret())
    renews(many_teams.slack)
    exchange = many_teams.slack.hold("oauth.v2.access")
    await send(many_teams)
    async with asyncio.timeout(10):
        await exchange.reached.wait()
    await many_teams.event({"type": "app_uninstalled"})
    exchange.let_go.set()
    await settled(many_teams)
    assert many_teams.grants.kept == {}


async def test_of_many_processes_one_exchanges_and_the_others_find_the_fresh_one(
    database: SqlDatabase, many_teams: World
) -> None:
    """Each process has its own memory; only the database is between them. The exchange takes until all have tried."""
    settings = Settings(f"{many_teams.slack.url}api/", client_id="1.2", client_secret="s3cret")
    renews(many_teams.slack)
    exchange, waiting = many_teams.slack.hold("oauth.v2.access"), set[int]()
    old = rotating(-60)
    grants = SealedGrants(database, lambda: datetime.now(UTC))
    await grants.save("slack", "T1", old.as_secret())
    webs = [SlackWeb(settings) for _ in range(8)]

    async def patient(number: int, renewal: Renewal) -> Grant:
        while True:
            try:
                return await renewal.fresh("T1", old)
            except TryLater:
                waiting.add(number)
                if len(waiting) == len(webs) - 1:
                    exchange.let_go.set()
                await asyncio.sleep(0.01)

    async with asyncio.timeout(20):
        found = await asyncio.gather(*(patient(n, Renewal(settings, one, grants)) for n, one in enumerate(webs)))
    for one in webs:
        await one.close()
    assert {grant.token for grant in found} == {"xoxe.xoxb-1"}
    assert len(many_teams.slack.of("oauth.v2.access")) == 1


async def test_a_lease_whose_holder_died_ends(database: SqlDatabase) -> None:
    now = [datetime(2026, 3, 2, 9, 0, tzinfo=UTC)]
    grants = SealedGrants(database, lambda: now[0])
    assert not await grants.lease("slack", "T1", 60)
    await grants.save("slack", "T1", "secret")
    assert await grants.lease("slack", "T1", 60)
    assert not await grants.lease("slack", "T1", 60)
    now[0] = now[0].replace(minute=2)
    assert await grants.lease("slack", "T1", 60)
    assert await grants.replace("slack", "T1", "fresh")
    assert await grants.lease("slack", "T1", 60)
    assert await grants.find("slack", "T1") == "fresh"


async def test_on_the_playground_work_goes_on_when_the_first_token_has_ended(town: Town) -> None:
    slack, grants = town.world.slack, SealedGrants(town.house.database, town.house.clock)
    slack.rotating = True
    assert await town.world.install_slack(NORTH) == 200
    first = Grant.from_secret(await grants.find("slack", NORTH) or "")
    assert first.token.startswith("xoxe.xoxb-")
    soon = Grant(first.token, first.app, first.bot_user, first.scopes, "", first.refresh, expiry(600, time.time()))
    await grants.save("slack", NORTH, soon.as_secret())
    await ask(town, "alice", "How is the night?", "Okta")
    await town.wait_for(lambda: "How is the night?" in town.bea.screen())
    await town.wait_for(lambda: slack.refreshes and first.refresh not in slack.refreshes)
    slack.expire(first.token)
    await town.bea.press("Answer")
    await town.bea.fill({"Answer": "Quiet."}, submit=True)
    await town.wait_for(lambda: "Quiet." in town.alice.screen())
    assert Grant.from_secret(await grants.find("slack", NORTH) or "").token != first.token
