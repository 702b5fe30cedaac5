"""`warmline manifest`: what each platform has to know of the app, on the screen or in a file."""

import argparse
import json
import sys
from importlib.metadata import version
from pathlib import Path

from adapters.files import write_private
from adapters.problem import SettingsError
from adapters.settings import Settings
from bot.words import WORDS


def manifest(arguments: argparse.Namespace, settings: Settings) -> int:
    """The manifest of one platform."""
    return _slack(arguments, settings) if arguments.platform == "slack" else _teams(arguments.output, settings)


def _slack(arguments: argparse.Namespace, settings: Settings) -> int:
    # Only this command needs them, and a platform's folder takes its SDK along.
    from adapters.slack.manifest import manifest

    address = settings.public_url or "https://warmline.example"
    found = json.dumps(manifest(address, arguments.socket_mode, arguments.token_rotation), indent=2)
    if not settings.public_url and not arguments.socket_mode:
        sys.stderr.write(
            f"warmline: WARMLINE_PUBLIC_URL is not set, so the manifest says {address}. "
            "Set it before Slack reads this.\n"
        )
    return _put(found.encode() + b"\n", arguments.output)


def _teams(output: Path | None, settings: Settings) -> int:
    """The manifest alone on the screen, the whole package into a file."""
    from adapters.teams import manifest as teams

    app_id = settings.env.get("TEAMS_APP_ID", "")
    if not app_id:
        raise SettingsError("The Teams package carries your bot's app id: set TEAMS_APP_ID.")
    words = {word.word: word.does for word in WORDS.values() if not word.managers}
    forms = {word.word for word in WORDS.values() if word.opens_form and not word.newcomers}
    content = teams.manifest(app_id, settings.public_url, words, version("warmline"), forms)
    return _put(teams.package(content) if output else json.dumps(content, indent=2).encode() + b"\n", output)


def _put(content: bytes, output: Path | None) -> int:
    if output:
        write_private(output, content)
    sys.stdout.write(f"Wrote {output}\n" if output else content.decode())
    sys.stdout.flush()
    return 0
