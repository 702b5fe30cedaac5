"""A question in a workspace's chosen channel: the same card, its buttons, and answers typed below it."""

import pytest

from bot.turn import Request
from tests.asking import answer, ask, channel, in_channel, press_on
from tests.circle import Circle, Person, note
from tests.reading import read


@pytest.fixture
def alice(circle: Circle) -> Person:
    channel(circle, "slack", "T2", "C-peers")
    channel(circle, "teams", "tenant-1", "19:peers")
    return circle.add("Alice")


@pytest.fixture
def bea(circle: Circle) -> Person:
    return circle.add("Bea", "teams", "tenant-1", uses=["Okta"])


@pytest.fixture
def carl(circle: Circle) -> Person:
    return circle.add("Carl", "slack", "T2")


@pytest.fixture
def asked(circle: Circle, alice: Person, bea: Person, carl: Person) -> Circle:
    ask(alice, "How is support?", "Okta")
    circle.deliver()
    return circle


def says(person: Person, words: str, ref: str = "ref1", event: str = "") -> str:
    """Mentions the bot under the card of that reference."""
    key = event or person._event()
    person.said = person.circle.bot.run(Request(person.sender, line=words, thread=ref, key=key))
    person.circle.deliver()
    return read(person.said)


def test_every_chosen_channel_gets_the_very_card_that_people_have(asked: Circle, alice: Person, bea: Person) -> None:
    for platform, address in (("slack", "C-peers"), ("teams", "19:peers")):
        assert [read(card) for card in in_channel(asked, platform, address)] == bea.cards == alice.cards


def test_a_member_who_reads_the_channel_may_answer_though_nobody_chose_them(asked: Circle, carl: Person) -> None:
    card = in_channel(asked, "slack", "C-peers")[0]
    press_on(carl, card, "Answer")
    assert "Thank you" in carl.fills(answer="We left it last year.")
    asked.deliver()
    assert "We left it last year. — Carl, Carl Works" in read(in_channel(asked, "teams", "19:peers")[0])
    assert "off your list" in press_on(carl, card, "Not me")


def test_a_member_of_another_workspace_may_not(asked: Circle) -> None:
    eve = asked.add("Eve", "slack", "T1")
    assert "not here any more" in press_on(eve, in_channel(asked, "slack", "C-peers")[0], "Answer")


def test_a_stranger_who_presses_there_is_refused_politely(asked: Circle) -> None:
    stranger = asked.stranger("slack", "T2")
    for label in ("Answer", "Not me"):
        assert "You are not a member of CIO Circle yet" in press_on(
            stranger, in_channel(asked, "slack", "C-peers")[0], label
        )
    assert "You are not a member" in says(stranger, "It is fine.")
    assert "no answer yet" in read(in_channel(asked, "slack", "C-peers")[0]).lower()


@pytest.mark.parametrize("who", ["bea", "carl"])
def test_words_typed_under_the_card_are_a_named_answer_for_all(
    asked: Circle, alice: Person, bea: Person, carl: Person, who: str
) -> None:
    person = {"bea": bea, "carl": carl}[who]
    assert "Thank you" in says(person, "Review went fine for us.")
    for seen in (alice.cards[0], bea.cards[0], read(in_channel(asked, "slack", "C-peers")[0])):
        assert f"Review went fine for us. — {person.member.name}" in seen  # type: ignore[union-attr]


def test_the_same_event_twice_is_one_answer(asked: Circle, bea: Person) -> None:
    says(bea, "Good.", event="e1")
    assert says(bea, "Good.", event="e1") == ""
    assert bea.cards[0].count("Good.") == 1


def test_a_command_word_alone_stays_a_command_and_other_places_change_nothing(asked: Circle, bea: Person) -> None:
    assert "[Ask peers]" in says(bea, "help")
    assert "I don't know" in says(bea, "fine by us", ref="elsewhere")
    assert "no answer yet" in bea.cards[0].lower()


def test_a_reference_of_another_workspace_leads_nowhere(asked: Circle) -> None:
    eve = asked.add("Eve", "slack", "T1")
    assert "Thank you" not in says(eve, "It is fine.")


def test_a_closed_question_takes_no_more_from_below(asked: Circle, bea: Person) -> None:
    asked.clock.passes(days=8)
    asked.deliver()
    assert "is closed" in says(bea, "Too late.")
    assert note(bea.said)


def test_too_many_words_below_the_card_are_sent_to_the_form(asked: Circle, bea: Person) -> None:
    assert "Press Answer on the card" in says(bea, "x" * 2001)


def test_nothing_goes_to_a_channel_that_was_chosen_later(asked: Circle, bea: Person) -> None:
    channel(asked, "slack", "T1", "C-late")
    answer(bea, "Good.")
    assert in_channel(asked, "slack", "C-late") == []
