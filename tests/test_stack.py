"""`stack`: what somebody uses, and which questions reach them for it."""

import pytest

from bot.model import Category
from bot.turn import Request
from bot.views import Form, Invalid
from tests.circle import Circle, Person, note


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.add("Alice", "slack")


@pytest.fixture
def bea(circle: Circle) -> Person:
    return circle.add("Bea", "teams", "tenant-1", uses=["Okta", "SAP"])


def ask(person: Person, question: str, vendor: str) -> str:
    person.types("ask")
    said = person.fills(question=question, vendor=person.circle.vendor(vendor))
    person.circle.deliver()
    return said


def test_a_vendor_is_added_by_its_first_letters_and_questions_reach_me(
    circle: Circle, alice: Person, bea: Person
) -> None:
    carl = circle.add("Carl")
    assert "Say what you use" in carl.types("stack")
    carl.presses("Add a vendor")
    assert carl.looks_up("Vendor", "ok") == ["Okta"]
    assert "Okta · questions reach you" in carl.fills(vendor=circle.vendor("Okta"))
    ask(alice, "Does this reach the newcomer?", "Okta")
    assert "Does this reach the newcomer?" in carl.sees


def test_a_typed_vendor_stands_in_the_form(circle: Circle, alice: Person, bea: Person) -> None:
    alice.types("stack okta")
    assert isinstance(alice.said, Form)
    assert alice.said.fields[0].value.label == "Okta"  # type: ignore[union-attr]


def test_questions_about_one_vendor_can_be_stopped_and_taken_again(circle: Circle, alice: Person, bea: Person) -> None:
    bea.types("stack")
    assert "Okta · no questions" in bea.presses("No questions")
    circle.add("Mia", manager=True)
    ask(alice, "Stopped, so nobody gets this?", "Okta")
    assert "Stopped" not in bea.sees
    bea.types("stack")
    assert "2 vendors; you take questions about 2 of them" in bea.presses("Take questions")
    ask(alice, "Taken again, so here it comes?", "Okta")
    assert "Taken again" in bea.sees


def test_a_vendor_can_be_removed(circle: Circle, bea: Person) -> None:
    bea.types("stack")
    assert "Okta" not in bea.presses("Remove")
    view = circle.bot.run(Request(bea.sender, action="stack.remove", arg=circle.vendor("Okta"), key="again"))
    assert "not in your stack any more" in note(view)


@pytest.mark.parametrize("action", ["stack.opt_in", "stack.opt_out", "stack.remove", "stack.unfollow"])
def test_a_button_for_what_is_not_there_says_so(circle: Circle, alice: Person, bea: Person, action: str) -> None:
    view = circle.bot.run(Request(alice.sender, action=action, arg=circle.vendor("Okta"), key="k"))
    assert "any more" in note(view)


def test_what_stands_there_already_is_not_added_twice(circle: Circle, bea: Person) -> None:
    for vendor, sentence in ((circle.vendor("SAP"), "already"), ("nonsense", "from the list")):
        bea.types("stack")
        bea.presses("Add a vendor")
        bea.fills(vendor=vendor)
        assert isinstance(bea.said, Invalid)
        assert sentence in bea.said.errors["vendor"]


def test_a_long_stack_comes_in_pages_and_a_press_stays_on_its_page(circle: Circle) -> None:
    dan = circle.add("Dan", uses=[f"Vendor {letter}" for letter in "ABCDEFGHIJKLM"])
    seen = dan.types("stack")
    assert "Vendor F · " in seen
    assert "Vendor G · " not in seen
    seen = dan.presses("More (2 of 3)")
    assert "Vendor G · questions reach you" in seen
    seen = dan.presses("No questions")
    assert "Vendor G · no questions" in seen
    assert "Vendor M · " in dan.presses("More (3 of 3)")
    assert "Vendor G · " in dan.presses("Back")
    assert "Vendor M · " in dan.types("stack 99999")


def test_questions_on_a_whole_category(circle: Circle, bea: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.vendors import SqlVendors

    shelves = [Category("backup", "Backup and recovery", "infra"), Category("erp", "ERP", "apps")]
    monkeypatch.setattr(SqlVendors, "categories", lambda self: shelves)
    bea.types("stack")
    bea.presses("Add a category")
    assert bea.looks_up("Category", "recov") == ["Backup and recovery"]
    assert "Backup and recovery\n[Stop]" in bea.fills(category="backup")
    assert bea.member
    with circle.database.reading() as transaction:
        profiles = transaction.store(circle.community).profiles
        assert profiles.following("backup") == [bea.member.id]
        assert profiles.following("erp") == []
    bea.presses("Add a category")
    bea.fills(category="backup")
    assert isinstance(bea.said, Invalid)
    bea.types("stack")
    assert "Backup and recovery" not in bea.presses("Stop")
