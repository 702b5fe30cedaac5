"""`link`: one person with several accounts, and codes that tell nobody anything."""

import re

import pytest
from sqlalchemy import select

from bot.model import PersonKind
from bot.turn import Request
from storage import tables as t
from tests.circle import Circle, Person, note
from tests.newcomers import apply, newcomer
from tests.reading import read


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.add("Alice")


@pytest.fixture
def elsewhere(circle: Circle) -> Person:
    return newcomer(circle, "teams", "tenant-1", email="alice@alice.example", user="U-alice-too")


def code_of(person: Person) -> str:
    said = read(person.circle.bot.run(Request(person.sender, action="link.code", key=person._event())))
    found = re.search(r"link ([0-9A-Z]{5}-[0-9A-Z]{5})", said)
    assert found, said
    return found[1]


def test_a_code_typed_elsewhere_makes_both_accounts_one_member(
    circle: Circle, alice: Person, elsewhere: Person
) -> None:
    code = code_of(alice)
    assert "belongs to Alice of CIO Circle now" in elsewhere.types(f"link {code}")
    circle.deliver()
    assert "An account in Teams was joined to you just now" in alice.cards[0]
    assert "[Ask peers]" in elsewhere.types("help")
    assert "You are a member of CIO Circle already" in elsewhere.types("join")


def test_spaces_hyphens_and_small_letters_do_no_harm(alice: Person, elsewhere: Person) -> None:
    code = code_of(alice).lower().replace("-", " - ")
    assert "belongs to Alice" in elsewhere.types(f"link {code}")


def test_a_code_is_good_once(circle: Circle, alice: Person, elsewhere: Person) -> None:
    code = code_of(alice)
    elsewhere.types(f"link {code}")
    other = newcomer(circle, "slack", "T2", user="U-other")
    assert "has been used already" in other.types(f"link {code}")
    assert "not a member" in other.types("help")


def test_a_code_is_good_for_ten_minutes(circle: Circle, alice: Person, elsewhere: Person) -> None:
    code = code_of(alice)
    circle.clock.passes(minutes=10, seconds=1)
    assert "older than ten minutes" in elsewhere.types(f"link {code}")


def test_a_new_code_ends_the_one_before(alice: Person, elsewhere: Person) -> None:
    first, second = code_of(alice), code_of(alice)
    assert "don't know this code" in elsewhere.types(f"link {first}")
    assert "belongs to Alice" in elsewhere.types(f"link {second}")


def test_six_tries_in_an_hour_are_one_too_many_even_with_the_right_code(
    circle: Circle, alice: Person, elsewhere: Person
) -> None:
    code = code_of(alice)
    for _ in range(5):
        assert "don't know this code" in elsewhere.types("link 22222-22222")
    assert "too many codes" in elsewhere.types(f"link {code}")
    circle.clock.passes(hours=1)
    code = code_of(alice)
    assert "belongs to Alice" in elsewhere.types(f"link {code}")


def test_a_member_learns_nothing_about_others_codes(circle: Circle, alice: Person) -> None:
    bea = circle.add("Bea", "teams", "tenant-1")
    code = code_of(alice)
    assert "the code was made on" in alice.types(f"link {code}")
    right, wrong = bea.types(f"link {code}"), bea.types("link 22222-22222")
    assert right == wrong
    assert "belongs to a member already" in right


@pytest.mark.parametrize("kind", [PersonKind.GUEST, PersonKind.BOT, PersonKind.OUTSIDER, PersonKind.GONE])
def test_a_guests_account_is_not_joined(circle: Circle, alice: Person, kind: PersonKind) -> None:
    guest = newcomer(circle, "slack", "T2", kind=kind, user="U-guest")
    assert "I am sorry" in guest.types(f"link {code_of(alice)}")
    assert "not a member" in guest.types("help")


def test_an_account_with_a_vendors_address_is_not_joined(circle: Circle, alice: Person) -> None:
    seller = newcomer(circle, "slack", "T2", email="alice@okta.com", user="U-seller")
    assert "a vendor's e-mail address" in seller.types(f"link {code_of(alice)}")


def test_an_application_of_the_account_is_withdrawn(circle: Circle, alice: Person, elsewhere: Person) -> None:
    mia = circle.add("Mia", manager=True)
    apply(elsewhere)
    circle.deliver()
    elsewhere.types(f"link {code_of(alice)}")
    circle.deliver()
    assert "Withdrawn" in mia.cards[0]
    assert "[Approve]" not in mia.cards[0]


def test_the_code_itself_is_nowhere_in_the_database(circle: Circle, alice: Person) -> None:
    code = code_of(alice)
    with circle.database.reading() as transaction:
        for table in t.metadata.sorted_tables:
            rows = transaction.connection.execute(select(table)).all()
            assert code not in str(rows)
            assert code.replace("-", "") not in str(rows)


def test_another_communitys_code_is_unknown(circle: Circle, alice: Person) -> None:
    theirs = Circle(circle.database, "Other Circle", prefix="x")
    stranger = newcomer(theirs)
    assert "don't know this code" in stranger.types(f"link {code_of(alice)}")


def test_codes_and_tries_are_forgotten(circle: Circle, alice: Person, elsewhere: Person) -> None:
    code_of(alice)
    elsewhere.types("link 22222-22222")
    circle.clock.passes(days=2)
    with circle.database.writing() as transaction:
        transaction.store(circle.community).codes.forget(circle.clock.now)
        for table in (t.link_code, t.link_try):
            assert transaction.connection.execute(select(table)).all() == []


def test_what_cannot_be_a_code_is_said_to_be_none(circle: Circle, alice: Person) -> None:
    for typed in ("ABCD", "ABCDE-FGHJ0", "my other account"):
        assert "A code has ten letters and digits" in alice.types(f"link {typed}")
    assert "On your other account, type link" in alice.types("link")


def test_how_it_works_is_said_to_who_types_the_word_alone(circle: Circle, alice: Person, elsewhere: Person) -> None:
    assert "type me there" in elsewhere.types("link")
    assert "On your other account, type link" in note(circle.bot.run(Request(alice.sender, line="link", key="k")))
