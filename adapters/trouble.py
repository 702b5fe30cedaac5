"""What to tell an operator when the database does not do what a command asked of it."""

from sqlalchemy.engine import URL

from bot.turn import Overtaken, Unavailable

NO_ROOM = ("SQLITE_FULL", "53100")
"""SQLite's names of errors, and PostgreSQL's codes."""
NOT_WRITABLE = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "25006")
IN_USE = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "57014", "40P01", "53300")
DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_IOERR")


def told(away: Unavailable, url: URL) -> str:
    """What is wrong and what mends it, in a sentence or two; without name and password."""
    where = url.database if url.get_backend_name() == "sqlite" else f"PostgreSQL at {url.host}:{url.port or 5432}"
    code = _code(away)
    if code.startswith(NO_ROOM):
        return f"The disk is full. Make room where the database lies ({where}), then do the same again."
    if code.startswith(NOT_WRITABLE):
        return f"The database cannot be opened or written: {where}. Is the folder there, and may this user write to it?"
    if code.startswith(IN_USE) or isinstance(away, Overtaken):
        return f"The database is busy: somebody else writes to it ({where}). Try again in a moment."
    if code.startswith(DAMAGED):
        return f"{where} is damaged, or no database. Restore the newest backup elsewhere: warmline restore FILE"
    return (
        f"The database does not answer ({where}). Is it running, are name and password right, and is the way to it "
        "open? Its address is that of WARMLINE_DATABASE_URL; warmline doctor looks at the rest."
    )


def _code(away: Unavailable) -> str:
    raised = getattr(away.__cause__, "orig", None)
    return getattr(raised, "sqlite_errorname", None) or getattr(raised, "sqlstate", None) or ""
