"""A door in front of several web processes, as a proxy is: each connection goes to one that answers."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count

PATIENCE = 5.0
"""Seconds in which a connection waits for any of them to answer."""


@asynccontextmanager
async def door(ports: Sequence[int]) -> AsyncIterator[int]:
    """The port of the door."""
    turns = count()

    async def enter(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind = await _reach(ports, next(turns))
        with suppress(OSError):
            if behind:
                await asyncio.gather(_pass_on(reader, behind[1]), _pass_on(behind[0], writer), return_exceptions=True)
            writer.close()

    server = await asyncio.start_server(enter, "127.0.0.1", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()


async def _reach(ports: Sequence[int], first: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
    """One that takes connections, in turns."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            for number in count(first):
                try:
                    return await asyncio.open_connection("127.0.0.1", ports[number % len(ports)])
                except OSError:
                    await asyncio.sleep(0.05)
    return None


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while some := await reader.read(65_536):
            writer.write(some)
            await writer.drain()
    finally:
        # A killed process ends its side in the middle; the other side learns it at once, as from any proxy.
        writer.close()
