"""A command loads what it needs and no more: starting a process is most of what a short one costs."""

import argparse
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from adapters.cli import KINDS, _parser
from bot.exports import COLUMNS
from tests.processes import run

SERVER = {"aiohttp", "slack_bolt", "slack_sdk", "botbuilder", "prometheus_client", "jinja2", "icalendar"}
HELPED = """
import json, sys
from adapters.cli import _parser
_parser().format_help()
json.dump(sorted({name.split(".")[0] for name in sys.modules}), sys.stdout)
"""
FORKED = """
import gc, json, os, sys
gc.disable()
import cryptography.fernet, dotenv, sqlalchemy.dialects.sqlite, sqlalchemy.dialects.postgresql
for before, statement in json.load(sys.stdin):
    exec(before)
    if os.fork() == 0:
        exec(statement)
        print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})), flush=True)
        os._exit(0)
    assert os.wait()[1] == 0, statement
"""
"""A fresh Python forks for each. What it has loaded ``before`` is among what is told, so it can hide nothing."""

SMALL = {
    "import adapters.commands.migrate": SERVER | {"playground", "psycopg", "snowballstemmer"},
    "import adapters.upkeep": SERVER | {"playground", "psycopg", "alembic", "snowballstemmer"},
    "import adapters.manifests": SERVER | {"playground", "psycopg", "alembic", "snowballstemmer"},
}
STORING = {
    "import adapters.commands.community": SERVER | {"playground", "psycopg", "alembic"},
    "import adapters.commands.exchange": SERVER | {"playground", "psycopg", "alembic"},
    "import adapters.trail": SERVER | {"playground", "psycopg", "alembic"},
}
SERVING = {
    "import adapters.doctor": {"playground", "slack_bolt", "botbuilder", "alembic"},
    "import adapters.commands.serve, adapters.slack.app, adapters.teams.app": {"playground", "psycopg", "alembic"},
}
"""What a command's module must not bring along."""
GROUPS = {
    "import adapters.opening": SMALL,
    "import storage.database": STORING,
    "import adapters.commands.serve": SERVING,
}
"""What the commands of a group share is loaded once, before them."""


def test_a_command_brings_along_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    told = json.dumps([(before, statement) for before, group in GROUPS.items() for statement in group])
    done = run([sys.executable, "-c", FORKED], {}, tmp_path, stdin=told)
    assert done.returncode == 0, done.stderr
    nevers = SMALL | STORING | SERVING
    loaded = dict(zip(nevers, map(json.loads, done.stdout.splitlines()), strict=True))
    assert {statement: names for statement, never in nevers.items() if (names := never & {*loaded[statement]})} == {}


def test_help_is_said_by_the_standard_library_alone(tmp_path: Path) -> None:
    done = run([sys.executable, "-c", HELPED], {}, tmp_path)
    others = set(json.loads(done.stdout)) - sys.stdlib_module_names
    assert {name for name in others if not name.startswith(("_", "distutils"))} <= {"adapters", "sitecustomize"}


def test_every_command_names_a_function_that_is_there() -> None:
    named = [place for place in places(_parser()) if place]
    assert len(named) >= 15
    for place in named:
        module, _, name = place.partition(":")
        assert callable(getattr(import_module(module), name)), place


def test_the_command_line_exchanges_what_the_core_can() -> None:
    assert tuple(COLUMNS) == KINDS


def places(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The functions of all commands and their verbs."""
    yield parser.get_default("run") or parser.get_default("alone") or ""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from places(one)
