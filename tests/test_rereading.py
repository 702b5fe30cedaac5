"""Every night members' records are read anew at both platforms: who became a guest, moved or left is paused."""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Engine, select

from adapters import rereading
from adapters.rereading import Rereading
from bot.model import MemberStatus, PersonKind, Profile
from bot.ports import Place
from bot.turn import Sender, TryLater, Unreachable
from playground.people import Person as Played
from storage import tables as t
from tests.circle import Circle, Person
from tests.newcomers import tells
from tests.test_eligibility import nights, status
from tests.town import COMMUNITY, Town, running, slack, teams


@dataclass
class Books:
    """What both platforms would say of people: a profile, nothing, or an exception, by their user id."""

    says: dict[str, Profile | Exception | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def look(self, place: Place) -> Profile | None:
        self.asked.append(place.user)
        found = self.says.get(place.user)
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.add("Alice")


@pytest.fixture
def mia(circle: Circle) -> Person:
    return circle.add("Mia", "teams", "tenant-1", manager=True)


def read_anew(circle: Circle, books: Books) -> int:
    reading = Rereading(circle.database, circle.bot, {"slack": books, "teams": books})
    return asyncio.run(reading.some())


def test_every_night_each_active_member_is_looked_at_once(circle: Circle, alice: Person, mia: Person) -> None:
    books = Books()
    assert read_anew(circle, books) == 0
    nights(circle, 1)
    assert read_anew(circle, books) == 2
    assert read_anew(circle, books) == 0
    assert sorted(books.asked) == sorted([alice.sender.user, mia.sender.user])
    nights(circle, 1)
    assert read_anew(circle, books) == 2


@pytest.mark.parametrize("kind", [PersonKind.GUEST, PersonKind.GONE, PersonKind.OUTSIDER])
def test_who_is_no_person_of_the_workspace_any_more_is_paused(
    circle: Circle, alice: Person, mia: Person, kind: PersonKind
) -> None:
    nights(circle, 1)
    read_anew(circle, Books({alice.sender.user: Profile(kind)}))
    assert status(alice) is MemberStatus.SUSPENDED
    assert status(mia) is MemberStatus.ACTIVE
    circle.deliver()
    assert "Alice, Alice Works, is paused" in mia.cards[0]


def test_the_first_night_remembers_the_domain_and_a_later_change_pauses(
    circle: Circle, alice: Person, mia: Person
) -> None:
    for email, then in (("a@alice.example", MemberStatus.ACTIVE), ("a@moved.example", MemberStatus.SUSPENDED)):
        nights(circle, 1)
        read_anew(circle, Books({alice.sender.user: Profile(PersonKind.PERSON, email)}))
        assert status(alice) is then


def test_where_the_app_is_gone_the_address_is_forgotten_and_nobody_is_paused(circle: Circle, mia: Person) -> None:
    nights(circle, 1)
    read_anew(circle, Books({mia.sender.user: Unreachable("blocked")}))
    assert status(mia) is MemberStatus.ACTIVE
    with circle.database.reading() as transaction:
        account = transaction.store(circle.community).roll.account("teams", "tenant-1", mia.sender.user)
    assert account
    assert account.address == ""


def test_a_platform_that_asks_to_wait_is_asked_again(circle: Circle, alice: Person, mia: Person) -> None:
    nights(circle, 1)
    busy = Books({one.sender.user: TryLater(30) for one in (alice, mia)})
    assert read_anew(circle, busy) == 0
    assert len(busy.asked) == 1
    assert read_anew(circle, Books()) == 2


def test_a_removed_workspace_and_whoever_left_are_not_looked_at(circle: Circle, alice: Person, mia: Person) -> None:
    bea = circle.add("Bea", "slack", "T2")
    bea.types("me")
    bea.presses("Leave")
    tells(circle, Sender("teams", "tenant-1", ""), "workspace.removed")
    nights(circle, 1)
    books = Books()
    read_anew(circle, books)
    assert books.asked == [alice.sender.user]


def test_many_are_read_in_lots_and_two_processes_share_them(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    lot = 4
    monkeypatch.setattr(rereading, "AT_ONCE", lot)
    for n in range(2 * lot + 3):
        circle.add(f"User{n}")
    nights(circle, 1)
    books = Books()

    async def both() -> list[int]:
        registers = {"slack": books, "teams": books}
        return await asyncio.gather(*(Rereading(circle.database, circle.bot, registers).some() for _ in range(2)))

    assert max(asyncio.run(both())) == lot
    while read_anew(circle, books):
        pass
    assert len(books.asked) == len(set(books.asked)) == 2 * lot + 3


async def read_in(town: Town) -> None:
    """The night, and what the house reads then."""
    with town.house.database.writing() as transaction:
        community = transaction.communities.named(COMMUNITY)
        assert community
        transaction.store(community).roll.read_anew()
    await town.house.rereading().some()


async def test_both_platforms_tell_who_became_a_guest_or_left(engine: Engine, tmp_path: Path) -> None:
    people = [slack("Alice"), slack("Carl"), slack("Ann"), teams("Bea"), teams("Dora"), teams("Tom")]
    cast_ = [replace(one, flags={}) for one in people] + [slack("Mia", role="manager")]
    async with running(engine, tmp_path, cast_) as town:
        for one in (town.bea, town.dora, town.tom):
            await one.type("help")
        await read_in(town)
        assert await paused(town) == set()
        changed: dict[Played, Any] = {town.alice: {"is_restricted": True}, town.carl: {"deleted": True},
                                      town.bea: {"userRole": "guest"}, town.dora: {"tenantId": "elsewhere"},
                                      town.ann: {}, town.tom: {}}  # fmt: skip
        for one, flags in changed.items():
            cast(dict[str, Any], one.actor.flags).update(flags)
        await read_in(town)
        assert await paused(town) == {"Alice", "Carl", "Bea", "Dora"}
        await town.wait_for(lambda: town.mia.screen().count("A member's account changed") >= 1)


async def test_who_takes_the_app_away_in_teams_is_noticed_in_the_night(town: Town) -> None:
    await town.bea.type("help")
    town.world.teams.removed.append(town.bea.actor.id)
    await read_in(town)
    with town.house.database.reading() as transaction:
        rows = transaction.connection.execute(select(t.account.c.user).where(t.account.c.address == "")).all()
    assert (town.bea.actor.user,) in [tuple(row) for row in rows]
    assert await paused(town) == set()


async def paused(town: Town) -> set[str]:
    with town.house.database.reading() as transaction:
        suspended = select(t.member.c.name).where(t.member.c.status == MemberStatus.SUSPENDED)
        return set(transaction.connection.scalars(suspended))
