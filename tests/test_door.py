"""The front door in the chat: who hears of a pitch, the three answers, and what the vendor's page says of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.door.news import concerns
from bot.model import Category, MemberStatus
from bot.ports.door import Wants
from bot.turn import Refused
from bot.views import Invalid
from storage import tables as t
from tests.begun import begin
from tests.circle import Circle, Person
from tests.leaving import WORDS, follows, leaves, looks, opens_door, view_of
from tests.test_digest import SUNDAY, digests, until


def opened(circle: Circle) -> None:
    opens_door(circle)
    circle.add("Alice")


def opened_to_two(circle: Circle) -> None:
    opened(circle)
    circle.add("Bea", "teams", "tenant-1")


def opened_by_mia(circle: Circle) -> None:
    opened(circle)
    circle.add("Mia", manager=True)


def opened_to_two_by_mia(circle: Circle) -> None:
    opened_to_two(circle)
    circle.add("Mia", manager=True)


BEGINNINGS = {(): opened, ("bea",): opened_to_two, ("mia",): opened_by_mia, ("bea", "mia"): opened_to_two_by_mia}
"""With those besides Alice whom the test asks for."""


@pytest.fixture
def alice(circle: Circle, request: pytest.FixtureRequest) -> Person:
    begin(circle, BEGINNINGS[tuple(name for name in ("bea", "mia") if name in request.fixturenames)])
    return circle.people["Alice"]


@pytest.fixture
def bea(circle: Circle, alice: Person) -> Person:
    return circle.people["Bea"]


@pytest.fixture
def mia(circle: Circle, alice: Person) -> Person:
    return circle.people["Mia"]


def test_without_a_front_door_nothing_speaks_of_one(circle: Circle) -> None:
    alice, mia = circle.add("Alice"), circle.add("Mia", manager=True)
    assert "At the door" not in alice.types("calls")
    mia.types("calls")
    assert "front-door on" in mia.presses("At the door")


def test_a_pitch_is_one_line_in_the_digest_of_those_who_follow_its_category(
    circle: Circle, alice: Person, bea: Person
) -> None:
    dora = circle.add("Dora")
    follows(alice, "identity")
    follows(bea, "security")
    circle.clock.passes(days=2)
    for name in ("Nimbus Access", "Keyhole", "Latchkey"):
        leaves(circle, name)
    leaves(circle, "Coldstore", category="backup")
    circle.deliver()
    assert alice.cards == []
    until(circle, SUNDAY + timedelta(days=1))
    assert "3 vendors at the door about Identity and access.\n[At the door]" in digests(alice)[0]
    assert "backup" not in digests(alice)[0].casefold()
    assert "3 vendors at the door about Identity and access." in digests(bea)[0]
    assert "Nimbus" not in digests(alice)[0]
    assert digests(dora) == []
    assert "Nimbus Access: Identity and access" in alice.presses("At the door", on="Your week in")


def test_the_wish_of_contact_counts_too_and_what_is_answered_is_told_no_more(
    circle: Circle, alice: Person, bea: Person
) -> None:
    circle.clock.passes(days=2)
    for person, topics in ((alice, "Backup this year, nothing else."), (bea, "")):
        person.types("calls")
        person.presses("Ready replies")
        person.presses("How to reach me")
        person.fills(None, channels=("door",), topics=topics)  # type: ignore[arg-type]
    leaves(circle)
    leaves(circle, "Coldstore", category="backup")
    looks(bea)
    bea.presses("No", on="Coldstore")
    until(circle, SUNDAY + timedelta(days=1))
    assert "1 vendor at the door about Backup and recovery." in digests(alice)[0]
    assert "1 vendor at the door about Identity and access." in digests(bea)[0]
    assert "Backup" not in digests(bea)[0]


@pytest.mark.parametrize(
    ("wants", "told"),
    [
        (Wants(), False),
        (Wants(frozenset({"identity"})), True),
        (Wants(frozenset({"security"})), True),
        (Wants(frozenset({"erp"})), False),
        (Wants(wish=""), True),
        (Wants(wish="Identity and backup this year"), True),
        (Wants(wish="backup, and the network"), False),
    ],
)
def test_whom_a_category_concerns(wants: Wants, told: bool) -> None:
    assert concerns(Category("identity", "Identity and access", "security"), wants) is told


def test_the_list_shows_ones_own_categories_first_and_the_rest_on_request(circle: Circle, alice: Person) -> None:
    follows(alice, "identity")
    leaves(circle)
    for name in ("Coldstore", "Warmstore", "Drystore", "Farstore"):
        circle.clock.passes(minutes=1)
        leaves(circle, name, category="backup")
    said = looks(alice, everything=False)
    assert WORDS in said
    assert "Reference customers: Yes" in said
    assert "1,000 to 9,999 people; Healthcare" in said
    assert "not known as an address of Nimbus Access" in said
    assert "Coldstore" not in said
    everything = alice.presses("Other categories (4)")
    assert [name in everything for name in ("Coldstore", "Warmstore", "Drystore", "Farstore", "Nimbus")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert "Nimbus" in alice.presses("More")


def test_a_yes_shows_exactly_what_was_seen_before(circle: Circle, alice: Person, bea: Person) -> None:
    left = leaves(circle)
    looks(alice)
    seen = alice.presses("Yes, tell me more")
    assert "alice@alice.example — Alice, Alice Works" in seen
    again = alice.fills(contact="alice@alice.example, mornings")
    assert "> alice@alice.example, mornings — Alice, Alice Works" in again
    view = view_of(circle, left)
    assert view
    assert (view.answer, view.contacts) == ("", ())
    assert "shows your name and contact now" in alice.fills()
    view = view_of(circle, left)
    assert view
    assert view.answer == "yes"
    assert [(one.who, one.contact) for one in view.contacts] == [
        ("Alice, Alice Works", "alice@alice.example, mornings")
    ]
    assert "Nimbus" in looks(bea)


def test_a_yes_can_be_taken_back(circle: Circle, alice: Person) -> None:
    left = leaves(circle)
    says_yes(alice)
    assert "Nimbus Access · yes" in looks(alice)
    alice.presses("Take back")
    view = view_of(circle, left)
    assert view
    assert (view.answer, view.contacts) == ("", ())
    assert "[Yes, tell me more]" in looks(alice)


def says_yes(person: Person) -> str:
    looks(person)
    person.presses("Yes, tell me more")
    return person.fills()


def test_a_no_tells_nobody_and_the_page_says_no_on_its_day(circle: Circle, alice: Person, bea: Person) -> None:
    left = leaves(circle)
    circle.clock.passes(minutes=1)
    untouched = leaves(circle, "Keyhole")
    looks(alice)
    said = alice.presses("No", on="Nimbus")
    assert "Nimbus Access · no" in said
    views = [view_of(circle, one) for one in (left, untouched)]
    assert [one.answer if one else None for one in views] == ["", ""]
    assert views[0]
    assert views[1]
    assert views[0].said == views[1].said
    circle.clock.passes(days=21)
    circle.deliver()
    assert [one.answer for one in (view_of(circle, pitch) for pitch in (left, untouched)) if one] == ["", ""]
    circle.clock.passes(days=1)
    circle.deliver()
    views = [view_of(circle, one) for one in (left, untouched)]
    assert [one.answer if one else None for one in views] == ["no", "no"]
    assert views[0]
    assert "No, with thanks, as of 23 March 2026" in views[0].said
    assert "Nobody is at the door" in looks(bea)


def test_not_before_is_told_on_the_day_of_the_answer_without_a_name(circle: Circle, alice: Person) -> None:
    left = leaves(circle)
    looks(alice)
    assert "without saying who" in alice.presses("Not before…")
    alice.fills(until="2026-09-01")
    view = view_of(circle, left)
    assert view
    assert view.answer == ""
    circle.clock.passes(days=22)
    circle.deliver()
    view = view_of(circle, left)
    assert view
    assert view.answer == "not before"
    assert "not before 1 September 2026" in view.said
    assert "Alice" not in str(view)
    circle.clock.passes(days=68.1)
    circle.deliver()
    assert view_of(circle, left) is None


@pytest.mark.parametrize("odd", ["", "soon", "2026-03-20", "2030-01-01"])
def test_a_day_that_is_none_is_refused(circle: Circle, alice: Person, odd: str) -> None:
    leaves(circle)
    looks(alice)
    alice.presses("Not before…")
    alice.fills(until=odd)
    assert isinstance(alice.said, Invalid)


def test_one_answer_each_and_none_after_the_end(circle: Circle, alice: Person, bea: Person) -> None:
    leaves(circle)
    looks(alice)
    alice.presses("No")
    alice.said = None
    looks(bea)
    listed = bea.said
    bea.presses("No")
    bea.said = listed
    assert "You have answered this pitch" in bea.presses("No")
    circle.clock.passes(days=22)
    circle.deliver()
    bea.said = listed
    assert "not at the door any more" in bea.presses("Yes, tell me more")


def test_what_the_guard_doubts_waits_for_a_manager(circle: Circle, alice: Person, bea: Person, mia: Person) -> None:
    left = leaves(circle, problem=f"{WORDS} Ask Katharina Vogelsang, who runs it at the harbour.")
    assert "Nobody is at the door" in looks(bea)
    assert "Pitch of Nimbus Access" in mia.types("curate")
    said = mia.presses("Read")
    assert "Katharina Vogelsang" in said
    card = mia.said
    mia.presses("Approve")
    assert "Nimbus Access" in looks(bea)
    mia.said = card
    assert "decided already" in mia.presses("Approve")
    view = view_of(circle, left)
    assert view
    assert view.answer == ""


def test_a_refused_pitch_says_why_on_its_page(circle: Circle, alice: Person, bea: Person, mia: Person) -> None:
    left = leaves(circle)
    looks(mia)
    mia.presses("Refuse")
    mia.fills(reason="unfit")
    view = view_of(circle, left)
    assert view
    assert view.answer == "refused"
    assert "it is not for the CIOs of this community" in view.said
    assert "Nobody is at the door" in looks(bea)
    with circle.database.reading() as transaction:
        trail = transaction.store(circle.community).audit.newest(3)
    assert [(one.action, one.detail) for one in trail] == [("door.refuse", "unfit")]


def statuses(circle: Circle) -> list[str]:
    """Of every pitch, sorted."""
    with circle.database.reading() as transaction:
        return sorted(transaction.connection.scalars(select(t.pitch.c.status)))


def test_a_company_has_one_place_in_a_category_and_three_in_all_and_nobody_outside_learns_who_was_here(
    circle: Circle, alice: Person
) -> None:
    first = leaves(circle)
    says_yes(alice)
    second = leaves(circle)
    leaves(circle, category="backup")
    leaves(circle, category="erp")
    leaves(circle, category="crm")
    assert statuses(circle) == ["open"] * 3 + ["turned away"] * 2
    assert looks(alice).count("Nimbus Access: ") == 2
    seen = [view_of(circle, one) for one in (first, second)]
    assert all(seen)
    assert [one.answer for one in seen if one] == ["yes", ""]
    circle.clock.passes(days=22)
    circle.deliver()
    late = view_of(circle, second)
    assert late
    assert late.answer == "no"
    leaves(circle)
    assert statuses(circle).count("turned away") == 1
    circle.clock.passes(days=69)
    circle.deliver()
    leaves(circle)
    assert "open" in statuses(circle)


def test_a_pitch_that_found_no_place_reads_like_any_that_waits(circle: Circle, alice: Person) -> None:
    first, second = leaves(circle), leaves(circle)
    one, other = view_of(circle, first), view_of(circle, second)
    assert one == other


def test_an_unproven_address_holds_a_place_for_days_alone(circle: Circle, alice: Person) -> None:
    leaves(circle)
    circle.clock.passes(days=6.9)
    circle.deliver()
    leaves(circle)
    assert statuses(circle) == ["open", "turned away"]
    circle.clock.passes(days=0.2)
    circle.deliver()
    leaves(circle)
    assert statuses(circle) == ["open", "open", "turned away"]


def test_a_managers_refusal_frees_the_place(circle: Circle, alice: Person, mia: Person) -> None:
    leaves(circle)
    looks(mia)
    mia.presses("Refuse")
    mia.fills(reason="unfit")
    leaves(circle)
    assert statuses(circle) == ["open", "refused"]


def test_the_door_takes_no_more_in_a_day_than_can_be_read(
    circle: Circle, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.door.leaving.A_DAY", 2)
    leaves(circle, "Keyhole")
    leaves(circle, "Latchkey")
    with pytest.raises(Refused, match="tomorrow"):
        leaves(circle)
    circle.clock.passes(hours=25)
    leaves(circle)


def test_what_was_turned_away_or_refused_uses_up_no_place_of_the_day(
    circle: Circle, alice: Person, mia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.door.leaving.A_DAY", 2)
    for _ in range(4):
        leaves(circle, "Keyhole")
    with pytest.raises(Invalid):
        leaves(circle, problem="Short.")
    looks(mia)
    mia.presses("Refuse")
    mia.fills(reason="unfit")
    leaves(circle, "Latchkey")
    leaves(circle, "Doorbell")
    assert statuses(circle).count("open") == 2
    with pytest.raises(Refused, match="tomorrow"):
        leaves(circle)


def test_who_leaves_is_on_no_page_and_who_erases_leaves_nothing(circle: Circle, alice: Person, bea: Person) -> None:
    left = leaves(circle)
    for person in (alice, bea):
        says_yes(person)
    assert "answer to a vendor's pitch" in alice.types("me")
    view = view_of(circle, left)
    assert view
    assert len(view.contacts) == 2
    alice.types("me")
    alice.presses("Leave")
    bea.types("me")
    bea.presses("Erase")
    bea.presses("Erase everything")
    view = view_of(circle, left)
    assert view
    assert (view.answer, view.contacts) == ("", ())
    with circle.database.reading() as transaction:
        assert transaction.connection.execute(t.pitch_answer.select()).all() == []


def test_ones_own_answers_are_in_ones_export_and_a_paused_members_contact_is_on_no_page(
    circle: Circle, alice: Person
) -> None:
    left = leaves(circle)
    says_yes(alice)
    assert alice.member
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        assert [row["contact"] for row in store.profiles.kept(alice.member)["pitch_answer"]] == ["alice@alice.example"]
        store.members.save(replace(alice.member, status=MemberStatus.SUSPENDED))
    view = view_of(circle, left)
    assert view
    assert view.contacts == ()
