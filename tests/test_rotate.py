"""`warmline rotate-keys`: everything is sealed anew while people go on; then the old key opens nothing and may go."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from storage import rotation
from storage import tables as t
from storage.database import SqlDatabase
from storage.kept_keys import keep_hash_key, with_hash_key
from storage.keys import KeyProblem, Keys
from storage.rotation import SEALED, VAULTED, rotate, under_older_keys
from tests.begun import begin
from tests.by_hand import by_hand
from tests.circle import Circle
from tests.databases import KEYS
from tests.emptied import installed

NEW = b"n" * 32
BOTH, ALONE = Keys((NEW, *KEYS.masters)), Keys((NEW,))
OLD_KEY, NEW_KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s", "bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4"
FEW, BATCH = 5, 2
"""Of each kind: more than two batches of them, as the tests make those."""
MORE = 12
"""What comes while the keys are rotated."""


@pytest.fixture
def kept(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> Circle:
    """A circle with something of each kind that is sealed, and with hashes."""
    monkeypatch.setattr(rotation, "BATCH", BATCH)
    begin(circle, sealed)
    return circle


def sealed(circle: Circle) -> None:
    for name in ("Alice", "Bea"):
        circle.add(name, uses=["Okta"])
    fill(circle, circle.database, FEW)
    keep_hash_key(circle.database.engine, KEYS)


def fill(circle: Circle, database: SqlDatabase, number: int, start: int = 0) -> None:
    alice = circle.people["Alice"].member
    assert alice is not None
    now = circle.clock.now
    for one in range(start, start + number):
        with database.writing() as transaction:
            store = transaction.store(circle.community)
            handle = store.vault.seal(f"thread{one}", alice.id)
            store.vault.route(f"thread{one}", handle, f"Note {one}", now)
            transaction.grants.save("slack", f"T{one}", f"token {one}")
            transaction.first_time(f"event {one}", now)
            if one == start:
                store.reviews.keep_draft(alice.id, circle.vendor("Okta"), {"pros": "Quiet"}, now.date())


def everything_opens(circle: Circle, keys: Keys, number: int) -> None:
    alice = circle.people["Alice"].member
    assert alice is not None
    database = SqlDatabase(circle.database.engine, keys)
    with database.writing() as transaction:
        store = transaction.store(circle.community)
        assert len(store.vault.handles(alice.id)) == number
        notes = list(transaction.connection.scalars(select(t.vault_notice.c.id)))
        assert {store.vault.note(note, alice.id) for note in notes} == {f"Note {one}" for one in range(number)}
        assert [transaction.grants.find("slack", f"T{one}") for one in range(number)] == [
            f"token {one}" for one in range(number)
        ]
        assert store.reviews.draft(alice.id, circle.vendor("Okta"))["pros"] == "Quiet"
        assert not any(transaction.first_time(f"event {one}", circle.clock.now) for one in range(number))


def left(circle: Circle, keys: Keys) -> int:
    with circle.database.reading() as transaction:
        return under_older_keys(transaction.connection, keys)


def test_afterwards_the_new_key_alone_opens_everything_and_finds_every_hash(kept: Circle) -> None:
    both = with_hash_key(kept.database.engine, BOTH)
    assert left(kept, both) == 3 * FEW + 2
    changed = dict(rotate(kept.database, both))
    assert changed["vault_key"] == changed["vault_notice"] == changed["platform_grant"] == FEW
    assert left(kept, both) == 0
    everything_opens(kept, with_hash_key(kept.database.engine, ALONE), FEW)


def test_the_old_key_opens_nothing_any_more(kept: Circle) -> None:
    list(rotate(kept.database, with_hash_key(kept.database.engine, BOTH)))
    with pytest.raises(KeyProblem):
        with_hash_key(kept.database.engine, KEYS)
    with SqlDatabase(kept.database.engine, KEYS).reading() as transaction, pytest.raises(KeyProblem):
        transaction.grants.find("slack", "T0")


def test_it_may_be_stopped_and_begun_again(kept: Circle) -> None:
    both = with_hash_key(kept.database.engine, BOTH)
    steps = rotate(kept.database, both)
    while next(steps) != ("vault_key", BATCH):
        pass
    steps.close()
    assert left(kept, both) == 2 * FEW - BATCH
    everything_opens(kept, both, FEW)
    list(rotate(kept.database, both))
    assert left(kept, both) == 0
    assert sum(rows for _, rows in rotate(kept.database, both)) == 0


def test_people_go_on_meanwhile(kept: Circle) -> None:
    """Turns of processes that have both keys, before and behind the batch that is being sealed."""
    both = with_hash_key(kept.database.engine, BOTH)
    running = SqlDatabase(kept.database.engine, both)
    problems: list[Exception] = []

    def work() -> None:
        try:
            fill(kept, running, MORE, start=FEW)
        except Exception as problem:  # noqa: BLE001 - shown by the test's own thread
            problems.append(problem)

    worker = threading.Thread(target=work)
    worker.start()
    while worker.is_alive():
        list(rotate(kept.database, both))
    worker.join()
    assert problems == []
    list(rotate(kept.database, both))
    assert left(kept, both) == 0
    everything_opens(kept, with_hash_key(kept.database.engine, ALONE), FEW + MORE)


def test_whatever_is_sealed_is_sealed_anew() -> None:
    """A new table with a sealed column has to be named in storage/rotation.py."""
    named = {table.name for table in (*SEALED, *(table for table, _ in VAULTED))}
    # These are sealed by the key of their thread, which lies in vault_key.
    by_thread = {"vault_link", "vault_waiting"}
    found = {table.name for table in t.metadata.sorted_tables if {"sealed", "wrapped"} & set(table.columns.keys())}
    assert found == named | by_thread


def test_keys_that_do_not_fit_stop_the_start(sqlite_template: Path, tmp_path: Path) -> None:
    installed(sqlite_template, tmp_path)
    told = by_hand(["community", "create", "Second"], {"WARMLINE_SECRET_KEYS": NEW_KEY}, tmp_path)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "do not fit this database" in told.stderr


def test_by_hand_it_says_what_to_do_next(sqlite_template: Path, tmp_path: Path) -> None:
    old, both, new = ({"WARMLINE_SECRET_KEYS": k} for k in (OLD_KEY, f"{NEW_KEY},{OLD_KEY}", NEW_KEY))
    installed(sqlite_template, tmp_path)
    told = by_hand(["rotate-keys"], old, tmp_path)
    assert (told.returncode, "WARMLINE_SECRET_KEYS=NEW,OLD" in told.stderr) == (1, True)
    for _ in range(2):
        done = by_hand(["rotate-keys"], both, tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Take them out" in done.stdout
    assert by_hand(["community", "show", "CIO Circle"], new, tmp_path).returncode == 0


def test_the_order_of_the_keys_changes_no_hash(engine: Engine) -> None:
    """So that a new key can first be added behind the old one on every machine, without any pause."""
    Circle(SqlDatabase(engine, KEYS))
    first = keep_hash_key(engine, KEYS)
    assert first.mac("p", "x") == KEYS.mac("p", "x")
    for keys in (Keys((*KEYS.masters, NEW)), BOTH):
        assert with_hash_key(engine, keys).mac("p", "x") == first.mac("p", "x")


def test_a_database_made_by_migrate_hashes_by_a_key_of_its_own(engine: Engine) -> None:
    assert keep_hash_key(engine, KEYS).mac("p", "x") != KEYS.mac("p", "x")
    assert keep_hash_key(engine, KEYS) == with_hash_key(engine, KEYS)
