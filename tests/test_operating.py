"""What an operator meets when something is wrong: each command says it in a sentence, and leaves a whole state."""

import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from adapters.doctor.settings import SETTINGS
from adapters.files import write_private
from adapters.metrics import Metrics
from adapters.trouble import told
from bot.turn import Overtaken, Refused, Unavailable
from storage.database import SqlDatabase
from storage.engine import open_engine
from tests.databases import KEYS
from tests.processes import warmline

ROOT = Path(__file__).parent.parent
DOCS = (ROOT / "docs" / "operating.md").read_text()
KEY = {"WARMLINE_SECRET_KEYS": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s"}
COMMANDS = (
    ["migrate"],
    ["worker"],
    ["backup", "b"],
    ["community", "show", "CIO Circle"],
    ["export", "members", "--community", "CIO Circle"],
    ["import", "members", "members.csv", "--community", "CIO Circle"],
    ["audit", "verify", "--community", "CIO Circle"],
)


def refused(words: list[str], folder: Path, env: dict[str, str] | None = None) -> str:
    """What a command says that ends in one sentence and not in a heap of them."""
    done = warmline(words, KEY | (env or {}), folder)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), (words, done.stderr)
    return done.stderr


def test_tables_of_a_newer_version_are_left_alone(tmp_path: Path, sqlite_template: Path) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "warmline.db"
    file.write_bytes(sqlite_template.read_bytes())
    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for words in COMMANDS[:3]:
        assert "newer Warmline" in refused(words, tmp_path)
    assert "See above: database" in warmline(["doctor", "--offline"], KEY, tmp_path).stdout


def test_without_tables_each_command_says_to_make_them(tmp_path: Path) -> None:
    for words in COMMANDS[1:]:
        assert "warmline migrate" in refused(words, tmp_path)
    assert (tmp_path / "data" / "warmline.db").stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_database_and_a_folder_that_cannot_be_made_are_named(tmp_path: Path) -> None:
    (tmp_path / "junk.db").write_text("no database at all\n" * 100)
    assert "no database" in refused(["migrate"], tmp_path, {"WARMLINE_DATABASE_URL": f"sqlite:///{tmp_path}/junk.db"})
    assert "WARMLINE_DATA_DIR" in refused(["migrate"], tmp_path, {"WARMLINE_DATA_DIR": str(tmp_path / "junk.db")})
    for address in ("sqlite://", "sqlite:///:memory:", "sqlite:///file:x?uri=true"):
        assert "names no file" in refused(["migrate"], tmp_path, {"WARMLINE_DATABASE_URL": address})
    away = {"WARMLINE_DATABASE_URL": "postgresql://somebody:hidden@127.0.0.1:1/x"}
    assert "does not answer (PostgreSQL at 127.0.0.1:1)" in refused(["migrate"], tmp_path, away)
    assert "hidden" not in refused(["migrate"], tmp_path, away)


def test_an_address_that_is_not_ours_is_a_plain_sentence(tmp_path: Path, sqlite_template: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "warmline.db").write_bytes(sqlite_template.read_bytes())
    slack = {"SLACK_SIGNING_SECRET": "a" * 32, "SLACK_BOT_TOKEN": "xoxb-1-2-abc", "HOST": "192.0.2.1"}
    assert "Set HOST to an address of its own" in refused(["serve"], tmp_path, slack)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("SQLITE_FULL", "disk is full"),
        ("SQLITE_READONLY_DIRECTORY", "may this user write"),
        ("SQLITE_CANTOPEN", "may this user write"),
        ("SQLITE_BUSY", "busy"),
        ("SQLITE_CORRUPT", "restore"),
        ("", "does not answer"),
    ],
)
def test_a_database_s_own_word_becomes_what_to_do(code: str, says: str) -> None:
    raised = sqlite3.OperationalError("words that nobody should read")
    raised.sqlite_errorname = code
    away = Unavailable()
    away.__cause__ = OperationalError("SELECT", {}, raised)
    said = told(away, make_url("sqlite:///data/warmline.db"))
    assert says in said
    assert "words that nobody" not in said


def test_a_command_that_another_turn_overtook_says_to_run_it_again() -> None:
    assert "busy" in told(Overtaken(), make_url("sqlite:///data/warmline.db"))


def test_a_file_that_another_program_writes_to_is_busy_and_nothing_is_broken(
    tmp_path: Path, sqlite_template: Path
) -> None:
    file = tmp_path / "warmline.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    database = SqlDatabase(engine, KEYS)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable) as away, database.writing():
        pass
    assert "busy" in told(away.value, engine.url)
    other.close()
    with database.writing() as transaction:
        assert transaction.communities.all() == []
    engine.dispose()


def test_an_export_stands_there_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "out" / "members.csv"
    write_private(file, b"first")
    file.chmod(0o644)
    write_private(file, b"second")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"second", 0o600)
    with pytest.raises(Refused, match="cannot be written"):
        write_private(file / "below", b"third")
    assert [one.name for one in file.parent.iterdir()] == ["members.csv"]
    write_private(Path("/dev/null"), b"gone")
    assert Path("/dev/null").is_char_device()


def test_an_export_through_a_link_leaves_the_link_and_replaces_what_it_leads_to(tmp_path: Path) -> None:
    file, link = tmp_path / "today.csv", tmp_path / "latest.csv"
    file.write_text("yesterday's")
    link.symlink_to(file)
    write_private(link, b"today's")
    assert (link.is_symlink(), file.read_bytes(), file.stat().st_mode & 0o777) == (True, b"today's", 0o600)


def test_what_lay_under_the_unfinished_file_s_name_is_not_written_into(tmp_path: Path) -> None:
    file, foreign = tmp_path / "members.csv", tmp_path / "foreign"
    foreign.write_text("somebody's")
    (tmp_path / "members.csv.part").symlink_to(foreign)
    write_private(file, b"rows")
    assert (file.read_bytes(), file.is_symlink(), foreign.read_text()) == (b"rows", False, "somebody's")
    (tmp_path / "members.csv.part").write_text("from an export that was killed")
    (tmp_path / "members.csv.part").chmod(0o644)
    write_private(file, b"more rows")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_manifest_goes_into_a_file_too(tmp_path: Path) -> None:
    done = warmline(["manifest", "slack", "-o", "slack.json"], {}, tmp_path)
    assert (done.returncode, done.stdout) == (0, "Wrote slack.json\n")
    assert "WARMLINE_PUBLIC_URL is not set" in done.stderr
    teams = {"TEAMS_APP_ID": "11111111-2222-3333-4444-555555555555", "WARMLINE_PUBLIC_URL": "https://peers.example"}
    assert "cannot be written" in refused(["manifest", "teams", "-o", "slack.json/x.zip"], tmp_path, teams)


def test_on_a_phone_the_doctor_cuts_no_word(tmp_path: Path) -> None:
    done = warmline(["doctor", "--offline"], {"COLUMNS": "44"}, tmp_path)
    assert max(len(line) for line in done.stdout.splitlines()) <= 44
    assert "TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK" in done.stdout
    assert re.search(r"^wrong database: ", done.stdout, re.MULTILINE)


def test_the_example_of_settings_has_every_one_that_the_doctor_knows() -> None:
    names = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(names) == sorted({*SETTINGS, "POSTGRES_PASSWORD"})


def test_the_alerts_ask_for_metrics_that_exist() -> None:
    alerts = DOCS[DOCS.index("groups:") : DOCS.index("## Logs")]
    asked = set(re.findall(r"\bwarmline_[a-z_]+", alerts))
    counted = {sample.name for family in Metrics().registry.collect() for sample in family.samples} | {
        f"{family.name}_total" for family in Metrics().registry.collect()
    }
    shown = set(re.findall(r'"(warmline_[a-z_]+)"', (ROOT / "adapters" / "metrics.py").read_text()))
    histogram = {f"{name}_bucket" for name in shown}
    assert len(re.findall(r"- alert:", alerts)) == 5
    assert asked <= counted | shown | histogram
