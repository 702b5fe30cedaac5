"""`coldcall`: an approach is logged in one form, and seen by its member alone."""

import pytest
from sqlalchemy import select

from adapters.slack.manifest import SHORTCUTS
from bot.views import Buttons, Card, Invalid
from storage import tables as t
from tests.circle import Circle, Person
from tests.reviewing import stock
from tests.town import Town


@pytest.fixture
def alice(circle: Circle) -> Person:
    stock(circle, "Okta", "SAP")
    return circle.add("Alice")


def logs(person: Person, vendor: str, **values: str) -> str:
    """Logs a call by the form."""
    person.types(f"coldcall {vendor}")
    return person.fills(None, **{"channel": "phone"} | values)


def test_a_call_is_logged_with_the_vendor_that_was_typed(alice: Person) -> None:
    said = logs(alice, "okta", tactics="area")
    assert "Logged: Okta" in said
    assert "First time in 30 days. Phone, 2 March." in said
    assert "I take introductions through peers" in said


def test_the_third_time_in_thirty_days_is_said(circle: Circle, alice: Person) -> None:
    logs(alice, "Okta")
    circle.clock.passes(days=31)
    for said in ("First", "Second", "Third"):
        assert f"{said} time in 30 days" in logs(alice, "Okta")
        circle.clock.passes(days=2)


def test_a_number_is_known_again_and_never_kept(circle: Circle, alice: Person) -> None:
    logs(alice, "Okta", number="+49 30 5550-123")
    circle.clock.passes(minutes=1)
    assert "This number has called you before: second time." in logs(alice, "SAP", number="0049305550123")
    alice.types("calls")
    alice.presses("Look up a number")
    assert "This number called you twice: SAP, 2 March 2026; Okta, 2 March 2026." in alice.fills(number="030 5550123")
    assert "not among the calls" in alice.types("calls 030 5550124")
    with circle.database.reading() as transaction:
        rows = str(transaction.connection.execute(select(t.cold_call)).all())
    assert not any(one in rows for one in ("5550-123", "5550123"))  # four digits alone may stand in an id


def test_the_same_number_with_two_members_leaves_two_fingerprints(circle: Circle, alice: Person) -> None:
    bea = circle.add("Bea", "teams", "tenant-1")
    for person in (alice, bea):
        logs(person, "Okta", number="+49 30 5550123")
    with circle.database.reading() as transaction:
        keys = transaction.connection.scalars(select(t.cold_call.c.number_key)).all()
    assert len(set(keys)) == 2
    assert "not among" in circle.add("Cyd").types("calls +49 30 5550123")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [({"number": "12"}, "number"), ({"number": "call me"}, "number"), ({"channel": "pigeon"}, "channel"),
     ({"tactics": "charm"}, "tactics"), ({"praise": "nice"}, "praise"), ({"note": "x" * 301}, "note"),
     ],
)  # fmt: skip
def test_what_cannot_be_taken_leaves_the_form_open(alice: Person, values: dict[str, str], wrong: str) -> None:
    logs(alice, "Okta", **values)
    assert isinstance(alice.said, Invalid)
    assert list(alice.said.errors) == [wrong]


def test_a_note_with_a_person_or_a_price_comes_back_with_a_suggestion(alice: Person) -> None:
    said = logs(alice, "Okta", note="John Miller offered 20 % off the list price of $40,000.", tactics="script")
    assert "Please change this in your note" in said
    assert "> John Miller offered 20 % off the list price of $40,000. — As you wrote it" in said
    assert "script" in said
    kept = next(f for f in alice.form.fields if f.name == "note")
    assert "Miller" not in str(getattr(kept, "value", ""))
    assert "Logged: Okta" in alice.fills()
    assert "Read from a script" in alice.types("calls Okta")


def test_undo_takes_a_call_back_once(alice: Person) -> None:
    logs(alice, "Okta")
    receipt = alice.said
    assert "Taken back" in alice.presses("Undo")
    assert "no call from Okta" in alice.types("calls Okta")
    alice.said = receipt
    assert "not in your list any more" in alice.presses("Undo")


def test_a_call_can_be_removed_from_the_list_later(circle: Circle, alice: Person) -> None:
    logs(alice, "Okta", note="Wanted a demo.")
    circle.clock.passes(days=400)
    assert "Wanted a demo." in alice.types("calls Okta")
    assert "no call from Okta" in alice.presses("Remove")


def test_several_fitting_vendors_are_offered_and_none_can_be_proposed(circle: Circle, alice: Person) -> None:
    stock(circle, "Northwind Cloud", "Northwind Data")
    offered = alice.types("coldcall Northwind")
    assert "[Northwind Cloud]" in offered
    assert "[Northwind Data]" in offered
    alice.presses("Northwind Data")
    assert "Logged: Northwind Data" in alice.fills()
    assert "I don't know “Zzyzx”" in alice.types("coldcall Zzyzx")
    alice.types("coldcall")
    assert "Logged: Zzyzx" in alice.fills(vendor="propose:Zzyzx")


def test_the_vendor_card_and_the_home_lead_to_the_form(alice: Person) -> None:
    alice.types("vendor Okta")
    alice.presses("Log a cold call")
    assert "Logged: Okta" in alice.fills()
    alice.types("home")
    alice.presses("Log a cold call")
    assert alice.form.title == "Log a cold call"


def test_nobody_else_sees_or_undoes_my_call(circle: Circle, alice: Person) -> None:
    bea = circle.add("Bea", manager=True)
    logs(alice, "Okta", note="They knew my calendar.")
    undo = next(
        button
        for block in (alice.said.blocks if isinstance(alice.said, Card) else ())
        if isinstance(block, Buttons)
        for button in block.buttons
        if button.label == "Undo"
    )
    bea.said = Card("Mine", (Buttons((undo,)),))
    assert "not in your list any more" in bea.presses("Undo")
    for line in ("calls", "calls Okta", "vendor Okta"):
        assert "calendar" not in bea.types(line)
    assert "They knew my calendar." in alice.types("calls Okta")


async def test_both_platforms_log_a_call_and_a_shortcut_opens_the_form(town: Town) -> None:
    for person in (town.alice, town.bea):
        await person.type("coldcall okta")
        await person.fill({"How": "E-mail", "Tactics": ["Read from a script"], "Number": "+49 30 5550123"}, submit=True)
        assert "First time in 30 days" in person.screen()
        await person.type("calls")
        assert "once, today" in person.screen()
        await person.press("Okta")
        assert "Read from a script" in person.screen()
    assert "coldcall" in SHORTCUTS
    await town.alice.shortcut("coldcall")
    await town.alice.fill({"Vendor": "SAP"}, submit=True)
    assert "Logged: SAP" in town.alice.screen()
