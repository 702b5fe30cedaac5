"""The outbox and its workers: nothing lost, nothing twice, nobody starved."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.event import listen, remove

from adapters import worker
from adapters.worker import PER_LANE
from bot.app import new_id
from bot.model import Account, MemberStatus
from bot.ports import Place
from bot.turn import Gone, Later, Paced, Redraw, Send, Tick, TryLater, Unavailable, Unreachable
from bot.views import Card, Paragraph
from storage import outbox, timers
from storage import tables as t
from tests.circle import Circle, Person, Post
from tests.waiting import until_it_waits, watched

BOTH = frozenset({"slack", "teams"})


def card(text: str) -> Card:
    return Card(text, (Paragraph((text,)),))


def post(circle: Circle, *messages: Send | Redraw) -> None:
    with circle.database.writing() as transaction:
        transaction.post(circle.community, messages, circle.clock())


def send(circle: Circle, text: str, *people: Person, key: str = "k") -> None:
    post(circle, Send(key, card(text), tuple(p.member.id for p in people if p.member)))


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.add("Alice")


class Slow(Post):
    """A courier whose first card is under way until the test lets it arrive."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.arrives = asyncio.Event(), asyncio.Event()

    async def send(self, place: Place, card: Card, ref: str) -> str:
        if not self.begun.is_set():
            self.begun.set()
            await self.arrives.wait()
        return await super().send(place, card, ref)


@pytest.fixture
def slow(circle: Circle) -> Slow:
    circle.post = Slow()
    return circle.post


def due_at(circle: Circle) -> datetime | None:
    """When the only card falls due; a claimed one does when its lease ends."""
    with circle.database.reading() as transaction:
        return transaction.connection.scalar(select(t.delivery.c.due))


async def until_due_at(circle: Circle, moment: datetime) -> None:
    for _ in range(5_000):
        if due_at(circle) == moment:
            return
        await asyncio.sleep(0.002)
    raise AssertionError(f"due at {due_at(circle)}, not at {moment}")


def rows(circle: Circle) -> list[tuple[str, object, str]]:
    with circle.database.reading() as transaction:
        return [(r.ref, r.due, r.closed) for r in transaction.connection.execute(t.delivery.select())]


def test_what_is_rolled_back_is_never_sent(circle: Circle, alice: Person) -> None:
    assert alice.member
    with pytest.raises(ZeroDivisionError), circle.database.writing() as transaction:
        transaction.post(circle.community, [Send("k", card("no"), (alice.member.id,))], circle.clock())
        raise ZeroDivisionError
    circle.deliver()
    assert alice.cards == []


def test_the_same_key_edits_in_place_and_the_newest_wins(circle: Circle, alice: Person) -> None:
    send(circle, "one", alice)
    circle.deliver()
    send(circle, "two", alice)
    post(circle, Redraw("k", card("three")))
    circle.deliver()
    assert alice.cards == ["three\nthree"]
    assert [how for _, _, how in circle.post.calls] == ["new", "edit"]


def test_the_same_card_again_is_not_sent_again(circle: Circle, alice: Person) -> None:
    send(circle, "one", alice)
    circle.deliver()
    send(circle, "one", alice)
    post(circle, Redraw("k", card("one")))
    circle.deliver()
    assert len(circle.post.calls) == 1


def test_a_redraw_of_what_nobody_has_reaches_nobody(circle: Circle, alice: Person) -> None:
    post(circle, Redraw("unknown", card("x")))
    circle.deliver()
    assert circle.post.calls == []


def test_an_edit_during_the_first_send_follows_it_and_is_not_a_second_card(
    circle: Circle, alice: Person, slow: Slow
) -> None:
    send(circle, "one", alice)

    async def both() -> None:
        delivering = asyncio.create_task(circle.worker().drain())
        await slow.begun.wait()
        await asyncio.to_thread(post, circle, Redraw("k", card("two")))
        await circle.worker().drain()
        slow.arrives.set()
        await delivering
        await circle.worker().drain()

    asyncio.run(both())
    assert alice.cards == ["two\ntwo"]
    assert [how for _, _, how in circle.post.calls] == ["new", "edit"]


def test_a_card_that_changes_in_the_instant_in_which_it_is_settled_is_shown_again(
    circle: Circle, alice: Person
) -> None:
    send(circle, "one", alice)
    now = circle.clock()
    with circle.database.writing() as transaction:
        (parcel,) = outbox.claim(transaction.connection, new_id(), now, now + timedelta(seconds=60), PER_LANE, BOTH)
    ref = asyncio.run(circle.post.send(parcel.place, parcel.card, ""))

    def settle() -> None:
        with circle.database.writing() as transaction:
            outbox.shown(transaction.connection, parcel, ref, now)

    with ThreadPoolExecutor(1) as one:
        with watched(circle.database).writing() as transaction:
            transaction.post(circle.community, [Redraw("k", card("two"))], now)
            settling = one.submit(settle)
            until_it_waits(circle.database, settling.done)
        settling.result()
    circle.deliver()
    assert alice.cards == ["two\ntwo"]


def test_who_gets_a_card_in_the_instant_in_which_it_changes_sees_the_change(circle: Circle, alice: Person) -> None:
    send(circle, "one", alice)
    bea = circle.add("Bea")
    assert bea.member
    changed, seen = threading.Event(), threading.Event()

    def change() -> None:
        with circle.database.writing() as transaction:
            transaction.post(circle.community, [Redraw("k", card("two"))], circle.clock())
            changed.set()
            seen.wait(10)

    with ThreadPoolExecutor(2) as two:
        with watched(circle.database).writing() as transaction:
            transaction.post(circle.community, [Send("k", card("one"), (bea.member.id,))], circle.clock())
            changing = two.submit(change)
            until_it_waits(circle.database, changed.is_set)
        assert changed.wait(10)
        delivering = two.submit(circle.deliver_apart)
        until_it_waits(circle.database, delivering.done)
        seen.set()
        changing.result()
        delivering.result()
    circle.deliver()
    assert alice.cards == bea.cards == ["two\ntwo"]


def test_a_lease_shorter_than_a_slow_send_is_kept(circle: Circle, alice: Person, slow: Slow) -> None:
    send(circle, "slow", alice)
    lease = timedelta(seconds=0.03)

    async def two_workers() -> None:
        sending, other = (circle.worker(lease=lease) for _ in range(2))
        running = asyncio.create_task(sending.run())
        await slow.begun.wait()
        for _ in range(4):
            circle.clock.now += lease * 0.7
            await until_due_at(circle, circle.clock.now + lease)
            assert await other.drain() == 0
        slow.arrives.set()
        sending.stop()
        await running

    asyncio.run(two_workers())
    assert [how for _, _, how in circle.post.calls] == ["new"]
    assert rows(circle)[0][1] is None


def test_a_dead_workers_parcels_are_taken_over_when_its_lease_ends(circle: Circle, alice: Person) -> None:
    send(circle, "one", alice)
    now = circle.clock()
    with circle.database.writing() as transaction:
        dead = outbox.claim(transaction.connection, new_id(), now, now + timedelta(seconds=60), 16, BOTH)
    circle.deliver()
    assert alice.cards == []
    circle.clock.passes(seconds=61)
    circle.deliver()
    assert len(alice.cards) == 1
    with circle.database.writing() as transaction:
        assert not outbox.shown(transaction.connection, dead[0], "late", circle.clock())


def test_a_limit_of_one_workspace_holds_it_and_nobody_else(circle: Circle, alice: Person) -> None:
    second = circle.add("Second")
    other = circle.add("Other", tenant="T2")
    send(circle, "one", alice)
    circle.post.raises = [TryLater(30, scope="chat.postMessage")]
    circle.deliver()
    send(circle, "two", second, other, key="k2")
    circle.deliver()
    assert alice.cards == []
    assert second.cards == []
    assert len(other.cards) == 1
    circle.clock.passes(seconds=31)
    circle.deliver()
    assert len(alice.cards) == len(second.cards) == 1


def test_a_claimed_card_that_nobody_sends_any_more_is_not_kept_with_the_others(circle: Circle, alice: Person) -> None:
    send(circle, "one", alice, circle.add("Second"))
    now, token = circle.clock(), new_id()
    with circle.database.writing() as transaction:
        sending, dropped = outbox.claim(transaction.connection, token, now, now + timedelta(seconds=60), PER_LANE, BOTH)
        outbox.renew(transaction.connection, [sending], now + timedelta(seconds=600))
    circle.clock.passes(seconds=61)
    with circle.database.writing() as transaction:
        again = outbox.claim(
            transaction.connection, new_id(), circle.clock(), now + timedelta(seconds=700), PER_LANE, BOTH
        )
    assert [parcel.recipient for parcel in again] == [dropped.recipient]


FEW = 3
"""Tries after which a card is given up in tests that are not about their number."""


@pytest.fixture
def few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "TRIES", FEW)


@pytest.mark.usefixtures("few_tries")
def test_a_wait_named_by_the_platform_holds_the_workspace_and_is_no_failure(circle: Circle, alice: Person) -> None:
    second = circle.add("Second")
    send(circle, "one", alice)
    for _ in range(FEW + 2):
        circle.post.raises = [Paced(2.0, scope="chat.postMessage")]
        circle.deliver()
        circle.clock.passes(seconds=2)
    send(circle, "two", second, key="k2")
    circle.post.raises = [Paced(2.0, scope="chat.postMessage")]
    circle.deliver()
    held = len(alice.cards) + len(second.cards)
    circle.clock.passes(seconds=2)
    circle.deliver()
    assert (held, len(alice.cards), len(second.cards)) == (1, 1, 1)


def test_what_was_shown_is_noted_when_the_database_comes_back(
    circle: Circle, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(circle, "one", alice)
    away = [Unavailable(0), Unavailable(0)]
    shown = outbox.shown

    def flaky(*given: Any) -> bool:
        if away:
            raise away.pop()
        return shown(*given)

    monkeypatch.setattr(outbox, "shown", flaky)
    circle.deliver()
    circle.clock.passes(minutes=5)
    circle.deliver()
    assert len(alice.cards) == 1
    assert rows(circle)[0][1] is None


@pytest.mark.usefixtures("few_tries")
def test_pacing_is_no_failure(circle: Circle, alice: Person) -> None:
    send(circle, "one", alice)
    for _ in range(FEW + 2):
        circle.post.raises = [Paced(1.0)]
        circle.deliver()
        circle.clock.passes(seconds=1)
    circle.post.raises = [TryLater(1.0)]  # The first failure.
    circle.deliver()
    circle.clock.passes(seconds=1)
    circle.deliver()
    assert len(alice.cards) == 1


def test_a_platform_that_stays_away_is_given_up_in_the_end(circle: Circle, alice: Person) -> None:
    send(circle, "one", alice)
    first, tries = circle.clock.now, circle.worker()

    async def until_it_gives_up() -> None:
        while due := due_at(circle):
            circle.clock.now = due
            circle.post.raises = [TryLater(1.0)]
            await tries.drain()

    asyncio.run(until_it_gives_up())
    assert circle.post.calls == []
    assert timedelta(hours=4) < circle.clock.now - first < timedelta(hours=16)
    assert rows(circle)[0][2] == "gave up"


@pytest.mark.parametrize("error", [Unreachable("account_inactive"), ValueError("a bug")])
def test_one_bad_recipient_does_not_stop_the_others(circle: Circle, alice: Person, error: Exception) -> None:
    others = [circle.add(f"P{n}") for n in range(3)]
    send(circle, "one", alice, *others)
    circle.post.raises = [error]
    circle.deliver()
    assert sum(len(p.cards) for p in [alice, *others]) == 3
    closed = [reason for _, _, reason in rows(circle) if reason]
    assert len(closed) == 1


def test_a_card_that_was_deleted_is_sent_anew_when_it_changes(circle: Circle, alice: Person) -> None:
    send(circle, "one", alice)
    circle.deliver()
    send(circle, "two", alice)
    circle.post.raises = [Gone()]
    circle.deliver()
    assert [how for _, _, how in circle.post.calls] == ["new", "new"]


def test_a_card_that_was_given_up_is_still_redrawn_where_it_stands(circle: Circle, alice: Person) -> None:
    send(circle, "one", alice)
    circle.deliver()
    circle.post.raises = [Unreachable("gone for now")]
    send(circle, "two", alice)
    circle.deliver()
    assert rows(circle)[0][2]
    post(circle, Redraw("k", card("removed")))
    circle.deliver()
    assert alice.cards == ["removed\nremoved"]
    assert rows(circle)[0][2] == ""


def test_a_card_that_never_arrived_is_not_tried_again_by_a_redraw(circle: Circle, alice: Person) -> None:
    circle.post.raises = [Unreachable("gone for now")]
    send(circle, "one", alice)
    circle.deliver()
    post(circle, Redraw("k", card("two")))
    circle.deliver()
    assert alice.cards == []


def test_a_removed_workspace_is_redrawn_nothing(circle: Circle, alice: Person) -> None:
    send(circle, "one", alice)
    circle.deliver()
    send(circle, "two", alice)
    with circle.database.writing() as transaction:
        assert transaction.store(circle.community).roll.remove_workspace("slack", "T1")
    post(circle, Redraw("k", card("three")))
    assert rows(circle)[0][1:] == (None, "workspace_removed")


def suspends(circle: Circle, person: Person) -> None:
    assert person.member
    with circle.database.writing() as transaction:
        roll = transaction.store(circle.community).roll
        assert roll.change(person.member.id, MemberStatus.ACTIVE, MemberStatus.SUSPENDED, circle.clock())


def leaves(circle: Circle, person: Person) -> None:
    assert person.member
    with circle.database.writing() as transaction:
        assert transaction.store(circle.community).profiles.leave(person.member.id, circle.clock())


GOES = pytest.mark.parametrize("goes", [suspends, leaves])


@GOES
def test_what_waits_for_the_morning_never_reaches_who_is_no_member_now(
    circle: Circle, alice: Person, goes: Callable[[Circle, Person], None]
) -> None:
    assert alice.member
    morning = {alice.member.id: circle.clock() + timedelta(hours=8)}
    post(circle, *(Send(key, card(key), (alice.member.id,), not_before=morning) for key in ("ask:q", "digest:d")))
    goes(circle, alice)
    circle.clock.passes(hours=9)
    circle.deliver()
    assert alice.cards == []


@GOES
@pytest.mark.parametrize("key", ["ask:q", "intro:i:peers"])
def test_a_card_of_who_is_no_member_now_gets_no_more_answers(
    circle: Circle, alice: Person, key: str, goes: Callable[[Circle, Person], None]
) -> None:
    bea = circle.add("Bea")
    send(circle, "asked", alice, bea, key=key)
    circle.deliver()
    goes(circle, alice)
    send(circle, "with an answer", alice, bea, key=key)
    circle.deliver()
    assert bea.cards == ["with an answer\nwith an answer"]
    assert ["You are not a member now, so this card has ended." in one for one in alice.cards] == [True]


def test_a_card_that_is_being_sent_when_its_member_is_suspended_ends_too(
    circle: Circle, alice: Person, slow: Slow
) -> None:
    send(circle, "asked", alice, key="ask:q")

    async def both() -> None:
        delivering = asyncio.create_task(circle.worker().drain())
        await slow.begun.wait()
        await asyncio.to_thread(suspends, circle, alice)
        slow.arrives.set()
        await delivering

    asyncio.run(both())
    circle.deliver()
    assert ["this card has ended" in one for one in alice.cards] == [True]
    assert [how for _, _, how in circle.post.calls] == ["new", "edit"]


def test_who_is_back_gets_new_cards_and_can_be_suspended_again(circle: Circle, alice: Person) -> None:
    assert alice.member
    for turn in ("one", "two"):
        send(circle, turn, alice, key=f"ask:{turn}")
        circle.deliver()
        suspends(circle, alice)
        send(circle, "paused", alice, key=f"people:{turn}")
        circle.deliver()
        with circle.database.writing() as transaction:
            roll = transaction.store(circle.community).roll
            assert roll.change(alice.member.id, MemberStatus.SUSPENDED, MemberStatus.ACTIVE, circle.clock())
    send(circle, "three", alice, key="ask:three")
    circle.deliver()
    assert [one.splitlines()[0] for one in alice.cards] == [
        "This card has ended",
        "paused",
        "This card has ended",
        "paused",
        "three",
    ]


def test_two_accounts_of_one_person_bring_together_once(circle: Circle, alice: Person) -> None:
    bea = circle.add("Bea")
    assert alice.member
    assert bea.member
    with circle.database.writing() as transaction:
        for person in (alice.member, bea.member):
            members = transaction.store(circle.community).members
            members.add_account(Account("0" * 31 + person.name[0], person.id, "slack", "T1", f"U2-{person.name}", ""))
    post(circle, Send("intro:i:together", card("together"), together=(alice.member.id, bea.member.id)))
    circle.deliver()
    assert list(circle.post.shown) == [("slack", "U-Alice+U-Bea")]


def test_a_busy_workspace_does_not_starve_another(circle: Circle, alice: Person) -> None:
    other = circle.add("Other", tenant="T2")
    crowd = [alice, *(circle.add(f"P{number}") for number in range(PER_LANE + 5))]
    for number in range(3):
        send(circle, f"{number}", *crowd, key=f"busy{number}")
        circle.clock.passes(seconds=1)
    send(circle, "mine", other, key="mine")
    now = circle.clock()
    with circle.database.writing() as transaction:
        parcels = outbox.claim(transaction.connection, new_id(), now, now, PER_LANE, BOTH)
    assert Counter(p.place.tenant for p in parcels) == {"T1": PER_LANE, "T2": 1}


def test_a_place_that_has_to_wait_keeps_all_its_cards_waiting_and_nobody_elses(circle: Circle, alice: Person) -> None:
    other = circle.add("Other")
    for number in range(5):
        send(circle, f"{number}", alice, key=f"k{number}")
    circle.post.raises = [Paced(10.0)]
    circle.deliver()
    assert len(alice.cards) == 0
    send(circle, "mine", other, key="mine")
    circle.deliver()
    assert len(other.cards) == 1
    circle.clock.passes(seconds=11)
    circle.deliver()
    assert len(alice.cards) == 5


def test_ends_that_come_together_are_committed_together(circle: Circle) -> None:
    people = [circle.add(f"P{number}") for number in range(12)]
    send(circle, "one", *people)
    commits = Counter[str]()
    circle.post.takes = 0.05
    note = lambda _connection: commits.update(["commit"])  # noqa: E731 - the listener has to be removed again
    listen(circle.database.engine, "commit", note)
    circle.deliver()
    remove(circle.database.engine, "commit", note)
    assert sum(len(person.cards) for person in people) == 12
    assert commits["commit"] < 8


BACKLOG = 5_000
"""Cards that wait in a workspace: so many that a database which has to read them all says so in its plan."""


def test_a_claim_reads_no_backlog_but_only_what_it_takes(circle: Circle, alice: Person) -> None:
    """The time it takes stands in the benchmark; here the database itself says how it would look things up."""
    other = circle.add("Other", tenant="T2")
    _fill(circle, BACKLOG)
    send(circle, "mine", other, key="mine")
    plans = _plans(circle)
    assert any("ix_delivery_due" in plan for plan in plans)
    for plan in plans:
        assert "SCAN delivery" not in plan
        assert "Seq Scan on delivery" not in plan


def _plans(circle: Circle) -> list[str]:
    """How the database looks up each SELECT on deliveries that a claim makes."""
    engine, now = circle.database.engine, circle.clock()
    made: list[tuple[str, object]] = []

    def note(*event: object) -> None:
        made.append((str(event[2]), event[3]))

    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE delivery"))
    listen(engine, "before_cursor_execute", note)
    with circle.database.writing() as transaction:
        assert len(outbox.claim(transaction.connection, new_id(), now, now, PER_LANE, BOTH)) == PER_LANE + 1
    remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        return [
            "\n".join(map(str, connection.exec_driver_sql(explain + sql, values)))  # type: ignore[arg-type]
            for sql, values in made
            if sql.startswith("SELECT") and "delivery" in sql
        ]


def _fill(circle: Circle, count: int) -> None:
    now = circle.clock()
    community = circle.community.id
    with circle.database.writing() as transaction:
        connection = transaction.connection
        connection.execute(t.message.insert().values(community_id=community, key="b", card='{"is":"Card","title":"b"}',
                                                     revision=1, posted_at=now))  # fmt: skip
        base = {"community_id": community, "key": "b", "platform": "slack", "tenant": "T1", "due": now}
        connection.execute(t.delivery.insert(), [{**base, "recipient": f"{number:032}"} for number in range(count)])


def test_many_workers_share_without_sending_twice(circle: Circle) -> None:
    people = [circle.add(f"P{n}", tenant=f"T{n % 3 % 2 + 1}") for n in range(20)]
    for number in range(4):
        send(circle, f"{number}", *people, key=f"k{number}")

    threads = [threading.Thread(target=circle.deliver_apart) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    circle.deliver()
    assert len(circle.post.calls) == 80
    assert all(len(person.cards) == 4 for person in people)


def test_a_timer_rings_once_however_many_workers_look(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import routes
    from bot.turn import Outcome

    rung: list[str] = []

    def ring(tick: Tick, _: object) -> Outcome:
        rung.append(tick.arg)
        return Outcome()

    monkeypatch.setitem(routes.TIMERS, "test", ring)
    with circle.database.writing() as transaction:
        timers_ = [Later(f"t{n}", circle.clock() + timedelta(hours=1), "test", str(n)) for n in range(20)]
        transaction.arm(circle.community, timers_)
        transaction.arm(circle.community, [Later("t0", circle.clock() + timedelta(hours=3), "test", "moved")])
    circle.clock.passes(hours=2)
    threads = [threading.Thread(target=circle.deliver_apart) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(rung, key=int) == [str(n) for n in range(1, 20)]
    circle.clock.passes(hours=2)
    circle.deliver()
    assert rung[-1] == "moved"


def test_a_timer_whose_use_case_fails_is_kept_and_tried_again(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import routes
    from bot.turn import Outcome

    results = [ValueError("bug"), None]

    def ring(_: Tick, __: object) -> Outcome:
        if problem := results.pop(0):
            raise problem
        return Outcome()

    monkeypatch.setitem(routes.TIMERS, "test", ring)
    with circle.database.writing() as transaction:
        transaction.arm(circle.community, [Later("t", circle.clock(), "test", "")])
    circle.deliver()
    with circle.database.reading() as transaction:
        assert timers.next_due(transaction.connection)
    circle.clock.passes(hours=1)
    circle.deliver()
    assert results == []


def test_what_is_past_its_time_is_swept(circle: Circle) -> None:
    with circle.database.writing() as transaction:
        assert transaction.first_time("event", circle.clock())
        assert not transaction.first_time("event", circle.clock())
    circle.clock.passes(hours=49)
    circle.deliver()
    with circle.database.writing() as transaction:
        assert transaction.first_time("event", circle.clock())
