"""`compare` and `top`: side by side, tiers, and "too close to call" wherever it is."""

import pytest

from bot.views import Invalid, Table
from tests.circle import Circle, Person
from tests.reviewing import plant, stock


@pytest.fixture
def reader(circle: Circle) -> Person:
    stock(circle, "Okta", "SAP", "Netskope", "Box", "Zoom")
    return circle.add("Reader")


def test_two_vendors_stand_side_by_side_with_the_better_one_named(circle: Circle, reader: Person) -> None:
    plant(circle, "Okta", 12, stars=5)
    plant(circle, "SAP", 12, stars=2)
    seen = reader.types("compare okta, sap")
    assert "Okta is ahead of SAP" in seen
    assert " | Okta | SAP" in seen
    assert "Would buy again | 12 of 12 | 0 of 12" in seen
    assert "Support" not in seen
    assert "[Okta] [SAP]" in seen


def test_overlapping_ranges_are_too_close_to_call(circle: Circle, reader: Person) -> None:
    plant(circle, "Okta", 6, stars=4)
    plant(circle, "SAP", 6, stars=4)
    assert "Okta and SAP: too close to call" in reader.types("compare Okta, SAP")


def test_vendors_without_enough_evidence_say_so(circle: Circle, reader: Person) -> None:
    plant(circle, "Okta", 6)
    plant(circle, "SAP", 4)
    seen = reader.types("compare Okta, SAP, Box")
    assert "SAP – words only" in seen
    assert "Box – no score yet: ask" in seen
    assert "ahead" not in seen
    (table,) = (b for b in getattr(reader.said, "blocks", ()) if isinstance(b, Table))
    for column in zip(*table.rows, strict=True):
        assert column.count("too few") <= 1
    assert [table.rows[0][at] for at in (2, 3)] == ["too few"] * 2


def test_four_at_most_and_only_known_ones(circle: Circle, reader: Person) -> None:
    assert "Four at most" in reader.types("compare Okta, SAP, Box, Zoom, Netskope")
    assert "I don't know “Zzyzx”" in reader.types("compare Okta, Zzyzx")
    form = reader.form
    reader.fills(form, second=circle.vendor("Okta"))
    assert isinstance(reader.said, Invalid)


def test_the_form_asks_for_the_others(circle: Circle, reader: Person) -> None:
    plant(circle, "Okta", 5)
    reader.types("vendor Okta")
    reader.presses("Compare")
    reader.fills(second=circle.vendor("Box"))
    assert "Okta and Box" in reader.sees


def test_the_table_fits_a_phone(circle: Circle, reader: Person) -> None:
    plant(circle, "Okta", 5)
    reader.types("compare Okta, SAP")
    table = next(b for b in getattr(reader.said, "blocks", ()) if isinstance(b, Table))
    assert all(len(row) == 3 for row in table.rows)
    assert all(len(cell) <= 20 for row in table.rows for cell in row)


def shelve(circle: Circle, category: str, *names: str) -> None:
    """Puts vendors on a shelf."""
    from storage import tables as t

    ours = {"community_id": circle.community.id}
    with circle.database.writing() as transaction:
        for key, name, parent in (("security", "Security", ""), ("identity", "Identity management", "security")):
            transaction.connection.execute(
                t.category.insert().values(ours | {"key": key, "name": name, "parent": parent})
            )
        for name in names:
            transaction.connection.execute(
                t.vendor_category.insert().values(ours | {"vendor_id": circle.vendor(name), "category": category})
            )


def test_top_shows_tiers_and_never_ranks_what_is_too_close(circle: Circle, reader: Person) -> None:
    shelve(circle, "identity", "Okta", "SAP", "Box", "Zoom", "Netskope")
    for name, stars in (("Okta", 5), ("Zoom", 5), ("SAP", 1)):
        plant(circle, name, 15, stars=stars)
    plant(circle, "Box", 3)
    seen = reader.types("top identity")
    first, second = seen.split("## Tier 2")
    assert first.index("Okta") < first.index("Zoom")
    assert "SAP" in second
    assert "Tier 3" not in seen
    assert "Box" not in seen
    assert "With too few reviews for a tier: 1 vendor." in seen


def test_top_without_a_known_category_offers_the_list(circle: Circle, reader: Person) -> None:
    assert "no categories here yet" in reader.types("top anything")
    shelve(circle, "identity", "Okta")
    reader.types("top zzz")
    assert "Top: Identity management" in reader.fills(category="identity")
    assert "enough reviews for a tier yet" in reader.sees


def test_unknown_names_are_said_in_one_sentence(circle: Circle) -> None:
    seen = circle.add("Reader").types("compare Zzyzx, Qqxyz, Vvbnm, Wwkrl, Jjpqt")
    assert "I don't know “Zzyzx”, “Qqxyz”, “Vvbnm” or “Wwkrl”." in seen
    assert "Four at most." in seen
