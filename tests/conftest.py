"""Fixtures that every test may ask for."""

import pytest

from storage.database import SqlDatabase
from tests.circle import Circle
from tests.databases import database, engine, postgresql, sqlite_template
from tests.paging import site
from tests.town import town

__all__ = ["database", "engine", "postgresql", "site", "sqlite_template", "town"]


@pytest.fixture
def circle(database: SqlDatabase) -> Circle:
    """A community on each database, with nobody in it yet."""
    return Circle(database)
