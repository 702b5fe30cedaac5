"""Puts the house together: settings → database → bot → adapters → worker."""

import asyncio
import importlib
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from adapters import PLATFORMS
from adapters.metrics import BUG, CountedBot, Metrics, action_of, counted
from adapters.opening import open_database
from adapters.port import Adapter, Build, Ports, Run, SettingsError
from adapters.rereading import Rereading
from adapters.settings import Settings
from adapters.wake import Wake
from adapters.worker import Worker
from bot.app import Bot
from bot.turn import NoCommunity, Request, Unavailable
from bot.views import Note, View
from storage import migrate
from storage.database import SqlDatabase

log = logging.getLogger("warmline.turn")

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The one clock of a real start; tests pass their own."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class House:
    """Everything that one process runs."""

    settings: Settings
    database: SqlDatabase
    bot: Bot
    adapters: tuple[Adapter, ...]
    wake: Wake
    clock: Clock = field(default=utc_now)
    metrics: Metrics = field(default_factory=Metrics)

    def worker(self) -> Worker:
        """A worker that sends through this house's adapters."""
        couriers = counted({a.platform: a for a in self.adapters}, self.metrics)
        return Worker(self.database, self.bot, couriers, self.clock, self.wake)

    def rereading(self) -> Rereading:
        """What reads members' records anew through this house's adapters."""
        return Rereading(self.database, self.bot, {a.platform: a for a in self.adapters})


def build(settings: Settings, clock: Clock = utc_now) -> House:
    """Everything built, nothing started. SettingsError says in one sentence what is wrong."""
    database = open_database(settings)
    wake = Wake()
    metrics = Metrics()
    bot = CountedBot(database, clock, wake, _pages(settings))
    bot.metrics = metrics
    ports = Ports(
        run=off_the_loop(bot, metrics),
        at_once=metrics.remembering(bot.at_once),
        grants=SealedGrants(database, clock),
        listens_on_loopback=settings.listens_on_loopback,
        public_url=settings.public_url or f"http://{settings.host}:{settings.port}",
    )
    adapters = tuple(a for a in (_build(name)(settings.env, ports) for name in PLATFORMS) if a)
    if adapters and (problem := migrate.out_of_step(database.engine)):
        raise SettingsError(problem)
    return House(settings, database, bot, adapters, wake, clock, metrics)


def off_the_loop(bot: Bot, metrics: Metrics | None = None) -> Run:
    """The core's turn in a thread, logged by facts; a bug becomes an apology that carries its id."""

    async def run_turn(request: Request) -> View | None:
        if remembered := bot.at_once(request):
            return remembered
        # Names a line of the log, no more: the system's own randomness would hand the loop's turn to other threads.
        turn_id, started = f"{random.getrandbits(48):012x}", time.monotonic()
        outcome = BUG
        try:
            view = await asyncio.to_thread(bot.run, request)
        except (NoCommunity, Unavailable) as known:
            outcome = type(known).__name__
            raise
        except Exception as bug:  # noqa: BLE001 (the edge of the core: whatever it is, the person gets an answer)
            # The class and the place alone: the text of an exception may hold a member's words.
            log.error("turn=%s bug=%s at=%s", turn_id, type(bug).__name__, _where(bug))
            return Note.say(
                f"Something went wrong on our side (number {turn_id}). Nothing was kept; please try again. "
                "If it happens again, tell a community manager that number."
            )
        else:
            outcome = type(view).__name__
            return view
        finally:
            took, platform = time.monotonic() - started, request.sender.platform
            told = turn_id, platform, action_of(request), outcome, round(took * 1000)
            log.info("turn=%s platform=%s action=%s outcome=%s ms=%s", *told)
            if metrics:
                metrics.turn(request, outcome, took)

    return run_turn


class SealedGrants:
    """The adapters' door to sealed credentials, off the event loop."""

    def __init__(self, database: SqlDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(self, platform: str, tenant: str) -> str | None:
        """The secret text, or None."""

        def work() -> str | None:
            with self._database.reading() as transaction:
                return transaction.grants.find(platform, tenant)

        return await asyncio.to_thread(work)

    async def save(self, platform: str, tenant: str, secret: str) -> None:
        """Keeps the secret text in place of an earlier one."""

        def work() -> None:
            with self._database.writing() as transaction:
                transaction.grants.save(platform, tenant, secret)

        await asyncio.to_thread(work)

    async def lease(self, platform: str, tenant: str, seconds: int) -> bool:
        """True for one caller at a time."""

        def work() -> bool:
            now = self._clock()
            with self._database.writing() as transaction:
                return transaction.grants.lease(platform, tenant, now, now + timedelta(seconds=seconds))

        return await asyncio.to_thread(work)

    async def replace(self, platform: str, tenant: str, secret: str) -> bool:
        """In place of the one that is there."""

        def work() -> bool:
            with self._database.writing() as transaction:
                return transaction.grants.replace(platform, tenant, secret)

        return await asyncio.to_thread(work)

    async def drop(self, platform: str, tenant: str) -> None:
        """Forgets it."""

        def work() -> None:
            with self._database.writing() as transaction:
                transaction.grants.drop(platform, tenant)

        await asyncio.to_thread(work)

    async def tenants(self, platform: str) -> list[str]:
        """Whose secret texts of a platform we keep."""

        def work() -> list[str]:
            with self._database.reading() as transaction:
                return transaction.grants.tenants(platform)

        return await asyncio.to_thread(work)

    async def open_state(self, state: str, seconds: int) -> None:
        """Keeps a one-time state for so long."""

        def work() -> None:
            with self._database.writing() as transaction:
                transaction.grants.open_state(state, self._clock() + timedelta(seconds=seconds))

        await asyncio.to_thread(work)

    async def take_state(self, state: str) -> bool:
        """True exactly once."""

        def work() -> bool:
            with self._database.writing() as transaction:
                return transaction.grants.take_state(state, self._clock())

        return await asyncio.to_thread(work)


def _pages(settings: Settings) -> str:
    """Where people reach our web pages: as set, or on this machine; "" where nobody could follow a link."""
    if settings.public_url or not settings.listens_on_loopback:
        return settings.public_url
    return f"http://{settings.host}:{settings.port}"


def _build(platform: str) -> Build:
    build_adapter: Build = importlib.import_module(f"adapters.{platform}.app").build
    return build_adapter


def _where(bug: BaseException) -> str:
    trace = bug.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
