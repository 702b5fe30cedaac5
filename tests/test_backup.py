"""`warmline backup` and `restore`: everything comes back row by row, on both databases, or nothing does."""

import gzip
import os
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from storage import backup as backups
from storage import migrate
from storage import tables as t
from storage.copying import NotCopied
from storage.database import SqlDatabase
from storage.kept_keys import keep_hash_key
from storage.vault import SqlVault
from tests.by_hand import by_hand
from tests.databases import KEYS, KINDS, fresh
from tests.emptied import (
    MANY,
    NOW,
    empty_database,
    installed,
)
from tests.rows import rows_of

LATER = NOW + timedelta(days=1)
KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s"


def take(engine: Engine, file: Path) -> dict[str, int]:
    return dict(backups.backup(engine, file, "1", NOW))


def give(engine: Engine, file: Path) -> dict[str, int]:
    return dict(backups.restore(engine, file, "1"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_taken_comes_back_row_by_row_on_either_database(
    kind: str, lively: SqlDatabase, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "today.warmline"
    taken, before = take(lively.engine, file), rows_of(lively.engine)
    assert taken == {name: len(rows) for name, rows in before.items()}
    assert (min(taken.values()) >= 2, taken["seen"] >= MANY) == (True, True)
    with fresh(kind, request, tmp_path) as second:
        keep_hash_key(second, KEYS)  # As `warmline migrate` does; it gives way.
        assert give(second, file) == taken
        assert rows_of(second) == before
        with second.connect() as connection:
            m, of = t.member.c, t.vault_link.c
            alice = connection.execute(select(m.community_id, m.id).where(m.name == "Alice")).one()
            assert connection.scalar(select(of.community_id).where(of.thread_id == "thread")) == alice.community_id
            assert "thread" in SqlVault(connection, alice.community_id, KEYS).handles(alice.id)


def test_it_is_one_instant_though_people_go_on(lively: SqlDatabase, tmp_path: Path) -> None:
    before = rows_of(lively.engine)
    steps = backups.backup(lively.engine, tmp_path / "b", "1", NOW)
    next(steps)
    writer = threading.Thread(target=_write, args=(lively,))
    writer.start()
    writer.join()
    try:
        list(steps)
        assert rows_of(lively.engine) != before
        assert _rows_in(tmp_path / "b") == sum(len(rows) for rows in before.values())
    finally:
        with lively.writing() as transaction:
            transaction.connection.execute(t.seen.delete().where(t.seen.c.at == LATER))


def _write(database: SqlDatabase) -> None:
    with database.writing() as transaction:
        for number in range(50):
            transaction.first_time(f"later {number}", LATER)


def _rows_in(file: Path) -> int:
    return sum(line.startswith(b"[") for line in _lines_in(file))


def _lines_in(file: Path) -> list[bytes]:
    with gzip.open(file, "rb") as packed:
        return sorted(packed.readlines())


def test_a_backup_is_for_its_owner_alone_and_overwrites_nothing(lively: SqlDatabase, tmp_path: Path) -> None:
    file = tmp_path / "b"
    take(lively.engine, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part"))
    with pytest.raises(NotCopied, match="never overwrites"):
        take(lively.engine, file)


def test_a_second_backup_to_the_same_name_is_refused_and_leaves_the_first_one_whole(
    lively: SqlDatabase, tmp_path: Path
) -> None:
    steps = backups.backup(lively.engine, tmp_path / "b", "1", NOW)
    next(steps)
    with pytest.raises(NotCopied, match="Another backup writes to"):
        take(lively.engine, tmp_path / "b")
    take(lively.engine, tmp_path / "other")
    list(steps)
    assert not list(tmp_path.glob("*.part"))
    assert _lines_in(tmp_path / "b") == _lines_in(tmp_path / "other")


def test_what_a_killed_backup_left_is_in_nobodys_way(lively: SqlDatabase, tmp_path: Path) -> None:
    """A killed process cleans up nothing, but its lock goes with it."""
    (tmp_path / "b.part").write_bytes(b"half a backup" * 100_000)
    take(lively.engine, tmp_path / "b")
    assert not list(tmp_path.glob("*.part"))
    take(lively.engine, tmp_path / "other")
    assert _lines_in(tmp_path / "b") == _lines_in(tmp_path / "other")


def test_no_key_and_no_token_lies_in_it(lively: SqlDatabase, tmp_path: Path) -> None:
    take(lively.engine, tmp_path / "b")
    with gzip.open(tmp_path / "b", "rb") as packed:
        content = packed.read()
    for secret in (b"xoxb-canary", KEYS.masters[0], KEY.encode(), KEYS.masters[0].hex().encode()):
        assert secret not in content


def test_a_file_that_ends_early_or_was_changed_leaves_nothing_behind(
    lively: SqlDatabase, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    take(lively.engine, tmp_path / "b")
    with gzip.open(tmp_path / "b", "rt", encoding="utf-8") as packed:
        lines = packed.readlines()
    row = next(n for n, line in enumerate(lines) if "Okta" in line)
    bad = {
        "cut off": (tmp_path / "b").read_bytes()[:-200],
        "a row missing": _packed(lines[:row] + lines[row + 1 :]),
        "a row changed": _packed([*lines[:row], lines[row].replace("Okta", "Okto", 1), *lines[row + 1 :]]),
        "a row twice": _packed([*lines[:row], lines[row], *lines[row:]]),
        "the last line missing": _packed(lines[:-1]),
        "no backup": b"hello",
        "another gzip": _packed(["{}\n"]),
    }
    with fresh(lively.engine.dialect.name, request, tmp_path) as second:
        for name, content in bad.items():
            (tmp_path / "bad").write_bytes(content)
            with pytest.raises(NotCopied):
                give(second, tmp_path / "bad")
                pytest.fail(name)
        assert migrate.current(second) == migrate.newest()
        assert not any(rows_of(second).values())
        give(second, tmp_path / "b")


def test_what_is_no_backup_makes_no_tables(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with empty_database("sqlite", request, tmp_path) as second:
        for content in (b"hello", _packed(["{}\n"])):
            (tmp_path / "bad").write_bytes(content)
            with pytest.raises(NotCopied):
                give(second, tmp_path / "bad")
        assert migrate.current(second) is None


def _packed(lines: list[str]) -> bytes:
    return gzip.compress("".join(lines).encode())


def test_a_database_with_anything_in_it_is_refused(
    lively: SqlDatabase, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    take(lively.engine, tmp_path / "b")
    before = rows_of(lively.engine)
    with pytest.raises(NotCopied, match="not empty"):
        give(lively.engine, tmp_path / "b")
    assert rows_of(lively.engine) == before
    with fresh(lively.engine.dialect.name, request, tmp_path) as second:
        with second.begin() as connection:
            connection.execute(t.seen.insert().values(mac="one row", at=NOW))
        with pytest.raises(NotCopied, match="not empty"):
            give(second, tmp_path / "b")


def test_a_backup_of_another_version_s_tables_says_so(lively: SqlDatabase, tmp_path: Path) -> None:
    take(lively.engine, tmp_path / "b")
    with gzip.open(tmp_path / "b", "rt", encoding="utf-8") as packed:
        text = packed.read().replace(f'"revision": "{migrate.newest()}"', '"revision": "0000"', 1)
    (tmp_path / "old").write_bytes(gzip.compress(text.encode()))
    with pytest.raises(NotCopied, match="tables at 0000"):
        give(lively.engine, tmp_path / "old")


@pytest.fixture
def two_revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations as they will be after a first upgrade: the newest table column came by the second one."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder)
    first = next((folder / "versions").glob("0001*.py"))
    column = '        sa.Column("total", sa.Integer(), server_default="0", nullable=False),\n'
    assert column in first.read_text()
    first.write_text(first.read_text().replace(column, ""))
    (folder / "versions" / "0002_totals.py").write_text(SECOND)
    monkeypatch.setattr(migrate, "FOLDER", folder)
    return folder


SECOND = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade() -> None:
    op.add_column("desk_import", sa.Column("total", sa.Integer(), server_default="0", nullable=False))
"""


@pytest.mark.parametrize("kind", KINDS)
def test_tables_before_their_upgrade_are_backed_up_too_and_come_back_upgraded(
    kind: str, two_revisions: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """But not into tables that are newer than they, nor into a Warmline that does not know them."""
    before, after = tmp_path / "before", tmp_path / "after"
    with empty_database(kind, request, tmp_path, "older") as older:
        migrate.upgrade(older, "0001")
        _brought(older)
        assert take(older, before)["desk_import"] == 1
        assert migrate.current(older) == "0001"
        migrate.upgrade(older)
        upgraded = rows_of(older)
        take(older, after)
        _emptied(older)
        with pytest.raises(NotCopied, match="not at 0001"):
            give(older, before)
        assert not any(rows_of(older).values())
        give(older, after)
        assert rows_of(older) == upgraded
    with empty_database(kind, request, tmp_path, "given") as second:
        give(second, before)
        assert migrate.current(second) == "0002"
        assert rows_of(second) == upgraded
    (two_revisions / "versions" / "0002_totals.py").unlink()
    with fresh(kind, request, tmp_path) as third:
        with pytest.raises(NotCopied, match="tables at 0002"):
            give(third, after)
        assert not any(rows_of(third).values())


def _emptied(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in ("desk_import", "member", "community"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own


def _brought(engine: Engine) -> None:
    """A community with a manager who brought a file, in tables that do not count its rows yet."""
    with engine.begin() as connection:
        connection.execute(t.community.insert().values(id="c", name="CIO Circle"))
        person = {"id": "m", "name": "Mia", "company": "Mia Works", "email": "mia@mia.example", "status": "active"}
        connection.execute(t.member.insert().values(community_id="c", **person))
        brought = (
            "INSERT INTO desk_import (community_id, id, member_id, what, state, taken, refused, seen_at) "
            "VALUES ('c', 'i', 'm', 'members', 'done', 7, '[]', 1772442000000)"
        )
        connection.execute(text(brought))


def test_by_hand_it_goes_from_one_folder_to_another(sqlite_template: Path, tmp_path: Path) -> None:
    env = {"WARMLINE_SECRET_KEYS": KEY}
    first, second = installed(sqlite_template, tmp_path / "first"), tmp_path / "second"
    second.mkdir()
    assert by_hand(["migrate"], env, second).returncode == 0
    taken = by_hand(["backup", str(tmp_path / "b")], env, first)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "The keys are not in it" in taken.stdout
    given = by_hand(["restore", str(tmp_path / "b")], env, second)
    assert (given.returncode, given.stderr) == (0, "")
    assert by_hand(["community", "show", "CIO Circle"], env, second).returncode == 0
    again = by_hand(["restore", str(tmp_path / "b")], env, second)
    assert (again.returncode, "not empty" in again.stderr) == (1, True)


def test_with_other_keys_the_restore_says_that_nothing_opens(sqlite_template: Path, tmp_path: Path) -> None:
    first, second = installed(sqlite_template, tmp_path / "first"), tmp_path / "second"
    second.mkdir()
    assert by_hand(["backup", str(tmp_path / "b")], {"WARMLINE_SECRET_KEYS": KEY}, first).returncode == 0
    done = by_hand(["restore", str(tmp_path / "b")], {"WARMLINE_SECRET_KEYS": "b" * 42 + "g"}, second)
    assert done.returncode == 1
    assert "WARMLINE_SECRET_KEYS" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_that_cannot_be_written_is_said_plainly(sqlite_template: Path, tmp_path: Path) -> None:
    env, first = {"WARMLINE_SECRET_KEYS": KEY}, installed(sqlite_template, tmp_path / "first")
    done = by_hand(["backup", os.fspath(tmp_path / "nowhere" / "b")], env, first)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
