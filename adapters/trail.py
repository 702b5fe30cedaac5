"""`warmline audit`: follows a community's audit trail from its first entry, and writes it out."""

import argparse
import sys

from adapters import operate
from adapters.files import csv_text, write_private
from adapters.opening import ready_database
from adapters.screen import say
from adapters.settings import Settings

COLUMNS = ("number", "day", "actor", "action", "subject", "detail", "people", "seal")


def verify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Says whether every entry stands as it was written."""
    with ready_database(settings).reading() as transaction:
        found = transaction.store(operate.community_named(transaction, arguments.community)).audit.check()
    for problem in found.problems:
        say(problem)
    if found.problems:
        say(f"The trail of {found.entries} entries is not whole. Compare it with an earlier backup.")
        return 1
    erased = f" {found.erased} of them about people who have erased themselves." if found.erased else ""
    say(f"The trail is whole: {found.entries} entries.{erased} Its last seal: {found.head or 'none'}")
    return 0


def export(arguments: argparse.Namespace, settings: Settings) -> int:
    """The trail as CSV."""
    with ready_database(settings).reading() as transaction:
        entries = transaction.store(operate.community_named(transaction, arguments.community)).audit.entries()
        rows = [{name: str(getattr(one, name)) for name in COLUMNS} for one in entries]
    text = csv_text(COLUMNS, rows)
    if arguments.output:
        write_private(arguments.output, text.encode())
        say(f"Wrote {len(rows)} entries to {arguments.output}.")
    else:
        sys.stdout.write(text)
    return 0
