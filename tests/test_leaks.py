"""Fifty canaries write under handles: nothing that goes to others, and nothing that is kept, says who they are."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from bot.app import new_id
from bot.turn import Request
from bot.views import Buttons
from bot.words import WORDS
from playground.cast import Actor
from storage import tables as t
from tests.circle import Person
from tests.flock import (
    ANSWERED,
    ANSWERERS,
    ASKERS,
    CANARIES,
    HOLDS_PEOPLE,
    NIGHT,
    REVIEWERS,
    SEARCHED,
    Flock,
    flock,
    listen,
)
from tests.reading import read
from tests.reviewing import reviews
from tests.test_anonymous import card_of, code_in
from tests.test_anonymous_both_platforms import small_circle
from tests.town import HARBOUR, SECOND, Town, running, slack, teams
from tests.watching import Watch, sender_of, told

__all__ = ["flock"]  # the fixture

ALONE = {"curate", "decide", "help", "home", "me"}
"""Words that answer the same, whatever stands behind them."""


def asks(person: Person, number: int) -> str:
    """Asks under a handle; the receipt code."""
    person.types("ask")
    question = NIGHT.format(number)
    person.fills(question=question, vendor=person.circle.vendor("Okta"), ask_as="anonymous")
    return code_in(person.fills())


def answers(person: Person, question: int, number: int) -> str:
    """Answers a question under a handle; the receipt code."""
    person.said = None
    person.presses("Answer", on=NIGHT.format(question))
    person.fills(answer=ANSWERED.format(number), answer_as="anonymous")
    return code_in(person.fills())


def opens(person: Person, number: int) -> str:
    """Reads a whole question as somebody who was asked."""
    card = card_of(person, NIGHT.format(number))
    assert card
    ask_id = next(b.arg for block in card.blocks if isinstance(block, Buttons) for b in block.buttons
                  if b.label == "Answer" and not hasattr(b, "url"))  # fmt: skip
    person.said = person.circle.bot.run(Request(person.sender, action="ask.read", arg=ask_id))
    return read(person.said)


def look_around(flock: Flock, reader: Person) -> None:
    """A manager and a reader type every word there is, and press what leads to people and to reviews."""
    for person in (flock.managers[0], reader):
        for word in WORDS:
            if word not in {"link", "receipt", "join"}:
                person.types(word)
                if word not in ALONE:
                    person.types(f"{word} Okta")
        for action, arg in (("home", ""), ("vendor.reviews", flock.circle.vendor("Okta"))):
            flock.circle.bot.run(Request(person.sender, action=action, arg=arg))


def test_nothing_says_who_wrote_under_a_handle(flock: Flock, caplog: pytest.LogCaptureFixture) -> None:
    watch, mia, max_ = flock.watch, *flock.managers[:2]
    write(flock)
    withdraw_and_remove(flock)
    look_around(flock, flock.readers[0])
    break_something(flock)
    unmasked = break_glass(flock, 0)
    for days in (8, 31):
        flock.later(days=days)
    look_around(flock, flock.readers[1])
    log(watch, caplog)
    shown = [(hit.whose, reader) for hit, reader in watch.hits if hit.form == "plain" and hit.where == "replies"]
    assert sorted(shown) == sorted([(unmasked, mia.sender.user), (unmasked, max_.sender.user)])
    assert watch.hits == [(hit, reader) for hit, reader in watch.hits if (hit.whose, reader) in shown]
    assert min(watch.looked[place] for place in ("cards", "replies", "exceptions", "logs")) > 0
    assert all(watch.looked[f"rows of {name}"] for name in SEARCHED)


def write(flock: Flock) -> None:
    """Some ask, others answer, the askers answer back, some review; who gives themselves away is stopped first."""
    circle, canaries = flock.circle, flock.canaries
    for number in ASKERS:
        person = canaries[number]
        person.types("ask")
        betraying = f"Call me at {flock.phones[number]} or write to {person.member.email if person.member else ''}."
        person.fills(question=betraying, vendor=circle.vendor("Okta"), ask_as="anonymous")
        assert "Please change this first" in read(person.said)
        asks(person, number)
    flock.later(minutes=1)
    flock.later(minutes=11)
    for number in ANSWERERS:
        answers(canaries[number], number % len(ASKERS), number)
    flock.later(minutes=11)
    for number in ASKERS:
        answers(canaries[number], number, number)
    for number in REVIEWERS:
        assert "not your name" in reviews(canaries[number], "Okta", sign="unnamed")
    flock.later(minutes=11)
    for number in ASKERS:
        assert "Well enough" not in opens(flock.readers[0], number)


def withdraw_and_remove(flock: Flock) -> None:
    """One takes an answer back by its code, one a question; a manager removes an answer, and its author is told."""
    mia = flock.managers[0]
    first, second = answers(flock.canaries[7], 0, 46), asks(flock.canaries[6], 47)
    flock.later(minutes=11)
    for person, code in ((flock.canaries[7], first), (flock.canaries[6], second)):
        assert "Taken back" in person.types(f"receipt {code}")
    opens(mia, 11 % len(ASKERS))
    mia.presses("Remove…")
    removed = next(option.value for option in mia.form.fields[0].options if ANSWERED.format(11) in option.label)  # type: ignore[union-attr]
    mia.fills(text=removed, reason="tone")
    flock.later(minutes=1)
    assert "took down the answer" in flock.canaries[11].presses("Open", on="A private note")


def break_something(flock: Flock) -> None:
    """The database fails in the middle of writing under a handle: what is raised tells nothing."""
    person = flock.canaries[8]
    person.types("ask")
    person.fills(question=NIGHT.format(48), vendor=flock.circle.vendor("Okta"), ask_as="anonymous")
    for there, away in (("receipt", "receipt_away"), ("receipt_away", "receipt")):
        with flock.circle.database.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {there} RENAME TO {away}"))
        if away == "receipt_away":
            with pytest.raises(Exception, match=r"receipt|again"):
                person.fills()


def break_glass(flock: Flock, number: int) -> str:
    """Two managers, 72 hours, and the name once to each; the id of who it was."""
    mia, max_, moe = flock.managers
    opens(mia, number)
    mia.presses("Break glass…")
    mia.fills(reason="threat")
    flock.later(minutes=1)
    max_.presses("Agree", on="Break glass")
    flock.later(hours=72.2)
    author = flock.canaries[number].member
    assert author
    assert "not yours to open" in moe.presses("Show the name", on="Break glass")
    for manager in (mia, max_):
        assert author.name in manager.presses("Show the name", on="Break glass")
        assert author.name not in manager.presses("Show the name", on="Break glass")
    return author.id


def log(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    """Every record of every logger, with what it was made of."""
    for record in caplog.records:
        watch.look("logs", f"{record.getMessage()} {record.args!r} {record.exc_info} {record.exc_text}", at_words=True)
    watch.look("logs", "the last line")


def test_every_table_is_searched_or_has_its_reason() -> None:
    assert {*HOLDS_PEOPLE} | SEARCHED == set(t.metadata.tables)
    assert not {*HOLDS_PEOPLE} & SEARCHED


def short_story(flock: Flock) -> None:
    asks(flock.canaries[3], 3)
    flock.later(minutes=11)


def test_the_short_story_has_no_hit_and_its_tables_that_name_readers_do_not_point_at_the_author(
    flock: Flock, caplog: pytest.LogCaptureFixture
) -> None:
    short_story(flock)
    log(flock.watch, caplog)
    assert flock.watch.hits == []
    author = flock.canaries[3].member
    assert author
    a, d, p = t.account.c, t.delivery.c, t.ask_peer.c
    with flock.circle.database.reading() as transaction:
        run = transaction.connection.execute
        account = transaction.connection.scalar(select(a.id).where(a.member_id == author.id))
        keys = [row.key for row in run(select(d.key).where(d.recipient == account))]
        beside = [len(run(select(d.recipient).where(d.key == key)).all()) for key in keys]
        peers = {row.member_id: (row.reason, row.set_aside) for row in run(select(p.member_id, p.reason, p.set_aside))}
    assert keys
    assert min(beside) >= CANARIES
    assert author.id in peers
    assert set(peers.values()) == {("", False)}


@pytest.mark.names_authors
def test_a_byline_that_names_is_caught(flock: Flock, monkeypatch: pytest.MonkeyPatch) -> None:
    author = flock.canaries[3].member
    assert author
    monkeypatch.setattr("bot.ask.card.bylines", lambda _store, asked, _answers: {asked.id: author.name})
    short_story(flock)
    assert {"cards", "rows of message"} <= flock.watch.wheres()
    assert {hit.whose for hit, _ in flock.watch.hits} == {author.id}


@pytest.mark.names_authors
def test_a_log_line_that_names_is_caught(flock: Flock, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("warmline.somewhere").debug("asked by %s", flock.canaries[3].sender.user)
    logging.getLogger("elsewhere").debug("asked: %s", NIGHT.format(3))
    log(flock.watch, caplog)
    assert flock.watch.wheres() == {"logs"}
    assert len({hit.whose for hit, _ in flock.watch.hits}) == 2


@pytest.mark.names_authors
def test_a_row_that_names_is_caught(flock: Flock) -> None:
    author = flock.canaries[3].member
    assert author
    with flock.circle.database.writing() as transaction:
        row: dict[str, object] = {
            "community_id": flock.circle.community.id,
            "id": new_id(),
            "day": "2026-03-02",
            "actor": author.id,
        }
        row |= {"number": 1, "action": "x", "subject": "", "detail": "", "people": "", "seal": ""}
        transaction.connection.execute(t.audit.insert().values(row))
    flock.later(minutes=11)
    assert flock.watch.wheres() == {"rows of audit"}


@pytest.mark.names_authors
def test_an_exception_that_names_is_caught(flock: Flock) -> None:
    flock.watch.failed(ValueError(f"no place for {flock.canaries[3].sender.user}"))
    assert flock.watch.wheres() == {"exceptions"}


def test_libraries_that_speak_of_rows_are_kept_quiet() -> None:
    from adapters.log import start_logging

    root, ours = logging.getLogger(), logging.getLogger("warmline")
    before = root.handlers, root.level, ours.level, logging.logThreads, logging.logProcesses, logging.logMultiprocessing
    try:
        start_logging(logging.DEBUG)
        for name in ("sqlalchemy.engine.Engine", "sqlalchemy.pool", "sqlalchemy"):
            assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    finally:
        root.handlers, root.level, ours.level = before[:3]
        logging.logThreads, logging.logProcesses, logging.logMultiprocessing = before[3:]


async def test_no_traffic_out_of_the_house_says_who_wrote(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    listen(caplog)
    cast = [
        slack("Zorvabel"), teams("Quimottox", stack=("Okta",)), teams("Yxanulian", SECOND, ("SAP",)),
        slack("Carl", HARBOUR, ("Okta",)), slack("Mia", stack=("Okta",), role="manager"),
    ]  # fmt: skip
    async with running(engine, tmp_path, cast) as town:
        small_circle(town)
        town.world.traffic.clear()
        caplog.clear()
        await in_town(town)
        watch = Watch()
        addresses = plant(watch, town, cast[:3])
        for exchange in town.world.traffic:
            watch.look(exchange.way, *told(exchange, addresses))
        log(watch, caplog)
    assert watch.hits == []
    assert watch.looked["in"] > 20
    assert watch.looked["out"] > 20
    assert watch.looked["logs"] > 20


async def in_town(town: Town) -> None:
    """A question from each platform under a handle, an answer under a handle, one taken back, everybody looks."""
    for asker, vendor, words in ((town.zorvabel, "Okta", "the night"), (town.yxanulian, "SAP", "the ledger")):
        await asker.type(f"ask How is {words}?")
        await asker.fill({"Vendor": vendor, "Ask as": "Anonymous"}, submit=True)
        await asker.submit()
        assert "Receipt code" in asker.screen()
        await town.wait_for(lambda words=words: f"How is {words}?" in town.carl.screen())  # type: ignore[misc]
    code = town.yxanulian.screen().rpartition("Receipt code")[2].strip()[:19]
    await town.quimottox.press("Answer", card="How is the night?")
    await town.quimottox.fill({"Answer": "Slow, yet kind.", "Answer as": "Anonymous"}, submit=True)
    await town.quimottox.submit()
    await town.wait_for(lambda: "Slow, yet kind." in town.carl.screen())
    await town.yxanulian.type(f"receipt {code}")
    await town.wait_for(lambda: "This question was taken back." in town.carl.screen())
    for person in (town.carl, town.mia, town.zorvabel):
        for line in ("help", "me", "ask How is the night?", "vendor Okta", "nonsense"):
            await person.type(line)


def plant(watch: Watch, town: Town, canaries: Sequence[Actor]) -> dict[str, str]:
    """What identifies each canary, at the platforms too; whose each address is that a call can go to."""
    addresses: dict[str, str] = {}
    for one in canaries:
        own = [x.body for x in town.world.traffic if x.way == "out" and sender_of(x.body) == one.user]
        at_platform = {str(body[key]["id"]) for body in own for key in ("from", "conversation") if key in body}
        places = {str(body[key]) for body in own for key in ("channel_id", "trigger_id", "response_url") if key in body}
        places |= {str(body["payload"]["trigger_id"]) for body in own if "trigger_id" in body.get("payload", {})}
        for place in {one.user, *at_platform, *places}:
            addresses[place] = one.user
        watch.oracle.plant(one.user, [one.name, one.company, one.email, one.user, *at_platform])
    watch.oracle.ready()
    watch.words.plant("words", ["How is the night?", "How is the ledger?", "Slow, yet kind."])
    watch.words.ready()
    return addresses
