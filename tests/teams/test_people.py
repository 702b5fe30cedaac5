"""Who Teams says somebody is: looked up at `join` alone, and given to the core as a neutral profile."""

from typing import Any

import pytest

from adapters.teams.people import profile_of
from bot.model import PersonKind, Profile
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


async def test_who_takes_the_app_away_is_told_to_the_core_and_not_written_to() -> None:
    async with bench(Core([None])) as b:
        answer = await b.post(b.activity("installationUpdate", action="remove"))
        assert answer.status == 200
        [told] = b.core.asked
        assert (told.action, told.news, told.sender.user, told.sender.address) == ("account.removed", True, BEA, "")
        assert b.service.calls == []
