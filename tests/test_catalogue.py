"""The starter catalogue: large enough, without contradictions, and found wherever the package is installed."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.catalogue import (
    FILES,
    AliasKind,
    Catalogue,
    CatalogueAlias,
    CatalogueFault,
    CatalogueProduct,
    CatalogueVendor,
    Category,
    Change,
    OwnershipChange,
    check,
    parse_aliases,
    parse_categories,
    parse_ownership,
    parse_products,
    parse_vendors,
    read_catalogue,
)
from bot.names import key_of
from storage.catalogue import load_catalogue

ROOT = Path(__file__).parent.parent
SOLD_TO_THE_PUBLIC = {
    *("gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "aol.com", "gmx.de", "web.de"),
    *("t-online.de", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "libero.it", "tim.it", "aruba.it", "bluewin.ch"),
    *(
        "btinternet.com",
        "sky.com",
        "virginmedia.com",
        "comcast.net",
        "verizon.net",
        "att.net",
        "charter.net",
        "cox.net",
    ),
    *("rogers.com", "telus.net", "bell.net", "telenet.be", "skynet.be", "ziggo.nl", "telia.com", "docomo.ne.jp"),
    *("softbank.ne.jp", "qq.com", "163.com", "naver.com", "mail.ru", "zohomail.com", "github.io", "sunrise.ch"),
}


@pytest.fixture(scope="module")
def ours() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def small() -> Catalogue:
    """One of each, without a fault; every test of a fault plants exactly one."""
    return Catalogue(
        (Category("shelves", "Shelves", ""), Category("crm", "CRM", "shelves")),
        (_vendor("acme", "Acme", "acme.example"), _vendor("bravo", "Bravo", "bravo.example")),
        (CatalogueProduct("acme-one", "Acme One", "acme", "crm", False),),
        (_alias("AO", "acme-one"), _alias("Old Bravo", "bravo")),
        (OwnershipChange("bravo", date(2020, 2, 29), Change.ACQUIRED, "Acme"),),
    )


def _vendor(key: str, name: str, *domains: str) -> CatalogueVendor:
    return CatalogueVendor(key, name, domains, ("crm",), "CH", 50, False)


def _alias(alias: str, target: str, ambiguous: bool = False) -> CatalogueAlias:
    return CatalogueAlias(alias, AliasKind.SHORT, target, ambiguous, None, None)


def test_there_is_something_for_every_cio(ours: Catalogue) -> None:
    assert len(ours.categories) >= 60
    assert len(ours.vendors) >= 420
    assert len(ours.products) >= 1_550
    assert len(ours.aliases) >= 1_050
    assert len(ours.ownership) >= 60


def test_the_catalogue_does_not_contradict_itself(ours: Catalogue) -> None:
    assert check(ours) == []


def test_no_shelf_is_empty_and_each_has_a_heading(ours: Catalogue) -> None:
    used = {shelf for v in ours.vendors for shelf in v.categories} | {p.category for p in ours.products}
    assert used == {c.key for c in ours.categories if c.parent}
    assert len({c.name for c in ours.categories}) == len(ours.categories)


@pytest.mark.parametrize("file", FILES)
def test_files_are_in_order_and_plain(file: str) -> None:
    text = (ROOT / "storage" / "catalogue" / file).read_bytes().decode("utf-8")
    first = [line.split(",")[0] for line in text.splitlines()[1:]]
    assert first == sorted(first, key=str.casefold if file == "aliases.csv" else str)
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.startswith("\ufeff")


def test_private_mailboxes_are_no_vendor_s(ours: Catalogue) -> None:
    assert {d for v in ours.vendors for d in v.domains} & SOLD_TO_THE_PUBLIC == set()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *[("SFDC", "salesforce"), ("salesforce.com", "salesforce"), ("sales force", "salesforce")],
        *[("Ms Azure", "microsoft-azure"), ("AAD", "microsoft-entra-id"), ("O365", "microsoft-365")],
        *[("Azure Active Directory", "microsoft-entra-id"), ("SCCM", "microsoft-configuration-manager")],
        *[("HPE Aruba", "hpe-aruba-networking"), ("Facebook Workplace", "meta-workplace-from-meta")],
        *[("S/4", "sap-s-4hana"), ("s4 hana", "sap-s-4hana"), ("R/3", "sap-ecc"), ("BOBJ", "sap-businessobjects")],
        *[("VM ware", "vmware"), ("ESXi", "vmware-vsphere"), ("Kronos", "ukg"), ("Kofax", "tungsten-automation")],
        *[("TCS", "tcs"), ("Lotus Notes", "hclsoftware-hcl-notes"), ("GSuite", "google-workspace")],
        *[("微软", "microsoft"), ("富士通", "fujitsu"), ("Telefonica", "telefonica"), ("AT and T", "at-and-t")],
    ],
)  # fmt: skip
def test_what_cios_type_leads_to_one_thing(ours: Catalogue, typed: str, key: str) -> None:
    named = [(v.key, v.name, *v.aliases) for v in ours.vendors] + [(p.key, p.name, *p.aliases) for p in ours.products]
    assert {target for target, *names in named if key_of(typed) in map(key_of, names)} == {key}


@pytest.mark.parametrize(
    ("typed", "several"),
    [
        ("SNOW", {"servicenow", "snowflake", "flexera"}),
        ("SF", {"salesforce", "sap-successfactors"}),
        ("EBS", {"oracle-e-business-suite", "aws-amazon-ebs"}),
    ],
)
def test_what_may_mean_several_is_marked(ours: Catalogue, typed: str, several: set[str]) -> None:
    found = [a for a in ours.aliases if key_of(a.alias) == key_of(typed)]
    assert {a.target for a in found} == several
    assert all(a.ambiguous for a in found)
    assert not any(typed in v.aliases for v in ours.vendors)


def test_names_that_are_ordinary_words_are_marked(ours: Catalogue) -> None:
    everyday = {v.name for v in ours.vendors if v.everyday} | {p.name for p in ours.products if p.everyday}
    assert {"Box", "Remote", "Make", "Exact", "Insight", "Teams", "Word"} <= everyday
    assert everyday.isdisjoint({"Microsoft", "SAP", "Oracle", "Okta", "Zoom", "Slack"})


@pytest.mark.parametrize(
    ("key", "day", "by"),
    [
        ("vmware", date(2023, 11, 22), "Broadcom"),
        ("splunk", date(2024, 3, 18), "Cisco"),
        ("red-hat", date(2019, 7, 9), "IBM"),
        ("github", date(2018, 10, 26), "Microsoft"),
        ("salesforce-slack", date(2021, 7, 21), "Salesforce"),
        ("salesforce-tableau", date(2019, 8, 1), "Salesforce"),
    ],
)
def test_well_known_sales_have_their_day(ours: Catalogue, key: str, day: date, by: str) -> None:
    assert (key, day, by) in {(o.key, o.date, o.by) for o in ours.ownership}


def test_a_catalogue_without_a_fault_is_called_so(small: Catalogue) -> None:
    assert check(small) == []


PLANTED: list[tuple[str, Callable[[Catalogue], Catalogue]]] = [
    ("The category crm stands there twice.", lambda c: replace(c, categories=(*c.categories, c.categories[1]))),
    (
        "The category hcm stands under people, which is no heading.",
        lambda c: replace(c, categories=(*c.categories, Category("hcm", "HR", "people"))),
    ),
    (
        "The category hcm stands under crm, which is no heading.",
        lambda c: replace(c, categories=(*c.categories, Category("hcm", "HR", "crm"))),
    ),
    (
        "The key acme stands for two vendors or products.",
        lambda c: replace(c, vendors=(*c.vendors, _vendor("acme", "Acme Two", "two.example"))),
    ),
    (
        "The key bravo stands for two vendors or products.",
        lambda c: replace(c, products=(*c.products, CatalogueProduct("bravo", "Delta", "bravo", "crm", False))),
    ),
    (
        "The domain acme.example belongs to two vendors.",
        lambda c: replace(c, vendors=(*c.vendors, _vendor("delta", "Delta", "acme.example"))),
    ),
    (
        "The vendor delta has 'https://delta.example', which is no domain.",
        lambda c: replace(c, vendors=(*c.vendors, _vendor("delta", "Delta", "https://delta.example"))),
    ),
    ("Two vendors have the name acme.", lambda c: replace(c, vendors=(*c.vendors, _vendor("acme-2", "ACME Inc.")))),
    (
        "The vendor acme has two products with the name acmeone.",
        lambda c: replace(c, products=(*c.products, replace(c.products[0], key="acme-1", name="AcmeOne"))),
    ),
    ("The vendor acme has no category.", lambda c: _with_vendor(c, replace(c.vendors[0], categories=()))),
    (
        "The vendor acme has the unknown category shelves.",
        lambda c: _with_vendor(c, replace(c.vendors[0], categories=("crm", "shelves"))),
    ),
    (
        "The vendor acme has the popularity 101, not 1 to 100.",
        lambda c: _with_vendor(c, replace(c.vendors[0], popularity=101)),
    ),
    (
        "The vendor acme has the country 'ch', not two capitals.",
        lambda c: _with_vendor(c, replace(c.vendors[0], country="ch")),
    ),
    (
        "The product acme-one has the unknown category erp.",
        lambda c: replace(c, products=(replace(c.products[0], category="erp"),)),
    ),
    (
        "The product acme-one belongs to the unknown vendor nobody.",
        lambda c: replace(c, products=(replace(c.products[0], vendor="nobody"),)),
    ),
    ("The alias 'X' leads to the unknown nobody.", lambda c: _with_alias(c, _alias("X", "nobody"))),
    (
        "The alias 'A.O.' of acme-one only repeats another of its names.",
        lambda c: _with_alias(c, _alias("A.O.", "acme-one")),
    ),
    (
        "The alias 'ACME' of acme only repeats another of its names.",
        lambda c: _with_alias(c, _alias("ACME", "acme")),
    ),
    (
        "The alias 'AO' leads to acme-one and bravo but is not ambiguous.",
        lambda c: _with_alias(c, _alias("ao", "bravo", ambiguous=True)),
    ),
    (
        "The alias 'Bravo' leads to acme and bravo but is not ambiguous.",
        lambda c: _with_alias(c, _alias("Bravo", "acme")),
    ),
    (
        "The alias 'Zulu' ends before it begins.",
        lambda c: _with_alias(c, replace(_alias("Zulu", "acme"), since=date(2021, 1, 2), until=date(2021, 1, 1))),
    ),
    (
        "A change of ownership names the unknown nobody.",
        lambda c: replace(c, ownership=(replace(c.ownership[0], key="nobody"),)),
    ),
    (
        "The change of ownership of bravo is dated 0202-02-02.",
        lambda c: replace(c, ownership=(replace(c.ownership[0], date=date(202, 2, 2)),)),
    ),
    (
        "Two changes of ownership of bravo are dated 2020-02-29.",
        lambda c: replace(c, ownership=(*c.ownership, replace(c.ownership[0], by="Delta"))),
    ),
]


def _with_vendor(c: Catalogue, vendor: CatalogueVendor) -> Catalogue:
    return replace(c, vendors=(vendor, *c.vendors[1:]))


def _with_alias(c: Catalogue, alias: CatalogueAlias) -> Catalogue:
    return replace(c, aliases=(*c.aliases, alias))


@pytest.mark.parametrize(("sentence", "plant"), PLANTED, ids=[sentence for sentence, _ in PLANTED])
def test_a_planted_fault_is_found(small: Catalogue, sentence: str, plant: Callable[[Catalogue], Catalogue]) -> None:
    assert check(plant(small)) == [sentence]


VENDORS = "key,name,domains,categories,country,popularity,everyday\n"
ALIASES = "alias,kind,target,ambiguous,since,until\n"
UNREADABLE: list[tuple[Callable[[str], object], str, str]] = [
    (parse_categories, "", "categories.csv, row 1: the columns must be key, name, parent."),
    (parse_categories, "key,name,parent\n,CRM,\n", "categories.csv, row 2: key is empty."),
    (parse_vendors, VENDORS + "a,A,,crm,CH,5,\nb,B,,crm,CH,many,\n", "vendors.csv, row 3: "),
    (parse_vendors, VENDORS + "a,A,,crm,CH,5,no\n", "vendors.csv, row 2: everyday is yes or empty, not 'no'."),
    (parse_vendors, VENDORS + "a,A,crm,CH,5,\n", "vendors.csv, row 2: "),
    (parse_products, "key,name,vendor,category,everyday\na-b,B,,crm,\n", "products.csv, row 2: vendor is empty."),
    (parse_aliases, ALIASES + "AO,rumour,a,,,\n", "aliases.csv, row 2: 'rumour' is not a valid AliasKind."),
    (parse_aliases, ALIASES + "AO,former,a,,,2020-02-30\n", "aliases.csv, row 2: "),
    (parse_ownership, "key,date,what,by\na,soon,merged,B\n", "ownership.csv, row 2: "),
    (parse_ownership, "key,date,what,by\na,2020-01-01,eaten,B\n", "ownership.csv, row 2: 'eaten' is"),
]  # fmt: skip


@pytest.mark.parametrize(("parse", "text", "reason"), UNREADABLE, ids=[reason for *_, reason in UNREADABLE])
def test_a_row_that_cannot_be_read_is_named(parse: Callable[[str], object], text: str, reason: str) -> None:
    with pytest.raises(CatalogueFault) as fault:
        parse(text)
    assert str(fault.value).startswith(reason)


def test_only_clear_aliases_stand_with_the_vendor() -> None:
    texts = {
        "categories.csv": "key,name,parent\ns,Shelves,\ncrm,CRM,s\n",
        "vendors.csv": VENDORS + 'acme,"Acme, the first",acme.example;acme.test,crm,,7,yes\n',
        "products.csv": "key,name,vendor,category,everyday\nacme-one,One,acme,crm,\n",
        "aliases.csv": ALIASES + "AC,short,acme,yes,,\nAO,short,acme-one,,,\nOld,former,acme,,2001-02-03,\n",
        "ownership.csv": "key,date,what,by\n",
    }  # fmt: skip
    read = read_catalogue(texts)
    assert read.vendors == (
        CatalogueVendor("acme", "Acme, the first", ("acme.example", "acme.test"), ("crm",), "", 7, True, ("Old",)),
    )
    assert read.products[0].aliases == ("AO",)
    assert [(a.alias, a.since) for a in read.aliases] == [("AC", None), ("AO", None), ("Old", date(2001, 2, 3))]


def test_it_loads_in_well_under_half_a_second() -> None:
    took = []
    for _ in range(3):
        began = time.perf_counter()
        load_catalogue()
        took.append(time.perf_counter() - began)
    assert min(took) < 0.25


def test_an_installed_package_brings_its_catalogue(tmp_path: Path, ours: Catalogue) -> None:
    """Built as an install would build it, and read from another folder where the repository is out of reach."""
    source = tmp_path / "source"
    for room in ("bot", "storage"):
        shutil.copytree(ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", source)
    (source / "README.md").write_text("", "utf-8")
    build = "import setuptools; setuptools.setup()"
    library = tmp_path / "installed"
    _python(source, "-c", build, "--quiet", "build", "--build-lib", str(library))
    said = _python(library, "-c", "import storage.catalogue as c; print(c.__file__, len(c.load_catalogue().vendors))")
    assert said.split() == [str(library / "storage" / "catalogue" / "__init__.py"), str(len(ours.vendors))]


def _python(folder: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
