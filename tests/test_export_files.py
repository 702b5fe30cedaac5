"""`warmline export`: the same shapes back, safe to open in a spreadsheet, and nobody's anonymity in them."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
from playground.cast import FJORD, demo_cast, members_rows
from playground.cast_reviews import reviews_rows
from storage import tables as t
from storage.catalogue import load_catalogue
from storage.database import SqlDatabase
from tests.databases import KEYS, KINDS, fresh
from tests.rows import rows_of
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
    """Made once, as it takes long: no test here changes what another one reads.

    Of the catalogue it has the vendors that somebody there speaks of or uses, and the best known ones.
    """
    cast, whole = demo_cast(), load_catalogue()
    spoken = {row["vendor"] for row in reviews_rows(cast, datetime.now(UTC).date())}
    spoken |= {name for row in members_rows(cast) for name in row["stack"].split(";")}
    known = {vendor.key for vendor in well_known().vendors}
    vendors = tuple(vendor for vendor in whole.vendors if vendor.name in spoken or vendor.key in known)
    assert spoken <= {vendor.name for vendor in vendors}
    database = SqlDatabase(engine, KEYS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operate, "load_catalogue", lambda: replace(well_known(), vendors=vendors))
        prepare(database, cast, tmp_path_factory.mktemp("files"))
    return database


def test_the_demo_begins_with_reviews_worth_reading(demo: SqlDatabase) -> None:
    today = datetime.now(UTC).date()
    with demo.reading() as transaction:
        community = transaction.communities.named(COMMUNITY)
        assert community
        kept = list(transaction.store(community).exchange.reviews())
    by_vendor = {name: [one.review for one in kept if one.vendor == name] for name in {one.vendor for one in kept}}
    numbers = sorted(len(reviews) for reviews in by_vendor.values())
    assert len(kept) >= 70
    assert len(numbers) == 8
    assert numbers[0] in (3, 4)
    assert numbers[-2] >= 9
    assert sum(one.review.member_id is None for one in kept) >= 5
    assert any(one.review.source == "vendor" for one in kept)
    assert min(one.review.written_on for one in kept) < today - timedelta(days=540)
    assert len({one.review.pros for one in kept}) == len(kept)


def everything(database: SqlDatabase) -> dict[str, list[str]]:
    """All but the timers."""
    return {name: rows for name, rows in rows_of(database.engine).items() if name != t.timer.name}


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
    monkeypatch.setattr(operate, "load_catalogue", well_known)
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
