"""A command loads what it needs and no more: starting a process is most of what a short one costs."""

import argparse
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from adapters.cli import KINDS, _parser
from bot.exports import COLUMNS
from tests.processes import run

SERVER = {"aiohttp", "slack_bolt", "slack_sdk", "botbuilder", "prometheus_client", "jinja2", "icalendar"}
LOADED = "import json, sys; {}; json.dump(sorted({{name.split('.')[0] for name in sys.modules}}), sys.stdout)"

NEVER = {
    "import adapters.commands.migrate": SERVER | {"playground", "psycopg", "snowballstemmer"},
    "import adapters.commands.community": SERVER | {"playground", "psycopg", "alembic"},
    "import adapters.commands.exchange": SERVER | {"playground", "psycopg", "alembic"},
    "import adapters.upkeep": SERVER | {"playground", "psycopg", "alembic", "snowballstemmer"},
    "import adapters.trail": SERVER | {"playground", "psycopg", "alembic"},
    "import adapters.manifests": SERVER | {"playground", "psycopg", "alembic", "snowballstemmer"},
    "import adapters.doctor": {"playground", "slack_bolt", "botbuilder", "alembic"},
    "import adapters.commands.serve, adapters.slack.app, adapters.teams.app": {"playground", "psycopg", "alembic"},
}  # fmt: skip
"""What a command's module must not bring along."""


def loaded(statement: str, folder: Path) -> set[str]:
    done = run([sys.executable, "-c", LOADED.format(statement)], {}, folder)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("statement", NEVER)
def test_a_command_brings_along_nothing_that_it_does_not_use(statement: str, tmp_path: Path) -> None:
    assert loaded(statement, tmp_path) & NEVER[statement] == set()


def test_help_is_said_by_the_standard_library_alone(tmp_path: Path) -> None:
    others = loaded("from adapters.cli import _parser; _parser().format_help()", tmp_path) - sys.stdlib_module_names
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
