"""Erasing oneself: afterwards no trace of the person or their words, also not in the raw files of the database."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select, text

from bot.app import new_id
from bot.me.blackout import GONE, blackout
from bot.model import Member, Vendor
from bot.ports import Place
from bot.turn import Request, Send
from bot.views import Bold, Card, Paragraph, Quote
from storage import tables as t
from storage.database import SqlDatabase
from storage.rewriting import rewrite
from tests.begun import begin
from tests.circle import Circle, Person, Post
from tests.erasing import (
    ANSWER,
    COMPANY,
    EMAIL,
    NAME,
    QUESTION,
    QUIET_QUESTION,
    admitted,
    canary,
    erase,
    found_in,
    live,
    live_widely,
    others_cards,
    raw_files,
)
from tests.reading import read
from tests.reviewing import reviews, stock


@pytest.fixture
def zoe(circle: Circle) -> Person:
    """The canary, after all that."""
    begin(circle, live)
    circle.bot._pages = "https://warmline.example"
    return circle.people[NAME]


def test_after_an_erasure_nothing_of_an_admitted_member_is_found_in_the_raw_files_the_log_or_on_anybodys_card(
    circle: Circle, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    zoe = admitted(circle)
    live_widely(circle, zoe)
    erase_all(circle, engine, zoe)
    assert found_in(caplog.text.encode(), zoe) == []


def erase_all(circle: Circle, engine: Engine, zoe: Person) -> None:
    """Afterwards nothing is found of what was in the files and on the others' cards before."""
    assert {NAME, COMPANY, EMAIL, QUESTION, ANSWER} <= set(found_in(raw_files(engine), zoe))
    assert NAME in circle.people["Alice"].sees + circle.people["Bea"].sees
    assert "Everything about you is erased" in erase(zoe)
    circle.deliver()
    engine.dispose()
    assert found_in(raw_files(engine), zoe) == []
    assert found_in(others_cards(circle).encode(), zoe) == []


def test_what_others_said_stays_theirs_and_who_is_erased_is_found_nowhere_and_a_stranger_from_then_on(
    circle: Circle, engine: Engine, zoe: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    alice, bea = (circle.people[name] for name in ("Alice", "Bea"))
    erase_all(circle, engine, zoe)
    assert found_in(caplog.text.encode(), zoe) == []
    thread = next(card for card in bea.cards if "prepare the jars" in card)
    assert "The author erased this question" in thread
    assert "A former member" in thread
    assert "It does, if you prepare the jars. — Bea, Bea Works" in thread
    assert "This question is gone" in "".join(alice.cards)
    assert "How long did the cluster take you?" in alice.sees
    with engine.connect() as connection:
        entry = connection.execute(select(t.audit.c.actor, t.audit.c.subject)).one()
        former = connection.execute(select(t.member.c.id).where(t.member.c.email == "")).scalar_one()
    assert tuple(entry) == (former, former)
    assert "not a member" in zoe.types("me")


def test_two_erasures_leave_one_nameless_former_member(circle: Circle, engine: Engine) -> None:
    for once in range(2):
        zoe = canary(circle)
        zoe.events = 100 * once
        erase(zoe)
    with engine.connect() as connection:
        assert len(connection.execute(select(t.member.c.id)).all()) == 1


def test_another_communitys_records_stay(database: SqlDatabase) -> None:
    ours, theirs = Circle(database), Circle(database, "Other Circle", prefix="x")
    eve = theirs.add("Eve", uses=["Okta"])
    zoe = canary(ours)
    erase(zoe)
    assert "Eve" in eve.types("me")


def test_somebody_who_left_can_still_erase(circle: Circle, engine: Engine, zoe: Person) -> None:
    zoe.types("me")
    zoe.presses("Leave")
    erase(zoe)
    circle.deliver()
    engine.dispose()
    assert found_in(raw_files(engine), zoe) == []


def test_the_files_are_tried_again_while_somebody_reads(circle: Circle, engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has its own test below")
    zoe = canary(circle)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("SELECT count(*) FROM member").all()
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
        erase(zoe)
        with engine.connect() as other:
            timers = other.execute(select(t.timer.c.key).where(t.timer.c.key.like("me.forget:%"))).all()
        assert len(timers) == 1
        quick(engine)
        circle.deliver()
    assert found_in(raw_files(engine), zoe)
    circle.clock.passes(minutes=2)
    circle.deliver()
    assert found_in(raw_files(engine), zoe) == []


def quick(engine: Engine) -> None:
    """The connections of the pool wait no longer than a moment for readers."""
    held = [engine.connect() for _ in range(6)]
    for connection in held:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
        connection.close()


def test_a_card_keeps_others_words_and_loses_only_the_persons() -> None:
    card = Card(
        "Ada Lopez, Lopez Works asks",
        (
            Quote("I agree with Ada Lopez on that.", ("Bea, Bea Works",)),
            Quote("It took us nine weekends.", (Bold("Ada Lopez, Lopez Works"),)),
            Quote("It took us nine week…", ("Ada Lopez",)),
            Paragraph(("Adalopezia is a plant; ada lopez is not.",)),
        ),
    )
    seen = read(blackout(card, ("Ada Lopez, Lopez Works", "Ada Lopez"), ("It took us nine weekends.",)))
    assert "A former member asks" in seen
    assert "I agree with Ada Lopez on that." in seen
    assert seen.count(GONE) == 2
    assert "nine week" not in seen
    assert "Adalopezia is a plant; A former member is not." in seen


class Slow(Post):
    """A courier that is on its way until it may arrive."""

    def __init__(self) -> None:
        super().__init__()
        self.sending, self.may_arrive = asyncio.Event(), asyncio.Event()

    async def send(self, place: Place, card: Card, ref: str) -> str:
        self.sending.set()
        await self.may_arrive.wait()
        return await super().send(place, card, ref)


def test_a_card_about_the_person_that_is_being_sent_meanwhile_changes_too(circle: Circle) -> None:
    zoe, bea = canary(circle), circle.add("Bea")
    assert zoe.member
    assert bea.member
    with circle.database.writing() as transaction:
        card = Card("Suspended", (Paragraph((f"{NAME}, {COMPANY}",)),))
        sends = [Send(f"people:{zoe.member.id}:{n}", card, members=(bea.member.id,)) for n in range(2)]
        transaction.post(circle.community, sends, circle.clock())
    circle.post = post = Slow()

    async def both() -> None:
        delivering = asyncio.create_task(circle.worker().drain())
        await post.sending.wait()
        await asyncio.to_thread(erase, zoe)
        assert circle.post.shown == {}
        post.may_arrive.set()
        await delivering

    asyncio.run(both())
    circle.deliver()
    assert ["erased themselves" in one for one in bea.cards] == [True, True]
    assert found_in("".join(bea.cards).encode(), zoe) == []


def test_nobody_erases_by_a_button_of_somebody_else(circle: Circle) -> None:
    zoe, alice = canary(circle), circle.add("Alice")
    assert zoe.member
    circle.bot.run(Request(alice.sender, action="me.erase_now", arg=zoe.member.id, key="k"))
    assert NAME in zoe.types("me")
    assert "not a member" in alice.types("me")


def crowd(circle: Circle) -> list[Person]:
    """Enough active members for handles to be offered."""
    users = [circle.add(f"User{n}", "teams", "tenant-1", uses=["Okta"]) for n in range(4)]
    return [*users, *(circle.add(f"Other{n}", "slack", "T2") for n in range(20))]


def asks_anonymously(zoe: Person, question: str) -> None:
    zoe.types("ask")
    zoe.fills(question=question, vendor=zoe.circle.vendor("Okta"), ask_as="anonymous")
    zoe.fills()


def test_anonymous_texts_go_by_themselves_at_random_moments_and_their_link_at_once(
    circle: Circle, engine: Engine
) -> None:
    zoe = canary(circle)
    users = crowd(circle)
    for question in (QUESTION, QUIET_QUESTION):
        asks_anonymously(zoe, question)
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert "marmalade" in users[0].sees
    assert "quince" in users[0].sees
    asks_anonymously(zoe, "Is the vinegar release still waiting to be sent?")
    erase(zoe)
    circle.deliver()
    assert "marmalade" in users[0].sees
    with engine.connect() as connection:
        assert len(connection.execute(select(t.vault_link)).all()) == 0
        timers = connection.execute(select(t.timer).where(t.timer.c.action == "me.wither")).all()
        texts = list(connection.scalars(select(t.ask.c.id).where(t.ask.c.handle != "")))
    assert len({timer.due for timer in timers}) == len(texts) == 2
    assert not any(one in repr(timers) for one in texts)
    circle.clock.passes(days=7)
    circle.deliver()
    engine.dispose()
    files, everything = raw_files(engine), "".join(person.sees for person in users)
    assert found_in(files, zoe) == []
    assert b"vinegar" not in files
    assert not [word for word in ("marmalade", "quince", "vinegar") if word in everything]


def test_a_review_goes_with_its_author_and_counts_no_more(circle: Circle, engine: Engine) -> None:
    stock(circle, "Okta")
    zoe, bea = canary(circle), circle.add("Bea")
    reviews(zoe, "Okta", pros="The tangerine console is a joy to run.")
    assert "tangerine console" in bea.types("vendor Okta")
    erase(zoe)
    circle.deliver()
    engine.dispose()
    assert "tangerine" not in bea.types("vendor Okta")
    files = raw_files(engine)
    assert found_in(files, zoe) == []
    assert b"tangerine" not in files
    with engine.connect() as connection:
        assert not any(connection.scalars(select(t.review_sum.c.reviews)))


def test_postgresqls_files_are_tried_again_while_somebody_sees_what_was_before(
    circle: Circle, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has its own test above")
    monkeypatch.setattr("storage.rewriting.PATIENCE", 0.1)
    zoe = canary(circle)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as before:
        before.execute(select(t.member.c.id)).all()
        erase(zoe)
        circle.deliver()
        assert found_in(raw_files(engine), zoe)
        with engine.connect() as other:
            assert other.scalars(select(t.timer.c.key).where(t.timer.c.key.like("me.forget:%"))).all()
    circle.clock.passes(minutes=2)
    circle.deliver()
    assert found_in(raw_files(engine), zoe) == []
    with engine.connect() as other:
        assert not other.scalars(select(t.timer.c.key).where(t.timer.c.key.like("me.forget:%"))).all()


def test_a_table_too_large_to_be_closed_is_cleaned_while_it_is_in_use(
    circle: Circle, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite rewrites its one file")
    monkeypatch.setattr("storage.rewriting.LARGE", -1)
    canary(circle)
    with engine.connect() as reading:
        reading.execute(text("LOCK TABLE member IN ACCESS SHARE MODE"))
        assert rewrite(engine)


def test_an_index_keeps_nothing_of_a_table_that_a_vacuum_has_emptied(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite rewrites its one file")
    with engine.begin() as connection:
        row = {"platform": "slack", "tenant": EMAIL, "edits": False, "until": datetime(2026, 3, 2, tzinfo=UTC)}
        connection.execute(t.hold.insert().values(row))
    with engine.begin() as connection:
        connection.execute(t.hold.delete())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM hold"))
        assert connection.scalar(text("SELECT pg_relation_size('hold')")) == 0
    assert EMAIL.encode() in raw_files(engine)
    assert rewrite(engine)
    assert EMAIL.encode() not in raw_files(engine)


def test_a_company_that_another_member_has_in_other_capitals_tells_of_nobody_alone(circle: Circle) -> None:
    first = Member(new_id(), "Jörg", "Müller & Söhne", "joerg@mueller.example")
    other = Member(new_id(), "Éva", "MÜLLER  & SÖHNE", "eva@mueller.example")
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        for one in (first, other):
            store.members.save(one)
        store.vendors.add(Vendor(new_id(), "ÅNGSTRÖM Labs"))
        seller = replace(first, id=new_id(), company="Ångström  labs")
        assert first.company not in store.forgetting.traces(first)
        assert first.name in store.forgetting.traces(first)
        assert seller.company not in store.forgetting.traces(seller)
        lone = replace(first, id=new_id(), company="Ångström Labs GmbH")
        assert lone.company in store.forgetting.traces(lone)
