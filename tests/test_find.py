"""`find WORDS`: what the community knows, by the words in it, and nothing that its reader may not see."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import new_id
from bot.model import Answer, Ask, AskStatus, Product, ReviewStatus, Vendor
from bot.settings import changed
from bot.turn import Request
from bot.views import Bold, Card, Form, Paragraph
from storage import tables as t
from storage.database import SqlDatabase
from tests.asking import answer, ask
from tests.begun import begun
from tests.circle import Circle, Person
from tests.reviewing import crowd, reviews, stock, wrote
from tests.test_anonymous_both_platforms import small_circle
from tests.test_vendors import _vendors
from tests.town import Town


def three(circle: Circle) -> None:
    """Dan wrote nothing and is not asked."""
    circle.add("Alice")
    circle.add("Bea", "teams", "tenant-1", uses=["Okta", "SAP"])
    circle.add("Dan", "slack", "T2")


@pytest.fixture
def circle(database: SqlDatabase) -> Circle:
    return begun(database, three)


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.people["Alice"]


@pytest.fixture
def bea(circle: Circle) -> Person:
    return circle.people["Bea"]


@pytest.fixture
def dan(circle: Circle) -> Person:
    return circle.people["Dan"]


def bold(person: Person) -> set[str]:
    """The words in bold on the newest card, but for names."""
    assert isinstance(person.said, Card)
    blocks = [block for block in person.said.blocks if isinstance(block, Paragraph)]
    return {span.text for block in blocks for span in block.spans if isinstance(span, Bold)}


def indexed(circle: Circle) -> int:
    """Rows of the community's index that are no vendor's."""
    with circle.database.reading() as transaction:
        rows = transaction.connection.execute(select(t.doc_term.c.doc).where(t.doc_term.c.kind != "vendor")).all()
        texts = transaction.connection.execute(select(t.document.c.id).where(t.document.c.kind != "vendor")).all()
    assert bool(rows) == bool(texts)
    return len(rows)


def answered(circle: Circle, asker: Person, peer: Person, question: str = "How is Okta support at night?",
             said: str = "Slow at night, and good by day.") -> None:  # fmt: skip
    """A question with one answer, straight into the store."""
    now = circle.clock()
    assert asker.member
    assert peer.member
    asked = Ask(
        new_id(), asker.member.id, circle.vendor("Okta"), question, AskStatus.OPEN, now, now + timedelta(days=7)
    )
    with circle.database.writing() as transaction:
        asks = transaction.store(circle.community).asks
        asks.add(asked)
        assert asks.add_answer(Answer(new_id(), asked.id, peer.member.id, said, now))


def says(person: Person, vendor: str, **words: Any) -> None:
    """A review, straight into the store."""
    wrote(person.circle, vendor, [person], **words)


def test_a_review_is_found_with_the_words_in_bold(bea: Person, dan: Person) -> None:
    reviews(bea, "Okta", cons="The console buries settings, and migrations took a week.")
    seen = dan.types("find migrating settings")
    assert "1 found for “migrating settings”." in seen
    assert "– The console buries settings, and migrations took a week." in seen
    assert "Bea, Bea Works · review of Okta · uses it · March 2026" in seen
    assert bold(dan) == {"settings", "migrations", "Bea, Bea Works"}
    assert "Okta" in dan.presses("See Okta")


def test_a_vendor_has_one_button_however_often_it_is_found(bea: Person, dan: Person) -> None:
    says(bea, "Okta", cons="Okta Migrations took a week.")
    says(dan, "Okta", cons="Okta migrations took two.")
    seen = dan.types("find okta migrations")
    assert seen.count("review of Okta") == 2
    assert seen.count("[See Okta]") == 1
    assert seen.index("[See Okta]") > seen.rindex("review of Okta")


def test_an_answer_is_found_under_its_question_and_opens(
    circle: Circle, alice: Person, bea: Person, dan: Person
) -> None:
    ask(alice, "How is Okta support at night?", "Okta")
    circle.deliver()
    answer(bea, "Slow at night, and good by day.")
    seen = dan.types("find nights slow")
    assert "Slow at night, and good by day." in seen
    assert "Bea, Bea Works · Asked in March 2026: How is Okta support at night?" in seen
    assert {"Slow", "night"} <= bold(dan)
    assert "Slow at night, and good by day." in dan.presses("Read")


def test_what_helped_comes_first(circle: Circle, alice: Person, bea: Person, dan: Person) -> None:
    answered(circle, alice, bea, "Which desk for Okta nights?", "The night desk is slow.")
    answered(circle, alice, bea, "Does the Okta desk wake up?", "The night desk is quick.")
    for better in ("slow", "quick"):
        with circle.database.writing() as transaction:
            store, a = transaction.store(circle.community), t.answer.c
            for row in transaction.connection.execute(select(a.id, a.ask_id, a.text)).all():
                store.matching.mark_helpful(row.ask_id, [row.id] if better in row.text else [])
        seen = dan.types("find night desk")
        assert (
            seen.index(f"The night desk is {better}.")
            == min(seen.index(f"desk is {w}") for w in ("slow", "quick")) - 10
        )
        assert "helped the asker" in seen


def test_a_vendor_comes_first_by_any_of_its_names(circle: Circle, bea: Person, dan: Person) -> None:
    with circle.database.writing() as transaction:
        vendors = transaction.store(circle.community).vendors
        vendors.add(Vendor(new_id(), "Salesforce"), ("SFDC",))
        vendors.add_product(Product(new_id(), circle.vendor("SAP"), "S/4HANA Cloud"))
    says(bea, "SAP", pros="Salesforce was harder than this.")
    for line in ("find Salesforce", "find SFDC", "find salesfroce"):
        seen = dan.types(line)
        assert seen.splitlines()[2] == "Salesforce", seen
    seen = dan.types("find S/4")
    assert "Vendor · S/4HANA Cloud" in seen
    assert "S/4HANA" in bold(dan)


def test_a_vendor_in_the_words_brings_what_speaks_of_it_to_the_front(circle: Circle, bea: Person, dan: Person) -> None:
    says(bea, "Okta", cons="Support sleeps at night.")
    says(bea, "SAP", cons="Support sleeps at night too, and by day, and support sleeps.")
    seen = dan.types("find okta support sleeps")
    assert seen.index("review of Okta") < seen.index("review of SAP")


def test_what_cannot_be_looked_for_says_so(dan: Person) -> None:
    assert "Type find and the words you look for" in dan.types("find")
    assert "These words stand in almost every text." in dan.types("find the and of it")
    assert "200 characters at most" in dan.types("find " + "very long " * 30)


def test_nothing_found_leads_to_a_question_with_what_was_typed(dan: Person) -> None:
    assert "Nobody here has written about “quantum payroll” yet." in dan.types("find quantum payroll")
    dan.presses("Ask peers")
    assert isinstance(dan.said, Form)
    assert dan.form.fields[0].value == "quantum payroll"


def test_a_line_without_a_word_can_be_looked_for(bea: Person, dan: Person) -> None:
    says(bea, "Okta", pros="Lifecycle rules run by themselves.")
    dan.types("lifecycle rules okta")
    assert "Lifecycle rules run by themselves." in dan.presses("Find")


def test_many_hits_come_five_at_a_time(circle: Circle, alice: Person, bea: Person, dan: Person) -> None:
    for number in range(12):
        answered(circle, alice, bea, f"Okta pelican question {number}?", f"Pelican answer {number}.")
    pages = [dan.types("find pelican"), dan.presses("More"), dan.presses("More")]
    assert [page.count("[Read]") for page in pages] == [5, 5, 2]
    assert "12 found for “pelican”, 6 to 10 here." in pages[1]
    assert "[More]" not in pages[2]
    assert all(sum(f"answer {n}." in page for page in pages) == 1 for n in range(12))


def test_a_question_that_nobody_answered_is_not_found(circle: Circle, alice: Person, bea: Person, dan: Person) -> None:
    ask(alice, "Who has moved the pelican cluster?", "Okta")
    circle.deliver()
    assert "Nothing found" in dan.types("find pelican cluster")
    answer(bea, "We have.")
    assert "Who has moved the pelican cluster?" in dan.types("find pelican cluster")


def test_what_no_manager_approved_is_not_found(circle: Circle, bea: Person, dan: Person) -> None:
    circle.community = changed(circle.community, "moderation", "pre")
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)
    mia = circle.add("Mia", manager=True)
    reviews(bea, "Okta", pros="Pelicans love it.")
    circle.deliver()
    assert indexed(circle) == 0
    for person in (dan, bea, mia):
        assert "Nothing found" in person.types("find pelicans")
    mia.presses("Approve", on="Pelicans")
    assert "Pelicans love it." in dan.types("find pelicans")


def test_an_edited_review_is_found_by_its_new_words_alone(bea: Person, dan: Person) -> None:
    reviews(bea, "Okta", pros="Pelicans love it.")
    reviews(bea, "Okta", pros="Herons love it.")
    assert "Nothing found" in dan.types("find pelicans")
    assert "Herons love it." in dan.types("find heron")


def test_a_withdrawn_review_leaves_no_term(circle: Circle, bea: Person, dan: Person) -> None:
    reviews(bea, "Okta", pros="Pelicans love it.")
    assert indexed(circle) > 0
    bea.types("review Okta")
    bea.presses("Withdraw")
    assert "Nothing found" in dan.types("find pelicans")
    assert indexed(circle) == 0


def test_a_removed_answer_leaves_no_term(circle: Circle, alice: Person, bea: Person, dan: Person) -> None:
    answered(circle, alice, bea, "How do pelicans like Okta?", "Herons like it more.")
    with circle.database.writing() as transaction:
        late = Answer(
            new_id(), _only_ask(circle), bea.member.id if bea.member else None, "Pelicans less.", circle.clock()
        )
        assert transaction.store(circle.community).asks.add_answer(late)
    before = indexed(circle)
    with circle.database.writing() as transaction:
        of = t.answer.c.text == "Herons like it more."
        one = str(transaction.connection.scalar(select(t.answer.c.id).where(of)))
        assert transaction.store(circle.community).asks.remove(one)
    assert indexed(circle) < before
    assert "Nothing found" in dan.types("find herons")
    assert "Pelicans less." in dan.types("find pelicans less")


def test_removing_a_question_takes_its_answers_out_of_the_index(
    circle: Circle, alice: Person, bea: Person, dan: Person
) -> None:
    answered(circle, alice, bea, "How do pelicans like Okta?", "Herons like it more.")
    with circle.database.writing() as transaction:
        assert transaction.store(circle.community).asks.remove(_only_ask(circle))
    assert indexed(circle) == 0
    assert "Nothing found" in dan.types("find herons")


def test_an_erased_person_leaves_no_term(circle: Circle, alice: Person, bea: Person, dan: Person) -> None:
    answered(circle, alice, bea, "How do pelicans like Okta?", "Herons like it more.")
    answered(circle, bea, circle.add("Cyd", uses=["Okta"]), "Do gannets like Okta?", "Cormorants do.")
    says(bea, "Okta", pros="Storks love it.")
    bea.types("me")
    bea.presses("Erase")
    bea.presses("Erase everything")
    circle.deliver()
    for word in ("herons", "storks", "gannets"):
        assert "Nothing found" in dan.types(f"find {word}")
    with circle.database.reading() as transaction:
        terms = set(transaction.connection.scalars(select(t.doc_term.c.term)))
        listed = " ".join(transaction.connection.scalars(select(t.document.c.terms)))
    for term in ("heron", "stork", "gannet", "cormor"):
        assert not any(one.startswith(term) for one in terms)
        assert term not in listed
    assert "pelican" in terms, "what somebody else asked stays"


def test_another_community_finds_nothing_of_it(circle: Circle, alice: Person, bea: Person) -> None:
    answered(circle, alice, bea, "How do pelicans like Okta?", "Herons like it more.")
    says(bea, "Okta", pros="Storks love it.")
    eve = Circle(circle.database, "Other Circle", prefix="x").add("Eve", uses=["Okta"])
    assert "Nothing found" in eve.types("find pelicans herons storks")


def test_a_forgotten_row_of_the_index_shows_nothing_and_is_mended(circle: Circle, bea: Person, dan: Person) -> None:
    says(bea, "Okta", pros="Pelicans love it.")
    with circle.database.writing() as transaction:
        transaction.connection.execute(t.review.update().values(status=ReviewStatus.DECLINED))
    assert "Nothing found" in dan.types("find pelicans")
    with circle.database.writing() as transaction:
        assert transaction.store(circle.community).documents.mend() == 1
    assert indexed(circle) == 0
    with circle.database.writing() as transaction:
        transaction.connection.execute(t.review.update().values(status=ReviewStatus.LIVE))
        documents = transaction.store(circle.community).documents
        assert (documents.mend(), documents.mend()) == (1, 0)
    assert "Pelicans love it." in dan.types("find pelicans")


def test_words_under_a_handle_are_found_under_it(circle: Circle, bea: Person, dan: Person) -> None:
    stock(circle, "Netskope")
    crowd(circle, [f"P{number}" for number in range(20)])
    reviews(bea, "Netskope", pros="Pelicans love it.", sign="unnamed")
    circle.clock.passes(minutes=30)
    circle.deliver()
    seen = dan.types("find pelicans")
    assert "(unnamed)" in seen
    assert "Bea," not in seen  # "Faint Beaver" is a handle.
    assert "Bea Works" not in seen


def test_a_declared_interest_stands_beside_the_words(circle: Circle, alice: Person, bea: Person, dan: Person) -> None:
    says(bea, "Okta", pros="Pelicans love it.")
    answered(circle, alice, bea, "How do herons like Okta?", "Herons like it a lot.")
    bea.said = circle.bot.run(Request(bea.sender, action="me.conflict"))
    bea.fills(vendor=circle.vendor("Okta"), kinds="adviser")
    for word in ("pelicans", "lot"):
        assert "declared: adviser to Okta" in dan.types(f"find {word}")


def test_a_renamed_and_a_merged_vendor_are_found_by_the_new_name(circle: Circle, bea: Person, dan: Person) -> None:
    mia = circle.add("Mia", manager=True)
    says(bea, "Okta", pros="Pelicans love it.")
    _vendors(mia)
    mia.presses("Rename")
    mia.fills(vendor=circle.vendor("Okta"), name="Auklet Identity")
    assert "Auklet Identity" in dan.types("find auklet").splitlines()[2]
    stock(circle, "Guillemot")
    _vendors(mia)
    mia.presses("Merge")
    mia.fills(gone=circle.vendor("Auklet Identity"), kept=circle.vendor("Guillemot"))
    seen = dan.types("find guillemot")
    assert "1 found" not in seen
    assert "review of Guillemot" in seen
    mia.presses("Undo")
    assert "review of Auklet Identity" in dan.types("find auklet identity")
    assert "Pelicans" not in dan.types("find guillemot")


def test_words_typed_as_markup_stay_words(bea: Person, dan: Person) -> None:
    says(bea, "Okta", pros="Use *pelican* <https://x.example|mode> & _rest_.")
    seen = dan.types("find pelican <b>&amp;")
    assert "Use *pelican* <https://x.example|mode> & _rest_." in seen
    assert "pelican" in bold(dan)


def test_an_answer_is_shown_rather_than_its_question_alone(
    circle: Circle, alice: Person, bea: Person, dan: Person
) -> None:
    answered(circle, alice, bea, "Pelican night desk at Okta?", "A pelican told us that nobody is there after six.")
    seen = dan.types("find pelican night desk")
    assert "1 found" in seen
    assert "nobody is there after six" in seen
    assert "Pelican night desk at Okta?" in seen


async def test_it_is_found_from_both_platforms(town: Town) -> None:
    small_circle(town)
    await town.bea.type("review Okta")
    await town.bea.fill({"Would you buy it again?": "Yes", "Running": "4"}, submit=True)
    words = {"Pros": "Pelicans log in once & like it.", "Cons": "The console is *slow*."}
    words |= {"How do you know it?": "We use it"}
    await town.bea.fill(words, submit=True)
    for person in (town.alice, town.dora):
        await person.type("find pelican console")
        screen = person.screen()
        assert "Pelicans log in once & like it." in screen or "The console is *slow*." in screen
        await person.press("See Okta")
        assert "Freshest words" in person.screen()


def _only_ask(circle: Circle) -> str:
    with circle.database.reading() as transaction:
        return str(transaction.connection.scalar(select(t.ask.c.id)))
