"""What an operator's Prometheus reads: counts and times of this process, and what waits in the database. Facts only.

A label is a platform, an action of ours or an outcome, never a person, a workspace or a community.
"""

import asyncio
import hmac
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from adapters.port import AtOnce, SettingsError
from adapters.settings import Settings
from bot.app import Bot
from bot.ports import Courier, Due, Place
from bot.routes import DOORS, NEWS, ROUTES
from bot.turn import Gone, Paced, Request, TryLater, Unavailable, Unreachable
from bot.views import Card, View
from bot.words import WORDS
from storage.database import SqlDatabase
from storage.depth import depth

PATH = "/metrics"
TOKEN = "WARMLINE_METRICS_TOKEN"  # noqa: S105 - the name of the setting
SHORTEST = 16
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)
"""Of a turn: at three a person in Slack sees an error."""
FAILURES = (Unreachable, Gone, Paced, TryLater)
BUG = "bug"
SENT = ("shown", "edited", BUG, *(one.__name__ for one in FAILURES))


class Metrics:
    """Counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        here = self.registry
        self._turns = Counter(
            "warmline_turns", "Turns by what came of them.", ["platform", "action", "outcome"], registry=here
        )
        self._seconds = Histogram(
            "warmline_turn_seconds", "How long turns took.", ["platform"], buckets=SECONDS, registry=here
        )
        # The labels are few, and looking up their counter costs more than counting.
        self._turns_by, self._seconds_by = cache(self._turns.labels), cache(self._seconds.labels)
        self._sent = Counter(
            "warmline_deliveries", "Cards handed to a platform.", ["platform", "outcome"], registry=here
        )
        self._rung = Counter("warmline_timers", "Timers that rang.", ["action", "outcome"], registry=here)
        self._bugs = Counter("warmline_bugs", "What went wrong, with an id in the log.", ["where"], registry=here)
        for where in ("turn", "card", "timer"):
            # From 0 on: what a scraper first sees as 1 has not grown for it, and the first bug would wake nobody.
            self._bugs.labels(where)
        ProcessCollector(registry=self.registry)

    def turn(self, request: Request, outcome: str, seconds: float) -> None:
        """Counts a turn."""
        platform = request.sender.platform
        self._turns_by(platform, action_of(request), outcome).inc()
        self._seconds_by(platform).observe(seconds)
        self._told("turn", outcome)

    def serves(self, platform: str) -> None:
        """Shows what can come of a card there from the start, so that failures compare with 0 and not with nothing."""
        for outcome in SENT:
            self._sent.labels(platform, outcome)

    def sent(self, platform: str, outcome: str) -> None:
        """Counts a card that was handed over, or could not be."""
        self._sent.labels(platform, outcome).inc()
        self._told("card", outcome)

    @contextmanager
    def ringing(self, timer: Due) -> Iterator[None]:
        """Counts a timer, and whether it failed."""
        outcome = BUG
        try:
            yield
            outcome = "done"
        except Unavailable:
            outcome = "put off"
            raise
        finally:
            self._rung.labels(timer.action, outcome).inc()
            self._told("timer", outcome)

    def remembering(self, at_once: AtOnce) -> AtOnce:
        """The same answers from memory, counted."""

        def counted(request: Request) -> View | None:
            begun = time.perf_counter()
            view = at_once(request)
            if view is not None:
                self.turn(request, "remembered", time.perf_counter() - begun)
            return view

        return counted

    def _told(self, where: str, outcome: str) -> None:
        if outcome == BUG:
            self._bugs.labels(where).inc()


def action_of(request: Request) -> str:
    """The action asked for, as a label: one of ours, else "other"; whatever comes in makes no new series."""
    if request.action:
        return (
            request.action if request.action in ROUTES or request.action in DOORS or request.action in NEWS else "other"
        )
    word, *_ = [*request.line.removeprefix("/").split(None, 1), ""]
    known = WORDS.get(word.lower().rstrip("!.,:;"))
    return known.action if known else "other"


class CountedBot(Bot):
    """The core, with its timers counted."""

    metrics: Metrics

    def ring(self, timer: Due) -> bool:
        """See Bot.ring."""
        with self.metrics.ringing(timer):
            return super().ring(timer)


class CountedCourier:
    """A courier whose cards are counted by what came of them."""

    def __init__(self, platform: str, courier: Courier, metrics: Metrics) -> None:
        self._platform = platform
        self._courier = courier
        self._metrics = metrics
        metrics.serves(platform)

    async def send(self, place: Place, card: Card, ref: str) -> str:
        """See bot.ports.Courier."""
        outcome = BUG
        try:
            shown = await self._courier.send(place, card, ref)
            outcome = "edited" if ref else "shown"
            return shown
        except FAILURES as known:
            outcome = type(known).__name__
            raise
        finally:
            self._metrics.sent(self._platform, outcome)


def counted(couriers: Mapping[str, Courier], metrics: Metrics) -> dict[str, Courier]:
    """Each of them counted."""
    return {platform: CountedCourier(platform, courier, metrics) for platform, courier in couriers.items()}


class Waiting(Collector):
    """Read at each scrape: what is due, and whether the database answers."""

    def __init__(self, database: SqlDatabase, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges; without a database only that it is away."""
        pool = self._database.engine.pool
        yield _gauge(
            "warmline_database_connections", "Connections of this process in use.", getattr(pool, "checkedout", int)()
        )
        try:
            with self._database.reading() as transaction:
                now = depth(transaction.connection, self._clock())
        except Unavailable:
            yield _gauge("warmline_database_up", "1 while the database answers.", 0)
            return
        yield _gauge("warmline_database_up", "1 while the database answers.", 1)
        due = GaugeMetricFamily("warmline_outbox_due", "Cards that could be sent now.", labels=["platform"])
        for platform, cards in sorted(now.cards.items()):
            due.add_metric([platform], cards)
        yield due
        yield _gauge("warmline_outbox_late_seconds", "How long the oldest of them waits.", now.cards_late)
        yield _gauge("warmline_timers_due", "Timers that could ring now.", now.timers)
        yield _gauge("warmline_timers_late_seconds", "How long the oldest of them waits.", now.timers_late)


def mount(
    app: web.Application, settings: Settings, database: SqlDatabase, metrics: Metrics, clock: Callable[[], datetime]
) -> None:
    """Adds GET /metrics: by token, without one only on a development start that nobody else can reach."""
    waiting = CollectorRegistry()
    waiting.register(Waiting(database, clock))
    token = metrics_token(settings)

    async def scrape(request: web.Request) -> web.Response:
        if not token and not _is_private(settings):
            raise web.HTTPNotFound
        if token and not hmac.compare_digest(
            request.headers.get("Authorization", "").encode(errors="surrogateescape"), f"Bearer {token}".encode()
        ):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        found = generate_latest(metrics.registry) + await asyncio.to_thread(generate_latest, waiting)
        return web.Response(body=found, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    app.router.add_get(PATH, scrape)


def metrics_token(settings: Settings) -> str:
    """The token that a scraper has to bring; SettingsError where it could be guessed."""
    token = settings.env.get(TOKEN, "")
    if token and (len(token) < SHORTEST or not token.isascii() or not token.isprintable()):
        raise SettingsError(f"{TOKEN} has to have at least {SHORTEST} plain signs, so that nobody guesses it.")
    return token


def _is_private(settings: Settings) -> bool:
    """A proxy on this machine comes from loopback too, so a public address closes the page as well."""
    return settings.listens_on_loopback and not settings.public_url


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value)
