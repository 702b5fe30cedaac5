"""Delivers what lies in the outbox and rings the timers. Many may run at once; a lease keeps them apart."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from adapters.settling import Settling
from adapters.wake import Wake
from bot.app import Bot, new_id
from bot.ports import Courier, Due
from bot.turn import Gone, Paced, TryLater, Unavailable, Unreachable
from storage import outbox, timers
from storage.database import SqlDatabase
from storage.outbox import Parcel

log = logging.getLogger("warmline.worker")

LEASE = timedelta(seconds=60)
PER_LANE = 16
"""Cards of one workspace in flight at once, new ones and edits apart."""
EARLY = 0.03
"""Seconds before a place is free that its next card is taken up: a claim takes about as long."""
AGAIN = 0.05
"""Seconds until the next look where something is due that cannot be taken up now: on hold, or enough under way."""
IDLE = 15.0
"""Seconds between looks when nobody wakes the worker."""
SWEEP_EVERY = timedelta(minutes=10)
TRIES = 40
LONGEST_WAIT = 900.0
"""Seconds between tries at most, so that 40 tries take about eight hours."""


class Worker:
    """One loop: ring what is due, claim what is due, send it, settle it."""

    def __init__(
        self,
        database: SqlDatabase,
        bot: Bot,
        couriers: Mapping[str, Courier],
        clock: Callable[[], datetime],
        wake: Wake,
        lease: timedelta = LEASE,
    ) -> None:
        self._database = database
        self._bot = bot
        self._couriers = couriers
        self._clock = clock
        self._wake = wake
        self._lease_for = lease
        self._lease = new_id()
        self._stopping = False
        self._settling = Settling(database, lambda: self._stopping)
        self._sending: dict[asyncio.Task[None], Parcel] = {}
        self._swept = datetime.min.replace(tzinfo=clock().tzinfo)

    async def run(self) -> None:
        """Works until stopped; what is being sent then is finished first."""
        beat = asyncio.create_task(self._keep_lease())
        while not self._stopping:
            await self._round()
        await asyncio.gather(*self._sending, return_exceptions=True)
        beat.cancel()

    def stop(self) -> None:
        """Takes up nothing more; `run` returns when the cards in its hands are settled."""
        self._stopping = True
        self._wake()

    async def drain(self) -> int:
        """Works until nothing is due any more, and says how much was done: for tests and one-off runs."""
        done = 0
        while True:
            step = await self._step()
            if self._sending:
                await asyncio.wait(self._sending)
            if not step:
                return done
            done += step

    async def _round(self) -> None:
        try:
            busy = await self._step()
            wait = 0.0 if busy else await asyncio.to_thread(self._until_next)
        except Unavailable as away:
            log.warning("database away, next look in %s s", away.seconds)
            busy, wait = 0, float(away.seconds)
        except Exception as bug:  # noqa: BLE001 (a worker that dies silently would deliver nothing any more)
            log.error("bug %s in the worker: %s", new_id()[:8], type(bug).__name__)
            busy, wait = 0, 5.0
        if not busy:
            await self._wake.wait(wait)

    async def _step(self) -> int:
        """One look at timers and outbox: how many were taken up."""
        rung = await asyncio.to_thread(self._ring_due)
        parcels = await asyncio.to_thread(self._claim)
        for parcel in parcels:
            task = asyncio.create_task(self._deliver(parcel))
            self._sending[task] = parcel
            task.add_done_callback(self._finished)
        return rung + len(parcels)

    def _finished(self, task: asyncio.Task[None]) -> None:
        del self._sending[task]
        self._wake()
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery could not be settled: %s", type(error).__name__)

    def _claim(self) -> list[Parcel]:
        now = self._clock()
        sending = Counter(parcel.lane for parcel in self._sending.values())
        full = {lane for lane, cards in sending.items() if cards >= PER_LANE}
        with self._database.writing() as transaction:
            return outbox.claim(
                transaction.connection, self._lease, now, now + self._lease_for,
                PER_LANE, frozenset(self._couriers), frozenset(full),
            )  # fmt: skip

    async def _deliver(self, parcel: Parcel) -> None:
        """Sends one card and settles it, whatever happens: this is the edge where a bug must not stop the rest."""
        try:
            ref = await self._couriers[parcel.place.platform].send(parcel.place, parcel.card, parcel.ref)
        except Paced as paced:
            wait = paced.seconds - EARLY if paced.seconds > 2 * EARLY else paced.seconds
            await self._settle(outbox.paced, parcel, self._in(wait))
            await self._hold(parcel, paced)
        except TryLater as later:
            await self._put_off(parcel, later)
        except Unreachable as unreachable:
            log.info("unreachable %s: %s", parcel.recipient, unreachable)
            await self._settle(outbox.give_up, parcel, str(unreachable))
        except Gone:
            await self._settle(outbox.gone, parcel, self._clock())
        except Exception as bug:  # noqa: BLE001 (one card's bug is no reason to stop the others)
            await self._bury(parcel, bug)
        else:
            await self._settle(outbox.shown, parcel, ref, self._clock())

    async def _put_off(self, parcel: Parcel, later: TryLater) -> None:
        if parcel.attempts >= TRIES:
            await self._settle(outbox.give_up, parcel, "gave up")
            return
        wait = max(later.seconds, min(2.0**parcel.attempts - 1, LONGEST_WAIT))
        await self._settle(outbox.later, parcel, self._in(wait))
        await self._hold(parcel, later)

    async def _bury(self, parcel: Parcel, bug: Exception) -> None:
        bug_id = new_id()[:8]
        log.error("bug %s while sending to %s: %s", bug_id, parcel.recipient, type(bug).__name__)
        await self._settle(outbox.give_up, parcel, f"bug {bug_id}")

    async def _settle(self, how: Callable[..., bool], parcel: Parcel, *more: object) -> None:
        if not await self._settling.settle(lambda connection: how(connection, parcel, *more)):
            log.warning("lease lost on %s", parcel.recipient)

    async def _hold(self, parcel: Parcel, later: TryLater) -> None:
        """The platform limits a whole workspace and method: its other cards wait as long."""

        def hold() -> None:
            with self._database.writing() as transaction:
                outbox.hold(transaction.connection, parcel.lane, self._in(later.seconds))

        if later.scope:
            await asyncio.to_thread(hold)

    async def _keep_lease(self) -> None:
        """A send may take longer than a lease: whoever is still sending keeps it."""
        while True:
            await asyncio.sleep(self._lease_for.total_seconds() / 3)
            if self._sending:
                try:
                    await asyncio.to_thread(self._renew, tuple(self._sending.values()))
                except Unavailable:
                    log.warning("database away while keeping the lease")

    def _renew(self, sending: Sequence[Parcel]) -> None:
        with self._database.writing() as transaction:
            outbox.renew(transaction.connection, sending, self._in(self._lease_for.total_seconds()))

    def _ring_due(self) -> int:
        now = self._clock()
        self._sweep(now)
        with self._database.reading() as transaction:
            found = timers.due(transaction.connection, now, PER_LANE)
        return sum(self._ring(timer) for timer in found)

    def _ring(self, timer: Due) -> bool:
        try:
            return self._bot.ring(timer)
        except Unavailable:
            raise
        except Exception as bug:  # noqa: BLE001 (one timer's bug is no reason to stop the others)
            log.error("bug %s in timer %s: %s", new_id()[:8], timer.action, type(bug).__name__)
            with self._database.writing() as transaction:
                timers.put_off(transaction.connection, timer, self._in(LONGEST_WAIT))
            return True

    def _sweep(self, now: datetime) -> None:
        if now - self._swept < SWEEP_EVERY:
            return
        self._swept = now
        with self._database.writing() as transaction:
            transaction.sweep(now)

    def _until_next(self) -> float:
        with self._database.reading() as transaction:
            moments = [timers.next_due(transaction.connection), outbox.next_due(transaction.connection)]
        soonest = min((m for m in moments if m), default=None)
        if soonest is None:
            return IDLE
        ahead = (soonest - self._clock()).total_seconds()
        return min(ahead if ahead > 0 else AGAIN, IDLE)

    def _in(self, seconds: float) -> datetime:
        return self._clock() + timedelta(seconds=seconds)
