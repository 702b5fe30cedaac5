"""`warmline audit`: follows a community's audit trail from its first entry, and writes it out."""

import argparse
import sys
from pathlib import Path

from adapters import operate
from adapters.files import csv_text, write_private
from adapters.settings import Settings
from adapters.wiring import ready_database

COLUMNS = ("number", "day", "actor", "action", "subject", "detail", "people", "seal")


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds `audit verify` and `audit export`."""
    trail = commands.add_parser("audit", help="check or export the trail of what managers did")
    words = trail.add_subparsers(required=True, metavar="WORD")
    verify = words.add_parser("verify", help="say whether every entry stands as it was written")
    verify.set_defaults(run=_verify)
    write = words.add_parser("export", help="write the trail as CSV")
    write.add_argument("-o", "--output", type=Path, help="write there instead of to the screen")
    write.set_defaults(run=_export)
    for one in (verify, write):
        one.add_argument("--community", required=True, metavar="NAME")


def _verify(arguments: argparse.Namespace, settings: Settings) -> int:
    with ready_database(settings).reading() as transaction:
        found = transaction.store(operate.community_named(transaction, arguments.community)).audit.check()
    for problem in found.problems:
        _say(problem)
    if found.problems:
        _say(f"The trail of {found.entries} entries is not whole. Compare it with an earlier backup.")
        return 1
    erased = f" {found.erased} of them about people who have erased themselves." if found.erased else ""
    _say(f"The trail is whole: {found.entries} entries.{erased} Its last seal: {found.head or 'none'}")
    return 0


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    with ready_database(settings).reading() as transaction:
        entries = transaction.store(operate.community_named(transaction, arguments.community)).audit.entries()
        rows = [{name: str(getattr(one, name)) for name in COLUMNS} for one in entries]
    text = csv_text(COLUMNS, rows)
    if arguments.output:
        write_private(arguments.output, text.encode())
        _say(f"Wrote {len(rows)} entries to {arguments.output}.")
    else:
        sys.stdout.write(text)
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
