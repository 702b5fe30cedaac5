"""The export: everything kept about somebody, for them alone, once."""

import json
import re
from datetime import timedelta

from aiohttp import ClientSession

from adapters.pages.door import Pace
from bot.me.export import PURPOSE, document
from bot.views import Buttons, Card, OpenPage
from storage import tables as t
from storage.personal import BY_IDENTITY, NOT_EXPORTED, Traits, tables_about
from tests.circle import Circle, Person
from tests.town import Town

NOBODYS = {
    "community": "the circle itself",
    "workspace": "belongs to an organisation",
    "channel": "belongs to a workspace",
}
"""Tables without rows about a person, where the names of columns could make one think so."""

PERSONAL = {"member_id", "account_id", "recipient", "email", "user", "name", "actor", "subject"}
"""Names of columns that can tell of a person."""

KNOWN_OTHERWISE = {
    "application": "found by account and member",
    "vendor": "the name of who sells", "vendor_alias": "the same", "product": "what is sold", "category": "a shelf",
    "vendor_change": "what managers did to a vendor",
}  # fmt: skip


def every_table_about_a_person() -> set[str]:
    traits = Traits("c", "m", "e", ("a",), (("p", "t", "u"),))
    return {table.name for table, _ in tables_about(traits)}


def test_every_table_that_names_a_member_is_exported_or_left_out_with_a_reason() -> None:
    covered = every_table_about_a_person()
    naming = {table.name for table in t.metadata.sorted_tables if PERSONAL & set(table.c.keys())}
    assert naming - covered - set(NOBODYS) - set(KNOWN_OTHERWISE) == set()
    assert set(NOT_EXPORTED) <= covered
    for table in t.metadata.sorted_tables:
        points = {key.column.table.name for key in table.foreign_keys}
        assert "member" not in points or table.name in covered, table.name
        assert "account" not in points or table.name in covered, table.name
        assert not set(BY_IDENTITY) <= set(table.c.keys()) or table.name in covered, table.name


def everything_about(person: Person) -> dict[str, list[dict[str, object]]]:
    circle = person.circle
    assert person.member
    with circle.database.reading() as transaction:
        store = transaction.store(circle.community)
        text = document(store, circle.community, person.member, circle.clock())
    found: dict[str, list[dict[str, object]]] = json.loads(text)["kept"]
    return found


def test_the_export_holds_what_i_said_and_nothing_of_what_others_said(circle: Circle) -> None:
    alice, bea = circle.add("Alice"), circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    alice.types("ask")
    alice.fills(question="How is support at night?", vendor=circle.vendor("Okta"))
    circle.deliver()
    bea.presses("Answer")
    bea.fills(answer="Slow at night, good by day.")
    found = everything_about(bea)
    assert found["member"][0]["email"] == "bea@bea.example"
    assert found["answer"][0]["text"] == "Slow at night, good by day."
    assert found["stack"][0]["vendor"] == "Okta"
    assert found["account"][0]["user"] == "U-Bea"
    assert "How is support at night?" not in json.dumps(found)
    assert "Alice" not in json.dumps(found)
    assert everything_about(alice)["ask"][0]["question"] == "How is support at night?"


def test_the_button_says_whom_to_ask_where_there_are_no_pages(circle: Circle) -> None:
    alice = circle.add("Alice")
    alice.types("me")
    assert "Ask a community manager" in alice.presses("Export")


def test_the_link_works_once_and_ten_minutes_and_a_newer_one_voids_it(circle: Circle) -> None:
    alice = circle.add("Alice")
    circle.bot._pages = "https://warmline.example"
    tokens = []
    for _ in range(3):
        alice.types("me")
        alice.presses("Export")
        tokens.append(token_of(alice))
    assert take(circle, tokens[0]) is None
    assert take(circle, tokens[2], purpose="other") is None
    circle.clock.passes(minutes=9.9)
    assert take(circle, tokens[2]) is not None
    assert take(circle, tokens[2]) is None
    alice.types("me")
    alice.presses("Export")
    circle.clock.passes(minutes=10.1)
    assert take(circle, token_of(alice)) is None


def test_the_token_is_not_in_the_database(circle: Circle) -> None:
    alice = circle.add("Alice")
    circle.bot._pages = "https://warmline.example"
    alice.types("me")
    alice.presses("Export")
    with circle.database.reading() as transaction:
        rows = transaction.connection.execute(t.once_link.select()).all()
    assert len(rows) == 1
    assert token_of(alice) not in str(rows)


def token_of(person: Person) -> str:
    assert isinstance(person.said, Card)
    pages = [b for block in person.said.blocks if isinstance(block, Buttons) for b in block.buttons]
    assert isinstance(pages[0], OpenPage)
    return pages[0].url.removeprefix("https://warmline.example/export/")


def take(circle: Circle, token: str, purpose: str = PURPOSE) -> object:
    with circle.database.writing() as transaction:
        return transaction.take_link(purpose, token, circle.clock())


def test_one_address_cannot_try_for_ever() -> None:
    pace = Pace(per_minute=3)
    assert [pace.allows("a", 1) for _ in range(4)] == [True, True, True, False]
    assert pace.allows("b", 1)
    assert pace.allows("a", 2)


async def test_the_file_comes_from_a_page_once(town: Town) -> None:
    """In Slack and in Teams."""
    for who in ("alice", "bea"):
        person = getattr(town, who)
        await person.type("me")
        await person.press("Export")
        url = person._button("Download", "")[1].url
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/export/[0-9a-f]{32}", url)
        async with ClientSession() as session:
            async with session.get(url) as offered:
                assert offered.status == 200
                assert offered.headers["Cache-Control"] == "no-store"
                assert "default-src 'none'" in offered.headers["Content-Security-Policy"]
                text = await offered.text()
                assert "-works.example" not in text
            form = {"seal": re.findall('name="seal" value="([0-9a-f]{64})"', text)[0]}
            async with session.post(url, data=form) as got:
                assert got.headers["Content-Disposition"].startswith("attachment")
                kept = json.loads(await got.text())["kept"]
                assert kept["member"][0]["email"].startswith(who)
            async with (
                session.post(url, data=form) as over,
                session.get(url) as seen,
                session.get(url[:-4] + "0000") as no,
            ):
                assert (over.status, seen.status, no.status) == (404, 404, 404)
                assert await over.text() == await seen.text() == await no.text()
            async with session.post(url[:-4] + "0000", data=form) as wrong:
                assert wrong.status == 403


def test_an_expired_link_is_swept(circle: Circle) -> None:
    with circle.database.writing() as transaction:
        links = transaction.store(circle.community).links
        links.give(PURPOSE, "m", "t", circle.clock() + timedelta(minutes=1))
        transaction.sweep(circle.clock() + timedelta(minutes=2))
        assert transaction.connection.execute(t.once_link.select()).all() == []
