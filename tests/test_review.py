"""`review`: two steps, the writing guard, one review a company, still true, withdrawn, unnamed."""

import pytest

from bot.night import next_night
from bot.review import nightly
from bot.views import Form, Invalid
from storage import tables as t
from tests.begun import begin
from tests.circle import Circle, Person
from tests.reviewing import peers, place, rates, reviews, stock, wrote
from tests.town import Town


def two(circle: Circle) -> None:
    stock(circle, "Okta", "SAP")
    circle.add("Alice")
    circle.add("Bea", "teams", "tenant-1")


@pytest.fixture
def alice(circle: Circle) -> Person:
    begin(circle, two)
    return circle.people["Alice"]


@pytest.fixture
def bea(circle: Circle, alice: Person) -> Person:
    return circle.people["Bea"]


def test_two_steps_and_the_review_stands_under_its_authors_name(alice: Person, bea: Person) -> None:
    assert "stands under your name" in reviews(alice, "okta", pros="Quick to roll out.")
    seen = bea.types("vendor Okta")
    assert "Quick to roll out." in seen
    assert "Alice, Alice Works" in seen


def test_the_form_needs_a_yes_or_no_one_stage_and_both_sides(alice: Person) -> None:
    alice.types("review Okta")
    form = alice.form
    alice.fills(form)
    assert isinstance(alice.said, Invalid)
    assert set(alice.said.errors) == {"buy_again", "buying"}
    alice.fills(form, buy_again="yes", support="9")
    assert isinstance(alice.said, Invalid)
    assert "support" in alice.said.errors
    alice.fills(form, buy_again="yes", support="3")
    second = alice.form
    alice.fills(second, relationship="using", months_live="many", since="3")
    assert isinstance(alice.said, Invalid)
    assert set(alice.said.errors) == {"pros", "cons", "months_live", "since"}


def test_a_draft_is_kept_when_somebody_walks_away_between_the_steps(circle: Circle, alice: Person) -> None:
    rates(alice, "Okta", stars=2, again="no", support="5")
    alice.types("review Okta")
    values = {field.name: getattr(field, "value", "") for field in alice.form.fields}
    assert (values["buy_again"], values["running"], values["support"]) == ("no", "2", "5")
    circle.clock.passes(days=32)
    circle.deliver()
    alice.types("review Okta")
    assert {getattr(field, "value", "") for field in alice.form.fields if field.name != "vendor"} == {""}


def test_nobody_finds_a_members_draft_in_the_database(circle: Circle, alice: Person) -> None:
    from sqlalchemy import text

    rates(alice, "Okta")
    with circle.database.reading() as transaction:
        rows = transaction.connection.execute(text("SELECT * FROM review_draft")).all()
    assert len(rows) == 1
    assert alice.member
    assert alice.member.id not in str(rows)
    assert "running" not in str(rows)


def test_the_guard_says_what_and_why_offers_words_and_loses_nothing(alice: Person, bea: Person) -> None:
    rates(alice, "Okta")
    said = alice.fills(pros="It is fine so far.", cons="They raised it to $ 90,000 a year.", relationship="using")
    assert "$ 90,000" in said
    assert "They raised it to $ 90,000 a year." in said
    assert isinstance(alice.said, Form)
    assert "90,000" not in bea.types("vendor Okta")
    offered = said.rpartition("\n> ")[2].partition(" — Our suggestion for “Cons”")[0]
    assert "raised it" in offered
    assert "90,000" not in offered
    again = alice.fills(cons="Still $ 90,000.")
    assert "90,000" in again
    assert isinstance(alice.said, Form)
    assert "stands under your name" in alice.fills(cons="The yearly rise was steep.")
    assert "The yearly rise was steep." in bea.types("vendor Okta")
    assert "It is fine so far." in bea.sees


def test_one_word_is_answered_with_what_would_help_a_peer(alice: Person) -> None:
    rates(alice, "Okta")
    form = alice.form
    said = alice.fills(form, pros="Good.", cons="It is slow at night.", relationship="using")
    assert "pros: A few words more would help a peer" in said
    assert "cons:" not in said
    assert "stands under your name" in alice.fills(
        form, pros="とても安定していて助かります", cons="Slow console.", relationship="using"
    )


async def test_a_form_that_comes_back_keeps_its_step_and_says_what_is_missing(town: Town) -> None:
    for person in (town.alice, town.bea):
        await person.type("review Okta")
        await person.fill({"Would you buy it again?": "Yes"}, submit=True)
        assert "Step 1 of 2" in person.screen()
        assert "Rate this stage or another that you have lived through; one is enough." in person.screen()


def test_one_review_for_each_company_and_vendor(circle: Circle, alice: Person) -> None:
    colleague = circle.add("Carl")
    place(circle, colleague, company="ALICE  works")
    reviews(alice, "Okta")
    assert "one review counts for each company" in colleague.types("review Okta")
    reviews(colleague, "SAP")
    colleague.types("review SAP")
    assert "Your review of SAP" in colleague.sees


def test_two_colleagues_at_once_leave_one_review(circle: Circle, alice: Person) -> None:
    colleague = circle.add("Carl")
    place(circle, colleague, company="Alice Works")
    rates(alice, "Okta")
    rates(colleague, "Okta")
    words = {"pros": "Good at night.", "cons": "Slow by day.", "relationship": "using"}
    assert "stands under your name" in alice.fills(None, **words)
    assert "one review counts for each company" in colleague.fills(None, **words)


def test_an_edit_takes_the_place_of_the_review_and_keeps_its_history(
    circle: Circle, alice: Person, bea: Person
) -> None:
    from sqlalchemy import text

    reviews(alice, "Okta", cons="Slow console.")
    circle.clock.passes(days=10)
    reviews(alice, "Okta", stars=2, cons="Slower console.")
    seen = bea.types("vendor Okta")
    assert "Slower console." in seen
    assert "Slow console." not in seen
    assert seen.count("Alice, Alice Works") == 1
    with circle.database.reading() as transaction:
        assert transaction.connection.execute(text("SELECT count(*) FROM review_history")).scalar() == 1


def test_a_withdrawn_review_reaches_nobody_and_its_words_are_gone(circle: Circle, alice: Person, bea: Person) -> None:
    from sqlalchemy import text

    reviews(alice, "Okta", pros="Canary words.")
    reviews(alice, "Okta", pros="Canary words again.")
    alice.types("review Okta")
    assert "is withdrawn" in alice.presses("Withdraw")
    assert "Canary" not in bea.types("vendor Okta")
    assert "Nobody has written" in bea.sees
    with circle.database.reading() as transaction:
        for table in ("review", "review_history", "review_draft", "review_sum"):
            assert "Canary" not in str(transaction.connection.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608
        assert transaction.connection.execute(text("SELECT count(*) FROM review_sum")).scalar() == 0
    assert "stands under your name" in reviews(alice, "Okta", pros="Written afresh.")


def test_still_true_comes_after_its_days_and_takes_one_tap(circle: Circle, alice: Person, bea: Person) -> None:
    reviews(alice, "Okta")
    circle.clock.passes(days=179)
    circle.deliver()
    assert alice.cards == []
    circle.clock.passes(days=1.1)
    circle.deliver()
    assert "Still true? Okta" in alice.cards[0]
    assert "counts as of today" in alice.presses("Still true")
    assert "August 2026" in bea.types("vendor Okta")
    circle.clock.passes(days=181)
    circle.deliver()
    assert len(alice.cards) == 2


def test_only_the_author_edits_confirms_and_withdraws(circle: Circle, alice: Person, bea: Person) -> None:
    from bot.turn import Request
    from tests.reading import read

    reviews(alice, "Okta")
    for action in ("review.edit", "review.confirm", "review.withdraw"):
        view = circle.bot.run(Request(bea.sender, action=action, arg=circle.vendor("Okta")))
        assert "You have no review" in read(view)


def test_a_signed_review_stays_its_authors_own_after_a_change_of_employer(circle: Circle, alice: Person) -> None:
    reviews(alice, "Okta")
    place(circle, alice, company="Elsewhere")
    assert "Your review of Okta" in alice.types("review Okta")
    assert "is withdrawn" in alice.presses("Withdraw")


def test_a_small_community_has_no_unnamed_reviews(alice: Person) -> None:
    rates(alice, "Okta")
    assert "needs 20 active members" in alice.sees
    assert "sign" not in {field.name for field in alice.form.fields}
    words = {"pros": "Good at night.", "cons": "Slow by day.", "relationship": "using", "sign": "unnamed"}
    assert "needs 20 active members" in alice.fills(None, **words)


def test_an_unnamed_review_shows_a_handle_and_at_most_one_general_attribute(circle: Circle) -> None:
    stock(circle, "Okta")
    everybody = peers(circle, 24)
    for person in everybody[:12]:
        place(circle, person, industry="Retail", size="1-99")
    author, reader = everybody[0], everybody[20]
    said = reviews(author, "Okta", pros="Quiet strength.", sign="unnamed")
    assert "not your name" in said
    seen = reader.types("vendor Okta")
    assert "Quiet strength." in seen
    assert "(unnamed)" in seen
    assert ("Retail" in seen) + ("1-99" in seen) == 1
    assert "Ada" not in seen
    author.types("review Okta")
    assert "Your review of Okta" in author.sees
    assert "is withdrawn" in author.presses("Withdraw")
    assert "Quiet strength." not in reader.types("vendor Okta")


def test_an_unnamed_review_that_is_signed_later_leaves_no_link_to_its_author(circle: Circle) -> None:
    stock(circle, "Okta")
    author = peers(circle, 22)[3]
    reviews(author, "Okta", sign="unnamed")
    assert author.member
    with circle.database.reading() as transaction:
        assert len(transaction.store(circle.community).vault.handles(author.member.id)) == 1
    assert "under your name" in reviews(author, "Okta", sign="signed")
    circle.clock.passes(minutes=1)
    circle.deliver()
    with circle.database.reading() as transaction:
        assert transaction.store(circle.community).vault.handles(author.member.id) == {}


def test_the_guard_finds_an_unnamed_authors_own_traces(circle: Circle) -> None:
    stock(circle, "Okta")
    author = peers(circle, 22)[7]
    rates(author, "Okta")
    seen = author.fills(pros="At Hana Works it is fine.", cons="Slow by day.", relationship="using", sign="unnamed")
    assert "Hana Works" in seen
    assert "own company" in seen
    assert "peers will see" in author.fills(wording="suggestion")
    assert "Hana Works" not in author.sees
    assert "not your name" in author.fills()


def test_no_row_of_an_unnamed_review_names_its_author(circle: Circle) -> None:
    from sqlalchemy import text

    stock(circle, "Okta")
    author = peers(circle, 22)[3]
    reviews(author, "Okta", sign="unnamed")
    assert author.member
    with circle.database.reading() as transaction:
        for table in ("review", "review_sum", "review_count", "review_shown", "review_draft", "timer", "message"):
            rows = str(transaction.connection.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608
            for trace in (author.member.id, author.member.name, author.member.company, author.member.email):
                assert trace not in rows, table


def test_a_night_looks_at_some_vendors_at_a_time_and_at_every_one(
    circle: Circle, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others' turns come in between; the sums of all are made anew, and what is learnt of all is kept at the end."""
    stock(circle, "Adobe", "Cisco", "Slack")
    for vendor in ("Okta", "SAP", "Adobe", "Cisco", "Slack"):
        wrote(circle, vendor, [alice])
    monkeypatch.setattr(nightly, "VENDORS", 2)
    monkeypatch.setattr(nightly, "NIGHTS", 1)
    with circle.database.writing() as transaction:
        transaction.connection.execute(t.review_sum.delete())
        transaction.connection.execute(t.review_prior.delete())
    circle.clock.passes(days=1)
    circle.deliver()
    with circle.database.reading() as transaction:
        overall = t.review_sum.select().where(t.review_sum.c.measure == "overall", t.review_sum.c.slice == "signed")
        assert len(transaction.connection.execute(overall).all()) == 5
        assert transaction.connection.execute(t.review_prior.select()).all()
        (again,) = transaction.connection.execute(t.timer.select().where(t.timer.c.action == "review.night")).all()
    assert (again.arg, again.due) == ("", next_night(circle.clock()))
