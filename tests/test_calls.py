"""`calls`: my own history, what the community meets, ready replies, and the card for my assistant."""

import pytest

from bot.calls.number import digits_of, ordinal
from bot.settings import changed
from bot.views import Bars, Card, Invalid
from tests.begun import begin
from tests.circle import Circle, Person
from tests.reviewing import peers, stock
from tests.test_coldcall import logs
from tests.town import Town


def add_six(circle: Circle) -> None:
    stock(circle, "Okta", "SAP")
    peers(circle, 6)


@pytest.fixture
def six(circle: Circle) -> list[Person]:
    begin(circle, add_six)
    return list(circle.people.values())


def test_the_history_says_who_called_how_often_and_when(circle: Circle, six: list[Person]) -> None:
    alice = six[0]
    logs(alice, "SAP")
    circle.clock.passes(days=40)
    logs(alice, "Okta")
    logs(alice, "Okta")
    circle.clock.passes(days=1)
    said = alice.types("calls")
    assert "- Okta · 2 times in 30 days, the last one yesterday" in said
    assert "- SAP · once, on 2 March 2026\n" in said
    assert said.index("Okta") < said.index("SAP")


def test_nobody_has_called_yet(six: list[Person]) -> None:
    assert "Nobody yet" in six[0].types("calls")
    assert "no call from Okta" in six[0].types("calls Okta")


def test_the_trend_needs_five_companies_and_counts_in_steps(circle: Circle, six: list[Person]) -> None:
    for person in six[:4]:
        logs(person, "Okta", tactics="script")
    assert "Calls logged" not in six[5].types("calls")
    assert "Too few companies" in six[5].presses("This community")
    logs(six[4], "Okta", tactics="script")
    logs(six[4], "SAP", tactics="area")
    said = six[5].types("calls")
    assert "Mar: 5+" in said
    assert "Feb: too few to say" in said
    assert "Okta: 22 (5–39)" in said
    more = six[5].presses("This community")
    assert "Phone: 5+" in more
    assert "Read from a script: 5+" in more
    assert "In the area" not in more


def test_one_more_call_does_not_show(six: list[Person]) -> None:
    for person in six[:5]:
        logs(person, "Okta", tactics="script")
    before = six[5].types("calls"), six[5].presses("This community")
    logs(six[0], "Okta", channel="e-mail", praise="limits")
    assert (six[5].types("calls"), six[5].presses("This community")) == before


def test_a_smaller_k_counts_in_smaller_steps(circle: Circle, six: list[Person]) -> None:
    circle.community = changed(circle.community, "k", "3")
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)
    for person in six[:5]:
        logs(person, "Okta")
    assert "Mar: 3+" in six[5].types("calls")
    assert isinstance(six[5].said, Card)
    bars = [block for block in six[5].said.blocks if isinstance(block, Bars)]
    assert all(0 <= bar.share <= 1 for block in bars for bar in block.bars)


def test_ready_replies_are_there_to_copy(six: list[Person]) -> None:
    six[0].types("calls")
    said = six[0].presses("Ready replies")
    assert said.count("> ") == 4
    assert six[0].member
    assert six[0].member.name in said


def test_the_card_of_calls_stays_short_enough_for_a_phone(circle: Circle, six: list[Person]) -> None:
    stock(circle, "Snowflake", "Workday")
    for vendor in ("Okta", "Snowflake", "Workday", "SAP"):
        logs(six[0], vendor)
    said = six[0].types("calls")
    assert said.count("[") <= 8
    assert "type calls and its name" in said


def test_the_card_for_the_assistant_holds_my_wishes_and_nobody_elses_name(six: list[Person]) -> None:
    ada = six[0]
    ada.types("calls")
    ada.presses("Ready replies")
    ada.presses("How to reach me")
    said = ada.fills(None, channels=("peer", "e-mail"), days=("tue",), topics="Backup only.")  # type: ignore[arg-type]
    assert "by: Through a peer, E-mail; on: Tuesday; about: Backup only." in said.replace("By:", "by:")
    ada.types("calls")
    ada.presses("Ready replies")
    card = ada.presses("For my assistant")
    assert "When a salesperson calls for Ada" in card
    assert "By: Through a peer, E-mail" in card
    assert "About: Backup only." in card
    assert not [name for name in ("Ben", "Cleo", "Dov", "Eli", "Fay") if name in card]
    six[1].types("calls")
    six[1].presses("Ready replies")
    assert "Backup only." not in six[1].presses("For my assistant")


@pytest.mark.parametrize("values", [{"channels": "pigeon"}, {"days": "someday"}, {"topics": "x" * 301}])
def test_wishes_that_are_none_are_refused(six: list[Person], values: dict[str, str]) -> None:
    six[0].types("me")
    six[0].presses("How vendors reach me")
    six[0].fills(None, **values)
    assert isinstance(six[0].said, Invalid)
    assert list(six[0].said.errors) == list(values)


def test_an_unknown_number_or_none_is_said(six: list[Person]) -> None:
    six[0].types("calls")
    six[0].presses("Look up a number")
    six[0].fills(number="who")
    assert isinstance(six[0].said, Invalid)
    assert "not among the calls" in six[0].types("calls +49 30 5550123")


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("+49 (30) 5550-123", "49305550123"),
        ("0049305550123", "49305550123"),
        ("12345", ""),
        ("1" * 16, ""),
        ("٣" * 8, ""),
    ],
)
def test_digits_are_read_from_any_spelling(typed: str, digits: str) -> None:
    assert digits_of(typed) == digits


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 3, 10, 11, 12, 13, 21, 22, 103, 111)] == [
        "First", "Third", "Tenth", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th",
    ]  # fmt: skip


def test_export_and_erasure_know_the_calls(circle: Circle, six: list[Person]) -> None:
    logs(six[0], "Okta", note="They read from a long list.")
    assert "1 cold call you logged" in six[0].types("me")
    assert six[0].member
    with circle.database.reading() as transaction:
        kept = transaction.store(circle.community).profiles.kept(six[0].member)
    assert kept["cold_call"][0]["note"] == "They read from a long list."
    assert kept["cold_call"][0]["vendor"] == "Okta"


async def test_both_platforms_show_the_card_for_the_assistant(town: Town) -> None:
    for person in (town.alice, town.bea):
        await person.type("calls")
        await person.press("Ready replies")
        await person.press("How to reach me")
        await person.fill({"Vendors may reach me by": ["Through a peer"], "About": "Backup only."}, submit=True)
        await person.type("calls")
        await person.press("Ready replies")
        assert "Backup only." in await person.press("For my assistant")
