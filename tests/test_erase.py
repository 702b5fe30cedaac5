"""Erasing oneself: afterwards no trace of the person or their words, also not in the raw files of the database."""

import asyncio
import base64
import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import Engine, select, text

from bot.app import new_id
from bot.me.blackout import GONE, blackout
from bot.model import Account, AuditEntry, Member, Vendor
from bot.turn import Later, Request, Send, Sender
from bot.views import Bold, Card, Form, Paragraph, Quote
from storage import tables as t
from storage.database import SqlDatabase
from storage.rewriting import rewrite
from tests.circle import Circle, Person
from tests.newcomers import apply, newcomer
from tests.reading import read
from tests.reviewing import reviews, stock

NAME, COMPANY = "Zephyrine Quillfeather", "Obsidian Lantern Holdings"
EMAIL, USER = "zephyrine@obsidian-lantern.example", "U0ZEPHYRINEQ"
QUESTION, QUIET_QUESTION = "Does the marmalade failover survive a leap second?", "Who else ran the quince migration?"
ANSWER, WHERE = "Our walnut cluster took nine weekends to settle.", "chat-obsidian-address"


def canary(circle: Circle) -> Person:
    """Somebody whose every trait is found nowhere else."""
    member = Member(new_id(), NAME, COMPANY, EMAIL, title="Chief Pomegranate Officer")
    sender = Sender("slack", "T1", USER, WHERE)
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        store.members.save(member)
        store.members.add_account(Account(new_id(), member.id, "slack", "T1", USER, WHERE))
        store.members.add_account(Account(new_id(), member.id, "teams", "tenant-1", "second-" + USER, WHERE))
    return Person(circle, member, sender)


def admitted(circle: Circle) -> Person:
    """The same person, admitted by the usual road: an application, a manager's card, a decision."""
    mia = circle.add("Mia", manager=True)
    zoe = newcomer(circle, email=EMAIL, user=USER)
    zoe.sender = replace(zoe.sender, address=WHERE)
    apply(zoe, name=NAME, company=COMPANY, email=EMAIL, title="Chief Pomegranate Officer", conflict="quince shares")
    circle.deliver()
    mia.presses("Approve", on="Application")
    if isinstance(mia.said, Form):
        mia.fills()
    with circle.database.reading() as transaction:
        zoe.member = transaction.store(circle.community).members.by_email(EMAIL)
    assert zoe.member
    zoe.types("me")
    zoe.presses("Link another account")
    return zoe


def needles(person: Person) -> dict[str, list[bytes]]:
    """Everything that must not be found, each in many forms."""
    assert person.member
    texts = [person.member.id, NAME, COMPANY, EMAIL, USER, QUESTION, QUIET_QUESTION, ANSWER, WHERE,
             "Chief Pomegranate Officer", "marmalade", "quince"]  # fmt: skip
    return {text: list(forms(text)) for text in texts}


def forms(text: str) -> Iterator[bytes]:
    raw = text.encode()
    for shape in (text, text.lower(), text.upper(), text[::-1], quote(text), json.dumps(text)[1:-1], raw.hex()):
        yield shape.encode()
    yield text.encode("utf-16-le")
    yield text.replace(" ", "").encode() if len(text) > 12 else raw
    yield hashlib.sha256(raw).hexdigest().encode()
    for offset in range(3):
        whole = base64.b64encode(b"\0" * offset + raw)
        yield whole[4 if offset else 0 : -4]


def raw_files(engine: Engine) -> bytes:
    """SQLite's files as they lie on the disk, and the files of PostgreSQL's tables, indexes and statistics.

    Not its log of changes, which keeps everything until it is recycled.
    """
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        parts = [file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")]
        return b"".join(part.read_bytes() for part in parts if part.exists())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = connection.scalar(text("SELECT current_setting('data_directory')"))
        oid = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    return b"".join(file.read_bytes() for file in Path(str(folder), "base", str(oid)).iterdir() if file.is_file())


def found_in(haystack: bytes, person: Person) -> list[str]:
    return [text for text, shapes in needles(person).items() if any(shape in haystack for shape in shapes)]


def live_widely(circle: Circle, zoe: Person) -> tuple[Person, Person]:
    """The canary uses everything there is, among two others."""
    alice = circle.add("Alice", "teams", "tenant-1", uses=["Okta"])
    bea = circle.add("Bea", uses=["Okta", "SAP"])
    okta = circle.vendor("Okta")
    for question in (QUESTION, QUIET_QUESTION):
        zoe.types("ask")
        zoe.fills(question=question, vendor=okta)
    circle.deliver()
    bea.presses("Answer", on="marmalade")
    bea.fills(answer="It does, if you prepare the jars.")
    use_stack_and_settings(circle, zoe, okta)
    alice.types("ask")
    alice.fills(question="How long did the cluster take you?", vendor=okta)
    circle.deliver()
    zoe.presses("Answer", on="How long")
    zoe.fills(answer=ANSWER)
    leave_traces_by_managers(circle, zoe)
    circle.deliver()
    return alice, bea


def use_stack_and_settings(circle: Circle, zoe: Person, okta: str) -> None:
    circle.bot._pages = "https://warmline.example"
    zoe.types("stack")
    zoe.presses("Add a vendor")
    zoe.fills(vendor=okta)
    zoe.types("me")
    zoe.presses("Preferences")
    zoe.fills(time_zone="Europe/Berlin", weekly_cap="3")
    zoe.types("me")
    zoe.presses("Conflicts")
    zoe.presses("Declare")
    zoe.fills(vendor=okta, kinds="equity")
    zoe.types("me")
    zoe.presses("Export")


def leave_traces_by_managers(circle: Circle, zoe: Person) -> None:
    """What other parts of the product may keep: an audit entry, a card that names the person, a timer of theirs."""
    assert zoe.member
    bea = circle.people["Bea"].member
    assert bea
    card = Card("Application", (Paragraph((Bold(f"{NAME}, {COMPANY}"), f" · {EMAIL}")), Quote(ANSWER, (NAME,))))
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        store.audit.add(AuditEntry(new_id(), "2026-03-02", zoe.member.id, "people.suspend", zoe.member.id, ""))
        for key in ("application:1", f"people:{zoe.member.id}"):
            transaction.post(circle.community, [Send(key, card, members=(bea.id,))], circle.clock())
        later = Later(f"year:{zoe.member.id}", circle.clock.now.replace(year=2027), "me.forget", zoe.member.id)
        transaction.arm(circle.community, [later])


def erase(zoe: Person) -> str:
    zoe.types("me")
    assert "can't be found any more" in zoe.presses("Erase")
    return zoe.presses("Erase everything")


@pytest.mark.parametrize("road", [canary, admitted])
def test_after_an_erasure_nothing_is_found_in_the_raw_files_or_on_anybodys_card(
    circle: Circle, engine: Engine, caplog: pytest.LogCaptureFixture, road: Callable[[Circle], Person]
) -> None:
    caplog.set_level(logging.DEBUG)
    zoe = road(circle)
    alice, bea = live_widely(circle, zoe)
    assert {NAME, COMPANY, EMAIL, QUESTION, ANSWER} <= set(found_in(raw_files(engine), zoe))
    assert NAME in alice.sees + bea.sees
    assert "Everything about you is erased" in erase(zoe)
    circle.deliver()
    engine.dispose()
    assert found_in(raw_files(engine), zoe) == []
    assert found_in("".join(card for person in circle.people.values() for card in person.cards).encode(), zoe) == []
    assert found_in(caplog.text.encode(), zoe) == []


def test_what_others_said_stays_theirs(circle: Circle, engine: Engine) -> None:
    zoe = canary(circle)
    alice, bea = live_widely(circle, zoe)
    erase(zoe)
    circle.deliver()
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


def test_whoever_is_erased_is_a_stranger_from_then_on(circle: Circle) -> None:
    zoe = canary(circle)
    live_widely(circle, zoe)
    erase(zoe)
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


def test_somebody_who_left_can_still_erase(circle: Circle, engine: Engine) -> None:
    zoe = canary(circle)
    live_widely(circle, zoe)
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
    live_widely(circle, zoe)
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


def test_a_card_about_the_person_that_is_being_sent_meanwhile_changes_too(circle: Circle) -> None:
    zoe, bea = canary(circle), circle.add("Bea")
    assert zoe.member
    assert bea.member
    with circle.database.writing() as transaction:
        card = Card("Suspended", (Paragraph((f"{NAME}, {COMPANY}",)),))
        sends = [Send(f"people:{zoe.member.id}:{n}", card, members=(bea.member.id,)) for n in range(2)]
        transaction.post(circle.community, sends, circle.clock())
    circle.post.takes = 0.4

    async def both() -> None:
        delivering = asyncio.create_task(circle.worker().drain())
        await asyncio.sleep(0.1)
        await asyncio.to_thread(erase, zoe)
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
    assert found_in(raw_files(engine), zoe) == []
    everything = "".join(person.sees for person in users)
    assert "marmalade" not in everything + str(raw_files(engine))
    assert "quince" not in everything
    assert "vinegar" not in everything


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
