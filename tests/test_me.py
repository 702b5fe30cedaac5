"""`me`: the profile, the accounts, the preferences and the declared interests, each seen by the right people."""

from dataclasses import replace

import pytest

from bot.app import new_id
from bot.model import Account, MemberStatus, Preferences
from bot.turn import Request, Sender
from bot.views import Form, Invalid
from storage.database import SqlDatabase
from tests.asking import knows
from tests.begun import begin, begun
from tests.circle import Circle, Person, note
from tests.newcomers import changed, tells
from tests.reading import read
from tests.town import Town


def two(circle: Circle) -> None:
    circle.add("Alice", "slack")
    circle.add("Bea", "teams", "tenant-1", uses=["Okta", "SAP"])


def question(circle: Circle) -> None:
    """Alice asked about Okta, Bea answered."""
    begin(circle, two)
    alice, bea = circle.people["Alice"], circle.people["Bea"]
    alice.types("ask")
    alice.fills(question="How is support at night?", vendor=circle.vendor("Okta"))
    circle.deliver()
    bea.presses("Answer", on="at night")
    bea.fills(answer="Slow at night, good by day.")
    circle.deliver()


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.people["Alice"]


@pytest.fixture
def bea(circle: Circle) -> Person:
    return circle.people["Bea"]


@pytest.fixture
def circle(database: SqlDatabase) -> Circle:
    return begun(database, two)


@pytest.fixture
def thread(database: SqlDatabase) -> tuple[Circle, Person, Person]:
    """After that question and its answer."""
    circle = begun(database, question)
    return circle, circle.people["Alice"], circle.people["Bea"]


def set_status(person: Person, status: MemberStatus) -> None:
    assert person.member
    with person.circle.database.writing() as transaction:
        transaction.store(person.circle.community).members.save(replace(person.member, status=status))


def test_the_card_shows_the_profile_the_accounts_and_what_is_kept(thread: tuple[Circle, Person, Person]) -> None:
    _, _, bea = thread
    seen = bea.types("me")
    assert seen.startswith("Bea\n")
    assert "Company: Bea Works" in seen
    assert "Work e-mail: bea@bea.example" in seen
    assert "\nTeams · gets your cards" in seen
    assert "tenant-1" not in seen
    assert "Quiet hours: 20:00 to 07:00, as soon as your time zone is known" in seen
    assert "Questions: at most 5 a week" in seen
    assert "1 answer" in seen
    assert "2 vendors in your stack" in seen
    for button in ("Edit profile", "Preferences", "Conflicts", "Link another account", "Export", "Leave", "Erase"):
        assert f"[{button}]" in seen


def test_a_suspended_member_sees_it_too_and_nothing_else(circle: Circle, bea: Person) -> None:
    set_status(bea, MemberStatus.SUSPENDED)
    assert "is paused" in bea.types("help")
    assert "Your membership is paused" in bea.types("me")
    bea.presses("Preferences")
    assert isinstance(bea.said, Form)


def test_cards_go_to_the_account_one_chooses(circle: Circle, alice: Person, bea: Person) -> None:
    assert bea.member
    second = Account(new_id(), bea.member.id, "slack", "T2", "U-Bea-2")
    with circle.database.writing() as transaction:
        transaction.store(circle.community).members.add_account(second)
    bea.types("me")
    seen = bea.presses("Send my cards here")
    assert "\nSlack · gets your cards" in seen
    assert seen.count("gets your cards") == 1
    alice.types("ask")
    alice.fills(question="Where does this go, I wonder?", vendor=circle.vendor("Okta"))
    circle.deliver()
    assert ("slack", "U-Bea-2") in circle.post.shown
    assert bea.cards == []


def test_accounts_are_called_by_their_workspaces_names(circle: Circle, bea: Person) -> None:
    assert bea.member
    with circle.database.writing() as transaction:
        members = transaction.store(circle.community).members
        for tenant in ("T1", "T2"):
            members.add_account(Account(new_id(), bea.member.id, "slack", tenant, f"U-Bea-{tenant}"))
    seen = bea.types("me")
    assert "\nSlack, account 1\n" in seen
    assert "\nSlack, account 2\n" in seen
    circle.bot.run(Request(Sender("slack", "T1", ""), action="workspace.restored", arg="Fjord", news=True))
    tells(circle, changed(bea, "bea@norrsken.example"), "account.changed")
    seen = bea.types("me")
    assert "\nSlack (Fjord)\n" in seen
    assert "\nSlack\n" in seen
    assert "\nTeams (norrsken.example) · gets your cards" in seen


def test_nobody_chooses_anothers_account(circle: Circle, alice: Person, bea: Person) -> None:
    with circle.database.reading() as transaction:
        assert bea.member
        theirs = transaction.store(circle.community).profiles.accounts(bea.member.id)[0]
    view = circle.bot.run(Request(alice.sender, action="me.account", arg=theirs.id, key="k"))
    assert "not one of yours" in note(view)


def test_a_changed_name_stands_on_cards_at_once(thread: tuple[Circle, Person, Person]) -> None:
    circle, alice, bea = thread
    bea.types("me")
    bea.presses("Edit profile")
    seen = bea.fills(name="Beatrix", title="CIO", size="100-999", region="Nordics")
    assert "Title: CIO" in seen
    assert "Region: Nordics" in seen
    assert "Size: 100–999 people" in seen
    circle.deliver()
    assert "Beatrix, Bea Works" in alice.cards[0]


def test_a_profile_that_cannot_be_taken_says_why(bea: Person) -> None:
    bea.types("me")
    bea.presses("Edit profile")
    form = bea.form
    for field, value in (
        ("name", ""), ("name", "x" * 201), ("title", "x" * 201), ("size", "7"), ("industry", "Gossip"),
        ("region", "Mars"),
    ):  # fmt: skip
        bea.fills(form, **{field: value})
        assert isinstance(bea.said, Invalid)
        assert set(bea.said.errors) == {field}


def test_what_an_import_said_stays_on_the_list(circle: Circle, bea: Person) -> None:
    knows(bea, industry="Shipbuilding")
    bea.types("me")
    bea.presses("Edit profile")
    assert "Industry: Shipbuilding" in bea.fills(title="CIO")
    bea.presses("Edit profile")
    assert "Industry: not given" in bea.fills(industry="unsaid")


def test_preferences_are_kept_and_given_to_others(circle: Circle, alice: Person, bea: Person) -> None:
    bea.types("me")
    bea.presses("Preferences")
    assert bea.looks_up("Time zone", "berl") == ["Europe/Berlin"]
    assert bea.looks_up("Time zone", "new yo") == ["America/New York"]
    seen = bea.fills(time_zone="Europe/Berlin", quiet_from="22:00", quiet_until="06:00", weekly_cap="2", digest="no")
    assert "quiet hours: 22:00 to 06:00; questions: at most 2 a week; introductions: any number; digest: no" in seen
    assert bea.member
    assert alice.member
    with circle.database.reading() as transaction:
        found = transaction.store(circle.community).members.preferences([bea.member.id, alice.member.id])
    assert found[bea.member.id] == Preferences(bea.member.id, "Europe/Berlin", 22 * 60, 6 * 60, 2, False)
    assert found[alice.member.id] == Preferences(alice.member.id)
    assert "Quiet hours: 22:00 to 06:00\n" in bea.types("me")


def test_quiet_hours_can_be_switched_off(circle: Circle, bea: Person) -> None:
    bea.types("me")
    bea.presses("Preferences")
    assert "quiet hours: none" in bea.fills(quiet_from="never", time_zone="UTC")


def test_preferences_that_make_no_sense_are_named(bea: Person) -> None:
    bea.types("me")
    bea.presses("Preferences")
    bea.fills(time_zone="Mars/Base", quiet_from="25:00", quiet_until="", weekly_cap="many")
    assert isinstance(bea.said, Invalid)
    assert set(bea.said.errors) == {"time_zone", "quiet_from", "quiet_until", "weekly_cap"}


def declare(person: Person, vendor: str, *kinds: str) -> str:
    person.types("me")
    person.presses("Conflicts")
    person.presses("Declare")
    form = person.form
    values: dict[str, str | tuple[str, ...]] = {"vendor": person.circle.vendor(vendor), "kinds": kinds}
    view = person.circle.bot.run(Request(person.sender, action=form.action, values=values, key=f"form:{form.once}"))
    person.said = view
    return read(view)


def test_a_declared_interest_stands_beside_every_word_about_that_vendor(thread: tuple[Circle, Person, Person]) -> None:
    circle, alice, bea = thread
    assert "Okta: adviser to Okta" in declare(bea, "Okta", "adviser")
    circle.deliver()
    assert "Bea, Bea Works · declared: adviser to Okta" in alice.cards[0]
    declare(bea, "SAP", "equity", "reseller")
    circle.deliver()
    assert "SAP" not in alice.cards[0]
    declare(alice, "Okta", "former employer")
    circle.deliver()
    assert "Alice, Alice Works · declared: worked for Okta" in bea.cards[0]


def test_whoever_reads_the_whole_thread_sees_what_each_author_declared(thread: tuple[Circle, Person, Person]) -> None:
    circle, alice, bea = thread
    bea.presses("Answer", on="at night")
    bea.fills(answer="By day it is good. " * 60)
    circle.deliver()
    declare(alice, "Okta", "equity")
    declare(bea, "Okta", "reseller", "adviser")
    declare(bea, "SAP", "equity")
    circle.deliver()
    for person in (alice, bea):
        seen = person.presses("Read all", on="at night")
        assert "Alice, Alice Works · declared: holds equity in Okta" in seen
        assert seen.count("Bea, Bea Works · declared: adviser to Okta, resells Okta") == 2
        assert "SAP" not in seen


def test_a_declaration_can_be_taken_back(thread: tuple[Circle, Person, Person]) -> None:
    circle, alice, bea = thread
    declare(bea, "Okta", "adviser", "equity")
    assert "You have not declared any" in bea.presses("Remove")
    circle.deliver()
    assert "declared" not in alice.cards[0]


def test_a_declaration_needs_a_vendor_and_a_kind(bea: Person) -> None:
    bea.types("me")
    bea.presses("Conflicts")
    bea.presses("Declare")
    bea.fills(vendor="nothing", kinds="")
    assert isinstance(bea.said, Invalid)
    assert set(bea.said.errors) == {"vendor", "kinds"}


def test_whoever_leaves_is_a_former_member_from_then_on(thread: tuple[Circle, Person, Person]) -> None:
    circle, alice, bea = thread
    carl = circle.add("Carl", uses=["Okta"])
    bea.types("ask")
    bea.fills(question="What about the renewal talks?", vendor=circle.vendor("Okta"))
    circle.deliver()
    bea.types("me")
    assert "You have left CIO Circle" in bea.presses("Leave")
    circle.deliver()
    assert "Bea" not in alice.sees
    assert "A former member" in alice.cards[0]
    closed = next(card for card in carl.cards if "renewal talks" in card)
    assert "Closed" in closed
    assert "[Answer]" not in closed


def test_whoever_left_gets_no_more_questions_and_sees_only_what_is_kept(
    circle: Circle, alice: Person, bea: Person
) -> None:
    bea.types("me")
    bea.presses("Leave")
    circle.add("Carl", uses=["Okta"])
    alice.types("ask")
    alice.fills(question="Anybody still here to ask?", vendor=circle.vendor("Okta"))
    circle.deliver()
    assert bea.cards == []
    assert "You have left CIO Circle. Type join" in bea.types("ask something")
    seen = bea.types("me")
    assert "[Erase]" in seen
    assert "[Leave]" not in seen


def test_a_card_that_waits_for_somebody_who_left_is_not_sent(circle: Circle, alice: Person, bea: Person) -> None:
    alice.types("ask")
    alice.fills(question="On its way, but not there yet?", vendor=circle.vendor("Okta"))
    bea.types("me")
    bea.presses("Leave")
    circle.deliver()
    assert bea.cards == []


def test_the_only_manager_stays(circle: Circle) -> None:
    mia = circle.add("Mia", manager=True)
    mia.types("me")
    assert "only community manager" in mia.presses("Leave")
    circle.add("Max", manager=True)
    mia.types("me")
    assert "You have left" in mia.presses("Leave")


async def test_card_forms_and_stack_work_on_both_platforms(town: Town) -> None:
    for person, vendor in ((town.alice, "SAP"), (town.bea, "Okta")):
        await person.type("me")
        assert "gets your cards" in person.screen()
        await person.press("Preferences")
        assert "Europe/Berlin" in await person.suggest("Time zone", "berl")
        await person.fill({"Time zone": "Europe/Berlin", "Quiet from": "22:00"}, submit=True)
        await town.wait_for(lambda: "quiet hours: 22:00 to 07:00" in person.screen())  # noqa: B023
        await person.type("stack")
        await person.press("Add a vendor")
        await person.fill({"Vendor": vendor}, submit=True)
        if person is town.alice:
            await town.wait_for(lambda: "questions reach you" in town.alice.screen())
        await person.type("me")
        await person.press("Conflicts")
        await person.press("Declare")
        await person.fill({"Vendor": "Okta", "What is it?": ["I advise them"]}, submit=True)
        await town.wait_for(lambda: "adviser to Okta" in person.screen())  # noqa: B023


def test_a_stranger_has_no_such_card(circle: Circle) -> None:
    view = circle.bot.run(Request(Sender("slack", "T1", "U-nobody"), line="me"))
    assert "not a member" in note(view)
