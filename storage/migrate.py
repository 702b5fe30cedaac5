"""Brings a database to the newest schema and tells which one it has. Alembic, driven without an ini file."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, column, inspect, select, table

from storage import plans
from storage.engine import for_writing, translated

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
APPLIED = table("alembic_version", column("version_num"))


def upgrade(engine: Engine, to: str = "head") -> None:
    """Applies what is missing. Two processes may call it at once: the second waits and finds nothing to do."""
    # A process that serves only compares two numbers: it need not carry Alembic, which is slow to load.
    from alembic import command

    with translated():
        command.upgrade(_config(engine), to)
        if engine.dialect.name == "sqlite":
            with for_writing(engine).begin() as connection:
                plans.tell(connection)
            # A connection plans by the figures that it found when it was opened.
            engine.dispose()


def downgrade(engine: Engine, to: str) -> None:
    """Takes migrations back, down to ``to`` ("base" for none)."""
    from alembic import command

    command.downgrade(_config(engine), to)


def current(engine: Engine) -> str | None:
    """The revision that the database has; None where it has no tables yet. Raises Unavailable."""
    with translated(), engine.connect() as connection:
        if not inspect(connection).has_table(APPLIED.name):
            return None
        found: str | None = connection.scalar(select(APPLIED.c.version_num))
        return found


def newest() -> str:
    """The revision that this code needs: migrations are numbered, and stand in one line."""
    return max(_known())


def out_of_step(engine: Engine) -> str:
    """Why the tables do not fit this code, with what to do; empty where they do. Raises Unavailable."""
    found = current(engine)
    if found == newest():
        return ""
    if found is None:
        return "The database has no tables yet. Run: warmline migrate"
    if found in _known():
        return "The database's tables are not up to date. Back it up, then run: warmline migrate"
    return (
        f"The database was made by a newer Warmline: its tables are at {found}, and this version knows them up to "
        f"{newest()}. Install that version again, or restore the backup from before the upgrade into an empty database."
    )


def made_by_newer(engine: Engine) -> str:
    """The same, only where `warmline migrate` cannot mend it."""
    found = current(engine)
    return out_of_step(engine) if found is not None and found not in _known() else ""


def knows(revision: object) -> bool:
    """Whether tables of this revision can be made here, and brought up to date."""
    return revision in _known()


def _known() -> set[str]:
    return {file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py")}


def _config(engine: Engine) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = engine
    return config
