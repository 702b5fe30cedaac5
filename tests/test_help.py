"""`help`, and what a line that begins with no known word leads to."""

from tests.circle import Circle
from tests.town import Town


def test_a_manager_reaches_the_parts_of_curation_by_their_names_and_nobody_else_is_told_of_them(
    circle: Circle,
) -> None:
    mia, alice = circle.add("Mia", manager=True), circle.add("Alice")
    assert "No applications waiting" in mia.types("people")
    assert "Curation" in mia.types("/Queue")
    assert "Health" in mia.types("health")
    assert "I don't know the word" in mia.types("people who know okta")
    assert "I don't know the word" in alice.types("people")


def test_a_plain_question_can_be_asked_without_typing_it_again(circle: Circle) -> None:
    alice = circle.add("Alice")
    seen = alice.types("What do you think of Okta?")
    assert "I don't know the word “What”" in seen
    assert "What do you think of Okta?" in seen
    assert "What do you think of Okta?" in alice.presses("Ask peers")


def test_a_vendors_name_alone_leads_to_its_card(circle: Circle) -> None:
    circle.add("Bob", uses=["Okta"])
    alice = circle.add("Alice")
    for line in ("Okta", "okta inc", "Okta?"):
        assert "No score yet: ask your peers. Nobody has written about Okta so far." in alice.types(line)


def test_thanks_are_no_unknown_word(circle: Circle) -> None:
    assert "You are welcome" in circle.add("Alice").types("Thanks, that helped")


def test_a_line_that_is_neither_word_nor_name_stays_short(circle: Circle) -> None:
    seen = circle.add("Alice").types("What do peers think of the moon")
    assert "Or begin with one of my words: vendor, compare, find" in seen
    assert "In figures" not in seen
    assert "Write, change, confirm or withdraw your review" in circle.people["Alice"].presses("Help")


def test_a_long_unknown_line_offers_no_vendor(circle: Circle) -> None:
    alice = circle.add("Alice")
    assert "[Vendor]" not in alice.types("zzzz " + "long " * 60)


def test_members_are_not_told_how_to_become_one(circle: Circle) -> None:
    seen = circle.add("Alice").types("help")
    assert "\nme: " in seen
    assert "\njoin: " not in seen
    assert "\nlink: " not in seen


def test_home_is_a_word(circle: Circle) -> None:
    mia = circle.add("Mia", manager=True)
    assert "[Curate]" in mia.types("home")
    assert "[People]" in mia.presses("Curate")
    assert "[Curation]" in mia.presses("People")
    assert "[Home]" in mia.presses("Curation")
    assert "[Curation]" in mia.presses("Vendors")
    mia.presses("Curation")
    assert "[Curate]" in mia.presses("Home")


def test_only_managers_help_speaks_of_curating(circle: Circle) -> None:
    assert "curate" in circle.add("Mia", manager=True).types("help")
    assert "curate" not in circle.add("Alice").types("help")


def test_cards_opened_from_me_lead_back_to_it(circle: Circle) -> None:
    alice = circle.add("Alice")
    for opened, back in (("My stack", "My profile"), ("Conflicts", "My profile"), ("Erase", "Keep everything")):
        alice.types("me")
        alice.presses(opened)
        assert "Kept about you" in alice.presses(back)


def test_an_empty_category_leads_to_a_question(circle: Circle) -> None:
    alice = circle.add("Alice")
    seen = alice.types("top identity")
    assert "[Ask peers]" in seen or "no categories" in seen


async def test_a_plain_question_and_a_name_lead_on_from_both_platforms(town: Town) -> None:
    for person in (town.alice, town.bea):
        await person.type("What do you think of Okta?")
        assert "[Ask peers]" in person.screen()
        assert "[Vendor]" in person.screen()
        await person.press("Ask peers")
        assert "What do you think of Okta?" in person.screen()
