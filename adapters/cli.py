"""The command line: `warmline …`. Its words; what they do is loaded when one of them is run.

Starting a process is most of what a short command costs, and nobody should wait for the server's parts to read help.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

KINDS = ("members", "vendors", "reviews")
"""What is imported and exported."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(argv: Sequence[str] | None = None) -> None:
    """Runs one command; exit 0 when it went well, 1 when a rule said no, 2 when the words were wrong."""
    arguments = _parser().parse_args(argv)
    from adapters.commands import run

    sys.exit(run(arguments))


def _parser() -> argparse.ArgumentParser:
    """Each command names its function as ``package.module:name``; ``alone``: it reads the settings itself."""
    parser = argparse.ArgumentParser(prog="warmline", description="Peers, reviews and warm introductions for CIOs.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_running(commands)
    _add_community(commands)
    _add_exchange(commands)
    _add_manifest(commands)
    # A wrong setting is one of the doctor's findings, and it looks at the others all the same.
    doctor = commands.add_parser(
        "doctor", help="look at settings, database, keys, clock and platforms; say what to mend"
    )
    doctor.add_argument("--offline", action="store_true", help="ask neither the platforms nor the public address")
    doctor.set_defaults(alone="adapters.doctor:look")
    _add_upkeep(commands)
    _add_trail(commands)
    return parser


def _add_running(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="run the server (with the worker inside)")
    serve.add_argument("--no-worker", action="store_true", help="leave delivery to `warmline worker`")
    serve.set_defaults(run="adapters.commands.serve:serve")
    worker = commands.add_parser("worker", help="deliver what lies in the outbox, without a server")
    worker.set_defaults(run="adapters.commands.serve:worker")
    migrate = commands.add_parser("migrate", help="bring the database's tables up to date")
    migrate.set_defaults(run="adapters.commands.migrate:migrate")
    console = commands.add_parser("console", help="talk to the bot in this terminal")
    console.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="the member you are")
    console.set_defaults(run="adapters.commands.console:console")
    demo = commands.add_parser("demo", help="look around: a made-up community in Slack and Teams, on this machine only")
    demo.add_argument("--playground-port", type=int, default=3980, metavar="PORT")
    demo.set_defaults(run="adapters.demo:demo")


def _add_community(commands: Commands) -> None:
    community = commands.add_parser("community", help="create a community, see and change its settings")
    verbs = community.add_subparsers(required=True, metavar="VERB")
    create = verbs.add_parser("create", help="a new community with its workspaces")
    create.add_argument("name")
    create.add_argument("--slack-team", action="append", default=[], metavar="TEAM")
    create.add_argument("--teams-tenant", action="append", default=[], metavar="TENANT")
    create.set_defaults(run="adapters.commands.community:create")
    change = verbs.add_parser("set", help="change a setting; a channel is added, or removed with --unset")
    change.add_argument("name")
    change.add_argument("key")
    change.add_argument("value")
    change.add_argument("--unset", action="store_true")
    change.set_defaults(run="adapters.commands.community:change")
    show = verbs.add_parser("show", help="settings, workspaces and channels")
    show.add_argument("name")
    show.set_defaults(run="adapters.commands.community:show")


def _add_exchange(commands: Commands) -> None:
    take = commands.add_parser("import", help="take members, vendors or reviews from a CSV or JSON file")
    take.add_argument("what", choices=KINDS)
    take.add_argument("file", type=Path)
    take.add_argument("--community", required=True, metavar="NAME")
    take.set_defaults(run="adapters.commands.exchange:take")
    give = commands.add_parser("export", help="write members, vendors or reviews in the shapes that import takes")
    give.add_argument("what", choices=[*KINDS, "all"])
    give.add_argument("--community", required=True, metavar="NAME")
    give.add_argument("--format", choices=["csv", "json"], default="csv")
    give.add_argument("-o", "--output", type=Path, metavar="FILE", help="for all as CSV: a folder")
    give.set_defaults(run="adapters.commands.exchange:give")


def _add_manifest(commands: Commands) -> None:
    manifest = commands.add_parser("manifest", help="print the app manifest of a platform")
    manifest.add_argument("platform", choices=["slack", "teams"])
    manifest.add_argument("-o", "--output", type=Path, help="write it there; teams: the whole app package (zip)")
    manifest.add_argument("--socket-mode", action="store_true", help="slack: without a public address, to develop")
    manifest.add_argument("--token-rotation", action="store_true", help="slack: tokens of 12 hours, renewed by us")
    manifest.set_defaults(run="adapters.manifests:manifest")


def _add_upkeep(commands: Commands) -> None:
    take = commands.add_parser("backup", help="write everything but the keys into one file, while people go on")
    take.add_argument("file", type=Path, metavar="FILE")
    take.set_defaults(run="adapters.upkeep:backup")
    give = commands.add_parser("restore", help="take a backup into an empty database")
    give.add_argument("file", type=Path, metavar="FILE")
    give.set_defaults(run="adapters.upkeep:restore")
    to = commands.add_parser("move", help="copy everything into another, empty database, checked row by row")
    to.add_argument("--to", required=True, metavar="URL", help="such as postgresql://name:password@host/warmline")
    to.set_defaults(run="adapters.upkeep:move")
    keys = commands.add_parser("rotate-keys", help="seal everything anew under the first of WARMLINE_SECRET_KEYS")
    keys.set_defaults(run="adapters.upkeep:rotate_keys")


def _add_trail(commands: Commands) -> None:
    trail = commands.add_parser("audit", help="check or export the trail of what managers did")
    words = trail.add_subparsers(required=True, metavar="WORD")
    verify = words.add_parser("verify", help="say whether every entry stands as it was written")
    verify.set_defaults(run="adapters.trail:verify")
    write = words.add_parser("export", help="write the trail as CSV")
    write.add_argument("-o", "--output", type=Path, help="write there instead of to the screen")
    write.set_defaults(run="adapters.trail:export")
    for one in (verify, write):
        one.add_argument("--community", required=True, metavar="NAME")
