"""Files at the desk: imports by the road of the command line, every bad row named; exports that are audited."""

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.client import IncompleteRead
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import gettempdir
from threading import Event
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from sqlalchemy import text

from adapters import importing
from adapters.desk import giving, imports
from adapters.desk.gate import Gate
from adapters.desk.gate import Seat as Seated
from adapters.desk.taking import Taking
from adapters.importing import CHUNKS, rows_in
from adapters.operate import export_rows
from bot.app import new_id
from bot.imports import Row, Taken
from bot.model import Role
from storage import tables as t
from storage.sessions import KEPT, DeskImport, ImportState
from tests.at_the_desk import Seat, mia, sit_down
from tests.at_the_desk import desk as signed_in
from tests.circle import Circle, Person
from tests.paging import Site, served
from tests.reviewing import reviews
from tests.test_desk_session import CLOSED, saved

__all__ = ["mia", "signed_in"]

HEAD = "name,company,email,accounts\n"
GOOD = "Nora,Nora Works,nora@nora.example,slack:T1:U-Nora\n"
BAD = "Olaf,Olaf Works,not an address,slack:T1:U-Olaf\n"
FOREIGN = "Pia,Pia Works,pia@pia.example,slack:T9:U-Pia\n"
MEGABYTE = 1024 * 1024
LANDED = Event()
"""An import of this test has ended."""


@pytest.fixture(autouse=True)
def landing(monkeypatch: pytest.MonkeyPatch) -> None:
    take = Taking._take

    def taken(*given: Any) -> None:
        try:
            take(*given)
        finally:
            LANDED.set()

    LANDED.clear()
    monkeypatch.setattr(Taking, "_take", taken)


@pytest.fixture
def desk(signed_in: Seat) -> Seat:
    signed_in.open("/desk/files")
    return signed_in


def done(seat: Seat) -> str:
    """Looks again when nothing runs any more; half a minute at most."""
    while "data-going" in seat.answer.text:
        assert LANDED.wait(30)
        LANDED.clear()
        seat.open("/desk/files")
    return seat.said


def trail(circle: Circle) -> list[tuple[str, str]]:
    with circle.database.reading() as transaction:
        return [(one.action, one.detail) for one in transaction.store(circle.community).audit.newest(9)]


def test_good_rows_are_taken_and_each_bad_one_is_named(circle: Circle, desk: Seat) -> None:
    desk.bring("members", "members.csv", (HEAD + GOOD + BAD + FOREIGN).encode())
    said = done(desk)
    assert "Members: 1 taken, 2 refused" in said
    assert "Row 3: email is not an e-mail address" in said
    assert "Row 4: the workspace slack:T9 does not belong to this community" in said
    with circle.database.reading() as transaction:
        assert transaction.store(circle.community).members.by_email("nora@nora.example")
    assert ("desk.import", "members") in trail(circle)


def test_one_manager_gives_nobody_a_second_account_or_another_role_by_a_file(circle: Circle, desk: Seat) -> None:
    circle.add("Alice")
    circle.add("Max", manager=True)
    rows = (
        "Alice,Alice Works,alice@alice.example,slack:T1:U-Alice;slack:T1:U-Eve,\n"
        "Alice,Alice Inc,alice@alice.example,slack:T1:U-Alice,manager\n"
        "Max,Max Works,max@max.example,slack:T1:U-Max,\n"
    )
    desk.bring("members", "members.csv", f"name,company,email,accounts,role\n{rows}".encode())
    said = done(desk)
    assert "Members: 2 taken, 1 refused" in said
    assert "Row 2: an account is new for this person: this person links it with link CODE" in said
    with circle.database.reading() as transaction:
        members = transaction.store(circle.community).members
        alice, max_ = members.by_email("alice@alice.example"), members.by_email("max@max.example")
        assert alice
        assert max_
        assert (alice.company, alice.role, max_.role) == ("Alice Inc", Role.MEMBER, Role.MANAGER)
        assert members.owner("slack", "T1", "U-Eve") is None


def test_one_manager_brings_in_nobody_whom_the_managers_would_not_admit(circle: Circle, desk: Seat) -> None:
    rows = (
        ("Eve,Eve Works,eve@eve.example,slack:T1:U-Eve,manager", "a new person comes in as a member"),
        ("Eve,Eve Works,eve@okta.com,slack:T1:U-Eve,", "a vendor's e-mail address cannot join"),
        ("Eve,Eve Works,eve@gmail.com,slack:T1:U-Eve,", "gmail.com is a free mail provider. That takes two managers"),
        ("Eve,Okta,eve@eve.example,slack:T1:U-Eve,", "Okta is the name of a vendor in the catalogue."),
    )
    lines = "".join(f"{row}\n" for row, _ in rows)
    desk.bring("members", "members.csv", f"name,company,email,accounts,role\n{lines}".encode())
    said = done(desk)
    assert "Members: 0 taken, 4 refused" in said
    told = re.split(r"Row \d+: ", said)[1:]
    assert all(says in one for (_, says), one in zip(rows, told, strict=True)), told
    with circle.database.reading() as transaction:
        assert transaction.store(circle.community).members.owner("slack", "T1", "U-Eve") is None


@pytest.mark.parametrize("path", ["import", "export"])
@pytest.mark.parametrize("how", ["demoted", "signed out"])
def test_who_leaves_the_seat_while_the_body_is_on_its_way_brings_and_takes_nothing(
    circle: Circle, desk: Seat, mia: Person, monkeypatch: pytest.MonkeyPatch, path: str, how: str
) -> None:
    seal = next(dict(form.fields)["seal"] for form in desk.page.forms if form.action.endswith("/import"))
    admits, admitted = Gate.admits, Event()

    async def admits_and_tells(gate: Gate, request: web.Request) -> Seated:
        seat = await admits(gate, request)
        admitted.set()
        return seat

    monkeypatch.setattr(Gate, "admits", admits_and_tells)

    def leaves() -> None:
        assert admitted.wait(10)
        if how == "demoted":
            saved(circle, mia, role=Role.MEMBER)
        else:
            with circle.database.writing() as transaction:
                transaction.connection.execute(t.desk_session.delete())

    if path == "import":
        fields = {"seal": seal, "what": "members"}
        head = "".join(f'--xx\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items())
        head += '--xx\r\nContent-Disposition: form-data; name="file"; filename="m.csv"\r\n\r\n'
        kind, body = "multipart/form-data; boundary=xx", (head + HEAD, f"{GOOD}\r\n--xx--\r\n")
    else:
        kind, body = "application/x-www-form-urlencoded", (urlencode({"seal": seal, "what": "members"}), "&format=csv")
    desk.dawdle(f"/desk/files/{path}", kind, (body[0].encode(), body[1].encode()), leaves)
    assert desk.answer.status == 403
    assert CLOSED in desk.said
    assert not any(action.startswith("desk.") for action, _ in trail(circle))


def test_the_same_file_again_changes_nothing(circle: Circle, desk: Seat) -> None:
    for _ in range(2):
        desk.bring("members", "members.csv", (HEAD + GOOD).encode())
        assert "Members: 1 taken, 0 refused" in done(desk)
    with circle.database.reading() as transaction:
        rows = transaction.connection.execute(t.member.select().where(t.member.c.name == "Nora")).all()
    assert len(rows) == 1


def test_a_json_file_is_taken_too(desk: Seat) -> None:
    row = {"vendor": "Okta", "domain": "okta.example"}
    desk.bring("vendors", "Vendors.JSON", json.dumps([row, {"vendor": ""}]).encode())
    said = done(desk)
    assert "Vendors: 1 taken, 1 refused" in said
    assert "Row 2: vendor is empty" in said


def test_a_file_that_cannot_be_read_says_why_without_telling_where_it_lay(desk: Seat) -> None:
    for data, says in (
        (b"name;company\n\xff\xfe", "UTF-8"), (b"name,shoe size\nA,4\n", "shoe size"), (b'"open', "CSV"), (b"\0", "")
    ):  # fmt: skip
        desk.bring("members", "../../etc/members.csv", data)
        said = done(desk)
        assert "0 taken, 1 refused" in said, data
        assert says in said
        assert str(Path(gettempdir())) not in said


def test_words_in_a_file_never_become_markup(desk: Seat) -> None:
    desk.bring("members", "<b>.csv", b"<script>alert(1)</script>,name\nA,B\n")
    assert "unknown column" in done(desk)
    assert "<script>alert" not in desk.answer.text


def test_what_is_no_file_is_refused_in_words(desk: Seat) -> None:
    seal = dict(desk.page.forms[0].fields)["seal"]
    for fields, data in (([("what", "members")], b""), ([("what", "cats")], b"name\n"), ([], b"name\n")):
        desk.upload([("seal", seal), *fields], "members.csv", data)
        assert desk.answer.status == 422
        assert "Choose a file" in desk.said


def test_a_file_without_our_seal_is_not_even_read(circle: Circle, desk: Seat) -> None:
    for fields in ([("what", "members")], [("what", "members"), ("seal", "0" * 64)], []):
        desk.upload(fields, "members.csv", (HEAD + GOOD).encode())
        assert desk.answer.status == 403
    with circle.database.reading() as transaction:
        assert transaction.store(circle.community).members.by_email("nora@nora.example") is None


def test_what_is_no_form_of_ours_is_refused(desk: Seat) -> None:
    for kind, body in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--y\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nz\r\n--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Transfer-Encoding: odd\r\n\r\nz\r\n--x--"),
        ("multipart/mixed; boundary=x", b"--x--"),
        ("application/json", b"{}"),
        ("", b""),
    ):
        desk._ask("POST", "/desk/files/import", body, {"Content-Type": kind})
        assert desk.answer.status == 403, (kind, body)


def test_a_file_over_a_megabyte_is_taken_and_one_over_the_limit_is_not(
    desk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert imports.MOST == 20 * MEGABYTE
    monkeypatch.setattr(imports, "MOST", 2 * MEGABYTE)
    whole = b'[{"vendor": "Okta"}]'
    desk.bring("vendors", "vendors.json", whole.ljust(2 * MEGABYTE))
    assert "Vendors: 1 taken, 0 refused" in done(desk)
    desk.bring("vendors", "vendors.json", whole.ljust(2 * MEGABYTE + 1))
    assert desk.answer.status == 413
    assert "larger than 20 MB" in desk.said


def test_one_import_runs_at_a_time_and_one_that_died_does_not_block(circle: Circle, desk: Seat, mia: Person) -> None:
    assert mia.member
    one = DeskImport(new_id(), mia.member.id, "members", ImportState.RUNNING, 1_500, ((7, "x"),), circle.clock())
    with circle.database.writing() as transaction:
        transaction.imports(circle.community.id).save(one)
    assert "1,501 rows so far" in desk.open("/desk/files")
    with circle.database.writing() as transaction:
        transaction.imports(circle.community.id).save(replace(one, total=12_000))
    assert "Members: 1,501 of 12,000 rows" in desk.open("/desk/files")
    desk.bring("members", "members.csv", (HEAD + GOOD).encode())
    assert desk.answer.status == 409
    assert "Another import is running" in desk.said
    circle.clock.passes(minutes=4)
    assert "It stopped before its end" in desk.open("/desk/files")
    desk.bring("members", "members.csv", (HEAD + GOOD).encode())
    assert "Members: 1 taken, 0 refused" in done(desk)


@pytest.mark.parametrize(
    ("name", "content", "rows"),
    [
        ("m.csv", HEAD + GOOD + '"Two\nlines",B,b@b.example,\n', 2),
        ("m.csv", "", 0),
        ("m.csv", '"never closed', 0),
        ("m.json", '[{"name": "A"}, {"name": "B"}, {"name": "C"}]', 3),
        ("m.json", '{"members": [{"name": "A"}]}', 1),
        ("m.json", "no json", 0),
    ],
)
def test_the_rows_of_a_file_are_counted_before_it_is_taken(tmp_path: Path, name: str, content: str, rows: int) -> None:
    (tmp_path / name).write_text(content)
    assert rows_in(tmp_path / name, "members") == rows
    assert rows_in(tmp_path, "members") == 0


def test_a_server_that_stops_ends_an_import_between_two_chunks(
    circle: Circle, mia: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told to in the middle of the second of three, and ends that one."""
    monkeypatch.setitem(CHUNKS, "vendors", 20)
    rows = ["vendor", *(f"Quillon {number} Works" for number in range(3 * CHUNKS["vendors"]))]
    data = "\n".join(rows).encode()
    begin, import_file = Taking.__init__, importing.import_file
    started, reached = list[Taking](), Event()

    def begins(taking: Taking, gate: Gate) -> None:
        begin(taking, gate)
        started.append(taking)

    def until_it_stops(*given: Any) -> Iterator[Taken]:
        for number, verdict in enumerate(import_file(*given), 1):
            if number == 30:
                reached.set()
                assert started[0]._stopping.wait(10)
            yield verdict

    with monkeypatch.context() as patch:
        patch.setattr(Taking, "__init__", begins)
        patch.setattr(importing, "import_file", until_it_stops)
        with served(circle, tmp_path / "one") as site:
            seat = sit_down(site, mia)
            seat.open("/desk/files")
            seat.bring("vendors", "vendors.csv", data)
            assert reached.wait(10)
    assert mia.member
    with circle.database.reading() as transaction:
        one = transaction.imports(circle.community.id).of(mia.member.id, circle.clock())[0]
        kept = transaction.connection.execute(t.vendor.select().where(t.vendor.c.name.like("Quillon%"))).all()
    assert (one.state, one.taken, one.total) == (ImportState.STOPPED, len(kept), len(rows) - 1)
    assert len(kept) == 2 * CHUNKS["vendors"]
    with served(circle, tmp_path / "two") as site:
        seat = sit_down(site, mia)
        assert "It stopped before its end" in seat.open("/desk/files")
        seat.bring("vendors", "vendors.csv", data)
        assert f"Vendors: {len(rows) - 1} taken, 0 refused" in done(seat)


def test_what_came_of_a_file_is_for_whoever_brought_it_and_a_day(circle: Circle, site: Site, desk: Seat) -> None:
    desk.bring("members", "members.csv", (HEAD + GOOD).encode())
    done(desk)
    max_ = sit_down(site, circle.add("Max", manager=True))
    assert "taken" not in max_.open("/desk/files").replace("are taken", "")
    with circle.database.writing() as transaction:
        transaction.sweep(circle.clock() + KEPT + timedelta(minutes=1))
        assert transaction.connection.execute(t.desk_import.select()).all() == []
        assert transaction.connection.execute(t.desk_session.select()).all() == []


def test_what_is_exported_can_be_imported_again(circle: Circle, desk: Seat) -> None:
    alice = circle.add("Alice", uses=("Okta",))
    reviews(alice, "Okta", pros="=It runs by itself.")
    for what, says in (("members", "alice@alice.example"), ("vendors", "Okta"), ("reviews", "'=It runs by itself.")):
        desk.open("/desk/files")
        desk.press("Export", {"what": what})
        assert desk.answer.headers["Content-Disposition"] == f'attachment; filename="warmline-{what}.csv"'
        rows = list(csv.DictReader(StringIO(desk.raw.decode(), newline="")))
        assert any(says in row.values() for row in rows)
        data = desk.raw
        desk.open("/desk/files")
        desk.bring(what, f"{what}.csv", data)
        assert re.search(rf"{what.capitalize()}: {len(rows)} taken, 0 refused", done(desk)), desk.said
        assert ("desk.export", f"{what} csv") in trail(circle)


def test_everything_comes_as_one_file(circle: Circle, desk: Seat) -> None:
    desk.press("Export", {"what": "all", "format": "json"})
    assert set(json.loads(desk.raw)) == {"members", "vendors", "reviews"}
    desk.open("/desk/files")
    desk.press("Export", {"what": "all"})
    assert desk.answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(desk.raw)) as archive:
        assert sorted(archive.namelist()) == ["members.csv", "reviews.csv", "vendors.csv"]
        assert b"mia@mia.example" in archive.read("members.csv")
    assert ("desk.export", "all csv") in trail(circle)


def test_a_large_export_is_on_its_way_before_its_rows_are_read(
    circle: Circle, desk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser shows the download from its first bytes on."""
    for number in range(5):
        circle.add(f"Peer{number}")
    monkeypatch.setattr("adapters.files.PIECE", 2)
    read: list[str] = []

    def slowly(kind: str) -> list[Row]:
        read.append(kind)
        return export_rows(circle.database, kind, circle.community.name)

    for form, made in (("csv", giving._csv("members", slowly)), ("json", giving._json(["members"], slowly)),
                       ("zip", giving._zipped(["members", "vendors"], slowly))):  # fmt: skip
        read.clear()
        assert next(made), form
        assert read == []
        assert len(list(made)) >= 3, form
    desk.press("Export", {"what": "members", "format": "json"})
    assert len(json.loads(desk.raw)) == 6
    assert desk.answer.headers["Transfer-Encoding"] == "chunked"


def test_an_export_that_breaks_off_never_looks_whole(circle: Circle, desk: Seat) -> None:
    """Without its last piece every browser shows a download as failed."""
    with circle.database.writing() as transaction:
        transaction.connection.execute(text("ALTER TABLE review RENAME TO review_away"))
    try:
        with pytest.raises((IncompleteRead, ConnectionError)):
            desk.press("Export", {"what": "reviews"})
    finally:
        with circle.database.writing() as transaction:
            transaction.connection.execute(text("ALTER TABLE review_away RENAME TO review"))


def test_an_export_of_nothing_known_gives_nothing(circle: Circle, desk: Seat) -> None:
    desk.press("Export", {"what": "audit"})
    assert desk.path == "/desk/files"
    assert not any(action == "desk.export" for action, _ in trail(circle))


def test_a_spreadsheets_own_file_and_one_with_semicolons_are_named_as_what_they_are(desk: Seat) -> None:
    desk.bring("vendors", "vendors.csv", b"vendor;domain\nOkta;okta.com\n")
    assert "separated by semicolons" in done(desk)
    desk.bring("vendors", "vendors.csv", b"PK\x03\x04 and more\n")
    assert "save it as CSV UTF-8" in done(desk)
