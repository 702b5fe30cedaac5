"""Long lists at the desk: read by pages, searched by name, and come back to after something was decided."""

import socket
from urllib.parse import quote, urlsplit

import pytest

from bot.app import new_id
from bot.model import Vendor, VendorChange, VendorStatus
from bot.ports.documents import Kind
from bot.settings import changed
from storage import tables as t
from storage.indexing import touch
from storage.vendor_names import insert_leads, leads_of_vendor
from storage.vendors import vendor_row
from tests.at_the_desk import Seat, desk, mia
from tests.circle import Circle
from tests.reviewing import crowd, reviews

__all__ = ["desk", "mia"]  # the fixtures


def raw_status(desk: Seat, path: bytes) -> int:
    """The answer's status to an address that no client of ours would send."""
    where = urlsplit(desk.site.url)
    with socket.create_connection((str(where.hostname), where.port or 0), timeout=10) as line:
        head = f"\r\nHost: x\r\nConnection: close\r\nCookie: {desk.cookie}\r\n\r\n"
        line.sendall(b"GET " + path + b" HTTP/1.1" + head.encode())
        return int(line.makefile("rb").readline().split()[1])


def proposed(circle: Circle, number: int) -> None:
    """Each as ``vendors.add`` makes one, but all at once."""
    with circle.database.writing() as transaction:
        found = [Vendor(new_id(), f"Quillon{each:02d} Systems", VendorStatus.PROPOSED) for each in range(number)]
        ours = {"community_id": circle.community.id}
        transaction.connection.execute(t.vendor.insert(), [ours | vendor_row(one, 0) for one in found])
        leads = [lead for one in found for lead in leads_of_vendor(one, 0)]
        insert_leads(transaction.connection, circle.community.id, leads)
        touch(transaction.connection, circle.community.id, Kind.VENDOR, *(one.id for one in found))


def test_members_are_read_by_pages_with_plain_links(circle: Circle, desk: Seat) -> None:
    crowd(circle, [f"P{number:02d}" for number in range(30)])
    desk.open("/desk/people")
    assert "31 people" in desk.follow("All members")
    assert "1 to 25 of 31" in desk.said
    assert "P28 Works" not in desk.said
    assert "P28 Works" in desk.follow("Next")
    assert "26 to 31 of 31" in desk.said
    assert "Next" not in [said for said, _ in desk.page.links]
    assert "1 to 25 of 31" in desk.follow("Previous")


def test_members_are_searched_by_name_and_what_was_sought_stays_in_the_field(circle: Circle, desk: Seat) -> None:
    for name in ("Bea", "Beatrix", "Carl"):
        circle.add(name)
    said = desk.open("/desk/people?find=bea")
    assert "2 people with “bea”" in said
    assert "Carl" not in said
    assert 'name="find" value="bea"' in desk.answer.text
    assert "Nobody's name or company contains" in desk.open("/desk/people?find=%22%3E%3Cscript%3E")
    assert "<script>" not in desk.answer.text.partition("</head>")[2]
    assert "No applications waiting" in desk.open("/desk/people?find=")


def test_members_are_searched_by_any_spelling_of_capitals_beyond_ascii_too(circle: Circle, desk: Seat) -> None:
    circle.add("Éva")
    for words in ("Éva", "éva", "ÉVA", "éva w"):
        assert "Éva Works" in desk.open(f"/desk/people?find={quote(words)}"), words
    for words in ("%", "_va", "\\"):
        assert "Nobody's name or company contains" in desk.open(f"/desk/people?find={quote(words)}"), words


@pytest.mark.parametrize("name", ["find", "arg", "at"])
def test_what_is_no_text_in_an_address_is_no_apology(circle: Circle, desk: Seat, name: str) -> None:
    circle.add("Bea")
    for wrong in (b"%FF", b"%ED%A0%80", b"%00", b"\xff", b"\xed\xa0\x80"):
        what = {"find": "", "arg": "action=people.list&", "at": "action=people.list&arg=0%2B25&"}[name]
        before = "people.list+0%2B25:" if name == "at" else "0%2B25:" if name == "arg" else ""
        path = f"/desk/people?{what}{name}={before}".encode() + wrong
        assert raw_status(desk, path) in (200, 400), wrong


def test_who_was_found_is_suspended_and_one_is_back_at_what_was_sought(circle: Circle, desk: Seat) -> None:
    bea = circle.add("Bea", "teams", "tenant-1")
    circle.add("Beatrix")
    desk.open("/desk/people?find=bea")
    desk.follow("Suspend")
    desk.press("Suspend", {"reason": "conduct", "To the member": "You sold to a peer."})
    assert "Bea is suspended" in desk.said
    assert "2 people with “bea”" in desk.said
    circle.deliver()
    assert any("Reason: broke the rules. You sold to a peer." in " ".join(card.split()) or
               "You sold to a peer." in card for card in bea.cards)  # fmt: skip


def test_vendors_are_searched_and_confirmed_where_one_is_in_the_list(circle: Circle, desk: Seat) -> None:
    proposed(circle, 60)
    assert "Proposed (60)" in desk.open("/desk/vendors")
    desk.follow("All 60")
    assert "26 to 50 of 60" in desk.follow("Next")
    assert "Quillon25 Systems is confirmed." in desk.press("Confirm")
    assert "26 to 50 of 59" in desk.said
    assert "Quillon07 Systems" in desk.open("/desk/vendors?find=quillon07")
    assert "Quillon08" not in desk.said
    assert "No vendor has a name that begins with" in desk.open("/desk/vendors?find=zzz")


def test_what_is_undone_leads_back_to_the_part_of_the_list_where_one_was(circle: Circle, desk: Seat) -> None:
    proposed(circle, 30)
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        for one in store.vendors.proposed():
            said = f"{one.name} was refused"
            assert store.curating.refuse(VendorChange(new_id(), "refuse", one.id, "", said, circle.clock(), one.name))
    assert "Changed in the last 30 days (30)" in desk.open("/desk/vendors")
    desk.follow("All 30")
    assert "26 to 30 of 30" in desk.follow("Next")
    assert "26 to 29 of 29" in desk.press("Yes: Undo")
    assert "26 to 28 of 28" in desk.press("Yes: Undo")
    desk.open("/desk/vendors")
    assert "Changed in the last 30 days (27)" in desk.press("Yes: Undo")
    assert "Proposed (3)" in desk.said


def test_in_a_list_each_button_is_heard_with_what_it_is_about(circle: Circle, desk: Seat) -> None:
    proposed(circle, 3)
    desk.open("/desk/vendors")
    assert 'aria-label="Confirm: Quillon01 Systems">Confirm</button>' in desk.answer.text
    assert 'aria-label="Merge: Quillon02 Systems">Merge</a>' in desk.answer.text
    heard = [button[0] for form in desk.page.forms for button in form.buttons]
    assert len(set(heard)) == len(heard)


def test_several_vendors_are_confirmed_together(circle: Circle, desk: Seat) -> None:
    proposed(circle, 12)
    with circle.database.reading() as transaction:
        ids = [one.id for one in transaction.store(circle.community).vendors.proposed()]
    desk.open("/desk/vendors")
    desk.follow("Confirm several")
    assert "Quillon09 Systems" in desk.said
    assert "Quillon10 Systems" not in desk.said
    assert "Tick at least one" in desk.press("Confirm")
    assert "3 vendors confirmed." in desk.press("Confirm", {"vendors": tuple(ids[:3])})
    assert "Proposed (9)" in desk.said


def test_a_kind_of_the_queue_is_worked_through_without_losing_the_place(circle: Circle, desk: Seat) -> None:
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(changed(circle.community, "moderation", "pre"))
    proposed(circle, 30)
    for name in ("Alice", "Bea"):
        reviews(circle.add(name, uses=("Okta",)), "Okta")
    desk.open("/desk/queue")
    assert "32 decisions waiting" in desk.said
    assert "Decide several" in desk.said
    assert "Reviews: 2" in desk.follow("Reviews (2)")
    desk.follow("Read")
    assert "approved" in desk.press("Approve")
    assert "Reviews: 1" in desk.said
    desk.follow("Read")
    assert "Reviews: 1" in desk.follow("Back to Queue")


@pytest.mark.parametrize("at", ["https://evil.example/", "me.erase_now x", "curate https://evil.example", '" onclick'])
def test_where_one_comes_back_to_is_a_list_of_the_desk_and_nothing_else(desk: Seat, at: str) -> None:
    from urllib.parse import urlencode

    desk.open(f"/desk/queue?{urlencode({'action': 'curate.several', 'arg': '', 'at': at})}")
    back = [href for said, href in desk.page.links if said == "Back to Queue"]
    assert all(href.startswith("/desk/queue") for href in back)
    assert "onclick" not in "".join(href for _, href in desk.page.links)
