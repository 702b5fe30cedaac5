"""Fixtures that every test may ask for."""

import gc
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.database import SqlDatabase
from tests.circle import Circle
from tests.codes import quick_codes
from tests.databases import database, engine, postgresql, sqlite_template
from tests.emptied import lively, lively_postgresql, lively_sqlite
from tests.paging import site
from tests.town import town
from tests.witness import WITNESS, stand_at_the_doors

__all__ = [
    "database",
    "engine",
    "lively",
    "lively_postgresql",
    "lively_sqlite",
    "postgresql",
    "quick_codes",
    "site",
    "sqlite_template",
    "town",
]


@pytest.fixture
def circle(database: SqlDatabase) -> Circle:
    """A community on each database, with nobody in it yet."""
    return Circle(database)


@pytest.fixture(scope="session", autouse=True)
def witness() -> Iterator[None]:
    """Every test is watched for words that lead to whoever wrote them under a handle."""
    with pytest.MonkeyPatch.context() as patch:
        stand_at_the_doors(patch)
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through all of it for cycles, again and again, takes a second each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """A new test begins."""
    WITNESS.begin()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Generator[None]:
    """While its database still stands, what the test made go out is looked through."""
    yield
    if not item.get_closest_marker("names_authors"):
        engine, folder = item.funcargs.get("engine"), item.funcargs.get("tmp_path")
        leaks = WITNESS.leaks(
            engine if isinstance(engine, Engine) else None, folder if isinstance(folder, Path) else None
        )
        assert not leaks, "This leads to whoever wrote under a handle:\n" + "\n".join(leaks)
