"""Reviews of products: one a company and product, the vendor over all, and sums that follow merges and moves."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters import importing, operate
from bot.app import new_id
from bot.model import Product
from bot.review.nightly import recount
from bot.turn import Request
from storage.database import SqlDatabase
from tests.begun import begun
from tests.circle import Circle, Person
from tests.reading import read
from tests.reviewing import peers, place, reviews, stock, wrote
from tests.town import Town


def with_products(circle: Circle) -> None:
    """Somebody who reads, in a community that knows two vendors and two products of the first."""
    stock(circle, "Microsoft", "Okta")
    sells(circle, "Microsoft", "Azure", "Teams")
    circle.add("Reader")


@pytest.fixture
def circle(database: SqlDatabase) -> Circle:
    return begun(database, with_products)


@pytest.fixture
def reader(circle: Circle) -> Person:
    return circle.people["Reader"]


@pytest.fixture
def mia(circle: Circle, reader: Person) -> Person:
    return circle.add("Mia", "teams", "tenant-1", manager=True)


def sells(circle: Circle, vendor: str, *products: str) -> None:
    with circle.database.writing() as transaction:
        for name in products:
            product = Product(new_id(), circle.vendor(vendor), name)
            transaction.store(circle.community).vendors.add_product(product)


def product_of(circle: Circle, vendor: str, name: str) -> str:
    with circle.database.reading() as transaction:
        known = transaction.store(circle.community).vendors.products_of(circle.vendor(vendor))
    return next(one.id for one in known if one.name == name)


def wrote_about(circle: Circle, product: str, authors: Iterable[Person], unnamed: bool = False, **how: Any) -> None:
    """Reviews of a product of Microsoft's, straight into the store."""
    wrote(circle, "Microsoft", authors, unnamed, product_id=product_of(circle, "Microsoft", product), **how)


def drift(circle: Circle, vendor_id: str) -> int:
    """How many sums a recount from nothing would change."""
    with circle.database.writing() as transaction:
        return recount(transaction.store(circle.community), vendor_id, circle.clock().date())


def curates(manager: Person, button: str, **values: str) -> str:
    manager.said = manager.circle.bot.run(Request(manager.sender, action="vendors"))
    manager.presses(button)
    return manager.fills(None, **values)


def test_typing_a_product_reviews_the_product_and_both_cards_show_it(circle: Circle, reader: Person) -> None:
    writers = peers(circle, 5)
    wrote_about(circle, "Azure", writers[1:], pros="Regions are close to us.")
    assert "Your review of Azure (Microsoft) stands" in reviews(writers[0], "Azure", pros="Regions are close to us.")
    seen = reader.types("vendor Azure")
    assert "Azure (Microsoft)" in seen
    assert "5 of 5 peers would buy again" in seen
    over_all = reader.types("vendor Microsoft")
    assert "5 of 5 peers would buy again" in over_all
    assert "· Azure · uses it" in over_all
    assert "Regions are close to us." in reader.presses("Azure")
    assert "Microsoft over all" in reader.sees


def test_a_company_counts_once_for_the_vendor_and_once_for_each_product(circle: Circle, reader: Person) -> None:
    writers = peers(circle, 6)
    wrote_about(circle, "Azure", writers[1:], running=5)
    reviews(writers[0], "Azure", stars=5)
    circle.clock.passes(days=1)
    wrote_about(circle, "Teams", writers[2:], running=1, buy_again=False)
    wrote(circle, "Microsoft", writers[2:], running=3)
    reviews(writers[0], "Teams", stars=1, again="no")
    reviews(writers[0], "Microsoft", stars=3)
    assert "early evidence, 6 companies" in reader.types("vendor Microsoft")
    assert "early evidence, 6 companies" in reader.types("vendor Azure")
    assert "0 of 5 peers would buy again" in reader.types("vendor Teams")
    assert drift(circle, circle.vendor("Microsoft")) == 0


def test_where_the_freshest_is_withdrawn_another_of_the_company_stands_in(circle: Circle, reader: Person) -> None:
    writers = peers(circle, 5)
    wrote_about(circle, "Azure", writers[1:], running=2, buy_again=False)
    reviews(writers[0], "Azure", again="no", stars=2)
    circle.clock.passes(days=2)
    reviews(writers[0], "Microsoft", again="yes", stars=5)
    assert "1 of 5 peers would buy again" in reader.types("vendor Microsoft")
    writers[0].types("review Microsoft")
    writers[0].presses("Withdraw")
    assert "0 of 5 peers would buy again" in reader.types("vendor Microsoft")
    assert drift(circle, circle.vendor("Microsoft")) == 0


def test_one_live_review_a_company_and_product(circle: Circle, reader: Person) -> None:
    alice, carl = circle.add("Alice"), circle.add("Carl")
    place(circle, carl, company="Alice Works")
    reviews(alice, "Azure")
    assert "has reviewed Azure" in carl.types("review Azure")
    assert "stands under your name" in reviews(carl, "Teams")
    assert "stands under your name" in reviews(carl, "Microsoft")
    alice.types("review Azure")
    assert "Your review of Azure" in alice.sees


def test_a_product_nobody_reviewed_shows_its_vendor_over_all(circle: Circle, reader: Person) -> None:
    reviews(circle.add("Alice"), "Microsoft", pros="One bill for everything.")
    seen = reader.types("vendor Teams")
    assert "Nobody has reviewed Teams (Microsoft) by itself yet. This is Microsoft over all." in seen
    assert "One bill for everything." in seen


def test_unnamed_reviews_of_a_product_count_for_the_vendor_alone(circle: Circle, reader: Person) -> None:
    writers = peers(circle, 22)
    for product in ("Azure", "Teams"):
        wrote_about(circle, product, writers[1:5], unnamed=True)
        reviews(writers[0], product, sign="unnamed")
    circle.clock.passes(days=1)
    circle.deliver()
    assert "5 companies" in reader.types("vendor Microsoft")
    seen = reader.types("vendor Azure")
    assert "Words only so far: unnamed reviews count for the vendor" in seen
    assert "of 5 peers" not in seen
    writers[0].types("review Azure")
    assert "is withdrawn" in writers[0].presses("Withdraw")


def test_compare_takes_a_product_with_figures_and_else_its_vendor(circle: Circle, reader: Person) -> None:
    writers = peers(circle, 5)
    wrote_about(circle, "Azure", writers)
    wrote(circle, "Okta", writers)
    assert "Azure (Microsoft) and Okta" in reader.types("compare Azure, Okta")
    assert "Microsoft and Okta" in reader.types("compare Teams, Okta")


def test_sums_are_right_at_once_after_a_merge_and_its_undoing(circle: Circle, reader: Person, mia: Person) -> None:
    stock(circle, "Okta Identity")
    writers = peers(circle, 8)
    wrote(circle, "Okta", writers[:5], running=5)
    wrote(circle, "Okta Identity", writers[3:8], running=1, buy_again=False)
    old, new = circle.vendor("Okta Identity"), circle.vendor("Okta")
    curates(mia, "Merge", gone=old, kept=new)
    # Two of the companies have reviewed both, and count once.
    assert "early evidence, 8 companies" in reader.types("vendor Okta")
    assert drift(circle, new) == drift(circle, old) == 0
    mia.presses("Undo")
    assert "5 of 5 peers would buy again" in reader.types("vendor Okta")
    assert "0 of 5 peers would buy again" in reader.types("vendor Okta Identity")
    assert drift(circle, new) == drift(circle, old) == 0


def test_unnamed_sums_follow_a_merge_and_its_undoing(circle: Circle, reader: Person, mia: Person) -> None:
    stock(circle, "Okta Identity")
    writers = peers(circle, 24)
    wrote(circle, "Okta", writers[:6], unnamed=True)
    wrote(circle, "Okta Identity", [writers[6], *writers[8:12]], unnamed=True, buy_again=False, running=1)
    reviews(writers[7], "Okta Identity", again="no", stars=1, sign="unnamed")
    circle.clock.passes(days=1)
    circle.deliver()
    old, new = circle.vendor("Okta Identity"), circle.vendor("Okta")
    assert "6 of 6 peers" in reader.types("vendor Okta")
    curates(mia, "Merge", gone=old, kept=new)
    assert "6 of 12 peers would buy again" in reader.types("vendor Okta")
    # The author of an unnamed review finds it at the vendor that it went to.
    writers[7].types("review Okta")
    assert "Your review of Okta" in writers[7].sees
    mia.presses("Undo")
    assert "6 of 6 peers" in reader.types("vendor Okta")
    assert "0 of 6 peers" in reader.types("vendor Okta Identity")


def test_sums_follow_a_product_that_moves_and_a_split(circle: Circle, reader: Person, mia: Person) -> None:
    writers = peers(circle, 10)
    wrote_about(circle, "Azure", writers[:5], running=5)
    wrote(circle, "Microsoft", writers[5:], running=2, buy_again=False)
    microsoft, okta = circle.vendor("Microsoft"), circle.vendor("Okta")
    curates(mia, "Move a product", product=product_of(circle, "Microsoft", "Azure"), vendor=okta)
    assert "0 of 5 peers" in reader.types("vendor Microsoft")
    assert "5 of 5 peers" in reader.types("vendor Okta")
    assert drift(circle, microsoft) == drift(circle, okta) == 0
    mia.presses("Undo")
    assert "5 of 10 peers" in reader.types("vendor Microsoft")
    assert "No score yet" in reader.types("vendor Okta")
    curates(mia, "Split", vendor=microsoft, name="Cloudhouse", products="Azure")
    assert "0 of 5 peers" in reader.types("vendor Microsoft")
    assert "5 of 5 peers" in reader.types("vendor Cloudhouse")
    mia.presses("Undo")
    assert "5 of 10 peers" in reader.types("vendor Microsoft")
    assert drift(circle, microsoft) == 0


def test_products_go_out_and_come_in_as_files(circle: Circle, reader: Person, tmp_path: Path) -> None:
    circle.add("Alice")
    circle.clock.now = datetime.now(UTC)
    head = "vendor,product,email,buy_again,pros,cons,running\n"
    rows = [f"Microsoft,{product},alice@alice.example,yes,Fine,Slow,4\n" for product in ("azure", "", "Unheard of")]
    file = tmp_path / "reviews.csv"
    file.write_text(head + "".join(rows), encoding="utf-8")
    verdicts = list(importing.import_file(circle.database, "reviews", circle.community.name, file))
    assert [bool(one.reason) for one in verdicts] == [False, False, True]
    written = [row["product"] for row in operate.export_rows(circle.database, "reviews", circle.community.name)]
    assert sorted(written) == ["", "Azure"]
    assert "1 company" in reader.types("vendor Microsoft")


async def test_a_product_is_reviewed_on_one_platform_and_read_on_the_other(town: Town) -> None:
    await town.alice.type("review ColdFusion")
    await town.alice.fill({"Would you buy it again?": "Yes", "Running": "4 – good"}, submit=True)
    words = {"Pros": "Regions are close.", "Cons": "The bill is hard to read.", "How do you know it?": "We use it"}
    await town.alice.fill(words, submit=True)
    await town.bea.type("vendor ColdFusion")
    assert "Regions are close." in town.bea.screen()
    await town.bea.press("Adobe over all")
    assert "Products reviewed" in town.bea.screen()


def test_the_card_of_a_product_says_so_in_its_buttons(circle: Circle, reader: Person) -> None:
    reviews(circle.add("Alice"), "Azure")
    assert "[Review] [Ask peers]" in read(circle.bot.run(Request(reader.sender, line="vendor Azure")))
