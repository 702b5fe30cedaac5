"""Warmline as a process of its own with one community, begun by the commands that an operator types."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.processes import WARMLINE, Process, warmline

COMMUNITY = "CIO Circle"
COLUMNS = ("name", "company", "email", "accounts", "stack", "role")


@asynccontextmanager
async def serving(
    folder: Path,
    template: Path,
    port: int,
    settings: Mapping[str, str],
    workspaces: Sequence[str],
    members: Sequence[Sequence[str]],
) -> AsyncIterator[Process]:
    """The server, ready; ``workspaces`` are the command line's words, ``members`` rows of COLUMNS.

    Whatever waits here waits in a thread: while it starts, the server may call a tap of our own loop.
    """
    env = {**settings, "HOST": "127.0.0.1", "PORT": str(port)}
    await asyncio.to_thread(_found, folder, template, env, workspaces, members)
    server = Process([*WARMLINE, "serve"], env, folder, "serve")
    try:
        await asyncio.to_thread(server.answers, f"http://127.0.0.1:{port}/readyz")
        yield server
    finally:
        await asyncio.to_thread(server.stop)
        assert "Traceback" not in server.output


def _found(
    folder: Path,
    template: Path,
    env: Mapping[str, str],
    workspaces: Sequence[str],
    members: Sequence[Sequence[str]],
) -> None:
    (folder / "data").mkdir(parents=True)
    shutil.copy(template, folder / "data" / "warmline.db")
    rows = "\r\n".join(",".join(row) for row in (COLUMNS, *members))
    (folder / "members.csv").write_text(rows + "\r\n", newline="")
    create = ["community", "create", COMMUNITY, *workspaces]
    take = ["import", "members", "members.csv", "--community", COMMUNITY]
    for words in (create, take):
        done = warmline(words, env, folder)
        assert done.returncode == 0, done.stdout + done.stderr
