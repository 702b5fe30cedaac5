"""`warmline console`: the bot in this terminal."""

import argparse
import asyncio
from dataclasses import replace

from adapters import operate
from adapters.console.app import TENANT, USER, Console
from adapters.opening import ready_database
from adapters.settings import Settings
from adapters.web import working
from adapters.wiring import build


def console(arguments: argparse.Namespace, settings: Settings) -> int:
    """Talks as one member until the input ends."""
    tenant, user = operate.seat_at_console(ready_database(settings), arguments.email)
    only_this = {TENANT: tenant, USER: user}
    house = build(replace(settings, env=only_this))

    async def talk() -> None:
        async with working(house):
            for adapter in house.adapters:
                if isinstance(adapter, Console):
                    await adapter.talk()

    asyncio.run(talk())
    return 0
