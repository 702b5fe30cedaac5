"""Logs: one line a fact, never a member's words, names, platform ids or tokens."""

import logging
import sys

QUIET = ("slack_bolt", "slack_sdk", "aiohttp.access", "urllib3", "msrest", "msal")
"""Loggers of libraries that write message bodies below warning."""


def start_logging(level: int = logging.INFO) -> None:
    """Logs to standard error; libraries speak from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    # No line shows them, and they are looked up for each line.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("warmline").setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
