"""Somebody else holds the database for longer than a turn waits: it tries once more before a person is told so."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine

from bot.app import Bot, new_id
from bot.turn import Request, Unavailable
from storage.database import SqlDatabase, SqlTransaction
from storage.engine import open_engine
from tests.circle import Circle
from tests.databases import KEYS
from tests.reading import read

WAITS = 60
"""Milliseconds that a turn waits here."""


@dataclass
class Holder:
    """Another process: it writes, and lets go when it is told to or the block is over."""

    engine: Engine
    held: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def holding(self) -> Iterator[None]:
        self.thread = threading.Thread(target=self._hold)
        self.thread.start()
        assert self.held.wait(10)
        try:
            yield
        finally:
            self.lets_go()

    def lets_go(self) -> None:
        """Returns when others may write."""
        self.let_go.set()
        self.thread.join()

    def _hold(self) -> None:
        sqlite = self.engine.dialect.name == "sqlite"
        with self.engine.connect() as connection:
            driver = connection.connection.cursor()
            driver.execute("BEGIN IMMEDIATE" if sqlite else "LOCK TABLE seen, community IN EXCLUSIVE MODE")
            self.held.set()
            self.let_go.wait(10)
            driver.execute("ROLLBACK")


class Impatient(SqlDatabase):
    """The database of a process that waits only a moment."""

    in_vain: Callable[[], None] | None = None
    """Called when it has waited in vain."""

    @contextmanager
    def writing(self) -> Iterator[SqlTransaction]:
        """As ever."""
        try:
            with super().writing() as transaction:
                yield transaction
        except Unavailable:
            if self.in_vain:
                self.in_vain()
            raise


@pytest.fixture
def impatient(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> Iterator[Impatient]:
    """The circle's."""
    monkeypatch.setattr("storage.engine.BUSY_MS", WAITS)
    engine = open_engine(circle.database.engine.url)
    yield Impatient(engine, KEYS)
    engine.dispose()


def logs_a_call(circle: Circle) -> Request:
    """A press that writes."""
    values = {"vendor": circle.vendor("Okta"), "channel": "phone"}
    return Request(circle.people["Alice"].sender, action="coldcall.save", values=values, key=new_id())


def test_a_turn_that_waited_in_vain_tries_once_more_and_is_kept_once(circle: Circle, impatient: Impatient) -> None:
    circle.add("Alice", uses=["Okta"])
    bot, press = Bot(impatient, circle.clock, circle.wake), logs_a_call(circle)
    holder = Holder(circle.database.engine)
    impatient.in_vain = holder.lets_go
    with holder.holding():
        assert "First time in 30 days" in read(bot.run(press))
        assert holder.let_go.is_set()
    assert bot.run(press) is None
    assert "Second time in 30 days" in read(bot.run(logs_a_call(circle)))


def test_who_holds_it_for_longer_still_is_told_to_the_person(circle: Circle, impatient: Impatient) -> None:
    circle.add("Alice", uses=["Okta"])
    bot, press = Bot(impatient, circle.clock, circle.wake), logs_a_call(circle)
    with Holder(circle.database.engine).holding(), pytest.raises(Unavailable):
        bot.run(press)
    assert "First time in 30 days" in read(bot.run(press))
