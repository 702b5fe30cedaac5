"""Signing in to the desk: one link, one session, one manager; everybody else sees the same closed door."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from adapters.desk import gate
from adapters.desk.gate import Gate
from adapters.pages.door import Door
from adapters.wiring import House
from bot.model import Account, MemberStatus, Role
from bot.turn import Request
from storage import tables as t
from storage.database import SqlDatabase
from tests.at_the_desk import Seat, desk, link_of, mia, sit_down
from tests.circle import Circle, Person
from tests.paging import Site
from tests.town import settings_for

__all__ = ["desk", "mia"]  # the fixtures

CLOSED = "Type curate in the chat and press Open the desk."
PAGES = ("queue", "people", "vendors", "cases", "settings", "health", "files")


def is_closed(seat: Seat) -> bool:
    seat.open("/desk/queue")
    return seat.answer.status == 403 and CLOSED in seat.said


def saved(circle: Circle, person: Person, **values: object) -> None:
    assert person.member
    with circle.database.writing() as transaction:
        transaction.connection.execute(t.member.update().where(t.member.c.id == person.member.id).values(**values))


def test_without_a_session_every_page_is_closed_and_looks_the_same(site: Site, desk: Seat) -> None:
    told = set()
    for cookie in ("", "warmline-desk=", "warmline-desk=" + "0" * 64, "warmline-desk=x; a=b", "other=1"):
        for name in (*PAGES, "nothing", "choices", "files/import"):
            seat = Seat(site)
            seat.cookie = cookie
            seat.open(f"/desk/{name}") if "import" not in name else seat.send("/desk/files/import", [])
            told.add((seat.answer.status, seat.answer.text))
    assert len(told) == 1
    assert next(iter(told))[0] == 403
    assert desk.open("/desk/queue")


def test_the_link_signs_in_once(site: Site, mia: Person) -> None:
    path, first, second = link_of(mia), Seat(site), Seat(site)
    assert "Sign in" in first.open(path)
    second.open(path)
    first.press("Sign in")
    assert "Curation" in first.said
    assert "This link is over" in second.press("Sign in")
    assert second.answer.status == 404
    assert second.cookie == ""
    used = second.open(path)
    assert used == second.open("/desk/enter/" + "0" * 32)
    assert is_closed(second)


def test_of_many_who_press_at_once_one_gets_in(circle: Circle, site: Site, mia: Person) -> None:
    path, seats = link_of(mia), [Seat(site) for _ in range(6)]
    for seat in seats:
        seat.open(path)
    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(lambda seat: seat.press("Sign in"), seats))
    assert sum("Curation" in one for one in said) == 1
    with circle.database.reading() as transaction:
        assert len(transaction.connection.execute(t.desk_session.select()).all()) == 1


def test_looking_at_the_link_does_not_use_it_up_and_ten_minutes_do(circle: Circle, site: Site, mia: Person) -> None:
    path, seat = link_of(mia), Seat(site)
    for _ in range(3):
        seat.open(path)
    circle.clock.passes(minutes=10.1)
    assert "This link is over" in seat.press("Sign in")
    assert "This link is over" in seat.open(path)


def test_a_newer_link_voids_an_older_one(site: Site, mia: Person) -> None:
    older, newer = link_of(mia), link_of(mia)
    seat = Seat(site)
    assert "This link is over" in seat.open(older)
    assert "Sign in" in seat.open(newer)


def test_who_is_no_manager_any_more_when_the_link_is_used_does_not_get_in(
    circle: Circle, site: Site, mia: Person
) -> None:
    seat = Seat(site)
    seat.open(link_of(mia))
    saved(circle, mia, role=Role.MEMBER)
    assert "This link is over" in seat.press("Sign in")
    assert seat.cookie == ""


@pytest.mark.parametrize(
    "values", [{"role": Role.MEMBER}, {"status": MemberStatus.SUSPENDED}, {"status": MemberStatus.LEFT}]
)
def test_who_is_no_manager_any_more_is_out_at_the_next_press(
    circle: Circle, desk: Seat, mia: Person, values: dict[str, object]
) -> None:
    desk.open("/desk/settings")
    saved(circle, mia, **values)
    assert CLOSED in desk.press("Save", {"ask-days": "9"})
    assert desk.answer.status == 403
    assert is_closed(desk)
    with circle.database.reading() as transaction:
        assert transaction.community(circle.community.id).settings == ()


def test_a_workspace_that_took_the_app_away_closes_the_desk(circle: Circle, desk: Seat, mia: Person) -> None:
    with circle.database.writing() as transaction:
        transaction.connection.execute(t.workspace.update().values(removed=True))
    assert is_closed(desk)


def test_a_second_account_keeps_the_desk_open(circle: Circle, desk: Seat, mia: Person) -> None:
    assert mia.member
    with circle.database.writing() as transaction:
        members = transaction.store(circle.community).members
        members.add_account(Account("f" * 32, mia.member.id, "teams", "tenant-1", "U-Mia-2"))
        gone = t.account.delete().where(t.account.c.user == "U-Mia")
        transaction.connection.execute(gone)
    assert "Curation" in desk.open("/desk/queue")


def test_an_erased_manager_leaves_no_session(circle: Circle, desk: Seat, mia: Person) -> None:
    circle.add("Max", manager=True)
    circle.bot.run(Request(mia.sender, action="me.erase_now", key="gone"))
    assert is_closed(desk)
    with circle.database.reading() as transaction:
        assert transaction.connection.execute(t.desk_session.select()).all() == []


def test_half_an_hour_without_a_press_ends_it(circle: Circle, desk: Seat) -> None:
    for _ in range(3):
        circle.clock.passes(minutes=29)
        assert "Curation" in desk.open("/desk/queue")
    circle.clock.passes(minutes=30.1)
    assert is_closed(desk)


def test_eight_hours_end_it_however_busy_it_was(circle: Circle, desk: Seat) -> None:
    for _ in range(16):
        circle.clock.passes(minutes=29.9)
        assert "Curation" in desk.open("/desk/queue")
    circle.clock.passes(minutes=2)
    assert is_closed(desk)


def test_signing_out_ends_it_for_whoever_kept_the_cookie(site: Site, desk: Seat) -> None:
    kept = Seat(site)
    kept.cookie = desk.cookie
    assert "You are signed out" in desk.press("Sign out")
    assert 'warmline-desk="";' in desk.answer.headers["Set-Cookie"] or "Max-Age=0" in desk.answer.headers["Set-Cookie"]
    assert is_closed(kept)


def test_signing_in_anew_ends_the_browsers_earlier_session(site: Site, desk: Seat, mia: Person) -> None:
    before = Seat(site)
    before.cookie = desk.cookie
    desk.open(link_of(mia))
    desk.press("Sign in")
    assert "Curation" in desk.said
    assert desk.cookie != before.cookie
    assert is_closed(before)


def test_the_cookie_is_for_this_site_alone_and_its_token_is_not_kept(circle: Circle, site: Site, mia: Person) -> None:
    seat = Seat(site)
    seat.open(link_of(mia))
    seal = dict(seat.page.forms[0].fields)["seal"]
    seat.send(seat.path, [("seal", seal)])
    headers = seat.cookies
    assert len(headers) == 1
    for word in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=28800"):
        assert word in headers[0]
    assert "Secure" not in headers[0]  # On loopback there is no https; behind a public address there always is.
    token = seat.cookie.partition("=")[2]
    assert len(token) == 64
    with circle.database.reading() as transaction:
        for table in t.metadata.sorted_tables:
            assert token not in str(transaction.connection.execute(table.select()).all())


def test_behind_https_the_cookie_is_bound_to_the_host(circle: Circle, tmp_path: Path) -> None:
    settings = replace(settings_for(circle.database.engine, {}, tmp_path, 0), public_url="https://warmline.example")
    bound = Gate(Door(House(settings, circle.database, circle.bot, (), circle.wake, circle.clock)))
    answer = web.Response()
    bound.opens(answer, "0" * 64)
    cookie = answer.cookies["__Host-warmline-desk"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert cookie["domain"] == ""


def test_a_manager_of_another_community_sees_and_changes_their_own_alone(
    circle: Circle, database: SqlDatabase, site: Site, desk: Seat
) -> None:
    other = Circle(database, "Other Circle", "other-")
    other.bot._pages = site.url
    olga, bea = other.add("Olga", manager=True), circle.add("Bea", uses=("Okta",))
    theirs = sit_down(site, olga)
    assert "Other Circle" in theirs.said
    assert bea.member
    for action, arg in (("people.suspend", bea.member.id), ("vendors.rename", circle.vendor("Okta"))):
        desk.open(f"/desk/people?action={action}&arg={arg}")
        assert "Bea" in desk.answer.text or "Okta" in desk.answer.text
        seen, missing = (theirs.open(f"/desk/people?action={action}&arg={one}") for one in (arg, "0" * 32))
        assert seen == missing
        theirs.open(f"/desk/people?action={action}&arg={arg}")
        assert not re.search(r"\bBea\b", theirs.answer.text)
        assert "Okta" not in theirs.answer.text
    theirs.open("/desk/settings")
    theirs.press("Save", {"ask-days": "9"})
    with database.reading() as transaction:
        assert transaction.community(circle.community.id).settings == ()


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "http://["},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
]


def test_a_form_from_elsewhere_changes_nothing(circle: Circle, site: Site, mia: Person, desk: Seat) -> None:
    max_ = circle.add("Max", manager=True)
    desk.open("/desk/settings")
    form = next(form for form in desk.page.forms if form.labels)
    fields = [(name, "9" if name == "f.ask-days" else value) for name, value in form.fields]
    others = dict(sit_down(site, max_).page.forms[0].fields)["seal"]
    for headers in FOREIGN:
        assert "did not come from our page" in desk.send("/desk/settings", fields, headers)
        assert desk.answer.status == 403
    for seal in ("", "0" * 64, others, "é"):
        desk.send("/desk/settings", [(n, seal if n == "seal" else v) for n, v in fields])
        assert desk.answer.status == 403
    for path in ("/desk/leave", "/desk/files/export", "/desk/files/import", "/desk/queue"):
        desk.send(path, [("what", "members"), ("format", "csv")])
        assert desk.answer.status == 403
    with circle.database.reading() as transaction:
        assert transaction.community(circle.community.id).settings == ()
    assert "Kept" in desk.send("/desk/settings", fields, {"Origin": "null", "Sec-Fetch-Site": "same-origin"})


def test_an_address_that_changes_something_does_nothing(circle: Circle, desk: Seat) -> None:
    bea = circle.add("Bea")
    assert bea.member
    desk.open(f"/desk/people?action=people.send_suspend&arg={bea.member.id}&f.reason=left")
    assert "People" in desk.said
    assert "paused" not in bea.types("home")


def test_nothing_from_elsewhere_and_nothing_kept(desk: Seat) -> None:
    for name in (*PAGES, "desk.js"):
        desk.open(f"/desk/{name}")
        policy = desk.answer.headers["Content-Security-Policy"]
        for rule in ("default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'"):
            assert rule in policy
        assert "unsafe" not in policy
        assert desk.answer.headers["Cache-Control"] == "no-store"
        assert "style=" not in desk.answer.text or name == "desk.js"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """So few requests of one address are taken in a minute, instead of as many as anybody needs."""
    assert gate.PER_MINUTE == 120
    monkeypatch.setattr(gate, "PER_MINUTE", 5)
    return gate.PER_MINUTE


def test_who_asks_too_often_waits_a_minute(few: int, circle: Circle, desk: Seat) -> None:
    circle.clock.passes(minutes=1)
    statuses = []
    for _ in range(few + 1):
        desk.open("/desk/desk.js")
        statuses.append(desk.answer.status)
    assert statuses == [200] * few + [429]
    circle.clock.passes(minutes=1)
    assert "Curation" in desk.open("/desk/queue")


def test_behind_a_proxy_each_visitor_of_the_desk_counts_alone(few: int, desk: Seat) -> None:
    for number in range(2 * few):
        desk.open("/desk/desk.js", {"X-Forwarded-For": f"203.0.113.{number}"})
        assert desk.answer.status == 200


def test_a_member_has_no_way_in(circle: Circle, site: Site) -> None:
    alice = circle.add("Alice")
    said = alice.circle.bot.run(Request(alice.sender, action="curate.desk", key="x"))
    assert "Only the community managers" in str(said)


def test_without_web_pages_the_button_says_so(circle: Circle, mia: Person) -> None:
    mia.types("curate")
    assert "no web pages" in mia.presses("Open the desk", "Curation")
