"""`warmline export`: the same shapes back, safe to open in a spreadsheet, and nobody's anonymity in them."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from adapters import importing, operate
from adapters.cli import main
from adapters.demo import COMMUNITY, prepare
from adapters.files import csv_text, plain, safe
from bot.exports import COLUMNS
from playground.cast import FJORD, demo_cast
from storage import tables as t
from storage.database import SqlDatabase
from tests.databases import KEYS, KINDS, fresh
from tests.town import well_known


@given(st.text(alphabet="'=+-@\t\r\0＝＋－＠a1 ;\n"))
def test_no_cell_is_a_formula_and_none_is_lost(cell: str) -> None:
    assert not safe(cell).startswith(tuple("=+-@\t\r\0＝＋－＠"))
    assert plain(safe(cell)) == cell


@pytest.fixture(scope="module", params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with fresh(request.param, request, tmp_path_factory.mktemp("demo")) as made:
        yield made


@pytest.fixture(scope="module")
def demo(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> SqlDatabase:
    """Made once, as it takes long: no test here changes what another one reads."""
    database = SqlDatabase(engine, KEYS)
    prepare(database, demo_cast(), tmp_path_factory.mktemp("files"))
    return database


def everything(database: SqlDatabase) -> dict[str, list[str]]:
    with database.reading() as transaction:
        return {
            table.name: sorted(repr(row) for row in transaction.connection.execute(table.select()))
            for table in t.metadata.sorted_tables
            if table is not t.timer
        }


def test_what_is_exported_is_taken_back_and_changes_nothing(demo: SqlDatabase, tmp_path: Path) -> None:
    before = everything(demo)
    for what in COLUMNS:
        rows = operate.export_rows(demo, what, COMMUNITY)
        assert len(rows) > 20
        as_csv, as_json = tmp_path / f"{what}-back.csv", tmp_path / f"{what}-back.json"
        as_csv.write_text(csv_text(COLUMNS[what], rows), newline="")
        as_json.write_text(json.dumps({what: rows}))
        for file in (as_csv, as_json):
            assert [v for v in importing.import_file(demo, what, COMMUNITY, file) if v.reason] == []
    assert everything(demo) == before


def test_an_unnamed_review_tells_no_author(demo: SqlDatabase) -> None:
    rows = operate.export_rows(demo, "reviews", COMMUNITY)
    unnamed = [row for row in rows if row["unnamed"] == "yes"]
    assert len(unnamed) >= 5
    assert {row["email"] for row in unnamed} == {""}
    assert all(row["email"] for row in rows if row["unnamed"] == "no")


def test_an_unnamed_review_without_its_author_is_taken_only_where_it_stands(demo: SqlDatabase, tmp_path: Path) -> None:
    rows = operate.export_rows(demo, "reviews", COMMUNITY)
    row = next(dict(row) for row in rows if row["unnamed"] == "yes") | {"pros": "Other words."}
    file = tmp_path / "other.csv"
    file.write_text(csv_text(COLUMNS["reviews"], [row]), newline="")
    (verdict,) = importing.import_file(demo, "reviews", COMMUNITY, file)
    assert verdict.reason.startswith("email is empty")


def test_another_community_gives_nothing_away(demo: SqlDatabase) -> None:
    operate.create_community(demo, "Second", [], well_known())
    assert operate.export_rows(demo, "members", "Second") == []
    assert operate.export_rows(demo, "reviews", "Second") == []


def test_the_command_writes_and_reads_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WARMLINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("WARMLINE_DATABASE_URL", raising=False)
    assert run("migrate") == 0
    assert run("community", "create", COMMUNITY, "--slack-team", "T0001", "--teams-tenant", FJORD) == 0
    Path("members.csv").write_text("name,company,email,accounts\nAda,=Birch & Co,a@b.example,slack:T0001:U1\n")
    Path("reviews.csv").write_text("vendor,email,buy_again,pros,cons\nOkta,a@b.example,yes,- calm,- slow\nOkta,,,,\n")
    assert run("import", "members", "members.csv", "--community", COMMUNITY) == 0
    assert run("import", "reviews", "reviews.csv", "--community", COMMUNITY) == 1
    assert capfd.readouterr().out.endswith("row 3: buy_again is empty\nIMPORTED 1 REFUSED 1\n")
    assert run("export", "members", "--community", COMMUNITY) == 0
    (member,) = csv.DictReader(io.StringIO(capfd.readouterr().out))
    assert member["company"] == "'=Birch & Co"
    assert member["accounts"] == "slack:T0001:U1"
    assert run("export", "reviews", "--community", COMMUNITY, "--format", "json") == 0
    assert json.loads(capfd.readouterr().out)[0]["pros"] == "- calm"
    assert run("export", "all", "--community", COMMUNITY) == 1
    assert run("export", "all", "--community", COMMUNITY, "-o", "out") == 0
    assert run("export", "all", "--community", COMMUNITY, "--format", "json", "-o", "all.json") == 0
    assert set(json.loads(Path("all.json").read_text())) == set(COLUMNS)
    assert Path("all.json").stat().st_mode & 0o077 == 0
    for what in COLUMNS:
        capfd.readouterr()
        for file in (f"out/{what}.csv", "all.json"):
            assert run("import", what, file, "--community", COMMUNITY) == 0
            assert "REFUSED 0" in capfd.readouterr().out


def run(*words: str) -> object:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return ended.value.code
