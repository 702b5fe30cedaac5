"""Servers under test as processes of their own, each pinned to one core where the system can do that."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

STARTS_WITHIN = 30.0
SERVER_CORE, LOAD_CORE = 0, 1
CORES = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []


@dataclass(frozen=True, slots=True)
class Server:
    """A running server on loopback."""

    pid: int
    port: int

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far, to the nanosecond: Linux's clock of another process."""
        return time.clock_gettime((~self.pid << 3) | 2)

    @property
    def resident(self) -> int:
        """Resident memory in bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(found.split()[1]) * 1024


@contextlib.contextmanager
def running(command: Sequence[str], port: int, core: int, log: Path, env: Mapping[str, str]) -> Iterator[Server]:
    """Starts ``python COMMAND``, waits until it listens, and ends it."""
    with log.open("ab") as stream:
        process = subprocess.Popen(  # noqa: S603 (our own modules, no shell)
            [sys.executable, *command], stdout=stream, stderr=stream, env={**os.environ, **env}
        )
        try:
            pin(process.pid, core)
            _wait_for(process, port, log)
            yield Server(process.pid, port)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def pin(pid: int, core: int) -> None:
    """Keeps a process (0: this one) on the first or second of our cores, where there are two."""
    if len(CORES) > 1:
        os.sched_setaffinity(pid, {CORES[core]})


def unpin() -> None:
    """Lets this process run on all cores again."""
    os.sched_setaffinity(0, CORES)


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"a server did not start:\n{log.read_text()[-2000:]}")
