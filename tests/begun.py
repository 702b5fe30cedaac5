"""What several tests begin with: built once in a process for each kind of database, then put before each as it was."""

from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar, cast

from bot.model import Community
from bot.views import Card
from storage.database import SqlDatabase
from tests.circle import Circle, Person
from tests.databases import Kept
from tests.witness import WITNESS, Author, Seen, _drawn

T = TypeVar("T")


@dataclass(frozen=True)
class Beginning:
    """All that a circle is made of: its database, and what its people and their platforms remember."""

    given: Any
    kept: Kept
    community: Community
    people: tuple[Person, ...]
    now: datetime
    pages: str
    shown: dict[tuple[str, str], dict[str, Card]]
    calls: tuple[tuple[str, str, str], ...]
    authors: dict[str, Author]
    seen: tuple[Seen, ...]
    """What went by, as it is drawn: each test looks through it again, whose authors may be others."""


BUILT: dict[tuple[str, Callable[..., object]], Beginning] = {}


def begun(database: SqlDatabase, build: Callable[[Circle], object]) -> Circle:
    """A circle as ``build`` leaves it, in an empty database."""
    circle = Circle(database)
    begin(circle, build)
    return circle


def begin(circle: Circle, build: Callable[[Circle], T]) -> T:
    """The same for a circle with nobody in it yet, alone in its database; what ``build`` gave.

    Its people are in ``circle.people``. ``build`` may begin with another one.
    """
    assert not circle.people
    here = circle.database.engine.dialect.name, build
    if here in BUILT:
        _put_before(circle, BUILT[here])
    else:
        BUILT[here] = _as_it_is(circle, build(circle))
    return cast(T, BUILT[here].given)


def once_more(circle: Circle, build: Callable[[Circle], T]) -> T:
    """The same beginning again, whatever has become of a circle since."""
    assert not WITNESS.authors, "what went by would be forgotten"
    circle.people.clear()
    circle.post.shown.clear()
    circle.post.calls.clear()
    return begin(circle, build)


def _as_it_is(circle: Circle, given: object) -> Beginning:
    seen = tuple(one if isinstance(one.what, str) else replace(one, what=_drawn(one.what)) for one in WITNESS.seen)
    return Beginning(
        given, Kept(circle.database.engine), circle.community, tuple(map(copy, circle.people.values())),
        circle.clock.now, circle.bot._pages, _copied(circle.post.shown), tuple(circle.post.calls),
        deepcopy(WITNESS.authors), seen,
    )  # fmt: skip


def _put_before(circle: Circle, beginning: Beginning) -> None:
    beginning.kept.put_back(circle.database.engine)
    circle.community = beginning.community
    circle.people = {one.member.name: copy(one) for one in beginning.people if one.member}
    for person in circle.people.values():
        person.circle = circle
    circle.clock.now = beginning.now
    circle.bot._pages = circle.bot._pages or beginning.pages
    circle.post.shown |= _copied(beginning.shown)
    circle.post.calls += beginning.calls
    WITNESS.authors, WITNESS.seen = deepcopy(beginning.authors), list(beginning.seen)


def _copied(shown: dict[tuple[str, str], dict[str, Card]]) -> dict[tuple[str, str], dict[str, Card]]:
    return {place: dict(cards) for place, cards in shown.items()}
