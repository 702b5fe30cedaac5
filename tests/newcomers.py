"""People who are no members yet, as their platform tells of them."""

from dataclasses import replace

from bot.model import PersonKind, Profile
from bot.turn import Request, Sender
from tests.circle import Circle, Person

FILLED = {
    "name": "Nora Fjeldgren",
    "title": "CIO",
    "company": "Brambleworth Mills",
    "email": "nora@brambleworth-mills.example",
    "industry": "Manufacturing",
    "size": "1000-9999",
    "region": "Nordics",
    "conflict": "none",
    "rules": "accepted",
}


def newcomer(
    circle: Circle,
    platform: str = "slack",
    tenant: str = "T1",
    email: str = FILLED["email"],
    kind: PersonKind = PersonKind.PERSON,
    user: str = "U-nora",
) -> Person:
    """Somebody of a joined workspace; the profile is what an adapter would look up."""
    address = "" if platform == "slack" else f"chat-{user}"
    profile = Profile(kind, email, "Nora Fjeldgren", "CIO")
    return Person(circle, None, Sender(platform, circle.prefix + tenant, circle.prefix + user, address, profile))


def apply(person: Person, **changes: str) -> str:
    """Types join and sends the filled form."""
    person.types("join")
    return person.fills(None, **FILLED | changes)


def tells(circle: Circle, about: Sender, action: str) -> None:
    """The platform tells something by itself."""
    assert circle.bot.run(Request(about, action=action, news=True)) is None


def changed(person: Person, email: str, kind: PersonKind = PersonKind.PERSON) -> Sender:
    """The person with another record at the platform."""
    return replace(person.sender, profile=Profile(kind, email))
