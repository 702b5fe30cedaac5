"""Where the programs of other makers lie, whether they are there, and how each is started."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.processes import ROOT, Process, wait_until

Json = dict[str, Any]
MODULES = ROOT / ".e2e" / "node_modules"
EMULATE = MODULES / "emulate" / "dist" / "index.js"
TEAMS_CLIENT = MODULES / "@microsoft" / "m365agentsplayground" / "cli.js"
OLDEST_NODE = 20


@cache
def missing() -> str:
    """Why these tests cannot run here; "" where they can."""
    node = shutil.which("node")
    if node is None:
        return "Node is not installed (20 or newer): see docs/testing.md"
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    if int(said.strip().lstrip("v").partition(".")[0] or 0) < OLDEST_NODE:
        return f"Node {said.strip()} is older than {OLDEST_NODE}"
    if not (EMULATE.exists() and TEAMS_CLIENT.exists()):
        return "the other makers' programs are not there: run `make e2e`"
    return ""


beside_others = pytest.mark.skipif(bool(missing()), reason=missing())
"""The mark of every test of this folder."""


def start_emulate(port: int, seed: Json, folder: Path) -> Process:
    """A stand-in of Slack's Web API."""
    (folder / "seed.json").write_text(json.dumps(seed))
    words = ["node", str(EMULATE), "start", "-s", "slack", "-p", str(port), "--seed", "seed.json"]
    process = Process(words, {}, folder, "emulate")
    process.answers(f"http://127.0.0.1:{port}/")
    return process


def start_teams_client(port: int, app: str, service: str, config: Mapping[str, Any], folder: Path) -> Process:
    """Microsoft's local Teams client of one person; it is up when ``is_up``."""
    name = f"client-{port}"
    (folder / f"{name}.yml").write_text(json.dumps(config))
    words = ["node", str(TEAMS_CLIENT), "start", "-e", app, "-c", "msteams", "-p", str(port), "--service-url", service]
    env = {"TEAMSAPPTESTER_BROWSER": "none", "M365_AGENTS_PLAYGROUND_CONFIG_PATH": f"{name}.yml"}
    return Process([*words, "--disable-telemetry"], env, folder, name)


def is_up(client: Process, port: int) -> None:
    """Waits for a client, and makes sure that it listens where it was told to: else it takes any port, silently."""
    wait_until(lambda: "Listening on " in client.output or client.ended, 40, lambda: client.output)
    assert f"Listening on {port}" in client.output, client.output
