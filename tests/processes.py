"""Warmline and its neighbours as processes of their own: started on free ports, read by their logs, ended by id."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
WARMLINE = (sys.executable, "-c", "from adapters.cli import main; main()")
PLAYGROUND = (sys.executable, "-m", "playground")
STARTS_WITHIN = 20.0
"""Seconds; a server is up in about two on a quiet machine."""


class Process:
    """A running program. Its output lies in ``log``; nothing of this process's own settings reaches it."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], folder: Path, name: str) -> None:
        self.log = folder / f"{name}.log"
        with self.log.open("ab") as stream:
            self._child = subprocess.Popen(
                [*words], env=clean_environment(env), cwd=folder, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream
            )

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
    return subprocess.run(
        [*words], env=clean_environment(env), cwd=folder, input=stdin,
        capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip


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
        time.sleep(0.05)
