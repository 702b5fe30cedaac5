"""The command line: `warmline …`. It reads words, calls what does the work, and says how it went."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from aiohttp import web

from adapters import demo, doctor, manifests, operate, trail, trouble, upkeep
from adapters.console.app import TENANT, USER, Console
from adapters.files import csv_text, json_text, write_private
from adapters.log import start_logging
from adapters.port import SettingsError
from adapters.running import SHUTDOWN, listen_on, settle_down, until_stopped
from adapters.screen import counting, show_for_now
from adapters.settings import Settings, load_keys, read_environment, read_settings
from adapters.web import make_app, showing_itself, working
from adapters.wiring import House, build, open_database, ready_database
from bot.exports import COLUMNS
from bot.turn import Refused, Unavailable
from storage import migrate
from storage.kept_keys import keep_hash_key


def main(argv: Sequence[str] | None = None) -> None:
    """Runs one command; exit 0 when it went well, 1 when a rule said no, 2 when the words were wrong."""
    arguments = _parser().parse_args(argv)
    try:
        if "alone" in arguments:
            sys.exit(arguments.alone(arguments))
        sys.exit(_run(arguments, read_settings(read_environment())))
    except (SettingsError, Refused) as problem:
        sys.exit(_say_no(str(problem)))
    except KeyboardInterrupt:
        sys.exit(130)


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    try:
        status: int = arguments.run(arguments, settings)
    except Unavailable as away:
        return _say_no(trouble.told(away, settings.database_url))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="warmline", description="Peers, reviews and warm introductions for CIOs.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the server (with the worker inside)")
    serve.add_argument("--no-worker", action="store_true", help="leave delivery to `warmline worker`")
    serve.set_defaults(run=_serve)

    commands.add_parser("worker", help="deliver what lies in the outbox, without a server").set_defaults(run=_worker)
    commands.add_parser("migrate", help="bring the database's tables up to date").set_defaults(run=_migrate)
    console = commands.add_parser("console", help="talk to the bot in this terminal")
    console.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="the member you are")
    console.set_defaults(run=_console)
    demo.add_command(commands)
    _add_community(commands)
    _add_import(commands)
    manifests.add_command(commands)
    doctor.add_command(commands)
    upkeep.add_commands(commands)
    trail.add_commands(commands)
    return parser


def _add_community(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    community = commands.add_parser("community", help="create a community, see and change its settings")
    verbs = community.add_subparsers(required=True, metavar="VERB")
    create = verbs.add_parser("create", help="a new community with its workspaces")
    create.add_argument("name")
    create.add_argument("--slack-team", action="append", default=[], metavar="TEAM")
    create.add_argument("--teams-tenant", action="append", default=[], metavar="TENANT")
    create.set_defaults(run=_create_community)
    change = verbs.add_parser("set", help="change a setting; a channel is added, or removed with --unset")
    change.add_argument("name")
    change.add_argument("key")
    change.add_argument("value")
    change.add_argument("--unset", action="store_true")
    change.set_defaults(run=_set_setting)
    show = verbs.add_parser("show", help="settings, workspaces and channels")
    show.add_argument("name")
    show.set_defaults(run=_show_community)


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    take = commands.add_parser("import", help="take members, vendors or reviews from a CSV or JSON file")
    take.add_argument("what", choices=list(COLUMNS))
    take.add_argument("file", type=Path)
    take.add_argument("--community", required=True, metavar="NAME")
    take.set_defaults(run=_import)
    give = commands.add_parser("export", help="write members, vendors or reviews in the shapes that import takes")
    give.add_argument("what", choices=[*COLUMNS, "all"])
    give.add_argument("--community", required=True, metavar="NAME")
    give.add_argument("--format", choices=["csv", "json"], default="csv")
    give.add_argument("-o", "--output", type=Path, metavar="FILE", help="for all as CSV: a folder")
    give.set_defaults(run=_export)


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    start_logging(env=settings.env)
    house = build(settings)
    if not house.adapters:
        return _say_no(
            "No platform is set up, so there is nothing to serve. Set SLACK_SIGNING_SECRET with SLACK_BOT_TOKEN, "
            "or TEAMS_APP_ID with TEAMS_APP_PASSWORD and TEAMS_TENANT_ID (.env.example explains them). "
            "To look around without any of that, run: warmline demo"
        )
    asyncio.run(_served(house, with_worker=not arguments.no_worker))
    return 0


async def _served(house: House, with_worker: bool) -> None:
    settings = house.settings
    # A sender who stops in the middle of a body must not hold up the end.
    app = make_app(house, with_worker)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN)
    listening = listen_on(settings.host, settings.port, "PORT")
    await runner.setup()
    await web.SockSite(runner, listening).start()
    names = ", ".join(adapter.platform for adapter in house.adapters)
    _say(f"Warmline serves {names} on http://{settings.host}:{settings.port}")
    settle_down()
    await until_stopped()
    await runner.cleanup()


def _worker(_: argparse.Namespace, settings: Settings) -> int:
    start_logging(env=settings.env)
    ready_database(settings).engine.dispose()
    asyncio.run(_delivered(build(settings)))
    return 0


async def _delivered(house: House) -> None:
    for adapter in house.adapters:
        await adapter.start()
    async with working(house), showing_itself(house):
        _say("Warmline delivers. Stop with Ctrl-C.")
        settle_down()
        await until_stopped()
    for adapter in house.adapters:
        await adapter.close()


def _console(arguments: argparse.Namespace, settings: Settings) -> int:
    tenant, user = operate.seat_at_console(ready_database(settings), arguments.email)
    only_this = {TENANT: tenant, USER: user}
    house = build(replace(settings, env=only_this))

    async def talk() -> None:
        async with working(house):
            for adapter in house.adapters:
                if isinstance(adapter, Console):
                    await adapter.talk()

    asyncio.run(talk())
    return 0


def _migrate(_: argparse.Namespace, settings: Settings) -> int:
    database = open_database(settings)
    if problem := migrate.made_by_newer(database.engine):
        raise Refused(problem)
    before = migrate.current(database.engine)
    migrate.upgrade(database.engine)
    keep_hash_key(database.engine, load_keys(settings))
    _say("The tables are up to date." if before == migrate.newest() else f"The tables are now at {migrate.newest()}.")
    return 0


def _create_community(arguments: argparse.Namespace, settings: Settings) -> int:
    workspaces = [("slack", team) for team in arguments.slack_team]
    workspaces += [("teams", tenant) for tenant in arguments.teams_tenant]
    community = operate.create_community(ready_database(settings), arguments.name, workspaces)
    number = "1 workspace" if len(workspaces) == 1 else f"{len(workspaces)} workspaces"
    _say(f"Created “{community.name}” with {number}.")
    return 0


def _set_setting(arguments: argparse.Namespace, settings: Settings) -> int:
    operate.set_setting(ready_database(settings), arguments.name, arguments.key, arguments.value, arguments.unset)
    _say(f"{arguments.key} is {'removed' if arguments.unset else arguments.value}")
    return 0


def _show_community(arguments: argparse.Namespace, settings: Settings) -> int:
    for key, value in operate.show_community(ready_database(settings), arguments.name):
        _say(f"{key:20} {value}")
    return 0


def _import(arguments: argparse.Namespace, settings: Settings) -> int:
    taken = refused = 0
    database, show = ready_database(settings), counting("rows")
    try:
        for verdict in operate.import_file(database, arguments.what, arguments.community, arguments.file):
            taken, refused = taken + (not verdict.reason), refused + bool(verdict.reason)
            if verdict.reason:
                show_for_now("")
                _say(f"row {verdict.number}: {verdict.reason}")
            show(taken + refused)
    except Refused as problem:
        _say(f"row 1: {problem}")
        refused += 1
    except Unavailable:
        show_for_now("")
        # What was taken so far is kept, and its rows change nothing the second time.
        _say(f"Stopped after {taken + refused} rows: {taken} of them are in. Mend it, then run the same again.")
        raise
    show_for_now("")
    _say(f"IMPORTED {taken} REFUSED {refused}")
    return 1 if refused else 0


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    database, what, output = ready_database(settings), arguments.what, arguments.output
    kinds = list(COLUMNS) if what == "all" else [what]
    if what == "all" and arguments.format == "csv" and output is None:
        return _say_no("All as CSV are three files: name a folder for them with -o FOLDER, or take --format json.")
    found = {kind: operate.export_rows(database, kind, arguments.community, counting(kind)) for kind in kinds}
    show_for_now("")
    if arguments.format == "json":
        return _write(json_text(found if what == "all" else found[what]), output)
    texts = {kind: csv_text(COLUMNS[kind], rows) for kind, rows in found.items()}
    if what != "all":
        return _write(texts[what], output)
    return max(_write(text, output / f"{kind}.csv") for kind, text in texts.items())


def _write(text: str, output: Path | None) -> int:
    """To the screen, or into a file of its owner's alone."""
    if output is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return 0
    write_private(output, text.encode())
    _say(f"Wrote {output}")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _remark(text: str) -> None:
    sys.stderr.write(f"warmline: {text}\n")


def _say_no(text: str) -> int:
    _remark(text)
    return 1
