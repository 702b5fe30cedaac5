"""`warmline import`, `export`: members, vendors and reviews from files and into them."""

import argparse
import sys
from pathlib import Path

from adapters import importing, operate
from adapters.files import csv_text, json_text, write_private
from adapters.opening import ready_database
from adapters.screen import counting, is_looked_at, say, say_no, show_for_now
from adapters.settings import Settings
from bot.exports import COLUMNS
from bot.turn import Refused, Unavailable


def take(arguments: argparse.Namespace, settings: Settings) -> int:
    """Every good row is in, every bad one is named."""
    taken = refused = 0
    database = ready_database(settings)
    show = counting("rows", importing.rows_in(arguments.file, arguments.what) if is_looked_at() else 0)
    try:
        for verdict in importing.import_file(database, arguments.what, arguments.community, arguments.file):
            taken, refused = taken + (not verdict.reason), refused + bool(verdict.reason)
            if verdict.reason:
                show_for_now("")
                say(f"row {verdict.number}: {verdict.reason}")
            show(taken + refused)
    except Refused as problem:
        say(f"row 1: {problem}")
        refused += 1
    except Unavailable:
        show_for_now("")
        # What was taken so far is kept, and its rows change nothing the second time.
        say(f"Stopped after {taken + refused} rows: {taken} of them are in. Mend it, then run the same again.")
        raise
    show_for_now("")
    say(f"IMPORTED {taken} REFUSED {refused}")
    return 1 if refused else 0


def give(arguments: argparse.Namespace, settings: Settings) -> int:
    """One kind or all, on the screen or in files."""
    database, what, output = ready_database(settings), arguments.what, arguments.output
    kinds = list(COLUMNS) if what == "all" else [what]
    if what == "all" and arguments.format == "csv" and output is None:
        return say_no("All as CSV are three files: name a folder for them with -o FOLDER, or take --format json.")
    found = {kind: operate.export_rows(database, kind, arguments.community, counting(kind)) for kind in kinds}
    show_for_now("")
    if arguments.format == "json":
        return _write(json_text(found if what == "all" else found[what]), output)
    texts = {kind: csv_text(COLUMNS[kind], rows) for kind, rows in found.items()}
    if what != "all":
        return _write(texts[what], output)
    return max(_write(text, output / f"{kind}.csv") for kind, text in texts.items())


def _write(text: str, output: Path | None) -> int:
    """To the screen, or into a file of its owner's alone."""
    if output is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return 0
    write_private(output, text.encode())
    say(f"Wrote {output}")
    return 0
