"""Waiting for what other processes do, without holding up this process's own servers."""

import asyncio
import time
from collections.abc import Callable


async def until(happened: Callable[[], object], seconds: float = 8.0) -> None:
    """Until it has happened. The question may block: it is asked in a thread, since the answer may need our loop."""
    end = time.monotonic() + seconds
    while not await asyncio.to_thread(happened):
        assert time.monotonic() < end, f"It did not happen within {seconds:g} s."
        await asyncio.sleep(0.1)
