"""The rules of admission, on invented identities: vendors' people in every disguise, and honest applicants."""

from collections.abc import Callable

import pytest

from bot.admission import (
    VendorDomain,
    VendorDomains,
    Verdict,
    domain_of,
    is_address,
    is_free_mail,
    judged,
    label_of,
    registrable,
)
from bot.skeleton import skeleton
from storage.applications import _starter

VENDORS = VendorDomains(_starter())
# Vendors whose names are no ordinary words and which are nobody's large employer.
BRANDS = (
    "okta.com salesforce.com servicenow.com workday.com zscaler.com snowflake.com crowdstrike.com datadoghq.com "
    "paloaltonetworks.com fortinet.com atlassian.com hubspot.com netskope.com splunk.com nutanix.com rubrik.com "
    "mulesoft.com sailpoint.com cyberark.com commvault.com dynatrace.com mimecast.com proofpoint.com qualys.com "
    "tanium.com uipath.com veeam.com zendesk.com sophos.com databricks.com"
)
CYRILLIC = str.maketrans("aeocpxs", "аеосрхѕ")


def _brand(domain: str) -> str:
    return domain.split(".")[0]


def _slip(name: str) -> str:
    """Two neighbouring letters in the middle change places."""
    middle = len(name) // 2
    return name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]


DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": lambda d: f"jo.seller@{d}",
    "subdomain": lambda d: f"jo@emea.mail.{d}",
    "plus tag": lambda d: f"jo+cio@{d}",
    "capitals and a final dot": lambda d: f"jo@{d.upper()}.",
    "another ending": lambda d: f"jo@{_brand(d)}.net",
    "a country's ending": lambda d: f"jo@{_brand(d)}.co.uk",
    "with a word": lambda d: f"jo@{_brand(d)}-sales.com",
    "with a word before": lambda d: f"jo@get{_brand(d)}.com",
    "other script": lambda d: f"jo@{_brand(d).translate(CYRILLIC)}.com",
    "punycode": lambda d: "jo@xn--" + _brand(d).translate(CYRILLIC).encode("punycode").decode() + ".com",
}
HONEST_NAMES = (
    "brambleworth harrowgate lumenvale copperline saltmarsh noordduin palmetto kestrelpeak juniperbay bluemesa "
    "oldquarry armorlise norrsken thistledown amberhaven oakhollow redfern monsoon southernlantern papercrane "
    "brightwater gardenwall fjordline hollowell tidewater granitepass willowmere stonebridge larkfield ashcombe "
    "meadowgate ironvale silverbeck foxhollow kingsmere riverbend northgate eastmoor westhaven sunfield moorcroft "
    "pinecrest lakeshore hillcrest marshfield elmwood birchlane cedarpoint mapleton hazelwood rosedale ferndale "
    "glenmore inverloch strathmore dunmore kilbride ballymore carrick tullamore"
)
HONEST_ENDINGS = (".com", "-group.example", ".co.uk", "mills.de", "-bank.example")


def invented() -> list[tuple[str, str]]:
    return [(how, make(domain)) for how, make in DISGUISES.items() for domain in BRANDS.split()]


def honest() -> list[str]:
    return [f"cio@{name}{ending}" for name in HONEST_NAMES.split() for ending in HONEST_ENDINGS]


def test_of_three_hundred_invented_identities_none_is_admitted() -> None:
    table = invented()
    assert len(table) == 300
    admitted = [(how, email) for how, email in table if judged(email, VENDORS).verdict is not Verdict.REFUSED]
    assert admitted == []


def test_of_three_hundred_honest_people_hardly_anybody_is_refused() -> None:
    table = honest()
    assert len(table) >= 300
    refused = [email for email in table if judged(email, VENDORS).verdict is Verdict.REFUSED]
    doubted = [email for email in table if judged(email, VENDORS).verdict is Verdict.TWO]
    assert len(refused) <= len(table) / 100, refused
    assert len(doubted) <= len(table) / 50, doubted


@pytest.mark.parametrize("email", ["jo@slipped.example", "cio@deltaworks.example", "a@b.co"])
def test_what_is_like_no_vendor_is_fine(email: str) -> None:
    assert judged(email, VENDORS).verdict is Verdict.FINE


def test_a_slip_of_the_pen_in_a_long_name_is_a_likeness() -> None:
    for domain in BRANDS.split():
        if len(_brand(domain)) >= 7:
            assert judged(f"jo@{_slip(_brand(domain))}.com", VENDORS).verdict is Verdict.REFUSED, domain


def test_one_letter_more_in_a_short_name_is_a_doubt_at_least() -> None:
    assert judged("jo@oktaa.com", VENDORS).verdict is not Verdict.FINE
    assert judged("jo@veeamm.com", VENDORS).verdict is not Verdict.FINE


@pytest.mark.parametrize("domain", ["siemens.com", "bosch.com", "accenture.com", "mail.deloitte.com", "vodafone.com"])
def test_large_employers_need_two_managers_and_are_not_refused(domain: str) -> None:
    found = judged(f"cio@{domain}", VENDORS)
    assert found.verdict is Verdict.TWO
    assert "in the catalogue" in found.why


@pytest.mark.parametrize(
    "email", ["a@gmail.com", "a@googlemail.com", "a@gmx.de", "a@yahoo.co.uk", "a@web.de", "a@qq.com"]
)
def test_free_mail_needs_two_managers(email: str) -> None:
    assert judged(email, VENDORS).verdict is Verdict.TWO


def test_a_short_or_everyday_name_elsewhere_is_a_doubt_and_no_refusal() -> None:
    vendors = VendorDomains([VendorDomain("box.com", "Box", everyday=True), VendorDomain("sap.com", "SAP")])
    assert judged("a@box.de", vendors).verdict is Verdict.TWO
    assert judged("a@sap.net", vendors).verdict is Verdict.TWO
    assert judged("a@box.com", vendors).verdict is Verdict.REFUSED
    assert judged("a@sapling.com", vendors).verdict is Verdict.FINE
    assert judged("a@hotbox-services.com", vendors).verdict is Verdict.FINE


def test_parent_companies_are_known_by_their_own_domain() -> None:
    vendors = VendorDomains([VendorDomain("broadcom.com", "Broadcom"), VendorDomain("vmware.com", "VMware")])
    assert judged("a@broadcom.com", vendors).why == "broadcom.com belongs to Broadcom, a vendor in the catalogue."


def test_a_vendors_name_is_known_in_any_spelling() -> None:
    assert VENDORS.named("Okta, Inc.") == "Okta"
    assert VENDORS.named("Brambleworth Mills") == ""


@pytest.mark.parametrize(("domain", "registered", "label"), [
    ("mail.okta.co.uk", "okta.co.uk", "okta"), ("okta.com", "okta.com", "okta"), ("a.b.okta.de", "okta.de", "okta"),
    ("okta.com.au", "okta.com.au", "okta"), ("co.uk", "co.uk", "co"), ("localhost", "localhost", "localhost"),
])  # fmt: skip
def test_the_registered_part_of_a_domain(domain: str, registered: str, label: str) -> None:
    assert registrable(domain) == registered
    assert label_of(domain) == label


@pytest.mark.parametrize("twin", ["0kta", "оkta", "oktа", "ókta", "okkta", "ok-ta", "ｏkta"])
def test_what_looks_the_same_has_one_skeleton(twin: str) -> None:
    assert skeleton(twin) == skeleton("okta")


@pytest.mark.parametrize("other", ["acta", "oka", "okra", "oktan"])
def test_what_looks_different_has_not(other: str) -> None:
    assert skeleton(other) != skeleton("okta")


def test_addresses() -> None:
    assert is_address("nora@brambleworth.co.uk")
    for wrong in (
        "nora",
        "nora@",
        "@x.com",
        "nora@x",
        "no ra@x.com",
        "nora@x..com",
        "a@b.c,d@e.f",
        "n" * 250 + "@x.com",
    ):
        assert not is_address(wrong), wrong
    assert domain_of("Jo@MAIL.Okta.com.") == "mail.okta.com"
    assert is_free_mail("mail.yahoo.co.jp")
    assert not is_free_mail("yahoomills.com")
