"""What a start costs: processor time of a few commands, and of building the application."""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench import table
from bench.served import COMMUNITY, environment, prepare

TIMES = 3
COMMAND = "from adapters.cli import main; main()"
BUILD = """
import adapters.commands.serve
from adapters.settings import read_environment, read_settings
from adapters.web import make_app
from adapters.wiring import build
make_app(build(read_settings(read_environment())), with_worker=True)
"""
COMMANDS = (
    ("--help",),
    ("migrate",),
    ("community", "show", COMMUNITY),
    ("export", "members", "--community", COMMUNITY),
    ("doctor", "--offline"),
)


def measure(folder: Path) -> None:
    """Starts a fresh interpreter a few times for each; the first only writes the byte code."""
    env = environment(folder, "http://127.0.0.1:9", 0)
    prepare(env, folder)
    for words in COMMANDS:
        table.fact(f"CPU of `warmline {' '.join(words[:2])}`", _cost(COMMAND, words, env), " s")
    table.aim("CPU from nothing to a built application", _cost(BUILD, (), env), " s", 1.5)


def _cost(script: str, words: Sequence[str], env: dict[str, str]) -> float:
    return median([_once(script, words, env) for _ in range(TIMES + 1)][1:])


def _once(script: str, words: Sequence[str], env: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(  # noqa: S603 (our own script, no shell)
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False, env={**os.environ, **env},
        timeout=60,
    )  # fmt: skip
    if done.returncode and "doctor" not in words:
        raise RuntimeError(f"the command failed:\n{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
