"""Opens the database that the settings name, for commands that run no turns."""

from typing import TYPE_CHECKING

from sqlalchemy import Engine

from adapters.problem import SettingsError
from adapters.settings import Settings, load_keys
from storage import migrate
from storage.engine import open_engine
from storage.kept_keys import with_hash_key
from storage.keys import KeyProblem, Keys

if TYPE_CHECKING:
    from storage.database import SqlDatabase


def open_database(settings: Settings) -> "SqlDatabase":
    """The database of the settings, whatever state its tables are in."""
    # Whoever needs the engine alone, to migrate or to copy, need not load every noun's queries.
    from storage.database import SqlDatabase

    return SqlDatabase(*engine_of(settings))


def ready_database(settings: Settings) -> "SqlDatabase":
    """The same with the tables that this code needs; SettingsError says what to do where they are others."""
    database = open_database(settings)
    if problem := migrate.out_of_step(database.engine):
        raise SettingsError(problem)
    return database


def engine_of(settings: Settings) -> tuple[Engine, Keys]:
    """The engine, and the keys as its database needs them; SettingsError where they do not fit."""
    if settings.database_url.get_backend_name() == "sqlite":
        _make_folder(settings)
    engine = open_engine(settings.database_url)
    try:
        return engine, with_hash_key(engine, load_keys(settings))
    except KeyProblem as problem:
        raise SettingsError(
            "The keys that are set do not fit this database: what is sealed in it opens with none of them. "
            "Set WARMLINE_SECRET_KEYS to the keys it was used with so far, newest first."
        ) from problem


def _make_folder(settings: Settings) -> None:
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"The data folder {settings.data_dir} cannot be made: {error.strerror}. Set WARMLINE_DATA_DIR to a folder "
            "that this user may write to."
        ) from error
