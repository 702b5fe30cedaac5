"""A command of the command line in this process, where it is not its start that is tested."""

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from sqlalchemy import Connection, Engine, event

from adapters.cli import main
from tests.processes import clean_environment


def by_hand(words: Sequence[str], env: Mapping[str, str], folder: Path) -> CompletedProcess[str]:
    """Runs it to its end in a folder, as ``warmline`` of tests/processes.py does."""
    out, err, status = io.StringIO(), io.StringIO(), object()
    environment = patch.dict(os.environ, clean_environment(env), clear=True)
    with environment, chdir(folder), redirect_stdout(out), redirect_stderr(err), _closing():
        try:
            main(words)
        except SystemExit as ended:
            status = ended.code
    assert isinstance(status, int), status
    return CompletedProcess([*words], status, out.getvalue(), err.getvalue())


@contextmanager
def _closing() -> Iterator[None]:
    """Closes the databases that are opened meanwhile: a command leaves that to the end of its process."""
    opened = set[Engine]()

    def keep(connection: Connection) -> None:
        opened.add(connection.engine)

    event.listen(Engine, "engine_connect", keep)
    try:
        yield
    finally:
        event.remove(Engine, "engine_connect", keep)
        for engine in opened:
            engine.dispose()
