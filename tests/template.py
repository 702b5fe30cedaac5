"""The process from which tests/processes.py forks each program that a test starts: it has loaded what they all load.

It has one thread, no connection, no settings of anybody, and has run nothing. For each byte that comes with four files
it forks a child, which becomes the program: with its own words, folder, settings, standard streams and process group.
What a child shares with the others is what was loaded, and the seed of ``hash``.
"""

import atexit
import gc
import json
import os
import selectors
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

PROGRAMS = {"warmline": "adapters.cli:main", "playground": "playground.__main__:main"}
LOADED = (
    "adapters.commands.community", "adapters.commands.exchange", "adapters.commands.migrate",
    "adapters.commands.serve", "adapters.slack.app", "adapters.teams.app", "adapters.console.app",
    "adapters.doctor", "adapters.manifests", "adapters.upkeep", "adapters.trail",
    "playground.__main__", "psycopg", "alembic.command",
    "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql.psycopg",
)  # fmt: skip


class Template:
    """Forks on demand, and tells each asker how their child ended."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)
        self._askers: dict[int, tuple[int, socket.socket]] = {}
        """A child's id and who asked for it, by a pipe whose other end closes with the child."""

    def next_program(self) -> Callable[[], int | None] | None:
        """Forks until nobody asks any more; in a child what it has to run."""
        while True:
            for key, _ in self._selector.select():
                if key.fd != self._control.fileno():
                    self._ended(key.fd)
                elif self._control.recv(1, socket.MSG_PEEK):
                    if program := self._fork():
                        return program
                else:
                    self._end()
                    return None

    def _fork(self) -> Callable[[], int | None] | None:
        _, files, _, _ = socket.recv_fds(self._control, 1, 4)
        asker, (ended, alive) = socket.socket(fileno=files[0]), os.pipe()
        if (child := os.fork()) == 0:
            os.close(ended)
            self._forget_all()
            return become(asker, files[1:])
        os.close(alive)
        for file in files[1:]:
            os.close(file)
        self._askers[ended] = child, asker
        self._selector.register(ended, selectors.EVENT_READ)
        return None

    def _forget_all(self) -> None:
        """In a child: nothing of the others is open any more."""
        self._selector.close()
        self._control.close()
        for ended, (_, asker) in self._askers.items():
            os.close(ended)
            asker.close()

    def _ended(self, ended: int) -> None:
        self._selector.unregister(ended)
        os.close(ended)
        child, asker = self._askers.pop(ended)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with asker:
            asker.send(f"{status}\n".encode(), socket.MSG_NOSIGNAL)

    def _end(self) -> None:
        """The tests are over, however they ended: nothing that they started goes on."""
        for child, _ in self._askers.values():
            os.kill(child, 9)


def become(asker: socket.socket, streams: list[int]) -> Callable[[], int | None]:
    """Makes this child a fresh process; what it has to run."""
    os.setpgrp()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    with asker, asker.makefile("rw") as told:
        asked = json.loads(told.readline())
        told.write(f"{os.getpid()}\n")
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = asked["words"]
    module, _, name = PROGRAMS[sys.argv[0]].partition(":")
    run: Callable[[], int | None] = getattr(import_module(module), name)
    return run


def to_the_end(program: Callable[[], int | None]) -> NoReturn:
    """Runs, and ends as any Python does; but what was loaded is left to the system, as to take it apart copies it."""
    try:
        status: object = program()
    except SystemExit as end:
        status = end.code
    except BaseException:  # noqa: BLE001 - the end of a process
        traceback.print_exc()
        status = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else 0)


def main() -> None:
    """Loads, and forks; in a child the program."""
    gc.disable()
    for name in LOADED:
        import_module(name)
    gc.collect()
    gc.freeze()
    gc.enable()
    if program := Template(socket.socket(fileno=int(sys.argv[1]))).next_program():
        to_the_end(program)


if __name__ == "__main__":
    main()
