"""Every night each member's record is read anew at their platform, so that whoever became a guest or left is noticed.

The core's nightly sweep marks the accounts (bot/eligibility.py); this loop reads them, gently, and tells the core.
"""

import asyncio
import logging
from collections.abc import Mapping

from bot.app import Bot, new_id
from bot.ports import Place, Register
from bot.turn import Request, Sender, TryLater, Unavailable, Unreachable
from storage import rereading
from storage.database import SqlDatabase

log = logging.getLogger("warmline.rereading")

AT_ONCE = 50
PAUSE = 2.0
"""Seconds between two lots: 25 records a second are half of what Teams allows an app in a tenant."""
IDLE = 60.0
"""Seconds between looks when there is nothing to read, or a platform asked us to wait."""


class Rereading:
    """One loop; many processes may run it, since each record is claimed by one."""

    def __init__(self, database: SqlDatabase, bot: Bot, registers: Mapping[str, Register]) -> None:
        self._database = database
        self._bot = bot
        self._registers = registers

    async def run(self) -> None:
        """Reads until cancelled."""
        while True:  # noqa: ASYNC110 - the night is marked in the database, where any process may have done it
            await asyncio.sleep(PAUSE if await self._some_calmly() == AT_ONCE else IDLE)

    async def some(self) -> int:
        """Reads one lot and says how many records it was."""
        places = await asyncio.to_thread(self._claim)
        for number, place in enumerate(places):
            try:
                await self._read(place)
            except TryLater:
                await asyncio.to_thread(self._give_back, places[number:])
                return number
        return len(places)

    async def _some_calmly(self) -> int:
        try:
            return await self.some()
        except Unavailable:
            log.warning("database away while reading records anew")
        except Exception as bug:  # noqa: BLE001 (a loop that dies silently would never read anything again)
            log.error("bug %s while reading records anew: %s", new_id()[:8], type(bug).__name__)
        return 0

    async def _read(self, place: Place) -> None:
        """Unreachable means that the app is not there for this person any more."""
        sender = Sender(place.platform, place.tenant, place.user)
        try:
            profile = await self._registers[place.platform].look(place)
        except Unreachable:
            await asyncio.to_thread(self._bot.run, Request(sender, action="account.removed", news=True))
            return
        if profile is not None:
            known = Sender(place.platform, place.tenant, place.user, profile=profile)
            await asyncio.to_thread(self._bot.run, Request(known, action="account.changed", news=True))

    def _claim(self) -> list[Place]:
        with self._database.writing() as transaction:
            return rereading.claim(transaction.connection, self._registers.keys(), AT_ONCE)

    def _give_back(self, places: list[Place]) -> None:
        with self._database.writing() as transaction:
            rereading.give_back(transaction.connection, places)
