"""Two turns at once: while one has decided and not yet committed, another runs. None is lost, and no cap is passed."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeAlias

import pytest
from sqlalchemy import func, select, text

from bot.app import Bot, new_id
from bot.ask.removal import cards_anew
from bot.counting import OVERALL, SIGNED
from bot.door.leaving import leave
from bot.door.listing import GONE
from bot.intro.model import Intro
from bot.model import Account, Answer, MemberStatus, Product, Vendor
from bot.review.nightly import recount
from bot.settings import changed, value_of
from bot.turn import Overtaken, Request, Unavailable, Value
from storage import indexing
from storage import tables as t
from storage.database import SqlDatabase, SqlTransaction
from storage.locking import hold_member
from tests.asking import ask, prefers
from tests.circle import Circle, Person, _preset
from tests.databases import KEYS
from tests.introducing import WHY, intros, requests
from tests.leaving import TYPED, leaves, opens_door
from tests.newcomers import apply, newcomer
from tests.reading import read
from tests.reviewing import plant, rates
from tests.waiting import until_it_waits, watched

Deed: TypeAlias = Callable[[SqlDatabase], Any]
WORDS = {"pros": "It runs by itself.", "cons": "The console is slow.", "relationship": "using"}


class Dawdling(SqlDatabase):
    """Its first turn waits between its last statement and its commit."""

    def __init__(self, other: SqlDatabase) -> None:
        super().__init__(other.engine, KEYS)
        self._line = other._line
        self.decided, self.go = threading.Event(), threading.Event()

    @contextmanager
    def writing(self) -> Iterator[SqlTransaction]:
        with super().writing() as transaction:
            yield transaction
            indexing.settle(transaction.connection)
            self.decided.set()
            self.go.wait(10)


def at_once(circle: Circle, first: Deed, second: Deed) -> tuple[Any, Any]:
    """What both were told; the second began when the first had decided, and the first ended when the second had done
    all that it could until then: it has ended, or it waits for the first.
    """
    dawdling = Dawdling(watched(circle.database))
    with ThreadPoolExecutor(2) as two:
        one = two.submit(first, dawdling)
        assert dawdling.decided.wait(10) or one.result()
        other = two.submit(second, circle.database)
        try:
            until_it_waits(circle.database, other.done)
        finally:
            dawdling.go.set()
        return one.result(), other.result()


def press(person: Person, action: str, arg: str = "", **values: Value) -> Deed:
    """A press or a form that is sent when its turn comes."""
    request = Request(person.sender, action=action, arg=arg, values=values, key=new_id())
    circle = person.circle
    return lambda database: read(Bot(database, circle.clock, circle.wake).run(request))


def send(person: Person, **values: Value) -> Deed:
    """The form that is open now, with these fields."""
    form = person.form
    kept: dict[str, Value] = {field.name: _preset(field) for field in form.fields}
    return press(person, form.action, form.arg, **kept | values)


def write(circle: Circle, deed: Callable[[SqlTransaction, Any], Any]) -> Deed:
    """What no person does by one press: a transaction with the community's store."""

    def run(database: SqlDatabase) -> Any:
        with database.writing() as transaction:
            return deed(transaction, transaction.store(circle.community))

    return run


def number(circle: Circle, table: Any, *where: Any) -> int:
    with circle.database.reading() as transaction:
        return transaction.connection.scalar(select(func.count()).select_from(table).where(*where)) or 0


def id_of(person: Person) -> str:
    assert person.member
    return person.member.id


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.add("Alice", uses=["Okta"])


@pytest.fixture
def bea(circle: Circle, alice: Person) -> Person:
    return circle.add("Bea", "teams", "tenant-1", uses=[])


@pytest.fixture
def mia(circle: Circle) -> Person:
    return circle.add("Mia", manager=True)


@pytest.fixture
def noa(circle: Circle) -> Person:
    return circle.add("Noa", manager=True)


# Questions


def test_an_answer_that_is_taken_back_while_another_comes_does_not_return_to_the_card(
    circle: Circle, alice: Person, bea: Person
) -> None:
    ask(bea, "Does it hold?", "Okta")
    with circle.database.reading() as transaction:
        ask_id: str = transaction.connection.scalar(select(t.ask.c.id)) or ""
    taken = new_id()

    def begin(_: SqlTransaction, store: Any) -> None:
        store.asks.add_answer(Answer(taken, ask_id, id_of(alice), "The first word.", circle.clock()))

    write(circle, begin)(circle.database)

    def take_back(transaction: SqlTransaction, store: Any) -> None:
        assert store.asks.remove(taken)
        transaction.post(circle.community, cards_anew(store, ask_id), circle.clock())

    at_once(
        circle, write(circle, take_back), press(bea, "ask.send_answer", ask_id, answer="Another.", answer_as="myself")
    )
    circle.deliver()
    assert "Another." in bea.sees
    assert "The first word." not in bea.sees


def test_two_unnamed_answers_whose_delay_ends_at_once_both_stand_on_the_card(
    circle: Circle, alice: Person, bea: Person
) -> None:
    ask(bea, "Does it hold?", "Okta")
    with circle.database.reading() as transaction:
        ask_id: str = transaction.connection.scalar(select(t.ask.c.id)) or ""

    def publish(words: str) -> Deed:
        def run(transaction: SqlTransaction, store: Any) -> None:
            store.asks.add_accepted(Answer(new_id(), ask_id, None, words, circle.clock(), words, ""))
            transaction.post(circle.community, cards_anew(store, ask_id), circle.clock())

        return write(circle, run)

    at_once(circle, publish("Calm Harbour"), publish("Quiet River"))
    circle.deliver()
    assert "Calm Harbour" in bea.sees
    assert "Quiet River" in bea.sees


def test_two_questions_at_once_do_not_both_take_a_peers_last_place_of_the_week(
    circle: Circle, alice: Person, bea: Person
) -> None:
    cleo = circle.add("Cleo")
    prefers(alice, weekly_cap=1)
    okta = circle.vendor("Okta")
    for person in (bea, cleo):
        person.types("ask")
    told = at_once(circle, send(bea, question="One?", vendor=okta), send(cleo, question="Two?", vendor=okta))
    assert number(circle, t.ask) == 2, told
    assert number(circle, t.ask_peer, t.ask_peer.c.member_id == id_of(alice)) == 1


@pytest.mark.parametrize("question_first", [True, False])
def test_who_is_suspended_while_a_question_goes_out_does_not_get_it(
    circle: Circle, alice: Person, bea: Person, mia: Person, question_first: bool
) -> None:
    bea.types("ask")
    asking = send(bea, question="Does it hold?", vendor=circle.vendor("Okta"))
    pausing = press(mia, "people.send_suspend", id_of(alice), reason="asked")
    at_once(circle, *((asking, pausing) if question_first else (pausing, asking)))
    circle.deliver()
    assert "Does it hold?" not in alice.sees


def test_somebody_who_answers_twice_at_once_under_a_handle_has_one_handle(circle: Circle, alice: Person) -> None:
    thread, bea = new_id(), circle.add("Bea")
    write(circle, lambda _, store: store.vault.seal(thread, id_of(bea)))(circle.database)
    deed = write(circle, lambda _, store: store.vault.seal(thread, id_of(alice)))
    first, second = at_once(circle, deed, deed)
    assert first == second


# Members and managers


def test_of_two_managers_who_leave_at_once_one_has_to_stay(circle: Circle, mia: Person, noa: Person) -> None:
    told = at_once(circle, press(mia, "me.leave"), press(noa, "me.leave"))
    assert number(circle, t.member, t.member.c.status == MemberStatus.ACTIVE) == 1, told
    assert "You are the only community manager" in told[1]


def test_of_two_managers_who_suspend_each_other_at_once_one_stays(circle: Circle, mia: Person, noa: Person) -> None:
    told = at_once(
        circle,
        press(mia, "people.send_suspend", id_of(noa), reason="other"),
        press(noa, "people.send_suspend", id_of(mia), reason="other"),
    )
    assert number(circle, t.member, t.member.c.status == MemberStatus.ACTIVE) == 1, told


def test_two_managers_who_change_different_settings_at_once_both_change_them(
    circle: Circle, mia: Person, noa: Person
) -> None:
    def set_(key: str, value: str) -> Deed:
        return write(circle, lambda _, store: store.keep_settings(changed(store.hold(), key, value)))

    at_once(circle, set_("ask-days", "12"), set_("weekly-cap", "3"))
    with circle.database.reading() as transaction:
        now = transaction.community(circle.community.id)
    assert (value_of(now, "ask-days"), value_of(now, "weekly-cap")) == ("12", "3")


def test_an_application_is_approved_as_it_stands_now(circle: Circle, mia: Person) -> None:
    nora = newcomer(circle)
    apply(nora)
    with circle.database.reading() as transaction:
        (one,) = transaction.store(circle.community).applications.waiting()
    press(mia, "people.send_ask_back", one.id, question="Which mill?")(circle.database)
    circle.deliver()
    nora.presses("Answer", on="Which mill?")
    at_once(circle, send(nora, company="Another Mill", rules="accepted"), press(mia, "people.approve", one.id))
    with circle.database.reading() as transaction:
        member = transaction.store(circle.community).members.by_email(one.email)
    assert member
    assert member.company == "Another Mill"


def test_of_two_accounts_that_are_joined_at_once_one_gets_the_cards(circle: Circle, mia: Person) -> None:
    member_id = id_of(mia)
    with circle.database.writing() as transaction:
        transaction.connection.execute(t.account.delete().where(t.account.c.member_id == member_id))

    def join(user: str) -> Deed:
        account = Account(new_id(), member_id, "slack", "T1", user, "")
        return write(circle, lambda _, store: store.members.add_account(account))

    at_once(circle, join("U-1"), join("U-2"))
    assert number(circle, t.account, t.account.c.member_id == member_id, t.account.c.main) == 1


def test_preferences_that_are_first_set_twice_at_once_are_set_without_an_apology(circle: Circle, alice: Person) -> None:
    alice.said = circle.bot.run(Request(alice.sender, action="me.preferences"))
    told = at_once(circle, send(alice, weekly_cap="2"), send(alice, weekly_cap="3"))
    assert not any("went wrong" in one for one in told), told
    assert number(circle, t.preferences) == 1


def test_two_flags_on_one_text_at_once_are_one_case(circle: Circle, alice: Person, bea: Person) -> None:
    cleo = circle.add("Cleo", uses=["Okta"])
    ask(alice, "Does it hold?", "Okta")
    with circle.database.reading() as transaction:
        ask_id: str = transaction.connection.scalar(select(t.ask.c.id)) or ""
    with circle.database.writing() as transaction:
        transaction.store(circle.community).matching.give(ask_id, {"": [id_of(bea)]})
    deeds = []
    for person in (bea, cleo):
        person.said = circle.bot.run(Request(person.sender, action="flag", arg=ask_id))
        deeds.append(send(person, reason="other", words="Look."))
    told = at_once(circle, deeds[0], deeds[1])
    assert number(circle, t.curation_case) == 1, told
    assert number(circle, t.flag) == 2, told


# Vendors and reviews


def test_a_review_that_comes_while_its_vendor_is_merged_stands_with_the_vendor_that_is_left(
    circle: Circle, alice: Person, mia: Person
) -> None:
    with circle.database.writing() as transaction:
        transaction.store(circle.community).vendors.add(Vendor(new_id(), "Auth0"))
    okta, auth0 = circle.vendor("Okta"), circle.vendor("Auth0")
    rates(alice, "Okta")
    reviewing = send(alice, **WORDS)
    told = at_once(circle, press(mia, "vendors.send_merge", gone=okta, kept=auth0), reviewing)
    assert number(circle, t.review, t.review.c.vendor_id == auth0) == 1, told
    assert number(circle, t.review_sum, t.review_sum.c.vendor_id == auth0) > 0
    assert number(circle, t.review_sum, t.review_sum.c.vendor_id == okta) == 0


def test_a_vendor_that_is_merged_while_a_review_of_it_comes_takes_it_along(
    circle: Circle, alice: Person, mia: Person
) -> None:
    with circle.database.writing() as transaction:
        transaction.store(circle.community).vendors.add(Vendor(new_id(), "Auth0"))
    okta, auth0 = circle.vendor("Okta"), circle.vendor("Auth0")
    rates(alice, "Okta")
    reviewing = send(alice, **WORDS)
    told = at_once(circle, reviewing, press(mia, "vendors.send_merge", gone=okta, kept=auth0))
    assert number(circle, t.review, t.review.c.vendor_id == auth0) == 1, told
    assert number(circle, t.review_sum, t.review_sum.c.vendor_id == auth0) > 0
    assert number(circle, t.review_sum, t.review_sum.c.vendor_id == okta) == 0


def test_of_two_merges_that_cross_at_once_one_vendor_is_left(
    circle: Circle, alice: Person, mia: Person, noa: Person
) -> None:
    with circle.database.writing() as transaction:
        transaction.store(circle.community).vendors.add(Vendor(new_id(), "Auth0"))
    okta, auth0 = circle.vendor("Okta"), circle.vendor("Auth0")
    told = at_once(
        circle,
        press(mia, "vendors.send_merge", gone=okta, kept=auth0),
        press(noa, "vendors.send_merge", gone=auth0, kept=okta),
    )
    assert number(circle, t.vendor, t.vendor.c.merged_into.is_(None)) == 1, told


def test_a_review_that_comes_while_the_sums_are_made_anew_counts(circle: Circle, alice: Person) -> None:
    okta, today = circle.vendor("Okta"), circle.clock().date()
    plant(circle, "Okta", 2)
    rates(alice, "Okta")
    reviewing = send(alice, **WORDS)
    at_once(circle, reviewing, write(circle, lambda _, store: recount(store, okta, today)))
    with circle.database.reading() as transaction:
        standing = transaction.store(circle.community).scores.of(okta, [SIGNED])
    assert standing.sums[SIGNED, OVERALL].reviews == 3


def test_names_that_a_vendor_gets_at_once_are_all_found(circle: Circle, alice: Person) -> None:
    okta = circle.vendor("Okta")

    def sells(name: str) -> Deed:
        return write(circle, lambda _, store: store.vendors.add_product(Product(new_id(), okta, name, "")))

    at_once(circle, sells("Workforce"), sells("Fastpass"))
    for word in ("workforce", "fastpass"):
        assert number(circle, t.doc_term, t.doc_term.c.term.startswith(word[:6])) == 1, word


# The front door and introductions


def test_pitches_that_come_at_once_do_not_pass_the_cap_of_a_domain(circle: Circle) -> None:
    opens_door(circle)
    leaves(circle)
    leaves(circle, category="backup")

    def leaving(category: str) -> Deed:
        def run(_: SqlTransaction, store: Any) -> str:
            typed = replace(TYPED, category=category, work_email="jan@nimbus-access.example")
            return str(leave(store, typed, new_id(), circle.clock(), new_id).pitch.status)

        return write(circle, run)

    told = at_once(circle, leaving("erp"), leaving("crm"))
    assert sorted(one == "open" for one in told) == [False, True], told


def test_an_answer_to_a_pitch_that_is_withdrawn_at_once_is_not_kept(circle: Circle, alice: Person) -> None:
    opens_door(circle)
    pitch = leaves(circle).pitch
    told = at_once(
        circle, write(circle, lambda _, store: store.door.withdraw(pitch.id)), press(alice, "door.no", pitch.id)
    )
    assert number(circle, t.pitch_answer) == 0
    assert told[1] == GONE


def test_two_offers_at_once_do_not_pass_what_a_peer_takes_on_in_a_month(
    circle: Circle, alice: Person, bea: Person
) -> None:
    buyers = bea, circle.add("Cleo")
    prefers(alice, intros_a_month=1)
    found: list[Intro] = []
    for buyer in buyers:
        one = requests(buyer, "Okta")
        assert one
        found.append(one)
    values = {"vouch": "use", "rep": "Jan Sample", "why": WHY, "interest": "", "contact": "By chat."}
    told = at_once(circle, *(press(alice, "intro.send_offer", one.id, **values) for one in found))
    assert number(circle, t.intro_offer) == 1, told
    assert len(intros(circle)) == 2


# Turns that need not wait


def test_a_call_that_changes_no_figure_waits_for_nobody_who_holds_the_community(circle: Circle, alice: Person) -> None:
    if circle.database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer: every turn waits for the one before it")
    okta = circle.vendor("Okta")
    with ThreadPoolExecutor(1) as one, circle.database.writing() as transaction:
        transaction.store(circle.community).hold()
        told = one.submit(press(alice, "coldcall.save", vendor=okta, channel="phone"), circle.database)
        assert "Logged: Okta" in told.result(3)


def test_a_member_who_leaves_waits_for_nobody_who_holds_the_community(
    circle: Circle, alice: Person, mia: Person
) -> None:
    """Managers do: one of them has to stay."""
    if circle.database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer: every turn waits for the one before it")
    with ThreadPoolExecutor(1) as one, circle.database.writing() as transaction:
        transaction.store(circle.community).hold()
        told = one.submit(press(alice, "me.leave"), circle.database)
        assert "You have left" in told.result(3)


# Turns that wait for each other


def test_of_two_turns_that_wait_for_each_other_one_is_overtaken(circle: Circle, alice: Person, bea: Person) -> None:
    both = threading.Barrier(2)

    def holds(one: Person, other: Person) -> str:
        try:
            with circle.database.writing() as transaction:
                if circle.database.engine.dialect.name == "postgresql":
                    transaction.connection.execute(text("SET LOCAL deadlock_timeout = '20ms'"))  # A second otherwise.
                hold_member(transaction.connection, circle.community.id, id_of(one))
                if circle.database.engine.dialect.name == "postgresql":
                    both.wait(5)
                hold_member(transaction.connection, circle.community.id, id_of(other))
        except Overtaken:
            return "overtaken"
        return "done"

    with ThreadPoolExecutor(2) as two:
        told = [two.submit(holds, alice, bea), two.submit(holds, bea, alice)]
    overtaken = 1 if circle.database.engine.dialect.name == "postgresql" else 0
    assert sorted(one.result() for one in told) == sorted(["done"] * (2 - overtaken) + ["overtaken"] * overtaken)


class Unlucky(SqlDatabase):
    """So many turns are overtaken when they commit."""

    def __init__(self, other: SqlDatabase, times: int, lasting: Exception | None = None) -> None:
        super().__init__(other.engine, KEYS)
        self._times, self._lasting = times, lasting

    @contextmanager
    def writing(self) -> Iterator[SqlTransaction]:
        with super().writing() as transaction:
            yield transaction
            self._times -= 1
            if self._times >= 0:
                raise Overtaken(self._lasting)


def test_a_turn_that_was_overtaken_runs_once_more_and_is_done_once(circle: Circle, alice: Person, bea: Person) -> None:
    bea.types("ask")
    told = send(bea, question="Does it hold?", vendor=circle.vendor("Okta"))(Unlucky(circle.database, 1))
    assert "Asked 1 peer" in told
    assert number(circle, t.ask) == 1


def test_a_turn_that_is_overtaken_twice_is_for_the_person_to_try_again(circle: Circle, bea: Person) -> None:
    bea.types("ask")
    with pytest.raises(Unavailable):
        send(bea, question="Does it hold?")(Unlucky(circle.database, 2))
    assert number(circle, t.ask) == 0


def test_what_breaks_a_rule_of_the_database_both_times_is_a_bug_and_flies(circle: Circle, bea: Person) -> None:
    bea.types("ask")
    with pytest.raises(ZeroDivisionError):
        send(bea, question="Does it hold?")(Unlucky(circle.database, 2, ZeroDivisionError()))
