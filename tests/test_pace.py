"""The worker keeps the pace that the platforms' limits allow: hours of virtual time, no wall clock."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from adapters.pace import Pace
from adapters.slack.courier import ONE_A_SECOND
from adapters.teams.limits import PACE as TEAMS
from adapters.worker import Worker
from bot.app import new_id
from bot.ports import Place
from bot.turn import Paced, Send
from bot.views import Card
from storage import outbox, timers
from tests.circle import Circle

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Strict:
    """A courier at a platform's own limits, for each place; it remembers when each card was taken."""

    windows: tuple[tuple[int, float], ...]
    circle: Circle
    taken: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._pace = Pace(*self.windows, clock=self.now)

    def now(self) -> float:
        return (self.circle.clock() - START).total_seconds()

    async def send(self, place: Place, card: Card, ref: str) -> str:
        wait = self._pace.wait(place.address)
        if wait > 0:
            raise Paced(wait)
        self.taken.setdefault(place.address, []).append(self.now())
        return new_id()


def ideal(windows: tuple[tuple[int, float], ...], cards: int) -> float:
    """When the last of so many cards to one place may go out at the earliest."""
    now = 0.0
    pace = Pace(*windows, clock=lambda: now)
    for _ in range(cards):
        while wait := pace.wait("x"):
            now += wait
    return now


def deliver_all(circle: Circle, platform: str, courier: Strict) -> None:
    """Moves the clock from one due moment to the next until nothing is due any more."""
    worker = Worker(circle.database, circle.bot, {platform: courier}, circle.clock, circle.wake)

    async def run() -> None:
        while True:
            await worker.drain()
            with circle.database.reading() as transaction:
                moments = [timers.next_due(transaction.connection), outbox.next_due(transaction.connection)]
            soonest = min((moment for moment in moments if moment), default=None)
            if soonest is None:
                return
            circle.clock.now = max(circle.clock.now, soonest)

    asyncio.run(run())


@pytest.mark.parametrize(("platform", "tenant", "windows", "cards"), [
    ("slack", "T1", (ONE_A_SECOND,), {"busy": 10, "calm": 3}),
    ("teams", "tenant-1", TEAMS, {"busy": 63, "calm": 3}),
])  # fmt: skip
def test_delivery_keeps_the_pace_that_the_limits_allow(
    circle: Circle, platform: str, tenant: str, windows: tuple[tuple[int, float], ...], cards: dict[str, int]
) -> None:
    courier = Strict(windows, circle)
    with circle.database.writing() as transaction:
        for address, count in cards.items():
            channel = new_id()
            transaction.communities.add_channel(circle.community.id, channel, platform, tenant, address)
            sends = [Send(f"{address}{n}", Card(f"{n}"), channels=(channel,)) for n in range(count)]
            transaction.post(circle.community, sends, circle.clock())
    deliver_all(circle, platform, courier)
    for address, count in cards.items():
        assert len(courier.taken[address]) == count
        assert ideal(windows, count) >= 0.95 * courier.taken[address][-1], address


def test_an_hour_of_teams_is_limited_by_the_hour() -> None:
    assert 3_590 <= ideal(TEAMS, 1_801) <= 3_610
