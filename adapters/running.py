"""How a process of ours starts to listen and how it ends."""

import asyncio
import errno
import gc
import signal
import socket

from adapters.port import SettingsError

BACKLOG = 128
SHUTDOWN = 3.0
"""Seconds that open requests get at the end; less than the five that most hosts wait before they kill."""


def listen_on(host: str, port: int, setting: str) -> socket.socket:
    """A listening socket, before anything else is started; a plain sentence where somebody else has the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise SettingsError(
            f"Something listens on {host}:{port} already, perhaps another Warmline. Stop that one, or set {setting} "
            "to another number."
        ) from error


def settle_memory() -> None:
    """What the start has loaded stays for good: full collections need not walk it, and pauses stay short."""
    gc.collect()
    gc.freeze()


async def until_stopped() -> None:
    """Returns when the process is asked to end."""
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    await stopped.wait()
