"""How deliveries ended is noted in few transactions: whatever ends while one is written goes into the next together."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.turn import Unavailable
from storage.database import SqlDatabase

log = logging.getLogger("warmline.worker")

End = Callable[[Connection], bool]
"""Settles one delivery; False when its lease was lost."""


@dataclass(slots=True)
class _Batch:
    ends: list[End] = field(default_factory=list)
    settled: list[bool] | None = None


class Settling:
    """One transaction at a time. Each commit waits for the disk, so only one for many keeps up with the pace."""

    def __init__(self, database: SqlDatabase, stopping: Callable[[], bool]) -> None:
        self._database = database
        self._stopping = stopping
        self._batch = _Batch()
        self._one_at_a_time = asyncio.Lock()

    async def settle(self, end: End) -> bool:
        """Returns when the end is committed. Unavailable only when the worker is to stop while the database is away."""
        batch = self._batch
        place = len(batch.ends)
        batch.ends.append(end)
        async with self._one_at_a_time:
            if batch.settled is None:
                if batch is self._batch:
                    self._batch = _Batch()
                batch.settled = await self._surely(batch.ends)
        return batch.settled[place]

    async def _surely(self, ends: list[End]) -> list[bool]:
        """A card that was shown must not be shown twice because the database was away for a moment."""
        while True:
            try:
                return await asyncio.to_thread(self._write, ends)
            except Unavailable as away:
                if self._stopping():
                    raise
                log.warning("database away while settling, next try in %s s", away.seconds)
                await asyncio.sleep(away.seconds)

    def _write(self, ends: list[End]) -> list[bool]:
        with self._database.writing() as transaction:
            return [end(transaction.connection) for end in ends]
