"""Who Teams says somebody is: looked up at `join` alone, and given to the core as a neutral profile."""

from typing import Any

import pytest

from adapters.teams.address import Address
from adapters.teams.people import profile_of
from bot.model import PersonKind, Profile
from bot.ports import Place
from bot.turn import TryLater, Unreachable
from tests.teams.fakes import BEA, CHAT, TENANT, Core, Scripted, bench

RECORD: dict[str, Any] = {
    "id": "29:bea",
    "name": "Bea Lindqvarn",
    "aadObjectId": BEA,
    "tenantId": TENANT,
    "userRole": "user",
    "email": "bea@norrsken.example",
    "userPrincipalName": "bea.l@norrsken.example",
}


@pytest.mark.parametrize(("changes", "kind"), [
    ({}, PersonKind.PERSON), ({"tenantId": TENANT.upper()}, PersonKind.PERSON),
    ({"userRole": "guest"}, PersonKind.GUEST), ({"userPrincipalName": "b_x.example#EXT#@y.example"}, PersonKind.GUEST),
    ({"userRole": "bot"}, PersonKind.BOT), ({"userRole": "anonymous"}, PersonKind.OUTSIDER),
    ({"tenantId": "99999999-0000-4111-8222-333333333333"}, PersonKind.OUTSIDER),
    ({"tenantId": None}, PersonKind.OUTSIDER),
])  # fmt: skip
def test_a_record_becomes_a_kind_of_person(changes: dict[str, Any], kind: PersonKind) -> None:
    found = profile_of(RECORD | changes, TENANT)
    assert found.kind is kind
    assert bool(found.email) is (kind is PersonKind.PERSON)


async def test_a_typed_join_brings_the_profile_in_one_call() -> None:
    async with bench(Core()) as b:
        b.service.script = [Scripted(200, RECORD)]
        await b.say("join")
        assert b.core.asked[0].sender.profile == Profile(PersonKind.PERSON, "bea@norrsken.example", "Bea Lindqvarn")
        look = b.service.calls[0]
        assert (look.method, look.path) == ("GET", f"/teams/v3/conversations/{CHAT}/members/29:bea")


async def test_nothing_else_looks_anybody_up() -> None:
    async with bench(Core()) as b:
        await b.say("help")
        assert [call.method for call in b.service.calls] == ["POST"]
        assert b.core.asked[0].sender.profile is None


async def test_without_an_answer_there_is_no_profile() -> None:
    async with bench(Core()) as b:
        b.service.script = [Scripted(404)]
        await b.say("join")
        assert b.core.asked[0].sender.profile is None


@pytest.mark.parametrize(("answer", "kind"), [
    (Scripted(200, RECORD), PersonKind.PERSON), (Scripted(200, RECORD | {"userRole": "guest"}), PersonKind.GUEST),
    (Scripted(200, RECORD | {"tenantId": "elsewhere"}), PersonKind.OUTSIDER),
    (Scripted(404, {"error": {"code": "MemberNotFoundInConversation"}}), PersonKind.GONE), (Scripted(400), None),
])  # fmt: skip
async def test_a_member_is_looked_up_again(answer: Scripted, kind: PersonKind | None) -> None:
    async with bench(Core()) as b:
        b.service.script = [answer]
        found = await b.adapter.look(Place("teams", TENANT, BEA, Address(b.service.url, CHAT, "29:bea").text()))
        assert (found.kind if found else None) is kind


@pytest.mark.parametrize(("answer", "raised"), [
    (Scripted(403, {"error": {"code": "BotNotInConversationRoster"}}), Unreachable),
    (Scripted(404, {"error": {"code": "ConversationNotFound"}}), Unreachable), (Scripted(500), TryLater),
])  # fmt: skip
async def test_where_the_app_is_gone_or_teams_is_busy_it_says_so(answer: Scripted, raised: type[Exception]) -> None:
    async with bench(Core()) as b:
        b.service.script = [answer]
        with pytest.raises(raised):
            await b.adapter.look(Place("teams", TENANT, BEA, Address(b.service.url, CHAT, "29:bea").text()))


async def test_somebody_without_a_known_chat_is_not_looked_up() -> None:
    async with bench(Core()) as b:
        for address in ("", Address(b.service.url, "", "29:bea").text()):
            assert await b.adapter.look(Place("teams", TENANT, BEA, address)) is None
        assert b.service.calls == []


async def test_who_takes_the_app_away_is_told_to_the_core_and_not_written_to() -> None:
    async with bench(Core([None])) as b:
        answer = await b.post(b.activity("installationUpdate", action="remove"))
        assert answer.status == 200
        [told] = b.core.asked
        assert (told.action, told.news, told.sender.user, told.sender.address) == ("account.removed", True, BEA, "")
        assert b.service.calls == []
