"""The audit trail: every change to what was written is found, and an erasure is none."""

import os
import random
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from threading import Barrier, Thread
from typing import TypeAlias

import pytest
from sqlalchemy import Connection, select

from adapters import operate
from adapters.cli import main
from bot.app import new_id
from bot.model import AuditEntry
from storage import tables as t
from storage.audit import Checked, SqlAudit
from tests.circle import Circle
from tests.databases import KEYS
from tests.town import well_known

MUTATIONS = int(os.environ.get("WARMLINE_PROOF_MUTATIONS", "36"))
a = t.audit.c


def write(circle: Circle, count: int, actor: str = "") -> None:
    for number in range(count):
        with circle.database.writing() as transaction:
            entry = AuditEntry(new_id(), date(2026, 3, 2).isoformat(), actor, "people.approve", new_id(), f"{number}")
            transaction.store(circle.community).audit.add(entry)


def check(circle: Circle) -> Checked:
    with circle.database.reading() as transaction:
        return transaction.store(circle.community).audit.check()


def test_an_untouched_trail_is_whole(circle: Circle) -> None:
    write(circle, 12)
    found = check(circle)
    assert (found.entries, found.erased, found.problems) == (12, 0, ())


def test_entries_written_at_the_same_time_stand_one_after_the_other(circle: Circle) -> None:
    together = Barrier(4)

    def some() -> None:
        together.wait()
        write(circle, 5)

    threads = [Thread(target=some) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (check(circle).entries, check(circle).problems) == (20, ())


def change(column: str, connection: Connection, numbers: list[int], chance: random.Random) -> None:
    one = chance.choice(numbers)
    connection.execute(t.audit.update().where(a.number == one).values({column: f"{chance.getrandbits(64):x}"[:10]}))


def remove(connection: Connection, numbers: list[int], chance: random.Random) -> None:
    connection.execute(t.audit.delete().where(a.number == chance.choice(numbers)))


def reorder(connection: Connection, numbers: list[int], chance: random.Random) -> None:
    one, two = chance.sample(numbers, 2)
    for number, to in ((one, 0), (two, one), (0, two)):
        connection.execute(t.audit.update().where(a.number == number).values(number=to))


def insert(connection: Connection, numbers: list[int], chance: random.Random) -> None:
    row = dict(connection.execute(select(t.audit).where(a.number == chance.choice(numbers))).mappings().one())
    connection.execute(t.audit.insert().values(row | {"id": new_id(), "number": max(numbers) + 1}))


def cut_off(connection: Connection, numbers: list[int], chance: random.Random) -> None:
    connection.execute(t.audit.delete().where(a.number > chance.randint(0, max(numbers) - 1)))


Harm: TypeAlias = Callable[[Connection, list[int], random.Random], None]
COLUMNS = ("day", "actor", "action", "subject", "detail", "people", "seal", "id")
HARMS: tuple[Harm, ...] = (*(partial(change, column) for column in COLUMNS), remove, reorder, insert, cut_off)


def test_any_row_changed_removed_reordered_or_added_is_found(circle: Circle) -> None:
    write(circle, 12, actor=new_id())
    chance = random.Random(11)  # noqa: S311 - chance for a test
    for harm in islice(cycle(HARMS), MUTATIONS):
        with circle.database.engine.connect() as connection:
            numbers = list(connection.scalars(select(a.number)))
            harm(connection, numbers, chance)
            assert SqlAudit(connection, circle.community.id, KEYS).check().problems, harm
            connection.rollback()
    assert check(circle).problems == ()


def test_what_was_cut_off_along_with_the_communitys_own_note_shows_in_the_head(circle: Circle) -> None:
    write(circle, 3)
    before = check(circle).head
    with circle.database.writing() as transaction:
        seal = transaction.connection.scalar(select(a.seal).where(a.number == 2))
        transaction.connection.execute(t.audit.delete().where(a.number == 3))
        transaction.connection.execute(t.community.update().values(audit_number=2, audit_seal=seal))
    assert check(circle).problems == ()
    assert check(circle).head != before


@pytest.mark.parametrize("whose", ["actor", "subject"])
def test_an_erased_person_breaks_nothing(circle: Circle, whose: str) -> None:
    zoe = circle.add("Zoe").member
    assert zoe
    write(circle, 2)
    with circle.database.writing() as transaction:
        people = {"actor": new_id(), "subject": new_id()} | {whose: zoe.id}
        store = transaction.store(circle.community)
        store.audit.add(AuditEntry(new_id(), "2026-03-02", people["actor"], "people.suspend", people["subject"]))
    write(circle, 2)
    circle.people["Zoe"].types("me")
    circle.people["Zoe"].presses("Erase")
    circle.people["Zoe"].presses("Erase everything")
    found = check(circle)
    assert (found.erased, found.problems) == (1, ())


def test_the_command_says_whether_the_trail_is_whole_and_writes_it_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(operate, "load_catalogue", well_known)
    monkeypatch.setenv("WARMLINE_DATABASE_URL", f"sqlite:///{tmp_path}/w.db")
    monkeypatch.setenv("WARMLINE_SECRET_KEYS", "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s")

    def warmline(*words: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(list(words))
        return f"{ended.value.code}: {capsys.readouterr().out}"

    warmline("migrate")
    warmline("community", "create", "Small Circle")
    assert "0: The trail is whole: 0 entries." in warmline("audit", "verify", "--community", "Small Circle")
    warmline("audit", "export", "--community", "Small Circle", "-o", "trail.csv")
    assert (tmp_path / "trail.csv").read_text().startswith("number,day,actor,action")
