"""`warmline import vendors|reviews`: every good row counts, every bad one is named, a second run changes nothing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from adapters import importing, operate
from bot.app import new_id
from bot.model import Review, Vendor, VendorStatus
from bot.turn import Refused, Request, Value
from storage import tables as t
from storage.database import SqlDatabase, SqlStore
from tests.begun import begin
from tests.circle import Circle

NAME = "CIO Circle"
HEAD = "vendor,email,buy_again,pros,cons,running,written_on\n"
GOOD = "Okta,ada@ada.example,yes,It runs by itself.,The console is slow.,4,2026-01-10\n"


@pytest.fixture
def stocked(circle: Circle) -> Circle:
    begin(circle, two)
    return circle


def two(circle: Circle) -> None:
    circle.add("Ada", uses=["Okta"])
    circle.add("Ben", "teams", "tenant-1", uses=["SAP"])


def take(database: SqlDatabase, tmp_path: Path, text: str, what: str = "reviews") -> tuple[int, dict[int, str]]:
    file = tmp_path / f"{what}.csv"
    file.write_text(text)
    verdicts = list(importing.import_file(database, what, NAME, file))
    return sum(not v.reason for v in verdicts), {v.number: v.reason for v in verdicts if v.reason}


def everything(database: SqlDatabase) -> dict[str, list[str]]:
    with database.reading() as transaction:
        return {
            table.name: sorted(repr(row) for row in transaction.connection.execute(table.select()))
            for table in t.metadata.sorted_tables
        }


def all_reviews(circle: Circle) -> list[Review]:
    with circle.database.reading() as transaction:
        return [one.review for one in transaction.store(circle.community).exchange.reviews()]


def test_an_imported_review_stands_under_its_authors_name_and_counts(stocked: Circle, tmp_path: Path) -> None:
    assert take(stocked.database, tmp_path, HEAD + GOOD) == (1, {})
    before = everything(stocked.database)
    assert take(stocked.database, tmp_path, HEAD + GOOD + GOOD) == (2, {})
    assert everything(stocked.database) == before
    (review,) = all_reviews(stocked)
    assert review.written_on == review.heard_on == date(2026, 1, 10)
    assert "It runs by itself." in stocked.people["Ben"].types("vendor Okta") or review.running == 4
    with stocked.database.reading() as transaction:
        sums = transaction.connection.execute(t.review_sum.select().where(t.review_sum.c.measure == "overall")).all()
        assert [row.reviews for row in sums] == [1]
        assert transaction.connection.scalar(t.timer.select().where(t.timer.c.action == "review.still"))


BAD = (
    (",ada@ada.example,yes,p,c,4,", "vendor is empty"),
    ("Okta,,yes,p,c,4,", "email is empty"),
    ("Okta,nobody@x.example,yes,p,c,4,", "no active member"),
    ("Okta,ada@ada.example,perhaps,p,c,4,", "buy_again is not yes or no"),
    ("Okta,ada@ada.example,yes,,c,4,", "pros is empty"),
    ("Okta,ada@ada.example,yes,p,c,6,", "running is not a whole number"),
    ("Okta,ada@ada.example,yes,p,c,4.5,", "running is not a whole number"),
    ("Okta,ada@ada.example,yes,p,c,4,yesterday", "written_on is not a day"),
    ("Okta,ada@ada.example,yes,p,c,4,2026-02-30", "written_on is not a day"),
    ("Okta,ada@ada.example,yes,p,c,4,2999-01-01", "future"),
    (f"Okta,ada@ada.example,yes,{'p' * 1001},c,4,", "more than 1000"),
    ("Okta,ada@ada.example,yes,We pay $40 per user and month.,c,4,", "pros: “"),
    ("Okta,ada@ada.example", "vendor is empty"),
)  # fmt: skip


def test_each_bad_row_is_named_and_leaves_nothing(stocked: Circle, tmp_path: Path) -> None:
    good = "SAP,ben@ben.example,no,Exact.,Heavy.,2,2026-01-10\n"
    bad = "".join(f"{row}\n" for row, _ in BAD)
    taken, refused = take(stocked.database, tmp_path, HEAD + bad + good)
    assert taken == 1
    assert list(refused) == [*range(2, 2 + len(BAD))]
    for (row, reason), said in zip(BAD, refused.values(), strict=True):
        assert reason in said, row
    assert [review.pros for review in all_reviews(stocked)] == ["Exact."]


def test_unknown_columns_are_refused_whole(stocked: Circle, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="unknown column 'price'"):
        take(stocked.database, tmp_path, HEAD.strip() + ",price\n")


def test_an_unknown_vendor_is_proposed_and_a_spelling_finds_a_known_one(stocked: Circle, tmp_path: Path) -> None:
    text = HEAD + GOOD.replace("Okta", "Zorblatt Works") + GOOD.replace("Okta", '"OKTA, Inc."')
    assert take(stocked.database, tmp_path, text) == (2, {})
    with stocked.database.reading() as transaction:
        store = transaction.store(stocked.community)
        found = store.vendors.named("zorblatt works")
        assert found
        assert found.status is VendorStatus.PROPOSED
        assert len(store.vendors.starting_with("okta", 9)) == 1


def test_one_review_counts_for_each_company_and_vendor(stocked: Circle, tmp_path: Path) -> None:
    other = GOOD.replace("It runs by itself.", "Something else.")
    assert take(stocked.database, tmp_path, HEAD + GOOD + other)[1].keys() == {3}
    assert take(stocked.database, tmp_path, HEAD + other) == (1, {})
    (review,) = all_reviews(stocked)
    assert review.pros == "Something else."


def test_what_its_author_changed_or_withdrew_is_not_undone_by_an_older_file(stocked: Circle, tmp_path: Path) -> None:
    take(stocked.database, tmp_path, HEAD + GOOD)
    ada = stocked.people["Ada"]
    ada.types("review Okta")
    ada.presses("Still true")
    assert "confirmed since" in take(stocked.database, tmp_path, HEAD + GOOD.replace("slow", "fast"))[1][2]
    assert take(stocked.database, tmp_path, HEAD + GOOD) == (1, {})
    ada.types("review Okta")
    ada.presses("Withdraw")
    assert "withdrawn" in take(stocked.database, tmp_path, HEAD + GOOD)[1][2]
    assert all_reviews(stocked) == []


def test_where_managers_read_first_an_import_is_no_way_around_them(stocked: Circle, tmp_path: Path) -> None:
    mia = stocked.add("Mia", manager=True)
    stocked.clock.now = datetime.now(UTC) + timedelta(minutes=1)
    operate.set_setting(stocked.database, NAME, "moderation", "pre", unset=False)
    assert take(stocked.database, tmp_path, HEAD + GOOD) == (1, {})
    assert all_reviews(stocked) == []
    stocked.deliver()
    mia.presses("Approve")
    assert len(all_reviews(stocked)) == 1


def test_an_unnamed_review_needs_enough_members_and_is_not_changed_into_a_signed_one(
    stocked: Circle, tmp_path: Path
) -> None:
    head, row = HEAD.replace("email", "unnamed,email"), GOOD.replace("Okta,", "Okta,yes,")
    assert "needs 20 active members" in take(stocked.database, tmp_path, head + row)[1][2]
    operate.set_setting(stocked.database, NAME, "anonymous-members", "5", unset=False)
    for name in ("Cy", "Di", "Ed"):
        stocked.add(name)
    assert take(stocked.database, tmp_path, head + row) == (1, {})
    before = everything(stocked.database)
    assert take(stocked.database, tmp_path, head + row) == (1, {})
    assert everything(stocked.database) == before
    (review,) = all_reviews(stocked)
    assert review.member_id is None
    assert "one review counts for each company" in take(stocked.database, tmp_path, HEAD + GOOD)[1][2]


def test_vendors_come_with_all_their_names_and_twice_changes_nothing(stocked: Circle, tmp_path: Path) -> None:
    head = "vendor,domain,aliases,categories,products\n"
    text = head + (
        "Quillfern Systems,quillfern.example,QF;Quill Fern,Rare things,Quillfern Vault;Quillfern Desk\n"
        "Okta,okta.com,,,\n"
    )
    assert take(stocked.database, tmp_path, text, "vendors") == (2, {})
    before = everything(stocked.database)
    assert take(stocked.database, tmp_path, text, "vendors") == (2, {})
    assert everything(stocked.database) == before
    with stocked.database.reading() as transaction:
        store: SqlStore = transaction.store(stocked.community)
        for name in ("quillfern", "QF", "Quillfern Vault"):
            found = store.vendors.named(name) or store.vendors.named(f"{name} Systems")
            assert found
            assert found.name == "Quillfern Systems"
            assert store.vendors.categories_of(found.id) == ["rare-things"]
    bad = head + "X,okta.com,,,\n,,,,\nY,not a domain,,,\nZ,,---,,\n"
    taken, refused = take(stocked.database, tmp_path, bad, "vendors")
    assert taken == 0
    said = ("belongs to another vendor", "vendor is empty", "is no domain", "without letters")
    for number, words in enumerate(said, 2):
        assert words in refused[number]


def test_an_imported_vendor_is_a_confirmed_one(stocked: Circle, tmp_path: Path) -> None:
    take(stocked.database, tmp_path, HEAD + GOOD.replace("Okta", "Zorblatt"))
    assert take(stocked.database, tmp_path, "vendor\nZorblatt\n", "vendors") == (1, {})
    with stocked.database.reading() as transaction:
        assert transaction.store(stocked.community).vendors.proposed() == []


def test_a_vendor_that_is_merged_during_an_import_is_found_where_it_went(
    stocked: Circle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a file has looked up is remembered from chunk to chunk, and must not outlive a merge."""
    monkeypatch.setitem(importing.CHUNKS, "reviews", 1)
    file = tmp_path / "reviews.csv"
    file.write_text(HEAD + GOOD + GOOD.replace("ada@ada", "ben@ben"))
    mia = stocked.add("Mia", manager=True)
    with stocked.database.writing() as transaction:
        transaction.store(stocked.community).vendors.add(Vendor(new_id(), "Auth0"))
    gone, kept = stocked.vendor("Okta"), stocked.vendor("Auth0")
    verdicts = importing.import_file(stocked.database, "reviews", NAME, file)
    assert next(verdicts).reason == ""
    values: dict[str, Value] = {"gone": gone, "kept": kept}
    stocked.bot.run(Request(mia.sender, action="vendors.send_merge", values=values, key=new_id()))
    assert [verdict.reason for verdict in verdicts] == [""]
    assert {review.vendor_id for review in all_reviews(stocked)} == {kept}
