"""Cards that the worker sends: where they go, how they change in place, and what each of Slack's errors means."""

from typing import Any

import pytest
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator

from adapters.slack.courier import Mail
from adapters.slack.errors import GONE, LATER, LIMITED, UNREACHABLE, SlackRefused
from adapters.slack.grant import Grant
from bot.ports import Place
from bot.turn import Gone, Paced, TryLater, Unreachable
from bot.views import Button, Buttons, Card
from tests.slack.world import World, world

MEMBER = Place("slack", "T1", "U1", "")
CHANNEL = Place("slack", "T1", "", "C1")
CARD = Card("A question", (Buttons((Button("Answer", "ask.answer", "a1"),)),), "A peer asks")


async def test_a_member_gets_a_direct_message_by_one_call(one_team: World) -> None:
    assert await one_team.adapter.send(MEMBER, CARD, "") == "DU1:1700000000.000100"
    assert one_team.slack.of("conversations.open") == []
    posted = one_team.slack.of("chat.postMessage")[0]
    quiet = {"mrkdwn": False, "parse": "none", "link_names": False, "unfurl_links": False, "unfurl_media": False}
    assert posted | quiet == posted
    assert (posted["channel"], posted["text"]) == ("U1", "A peer asks")
    assert posted["blocks"][1]["elements"][0]["value"] == "outbox|a1"


async def test_a_direct_message_is_opened_where_slack_does_not_do_it_itself(one_team: World) -> None:
    one_team.slack.fail("chat.postMessage", "channel_not_found")
    with pytest.raises(Unreachable, match="channel_not_found"):
        await one_team.adapter.send(MEMBER, CARD, "")
    assert one_team.slack.of("conversations.open") == [{"users": "U1"}]
    assert [call["channel"] for call in one_team.slack.of("chat.postMessage")] == ["U1", "DU1"]


async def test_a_second_card_for_the_same_person_waits_its_second(one_team: World) -> None:
    await one_team.adapter.send(MEMBER, CARD, "")
    with pytest.raises(Paced) as paced:
        await one_team.adapter.send(MEMBER, CARD, "")
    assert 0.0 < paced.value.seconds <= 1.0
    await one_team.adapter.send(MEMBER, CARD, "DU1:1.5")
    await one_team.adapter.send(CHANNEL, CARD, "")


async def test_a_card_changes_in_place(one_team: World) -> None:
    assert await one_team.adapter.send(MEMBER, CARD, "D9:1.5") == "D9:1.5"
    (updated,) = one_team.slack.of("chat.update")
    assert (updated["channel"], updated["ts"]) == ("D9", "1.5")
    assert one_team.slack.of("conversations.open") == []


async def test_a_channel_gets_the_card_if_nobody_else_reads_it(one_team: World) -> None:
    assert await one_team.adapter.send(CHANNEL, CARD, "") == "C1:1700000000.000100"
    await one_team.adapter.send(CHANNEL, CARD, "C1:1.5")
    assert one_team.slack.of("conversations.info") == [{"channel": "C1"}]


@pytest.mark.parametrize("flag", ["is_ext_shared", "is_pending_ext_shared", "is_archived"])
@pytest.mark.parametrize("ref", ["", "C1:1.5"])
async def test_a_shared_channel_gets_nothing(one_team: World, flag: str, ref: str) -> None:
    one_team.slack.answers["conversations.info"] = (200, {"ok": True, "channel": {"id": "C1", flag: True}}, {})
    with pytest.raises(Unreachable):
        await one_team.adapter.send(CHANNEL, CARD, ref)
    assert one_team.slack.of("chat.postMessage") == one_team.slack.of("chat.update") == []


async def test_sharing_is_looked_at_again_after_a_minute(one_team: World) -> None:
    now = [100.0]
    mail = Mail(one_team.adapter._web, one_team.adapter._installations, lambda: now[0])
    await mail.send(CHANNEL, CARD, "")
    one_team.slack.answers["conversations.info"] = (200, {"ok": True, "channel": {"is_ext_shared": True}}, {})
    now[0] += 59
    await mail.send(CHANNEL, CARD, "")
    now[0] += 2
    with pytest.raises(Unreachable, match="shared_channel"):
        await mail.send(CHANNEL, CARD, "")


@pytest.mark.parametrize("code", sorted(UNREACHABLE))
async def test_a_recipient_who_cannot_be_reached_closes_the_delivery(one_team: World, code: str) -> None:
    one_team.slack.fail("chat.postMessage", code)
    with pytest.raises(Unreachable, match=code):
        await one_team.adapter.send(MEMBER, CARD, "")


@pytest.mark.parametrize("code", sorted(GONE))
async def test_a_card_that_is_not_there_any_more_is_gone(one_team: World, code: str) -> None:
    one_team.slack.fail("chat.update", code)
    with pytest.raises(Gone):
        await one_team.adapter.send(MEMBER, CARD, "D9:1.5")


@pytest.mark.parametrize("code", sorted(LATER))
async def test_a_fault_of_slack_waits(one_team: World, code: str) -> None:
    one_team.slack.fail("chat.postMessage", code)
    with pytest.raises(TryLater) as later:
        await one_team.adapter.send(MEMBER, CARD, "")
    assert (later.value.seconds, later.value.scope) == (5.0, "")


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_too_long", "msg_blocks_too_long", "no_text", "something_new"])
async def test_what_we_did_wrong_flies(one_team: World, code: str) -> None:
    one_team.slack.fail("chat.postMessage", code)
    with pytest.raises(SlackRefused, match=f"chat.postMessage: {code}"):
        await one_team.adapter.send(MEMBER, CARD, "")


@pytest.mark.parametrize(("header", "seconds"), [("17", 17.0), ("0", 1.0), ("soon", 30.0), ("1e9", 3_600.0)])
async def test_a_limit_names_its_time_and_method(one_team: World, header: str, seconds: float) -> None:
    one_team.slack.answers["chat.postMessage"] = (429, {"ok": False, "error": "ratelimited"}, {"Retry-After": header})
    with pytest.raises(TryLater) as later:
        await one_team.adapter.send(MEMBER, CARD, "")
    assert (later.value.seconds, later.value.scope) == (seconds, "chat.postMessage")


@pytest.mark.parametrize("code", sorted(LIMITED))
async def test_a_limit_without_the_status_is_a_limit_too(one_team: World, code: str) -> None:
    one_team.slack.fail("chat.postMessage", code)
    with pytest.raises(TryLater) as later:
        await one_team.adapter.send(MEMBER, CARD, "")
    assert later.value.scope == "chat.postMessage"


ODD_ANSWERS: list[tuple[int, Any]] = [
    (500, "<html>down</html>"),
    (502, {"ok": False}),
    (503, ""),
    (200, "<html>a proxy's page</html>"),
    (200, []),
    (200, {}),
]


@pytest.mark.parametrize(("status", "body"), ODD_ANSWERS)
async def test_an_answer_that_is_none_waits(one_team: World, status: int, body: Any) -> None:
    one_team.slack.answers["chat.postMessage"] = (status, body, {})
    with pytest.raises(TryLater):
        await one_team.adapter.send(MEMBER, CARD, "")


async def test_a_slack_that_is_away_waits() -> None:
    async with world() as made:
        made.adapter._web._settings = made.adapter._settings
        made.adapter._web.client.base_url = "http://127.0.0.1:1/api/"
        for again in made.adapter._web.client.retry_handlers:
            again.interval_calculator = FixedValueRetryIntervalCalculator(0.01)
        with pytest.raises(TryLater):
            await made.adapter.send(CHANNEL, CARD, "")


async def test_a_reference_of_another_platform_is_gone(one_team: World) -> None:
    with pytest.raises(Gone):
        await one_team.adapter.send(MEMBER, CARD, "nonsense")


async def test_the_token_of_one_team_serves_no_other(one_team: World) -> None:
    with pytest.raises(Unreachable, match="not_installed"):
        await one_team.adapter.send(Place("slack", "T2", "U1", ""), CARD, "")


async def test_each_team_has_its_own_token(many_teams: World) -> None:
    await many_teams.grants.save("slack", "T2", Grant("xoxb-two", "A1").as_secret())
    await many_teams.adapter.send(Place("slack", "T2", "U1", ""), CARD, "")
    await many_teams.adapter.send(Place("slack", "T2", "U2", ""), CARD, "")
    assert {token for _, _, token in many_teams.slack.calls} == {"Bearer xoxb-two"}
    assert many_teams.grants.finds == 1
    with pytest.raises(Unreachable, match="not_installed"):
        await many_teams.adapter.send(Place("slack", "T3", "U1", ""), CARD, "")


async def test_a_removed_app_loses_its_token_at_once(many_teams: World) -> None:
    await many_teams.grants.save("slack", "T1", Grant("xoxb-one", "A1").as_secret())
    await many_teams.adapter.send(MEMBER, CARD, "")
    await many_teams.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    await many_teams.adapter.send(Place("slack", "T1", "U2", ""), CARD, "")
    await many_teams.event({"type": "app_uninstalled"})
    with pytest.raises(Unreachable, match="not_installed"):
        await many_teams.adapter.send(Place("slack", "T1", "U3", ""), CARD, "")
    assert many_teams.grants.kept == {}


async def test_an_organisation_s_installation_serves_its_teams(many_teams: World) -> None:
    await many_teams.grants.save("slack", "E1", Grant("xoxb-org", "A1").as_secret())
    home = {"type": "app_home_opened", "user": "U1", "tab": "home"}
    org = [{"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": True}]
    await many_teams.event(home, authorizations=org)
    await many_teams.adapter.send(MEMBER, CARD, "")
    assert {token for _, _, token in many_teams.slack.calls} == {"Bearer xoxb-org"}
    await many_teams.event({"type": "app_uninstalled"}, authorizations=org)
    with pytest.raises(Unreachable, match="not_installed"):
        await many_teams.adapter.send(MEMBER, CARD, "")


async def test_a_bot_token_that_slack_refuses_is_a_reason_not_a_wait(caplog: pytest.LogCaptureFixture) -> None:
    async with world() as made:
        made.slack.fail("auth.test", "invalid_auth")
        made.adapter._installations._own = ""
        with pytest.raises(TryLater):
            await made.adapter.send(MEMBER, CARD, "")
        await made.adapter._installations.identify()
        assert "SLACK_BOT_TOKEN is refused (invalid_auth)" in caplog.text
        with pytest.raises(Unreachable, match="invalid_auth"):
            await made.adapter.send(MEMBER, CARD, "")
