"""`warmline community create` and `warmline import members`, as CONTRACT words them."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from adapters import importing, operate
from bot.catalogue import Catalogue
from bot.model import Role
from bot.turn import Refused
from storage.database import SqlDatabase
from tests.rows import rows_of
from tests.town import well_known

TENANT = "11111111-2222-3333-4444-555555555555"
HEAD = "name,title,company,email,industry,size,region,role,accounts,stack\n"


@cache
def two_vendors() -> Catalogue:
    """With their other names."""
    known = well_known()
    vendors = tuple(vendor for vendor in known.vendors if vendor.name in {"Okta", "SAP"})
    keys = {vendor.key for vendor in vendors}
    aliases = tuple(alias for alias in known.aliases if alias.target in keys)
    return replace(known, vendors=vendors, aliases=aliases, products=(), ownership=())


@pytest.fixture
def made(database: SqlDatabase) -> SqlDatabase:
    operate.create_community(database, "CIO Circle", [("slack", "T0001"), ("teams", TENANT)], two_vendors())
    return database


def take(database: SqlDatabase, tmp_path: Path, text: str) -> tuple[int, list[tuple[int, str]]]:
    file = tmp_path / "members.csv"
    file.write_bytes(text.encode())
    verdicts = list(importing.import_file(database, "members", "CIO Circle", file))
    return sum(not v.reason for v in verdicts), [(v.number, v.reason) for v in verdicts if v.reason]


def test_good_rows_are_taken_and_a_second_run_changes_nothing(made: SqlDatabase, tmp_path: Path) -> None:
    text = HEAD + (
        f'Ada Birch,CIO,Birch Foods,Ada@Birch.example,Food,1000-9999,Europe,manager,"slack:T0001:U1; teams:{TENANT.upper()}:AAAAAAAA-0000-0000-0000-000000000001",Okta;SAP\r\n'  # noqa: E501
        '"Bo ""B"" Lind",,"Lind, Sons",bo@lind.example,,,,,slack:T0001:U2,\n'
    )
    assert take(made, tmp_path, text) == (2, [])
    before = rows_of(made.engine)
    assert take(made, tmp_path, text) == (2, [])
    assert rows_of(made.engine) == before
    with made.reading() as transaction:
        community = transaction.communities.named("CIO Circle")
        assert community
        store = transaction.store(community)
        ada = store.members.by_email("ADA@birch.example")
        assert ada
        assert ada.role is Role.MANAGER
        assert [a.platform for a in store.members.accounts(ada.id)] == ["slack", "teams"]
        assert store.members.accounts(ada.id)[1].user == "aaaaaaaa-0000-0000-0000-000000000001"
        okta = store.vendors.named("OKTA, Inc.")
        assert okta
        assert [m.name for m in store.members.using(okta.id)] == ["Ada Birch"]
        assert store.members.by_email("bo@lind.example").company == "Lind, Sons"  # type: ignore[union-attr]


BAD = (
    (",,C,a@b.example,,,,,slack:T0001:U1,", "name is empty"),
    ("A,,,a@b.example,,,,,slack:T0001:U1,", "company is empty"),
    ("A,,C,,,,,,slack:T0001:U1,", "email is empty"),
    ("A,,C,a@b.example,,,,,,", "accounts is empty"),
    ("A,,C,not an address,,,,,slack:T0001:U1,", "email is not an e-mail address"),
    ("A,,C,a@b.example,,big,,,slack:T0001:U1,", "size is not one of"),
    ("A,,C,a@b.example,,,,boss,slack:T0001:U1,", "role is not member or manager"),
    ("A,,C,a@b.example,,,,,slack:U1,", "an account is not written as"),
    ("A,,C,a@b.example,,,,,slack:T9:U1,", "the workspace slack:T9 does not belong"),
    (f"{'A' * 201},,C,a@b.example,,,,,slack:T0001:U1,", "name has more than 200"),
    ("A,,C,a@b.example,,,,,slack:T0001:U0,", "belongs to another person"),
    ("A,,C,a@b.example", "name is empty"),
)  # fmt: skip


def test_each_bad_row_is_named_and_the_good_ones_are_kept(made: SqlDatabase, tmp_path: Path) -> None:
    good = "Zed,,Z,z@z.example,,,,,slack:T0001:U0,\n"
    bad = "".join(f"{row}\n" for row, _ in BAD)
    taken, refused = take(made, tmp_path, HEAD + good + bad + good)
    assert taken == 2
    assert [number for number, _ in refused] == [*range(3, 3 + len(BAD))]
    for (row, reason), (_, said) in zip(BAD, refused, strict=True):
        assert reason in said, row
    assert [row["name"] for row in operate.export_rows(made, "members", "CIO Circle")] == ["Zed"]


WRONG = (
    ("name,company,email,accounts,age\n", "unknown column 'age'"),
    ("name,company,email\n", "column 'accounts' is missing"),
    ("", "is missing"),
    ("name,name,company,email,accounts\n", "twice"),
)  # fmt: skip


def test_a_wrong_header_is_refused_whole(made: SqlDatabase, tmp_path: Path) -> None:
    before = rows_of(made.engine)
    for text, reason in WRONG:
        with pytest.raises(Refused, match=reason):
            take(made, tmp_path, text)
    assert rows_of(made.engine) == before


def test_a_file_that_is_no_text_is_refused(made: SqlDatabase, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match="not UTF-8"):
        list(importing.import_file(made, "members", "CIO Circle", file))
    with pytest.raises(Refused, match="cannot be read"):
        list(importing.import_file(made, "members", "CIO Circle", tmp_path / "none.csv"))


def test_a_workspace_belongs_to_one_community(made: SqlDatabase) -> None:
    with pytest.raises(Refused, match="belongs to a community already"):
        operate.create_community(made, "Second", [("slack", "T0001")])
    with pytest.raises(Refused, match="There is a community"):
        operate.create_community(made, "CIO Circle", [])


def test_settings_are_checked_and_shown(made: SqlDatabase) -> None:
    operate.set_setting(made, "CIO Circle", "ask-days", "3", unset=False)
    operate.set_setting(made, "CIO Circle", "channel", "slack:T0001:C1", unset=False)
    shown = operate.show_community(made, "CIO Circle")
    assert ("ask-days", "3") in shown
    assert ("weekly-cap", "5") in shown
    assert ("channel", "slack:T0001:C1") in shown
    operate.set_setting(made, "CIO Circle", "channel", "slack:T0001:C1", unset=True)
    assert ("channel", "slack:T0001:C1") not in operate.show_community(made, "CIO Circle")
    for key, value in [("ask-days", "0"), ("ask-days", "x"), ("k", "2"), ("anonymous-delay", "9-1"), ("no", "1"),
                       ("moderation", "maybe"), ("channel", "slack:T9:C1"), ("channel", "C1")]:  # fmt: skip
        with pytest.raises(Refused):
            operate.set_setting(made, "CIO Circle", key, value, unset=False)
    for key, value in [("anonymous-delay", "0"), ("anonymous-delay", "1-10"), ("moderation", "pre"), ("k", "3")]:
        operate.set_setting(made, "CIO Circle", key, value, unset=False)
