"""Naming a vendor: buttons, proposals, picks that are remembered; merge, rename, move, split, and undo."""

from collections.abc import Callable

import pytest
from sqlalchemy import Column, ForeignKeyConstraint, MetaData, String, Table, select

from bot.app import new_id
from bot.model import Product, Vendor, VendorStatus
from bot.ports import Store
from bot.turn import Request
from bot.vendors import Meant, vendor_of
from bot.views import Card, Choices, Invalid
from storage import tables as t
from storage.database import SqlDatabase, SqlStore
from storage.vendor_moves import OWN, places_of
from tests.begun import begun
from tests.circle import Circle, Person
from tests.reading import read
from tests.reviewing import reviews
from tests.town import Town


def three(circle: Circle) -> None:
    circle.add("Mia", "teams", "tenant-1", manager=True)
    circle.add("Alice", uses=["Salesforce", "Sage"])
    circle.add("Bea", uses=["Slack Technologies"])


@pytest.fixture
def circle(database: SqlDatabase) -> Circle:
    return begun(database, three)


@pytest.fixture
def mia(circle: Circle) -> Person:
    return circle.people["Mia"]


@pytest.fixture
def alice(circle: Circle) -> Person:
    return circle.people["Alice"]


@pytest.fixture
def bea(circle: Circle) -> Person:
    return circle.people["Bea"]


def means(person: Person, typed: str) -> Meant | Card:
    """What a use case for this person gets for a typed name."""
    circle = person.circle
    with circle.database.reading() as transaction:
        return vendor_of(transaction.store(circle.community), typed, "ask")


def shown(person: Person, typed: str) -> str:
    """The card that asks which vendor is meant; its buttons can be pressed."""
    card = means(person, typed)
    assert isinstance(card, Card)
    person.said = card
    return read(card)


def stored(circle: Circle, *names: str) -> None:
    with circle.database.writing() as transaction:
        for name in names:
            transaction.store(circle.community).vendors.add(Vendor(new_id(), name), (), 50)


def named(circle: Circle, name: str) -> str:
    with circle.database.reading() as transaction:
        found = transaction.store(circle.community).vendors.named(name)
    return found.name if found else ""


def choose(person: Person, vendor: str) -> str:
    """A vendor's id, as its field gives it."""
    return person.circle.vendor(vendor)


def test_a_clear_name_is_used_and_several_are_offered_as_buttons(circle: Circle, alice: Person) -> None:
    stored(circle, "Zendesk", "Spendesk")
    meant = means(alice, "SALES FORCE Inc.")
    assert isinstance(meant, Meant)
    assert meant.vendor.name == "Salesforce"
    seen = shown(alice, "sendesk")
    assert "[Zendesk]" in seen
    assert "[Spendesk]" in seen
    assert "[None of these]" in seen


def test_a_pick_is_remembered_and_a_manager_can_remove_it(circle: Circle, alice: Person, mia: Person) -> None:
    stored(circle, "Zendesk", "Spendesk")
    shown(alice, "sendesk")
    alice.presses("Zendesk")
    again = means(alice, "Sendesk")
    assert isinstance(again, Meant)
    assert again.vendor.name == "Zendesk"
    assert "“sendesk” means Zendesk" in _vendors(mia)
    assert "means" not in mia.presses("Remove")
    assert isinstance(means(alice, "sendesk"), Card)
    mia.types("curate")
    log = mia.presses("Integrity log")
    assert "A name that members used was dropped: Zendesk · Mia" in log
    assert "sendesk" not in log


def test_a_pick_counts_only_for_what_was_offered(circle: Circle, alice: Person) -> None:
    stored(circle, "Zendesk", "Spendesk")
    for typed in ("Spendesk", "something else", "cloud", "x" * 3000, ""):
        arg = f"ask|{choose(alice, 'Zendesk')}|{typed}"
        circle.bot.run(Request(alice.sender, action="vendors.pick", arg=arg, key=typed[:9]))
    with circle.database.reading() as transaction:
        assert transaction.store(circle.community).names.picked() == []


def test_a_pick_leads_to_no_managers_or_inner_action(circle: Circle, alice: Person) -> None:
    for then in ("vendors", "vendors.confirm", "nothing", ""):
        arg = f"{then}|{choose(alice, 'Sage')}|sage"
        assert "older card" in read(
            circle.bot.run(Request(alice.sender, action="vendors.pick", arg=arg, key=f"k{then}"))
        )


def test_none_of_these_proposes_a_vendor_that_works_at_once(circle: Circle, alice: Person, mia: Person) -> None:
    assert "I don't know “Brantivo”" in shown(alice, "Brantivo")
    alice.presses("Propose it")
    assert "Brantivo is there now" in alice.fills(domain="https://brantivo.example/about")
    assert isinstance(means(alice, "brantivo.example"), Meant)
    circle.deliver()
    assert "New vendor: Brantivo" in mia.cards[0]
    assert "Proposed (1)" in _vendors(mia)
    mia.said = None
    assert "is confirmed" in mia.presses("Confirm", "New vendor")
    circle.deliver()
    assert "Confirmed." in mia.cards[0]
    assert "[Confirm]" not in mia.cards[0]


def test_a_name_typed_into_the_ask_form_is_understood_or_explained(circle: Circle, alice: Person, mia: Person) -> None:
    stored(circle, "Zendesk", "Spendesk")
    alice.types("ask")
    form = alice.form
    alice.fills(form, question="How is it?", vendor="sendesk")
    assert "Several fit “sendesk”: Spendesk, Zendesk" in read(alice.said)
    alice.fills(form, question="How is it?", vendor="qqxyz")
    assert "I don't know “qqxyz”" in read(alice.said)
    alice.fills(form, question="How is it?", vendor="propose:Brantivo")
    assert "vendor:" not in read(alice.said)
    circle.deliver()
    assert any("New vendor: Brantivo" in card for card in mia.cards)


def test_type_ahead_offers_to_propose_what_nobody_knows(circle: Circle, alice: Person) -> None:
    view = circle.bot.run(Request(alice.sender, action="vendors.look_up", query="Brantivo"))
    assert isinstance(view, Choices)
    assert [one.label for one in view.options] == ["None of these: propose “Brantivo”"]


def test_whatever_managers_do_with_vendors_stands_in_the_audit_trail(circle: Circle, mia: Person) -> None:
    stored(circle, "Quillon", "Brantivo")
    with circle.database.writing() as transaction:
        proposed = [Vendor(new_id(), name, VendorStatus.PROPOSED) for name in ("Ormulu", "Ostrava")]
        for one in proposed:
            transaction.store(circle.community).vendors.add(one)
        transaction.store(circle.community).vendors.add_product(Product(new_id(), circle.vendor("Sage"), "Intacct"))
    _undo(mia, _merge(mia, choose(mia, "Slack Technologies"), choose(mia, "Salesforce")))
    _vendors(mia)
    mia.presses("Rename")
    mia.fills(vendor=choose(mia, "Quillon"), name="Quillon Two")
    _vendors(mia)
    mia.presses("Split")
    mia.fills(vendor=choose(mia, "Sage"), name="Intacct Works", products="Intacct", names="")
    for action, one in zip(("confirm", "refuse"), proposed, strict=True):
        circle.bot.run(Request(mia.sender, action=f"vendors.{action}", arg=one.id, key=mia._event()))
    _merge(mia, choose(mia, "Brantivo"), choose(mia, "Sage"))
    mia.types("curate")
    said = mia.presses("Integrity log")
    for deed in (
        "Vendors were merged: Slack Technologies into Salesforce · Mia",
        "A change of vendors was undone: Slack Technologies · Mia",
        "A vendor was renamed: Quillon Two · Mia",
        "A vendor was split: Intacct Works from Sage · Mia",
        "A vendor was confirmed: Ormulu · Mia",
        "A vendor was refused: Ostrava · Mia",
        "Vendors were merged: Brantivo into Sage · Mia",
    ):
        assert deed in said
    with circle.database.reading() as transaction:
        entries = transaction.store(circle.community).audit.newest(20)
    assert not any("Brantivo" in one.subject + one.detail for one in entries), "ids and codes alone"


def test_only_managers_curate(circle: Circle, alice: Person) -> None:
    for action in ("vendors", "vendors.merge", "vendors.send_merge", "vendors.undo", "vendors.forget"):
        view = circle.bot.run(Request(alice.sender, action=action, arg="x", key=action))
        assert "Only the community managers" in read(view)


def test_everything_that_pointed_to_the_old_vendor_follows_a_merge_and_comes_back(
    circle: Circle, alice: Person, bea: Person, mia: Person
) -> None:
    old, new = choose(bea, "Slack Technologies"), choose(alice, "Salesforce")
    ask = _asked(circle, alice, old)
    with circle.database.writing() as transaction:
        transaction.store(circle.community).vendors.add_product(Product(new_id(), old, "Huddles"))
    _vendors(mia)
    mia.presses("Merge")
    assert "went into Salesforce" in mia.fills(gone=old, kept=new)
    assert named(circle, "Slack Technologies") == named(circle, "Huddles") == "Salesforce"
    assert _users(circle, new) == {"Alice", "Bea"}
    assert _about(circle, ask) == new
    assert means(alice, old) == means(alice, new), "a button of an older card still leads to it"
    mia.presses("Undo")
    assert named(circle, "Slack Technologies") == named(circle, "Huddles") == "Slack Technologies"
    assert _users(circle, new) == {"Alice"}
    assert _about(circle, ask) == old


def test_what_both_vendors_have_is_merged_once_and_comes_back_twice(circle: Circle, mia: Person) -> None:
    both = circle.add("Both", uses=["Aruba", "Aruba Networks Company"])
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        for vendor in ("Aruba", "Aruba Networks Company"):
            store.vendors.add_product(Product(new_id(), circle_vendor(store, vendor), "Central"))
    old, new = choose(both, "Aruba Networks Company"), choose(both, "Aruba")
    _vendors(mia)
    mia.presses("Merge")
    mia.fills(gone=old, kept=new)
    assert _users(circle, new) == {"Both"}
    assert [one.name for one in _products(circle, new)] == ["Central"]
    mia.presses("Undo")
    assert _users(circle, old) == _users(circle, new) == {"Both"}
    assert [one.name for one in _products(circle, old)] == [one.name for one in _products(circle, new)] == ["Central"]


def test_a_renamed_vendor_is_found_by_both_names_until_it_is_undone(circle: Circle, alice: Person, mia: Person) -> None:
    sage = choose(alice, "Sage")
    _vendors(mia)
    mia.presses("Rename")
    form = mia.form
    mia.fills(form, vendor=sage, name="Salesforce")
    assert isinstance(mia.said, Invalid)
    assert "is called Herbage Group now" in mia.fills(form, vendor=sage, name="Herbage Group")
    assert named(circle, "sage") == named(circle, "herbage group") == "Herbage Group"
    mia.presses("Undo")
    assert (named(circle, "Sage"), named(circle, "Herbage Group")) == ("Sage", "")


def test_a_merged_name_can_be_taken_by_the_vendor_it_went_into(circle: Circle, alice: Person, mia: Person) -> None:
    sage, salesforce = choose(alice, "Sage"), choose(alice, "Salesforce")
    merged = _merge(mia, sage, salesforce)
    circle.clock.passes(minutes=1)
    _vendors(mia)
    mia.presses("Rename")
    assert "is called Sage now" in mia.fills(vendor=salesforce, name="Sage")
    assert named(circle, "sage") == named(circle, "salesforce") == "Sage"
    assert "cannot be undone" in _undo(mia, merged)
    mia.presses("Undo")
    assert "Changed" not in _undo(mia, merged)
    assert (named(circle, "sage"), named(circle, "salesforce")) == ("Sage", "Salesforce")


def test_a_product_moves_with_all_that_is_said_about_it(circle: Circle, alice: Person, mia: Person) -> None:
    sage, salesforce = choose(alice, "Sage"), choose(alice, "Salesforce")
    product = Product(new_id(), sage, "Intacct")
    with circle.database.writing() as transaction:
        transaction.store(circle.community).vendors.add_product(product, ("Sage Intacct",))
    _vendors(mia)
    mia.presses("Move a product")
    assert mia.looks_up("Product", "inta") == ["Intacct"]
    mia.fills(product=product.id, vendor=salesforce)
    assert named(circle, "Sage Intacct") == "Salesforce"
    mia.presses("Undo")
    assert named(circle, "Sage Intacct") == "Sage"


def test_a_vendor_is_split_and_put_together_again(circle: Circle, alice: Person, mia: Person) -> None:
    sage = choose(alice, "Sage")
    with circle.database.writing() as transaction:
        transaction.store(circle.community).vendors.add_product(Product(new_id(), sage, "Intacct"))
    _vendors(mia)
    mia.presses("Split")
    form = mia.form
    mia.fills(form, vendor=sage, name="Intacct Corporation", products="Payroll")
    assert "no product with the name Payroll" in read(mia.said)
    assert "was split from Sage" in mia.fills(form, vendor=sage, name="Peoplewise", products="Intacct\n")
    assert named(circle, "Intacct") == named(circle, "Peoplewise") == "Peoplewise"
    circle.add("Dan", uses=["Peoplewise"])
    mia.presses("Undo")
    assert named(circle, "Intacct") == named(circle, "Peoplewise") == "Sage"
    assert _users(circle, sage) == {"Alice", "Dan"}


def test_a_change_is_undone_within_30_days_once_and_in_order(circle: Circle, alice: Person, mia: Person) -> None:
    stored(circle, "Third")
    sage, salesforce, third = (choose(alice, name) for name in ("Sage", "Salesforce", "Third"))
    first = _merge(mia, sage, salesforce)
    circle.clock.passes(minutes=1)
    second = _merge(mia, salesforce, third)
    assert "cannot be undone" in _undo(mia, first), "a later change builds on it"
    assert "Changed" in _undo(mia, second)
    assert "cannot be undone" in _undo(mia, second)
    circle.clock.passes(days=31)
    assert "cannot be undone" in _undo(mia, first)
    assert named(circle, "Sage") == "Salesforce"


def test_a_new_table_cannot_be_forgotten() -> None:
    """Whatever names a vendor or product in a column is either re-pointed or known not to need it."""
    known = {"vendor.merged_into", "product.merged_into", "ask_draft.target", "review.vendor_key"}
    for noun in ("vendor", "product"):
        covered = {f"{table.name}.{column.name}" for table, column in places_of(noun)}
        for table in t.metadata.sorted_tables:
            for column in table.columns:
                place = f"{table.name}.{column.name}"
                if noun in column.name and table.name not in OWN | {noun} and column.type.python_type is str:
                    assert place in covered | known, f"{place} would be forgotten by a merge"
    later = MetaData()
    columns = Column("community_id", String), Column("whose", String), Column("product_id", String)
    key = ForeignKeyConstraint(["community_id", "whose"], ["vendor.community_id", "vendor.id"])
    Table("vendor", later, Column("community_id", String), Column("id", String))
    Table("brand_new", later, *columns, key)
    assert [(a.name, b.name) for a, b in places_of("vendor", later)] == [("brand_new", "whose")]
    assert [(a.name, b.name) for a, b in places_of("product", later)] == [("brand_new", "product_id")]


def test_swapped_letters_of_a_short_name_find_it(circle: Circle, alice: Person) -> None:
    stored(circle, "Okta", "Jira Works")
    assert "[Okta]" in shown(alice, "okat")
    assert "[Okta]" in shown(alice, "kota")


def test_a_refused_vendor_is_found_no_more_and_comes_back_by_undo(circle: Circle, alice: Person, mia: Person) -> None:
    shown(alice, "Brantivo")
    alice.presses("Propose it")
    alice.fills(domain="https://brantivo.example/about")
    brantivo = choose(alice, "Brantivo")
    _asked(circle, alice, brantivo)
    circle.deliver()
    mia.said = None
    assert "was refused" in mia.presses("Refuse", "New vendor")
    circle.deliver()
    assert any("No name leads to it any more." in card for card in mia.cards)
    for typed in ("Brantivo", "brantivo.example"):
        assert isinstance(means(alice, typed), Card)
    assert "Brantivo" in read(circle.bot.run(Request(alice.sender, action="vendor", arg=brantivo)))
    mia.presses("Undo")
    meant = means(alice, "Brantivo")
    assert isinstance(meant, Meant)
    assert meant.vendor.id == brantivo


def test_a_vendor_that_peers_reviewed_is_not_refused(circle: Circle, alice: Person, mia: Person) -> None:
    shown(alice, "Brantivo")
    alice.presses("Propose it")
    alice.fills()
    reviews(alice, "Brantivo")
    circle.deliver()
    mia.said = None
    assert "Peers have reviewed Brantivo" in mia.presses("Refuse", "New vendor")


def test_every_form_takes_a_typed_name_a_choice_and_a_proposal(circle: Circle, alice: Person, mia: Person) -> None:
    stored(circle, "Zendesk", "Spendesk")
    sage = choose(alice, "Sage")
    forms: tuple[tuple[Callable[[], object], str, dict[str, str]], ...] = (
        (lambda: alice.types("stack") and alice.presses("Add a vendor"), "vendor", {}),
        (lambda: _conflicts(alice), "vendor", {"kinds": "adviser"}),
        (lambda: alice.types("vendor"), "vendor", {}),
        (lambda: alice.types("compare"), "first", {"second": sage}),
        (lambda: alice.types("review"), "vendor", {"buy_again": "yes", "running": "4"}),
    )
    for open_it, field, more in forms:
        open_it()
        form = alice.form
        alice.fills(form, **{field: "sendesk"} | more)
        assert "Several fit “sendesk”: Spendesk, Zendesk" in read(alice.said), form.title
        alice.fills(form, **{field: "zendesk inc."} | more)
        assert not isinstance(alice.said, Invalid), form.title
        open_it()
        proposed = f"Newcomer {form.action.replace('.', ' ')}"
        alice.fills(None, **{field: f"propose:{proposed}"} | more)
        assert not isinstance(alice.said, Invalid), form.title
        circle.deliver()
        assert any(f"New vendor: {proposed}" in card for card in mia.cards), form.title


def test_several_names_for_the_stack_are_offered_as_buttons(circle: Circle, alice: Person) -> None:
    stored(circle, "Zendesk", "Spendesk")
    assert "[Zendesk]" in alice.types("stack sendesk")
    alice.presses("Zendesk")
    alice.fills()
    assert "Zendesk" in alice.types("stack")
    assert "Add to your stack" in alice.types("stack sendesk"), "the pick is remembered"


def test_a_question_that_names_one_vendor_is_about_it(circle: Circle, alice: Person) -> None:
    stored(circle, "Zendesk", "Spendesk")
    for number, question in enumerate(("How is Zendesk at night?", "Zendesk or Spendesk?")):
        values = {"question": question, "vendor": ""}
        circle.bot.run(Request(alice.sender, action="ask.post", values=values, key=f"named{number}"))
    with circle.database.reading() as transaction:
        rows = transaction.connection.execute(select(t.ask.c.question, t.ask.c.vendor_id)).all()
    assert {row.question: row.vendor_id for row in rows} == {
        "How is Zendesk at night?": choose(alice, "Zendesk"), "Zendesk or Spendesk?": None,
    }  # fmt: skip


async def test_an_unknown_vendor_can_be_proposed_from_both_platforms(town: Town) -> None:
    for person, name in ((town.alice, "Brantivo"), (town.bea, "Quellix")):
        await person.type("ask")
        assert any("propose" in label for label in await person.suggest("Vendor", name))


def circle_vendor(store: SqlStore | Store, name: str) -> str:
    found = store.vendors.named(name)
    assert found is not None
    return found.id


def _conflicts(person: Person) -> str:
    person.said = person.circle.bot.run(Request(person.sender, action="me.conflicts"))
    return person.presses("Declare")


def _vendors(manager: Person) -> str:
    manager.said = manager.circle.bot.run(Request(manager.sender, action="vendors"))
    return read(manager.said)


def _merge(manager: Person, gone: str, kept: str) -> str:
    _vendors(manager)
    manager.presses("Merge")
    manager.fills(gone=gone, kept=kept)
    with manager.circle.database.reading() as transaction:
        connection = transaction.connection
        query = select(t.vendor_change.c.id).order_by(t.vendor_change.c.changed_at.desc())
        return str(connection.scalar(query))


def _undo(manager: Person, change: str) -> str:
    request = Request(manager.sender, action="vendors.undo", arg=change, key=manager._event())
    return read(manager.circle.bot.run(request))


def _asked(circle: Circle, asker: Person, vendor_id: str) -> str:
    """A question about the vendor, kept as any question is; its id."""
    view = circle.bot.run(
        Request(asker.sender, action="ask.post", values={"question": "How is it?", "vendor": vendor_id}, key="ask")
    )
    assert not isinstance(view, Invalid)
    with circle.database.reading() as transaction:
        return str(transaction.connection.scalar(select(t.ask.c.id)))


def _about(circle: Circle, ask_id: str) -> str:
    with circle.database.reading() as transaction:
        return str(transaction.connection.scalar(select(t.ask.c.vendor_id).where(t.ask.c.id == ask_id)))


def _users(circle: Circle, vendor_id: str) -> set[str]:
    with circle.database.reading() as transaction:
        return {one.name for one in transaction.store(circle.community).members.using(vendor_id)}


def _products(circle: Circle, vendor_id: str) -> list[Product]:
    with circle.database.reading() as transaction:
        return transaction.store(circle.community).vendors.products_of(vendor_id)
