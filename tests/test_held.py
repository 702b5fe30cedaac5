"""Somebody else holds the database for longer than a turn waits: it tries once more before a person is told so."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine

from bot.app import Bot, new_id
from bot.turn import Request, Unavailable
from storage.database import SqlDatabase
from storage.engine import open_engine
from tests.circle import Circle
from tests.databases import KEYS
from tests.reading import read

WAITS = 300
"""Milliseconds that a turn waits here."""


@dataclass
class Holder:
    """Another process: it writes, and lets go so many seconds later."""

    engine: Engine
    let_go: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def holding(self, seconds: float) -> Iterator[None]:
        held = threading.Event()
        thread = threading.Thread(target=self._hold, args=(held, seconds))
        thread.start()
        assert held.wait(10)
        try:
            yield
        finally:
            self.let_go.set()
            thread.join()

    def _hold(self, held: threading.Event, seconds: float) -> None:
        sqlite = self.engine.dialect.name == "sqlite"
        with self.engine.connect() as connection:
            driver = connection.connection.cursor()
            driver.execute("BEGIN IMMEDIATE" if sqlite else "LOCK TABLE seen, community IN EXCLUSIVE MODE")
            held.set()
            self.let_go.wait(seconds)
            driver.execute("ROLLBACK")


@pytest.fixture
def impatient(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlDatabase]:
    """The same database for a process that waits only a moment."""
    monkeypatch.setattr("storage.engine.BUSY_MS", WAITS)
    engine = open_engine(circle.database.engine.url)
    yield SqlDatabase(engine, KEYS)
    engine.dispose()


def logs_a_call(circle: Circle) -> Request:
    """A press that writes."""
    values = {"vendor": circle.vendor("Okta"), "channel": "phone"}
    return Request(circle.people["Alice"].sender, action="coldcall.save", values=values, key=new_id())


def test_a_turn_that_waited_in_vain_tries_once_more_and_is_kept_once(circle: Circle, impatient: SqlDatabase) -> None:
    circle.add("Alice", uses=["Okta"])
    bot, press = Bot(impatient, circle.clock, circle.wake), logs_a_call(circle)
    with Holder(circle.database.engine).holding(seconds=0.45):
        assert "First time in 30 days" in read(bot.run(press))
    assert bot.run(press) is None
    assert "Second time in 30 days" in read(bot.run(logs_a_call(circle)))


def test_who_holds_it_for_longer_still_is_told_to_the_person(circle: Circle, impatient: SqlDatabase) -> None:
    circle.add("Alice", uses=["Okta"])
    bot, press = Bot(impatient, circle.clock, circle.wake), logs_a_call(circle)
    with Holder(circle.database.engine).holding(seconds=10), pytest.raises(Unavailable):
        bot.run(press)
    assert "First time in 30 days" in read(bot.run(press))
