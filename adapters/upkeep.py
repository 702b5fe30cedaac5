"""`warmline backup`, `restore`, `move`, `rotate-keys`: what an operator does to the whole database, with progress."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from adapters.opening import open_database, ready_database
from adapters.problem import SettingsError
from adapters.screen import say, show_for_now
from adapters.settings import Settings, database_url, load_keys
from bot.turn import Refused, Unavailable
from storage import backup as backups
from storage.copying import NotCopied
from storage.engine import open_engine
from storage.kept_keys import keep_hash_key, with_hash_key
from storage.keys import KeyProblem
from storage.move import move as carry

NOT_IN_IT = "The keys are not in it: keep WARMLINE_SECRET_KEYS (or the file secret.keys) somewhere else, just as safe."
MAKE_ONE = "python -c 'import base64,secrets;print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"


def backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Everything but the keys into one file."""
    engine = open_engine(settings.database_url)
    try:
        rows = _shown(backups.backup(engine, arguments.file, version("warmline"), datetime.now(UTC)))
    except OSError as error:
        raise Refused(f"{arguments.file} cannot be written: {error.strerror}.") from error
    say(f"Wrote {rows} rows to {arguments.file}. {NOT_IN_IT}")
    return 0


def restore(arguments: argparse.Namespace, settings: Settings) -> int:
    """A backup into an empty database."""
    database = open_database(settings)
    rows = _shown(backups.restore(database.engine, arguments.file, version("warmline")))
    say(f"Took {rows} rows from {arguments.file}, and found every one of them in the database again.")
    try:
        with_hash_key(database.engine, load_keys(settings))
    except KeyProblem as problem:
        raise SettingsError(
            "The rows are there, but the keys that are set open nothing that is sealed in them. Set "
            "WARMLINE_SECRET_KEYS to those of the time of the backup, then run: warmline doctor"
        ) from problem
    return 0


def move(arguments: argparse.Namespace, settings: Settings) -> int:
    """Everything into another, empty database, checked row by row."""
    source, target = open_engine(settings.database_url), open_engine(database_url(arguments.to))
    say("Nobody can write meanwhile. Stop the servers and workers first, so that nothing is turned away.")
    try:
        rows = _shown(carry(source, target))
    except Unavailable as away:
        raise Refused(
            "One of the two databases does not answer, or somebody still writes to the old one. Stop the servers and "
            "workers, check the address after --to, and try again. Nothing was changed."
        ) from away
    say(
        f"Copied {rows} rows and found every one of them there again. Now set WARMLINE_DATABASE_URL to the new "
        "database and start. The keys stay the same. The old database was not changed; delete it when all is well."
    )
    return 0


def rotate_keys(_: argparse.Namespace, settings: Settings) -> int:
    """Everything that is sealed, anew under the first key."""
    # The others copy rows as they are, and need not know what is sealed in them.
    from storage.rotation import rotate, under_older_keys

    database, keys = ready_database(settings), load_keys(settings)
    if len(keys.masters) == 1:
        raise Refused(
            f"Only one key is set. Make a new one with: {MAKE_ONE} and put it in front: WARMLINE_SECRET_KEYS=NEW,OLD "
            "Restart everything with both, then run this again."
        )
    try:
        keys = keep_hash_key(database.engine, keys)
        _shown(_newest_of(rotate(database, keys)))
        with database.reading() as transaction:
            left = under_older_keys(transaction.connection, keys)
    except KeyProblem as problem:
        raise SettingsError(f"{problem} What was sealed anew stays so. Set the missing key as well.") from problem
    if left:
        raise Refused(f"{left} are sealed under an older key again: a process runs with the old setting. Restart it.")
    say("Nothing needs the older keys any more. Take them out of WARMLINE_SECRET_KEYS and restart everything.")
    return 0


def _newest_of(steps: Iterator[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Each table once, with its last number; the numbers before only show that it goes on."""
    last: tuple[str, int] | None = None
    for step in steps:
        if last and last[0] != step[0]:
            yield last
        last = step
        show_for_now(f"{step[0]}: {step[1]} …")
    if last:
        yield last


def _shown(steps: Iterator[tuple[str, int]]) -> int:
    """A line for each table that has rows; all rows together. NotCopied becomes a rule's no."""
    total = 0
    try:
        for name, rows in steps:
            show_for_now("")
            total += rows
            if rows:
                say(f"{name:24}{rows:>10}")
            show_for_now("…")
    except NotCopied as problem:
        raise Refused(str(problem)) from problem
    finally:
        show_for_now("")
    return total
