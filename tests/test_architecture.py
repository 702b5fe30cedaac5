"""The house's own rules: who may import whom, which actions have a route, where a platform's name may stand."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from adapters import PLATFORMS
from bot.routes import ROUTES, TIMERS

ROOT = Path(__file__).parent.parent
AIOHTTP = {"aiohttp", "multidict", "yarl"}  # one project: the last two are its own types
SHARED = {"adapters.port", "adapters.edge", "adapters.pace", "adapters.drawn", "adapters.frame"}
STANDARD = {"dotenv"}  # counted with the standard library by those who may read the environment

MAY: dict[str, set[str]] = {
    "bot": {"bot", "rapidfuzz", "snowballstemmer"},
    "storage": {"bot", "storage", "sqlalchemy", "alembic", "cryptography"},
    "adapters.slack": {"bot", "adapters.slack", *SHARED, "slack_bolt", "slack_sdk", *AIOHTTP},
    "adapters.teams": {"bot", "adapters.teams", *SHARED, "botbuilder", "jwt", *AIOHTTP, "cryptography"},
    "adapters.console": {"bot", "adapters.port", "adapters.console", "aiohttp"},
    "playground": {"playground", "aiohttp", "jwt", "cryptography"},
}  # fmt: skip


def test_everything_points_to_the_core_and_the_core_to_nothing() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for room, allowed in MAY.items()
        for file in _files(room)
        for name in _imports(file)
        if not any(name == may or name.startswith(f"{may}.") for may in allowed) and not _is_standard(name)
    ]
    assert wrong == []


def test_the_core_reads_neither_clock_nor_environment_nor_network() -> None:
    forbidden = {"os", "socket", "time", "asyncio", "urllib", "subprocess", "sqlite3", "pathlib", "threading"}
    wrong = [
        f"{f.name}: {n}"
        for f in _files("bot")
        for n in _imports(f)
        if n.split(".")[0] in forbidden and n != "urllib.parse"
    ]
    calls = [
        f.name for f in _files("bot") if re.search(r"datetime\.now|date\.today|utcnow|(?<![\w.])open\(", f.read_text())
    ]
    assert wrong + calls == []


def test_no_platform_is_named_in_the_core_or_its_tables() -> None:
    """Docstrings and sentences that show how an account is written may; names of things and branches may not."""
    wrong = [
        f"{file.name}:{node.lineno}"
        for file in [*_files("bot"), *_files("storage.tables")]
        for node in _nodes(file)
        if (isinstance(node, ast.Name) and re.search("slack|teams|adaptive|block_kit", node.id.lower()))
        or (isinstance(node, ast.Constant) and node.value in (*PLATFORMS, "Slack", "Teams"))
    ]
    assert wrong == []


NAMES_ITS_ACTION = {"Button": 1, "Form": 1, "TypeAheadField": 2, "Later": 2}
"""Which argument of a view's or a timer's constructor is its action."""


def test_every_action_that_is_drawn_has_a_route() -> None:
    drawn = set()
    for file in _files("bot"):
        for node in _nodes(file):
            position = NAMES_ITS_ACTION.get(getattr(node.func, "id", "")) if isinstance(node, ast.Call) else None
            if position is not None and isinstance(node, ast.Call) and len(node.args) > position:
                action = node.args[position]
                drawn.add(action.value if isinstance(action, ast.Constant) else "")
    assert len(drawn) > 5
    assert drawn - {""} <= set(ROUTES) | set(TIMERS)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_has_the_same_rooms(platform: str) -> None:
    files = {file.name for file in (ROOT / "adapters" / platform).glob("*.py")}
    assert {"app.py", "render.py"} <= files
    assert platform == "console" or "incoming.py" in files


def test_files_stay_small_and_say_what_they_are_for() -> None:
    for room in ("bot", "storage", "adapters", "playground"):
        for file in _files(room):
            source = file.read_text()
            assert ast.get_docstring(_tree(file)), f"{file} has no docstring"
            assert len(source.splitlines()) <= 420, f"{file} has outgrown one idea"


def _files(room: str) -> Iterator[Path]:
    for file in sorted((ROOT / room.replace(".", "/")).rglob("*.py")):
        if "migrations" not in file.parts:
            yield file


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


@cache
def _nodes(file: Path) -> list[ast.AST]:
    """Every part of a file's code."""
    return list(ast.walk(_tree(file)))


@cache
def _imports(file: Path) -> list[str]:
    return list(_imported(file))


def _imported(file: Path) -> Iterator[str]:
    for node in _nodes(file):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports hide where things come from"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names) if node.module == "adapters" else ()


def _is_standard(name: str) -> bool:
    import sys

    first = name.partition(".")[0]
    return first in sys.stdlib_module_names or first in STANDARD or name == "adapters"
