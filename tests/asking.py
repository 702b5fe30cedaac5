"""What tests of questions need: members with facts, opt-ins and quiet hours, and the short way to ask."""

from dataclasses import replace

from bot.app import new_id
from bot.model import Preferences
from bot.turn import Request
from bot.views import Buttons, Card
from tests.circle import Circle, Person
from tests.reading import read


def ask(person: Person, question: str, vendor: str = "") -> str:
    """Asks by the form, under one's own name."""
    person.types("ask")
    return person.fills(question=question, vendor=person.circle.vendor(vendor) if vendor else "")


def answer(person: Person, words: str, on: str = "") -> str:
    """Answers the question whose card contains ``on``."""
    person.said = None
    person.presses("Answer", on=on)
    said = person.fills(answer=words)
    person.circle.deliver()
    return said


def knows(person: Person, **facts: str) -> None:
    """Industry, size or region of a member."""
    assert person.member
    person.member = replace(person.member, **facts)  # type: ignore[arg-type]
    with person.circle.database.writing() as transaction:
        transaction.store(person.circle.community).members.save(person.member)


def prefers(person: Person, **wishes: object) -> None:
    """Preferences of a member."""
    assert person.member
    with person.circle.database.writing() as transaction:
        wanted = Preferences(person.member.id, **wishes)  # type: ignore[arg-type]
        transaction.store(person.circle.community).profiles.save_preferences(wanted)


def opts_out(person: Person, vendor: str) -> None:
    """Takes no questions about a vendor of the stack."""
    assert person.member
    with person.circle.database.writing() as transaction:
        profiles = transaction.store(person.circle.community).profiles
        assert profiles.take_questions(person.member.id, person.circle.vendor(vendor), False)


def channel(circle: Circle, platform: str, tenant: str, address: str) -> None:
    """A workspace chooses a channel."""
    with circle.database.writing() as transaction:
        added = transaction.communities.add_channel(circle.community.id, new_id(), platform, tenant, address)
    assert added


def in_channel(circle: Circle, platform: str, address: str) -> list[Card]:
    """The cards that a channel shows."""
    return list(circle.post.shown.get((platform, address), {}).values())


def press_on(person: Person, card: Card, label: str) -> str:
    """Presses a button of a card that stands anywhere, a channel for example."""
    buttons = [b for block in card.blocks if isinstance(block, Buttons) for b in block.buttons]
    found = next(b for b in buttons if b.label == label)
    request = Request(person.sender, action=found.action, arg=found.arg, key=new_id())  # type: ignore[union-attr]
    person.said = person.circle.bot.run(request)
    return read(person.said)


def home(person: Person) -> str:
    """The member's home."""
    person.said = person.circle.bot.run(Request(person.sender, action="home"))
    return read(person.said)
