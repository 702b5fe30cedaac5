"""What each command of `warmline` does. One is loaded when it is run, with no more than it needs."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from adapters.problem import SettingsError
from adapters.screen import say_no
from adapters.settings import Settings, read_environment, read_settings
from adapters.trouble import told
from bot.turn import Refused, Unavailable

Command: TypeAlias = Callable[[argparse.Namespace, Settings], int]
Alone: TypeAlias = Callable[[argparse.Namespace], int]
"""A command that reads the settings itself."""


def run(arguments: argparse.Namespace) -> int:
    """Runs the command of the parsed words; 0 when it went well, 1 when a rule said no."""
    try:
        if "alone" in arguments:
            alone: Alone = _loaded(arguments.alone)
            return alone(arguments)
        command: Command = _loaded(arguments.run)
        return _run(command, arguments, read_settings(read_environment()))
    except (SettingsError, Refused) as problem:
        return say_no(str(problem))
    except KeyboardInterrupt:
        return 130


def _run(command: Command, arguments: argparse.Namespace, settings: Settings) -> int:
    try:
        return command(arguments, settings)
    except Unavailable as away:
        return say_no(told(away, settings.database_url))


def _loaded(place: str) -> Callable[..., int]:
    """The function that stands at ``package.module:name``."""
    module, _, name = place.partition(":")
    found: Callable[..., int] = getattr(import_module(module), name)
    return found
