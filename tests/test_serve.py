"""Starting by hand, command by command, being stopped, and what a wrong start is told: with real processes."""

import asyncio
import json
import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from adapters import operate
from adapters.commands.serve import _served
from adapters.running import SHUTDOWN
from adapters.settings import Settings
from adapters.wiring import build
from storage.database import SqlDatabase
from storage.engine import open_engine
from tests.databases import KEYS
from tests.processes import REAL, WARMLINE, Process, free_port, get, run, wait_until, warmline
from tests.third_party.slack_person import SECRET, post_signed
from tests.town import well_known

TENANT = "11111111-2222-3333-4444-555555555555"
KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s"
NOWHERE = "http://127.0.0.1:9/api/"
SLACK = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_API_URL": NOWHERE}
TEAMS = {"TEAMS_APP_ID": "app", "TEAMS_APP_PASSWORD": "password", "TEAMS_TENANT_ID": TENANT}
MEMBERS = f"""name,company,email,accounts,stack,role\r
Ada Ash,Ash Works,ada@ash.example,slack:T0001:U1,Okta,manager\r
Ben Birch,Birch Works,ben@birch.example,teams:{TENANT}:aaaaaaaa-0000-4000-8000-000000000001,SAP;Okta,member\r
"""

# What is set, and words of the sentence that has to come.
WRONG: dict[str, tuple[dict[str, str], str]] = {
    "port in words": ({"PORT": "high"}, "PORT is “high”"),
    "port too high": ({"PORT": "70000"}, "0 to 65535"),
    "no database url": ({"WARMLINE_DATABASE_URL": "warmline"}, "WARMLINE_DATABASE_URL is no database URL"),
    "another database": ({"WARMLINE_DATABASE_URL": "mysql://db/warmline"}, "begin with sqlite:/// or postgresql"),
    "postgresql without keys": ({"WARMLINE_DATABASE_URL": "postgresql://db/warmline"}, "WARMLINE_SECRET_KEYS is"),
    "open to all without keys": ({"HOST": "0.0.0.0", **SLACK}, "WARMLINE_SECRET_KEYS is missing"),  # noqa: S104
    "a short key": ({"WARMLINE_SECRET_KEYS": "c2hvcnQ"}, "not 32 bytes"),
    "plain http in public": ({"WARMLINE_PUBLIC_URL": "http://peers.example"}, "WARMLINE_PUBLIC_URL has to begin"),
    "a log nobody writes": ({"WARMLINE_LOG": "xml"}, "WARMLINE_LOG is “xml”"),
    "a token to be guessed": ({"WARMLINE_METRICS_TOKEN": "short", **SLACK}, "at least 16 plain signs"),
    "slack without its secret": ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET is missing"),
    "slack without a token": ({"SLACK_SIGNING_SECRET": "s"}, "set SLACK_BOT_TOKEN for one workspace"),
    "half of oauth": ({"SLACK_SIGNING_SECRET": "s", "SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET is not"),
    "a user's token": ({"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxp-1"}, "does not start with xoxb-"),
    "slack in the clear": ({**SLACK, "SLACK_API_URL": "http://api.example/"}, "SLACK_API_URL has to start with"),
    "half of teams": ({"TEAMS_APP_ID": "app"}, "TEAMS_APP_PASSWORD and TEAMS_TENANT_ID missing"),
    "a foreign host": ({**TEAMS, "TEAMS_SERVICE_HOSTS": "http://x.example"}, "TEAMS_SERVICE_HOSTS has the entry"),
    "sign-in in the clear": ({**TEAMS, "TEAMS_TOKEN_URL": "http://x.example/token"}, "TEAMS_TOKEN_URL has to be"),
    "unsigned, half said": ({"TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK": "yes"}, "is 1 (for a local playground)"),
    "unsigned for all": (
        {"TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK": "1", "HOST": "0.0.0.0", "WARMLINE_SECRET_KEYS": KEY},  # noqa: S104
        "it needs HOST=127.0.0.1",
    ),
}


@pytest.fixture
def house(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with an up-to-date, empty database."""
    (tmp_path / "data").mkdir()
    shutil.copy(sqlite_template, tmp_path / "data" / "warmline.db")
    return tmp_path


@pytest.fixture
def slack_there() -> Iterator[dict[str, str]]:
    """Slack's settings, with an API that knows the token: without one a start waits for it for a while."""

    class Api(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            said = json.dumps({"ok": True, "team_id": "T0001", "team": "Ash", "bot_id": "B1", "user_id": "U0"}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield SLACK | {"SLACK_API_URL": f"http://127.0.0.1:{server.server_port}/api/"}
        server.shutdown()


def test_a_first_start_says_what_is_missing_and_how_to_look_around(tmp_path: Path) -> None:
    _expect_how_to_begin(tmp_path)


def test_a_start_without_settings_says_what_is_missing_and_how_to_look_around(house: Path) -> None:
    _expect_how_to_begin(house)


def _expect_how_to_begin(folder: Path) -> None:
    told = warmline(["serve"], {}, folder)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert all(word in told.stderr for word in ("SLACK_SIGNING_SECRET", "TEAMS_APP_ID", "warmline demo"))


def test_each_wrong_setting_stops_the_start_with_a_plain_sentence(house: Path) -> None:
    for name, (env, words) in WRONG.items():
        told = warmline(["serve"], {"PORT": str(free_port()), **env}, house)
        assert (told.returncode, told.stderr.count("\n")) == (1, 1), (name, told.stderr)
        assert told.stderr.startswith("warmline: "), (name, told.stderr)
        assert words in told.stderr, (name, told.stderr)


def test_tables_that_were_not_made_are_asked_for(tmp_path: Path) -> None:
    told = warmline(["serve"], TEAMS, tmp_path)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "warmline migrate" in told.stderr


def test_a_key_file_that_others_can_read_is_refused(house: Path) -> None:
    keys = house / "data" / "secret.keys"
    keys.write_text(KEY)
    keys.chmod(0o644)
    told = warmline(["serve"], TEAMS, house)
    assert told.returncode == 1
    assert "chmod 600" in told.stderr


def test_the_first_start_by_hand_works_as_it_is_written(tmp_path: Path, slack_there: dict[str, str]) -> None:
    """One of the commands and the server are started as a shell does it."""
    port = free_port()
    settings = {**slack_there, "PORT": str(port)}
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    (tmp_path / "members.csv").write_text(MEMBERS, newline="")
    create = ["community", "create", "CIO Circle", "--slack-team", "T0001", "--teams-tenant", TENANT]
    take = ["import", "members", "members.csv", "--community", "CIO Circle"]
    for words, last_line in ((["migrate"], ""), (create, ""), (take, "IMPORTED 2 REFUSED 0\n"), (take, "")):
        done = run([*(REAL if words == create else WARMLINE), *words], {}, tmp_path)
        assert (done.returncode, done.stderr) == (0, ""), (words, done.stderr)
        assert done.stdout.endswith(last_line)
    assert (tmp_path / "data" / "secret.keys").stat().st_mode & 0o777 == 0o600
    server = Process([*REAL, "serve"], {}, tmp_path, "serve")
    try:
        url = f"http://127.0.0.1:{port}"
        server.answers(url + "/readyz")
        assert get(url + "/healthz") == (200, "ok")
        assert get(url + "/readyz") == (200, "ready")
        status, said = post_signed(url, {"command": "/peers", "text": "help", "team_id": "T0001", "user_id": "U1"})
        assert (status, "ask" in said) == (200, True)
    finally:
        assert server.stop(5) == 0


def test_a_name_that_is_taken_and_a_bad_row_are_said(house: Path) -> None:
    engine = open_engine(f"sqlite:///{house}/data/warmline.db")
    operate.create_community(SqlDatabase(engine, KEYS), "CIO Circle", [("slack", "T0001")], well_known())
    engine.dispose()
    keys = {"WARMLINE_SECRET_KEYS": KEY}
    again = warmline(["community", "create", "CIO Circle", "--slack-team", "T0001"], keys, house)
    assert (again.returncode, "“CIO Circle” already" in again.stderr) == (1, True)
    (house / "members.csv").write_text(MEMBERS, newline="")
    done = warmline(["import", "members", "members.csv", "--community", "CIO Circle"], keys, house)
    assert done.returncode == 1
    assert "row 3: " in done.stdout
    assert done.stdout.endswith("IMPORTED 1 REFUSED 1\n")


def test_a_port_in_use_is_said_plainly(house: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = warmline(["serve"], {**TEAMS, "PORT": str(port)}, house)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert str(port) in told.stderr


def test_a_request_to_end_is_followed_within_five_seconds(house: Path) -> None:
    port = free_port()
    server = Process([*WARMLINE, "serve"], {**TEAMS, "PORT": str(port)}, house, "serve")
    server.answers(f"http://127.0.0.1:{port}/readyz")
    with socket.create_connection(("127.0.0.1", port)) as idle:
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(1000)
        begun = time.monotonic()
        assert server.stop(5) == 0
        assert time.monotonic() - begun < 5
    assert "Traceback" not in server.output


async def test_a_sender_who_stops_halfway_does_not_hold_up_the_end(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, where the waits at both ends can be made short: Slack is away, and a request stays open."""
    assert SHUTDOWN < 4
    monkeypatch.setattr("adapters.commands.serve.SHUTDOWN", 0.1)
    monkeypatch.setattr("adapters.commands.serve.settle_down", lambda: None)
    monkeypatch.setattr("adapters.slack.app.QUICK", 0.0)
    url = make_url(f"sqlite:///{house}/data/warmline.db")
    built = build(Settings(url, house / "data", KEY, "", "127.0.0.1", free_port(), SLACK))
    serving = asyncio.create_task(_served(built, with_worker=False))
    async with asyncio.timeout(10):
        while not serving.done():
            with suppress(OSError):
                reader, slow = await asyncio.open_connection("127.0.0.1", built.settings.port)
                break
            await asyncio.sleep(0.01)
        slow.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" in await reader.readline()
        slow.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        await asyncio.sleep(0.1)
        assert signal.getsignal(signal.SIGTERM) != signal.SIG_DFL
        os.kill(os.getpid(), signal.SIGTERM)
        await serving
    slow.close()
    built.database.engine.dispose()


def test_a_worker_ends_when_asked(house: Path) -> None:
    worker = Process([*WARMLINE, "worker"], TEAMS, house, "worker")
    worker.says("Warmline delivers")
    assert worker.stop(5) in (0, -15)
    assert "Traceback" not in worker.output


def test_a_second_worker_on_one_sqlite_file_does_not_start_until_the_first_is_gone(house: Path) -> None:
    port = free_port()
    first = Process([*WARMLINE, "serve"], {**TEAMS, "PORT": str(port)}, house, "serve")
    first.answers(f"http://127.0.0.1:{port}/readyz")
    (house / "other").symlink_to(house / "data", target_is_directory=True)
    for command, env in (("serve", {"PORT": str(free_port())}), ("worker", {"WARMLINE_DATA_DIR": "other"})):
        told = warmline([command], {**TEAMS, **env}, house)
        assert (told.returncode, told.stderr.count("\n")) == (1, 1), told.stderr
        assert "a SQLite file is for one. Stop that one first" in told.stderr
    web = Process([*WARMLINE, "serve", "--no-worker"], {**TEAMS, "PORT": str(port := free_port())}, house, "web")
    web.answers(f"http://127.0.0.1:{port}/readyz")
    first.kill()
    second = Process([*WARMLINE, "worker"], TEAMS, house, "worker")
    second.says("Warmline delivers")
    second.stop(5)
    assert web.stop(5) == 0
    assert "Traceback" not in second.output + web.output


def test_while_the_database_is_away_it_says_so_and_comes_back(
    tmp_path: Path, postgresql: Engine, slack_there: dict[str, str]
) -> None:
    admin = postgresql.execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE away"))
    url = postgresql.url.set(database="away").render_as_string(hide_password=False)
    port = free_port()
    env = {**slack_there, "WARMLINE_DATABASE_URL": url, "WARMLINE_SECRET_KEYS": KEY, "PORT": str(port)}
    assert warmline(["migrate"], env, tmp_path).returncode == 0
    server = Process([*WARMLINE, "serve"], env, tmp_path, "serve")
    ready = f"http://127.0.0.1:{port}/readyz"
    try:
        server.answers(ready)
        with admin.connect() as connection:
            connection.execute(text("ALTER DATABASE away ALLOW_CONNECTIONS false"))
            connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'away'"))
        assert get(ready) == (503, "the database does not answer")
        assert get(f"http://127.0.0.1:{port}/healthz") == (200, "ok")
        asked = {"command": "/peers", "text": "help", "team_id": "T0001", "user_id": "U1"}
        assert post_signed(f"http://127.0.0.1:{port}", asked)[0] == 503
        with admin.connect() as connection:
            connection.execute(text("ALTER DATABASE away ALLOW_CONNECTIONS true"))
        wait_until(lambda: get(ready) == (200, "ready"), 10)
    finally:
        server.stop()
        with admin.connect() as connection:
            connection.execute(text("DROP DATABASE away WITH (FORCE)"))
    assert "Traceback" not in server.output


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_database_that_does_not_answer_is_said_plainly(command: str, tmp_path: Path) -> None:
    url = f"postgresql://127.0.0.1:{free_port()}/warmline"
    told = warmline([command], {**TEAMS, "WARMLINE_DATABASE_URL": url, "WARMLINE_SECRET_KEYS": KEY}, tmp_path)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1), told.stderr
    assert "WARMLINE_DATABASE_URL" in told.stderr
