"""Finding vendors among 100,000: how often the right one stands first, and how long it takes."""

import random
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import Engine

from bench.table import aim, fact, say
from bot.app import new_id
from bot.catalogue import Catalogue
from bot.model import Community
from bot.ports import Store
from bot.vendors import suggestions
from storage.catalogue import load_catalogue
from storage.database import SqlDatabase
from storage.keys import Keys
from storage.vendor_stock import stock
from tests.made_up import SPELLING, Judged, grown, judged, queries, share

VENDORS = 100_000
KEYSTROKES = 300
Given = TypeVar("Given")
Got = TypeVar("Got")


def measure(engine: Engine, name: str, vendors: int = VENDORS) -> None:
    """Loads the starter catalogue alone, then a grown one, and asks both queries and type-ahead of the second."""
    database, starter = SqlDatabase(engine, Keys((b"k" * 32,))), load_catalogue()
    say(f"\nVendor names on {name}")
    aim("starter catalogue stocked", _stocked(database, "Starter", starter), " s", 3)
    fact(f"{vendors} vendors stocked", _stocked(database, "Market", grown(starter, vendors)), " s")
    with database.reading() as transaction:
        market = next(one for one in transaction.communities.all() if one.name == "Market")
        store = transaction.store(market)
        held_out = [one for one in queries() if one.held_out]
        times, results = _timed(held_out, lambda query: judged(store, [query]))
        _judge([one for found in results for one in found])
        fact("a name resolved, p95", 1000 * _p95(times), " ms")
        times, _ = _timed(_keystrokes(store), lambda typed: suggestions(store, typed))
        aim("type-ahead, p95", 1000 * _p95(times), " ms", 50)


def _judge(results: list[Judged]) -> None:
    spelling = [one for one in results if one.query.kind in SPELLING]
    unknown = [one for one in results if not one.query.vendor]
    aim("spellings not found first", 100 * (1 - share(spelling, lambda one: one.first)), " %", 7)
    linked = [one for one in results if one.linked]
    aim("silent links that are wrong", 100 * (1 - share(linked, lambda one: one.first)), " %", 1)
    aim("unknown names linked", 100 * share(unknown, lambda one: one.linked), " %", 2)


def _stocked(database: SqlDatabase, name: str, catalogue: Catalogue) -> float:
    """Seconds that it takes to make a community with these vendors."""
    began, community = time.perf_counter(), Community(new_id(), name)
    with database.writing() as transaction:
        transaction.communities.add(community)
        stock(transaction.connection, community.id, catalogue, new_id)
    return time.perf_counter() - began


def _keystrokes(store: Store) -> list[str]:
    """What stands in the field after two to six letters of well-known names."""
    draw = random.Random(3)  # noqa: S311 (letters, no secrets)
    known = store.vendors.starting_with("", KEYSTROKES)
    return [one.name[: draw.randint(2, 6)] for one in known]


def _timed(given: Sequence[Given], run: Callable[[Given], Got]) -> tuple[list[float], list[Got]]:
    times, got = [], []
    for one in given:
        began = time.perf_counter()
        got.append(run(one))
        times.append(time.perf_counter() - began)
    return times, got


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
