"""`ask`: from a typed line on one platform to an answer on another."""

import re

import pytest

from bot.views import Invalid
from tests.circle import Circle, Person, note


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.add("Alice", "slack")


@pytest.fixture
def bea(circle: Circle) -> Person:
    return circle.add("Bea", "teams", "tenant-1", uses=["Okta", "SAP"])


@pytest.fixture
def carl(circle: Circle) -> Person:
    return circle.add("Carl", "slack", "T2", uses=["Okta"])


def ask(person: Person, question: str, vendor: str) -> str:
    person.types("ask")
    return person.fills(question=question, vendor=person.circle.vendor(vendor))


def test_a_question_reaches_those_who_use_the_vendor_wherever_they_are(
    circle: Circle, alice: Person, bea: Person, carl: Person
) -> None:
    dan = circle.add("Dan", uses=["SAP"])
    assert "Asked 2 peers from 2 companies who know Okta" in ask(alice, "How is support?", "Okta")
    circle.deliver()
    for person in (alice, bea, carl):
        assert "How is support?" in person.sees
        assert "Alice, Alice Works" in person.sees
    assert dan.cards == []


def test_the_typed_words_and_the_vendor_they_name_stand_in_the_form(alice: Person, bea: Person) -> None:
    alice.types("ask How do you like okta these days?")
    values = {f.name: getattr(f, "value", None) for f in alice.form.fields}
    assert values["question"] == "How do you like okta these days?"
    assert values["vendor"].label == "Okta"  # type: ignore[union-attr]


def test_type_ahead_finds_a_vendor_by_its_first_letters(alice: Person, bea: Person) -> None:
    alice.types("ask")
    assert alice.looks_up("Vendor", "ok") == ["Okta"]
    assert alice.looks_up("Vendor", "zzz") == ["None of these: propose “zzz”"]
    assert set(alice.looks_up("Vendor", "")) == {"Okta", "SAP"}


def test_answers_appear_on_the_card_that_everybody_has_already(
    circle: Circle, alice: Person, bea: Person, carl: Person
) -> None:
    ask(alice, "How is support?", "Okta")
    circle.deliver()
    bea.presses("Answer")
    assert "How is support?" in bea.sees
    assert "Thank you" in bea.fills(answer="Slow at night, good by day.")
    circle.deliver()
    for person in (alice, bea, carl):
        assert len(person.cards) == 1
        assert "Slow at night, good by day. — Bea, Bea Works" in person.cards[0]
        assert "1 answer" in person.cards[0]
    assert [call for call in circle.post.calls if call[2] == "new"] == [
        (p.sender.platform, p.sender.user, "new") for p in (alice, carl, bea)
    ] or len([call for call in circle.post.calls if call[2] == "new"]) == 3


def test_ten_answers_in_a_row_cost_one_edit_for_each_reader(circle: Circle, alice: Person, bea: Person) -> None:
    ask(alice, "How is support?", "Okta")
    circle.deliver()
    before = len(circle.post.calls)
    for number in range(10):
        bea.presses("Answer")
        bea.fills(answer=f"Thought {number}")
    circle.deliver()
    assert len(circle.post.calls) - before == 2
    assert "10 answers · the last 6 shown" in alice.cards[0]
    assert "Thought 0" in alice.presses("Read all")


@pytest.mark.parametrize(("question", "vendor", "wrong"), [
    ("", "Okta", {"question"}), ("  \n ", "Okta", {"question"}), ("x" * 2001, "Okta", {"question"}),
    ("", "", {"question"}),
])  # fmt: skip
def test_a_form_that_cannot_be_taken_says_what_to_do_and_stays(
    circle: Circle, alice: Person, bea: Person, question: str, vendor: str, wrong: set[str]
) -> None:
    alice.types("ask")
    form = alice.form
    alice.fills(question=question, vendor=circle.vendor(vendor) if vendor else "")
    assert isinstance(alice.said, Invalid)
    assert set(alice.said.errors) == wrong
    assert "Asked 1 peer" in alice.fills(form, question="Better?", vendor=circle.vendor("Okta"))


def test_a_form_sent_twice_has_one_effect(circle: Circle, alice: Person, bea: Person) -> None:
    alice.types("ask")
    form = alice.form
    okta = circle.vendor("Okta")
    alice.fills(form, question="Once?", vendor=okta)
    assert alice.fills(form, question="Once?", vendor=okta) == ""
    circle.deliver()
    assert len(bea.cards) == 1


def test_an_answer_to_a_closed_question_is_refused_kindly(circle: Circle, alice: Person, bea: Person) -> None:
    ask(alice, "How is support?", "Okta")
    circle.deliver()
    bea.presses("Answer")
    form = bea.form
    alice.types("hi")
    alice.presses("My questions")
    alice.presses("Close")
    assert "is closed" in bea.fills(form, answer="Too late")
    circle.deliver()
    assert "Closed" in bea.cards[0]
    assert "[Answer]" not in bea.cards[0]


def test_only_the_asker_closes(circle: Circle, alice: Person, bea: Person) -> None:
    ask(alice, "How is support?", "Okta")
    circle.deliver()
    closing = next(b for b in _buttons(alice) if b[0] == "Close")
    bea.said = None
    from bot.turn import Request

    view = circle.bot.run(Request(bea.sender, action="ask.close", arg=closing[1]))
    assert "Only the person who asked" in note(view)


def test_a_question_closes_by_itself_after_its_days(circle: Circle, alice: Person, bea: Person) -> None:
    ask(alice, "How is support?", "Okta")
    circle.deliver()
    circle.clock.passes(days=6.9)
    circle.deliver()
    assert "Open until 9 March" in bea.cards[0]
    circle.clock.passes(days=0.2)
    circle.deliver()
    assert "Closed" in bea.cards[0]


def test_a_question_nobody_matches_goes_to_the_managers(circle: Circle, alice: Person, bea: Person) -> None:
    mia = circle.add("Mia", manager=True)
    carl = circle.add("Carl", uses=["Netskope"])
    assert "went to 1 community manager" in ask(carl, "Anyone?", "Netskope")
    circle.deliver()
    assert "Anyone?" in mia.sees


def test_the_same_words_twice_are_one_answer(circle: Circle, alice: Person, bea: Person) -> None:
    ask(alice, "How is support?", "Okta")
    circle.deliver()
    for expected in ("Thank you", "already said exactly that"):
        bea.presses("Answer")
        assert expected in bea.fills(answer="Good.")


def test_home_shows_what_waits_for_me_and_what_i_asked(circle: Circle, alice: Person, bea: Person) -> None:
    ask(alice, "How is support?", "Okta")
    circle.deliver()
    bea.types("help")
    seen = bea.presses("My questions")
    assert re.search(r"Waiting for your answer\n> How is support\?", seen)
    bea.presses("Answer", on="Waiting")
    bea.fills(answer="Good.")
    bea.types("help")
    assert "Nothing at the moment" in bea.presses("My questions")
    alice.types("help")
    assert "How is support? — 1 answer" in alice.presses("My questions")


def test_somebody_who_was_not_asked_cannot_read_a_question(circle: Circle, alice: Person, bea: Person) -> None:
    from bot.turn import Request

    ask(alice, "How is support?", "Okta")
    circle.deliver()
    eve = circle.add("Eve")
    ask_id = next(b for b in _buttons(bea) if b[0] == "Answer")[1]
    for action in ("ask.read", "ask.answer", "ask.send_answer", "ask.close"):
        view = circle.bot.run(Request(eve.sender, action=action, arg=ask_id, values={"answer": "x"}))
        assert "not here any more" in note(view)


def _buttons(person: Person) -> list[tuple[str, str]]:
    from bot.views import Buttons

    shown = person.circle.post.shown.get((person.sender.platform, person.sender.user), {})
    found = [(b.label, b.arg) for card in shown.values() for block in card.blocks if isinstance(block, Buttons)
             for b in block.buttons if hasattr(b, "arg")]  # fmt: skip
    return [*found, ("Close", found[0][1])]
