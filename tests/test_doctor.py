"""`warmline doctor`: each thing that can be wrong is named with its mend, and no secret is ever said."""

import asyncio
import re
import shutil
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import Engine, text

from adapters import PLATFORMS
from adapters.doctor import DRIFT, examine
from adapters.doctor.settings import SECRET, SETTINGS
from adapters.port import Finding, Level
from bot.turn import Send
from bot.views import Card
from storage.database import SqlDatabase
from storage.engine import open_engine
from tests.circle import Circle
from tests.databases import KEYS
from tests.processes import free_port, warmline
from tests.town import Town

ROOT = Path(__file__).parent.parent
KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s"


@pytest.fixture
def at_home(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database in it, as the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    shutil.copy(sqlite_template, tmp_path / "data" / "warmline.db")
    return tmp_path


async def look(env: Mapping[str, str], offline: bool = True) -> list[Finding]:
    return [finding async for finding in examine(env, offline)]


def wrong(found: list[Finding]) -> dict[str, str]:
    assert all(finding.mend or "." in finding.says for finding in found if finding.level is Level.WRONG)
    return {finding.about: f"{finding.says} {finding.mend}" for finding in found if finding.level is Level.WRONG}


def says(found: list[Finding], about: str) -> str:
    return " | ".join(f"{finding.says} {finding.mend}" for finding in found if finding.about == about)


async def test_a_good_start_has_nothing_to_mend(at_home: Path) -> None:
    found = await look({"WARMLINE_SECRET_KEYS": KEY})
    assert wrong(found) == {}
    assert "up to date" in says(found, "database")
    assert "log and foreign keys on" in says(found, "database")
    assert "GB are free" in says(found, "disk")


def test_it_makes_nothing_by_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "warmline migrate" in wrong(asyncio.run(look({})))["database"]
    assert list(tmp_path.iterdir()) == []


WRONG: dict[str, tuple[dict[str, str], str, str]] = {
    "a port in words": ({"PORT": "high"}, "settings", "PORT is"),
    "another database": ({"WARMLINE_DATABASE_URL": "mysql://x"}, "settings", "begin with sqlite"),
    "a short key": ({"WARMLINE_SECRET_KEYS": "c2hvcnQ"}, "keys", "not 32 bytes"),
    "no keys though all can reach it": ({"HOST": "192.0.2.1"}, "keys", "WARMLINE_SECRET_KEYS is missing"),
    "half of Slack": ({"SLACK_BOT_TOKEN": "xoxb-1"}, "Slack", "SLACK_SIGNING_SECRET is missing"),
    "half of Teams": ({"TEAMS_APP_ID": "x"}, "Teams", "TEAMS_APP_PASSWORD"),
    "no database there": (
        {"WARMLINE_DATABASE_URL": "postgresql://127.0.0.1:9/x", "WARMLINE_SECRET_KEYS": KEY},
        "database", "does not answer",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
async def test_what_is_wrong_is_named_with_its_mend(name: str, at_home: Path) -> None:
    env, about, words = WRONG[name]
    assert words in wrong(await look(env))[about]


async def test_a_key_that_does_not_fit_is_told_from_one_that_does(at_home: Path) -> None:
    env = {"WARMLINE_SECRET_KEYS": KEY}
    with SqlDatabase(open_engine(f"sqlite:///{at_home}/data/warmline.db"), KEYS).writing() as transaction:
        transaction.grants.save("slack", "T1", "secret")
    assert "everything that is sealed opens" in says(await look(env), "keys")
    both = {"WARMLINE_SECRET_KEYS": f"{'b' * 42}g,{KEY}"}
    assert "warmline rotate-keys" in says(await look(both), "keys")
    other = {"WARMLINE_SECRET_KEYS": f"{'b' * 42}g"}
    assert "opens with none" in wrong(await look(other))["keys"]


async def test_a_key_file_that_others_can_read_and_a_readable_env_file_are_wrong(at_home: Path) -> None:
    (at_home / "data" / "secret.keys").write_text(KEY)
    (at_home / "data" / "secret.keys").chmod(0o644)
    (at_home / ".env").write_text("PORT=3979\n")
    (at_home / ".env").chmod(0o644)
    found = wrong(await look({"PORT": "3979"}))
    assert "chmod 600" in found["keys"]
    assert "chmod 600" in found[".env"]
    assert "set in .env: 3979" in says(await look({"PORT": "3979"}), "PORT")
    assert "set in the environment: 3980" in says(await look({"PORT": "3980"}), "PORT")


async def test_a_damaged_file_is_told(at_home: Path) -> None:
    file = at_home / "data" / "warmline.db"
    content = bytearray(file.read_bytes())
    content[40_000:60_000] = b"\xff" * 20_000
    file.write_bytes(content)
    assert "damaged" in wrong(await look({"WARMLINE_SECRET_KEYS": KEY}))["database"]


async def test_cards_that_wait_ask_for_a_worker(engine: Engine, tmp_path: Path) -> None:
    circle = Circle(SqlDatabase(engine, KEYS))
    circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    ana = circle.add("Ana")
    with circle.database.writing() as transaction:
        card = Send("k", Card("Hello"), tuple(p.member.id for p in circle.people.values() if p.member))
        transaction.post(circle.community, [card], circle.clock.now)
    assert ana
    url = engine.url.render_as_string(hide_password=False)
    found = await look({"WARMLINE_DATABASE_URL": url, "WARMLINE_SECRET_KEYS": KEY})
    assert "Is a worker running" in wrong(found)["outbox"]


async def test_a_role_that_does_not_own_the_database_cannot_erase_out_of_its_files(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("a file has no roles")
    env = {"WARMLINE_DATABASE_URL": "", "WARMLINE_SECRET_KEYS": KEY}
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE lodger LOGIN IN ROLE pg_read_all_data"))
    try:
        env["WARMLINE_DATABASE_URL"] = engine.url.set(username="lodger").render_as_string(hide_password=False)
        found = [one for one in await look(env) if "does not own" in one.says]
        assert [one.mend for one in found] == ['ALTER DATABASE "postgres" OWNER TO "lodger"']
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP ROLE lodger"))


async def test_both_platforms_are_asked_and_the_clock_compared(town: Town) -> None:
    settings = town.house.settings
    url = settings.database_url.render_as_string(hide_password=False)
    env = dict(settings.env) | {
        "WARMLINE_DATABASE_URL": url, "WARMLINE_SECRET_KEYS": settings.secret_keys,
        "WARMLINE_PUBLIC_URL": town.world.app_url or "",
    }  # fmt: skip
    found = await look(env, offline=False)
    assert wrong(found) == {}
    assert "answers" in says(found, "Slack")
    assert "our sign-in works" in says(found, "Teams")
    assert "signing keys" in says(found, "Teams")
    assert says(found, "clock").count("agrees") == 2
    assert "leads here" in says(found, "public address")
    env |= {"TEAMS_APP_PASSWORD": "expired", "WARMLINE_PUBLIC_URL": f"http://127.0.0.1:{free_port()}"}
    env |= {"SLACK_BOT_TOKEN": "xoxb-old"}
    told = wrong(await look(env, offline=False))
    assert "client secret has expired" in told["Teams"]
    assert "refuses the token: invalid_auth" in told["Slack"]
    assert "Is `warmline serve` running" in told["public address"]


async def test_a_clock_that_is_off_is_told(at_home: Path) -> None:
    async def late(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "team_id": "T1"}, headers={"Date": "Mon, 02 Mar 2020 09:00:00 GMT"})

    app = web.Application()
    app.router.add_post("/api/auth.test", late)
    runner = web.AppRunner(app)
    await runner.setup()
    listening = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listening).start()
    api = f"http://127.0.0.1:{listening.getsockname()[1]}/api/"
    env = {"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_API_URL": api}
    found = await look({"WARMLINE_SECRET_KEYS": KEY, **env}, offline=False)
    await runner.cleanup()
    assert DRIFT < 300
    assert "timedatectl" in wrong(found)["clock"]


async def test_no_secret_is_said(at_home: Path) -> None:
    canary = "canary-0123456789"
    env = {name: f"{canary}-{name}" for name, (kind, _) in SETTINGS.items() if kind == SECRET}
    env |= {"WARMLINE_DATABASE_URL": f"postgresql://warmline:{canary}@127.0.0.1:9/x", "WARMLINE_SECRET_KEYS": canary}
    said = "\n".join(f"{f.about} {f.says} {f.mend}" for f in await look(env))
    assert canary not in said


async def test_a_name_that_nothing_reads_is_told(at_home: Path) -> None:
    assert "Did you mean SLACK_BOT_TOKEN?" in says(await look({"SLACK_BOT_TOKNE": "x"}), "SLACK_BOT_TOKNE")


def test_every_setting_that_the_code_reads_is_explained() -> None:
    code = "\n".join(p.read_text() for p in (ROOT / "adapters").rglob("*.py"))
    read = set(re.findall(r'"((?:WARMLINE|SLACK|TEAMS)_(?!CONSOLE)[A-Z_]+)"', code))
    assert read == {name for name in SETTINGS if name not in {"HOST", "PORT"}}
    assert {"slack", "teams"} < set(PLATFORMS)


def test_by_hand_the_exit_status_says_how_it_went(tmp_path: Path) -> None:
    first = warmline(["doctor", "--offline"], {}, tmp_path)
    assert (first.returncode, first.stderr) == (1, "")
    assert "1 to mend." in first.stdout
    assert warmline(["migrate"], {}, tmp_path).returncode == 0
    then = warmline(["doctor", "--offline"], {}, tmp_path)
    assert (then.returncode, then.stderr) == (0, "")
    assert "All is well." in then.stdout
