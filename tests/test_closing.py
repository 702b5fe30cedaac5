"""The time box: one reminder, the end, one summary, what helped, and `Not me`."""

import pytest

from bot.turn import Request
from bot.views import Button, Buttons
from tests.asking import answer, ask, home
from tests.begun import begin
from tests.circle import Circle, Person, later, note


def ask_bea_and_carl(circle: Circle) -> None:
    """Alice's question stands on the cards of two who use Okta."""
    alice = circle.add("Alice")
    circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    circle.add("Carl", "slack", "T2", uses=["Okta"])
    ask(alice, "How is support?", "Okta")
    circle.deliver()


@pytest.fixture
def asked(circle: Circle) -> Circle:
    begin(circle, ask_bea_and_carl)
    return circle


@pytest.fixture
def alice(asked: Circle) -> Person:
    return asked.people["Alice"]


@pytest.fixture
def bea(asked: Circle) -> Person:
    return asked.people["Bea"]


@pytest.fixture
def carl(asked: Circle) -> Person:
    return asked.people["Carl"]


def test_one_reminder_reaches_those_who_said_nothing(asked: Circle, alice: Person, bea: Person, carl: Person) -> None:
    answer(carl, "Good.")
    later(asked, days=4.6)
    assert len(bea.cards) == 1
    later(asked, days=0.1)
    assert "A question you may know about" in bea.cards[1]
    assert "open until 9 March" in bea.cards[1]
    later(asked, days=2)
    assert [len(p.cards) for p in (bea, carl)] == [2, 1]
    assert not any("may know about" in card for card in alice.cards)


def test_a_reminder_of_a_closed_question_leads_nowhere_but_to_its_answers(asked: Circle, bea: Person) -> None:
    later(asked, days=4.7)
    assert "[Answer]" in bea.cards[1]
    later(asked, days=2.4)
    assert "This question is closed." in bea.cards[1]
    assert "[Answer]" not in bea.cards[1]
    assert "Closed" in bea.presses("Read", on="may know about")


def test_the_askers_own_word_is_no_answer(asked: Circle, alice: Person, bea: Person) -> None:
    mia = asked.add("Mia", manager=True)
    answer(alice, "I mean at night.")
    assert "Alice, Alice Works · asked this" in bea.cards[0]
    assert "No answer yet" in bea.cards[0]
    mia.types("curate")
    assert "0 of 1 question" in mia.presses("Health")
    later(asked, days=7.1)
    assert "Nobody answered in time." in alice.sees
    assert "A question without an answer" in mia.sees


def test_the_asker_of_a_question_is_not_asked_whether_it_is_for_them(asked: Circle, alice: Person, bea: Person) -> None:
    assert "[Not me]" not in alice.presses("Read", on="How is support?")
    assert "[Close]" in alice.sees
    assert "[Not me]" in bea.presses("Read", on="How is support?")


def test_not_me_takes_it_off_the_list_and_leaves_no_trace(asked: Circle, alice: Person, bea: Person) -> None:
    before = alice.cards
    assert "off your list, and nobody is told" in bea.presses("Not me")
    assert "Nothing at the moment" in home(bea)
    later(asked, days=5)
    assert len(bea.cards) == 1
    assert alice.cards == before
    assert "Thank you" in answer(bea, "After all: it is good.", on="How is support?")


def test_the_asker_gets_one_summary_and_says_what_helped(
    asked: Circle, alice: Person, bea: Person, carl: Person
) -> None:
    answer(bea, "Slow at night.")
    later(asked, minutes=1)
    answer(carl, "Ask for the premium desk.")
    later(asked, days=7)
    summary = [card for card in alice.cards if "Your question has ended" in card]
    assert len(summary) == 1
    assert "It ended with 2 answers." in summary[0]
    assert "Slow at night. — Bea, Bea Works" in summary[0]
    assert not any("has ended" in card for card in bea.cards + carl.cards)
    alice.presses("What helped?")
    labels = [option.label for field in alice.form.fields for option in getattr(field, "options", ())]
    assert labels == ["Bea: Slow at night.", "Carl: Ask for the premium desk."]
    form = alice.form
    chosen = next(o.value for f in form.fields for o in getattr(f, "options", ()) if o.label.startswith("Carl"))
    assert "1 answer marked as helpful" in alice.fills(helpful=chosen)
    alice.presses("What helped?", on="has ended")
    assert alice.form.fields[0].value == (chosen,)
    assert "no answer is marked" in alice.fills(helpful="")


def test_only_the_asker_says_what_helped(asked: Circle, alice: Person, bea: Person) -> None:
    answer(bea, "Slow at night.")
    later(asked, days=7.1)
    ask_id = next(b.arg for b in _buttons(alice) if b.action == "ask.helped")
    for action in ("ask.helped", "ask.helpful", "ask.close"):
        view = asked.bot.run(Request(bea.sender, action=action, arg=ask_id, values={"helpful": "x"}))
        assert "Only the person who asked" in note(view)
    eve = asked.add("Eve")
    for action in ("ask.helped", "ask.helpful", "ask.close", "ask.not_me"):
        assert "not here any more" in note(asked.bot.run(Request(eve.sender, action=action, arg=ask_id)))


def test_what_nobody_answered_goes_to_the_managers(asked: Circle, alice: Person) -> None:
    mia = asked.add("Mia", manager=True)
    later(asked, days=7.1)
    assert "A question without an answer" in mia.cards[0]
    assert "How is support? — Alice, Alice Works" in mia.cards[0]
    assert any("community managers have your question now" in card for card in alice.cards)


def test_an_answered_question_troubles_no_manager(asked: Circle, bea: Person) -> None:
    mia = asked.add("Mia", manager=True)
    answer(bea, "Good.")
    later(asked, days=7.1)
    assert mia.cards == []


def test_who_closes_early_sees_the_summary_at_once_and_no_second_one(asked: Circle, alice: Person, bea: Person) -> None:
    answer(bea, "Good.")
    home(alice)
    assert "[What helped?]" in alice.presses("Close")
    later(asked, days=8)
    assert not any("has ended" in card for card in alice.cards)
    assert len(bea.cards) == 1, "a closed question reminds nobody"


def _buttons(person: Person) -> list[Button]:
    shown = person.circle.post.shown[person.sender.platform, person.sender.user].values()
    return [b for card in shown for block in card.blocks if isinstance(block, Buttons) for b in block.buttons
            if isinstance(b, Button)]  # fmt: skip
