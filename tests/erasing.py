"""Somebody whose every trait is found nowhere else, a whole life in the community, and a look into the raw files."""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, text

from bot.app import new_id
from bot.model import Account, AuditEntry, Member
from bot.turn import Later, Send, Sender
from bot.views import Bold, Card, Form, Paragraph, Quote
from tests.circle import Circle, Person
from tests.newcomers import apply, newcomer

NAME, COMPANY = "Zephyrine Quillfeather", "Obsidian Lantern Holdings"
EMAIL, USER = "zephyrine@obsidian-lantern.example", "U0ZEPHYRINEQ"
QUESTION, QUIET_QUESTION = "Does the marmalade failover survive a leap second?", "Who else ran the quince migration?"
ANSWER, WHERE = "Our walnut cluster took nine weekends to settle.", "chat-obsidian-address"


def canary(circle: Circle) -> Person:
    """Somebody whose every trait is found nowhere else."""
    member = Member(new_id(), NAME, COMPANY, EMAIL, title="Chief Pomegranate Officer")
    sender = Sender("slack", "T1", USER, WHERE)
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        store.members.save(member)
        store.members.add_account(Account(new_id(), member.id, "slack", "T1", USER, WHERE))
        store.members.add_account(Account(new_id(), member.id, "teams", "tenant-1", "second-" + USER, WHERE))
    circle.people[NAME] = Person(circle, member, sender)
    return circle.people[NAME]


def admitted(circle: Circle) -> Person:
    """The same person, admitted by the usual road: an application, a manager's card, a decision."""
    mia = circle.add("Mia", manager=True)
    zoe = newcomer(circle, email=EMAIL, user=USER)
    zoe.sender = replace(zoe.sender, address=WHERE)
    apply(zoe, name=NAME, company=COMPANY, email=EMAIL, title="Chief Pomegranate Officer", conflict="quince shares")
    circle.deliver()
    mia.presses("Approve", on="Application")
    if isinstance(mia.said, Form):
        mia.fills()
    with circle.database.reading() as transaction:
        zoe.member = transaction.store(circle.community).members.by_email(EMAIL)
    assert zoe.member
    zoe.types("me")
    zoe.presses("Link another account")
    circle.people[NAME] = zoe
    return zoe


def others_cards(circle: Circle) -> str:
    return "".join(card for name, person in circle.people.items() if name != NAME for card in person.cards)


def needles(person: Person) -> dict[str, list[bytes]]:
    """Everything that must not be found, each in many forms."""
    assert person.member
    texts = [person.member.id, NAME, COMPANY, EMAIL, USER, QUESTION, QUIET_QUESTION, ANSWER, WHERE,
             "Chief Pomegranate Officer", "marmalade", "quince"]  # fmt: skip
    return {text: list(forms(text)) for text in texts}


def forms(text: str) -> Iterator[bytes]:
    raw = text.encode()
    for shape in (text, text.lower(), text.upper(), text[::-1], quote(text), json.dumps(text)[1:-1], raw.hex()):
        yield shape.encode()
    yield text.encode("utf-16-le")
    yield text.replace(" ", "").encode() if len(text) > 12 else raw
    yield hashlib.sha256(raw).hexdigest().encode()
    for offset in range(3):
        whole = base64.b64encode(b"\0" * offset + raw)
        yield whole[4 if offset else 0 : -4]


def raw_files(engine: Engine) -> bytes:
    """SQLite's files as they lie on the disk, and the files of PostgreSQL's tables, indexes and statistics.

    Not its log of changes, which keeps everything until it is recycled, and no file that nobody wrote in since the
    server began. Of the empty room in them, most of their bytes, less is given: nothing that is looked for has two
    zeros beside each other.
    """
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        parts = [file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")]
        return b"".join(shrunk(part) for part in parts if part.exists())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder, oid, start = connection.execute(
            text(
                "SELECT current_setting('data_directory'), oid, extract(epoch FROM pg_postmaster_start_time())::float "
                "FROM pg_database WHERE datname = current_database()"
            )
        ).one()
    files = [file for file in Path(folder, "base", str(oid)).iterdir() if file.is_file()]
    return b"".join(shrunk(file) for file in files if file.stat().st_mtime >= start)


def shrunk(file: Path) -> bytes:
    return file.read_bytes().replace(b"\0" * 64, b"\0\0")


def found_in(haystack: bytes, person: Person) -> list[str]:
    return [text for text, shapes in needles(person).items() if any(shape in haystack for shape in shapes)]


def live_widely(circle: Circle, zoe: Person) -> tuple[Person, Person]:
    """The canary uses everything there is, among two others."""
    alice = circle.add("Alice", "teams", "tenant-1", uses=["Okta"])
    bea = circle.add("Bea", uses=["Okta", "SAP"])
    okta = circle.vendor("Okta")
    for question in (QUESTION, QUIET_QUESTION):
        zoe.types("ask")
        zoe.fills(question=question, vendor=okta)
    circle.deliver()
    bea.presses("Answer", on="marmalade")
    bea.fills(answer="It does, if you prepare the jars.")
    use_stack_and_settings(circle, zoe, okta)
    alice.types("ask")
    alice.fills(question="How long did the cluster take you?", vendor=okta)
    circle.deliver()
    zoe.presses("Answer", on="How long")
    zoe.fills(answer=ANSWER)
    leave_traces_by_managers(circle, zoe)
    circle.deliver()
    return alice, bea


def use_stack_and_settings(circle: Circle, zoe: Person, okta: str) -> None:
    circle.bot._pages = "https://warmline.example"
    zoe.types("stack")
    zoe.presses("Add a vendor")
    zoe.fills(vendor=okta)
    zoe.types("me")
    zoe.presses("Preferences")
    zoe.fills(time_zone="Europe/Berlin", weekly_cap="3")
    zoe.types("me")
    zoe.presses("Conflicts")
    zoe.presses("Declare")
    zoe.fills(vendor=okta, kinds="equity")
    zoe.types("me")
    zoe.presses("Export")


def leave_traces_by_managers(circle: Circle, zoe: Person) -> None:
    """What other parts of the product may keep: an audit entry, a card that names the person, a timer of theirs."""
    assert zoe.member
    bea = circle.people["Bea"].member
    assert bea
    card = Card("Application", (Paragraph((Bold(f"{NAME}, {COMPANY}"), f" · {EMAIL}")), Quote(ANSWER, (NAME,))))
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        store.audit.add(AuditEntry(new_id(), "2026-03-02", zoe.member.id, "people.suspend", zoe.member.id, ""))
        for key in ("application:1", f"people:{zoe.member.id}"):
            transaction.post(circle.community, [Send(key, card, members=(bea.id,))], circle.clock())
        later = Later(f"year:{zoe.member.id}", circle.clock.now.replace(year=2027), "me.forget", zoe.member.id)
        transaction.arm(circle.community, [later])


def live(circle: Circle) -> None:
    live_widely(circle, canary(circle))


def erase(zoe: Person) -> str:
    zoe.types("me")
    assert "can't be found any more" in zoe.presses("Erase")
    return zoe.presses("Erase everything")
