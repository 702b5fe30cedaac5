"""Curation: the queue, flags and cases, appeals to a second manager, settings, log and health."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.app import new_id
from bot.model import Role, Vendor, VendorStatus
from bot.settings import changed, value_of
from bot.turn import Request, Value
from bot.views import Form, ManyField, SelectField
from storage import tables as t
from tests.asking import answer, ask
from tests.circle import Circle, Person, note
from tests.reviewing import reviews


@pytest.fixture
def mia(circle: Circle) -> Person:
    return circle.add("Mia", manager=True, uses=("Okta",))


@pytest.fixture
def max_(circle: Circle) -> Person:
    return circle.add("Max", "teams", "tenant-1", manager=True, uses=("Okta",))


@pytest.fixture
def thread(circle: Circle, mia: Person, max_: Person) -> tuple[Person, Person]:
    """Alice asked, Bea answered."""
    alice, bea = circle.add("Alice", uses=("Okta",)), circle.add("Bea", "teams", "tenant-1", uses=("Okta",))
    ask(alice, "How do the nights go?", "Okta")
    circle.deliver()
    answer(bea, "The migration team never answered us.")
    return alice, bea


def flags(person: Person, reason: str = "accusation", words: str = "", text: str = "Bea") -> str:
    """Reads the question and flags one of its texts."""
    circle = person.circle
    with circle.database.reading() as transaction:
        ask_id = transaction.connection.execute(select(t.ask.c.id)).scalar_one()
    person.said = circle.bot.run(Request(person.sender, action="ask.read", arg=ask_id))
    person.presses("Flag…")
    which = person.form.fields[0]
    assert isinstance(which, SelectField)
    chosen = next(one.value for one in which.options if text in one.label)
    said = person.fills(text=chosen, reason=reason, words=words)
    circle.deliver()
    return said


def takes_down(manager: Person, statement: str = "") -> str:
    """Takes the flagged answer down."""
    manager.presses("Take down", on="A flagged answer")
    said = manager.fills(reason="person", statement=statement)
    manager.circle.deliver()
    return said


def moderated(circle: Circle) -> None:
    """Managers read reviews before anybody else does."""
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(changed(circle.community, "moderation", "pre"))


def case_of(manager: Person) -> str:
    return next(card for card in manager.cards if "[Read]" in card and "flagged" in card.lower())


def test_a_flag_takes_nothing_down_and_tells_nobody_who_flagged(
    circle: Circle, mia: Person, thread: tuple[Person, Person]
) -> None:
    alice, bea = thread
    assert "within three days" in flags(alice, words="He is named.")
    assert "never answered us" in "".join(mia.cards + alice.cards)
    assert "Alice" not in case_of(mia)
    assert "He is named." in case_of(mia)
    assert "flagged this already" in flags(alice)
    assert "your own words" in flags(bea)
    assert "Flagged by 1 member" in mia.presses("Read", on="A flagged answer")


def test_what_is_taken_down_is_gone_and_its_author_reads_why(
    circle: Circle, mia: Person, thread: tuple[Person, Person]
) -> None:
    alice, bea = thread
    flags(alice)
    assert "Taken down" in takes_down(mia, "Say what happened, without the name.")
    assert "never answered us" not in "".join(mia.cards + alice.cards)
    statement = next(card for card in bea.cards if "took down your answer" in card)
    assert "It names or describes a person. Say what happened, without the name." in statement
    assert "A person decided this, after a flag." in statement
    assert "appeal until 1 April 2026: another manager then decides, and tells you why" in statement
    assert "took down the answer that you flagged" in "".join(alice.cards)


def test_a_second_manager_decides_the_appeal_and_the_words_stand_again(
    circle: Circle, mia: Person, max_: Person, thread: tuple[Person, Person]
) -> None:
    alice, bea = thread
    flags(alice)
    takes_down(mia)
    bea.presses("Appeal", on="took down your answer")
    bea.fills(appeal="He is a public person.")
    circle.deliver()
    assert "He is a public person." in "".join(max_.cards)
    assert "never answered us" not in "".join(max_.cards)
    assert "never answered us" in max_.presses("Read", on="An appeal about an answer")
    assert "another manager" in mia.presses("Put back", on="An appeal")
    assert "Put back" in max_.presses("Put back", on="An appeal")
    circle.deliver()
    assert "never answered us" in "".join(alice.cards)
    assert "stands again" in "".join(bea.cards)


def test_an_appeal_is_turned_down_by_a_second_manager_with_a_reason(
    circle: Circle, mia: Person, max_: Person, thread: tuple[Person, Person]
) -> None:
    alice, bea = thread
    flags(alice)
    takes_down(mia)
    bea.presses("Appeal", on="took down your answer")
    assert "It names or describes a person" not in bea.fills(appeal="He is a public person.")
    circle.deliver()
    assert "another manager" in mia.presses("Turn down", on="An appeal")
    assert "never answered us" in max_.presses("Turn down", on="An appeal")
    form = max_.form
    assert "Write why it stays down" in max_.fills(form, statement="")
    assert "told why" in max_.fills(form, statement="Public or not, he is named")
    circle.deliver()
    assert "It stays down. Public or not, he is named. This is the last word here." in "".join(bea.cards)
    assert "within 30 days, and once" in bea.presses("Appeal", on="took down your answer")


def test_who_flagged_reads_that_the_words_stand_again(
    circle: Circle, mia: Person, max_: Person, thread: tuple[Person, Person]
) -> None:
    alice, bea = thread
    flags(alice)
    takes_down(mia)
    bea.presses("Appeal", on="took down your answer")
    bea.fills(appeal="He is a public person.")
    circle.deliver()
    max_.presses("Put back", on="An appeal")
    circle.deliver()
    assert "took down the answer that you flagged" not in "".join(alice.cards)
    assert "The answer that you flagged stands again" in "".join(alice.cards)


def test_an_appeal_waits_from_the_day_of_the_appeal_and_one_manager_alone_cannot_decide_it(
    circle: Circle, mia: Person, thread: tuple[Person, Person]
) -> None:
    alice, bea = thread
    flags(alice)
    takes_down(mia)
    circle.clock.passes(days=20)
    bea.presses("Appeal", on="took down your answer")
    bea.fills(appeal="He is a public person.")
    circle.deliver()
    with circle.database.writing() as transaction:
        transaction.connection.execute(t.member.update().where(t.member.c.name == "Max").values(role=Role.MEMBER))
    assert "Appeal about an answer · since today" in mia.types("curate")
    assert "Name a second one" in mia.presses("Read", on="Curation")


def test_an_appeal_comes_within_thirty_days_or_never(
    circle: Circle, mia: Person, thread: tuple[Person, Person]
) -> None:
    alice, bea = thread
    flags(alice)
    takes_down(mia)
    circle.clock.passes(days=32)
    circle.deliver()
    assert "within 30 days, and once" in bea.presses("Appeal", on="took down your answer")
    assert not isinstance(bea.said, Form)


def test_the_last_day_of_an_appeal_is_a_whole_day_wherever_its_author_is(
    circle: Circle, mia: Person, thread: tuple[Person, Person]
) -> None:
    alice, bea = thread
    flags(alice)
    takes_down(mia)
    circle.clock.now = circle.clock.now.replace(month=4, day=2, hour=9)
    circle.deliver()
    bea.presses("Appeal", on="took down your answer")
    assert "on its way" in bea.fills(appeal="Here it is still the first of April.")
    circle.clock.passes(hours=6)
    circle.deliver()
    assert "still the first of April" in "".join(mia.cards)


def test_a_kept_text_stands_and_who_flagged_it_is_told(
    circle: Circle, mia: Person, thread: tuple[Person, Person]
) -> None:
    alice, _ = thread
    flags(alice)
    assert "Kept" in mia.presses("Keep", on="A flagged answer")
    circle.deliver()
    assert "never answered us" in "".join(alice.cards)
    assert "and kept it" in "".join(alice.cards)


def test_the_queue_shows_what_waits_the_oldest_first_and_what_is_late(
    circle: Circle, mia: Person, thread: tuple[Person, Person]
) -> None:
    alice, _ = thread
    assert "Nothing waits for you." in mia.types("curate")
    flags(alice)
    circle.clock.passes(days=4)
    moderated(circle)
    reviews(alice, "Okta")
    seen = mia.types("curate")
    assert "2 decisions waiting, 1 for more than 3 days" in seen
    assert seen.index("Flagged: an answer") < seen.index("Review of Okta")
    assert "managers" in alice.types("curate")


def test_a_long_queue_is_read_by_parts_and_by_kinds(circle: Circle, mia: Person) -> None:
    moderated(circle)
    for number in range(10):
        reviews(circle.add(f"P{number}", uses=("Okta",)), "Okta")
    with circle.database.writing() as transaction:
        for number in range(2):
            vendor = Vendor(new_id(), f"Quillon{number}", VendorStatus.PROPOSED)
            transaction.store(circle.community).vendors.add(vendor)
    assert "12 decisions waiting" in (first := mia.types("curate"))
    assert "1 to 8 of 12" in first
    assert "[Previous]" not in first
    second = mia.presses("Next")
    assert "9 to 12 of 12" in second
    assert "[Next]" not in second
    assert "1 to 8 of 12" in mia.presses("Previous")
    vendors = mia.presses("Vendors (2)")
    assert "Vendors: 2" in vendors
    assert "Review of Okta" not in vendors
    assert "Quillon0 is confirmed." in mia.presses("Confirm")
    assert "11 decisions waiting" in mia.types("curate")


def test_a_queue_that_became_short_while_one_kind_was_read_says_what_it_shows(circle: Circle, mia: Person) -> None:
    moderated(circle)
    reviews(circle.add("Alice", uses=("Okta",)), "Okta")
    with circle.database.writing() as transaction:
        for number in range(7):
            vendor = Vendor(new_id(), f"Quillon{number}", VendorStatus.PROPOSED)
            transaction.store(circle.community).vendors.add(vendor)
    mia.said = circle.bot.run(Request(mia.sender, action="curate", arg="0+8:Vendors"))
    assert "8 decisions waiting" in mia.sees
    assert "Vendors: 7" in mia.sees
    assert "Review of Okta" in mia.presses("Everything (8)")


def test_several_reviews_are_decided_together(circle: Circle, mia: Person) -> None:
    moderated(circle)
    people = [circle.add(f"P{n}", uses=("Okta",)) for n in range(3)]
    for person in people:
        reviews(person, "Okta")
    mia.types("curate")
    mia.presses("Decide several")
    which = mia.form.fields[0]
    assert isinstance(which, ManyField)
    form = mia.form
    values: dict[str, Value] = {"reviews": tuple(one.value for one in which.options), "decision": "approve"}
    request = Request(mia.sender, action=form.action, values=values, key=f"form:{form.once}")
    assert "3 reviews approved" in note(circle.bot.run(request))
    assert "Nothing waits for you." in mia.types("curate")


def test_settings_are_checked_kept_and_audited(circle: Circle, mia: Person) -> None:
    mia.types("curate")
    mia.presses("Settings")
    form = mia.form
    assert "days, 1 to 90" in mia.fills(form, **{"ask-days": "900"})
    assert "How long a question is open: 12" in mia.fills(form, **{"ask-days": "12"})
    assert "Setting changed: ask-days 12" in (mia.types("curate"), mia.presses("Integrity log"))[1]


def test_a_form_that_stood_open_undoes_nothing_of_what_another_set_meanwhile(circle: Circle, mia: Person) -> None:
    max_ = circle.add("Max", manager=True)
    for manager in (mia, max_):
        manager.types("curate")
        manager.presses("Settings")
    old = mia.form
    max_.fills(max_.form, **{"weekly-cap": "3", "k": "6"})
    said = mia.fills(old, **{"ask-days": "12", "k": "4"})
    assert "Kept. How long a question is open: 12. Companies behind any figure: 4." in said
    assert "Changed meanwhile, and it stays: Weekly cap of questions to one member: 3." in said
    assert "Yours replaced what was set meanwhile: Companies behind any figure: 6." in said
    with circle.database.reading() as transaction:
        community = transaction.communities.get(circle.community.id)
    assert community
    assert [value_of(community, key) for key in ("weekly-cap", "ask-days", "k")] == ["3", "12", "4"]


def test_an_old_form_that_changed_nothing_says_what_another_set(circle: Circle, mia: Person) -> None:
    mia.types("curate")
    mia.presses("Settings")
    old = mia.form
    mia.fills(old, moderation="pre")
    said = mia.fills(replace(old, once=new_id()))
    assert "Nothing was changed." in said
    assert "it stays: New reviews: shown once a manager approves." in said


def test_health_counts_answers_and_how_long_they_took(
    circle: Circle, mia: Person, thread: tuple[Person, Person]
) -> None:
    mia.types("curate")
    seen = mia.presses("Health")
    assert "Questions answered" in seen
    assert "1 of 1 question" in seen
    assert "fewer than 5" in seen or "Cold calls logged: nothing yet." in seen
    circle.clock.now += timedelta(days=40)
    assert "1 of 1 question" in (mia.types("curate"), mia.presses("Health"))[1]


def test_hours_of_what_is_anonymous_are_not_counted_from_its_day(circle: Circle, mia: Person) -> None:
    crowd = [circle.add(f"Peer{n}", uses=("Okta",)) for n in range(20)]
    circle.clock.now = circle.clock.now.replace(hour=9)
    crowd[3].types("ask")
    crowd[3].fills(question="Has anybody left them?", vendor=circle.vendor("Okta"), ask_as="anonymous")
    crowd[3].fills()
    circle.clock.passes(hours=1)
    circle.deliver()
    answer(crowd[4], "We have.")
    mia.types("curate")
    seen = mia.presses("Health")
    assert "1 of 1 question" in seen
    assert "Hours to the first answer (median): nothing yet." in seen


def under_a_handle(circle: Circle) -> tuple[Person, Person, list[Person]]:
    """A question that somebody asked anonymously, flagged and taken down: author, manager, everybody."""
    crowd = [circle.add(f"Peer{n}", uses=("Okta",)) for n in range(20)]
    author, manager = crowd[3], circle.add("Vera", manager=True, uses=("Okta",))
    author.types("ask")
    author.fills(question="Has anybody left them?", vendor=circle.vendor("Okta"), ask_as="anonymous")
    author.fills()
    circle.clock.passes(minutes=30)
    circle.deliver()
    with circle.database.reading() as transaction:
        asked = transaction.connection.execute(select(t.ask.c.id)).scalar_one()
    manager.said = circle.bot.run(Request(manager.sender, action="ask.remove", arg=asked))
    manager.fills(reason="tone")
    circle.deliver()
    return author, manager, crowd


def test_an_appeal_under_a_handle_passes_the_guard_and_comes_after_the_delay(circle: Circle) -> None:
    author, manager, _ = under_a_handle(circle)
    author.presses("Open", on="A private note")
    author.presses("Appeal")
    assert "Peer3 Works" in author.fills(appeal="At Peer3 Works it was like this.")
    assert isinstance(author.said, Form)
    assert "on its way" in author.fills(appeal="It attacks nobody at all.", wording="mine")
    circle.deliver()
    assert "It attacks nobody" not in "".join(manager.cards)
    assert "waiting" not in manager.types("curate")
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert "It attacks nobody" in "".join(manager.cards)


def test_an_appeal_that_waits_out_its_delay_is_not_too_late_for_it(circle: Circle) -> None:
    author, manager, _ = under_a_handle(circle)
    author.presses("Open", on="A private note")
    circle.clock.passes(days=29, hours=23, minutes=59)
    author.presses("Appeal")
    author.fills(appeal="It attacks nobody at all.")
    circle.clock.passes(days=2)
    circle.deliver()
    assert "It attacks nobody" in "".join(manager.cards)


def test_an_author_under_a_handle_reads_no_day_on_which_nobody_can_tell_any_more_that_it_is_theirs(
    circle: Circle,
) -> None:
    author, _, _ = under_a_handle(circle)
    said = author.presses("Open", on="A private note")
    last = circle.clock.now + timedelta(days=28)
    assert f"appeal until {last:%-d %B %Y}: another manager" in said


def test_who_answered_under_a_handle_reads_that_the_question_may_end_it_sooner(circle: Circle) -> None:
    crowd = [circle.add(f"Peer{n}", uses=("Okta",)) for n in range(20)]
    manager = circle.add("Vera", manager=True, uses=("Okta",))
    ask(crowd[0], "How do the nights go?", "Okta")
    circle.deliver()
    crowd[3].presses("Answer")
    crowd[3].fills(answer="The migration team never answered us.", answer_as="anonymous")
    crowd[3].fills()
    circle.clock.passes(minutes=30)
    circle.deliver()
    with circle.database.reading() as transaction:
        asked, answered = transaction.connection.execute(select(t.answer.c.ask_id, t.answer.c.id)).one()
    manager.said = circle.bot.run(Request(manager.sender, action="ask.remove", arg=asked))
    manager.fills(text=answered, reason="tone")
    circle.deliver()
    said = crowd[3].presses("Open", on="A private note")
    assert "2026, or until 30 days after the question has closed if that is sooner: another manager" in said


def test_an_erased_author_is_not_put_back_by_a_manager(circle: Circle) -> None:
    author, manager, crowd = under_a_handle(circle)
    author.types("me")
    author.presses("Erase")
    author.presses("Erase everything")
    circle.clock.passes(days=8)
    circle.deliver()
    manager.said = None
    assert "[Put back]" not in "".join(manager.cards)
    assert "Has anybody left them?" not in "".join(card for person in crowd for card in person.cards)
    with circle.database.reading() as transaction:
        assert transaction.connection.execute(select(t.curation_case)).all() == []
        assert transaction.connection.execute(select(t.case_text)).all() == []
