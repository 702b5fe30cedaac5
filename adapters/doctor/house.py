"""The database, its disk, the keys, and what waits in the outbox."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text

from adapters.port import Finding, Level, SettingsError
from adapters.settings import Settings, load_keys
from adapters.trouble import told
from bot.turn import Unavailable
from storage import migrate
from storage.database import SqlDatabase, SqlTransaction
from storage.depth import depth
from storage.engine import open_engine, translated
from storage.kept_keys import with_hash_key
from storage.keys import KeyProblem, Keys
from storage.rotation import under_older_keys

LITTLE = 1_000_000_000
"""Bytes of free disk below which a start is worth a word."""
LATE = 300.0
"""Seconds after which a waiting card says that no worker runs, or that the platform is away."""
OWNER = text("""
    SELECT datname AS name, current_user AS role, pg_has_role(datdba, 'USAGE') AS ours
    FROM pg_database WHERE datname = current_database()
""")


def look_at_house(settings: Settings) -> Iterator[Finding]:
    """Findings, in the order in which they depend on each other."""
    file = settings.database_url.database if settings.database_url.get_backend_name() == "sqlite" else None
    if file:
        yield from _look_at_file(Path(file))
    try:
        keys = _keys_of(settings)
    except SettingsError as problem:
        yield Finding("keys", str(problem), Level.WRONG)
        keys = None
    if file and not Path(file).exists():
        yield Finding("database", f"{file} is not there yet", Level.WRONG, "Run: warmline migrate")
        return
    try:
        yield from _look_at_database(settings, keys)
    except Unavailable as away:
        yield Finding("database", told(away, settings.database_url), Level.WRONG)


def _keys_of(settings: Settings) -> Keys | None:
    """The keys; None where a development start has not made its own yet, which the doctor does not do for it."""
    file = settings.data_dir / "secret.keys"
    if not settings.secret_keys and settings.listens_on_loopback and not file.exists():
        return None
    return load_keys(settings)


def _look_at_file(file: Path) -> Iterator[Finding]:
    folder = next((one for one in file.absolute().parents if one.exists()), Path("/"))
    free = shutil.disk_usage(folder).free
    says = f"{free / 1e9:.1f} GB are free where the database lies"
    if free < LITTLE:
        yield Finding("disk", says, Level.WRONG, "Make room: a full disk turns people away.")
    else:
        yield Finding("disk", says)
    if file.exists() and file.stat().st_mode & 0o077:
        mend = f"chmod 600 {file}*"
        yield Finding("database", "other users of this machine can read the file", Level.NOTE, mend)


def _look_at_database(settings: Settings, keys: Keys | None) -> Iterator[Finding]:
    engine = open_engine(settings.database_url)
    with translated(), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            good = connection.scalar(text("PRAGMA quick_check(1)")) == "ok"
            switches = [connection.scalar(text(f"PRAGMA {one}")) for one in ("journal_mode", "foreign_keys")]
            yield _sqlite(good, switches)
        else:
            major = int(str(connection.scalar(text("SHOW server_version_num")))) // 10_000
            yield Finding("database", f"PostgreSQL {major} answers")
            yield from _look_at_owner(connection)
    if problem := migrate.out_of_step(engine):
        yield Finding("database", problem, Level.WRONG)
        return
    yield Finding("database", f"tables are up to date ({migrate.newest()})")
    if keys is None:
        yield Finding("keys", "none yet: the first start makes a key file in the data folder")
        return
    try:
        fitting = with_hash_key(engine, keys)
        with SqlDatabase(engine, fitting).reading() as transaction:
            yield from _look_at_keys(settings, transaction, fitting)
            yield from _look_at_work(transaction)
    except KeyProblem:
        mend = "Set WARMLINE_SECRET_KEYS to the keys this database was used with so far, newest first."
        yield Finding("keys", "some of what is sealed in the database opens with none of them", Level.WRONG, mend)
    engine.dispose()


def _look_at_owner(connection: Connection) -> Iterator[Finding]:
    """PostgreSQL rewrites a table for its owner or the database's; anybody else gets no more than a warning."""
    row = connection.execute(OWNER).one()
    if not row.ours:
        mend = f'ALTER DATABASE "{row.name}" OWNER TO "{row.role}"'
        says = "its role does not own it, so what is erased may stay readable in its files"
        yield Finding("database", says, Level.NOTE, mend)


def _sqlite(good: bool, switches: list[object]) -> Finding:
    if not good:
        mend = "Stop everything and restore the newest backup into an empty folder: warmline restore FILE"
        return Finding("database", "the SQLite file is damaged", Level.WRONG, mend)
    if switches != ["wal", 1]:
        mend = "Put the data folder on a local disk: network file systems do not do for SQLite."
        return Finding("database", "SQLite runs without its log or its foreign keys", Level.WRONG, mend)
    return Finding("database", "SQLite answers; the file is sound, with log and foreign keys on")


def _look_at_keys(settings: Settings, transaction: SqlTransaction, keys: Keys) -> Iterator[Finding]:
    older = under_older_keys(transaction.connection, keys)
    number = len(keys.masters)
    yield Finding("keys", f"{number} set; everything that is sealed opens")
    if older:
        yield Finding("keys", f"{older} things are sealed under an older key", Level.NOTE, "Run: warmline rotate-keys")
    elif number > 1:
        mend = "Take all but the first out of WARMLINE_SECRET_KEYS, and restart."
        yield Finding("keys", "nothing needs the older ones any more", Level.NOTE, mend)
    if not settings.secret_keys:
        mend = "For real use set WARMLINE_SECRET_KEYS, and keep them where neither database nor backups lie."
        yield Finding("keys", "they lie beside the database: who takes one takes both", Level.NOTE, mend)
    if not keys.hashes:
        yield Finding("keys", "the key of hashes is not kept yet", Level.NOTE, "Run: warmline migrate")


def _look_at_work(transaction: SqlTransaction) -> Iterator[Finding]:
    communities = len(transaction.communities.all())
    if communities:
        yield Finding("communities", str(communities))
    else:
        mend = 'warmline community create "CIO Circle" --slack-team T0001 --teams-tenant TENANT'
        yield Finding("communities", "none yet", Level.NOTE, mend)
    now = depth(transaction.connection, datetime.now(UTC))
    if max(now.cards_late, now.timers_late) < LATE:
        yield Finding("outbox", "nothing waits longer than it should")
        return
    minutes = max(now.cards_late, now.timers_late) / 60
    says = f"{sum(now.cards.values())} cards and {now.timers} timers wait, the oldest for {minutes:.0f} minutes"
    mend = "Is a worker running (`warmline serve` without --no-worker, or `warmline worker`)? Its log says what fails."
    yield Finding("outbox", says, Level.WRONG, mend)
