"""What an introduction leaves in the chats of those who take part: one card that counts, a line for each before."""

from bot.intro.rep import RepAnswer
from bot.turn import TryLater
from bot.views import Buttons, Card
from tests.circle import Circle, Person, later
from tests.intro_steps import alice, asks, bea, introduced, linked, offers, presses, rep_says, to_the_link

__all__ = ["alice", "bea", "introduced", "linked"]  # the fixtures

REMINDED = "Introduction to Okta: this was a reminder, and it is over."


def lines(person: Person) -> list[str]:
    """The cards in the chat without their titles, and without what each line begins with."""
    return [card.partition("\n")[2].rpartition("ntroduction to Okta: ")[2] for card in person.cards]


def with_buttons(person: Person) -> int:
    """How many cards in the chat ask for something."""
    shown = person.circle.post.shown[person.sender.platform, person.sender.user].values()
    return sum(any(isinstance(block, Buttons) for block in card.blocks) for card in shown if isinstance(card, Card))


def test_at_the_end_the_buyer_has_one_card_that_counts_and_one_line_for_each_before(
    circle: Circle, linked: str, alice: Person, bea: Person
) -> None:
    rep_says(circle, linked, RepAnswer.QUESTION, "How many people log in on one day?")
    presses(alice, "Answer the question")
    alice.fills(reply="About four thousand.")
    circle.deliver()
    assert "Now they say fit or no fit" in lines(alice)[2]
    rep_says(circle, linked, RepAnswer.FIT)
    presses(alice, "Reveal my name")
    presses(alice, "We have met")
    presses(alice, "Yes")
    *before, newest = lines(alice)
    assert before == ["you asked on 2 March.", "you chose an offer.", "you answered the rep's question."]
    assert newest.startswith("It is a yes.")
    assert with_buttons(alice) == 1
    assert lines(bea)[1:-1] == ["your offer was chosen.", "you learnt who the buyer is."]


def test_what_the_buyer_does_themselves_changes_the_card_they_have(
    circle: Circle, introduced: str, alice: Person, bea: Person
) -> None:
    assert len(alice.cards) == 3
    for label in ("We have met", "No"):
        presses(alice, label)
        assert len(alice.cards) == 3


def test_a_withdrawal_is_no_news_for_who_withdraws(circle: Circle, linked: str, alice: Person, bea: Person) -> None:
    presses(alice, "Withdraw")
    assert lines(alice)[0] == "you asked on 2 March."
    assert "did not come about" in lines(alice)[1]
    later(circle, days=9)
    assert len(alice.cards) == 2


def test_a_date_leaves_a_line_of_itself(circle: Circle, introduced: str, alice: Person, bea: Person) -> None:
    presses(alice, "Not before…")
    alice.fills(until="2026-06-15")
    circle.deliver()
    assert lines(alice)[2] == "you were introduced."
    later(circle, days=106)
    assert lines(alice)[3] == "set aside until 15 June 2026."
    assert "You know each other now" in lines(alice)[4]
    assert "the buyer said: not before 15 June 2026." in lines(bea)


def test_a_reminder_says_when_it_is_over(circle: Circle, alice: Person, bea: Person) -> None:
    asks(alice)
    offers(bea)
    later(circle, days=2.1)
    assert "Offers wait for your choice" in alice.sees
    presses(alice, "Choose this offer")
    assert REMINDED in "".join(alice.cards)
    later(circle, days=2.1)
    assert "waits for your next step" in bea.sees
    presses(bea, "Get the link")
    assert "waits for your next step" not in "".join(bea.cards)
    assert with_buttons(alice) == 1


def test_silence_is_told_in_a_card_of_its_own(circle: Circle, introduced: str, alice: Person, bea: Person) -> None:
    later(circle, days=30.1)
    assert "Today is your decision date" in alice.sees
    later(circle, days=2)
    assert lines(alice)[2] == "you were introduced."
    assert lines(alice)[-1].startswith("It is a no, with thanks.")
    assert with_buttons(alice) == 1


def test_a_reminder_that_waits_for_the_morning_is_not_sent_once_it_is_over(
    circle: Circle, alice: Person, bea: Person
) -> None:
    asks(alice)
    offers(bea)
    before = len(alice.cards)
    circle.clock.passes(days=2.1)
    circle.post.raises = [TryLater(60)]
    circle.deliver()
    assert len(alice.cards) == before
    alice.said = None
    alice.presses("Choose this offer")
    circle.clock.passes(minutes=2)
    circle.deliver()
    assert len(alice.cards) == before
    assert "reminder" not in alice.sees


def nothing(_alice: Person, _bea: Person) -> None:
    """Nobody does anything."""


def withdraws(alice: Person, _bea: Person) -> None:
    presses(alice, "Withdraw")


def steps_back(_alice: Person, bea: Person) -> None:
    presses(bea, "Step back")


def test_a_reminder_that_does_not_come_tells_nobody_of_a_hidden_end(circle: Circle, alice: Person, bea: Person) -> None:
    """Who waits is reminded as if nobody had stepped back or withdrawn."""
    reminded = []
    for step, deed in ((True, nothing), (True, steps_back), (False, nothing), (False, withdraws)):
        circle.post.shown.clear()
        if step:
            rep_says(circle, to_the_link(alice, bea), RepAnswer.FIT)
        else:
            asks(alice)
            offers(bea)
            presses(alice, "Choose this offer")
        deed(alice, bea)
        later(circle, days=2.1)
        waits = alice if step else bea
        reminded.append(any("You can reveal your name now" in c or "next step" in c for c in waits.cards))
        later(circle, days=60)
    assert reminded == [True] * 4
