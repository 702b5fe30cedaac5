"""Who Slack says somebody is: looked up at `join` alone, told by events, and given to the core as a neutral profile."""

from typing import Any

import pytest

from adapters.slack import people
from adapters.slack.grant import Grant
from adapters.slack.people import profile_of
from bot.model import PersonKind, Profile
from bot.ports import Place
from bot.turn import Sender, TryLater
from tests.slack.world import World

USER: dict[str, Any] = {
    "id": "U1",
    "team_id": "T1",
    "deleted": False,
    "is_bot": False,
    "is_restricted": False,
    "is_ultra_restricted": False,
    "is_email_confirmed": True,
    "real_name": "Nora Fjeldgren",
    "profile": {"real_name": "Nora Fjeldgren", "title": "CIO", "email": "nora@brambleworth.example"},
}
NORA = Profile(PersonKind.PERSON, "nora@brambleworth.example", "Nora Fjeldgren", "CIO")


@pytest.mark.parametrize(("changes", "kind"), [
    ({}, PersonKind.PERSON), ({"is_email_confirmed": None}, PersonKind.PERSON),
    ({"is_bot": True}, PersonKind.BOT), ({"is_restricted": True}, PersonKind.GUEST),
    ({"is_ultra_restricted": True, "is_restricted": True}, PersonKind.GUEST),
    ({"is_stranger": True, "team_id": "T9"}, PersonKind.OUTSIDER), ({"deleted": True}, PersonKind.GONE),
    ({"is_email_confirmed": False}, PersonKind.UNCONFIRMED), ({"is_invited_user": True}, PersonKind.UNCONFIRMED),
    ({"team_id": "T9"}, PersonKind.OUTSIDER), ({"team_id": None}, PersonKind.OUTSIDER),
    ({"team_id": "T9", "enterprise_user": {"enterprise_id": "E1"}}, PersonKind.PERSON),
    ({"team_id": "T9", "enterprise_user": {"enterprise_id": "E2"}}, PersonKind.OUTSIDER),
    ({"team_id": "T9", "enterprise_user": []}, PersonKind.OUTSIDER),
])  # fmt: skip
def test_a_record_becomes_a_kind_of_person(changes: dict[str, Any], kind: PersonKind) -> None:
    found = profile_of(USER | changes, "T1", "E1")
    assert found.kind is kind
    assert bool(found.email) is (kind is PersonKind.PERSON)


async def test_a_typed_join_brings_the_profile_in_one_call(one_team: World) -> None:
    one_team.slack.answers["users.info"] = (200, {"ok": True, "user": USER}, {})
    await one_team.type("join")
    [request] = one_team.core.requests
    assert request.sender == Sender("slack", "T1", "U1", profile=NORA)
    assert one_team.slack.of("users.info") == [{"user": "U1"}]


async def test_nothing_else_looks_anybody_up(one_team: World) -> None:
    for line in ("help", "ask join", "me", "joinery"):
        await one_team.type(line)
    assert one_team.slack.of("users.info") == []
    assert all(request.sender.profile is None for request in one_team.core.requests)


@pytest.mark.parametrize("answer", [
    (200, {"ok": False, "error": "user_not_found"}, {}), (200, {"ok": True}, {}), (500, "oh", {}),
    (200, {"ok": True, "user": USER | {"id": "U2"}}, {}), (200, {"ok": False, "error": "missing_scope"}, {}),
])  # fmt: skip
async def test_without_an_answer_there_is_no_profile(one_team: World, answer: tuple[int, Any, dict[str, str]]) -> None:
    one_team.slack.answers["users.info"] = answer
    await one_team.type("link ABCDE-FGHJK")
    [request] = one_team.core.requests
    assert request.sender.profile is None


async def test_a_slow_slack_does_not_hold_up_the_form(one_team: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert people.LOOK < 1.6
    monkeypatch.setattr(people, "LOOK", 0.1)
    one_team.slack.answers["users.info"] = (200, {"ok": True, "user": USER}, {})
    one_team.slack.slow["users.info"] = 1.6
    await one_team.type("join")
    [request] = one_team.core.requests
    assert request.sender.profile is None


async def test_a_changed_user_is_told_to_the_core_and_nobody_is_written_to(one_team: World) -> None:
    await one_team.event({"type": "user_change", "user": USER | {"is_restricted": True}})
    [told] = [request for request in one_team.core.news if request.action != "workspace.restored"]
    assert (told.action, told.sender.tenant, told.sender.user) == ("account.changed", "T1", "U1")
    assert told.sender.profile
    assert told.sender.profile.kind is PersonKind.GUEST
    assert one_team.core.requests == []
    assert one_team.slack.of("chat.postMessage") == []


async def test_who_joins_a_workspace_is_not_written_to(one_team: World) -> None:
    await one_team.event({"type": "team_join", "user": USER})
    assert one_team.core.requests == []
    assert [name for name, _, _ in one_team.slack.calls] == ["auth.test"]


async def test_a_removed_app_suspends_its_workspace_and_a_working_token_restores_it(one_team: World) -> None:
    restored = [request for request in one_team.core.news if request.action == "workspace.restored"]
    assert [request.sender for request in restored] == [Sender("slack", "T1", "")]
    await one_team.event({"type": "app_uninstalled"})
    await one_team.event({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}})
    removed = [request for request in one_team.core.news if request.action == "workspace.removed"]
    assert {request.sender for request in removed} == {Sender("slack", "T1", "")}


@pytest.mark.parametrize("envelope", [
    {"team_id": None,
     "authorizations": [{"team_id": None, "enterprise_id": "E1", "is_enterprise_install": True}]},
    {"team_id": None, "enterprise_id": "E1", "is_enterprise_install": True},
    {"team_id": None, "enterprise_id": "E1"},
    {"team_id": "T6", "enterprise_id": "E1", "is_enterprise_install": "true"},
])  # fmt: skip
@pytest.mark.parametrize("event", [
    {"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}},
])  # fmt: skip
async def test_an_organisation_that_removes_the_app_stops_all_its_workspaces_and_no_other(
    many_teams: World, envelope: dict[str, Any], event: dict[str, Any]
) -> None:
    grants = {"E1": Grant("xoxb-org", "A1"), "T5": Grant(org="E1"), "T6": Grant(org="E1"), "T7": Grant(org="E2"),
              "T8": Grant("xoxb-own", "A1")}  # fmt: skip
    for tenant, grant in grants.items():
        await many_teams.grants.save("slack", tenant, grant.as_secret())
    await many_teams.event(event, **envelope)
    removed = {told.sender.tenant for told in many_teams.core.news if told.action == "workspace.removed"}
    assert removed == {"E1", "T5", "T6"}
    assert {tenant for _, tenant in many_teams.grants.kept} == {"T7", "T8"}


async def test_one_workspace_that_removes_the_app_stops_alone(many_teams: World) -> None:
    for tenant, grant in {"E1": Grant("xoxb-org", "A1"), "T5": Grant(org="E1"), "T1": Grant("xoxb-own", "A1")}.items():
        await many_teams.grants.save("slack", tenant, grant.as_secret())
    own = [{"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": False}]
    await many_teams.event({"type": "app_uninstalled"}, authorizations=own)
    assert [told.sender.tenant for told in many_teams.core.news if told.action == "workspace.removed"] == ["T1"]


async def test_the_workspaces_own_name_is_told_at_the_start(one_team: World) -> None:
    [restored] = [told for told in one_team.core.news if told.action == "workspace.restored"]
    assert restored.arg == "Fjord"


@pytest.mark.parametrize(("answer", "found"), [
    ((200, {"ok": True, "user": USER | {"is_restricted": True}}, {}), PersonKind.GUEST),
    ((200, {"ok": False, "error": "user_not_found"}, {}), PersonKind.GONE),
    ((200, {"ok": True, "user": USER | {"deleted": True}}, {}), PersonKind.GONE),
    ((200, {"ok": False, "error": "token_revoked"}, {}), None), ((200, {"ok": False, "error": "odd"}, {}), None),
    ((200, {"ok": True, "user": USER | {"id": "U2"}}, {}), None),
])  # fmt: skip
async def test_a_member_is_looked_up_again(
    one_team: World, answer: tuple[int, Any, dict[str, str]], found: PersonKind | None
) -> None:
    one_team.slack.answers["users.info"] = answer
    profile = await one_team.adapter.look(Place("slack", "T1", "U1", ""))
    assert (profile.kind if profile else None) is found


async def test_a_slack_that_is_busy_is_asked_again_later(one_team: World) -> None:
    one_team.slack.fail("users.info", "ratelimited", 429, **{"Retry-After": "30"})
    with pytest.raises(TryLater):
        await one_team.adapter.look(Place("slack", "T1", "U1", ""))


async def test_a_person_cannot_send_news(one_team: World) -> None:
    from tests.slack.world import press

    await one_team.act(press(action="workspace.removed"))
    [request] = one_team.core.requests
    assert not request.news
