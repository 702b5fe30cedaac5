"""Warmline and its neighbours as processes of their own: started on free ports, read by their logs, ended by id.

What a start costs is mostly what it loads, so ``warmline`` and ``playground`` are forked from a process that has loaded
it (tests/template.py). ``REAL`` starts the installed command as a shell does, with all that this takes: test_serve.py
has a server and a command by it, test_many_processes.py a worker, and test_starting.py says what each command loads.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
WARMLINE, PLAYGROUND = ("warmline",), ("playground",)
"""Forked, with everything loaded."""
REAL = (str(Path(sys.executable).parent / "warmline"),)
"""As from a shell."""
STARTS_WITHIN = 20.0
"""Seconds; a forked server is up in a third of one on a quiet machine, one from a shell in about two."""
TEMPLATE_LOCK = threading.Lock()


class Forked:
    """A program that the template became: what ``subprocess.Popen`` is for one that was started from its file."""

    def __init__(
        self, words: Sequence[str], env: Mapping[str, str], folder: Path, streams: Sequence[IO[bytes]]
    ) -> None:
        self._told, theirs = socket.socketpair()
        with theirs, TEMPLATE_LOCK:
            socket.send_fds(_template(), [b"."], [theirs.fileno(), *(stream.fileno() for stream in streams)])
        self._told.sendall(json.dumps({"words": words, "env": env, "folder": str(folder)}).encode() + b"\n")
        self.pid = self._number()
        self._status: int | None = None

    def _number(self) -> int:
        line = b""
        while not line.endswith(b"\n"):
            line += (some := self._told.recv(1))
            assert some, "The process that forks is gone."
        return int(line)

    def poll(self) -> int | None:
        """Its exit status, minus a signal's number; None while it runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float) -> int:
        """The same, when it has ended."""
        if self._status is None:
            self._told.settimeout(timeout)
            try:
                self._status = self._number()
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(str(self.pid), timeout) from None
            self._told.close()
        return self._status

    def send_signal(self, number: int) -> None:
        """Where it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """At once."""
        self.send_signal(signal.SIGKILL)


@cache
def _template() -> socket.socket:
    """Where to ask for a child. It ends with this process."""
    ours, theirs = socket.socketpair()
    with theirs:
        words = [sys.executable, "-m", "tests.template", str(theirs.fileno())]
        process = subprocess.Popen(
            words, env=clean_environment({}), pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def start(
    words: Sequence[str], env: Mapping[str, str], folder: Path, streams: Sequence[IO[bytes]]
) -> Forked | subprocess.Popen[bytes]:
    """Starts a program with its standard streams; nothing of this process's own settings reaches it."""
    if words[0] in (*WARMLINE, *PLAYGROUND):
        return Forked(words, clean_environment(env), folder, streams)
    stdin, stdout, stderr = streams
    return subprocess.Popen(
        [*words], env=clean_environment(env), cwd=folder, stdin=stdin, stdout=stdout, stderr=stderr
    )  # fmt: skip


class Process:
    """A running program. Its output lies in ``log``."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], folder: Path, name: str) -> None:
        self.log = folder / f"{name}.log"
        with self.log.open("ab") as said, Path(os.devnull).open("rb") as nothing:
            self._child = start(words, env, folder, (nothing, said, said))

    @property
    def output(self) -> str:
        """Everything it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def ended(self) -> bool:
        """Whether it is not running any more."""
        return self._child.poll() is not None

    def kill(self) -> None:
        """Ends it at once, as a power cut would: nothing is tidied up."""
        self._child.kill()
        self._child.wait(10)

    def stop(self, seconds: float = 10.0) -> int:
        """Asks it to end; its exit status. One that does not end in time is killed, and that is an error."""
        if not self.ended:
            self._child.send_signal(signal.SIGTERM)
        try:
            return self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def says(self, words: str, seconds: float = STARTS_WITHIN) -> None:
        """Waits until it has said the words."""
        wait_until(lambda: words in self.output or self.ended, seconds, self._told)
        assert words in self.output, self._told()

    def answers(self, url: str, seconds: float = STARTS_WITHIN) -> None:
        """Waits until it answers there with 200."""
        wait_until(lambda: self.ended or get(url)[0] == 200, seconds, self._told)
        assert not self.ended, self._told()

    def _told(self) -> str:
        return f"{self.log.name}:\n{self.output[-3000:]}"


def run(
    words: Sequence[str], env: Mapping[str, str], folder: Path, seconds: float = 60.0, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end."""
    with TemporaryFile() as typed, TemporaryFile() as out, TemporaryFile() as err:
        typed.write(stdin.encode())
        typed.seek(0)
        child = start(words, env, folder, (typed, out, err))
        try:
            status = child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(10)
            raise
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess([*words], status, out.read().decode(), err.read().decode())


def warmline(
    words: Sequence[str], env: Mapping[str, str], folder: Path, seconds: float = 60.0
) -> subprocess.CompletedProcess[str]:
    """Runs a command of the command line to its end."""
    return run([*WARMLINE, *words], env, folder, seconds)


def clean_environment(env: Mapping[str, str]) -> dict[str, str]:
    """The given settings and what any program needs; the developer's own settings stay out."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **env}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def get(url: str, seconds: float = 5.0) -> tuple[int, str]:
    """Status and text; status 0 where nobody answers."""
    try:
        with urlopen(url, timeout=seconds) as answer:  # noqa: S310 - loopback addresses of our own servers
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
    except (URLError, OSError):
        return 0, ""


def wait_until(happened: Callable[[], object], seconds: float, told: Callable[[], str] = str) -> None:
    """Waits for something of another process; AssertionError when it does not happen in time."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"It did not happen within {seconds:g} s.\n{told()}"
        time.sleep(0.02)
