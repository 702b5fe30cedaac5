"""Other processes' wake-ups: PostgreSQL tells with NOTIFY that a committed turn has something for the workers."""

import asyncio
import logging

from adapters.settings import Settings
from adapters.wake import Wake

log = logging.getLogger("warmline.worker")

RETRY = 5.0


async def listen(settings: Settings, wake: Wake) -> None:
    """Passes notifications on until cancelled; while the database is away, the worker's own looks must do."""
    if settings.database_url.get_backend_name() != "postgresql":
        return
    # SQLite, the usual database of a small community, needs no driver of another.
    import psycopg

    address = settings.database_url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute("LISTEN warmline")
                wake()
                async for _ in connection.notifies():
                    wake()
        except psycopg.OperationalError:
            log.warning("cannot listen for wake-ups, trying again in %s s", RETRY)
        await asyncio.sleep(RETRY)
