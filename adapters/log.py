"""Logs: one line a fact, never a member's words, names, platform ids or tokens."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeAlias

from adapters.port import Env, SettingsError

QUIET = ("slack_bolt", "slack_sdk", "aiohttp.access", "urllib3", "msrest", "msal")
"""Loggers of libraries that write message bodies below warning."""
SETTING = "WARMLINE_LOG"
_FACT = re.compile(r"\b([a-z_]+)=(\S+)")

Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Plain(logging.Formatter):
    """For people to read. The text of an exception may hold a member's words, so its class and place must do."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - logging's own name
        """The class, and where it was raised."""
        kind, _, trace = ei
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
        return f"bug={kind.__name__ if kind else '?'} at={where}"


class Structured(Plain):
    """One JSON object a line; what a message says as name=value becomes a field of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = record.getMessage()
        if record.exc_info:
            said += " " + self.formatException(record.exc_info)
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = {"at": at, "level": record.levelname.lower(), "logger": record.name, "message": said}
        return json.dumps(head | {name: value for name, value in _FACT.findall(said) if name not in head})


FORMS = {"plain": Plain, "json": Structured}


def start_logging(level: int = logging.INFO, env: Env | None = None) -> None:
    """Logs to standard error; libraries speak from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_form((env or {}).get(SETTING, "plain"))())
    # No line shows them, nor where it was written, and they are looked up for each line.
    logging._srcfile = None  # See "Optimization" in the library's own how-to.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("warmline").setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _form(name: str) -> type[Plain]:
    if name not in FORMS:
        raise SettingsError(f"{SETTING} is “{name}”; it is plain (the default, for people) or json (for programs).")
    return FORMS[name]
