"""What a typed name means: spellings, codes, everyday words, sentences; and the bars on queries nobody tuned for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.app import new_id
from bot.model import Community, Product, Vendor
from bot.names import domains_in, key_of, soft_key_of
from bot.ports import Store
from bot.resolve import OFFERED
from bot.vendors import resolve, suggestions
from storage.catalogue import load_catalogue
from storage.database import SqlDatabase
from storage.engine import open_engine
from storage.tables import metadata
from storage.vendor_stock import stock
from tests.databases import KEYS, KINDS, fresh
from tests.made_up import SPELLING, grown, judged, queries, share


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The starter catalogue among 2,500 vendors, which is as hard as among 10,000; read only.

    `make bench` asks the same among 100,000.
    """
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('market') / 'market.db'}")
    metadata.create_all(engine)
    database, community = SqlDatabase(engine, KEYS), Community(new_id(), "Market")
    with database.writing() as transaction:
        transaction.communities.add(community)
        stock(transaction.connection, community.id, grown(load_catalogue(), 2_500), new_id)
    with database.reading() as transaction:
        yield transaction.store(community)
    engine.dispose()


@pytest.mark.parametrize(("name", "key"), [
    ("Okta, Inc.", "okta"), ("OKTA", "okta"), ("The Okta", "okta"), ("S.A.P. SE", "sap"), ("AT&T", "atandt"),
    ("Société Générale S.A.", "societegenerale"), ("Cisco ASA", "ciscoasa"), ("SAS", "sas"), ("Inc.", "inc"),
    ("", ""), ("!!!", ""), ("Lowe's", "lowes"),
])  # fmt: skip
def test_spellings_of_one_name_give_one_key(name: str, key: str) -> None:
    assert key_of(name) == key


@pytest.mark.parametrize(("name", "soft"), [
    ("Dell Technologies", "dell"), ("Palo Alto Networks, Inc.", "paloalto"), ("Telenor ASA", "telenor"),
    ("Okta", ""), ("Bit Software", ""), ("Data Systems", ""),
])  # fmt: skip
def test_words_that_people_leave_out_make_the_soft_key(name: str, soft: str) -> None:
    assert soft_key_of(name) == soft


@pytest.mark.parametrize(("text", "domains"), [
    ("https://www.okta.com/login", ["okta.com"]), ("sales@mail.okta.co.uk", ["okta.co.uk"]), ("S.A.", []),
    ("someone.github.io", []), ("github.com/someone", []), ("github.com", ["github.com"]), ("okta", []),
])  # fmt: skip
def test_addresses_give_the_domain_that_somebody_registered(text: str, domains: list[str]) -> None:
    assert domains_in(text) == domains


def names(store: Store, text: str) -> list[str]:
    found = resolve(store, text)
    vendors = store.vendors.all_of({hit.vendor_id for hit in found.hits})
    return [vendors[hit.vendor_id].name for hit in found.hits]


@pytest.mark.parametrize(("typed", "vendor", "product"), [
    ("SFDC", "Salesforce", ""), ("sales force", "Salesforce", ""), ("salesforce.com", "Salesforce", ""),
    ("Ms Azure", "Microsoft", "Azure"), ("Microsoft Azure", "Microsoft", "Azure"), ("Box", "Box", ""),
    ("SAP SE", "SAP", ""), ("office 365", "Microsoft", "Microsoft 365"), ("telenor asa", "Telenor", ""),
])  # fmt: skip
def test_one_clear_hit_is_used(market: Store, typed: str, vendor: str, product: str) -> None:
    clear = resolve(market, typed).clear
    assert clear is not None
    found, sold = market.vendors.get(clear.vendor_id), market.vendors.product(clear.product_id or "")
    assert (found and found.name, sold.name if sold else "") == (vendor, product)


@pytest.mark.parametrize(("typed", "offered"), [
    ("sf", {"Salesforce", "SAP"}), ("microsft", {"Microsoft"}), ("Tata", {"Tata Consultancy Services"}),
    ("Okta support team", {"Okta"}), ("sendesk", {"Zendesk"}),
])  # fmt: skip
def test_what_is_not_clear_is_offered(market: Store, typed: str, offered: set[str]) -> None:
    found = resolve(market, typed)
    assert found.clear is None
    assert offered <= set(names(market, typed))
    assert len(found.hits) <= 5
    assert all(hit.points >= OFFERED for hit in found.hits)


@pytest.mark.parametrize("typed", ["", "!!!", "xyzzy plugh", "a", "our helpdesk", "é" * 500, "a b " * 500])
def test_what_nobody_is_called_leads_to_nobody(market: Store, typed: str) -> None:
    assert resolve(market, typed).clear is None


def test_a_sentence_names_vendors_but_not_by_everyday_words(market: Store) -> None:
    def named(text: str) -> set[str]:
        return {vendor.name for vendor in market.vendors.named_in(text)}

    assert named("How is Okta at night, and who moved to Microsoft Teams?") == {"Okta", "Microsoft"}
    assert named("what is in the box when snow falls") == set()
    assert named("Does SFDC talk to SAP S/4HANA?") == {"Salesforce", "SAP"}
    assert named("Palo Alto Networks or palo-alto networks") == {"Palo Alto Networks"}


def test_type_ahead_finds_the_well_known_first_then_words_inside_then_typos(market: Store) -> None:
    def labels(typed: str) -> list[str]:
        return [option.label for option in suggestions(market, typed)]

    assert labels("micro")[0] == "Microsoft"
    assert "Azure (Microsoft)" in labels("azu")[:3]
    assert "Palo Alto Networks" in labels("alto")
    assert labels("servcenow")[0] == "ServiceNow"
    assert labels("zzzzq") == ["None of these: propose “zzzzq”"]
    assert len(labels("")) == 15


def test_spellings_are_found_and_silent_links_are_right_on_the_half_kept_apart(market: Store) -> None:
    held_out = [query for query in queries() if query.held_out]
    assert len(queries()) >= 800
    assert 0.08 <= sum(not query.vendor for query in held_out) / len(held_out) <= 0.13
    results = judged(market, held_out)
    spelling = [one for one in results if one.query.kind in SPELLING]
    assert share(spelling, lambda one: one.first) >= 0.95
    assert share(spelling, lambda one: one.query.vendor in one.names) >= 0.97
    assert share([one for one in results if one.linked], lambda one: one.first) >= 0.99
    assert share([one for one in results if not one.query.vendor], lambda one: one.linked) <= 0.02


@pytest.fixture
def both(engine: Engine) -> Iterator[Store]:
    """A small market on each database."""
    database, community = SqlDatabase(engine, KEYS), Community(new_id(), "Both")
    with database.writing() as transaction:
        transaction.communities.add(community)
        store = transaction.store(community)
        for name, domain in (("Okta", "okta.com"), ("Palo Alto Networks", "paloaltonetworks.com"), ("SAP", "sap.com")):
            store.vendors.add(Vendor(new_id(), name), (), 50, (domain,))
        sap = store.vendors.named("SAP")
        assert sap
        store.vendors.add_product(Product(new_id(), sap.id, "SAP S/4HANA"), ("S4",))
        yield store


def test_the_same_statements_answer_on_both_databases(both: Store) -> None:
    for typed, name in (("oktaa", "Okta"), ("palo alto", "Palo Alto Networks"), ("it@sap.com", "SAP"), ("S4", "SAP")):
        assert names(both, typed)[:1] == [name]
    assert [option.label for option in suggestions(both, "alto", propose=False)] == ["Palo Alto Networks"]
    assert [option.label for option in suggestions(both, "s4", propose=False)] == ["SAP S/4HANA"]


@pytest.fixture(params=KINDS)
def stocked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The whole catalogue: on SQLite it is in the market already."""
    if request.param == "sqlite":
        yield request.getfixturevalue("market")
        return
    with fresh(request.param, request, tmp_path) as engine:
        database, community = SqlDatabase(engine, KEYS), Community(new_id(), "Stocked")
        with database.writing() as transaction:
            transaction.communities.add(community)
            stock(transaction.connection, community.id, load_catalogue(), new_id)
            yield transaction.store(community)


def test_the_whole_catalogue_is_stocked_and_found_on_both_databases(stocked: Store) -> None:
    assert len(stocked.vendors.categories()) == len(load_catalogue().categories)
    vmware = stocked.vendors.named("VMware")
    assert vmware
    assert any(change.by == "Broadcom" for change in stocked.vendors.ownership_of(vmware.id))
    assert stocked.vendors.categories_of(vmware.id)
    assert vmware in stocked.vendors.in_category(stocked.vendors.categories_of(vmware.id)[0])
    assert [one.name for one in stocked.vendors.products_of(vmware.id) if "vSphere" in one.name]
