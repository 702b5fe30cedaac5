"""What a start costs: processor time of importing everything and of building the application."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench import table
from bench.served import environment, prepare

TIMES = 3
SCRIPT = """
import time
import adapters.cli
imported = time.process_time()
from adapters.settings import read_environment, read_settings
from adapters.web import make_app
from adapters.wiring import build
make_app(build(read_settings(read_environment())), with_worker=True)
print(imported, time.process_time())
"""


def measure(folder: Path) -> None:
    """Starts a fresh interpreter a few times."""
    env = environment(folder, "http://127.0.0.1:9", 0)
    prepare(env, folder)
    found = [_once(env) for _ in range(TIMES + 1)][1:]
    table.fact("CPU of importing the command line", median(imported for imported, _ in found), " s")
    table.aim("CPU from nothing to a built application", median(built for _, built in found), " s", 1.5)


def _once(env: dict[str, str]) -> tuple[float, float]:
    """(seconds when imported, seconds when built); the first run only writes the byte code."""
    done = subprocess.run(  # noqa: S603 (our own script, no shell)
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, env={**os.environ, **env},
        timeout=60,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the application could not be built:\n{done.stderr[-2000:]}")
    imported, built = done.stdout.split()[-2:]
    return float(imported), float(built)
