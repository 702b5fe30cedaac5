"""Curation: the queue, flags and cases, appeals to a second manager, settings, log and health."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.app import new_id
from bot.model import ReviewStatus, Role, Vendor, VendorStatus
from bot.settings import changed, value_of
from bot.turn import Request, Value
from bot.views import Form, ManyField
from storage import tables as t
from tests.asking import answer, ask
from tests.begun import begin
from tests.circle import Circle, Person, note
from tests.flagging import (
    Thread,
    appeal,
    ask_and_answer,
    flag_it,
    flags,
    of,
    take_it_down,
    takes_down,
    takes_down_under_a_handle,
    with_crowd,
)
from tests.reviewing import crowd, peers, reviews, wrote


@pytest.fixture
def mia(circle: Circle) -> Person:
    return circle.add("Mia", manager=True, uses=("Okta",))


@pytest.fixture
def thread(circle: Circle) -> Thread:
    begin(circle, ask_and_answer)
    return of(circle)


@pytest.fixture
def flagged(circle: Circle) -> Thread:
    """Alice flagged what Bea answered."""
    begin(circle, flag_it)
    return of(circle)


@pytest.fixture
def taken(circle: Circle) -> Thread:
    """Mia took it down."""
    begin(circle, take_it_down)
    return of(circle)


@pytest.fixture
def appealed(circle: Circle) -> Thread:
    """Bea appealed."""
    begin(circle, appeal)
    return of(circle)


def moderated(circle: Circle) -> None:
    """Managers read reviews before anybody else does."""
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(changed(circle.community, "moderation", "pre"))


def case_of(manager: Person) -> str:
    return next(card for card in manager.cards if "[Read]" in card and "flagged" in card.lower())


def test_a_flag_takes_nothing_down_and_tells_nobody_who_flagged(thread: Thread) -> None:
    assert "within three days" in flags(thread.alice, words="He is named.")
    assert "never answered us" in "".join(thread.mia.cards + thread.alice.cards)
    assert "Alice" not in case_of(thread.mia)
    assert "He is named." in case_of(thread.mia)
    assert "flagged this already" in flags(thread.alice)
    assert "your own words" in flags(thread.bea)
    assert "Flagged by 1 member" in thread.mia.presses("Read", on="A flagged answer")


def test_what_is_taken_down_is_gone_and_its_author_reads_why(flagged: Thread) -> None:
    assert "Taken down" in takes_down(flagged.mia, "Say what happened, without the name.")
    assert "never answered us" not in "".join(flagged.mia.cards + flagged.alice.cards)
    statement = next(card for card in flagged.bea.cards if "took down your answer" in card)
    assert "It names or describes a person. Say what happened, without the name." in statement
    assert "A person decided this, after a flag." in statement
    assert "appeal until 1 April 2026: another manager then decides, and tells you why" in statement
    assert "took down the answer that you flagged" in "".join(flagged.alice.cards)


def test_a_second_manager_decides_the_appeal_and_the_words_stand_again(appealed: Thread) -> None:
    assert "He is a public person." in "".join(appealed.max_.cards)
    assert "never answered us" not in "".join(appealed.max_.cards)
    assert "never answered us" in appealed.max_.presses("Read", on="An appeal about an answer")
    assert "another manager" in appealed.mia.presses("Put back", on="An appeal")
    assert "Put back" in appealed.max_.presses("Put back", on="An appeal")
    appealed.circle.deliver()
    assert "never answered us" in "".join(appealed.alice.cards)
    assert "stands again" in "".join(appealed.bea.cards)


def test_an_appeal_is_turned_down_by_a_second_manager_with_a_reason(appealed: Thread) -> None:
    assert "another manager" in appealed.mia.presses("Turn down", on="An appeal")
    assert "never answered us" in appealed.max_.presses("Turn down", on="An appeal")
    form = appealed.max_.form
    assert "Write why it stays down" in appealed.max_.fills(form, statement="")
    assert "told why" in appealed.max_.fills(form, statement="Public or not, he is named")
    appealed.circle.deliver()
    assert "It stays down. Public or not, he is named. This is the last word here." in "".join(appealed.bea.cards)
    assert "within 30 days, and once" in appealed.bea.presses("Appeal", on="took down your answer")


def test_who_flagged_reads_that_the_words_stand_again(appealed: Thread) -> None:
    appealed.max_.presses("Put back", on="An appeal")
    appealed.circle.deliver()
    assert "took down the answer that you flagged" not in "".join(appealed.alice.cards)
    assert "The answer that you flagged stands again" in "".join(appealed.alice.cards)


def test_an_appeal_waits_from_the_day_of_the_appeal_and_one_manager_alone_cannot_decide_it(taken: Thread) -> None:
    taken.circle.clock.passes(days=20)
    taken.bea.presses("Appeal", on="took down your answer")
    taken.bea.fills(appeal="He is a public person.")
    taken.circle.deliver()
    with taken.circle.database.writing() as transaction:
        transaction.connection.execute(t.member.update().where(t.member.c.name == "Max").values(role=Role.MEMBER))
    assert "Appeal about an answer · since today" in taken.mia.types("curate")
    assert "Name a second one" in taken.mia.presses("Read", on="Curation")


def test_an_appeal_comes_within_thirty_days_or_never(taken: Thread) -> None:
    taken.circle.clock.passes(days=32)
    taken.circle.deliver()
    assert "within 30 days, and once" in taken.bea.presses("Appeal", on="took down your answer")
    assert not isinstance(taken.bea.said, Form)


def test_the_last_day_of_an_appeal_is_a_whole_day_wherever_its_author_is(taken: Thread) -> None:
    taken.circle.clock.now = taken.circle.clock.now.replace(month=4, day=2, hour=9)
    taken.circle.deliver()
    taken.bea.presses("Appeal", on="took down your answer")
    assert "on its way" in taken.bea.fills(appeal="Here it is still the first of April.")
    taken.circle.clock.passes(hours=6)
    taken.circle.deliver()
    assert "still the first of April" in "".join(taken.mia.cards)


def test_a_kept_text_stands_and_who_flagged_it_is_told(flagged: Thread) -> None:
    assert "Kept" in flagged.mia.presses("Keep", on="A flagged answer")
    flagged.circle.deliver()
    assert "never answered us" in "".join(flagged.alice.cards)
    assert "and kept it" in "".join(flagged.alice.cards)


def test_the_queue_shows_what_waits_the_oldest_first_and_what_is_late(thread: Thread) -> None:
    assert "Nothing waits for you." in thread.mia.types("curate")
    flags(thread.alice)
    thread.circle.clock.passes(days=4)
    moderated(thread.circle)
    reviews(thread.alice, "Okta")
    seen = thread.mia.types("curate")
    assert "2 decisions waiting, 1 for more than 3 days" in seen
    assert seen.index("Flagged: an answer") < seen.index("Review of Okta")
    assert "managers" in thread.alice.types("curate")


def test_a_long_queue_is_read_by_parts_and_by_kinds(circle: Circle, mia: Person) -> None:
    moderated(circle)
    writers = peers(circle, 10)
    wrote(circle, "Okta", writers[1:], status=ReviewStatus.WAITING)
    reviews(writers[0], "Okta")
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
    writers = peers(circle, 3)
    wrote(circle, "Okta", writers[1:], status=ReviewStatus.WAITING)
    reviews(writers[0], "Okta")
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


def test_health_counts_answers_and_how_long_they_took(thread: Thread) -> None:
    thread.mia.types("curate")
    seen = thread.mia.presses("Health")
    assert "Questions answered" in seen
    assert "1 of 1 question" in seen
    assert "fewer than 5" in seen or "Cold calls logged: nothing yet." in seen
    thread.circle.clock.now += timedelta(days=40)
    assert "1 of 1 question" in (thread.mia.types("curate"), thread.mia.presses("Health"))[1]


def test_hours_of_what_is_anonymous_are_not_counted_from_its_day(circle: Circle, mia: Person) -> None:
    people = crowd(circle, [f"Peer{n}" for n in range(20)], "Okta")
    circle.clock.now = circle.clock.now.replace(hour=9)
    people[3].types("ask")
    people[3].fills(question="Has anybody left them?", vendor=circle.vendor("Okta"), ask_as="anonymous")
    people[3].fills()
    circle.clock.passes(hours=1)
    circle.deliver()
    answer(people[4], "We have.")
    mia.types("curate")
    seen = mia.presses("Health")
    assert "1 of 1 question" in seen
    assert "Hours to the first answer (median): nothing yet." in seen


@pytest.fixture
def hidden(circle: Circle) -> tuple[Person, Person]:
    """Whoever asked that, and the manager."""
    begin(circle, takes_down_under_a_handle)
    return circle.people["Peer3"], circle.people["Vera"]


def test_an_appeal_under_a_handle_passes_the_guard_and_comes_after_the_delay(
    circle: Circle, hidden: tuple[Person, Person]
) -> None:
    author, manager = hidden
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


def test_an_appeal_that_waits_out_its_delay_is_not_too_late_for_it(
    circle: Circle, hidden: tuple[Person, Person]
) -> None:
    author, manager = hidden
    author.presses("Open", on="A private note")
    circle.clock.passes(days=29, hours=23, minutes=59)
    author.presses("Appeal")
    author.fills(appeal="It attacks nobody at all.")
    circle.clock.passes(days=2)
    circle.deliver()
    assert "It attacks nobody" in "".join(manager.cards)


def test_an_author_under_a_handle_reads_no_day_on_which_nobody_can_tell_any_more_that_it_is_theirs(
    circle: Circle, hidden: tuple[Person, Person]
) -> None:
    author, _ = hidden
    said = author.presses("Open", on="A private note")
    last = circle.clock.now + timedelta(days=28)
    assert f"appeal until {last:%-d %B %Y}: another manager" in said


def test_who_answered_under_a_handle_reads_that_the_question_may_end_it_sooner(circle: Circle) -> None:
    begin(circle, with_crowd)
    asker, author, manager = (circle.people[name] for name in ("Peer0", "Peer3", "Vera"))
    ask(asker, "How do the nights go?", "Okta")
    circle.deliver()
    author.presses("Answer")
    author.fills(answer="The migration team never answered us.", answer_as="anonymous")
    author.fills()
    circle.clock.passes(minutes=30)
    circle.deliver()
    with circle.database.reading() as transaction:
        asked, answered = transaction.connection.execute(select(t.answer.c.ask_id, t.answer.c.id)).one()
    manager.said = circle.bot.run(Request(manager.sender, action="ask.remove", arg=asked))
    manager.fills(text=answered, reason="tone")
    circle.deliver()
    said = author.presses("Open", on="A private note")
    assert "2026, or until 30 days after the question has closed if that is sooner: another manager" in said


def test_an_erased_author_is_not_put_back_by_a_manager(circle: Circle, hidden: tuple[Person, Person]) -> None:
    author, manager = hidden
    author.types("me")
    author.presses("Erase")
    author.presses("Erase everything")
    circle.clock.passes(days=8)
    circle.deliver()
    manager.said = None
    assert "[Put back]" not in "".join(manager.cards)
    assert "Has anybody left them?" not in "".join(card for person in circle.people.values() for card in person.cards)
    with circle.database.reading() as transaction:
        assert transaction.connection.execute(select(t.curation_case)).all() == []
        assert transaction.connection.execute(select(t.case_text)).all() == []
