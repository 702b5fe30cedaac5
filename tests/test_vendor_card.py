"""`vendor NAME`: people first, ranges, grades by companies, and the same price at any number of reviews."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.review.nightly import recount
from storage.database import SqlDatabase
from tests.begun import begun
from tests.circle import Circle, Person
from tests.reviewing import NAMES, NINE, peers, place, plant, reviews, stock, wrote
from tests.town import Town


@pytest.fixture
def circle(database: SqlDatabase) -> Circle:
    return begun(database, with_reader)


@pytest.fixture
def reader(circle: Circle) -> Person:
    return circle.people["Reader"]


def with_reader(circle: Circle) -> None:
    """Two vendors, and somebody who reads."""
    stock(circle, "Okta", "SAP")
    circle.add("Reader", "teams", "tenant-1")


def nine(circle: Circle) -> None:
    """The nine reviews of the published vector."""
    with_reader(circle)
    for person, (stars, again) in zip(peers(circle, 9), NINE, strict=True):
        reviews(person, "Okta", stars, again)


@pytest.fixture
def rated(database: SqlDatabase) -> Circle:
    """After those nine were written."""
    return begun(database, nine)


def test_nine_peers_lead_the_card_and_the_ranges_are_those_of_the_vectors(rated: Circle) -> None:
    reader = rated.people["Reader"]
    seen = reader.types("vendor okta")
    assert "7 of 9 peers would buy again (plausibly 57–90 %)." in seen
    assert "Service 4.1 (3.8–4.4) of 5 · early evidence, 9 companies" in seen
    assert "Running: 4.1 (3.8–4.4) · 9" in seen
    assert "newest March 2026, median March 2026" in seen
    assert "Vendor-invited: 0 of 9" in seen
    assert "peers who left it" in seen
    assert "Each member decides alone" in seen
    assert "[Review] [Ask peers] [Request intro] [Compare] [Log a cold call] [Read all]" in seen


def test_what_is_shown_depends_on_the_number_of_companies(circle: Circle, reader: Person) -> None:
    before = 0
    for companies, said, figure in (
        (0, "No score yet: ask your peers. Nobody has written", False),
        (2, "No score yet: ask your peers. 2 companies have written", False),
        (3, "Words only: 3 companies", False),
        (4, "Words only: 4 companies", False),
        (5, "early evidence, 5 companies", True),
        (10, "fair evidence, 10 companies", True),
        (20, "good evidence, 20 companies", True),
    ):
        plant(circle, "Okta", companies - before, first=before)
        before, seen = companies, reader.types("vendor Okta")
        assert said in seen
        assert ("would buy again" in seen) == figure
        assert ("By stage" in seen) == figure


def test_a_stage_that_too_few_have_rated_has_no_figure(circle: Circle, reader: Person) -> None:
    writers = peers(circle, 6)
    wrote(circle, "Okta", writers[:4], support=2)
    wrote(circle, "Okta", writers[4:])
    seen = reader.types("vendor Okta")
    assert "Running:" in seen
    assert "Support:" not in seen
    assert "too few on" in seen


def test_evidence_fades_and_stops_at_1095_days_unless_confirmed(rated: Circle) -> None:
    circle, reader = rated, rated.people["Reader"]
    circle.clock.passes(days=540)
    assert "Service 4.0 (3.6–4.4) of 5" in reader.types("vendor Okta")
    circle.clock.passes(days=550)
    circle.deliver()
    for name in NAMES[:5]:
        circle.people[name].types("review Okta")
        circle.people[name].presses("Still true")
    circle.clock.passes(days=10)
    circle.deliver()
    assert "5 of 5 peers would buy again" in reader.types("vendor Okta")
    assert "early evidence, 5 companies" in reader.sees
    circle.clock.passes(days=1_100)
    circle.deliver()
    assert "No score yet: ask your peers" in reader.types("vendor Okta")


def test_invited_and_interested_reviews_are_said_and_weigh_less(circle: Circle, reader: Person) -> None:
    writers = peers(circle, 7)
    wrote(circle, "Okta", writers[:5], running=3, buy_again=True)
    reviews(writers[5], "Okta", stars=5, source="vendor")
    reviews(writers[6], "Okta", stars=5, interest="We resell it.")
    seen = reader.types("vendor Okta")
    assert "6 of 6 peers would buy again" in seen
    assert "Vendor-invited: 1 of 6" in seen
    assert "Not counted: 1 review with a declared interest" in seen
    assert "We resell it." in reader.presses("Read all") + reader.presses("More")


def test_peers_like_you_stand_beside_the_plain_figure(circle: Circle, reader: Person) -> None:
    place(circle, reader, industry="Retail")
    writers = peers(circle, 14)
    for at, person in enumerate(writers):
        place(circle, person, industry="retail" if at < 8 else "Banking")
    wrote(circle, "Okta", writers[1:8], running=5)
    wrote(circle, "Okta", writers[8:], running=2)
    reviews(writers[0], "Okta", stars=5)
    seen = reader.types("vendor Okta")
    plain = float(seen.split("Service ")[1][:3])
    alike = float(seen.split("Peers like you ")[1][:3])
    assert alike > plain
    place(circle, reader, industry="Shipping")
    assert "Peers like you" not in reader.types("vendor Okta")


def test_a_change_of_owner_divides_the_evidence(circle: Circle, reader: Person) -> None:
    writers = peers(circle, 12)
    wrote(circle, "Okta", writers[:6], running=5)
    circle.clock.passes(days=200)
    wrote(circle, "Okta", writers[6:], running=2)
    before = reader.types("vendor Okta")
    sold(circle, "Okta", date(2026, 5, 1))
    circle.clock.passes(days=8)
    circle.deliver()
    seen = reader.types("vendor Okta")
    assert "Since the change of owner: " in seen
    assert float(seen.split("Service ")[1][:3]) < float(before.split("Service ")[1][:3])


def sold(circle: Circle, vendor: str, day: date) -> None:
    """An ownership change lands, and the vendor is counted anew."""
    from storage import tables as t

    with circle.database.writing() as transaction:
        transaction.connection.execute(
            t.ownership.insert().values(
                community_id=circle.community.id, id="f" * 32, vendor_id=circle.vendor(vendor), day=day,
                what="acquired", by="Somebody",
            )
        )  # fmt: skip
        store = transaction.store(circle.community)
        assert recount(store, circle.vendor(vendor), circle.clock().date()) > 0


def test_the_running_sums_never_drift_from_the_reviews(rated: Circle) -> None:
    circle, writers = rated, [rated.people[name] for name in NAMES[:9]]
    circle.clock.passes(days=33)
    reviews(writers[0], "Okta", stars=1, again="no")
    place(circle, writers[1], region="Nordics")
    writers[2].types("review Okta")
    writers[2].presses("Withdraw")
    writers[3].types("review Okta")
    writers[3].presses("Still true")
    place(circle, writers[1], region="")
    with circle.database.writing() as transaction:
        assert recount(transaction.store(circle.community), circle.vendor("Okta"), circle.clock().date()) == 0


def test_a_member_who_lost_their_place_reads_nothing(rated: Circle) -> None:
    circle, reader = rated, rated.people["Reader"]
    okta = circle.vendor("Okta")
    with circle.database.reading() as transaction:
        store = transaction.store(circle.community)
        assert store.reviews.visible("nobody", okta, 3) == []
        assert len(store.reviews.visible(reader.member.id if reader.member else "", okta, 3)) == 3


def test_another_community_sees_nothing(database: SqlDatabase) -> None:
    ours, theirs = Circle(database), Circle(database, "Other Circle", prefix="x")
    stock(ours, "Okta")
    with theirs.database.writing() as transaction:
        from bot.model import Vendor

        transaction.store(theirs.community).vendors.add(Vendor("e" * 32, "Okta"))
    eve = theirs.add("Eve")
    wrote(ours, "Okta", peers(ours, 6), pros="Ours alone.")
    assert "No score yet" in eve.types("vendor Okta")
    from bot.turn import Request
    from tests.reading import read

    for action in ("vendor", "vendor.reviews", "compare", "review", "review.edit"):
        assert "Ours alone" not in read(theirs.bot.run(Request(eve.sender, action=action, arg=ours.vendor("Okta"))))


def test_the_card_costs_the_same_at_any_number_of_reviews(circle: Circle, reader: Person) -> None:
    def cost() -> tuple[int, int]:
        seen: list[str] = []
        rows = 0
        engine = circle.database.engine

        def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        reader.types("vendor Okta")
        event.remove(engine, "before_cursor_execute", note)
        with circle.database.reading() as transaction:
            for table in ("review_sum", "review_count"):
                rows += transaction.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0  # noqa: S608
        return len(seen), rows

    plant(circle, "Okta", 6)
    small = cost()
    plant(circle, "Okta", 34, first=6)
    assert "40 companies" in reader.types("vendor Okta")
    assert cost() == small


def test_typing_a_name_that_nobody_knows_asks_back(circle: Circle, reader: Person) -> None:
    assert "Which vendor?" in reader.types("vendor Zzyzx Systems")
    assert "Which vendor?" in reader.types("vendor")
    assert "Okta" in reader.fills(vendor=circle.vendor("Okta"))


async def test_a_review_written_in_one_platform_is_read_in_the_other(town: Town) -> None:
    await town.alice.type("review Okta")
    await town.alice.fill({"Would you buy it again?": "Yes", "Running": "4 – good"}, submit=True)
    words = {"Pros": "Calm nights.", "Cons": "Slow console.", "How do you know it?": "We use it"}
    await town.alice.fill(words, submit=True)
    assert "stands under your name" in town.alice.screen()
    await town.bea.type("vendor Okta")
    assert "Calm nights." in town.bea.screen()
    await town.bea.type("review Okta")
    await town.bea.fill({"Would you buy it again?": "No", "Support": "2 – weak"}, submit=True)
    await town.bea.fill(
        {"Pros": "Good roadmap.", "Cons": "Support waits.", "How do you know it?": "We left it"}, submit=True
    )
    await town.alice.type("vendor Okta")
    for words_of_both in ("Calm nights.", "Support waits.", "left it"):
        assert words_of_both in town.alice.screen()
    for person in (town.alice, town.bea):
        await person.press("Compare")


def test_a_mean_between_two_stars_is_neither_rounded_up_nor_down(circle: Circle, reader: Person) -> None:
    writers = peers(circle, 6)
    for vendor, stars in (("Okta", 3), ("SAP", 2)):
        wrote(circle, vendor, writers[1:], running=stars, support=stars + 1)
        reviews(writers[0], vendor, stars=stars, support=str(stars + 1))
    okta, sap = (float(reader.types(f"vendor {name}").split("Service ")[1][:3]) for name in ("Okta", "SAP"))
    assert okta - sap == pytest.approx(0.5, abs=0.11)
