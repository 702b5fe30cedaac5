"""Fifty canaries in one community, watched by the leak oracle, with managers and readers around them."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.app import new_id
from bot.model import Account, Member
from bot.settings import changed
from bot.turn import Sender
from storage import tables as t
from tests.begun import begin
from tests.circle import Circle, Person
from tests.oracle import looking_for
from tests.rows import as_text, filled
from tests.watching import Letterbox, Overheard, Watch

BEGINNINGS = ("Zorv", "Quim", "Yxan", "Brov", "Thul", "Wexo", "Jork", "Klyp", "Ozmi", "Fend")
ENDINGS = ("abel", "indra", "ottox", "ulian", "erick")
SEATS = (("slack", "T1"), ("slack", "T2"), ("teams", "tenant-1"))
READERS = (("Rita", "slack", "T1"), ("Sam", "teams", "tenant-1"))
CANARIES, ASKERS, ANSWERERS, REVIEWERS = 50, range(3), range(3, 12), range(46, 50)
"""How many are planted, and who of them writes: people of every seat. All fifty read."""
HOLDS_PEOPLE = {
    "member": "the roll itself",
    "account": "where members are reached",
    "application": "who asked to be admitted",
    "confirmation": "when a member was confirmed",
    "link_code": "who made a code",
    "preferences": "what a member wishes",
    "topic": "what a member follows",
    "conflict": "what a member declared",
    "stack": "what a member uses",
    "once_link": "whose page a link opens",
    "desk_session": "which manager is signed in at the desk",
    "desk_import": "which manager brought a file",
    "ask_peer": "everybody who has a question, its hidden asker among others who do not point at them",
    "cold_call": "who called a member, for that member alone",
    "contact_wish": "how vendors may reach a member",
    "renewal": "a member's private dates",
    "pitch_answer": "what a member said to a vendor's pitch",
    "intro": "who asks for an introduction, hidden by what reads show of it",
    "intro_peer": "who was asked to introduce somebody",
    "intro_offer": "who offered to",
    "intro_conduct": "who rated a rep",
    "flag": "who flagged a text, to tell them what came of it",
    "delivery": "everybody who gets a card, the same card for all",
}
"""Tables where a member's id has to be, each with the reason; every other table is searched."""
SEARCHED = {
    "answer", "answer_helped", "ask", "ask_channel", "ask_vendor", "audit", "case_text", "category", "channel",
    "community", "conduct_reply", "crowd_shown", "curation_case", "doc_term", "document", "handle_drawn", "hold",
    "install_state", "kept_key", "link_try", "message", "ownership",
    "pitch", "platform_grant",
    "product", "receipt", "receipt_try", "review", "review_count", "review_draft", "review_history", "review_prior",
    "review_shown", "review_sum", "seen", "timer", "unmask_case", "vault_key", "vault_link", "vault_notice",
    "vault_strike", "vault_waiting", "vendor", "vendor_alias", "vendor_category", "vendor_change", "vendor_domain",
    "vendor_gram", "vendor_move", "workspace",
}  # fmt: skip
SPEAKS_OF_ROWS = ("sqlalchemy",)
"""Libraries that print rows below warning; the house keeps them at warning (see the test of the logs' settings)."""
NIGHT, ANSWERED = "How did the night shift fare in case {}?", "It fared well enough in case {}."


@dataclass
class Flock:
    """The canaries, three managers and two readers, in one circle."""

    circle: Circle
    watch: Watch
    canaries: list[Person]
    phones: list[str]
    managers: list[Person]
    readers: list[Person]

    def later(self, **how_long: float) -> None:
        """Time passes, everything due arrives, and what is kept is looked through."""
        self.circle.clock.passes(**how_long)
        self.circle.deliver()
        with self.circle.database.reading() as transaction:
            there = filled(transaction.connection)
            for table in t.metadata.sorted_tables:
                if table.name not in HOLDS_PEOPLE:
                    rows = transaction.connection.execute(select(table)).all() if table in there else ()
                    self.watch.look(f"rows of {table.name}", "\n".join(map(as_text, rows)))


def add_flock(circle: Circle) -> None:
    """Three managers, two readers, and fifty members whose every trait is invented and found nowhere else."""
    circle.community = changed(circle.community, "weekly-cap", "100")
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)
    for name in ("Mia", "Max", "Moe"):
        circle.add(name, uses=["Okta"], manager=True)
    for name, platform, tenant in READERS:
        circle.add(name, platform, tenant, uses=["Okta"])
    okta = circle.vendor("Okta")
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        for number in range(CANARIES):
            member, sender = canary(number)
            store.members.save(member)
            account = Account(new_id(), member.id, sender.platform, sender.tenant, sender.user, sender.address)
            store.members.add_account(account)
            store.members.add_to_stack(member.id, okta)
            circle.people[member.name] = Person(circle, member, sender)


def canary(number: int) -> tuple[Member, Sender]:
    first, last = BEGINNINGS[number % 10], ENDINGS[number // 10]
    name, family = f"{first}{last}", f"{last.title()}{first.lower()}wick"
    company, email = f"{last.title()}-{first} Foundries", f"{name}@{last}{first}-foundries.example".lower()
    platform, tenant = SEATS[number % 3]
    user = (
        f"UCANARY{number:02d}{first.upper()}"
        if platform == "slack"
        else f"cafe{number:04d}-0000-4000-8000-{number:012d}"
    )
    member = Member(new_id(), f"{name} {family}", company, email)
    address = "" if platform == "slack" else f"chat-{user}"
    return member, Sender(platform, tenant, user, address)


def traits_of(person: Person, account: str, phone: str) -> tuple[str, ...]:
    """Everything that leads to a canary."""
    assert person.member
    member = person.member
    apart = *member.name.split(), member.email.partition("@")[2], phone.replace(" ", ""), phone[4:].replace(" ", "")
    return member.name, member.company, member.email, member.id, person.sender.user, account, phone, *apart


@pytest.fixture
def flock(circle: Circle, caplog: pytest.LogCaptureFixture) -> Iterator[Flock]:
    watch = Watch()
    circle.post = Letterbox(watch=watch)
    bot = Overheard(circle.database, circle.clock, circle.wake)
    bot.watch = watch
    circle.bot = bot
    begin(circle, add_flock)
    people = [*circle.people.values()]
    canaries = people[-CANARIES:]
    phones = [f"+49 30 5550{number:04d}" for number in range(CANARIES)]
    a = t.account.c
    with circle.database.reading() as transaction:
        accounts = {row.member_id: row.id for row in transaction.connection.execute(select(a.member_id, a.id))}
    planted = []
    for person, phone in zip(canaries, phones, strict=True):
        assert person.member
        planted.append((person.member.id, traits_of(person, accounts[person.member.id], phone)))
        watch.own[person.sender.platform, person.sender.user] = person.member.id
    watch.oracle = looking_for(*planted)
    texts = [(f"words {number}", (NIGHT.format(number), ANSWERED.format(number))) for number in range(CANARIES)]
    watch.words = looking_for(*texts)

    def broken(context: Any) -> None:
        watch.failed(context.sqlalchemy_exception)

    event.listen(circle.database.engine, "handle_error", broken)
    listen(caplog)
    yield Flock(circle, watch, canaries, phones, people[:3], people[3:5])
    event.remove(circle.database.engine, "handle_error", broken)


def listen(caplog: pytest.LogCaptureFixture) -> None:
    """Every logger at its loudest, but for those that the house itself keeps at warning."""
    caplog.set_level(logging.DEBUG)
    for name in SPEAKS_OF_ROWS:
        caplog.set_level(logging.WARNING, name)
    caplog.handler.setLevel(logging.DEBUG)
