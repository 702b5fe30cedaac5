"""`warmline community`: creates one, shows and changes its settings."""

import argparse

from adapters import operate
from adapters.opening import ready_database
from adapters.screen import say
from adapters.settings import Settings


def create(arguments: argparse.Namespace, settings: Settings) -> int:
    """A new community with its workspaces."""
    workspaces = [("slack", team) for team in arguments.slack_team]
    workspaces += [("teams", tenant) for tenant in arguments.teams_tenant]
    community = operate.create_community(ready_database(settings), arguments.name, workspaces)
    number = "1 workspace" if len(workspaces) == 1 else f"{len(workspaces)} workspaces"
    say(f"Created “{community.name}” with {number}.")
    return 0


def change(arguments: argparse.Namespace, settings: Settings) -> int:
    """One setting, or a channel more or less."""
    operate.set_setting(ready_database(settings), arguments.name, arguments.key, arguments.value, arguments.unset)
    say(f"{arguments.key} is {'removed' if arguments.unset else arguments.value}")
    return 0


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    """All settings, one a line."""
    for key, value in operate.show_community(ready_database(settings), arguments.name):
        say(f"{key:20} {value}")
    return 0
