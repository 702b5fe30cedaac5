"""Brings a database to the newest schema and tells which one it has. Alembic, driven without an ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from storage.engine import translated

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, to: str = "head") -> None:
    """Applies what is missing. Two processes may call it at once: the second waits and finds nothing to do."""
    with translated():
        command.upgrade(_config(engine), to)


def downgrade(engine: Engine, to: str) -> None:
    """Takes migrations back, down to ``to`` ("base" for none)."""
    command.downgrade(_config(engine), to)


def current(engine: Engine) -> str | None:
    """The revision that the database has; None where it has no tables yet. Raises Unavailable."""
    with translated(), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that this code needs."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config).get_current_head()


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = engine
    return config
