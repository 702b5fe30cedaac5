"""Runs migrations on the engine it is given, one transaction for all of them."""

from alembic import context
from sqlalchemy import text

from storage.engine import for_writing
from storage.tables import metadata

LOCK = 0x77_61_72_6D  # any fixed number: it names the lock that keeps two processes from migrating at once


def run() -> None:
    """Called by Alembic."""
    engine = for_writing(context.config.attributes["engine"])
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()


run()
