"""Asking and answering under a handle: nobody stands out, nothing typed is lost, and the database does not tell."""

import json

import pytest
from sqlalchemy import select

from bot.anonymous.offer import PROMISE
from bot.ask.unnamed import COVER
from bot.cards import card_to_json
from bot.handles import draw
from bot.settings import changed
from bot.views import Card, Form, Invalid, SelectField
from storage import tables as t
from tests.begun import begin
from tests.circle import Circle, Person
from tests.reading import read

QUESTION = "How is support at night?"


def setting(circle: Circle, key: str, value: str) -> None:
    circle.community = changed(circle.community, key, value)
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)


def add_many(circle: Circle) -> None:
    """Twenty-four members: Alice, who uses nothing, four who use Okta, and nineteen others in Slack and Teams."""
    circle.add("Alice")
    for n in range(4):
        circle.add(f"User{n}", "teams", "tenant-1", uses=["Okta"])
    for n in range(19):
        circle.add(f"Other{n}", *(("slack", "T2"), ("teams", "tenant-1"))[n % 2])


def add_question(circle: Circle) -> None:
    """Alice has just asked them under a handle; nothing has been sent."""
    begin(circle, add_many)
    sent(circle.people["Alice"])


def publish_question(circle: Circle) -> None:
    """That question stands on the cards of those whom it reached."""
    begin(circle, add_question)
    circle.clock.passes(minutes=11)
    circle.deliver()


@pytest.fixture
def many(circle: Circle) -> list[Person]:
    begin(circle, add_many)
    return list(circle.people.values())


@pytest.fixture
def accepted(circle: Circle) -> list[Person]:
    begin(circle, add_question)
    return list(circle.people.values())


@pytest.fixture
def published(circle: Circle) -> list[Person]:
    begin(circle, publish_question)
    return list(circle.people.values())


def asks(person: Person, question: str = QUESTION, vendor: str = "Okta") -> str:
    """Asks under a handle, up to the preview."""
    person.types("ask")
    return person.fills(question=question, vendor=person.circle.vendor(vendor), ask_as="anonymous")


def sent(person: Person, question: str = QUESTION) -> str:
    asks(person, question)
    return person.fills()


def code_in(seen: str) -> str:
    return next(line for line in seen.splitlines() if line.startswith("Receipt code")).partition(": ")[2]


def card_of(person: Person, words: str = QUESTION) -> Card | None:
    shown = person.circle.post.shown.get((person.sender.platform, person.sender.user), {})
    return next((card for card in shown.values() if words in read(card)), None)


def readers(circle: Circle, words: str = QUESTION) -> list[Person]:
    return [person for person in circle.people.values() if card_of(person, words)]


def test_a_preview_shows_what_peers_will_see_before_anything_is_kept(circle: Circle, many: list[Person]) -> None:
    seen = asks(many[0])
    assert "What peers will see" in seen
    assert f"> {QUESTION} — A fresh two-word handle" in seen
    circle.clock.passes(hours=1)
    circle.deliver()
    assert readers(circle) == []


def test_it_appears_after_the_delay_and_never_before(circle: Circle, many: list[Person]) -> None:
    setting(circle, "anonymous-delay", "3-10")
    assert "Accepted" in sent(many[0])
    circle.clock.passes(minutes=2.99)
    circle.deliver()
    assert readers(circle) == []
    circle.clock.passes(minutes=7.1)
    circle.deliver()
    assert len(readers(circle)) >= 5


def test_a_delay_of_nothing_sends_at_once(circle: Circle, many: list[Person]) -> None:
    setting(circle, "anonymous-delay", "0")
    assert "at once" in sent(many[0])
    circle.deliver()
    assert readers(circle)


@pytest.mark.parametrize("who", [0, 1], ids=["an asker who does not use it", "an asker who does"])
def test_the_asker_gets_the_same_card_among_readers_who_do_not_point_at_them(
    circle: Circle, many: list[Person], who: int
) -> None:
    sent(many[who])
    circle.clock.passes(minutes=11)
    circle.deliver()
    reached = readers(circle)
    assert many[who] in reached
    assert {*many[1:5]} <= {*reached}
    # Beside the four who use it there are always as many others, whether the asker is one of them or not.
    assert len(reached) == 4 + COVER
    cards = {card_to_json(card) for card in map(card_of, reached) if card}
    assert len(cards) == 1
    assert "Alice" not in cards.pop()


def test_answers_and_follow_ups_stand_under_one_handle_each(circle: Circle, published: list[Person]) -> None:
    alice, bea = published[0], published[1]
    asker = read(card_of(alice)).partition(f"> {QUESTION} — ")[2].splitlines()[0]
    for person, words in ((bea, "Slow at first."), (alice, "How slow?"), (bea, "An hour or so.")):
        person.presses("Answer", on=QUESTION)
        person.fills(answer=words, answer_as="anonymous")
        assert "Accepted" in person.fills(), person.sees
        circle.clock.passes(minutes=11)
        circle.deliver()
    seen = read(card_of(bea))
    by = {
        words: seen.partition(f"> {words} — ")[2].splitlines()[0]
        for words in ("Slow at first.", "An hour or so.", "How slow?")
    }
    assert by["How slow?"] == f"{asker} · asked this"
    assert "2 answers" in seen
    assert by["Slow at first."] == by["An hour or so."] != asker
    assert len(asker.split()) == 2
    alice.presses("Answer", on=QUESTION)
    assert f"In this thread you are {asker}" in str(alice.form.fields[1])


def test_an_anonymous_asker_finds_and_closes_their_question_and_nobody_else_can(
    circle: Circle, published: list[Person]
) -> None:
    alice, bea = published[0], published[1]
    alice.types("help")
    own = alice.presses("My questions").partition("Your open questions")[2]
    assert QUESTION in own
    assert QUESTION not in read(alice.said).partition("Your open questions")[0]
    bea.types("help")
    assert QUESTION not in bea.presses("My questions").partition("Your open questions")[2]
    bea.presses("Read", on=QUESTION) if "[Read]" in bea.sees else None
    alice.presses("Close", on="Your open questions")
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert "Closed" in read(card_of(bea))


def test_own_traces_stop_an_anonymous_text_and_nothing_typed_is_lost(circle: Circle, many: list[Person]) -> None:
    alice = many[0]
    seen = asks(alice, "At Alice Works we run it. Write to alice@alice.example, please.")
    assert "Please change this first" in seen
    assert "Our suggestion" in seen
    assert "At Alice Works we run it. Write to alice@alice.example, please." in seen
    again = alice.fills()
    assert "Please change this first" in again
    taken = alice.fills(wording="suggestion")
    assert "Alice" not in taken
    assert "Accepted" in alice.fills()
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert all("alice" not in read(card_of(p, "run it")).lower() for p in readers(circle, "run it"))


def test_a_changed_text_is_shown_once_more_before_it_goes(circle: Circle, many: list[Person]) -> None:
    asks(many[0])
    assert "What peers will see" in many[0].fills(question="Something else?")
    assert "Accepted" in many[0].fills()


def test_the_guard_looks_at_named_words_too(circle: Circle, many: list[Person]) -> None:
    alice = many[0]
    alice.types("ask")
    seen = alice.fills(question="They want $40,000 a year. Do you pay that?", vendor=circle.vendor("Okta"))
    assert "Please change this first" in seen
    assert "$40,000" in seen
    assert "Asked 4 peers" in alice.fills(question="They want much for it. Is it worth it?")


def test_who_chooses_anonymous_on_the_second_look_sees_first_what_peers_will_see(
    circle: Circle, many: list[Person]
) -> None:
    alice = many[0]
    alice.types("ask")
    alice.fills(question="They want $40,000 a year. Do you pay that?", vendor=circle.vendor("Okta"))
    assert "What peers will see" in alice.fills(question="Is it worth it?", ask_as="anonymous")
    assert "Accepted" in alice.fills()


def test_small_circles_have_no_anonymous_mode_and_say_why(circle: Circle) -> None:
    alice, _ = circle.add("Alice"), circle.add("Bea", uses=["Okta"])
    alice.types("ask")
    field = next(f for f in alice.form.fields if f.label == "Ask as")
    assert isinstance(field, SelectField)
    assert [option.label for option in field.options] == ["Myself"]
    assert "needs 20 active members" in field.hint
    alice.fills(question=QUESTION, vendor=circle.vendor("Okta"), ask_as="anonymous")
    assert isinstance(alice.said, Invalid)


def test_the_promise_is_short_and_says_what_is_not_promised() -> None:
    said = PROMISE.format(when="within 10 minutes")
    assert len(said.split()) <= 60
    for word in ("Slack", "Microsoft", "employer", "operator", "style", "legal"):
        assert word in said


def test_a_general_attribute_is_offered_only_while_enough_share_it(circle: Circle, many: list[Person]) -> None:
    with circle.database.writing() as transaction:
        where = t.member.c.name.in_([p.member.name for p in many[:12] if p.member])
        transaction.connection.execute(t.member.update().where(where).values(industry="Retail"))
    alice = many[0]
    asks(alice)
    assert "Accepted" in alice.fills(beside="attribute")
    assert "beside" not in {f.name for f in form_of(many[20]).fields}
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert " · Retail" in read(card_of(alice))
    with circle.database.writing() as transaction:
        where = t.member.c.name.in_([p.member.name for p in many[5:12] if p.member])
        transaction.connection.execute(t.member.update().where(where).values(industry="Energy"))
    many[1].presses("Answer", on=QUESTION)
    many[1].fills(answer="Fine.")
    circle.deliver()
    assert "Retail" not in read(card_of(alice))


def form_of(person: Person) -> Form:
    asks(person)
    return person.form


def tables_with(circle: Circle, value: str) -> set[str]:
    """Tables in which any column of any row holds the value."""
    with circle.database.reading() as transaction:
        return {
            table.name
            for table in t.metadata.sorted_tables
            for row in transaction.connection.execute(select(table))
            if any(value in (v.decode("latin-1") if isinstance(v, bytes) else str(v)) for v in row)
        }


def test_no_row_ties_the_asker_to_the_question_more_than_its_readers(circle: Circle, many: list[Person]) -> None:
    alice = many[0]
    assert alice.member
    before = tables_with(circle, alice.member.id)
    sent(alice)
    assert tables_with(circle, alice.member.id) == before
    assert tables_with(circle, QUESTION) == set()
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert tables_with(circle, alice.member.id) - before == {"ask_peer"}
    with circle.database.reading() as transaction:
        rows = transaction.connection.execute(select(t.ask_peer)).all()
        deliveries = transaction.connection.execute(select(t.delivery).where(t.delivery.c.key.like("ask:%"))).all()
    given = {row.member_id: (row.ask_id, row.reason, row.set_aside) for row in rows}
    assert len(given) == 4 + COVER == len(deliveries)
    assert len(set(given.values())) == 1
    assert len({(row.due, row.closed, row.attempts, row.key) for row in deliveries}) == 1
    sent_words = json.dumps([read(card_of(person)) for person in readers(circle)])
    assert alice.member.id not in sent_words


def test_anonymous_rows_carry_the_day_alone(circle: Circle, published: list[Person]) -> None:
    with circle.database.reading() as transaction:
        row = transaction.connection.execute(select(t.ask)).one()
    assert (row.asked_at.hour, row.asked_at.minute, row.asked_at.second) == (0, 0, 0)
    assert (row.closes_at.minute, row.closes_at.second, row.member_id) == (0, 0, None)


def test_an_answer_that_was_accepted_in_time_appears_although_the_question_has_closed(
    circle: Circle, many: list[Person]
) -> None:
    alice, bea = many[0], many[1]
    alice.types("ask")
    alice.fills(question="Named?", vendor=circle.vendor("Okta"))
    circle.deliver()
    bea.presses("Answer", on="Named?")
    bea.fills(answer="Still in time.", answer_as="anonymous")
    bea.fills()
    alice.types("help")
    alice.presses("My questions")
    alice.presses("Close")
    circle.clock.passes(minutes=11)
    circle.deliver()
    assert "Still in time." in read(card_of(alice, "Named?"))


def test_a_typed_line_never_asks_anonymously(circle: Circle, many: list[Person]) -> None:
    many[0].types("ask anonymous How is Okta?")
    assert isinstance(many[0].said, Form)
    field = next(f for f in many[0].form.fields if f.name == "ask_as")
    assert isinstance(field, SelectField)
    assert field.value == "myself"


def test_a_hundred_thousand_handles_are_all_different() -> None:
    import random

    below = random.Random(7).randrange  # noqa: S311 (the same draws in every run)
    used: set[str] = set()
    for _ in range(100_000):
        attempt = 0
        while (handle := draw(below, attempt)) in used:
            attempt += 1
        used.add(handle)
    assert len(used) == 100_000
    assert not any(handle[-1].isdigit() for handle in used)


def test_handles_are_no_names() -> None:
    from bot.guard.first_names import AMBIGUOUS, CLEAR
    from bot.handles.nouns import NOUNS
    from bot.handles.qualities import QUALITIES

    words = {*NOUNS, *QUALITIES}
    assert len(words) == len(NOUNS) + len(QUALITIES)
    assert len(NOUNS) >= 400
    assert len(QUALITIES) >= 400
    assert not words & (CLEAR | AMBIGUOUS)
