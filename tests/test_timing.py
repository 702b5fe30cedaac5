"""Does the time at which things appear tell who wrote under a handle? An observer learns from what all peers see.

The observer is given a training set with the authors' names, which no real one has, and names the author of each
further question from the times at which every member's named words appeared. The delays are the product's own.
"""

import math
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.anonymous.delay import after_delay
from bot.model import Community
from tests.asking import ask
from tests.circle import Circle, Person
from tests.test_anonymous import QUESTION, asks, many, readers, sent

__all__ = ["many"]  # the fixture

MEMBERS = 24
ASKS = 1_000
A_DAY = 24 * 60.0
"""Minutes. What counts is a working day of eight hours, in each of which a member's words appear ``BUSY`` times."""
BUSY = 0.5
WRITING = (1.0, 4.0)
"""Minutes that somebody writes an anonymous question and does nothing else that others could see."""
BIN, REACH = 2.0, 30.0
"""Minutes: how finely and how far the observer looks around the moment at which the question appeared."""
CHANCE = 1 / MEMBERS


@dataclass(frozen=True)
class Seen:
    """All that peers see of one anonymous question: when it appeared, and when each member's named words did."""

    author: int
    appeared: float
    named: tuple[tuple[float, ...], ...]


def simulated(delay: str, seed: int, same_visit: float = 0.0) -> list[Seen]:
    """Questions under handles; ``same_visit``: how often the author says something under their name just before."""
    draw = random.Random(seed)  # noqa: S311 - a simulation that can be repeated
    community = Community("c", "Circle", (("anonymous-delay", delay),) if delay else ())
    return [_one(draw, community, same_visit) for _ in range(ASKS)]


def _one(draw: random.Random, community: Community, same_visit: float) -> Seen:
    author, done = draw.randrange(MEMBERS), A_DAY / 2 + draw.uniform(-120, 120)
    begun = done - draw.uniform(*WRITING)
    named = [tuple(_visible(draw)) for _ in range(MEMBERS)]
    named[author] = tuple(moment for moment in named[author] if not begun <= moment <= done)
    if draw.random() < same_visit:
        named[author] = (*named[author], begun - draw.uniform(0, 2))
    start = datetime(2026, 3, 2, tzinfo=UTC)
    waits = after_delay(community, start, f"{draw.getrandbits(128):032x}") - start
    return Seen(author, done + waits.total_seconds() / 60, tuple(named))


def _visible(draw: random.Random) -> list[float]:
    """Moments of a member's named words, at random over the working day."""
    moment, found = A_DAY / 2 - 240, []
    while (moment := moment + draw.expovariate(BUSY / 60)) < A_DAY / 2 + 240:
        found.append(moment)
    return found


def named_rightly(seen: list[Seen]) -> float:
    """The share of the second half whose author the observer names, having learnt from the first."""
    half = len(seen) // 2
    authors, others = Counter[int](), Counter[int]()
    for one in seen[:half]:
        for member in range(MEMBERS):
            (authors if member == one.author else others).update(_bins(one, member))
    weights = {place: _weight(place, authors, others, half) for place in range(_bin(REACH) + 1)}
    weights |= {-place: _weight(-place, authors, others, half) for place in range(1, _bin(REACH) + 1)}
    return sum(_guess(one, weights) == one.author for one in seen[half:]) / (len(seen) - half)


def _guess(one: Seen, weights: dict[int, float]) -> int:
    """The likeliest member; among equals one by the moment's own digits, so that no index is favoured."""
    ties = random.Random(one.appeared)  # noqa: S311 - no secret
    return max(range(MEMBERS), key=lambda member: (_score(one, member, weights), ties.random()))


def _score(one: Seen, member: int, weights: dict[int, float]) -> float:
    """Log likelihood ratio of a Poisson process: words that appeared, and those that did not."""
    there = _bins(one, member)
    return sum(weights[place] * there[place] for place in there)


def _weight(place: int, authors: Counter[int], others: Counter[int], asks: int) -> float:
    by_author = (authors[place] + 1) / asks
    by_other = (others[place] + MEMBERS - 1) / (asks * (MEMBERS - 1))
    return math.log(by_author / by_other)


def _bins(one: Seen, member: int) -> Counter[int]:
    near = [moment - one.appeared for moment in one.named[member] if abs(moment - one.appeared) <= REACH]
    return Counter(_bin(apart) for apart in near)


def _bin(apart: float) -> int:
    return int(apart / BIN)


def test_at_the_default_delay_the_times_name_nobody_better_than_chance() -> None:
    found = [named_rightly(simulated("", seed)) for seed in range(3)]
    assert sum(found) / len(found) <= 1.5 * CHANCE, found


def test_right_after_named_words_the_observer_finds_the_author_and_a_longer_delay_hides_even_them() -> None:
    at_once, usual, long = (named_rightly(simulated(d, 11, same_visit=1.0)) for d in ("0", "1-10", "60-600"))
    assert at_once >= 8 * CHANCE
    assert at_once > usual > long
    assert long <= 1.5 * CHANCE


@pytest.fixture
def times(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[float]]:
    """Minutes at which anything was shown to anybody."""
    begun, moments, send = circle.clock.now, list[float](), circle.post.send

    async def noted(*how: object) -> str:
        moments.append((circle.clock.now - begun).total_seconds() / 60)
        return await send(*how)  # type: ignore[arg-type]

    monkeypatch.setattr(circle.post, "send", noted)
    return lambda: sorted(set(moments))


def test_what_is_simulated_is_what_happens(
    circle: Circle, many: list[Person], times: Callable[[], list[float]]
) -> None:
    sent(many[0])
    assert readers(circle) == []
    for _ in range(24):
        circle.clock.passes(minutes=0.5)
        circle.deliver()
    [appeared] = times()
    assert 1 <= appeared <= 10.5
    many[1].said = None
    many[1].presses("Answer", on=QUESTION)
    many[1].fills(answer="Slow.")
    circle.deliver()
    assert times() == [appeared, 12.0]


def test_whoever_has_just_spoken_under_their_name_is_warned_before_they_send(
    circle: Circle, many: list[Person]
) -> None:
    alice = many[0]
    assert "within the last hour" not in asks(alice)
    ask(alice, "Who has a good week?", "Okta")
    circle.clock.passes(minutes=20)
    assert "You wrote something under your name within the last hour." in asks(alice)
    assert "Accepted" in alice.fills()
    circle.clock.passes(hours=1)
    assert "within the last hour" not in asks(alice)
