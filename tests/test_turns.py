"""What every turn does, whoever types: help, unknown words, strangers, repeats, odd input."""

import threading

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.help import help_card
from bot.model import MemberStatus
from bot.routes import DOORS, ROUTES, TIMERS
from bot.turn import NoCommunity, Outcome, Request, Sender, Turn, Unavailable
from bot.views import Card, Form, Note
from bot.words import GREETINGS, WORDS
from storage.database import SqlDatabase
from storage.engine import open_engine
from tests.circle import Circle
from tests.databases import KEYS
from tests.reading import read


def test_help_nothing_and_a_greeting_show_what_there_is(circle: Circle) -> None:
    alice = circle.add("Alice")
    for line in ("help", "", "/help", "hi", "HELLO", "  help  "):
        seen = alice.types(line)
        assert "[Ask peers]" in seen, line
        assert "ask: " in seen


@pytest.mark.parametrize(("line", "near"), [("aks How is Okta?", "ask"), ("hepl", "help"), ("ASKK", "ask")])
def test_an_unknown_word_gets_the_nearest_one(circle: Circle, line: str, near: str) -> None:
    alice = circle.add("Alice")
    assert f"Did you mean {near}?" in alice.types(line)


def test_nothing_typed_is_lost_after_a_wrong_word(circle: Circle) -> None:
    alice = circle.add("Alice")
    seen = alice.types("aks How is Okta at night?")
    assert "How is Okta at night?" in seen
    alice.presses("Ask")
    assert isinstance(alice.said, Form)
    assert alice.said.fields[0].value == "How is Okta at night?"


def test_a_word_like_none_shows_them_all(circle: Circle) -> None:
    seen = circle.add("Alice").types("xylophone in the night")
    assert "I don't know the word “xylophone”" in seen
    assert "in the night" in seen
    assert "[Ask peers]" in seen


def test_an_old_button_says_so(circle: Circle) -> None:
    alice = circle.add("Alice")
    view = circle.bot.run(Request(alice.sender, action="something.gone", arg="x"))
    assert "older card" in read(view)


def test_a_stranger_gets_one_polite_line_and_nothing_else(circle: Circle) -> None:
    circle.add("Bea", uses=["Okta"])
    stranger = circle.stranger()
    for line in ("help", "ask anything", "nonsense"):
        stranger.types(line)
        assert isinstance(stranger.said, Note)
        assert "You are not a member of CIO Circle yet" in read(stranger.said)
    for action in set(ROUTES) - set(DOORS):
        view = circle.bot.run(Request(stranger.sender, action=action, arg="x", query="o", key="k"))
        assert isinstance(view, Note), action


def test_a_suspended_member_is_told_so(circle: Circle) -> None:
    from dataclasses import replace

    alice = circle.add("Alice")
    assert alice.member
    with circle.database.writing() as transaction:
        members = transaction.store(circle.community).members
        members.save(replace(alice.member, status=MemberStatus.SUSPENDED))
    assert "is paused" in alice.types("help")


def test_an_unknown_workspace_belongs_to_nobody(circle: Circle) -> None:
    with pytest.raises(NoCommunity):
        circle.bot.run(Request(Sender("slack", "T404", "U1"), line="help"))


def test_the_same_person_of_another_workspace_is_a_stranger(circle: Circle) -> None:
    alice = circle.add("Alice", tenant="T1")
    view = circle.bot.run(Request(Sender("slack", "T2", alice.sender.user), line="help"))
    assert "not a member" in read(view)


def test_another_community_is_not_reached(database: SqlDatabase) -> None:
    ours, theirs = Circle(database), Circle(database, "Other Circle", prefix="x")
    alice = ours.add("Alice")
    bea = ours.add("Bea", uses=["Okta"])
    eve = theirs.add("Eve", uses=["Okta"])
    alice.types("ask")
    assert "Choose the vendor" in alice.fills(question="Ours?", vendor=theirs.vendor("Okta"))
    alice.types("ask")
    alice.fills(question="Ours?", vendor=ours.vendor("Okta"))
    ours.deliver()
    assert "Ours?" in bea.sees
    assert eve.cards == []
    bea.presses("Answer")
    answer = bea.form
    view = theirs.bot.run(Request(eve.sender, action="ask.read", arg=answer.arg))
    missing = theirs.bot.run(Request(eve.sender, action="ask.read", arg="0" * 32))
    assert read(view) == read(missing)


def test_the_same_event_at_the_same_time_has_one_effect(circle: Circle) -> None:
    alice, bea = circle.add("Alice"), circle.add("Bea", uses=["Okta"])
    alice.types("ask")
    form, okta = alice.form, circle.vendor("Okta")
    request = Request(
        alice.sender, action=form.action, values={"question": "Once?", "vendor": okta}, key=f"form:{form.once}"
    )
    replies = []
    threads = [threading.Thread(target=lambda: replies.append(circle.bot.run(request))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    circle.deliver()
    assert [isinstance(reply, Note) for reply in replies].count(True) == 1
    assert len(bea.cards) == 1


def test_a_newer_address_is_remembered_and_what_waited_for_it_arrives(circle: Circle) -> None:
    from dataclasses import replace

    from bot.turn import Unreachable

    alice, bea = circle.add("Alice"), circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    alice.types("ask")
    alice.fills(question="Waiting?", vendor=circle.vendor("Okta"))
    circle.post.raises = [Unreachable("not_installed"), Unreachable("not_installed")]
    circle.deliver()
    assert bea.cards == []
    bea.sender = replace(bea.sender, address="new-chat")
    bea.types("hi")
    circle.deliver()
    assert "Waiting?" in bea.cards[0]


def test_a_database_that_is_away_is_told_apart_from_a_bug(circle: Circle, tmp_path: object) -> None:
    away = open_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    circle.bot._database = SqlDatabase(away, KEYS)
    with pytest.raises(Unavailable):
        circle.bot.run(Request(Sender("slack", "T1", "U"), line="help"))


def test_every_word_and_timer_has_its_use_case(circle: Circle) -> None:
    assert all(word.action in ROUTES for word in WORDS.values())
    assert not GREETINGS & set(WORDS)
    assert TIMERS


ANY = st.text(st.characters(), max_size=300)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=ANY, arg=ANY, action=st.sampled_from([*ROUTES, "", "nothing"]), value=ANY)
def test_no_input_is_a_bug(circle: Circle, line: str, arg: str, action: str, value: str) -> None:
    alice = circle.people.get("Alice") or circle.add("Alice", uses=["Okta"])
    values = {"question": value, "vendor": value, "answer": value}
    circle.bot.run(Request(alice.sender, line, action, arg, value, values, key=value))
    stranger = Sender("slack", line or "T", arg or "U")
    try:
        circle.bot.run(Request(stranger, line, action, arg))
    except NoCommunity:
        return


def test_help_is_remembered_for_a_minute_and_for_its_reader_alone(circle: Circle) -> None:
    alice = circle.add("Alice")
    request = Request(alice.sender, line="help")
    assert circle.bot.at_once(request) is None
    shown = circle.bot.run(request)
    assert circle.bot.at_once(request) == shown
    assert circle.bot.at_once(Request(circle.stranger().sender, line="help")) is None
    assert circle.bot.at_once(Request(alice.sender, line="ask")) is None
    circle.clock.passes(seconds=60)
    assert circle.bot.at_once(request) is None


def test_what_shows_anything_of_anybody_is_never_remembered(circle: Circle) -> None:
    alice = circle.add("Alice")
    for action in ROUTES:
        if action != "help":
            circle.bot.run(Request(alice.sender, action=action))
            assert circle.bot.at_once(Request(alice.sender, action=action)) is None, action


def test_help_is_the_same_for_everybody(circle: Circle) -> None:
    alice = circle.add("Alice")
    assert alice.member
    with circle.database.reading() as transaction:
        store = transaction.store(circle.community)
        turn = Turn(circle.clock(), lambda: "id", circle.community, alice.member, alice.sender)
        outcome = help_card(turn, store)
    assert isinstance(outcome, Outcome)
    assert isinstance(outcome.reply, Card)
