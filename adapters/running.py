"""How a process of ours starts to listen and how it ends."""

import asyncio
import errno
import gc
import signal
import socket
import sys

from adapters.problem import SettingsError

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
            raise SettingsError(
                f"This machine cannot listen on {host}:{port} ({error.strerror}). Set HOST to an address of its own "
                f"(127.0.0.1, or 0.0.0.0 for all of them) and {setting} to a number above 1023."
            ) from error
        raise SettingsError(
            f"Something listens on {host}:{port} already, perhaps another Warmline. Stop that one, or set {setting} "
            "to another number."
        ) from error


SLICE = 0.02
"""Seconds that a thread may compute before another one can ask for its turn; Python's own 0.005 suits shorter work."""


def settle_down() -> None:
    """After the start: what is loaded stays for good, so full collections need not walk it, and pauses stay short.

    The loop and the threads of the turns wait for each other all the time anyway; forced changes between them in the
    middle of a turn cost a tenth of its processor time.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SLICE)


async def until_stopped() -> None:
    """Returns when the process is asked to end."""
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    await stopped.wait()
