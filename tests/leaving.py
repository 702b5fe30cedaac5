"""A vendor's person at the front door: opens the page, waits as people do, and sends the form."""

import re
from dataclasses import replace

from bot.app import new_id
from bot.door.leaving import Left, Typed, leave
from bot.door.page import PitchView, show
from bot.settings import changed
from storage import tables as t
from tests.circle import Circle, Person
from tests.paging import Answer, Site

WORDS = "Access reviews that take an hour a quarter instead of a week, with proof for the auditor."
FORM = {
    "vendor": "Nimbus Access", "person": "Jan Sample", "work_email": "jan.sample@nimbus-access.example",
    "category": "identity", "problem": WORDS, "size-1000-9999": "yes", "industry": "healthcare", "references": "yes",
    "price_model": "user", "accepted": "yes",
}  # fmt: skip
SHELVES = {
    "security": ("Security", ""), "identity": ("Identity and access", "security"),
    "backup": ("Backup and recovery", ""), "erp": ("ERP", ""), "crm": ("CRM and sales", ""),
}  # fmt: skip
TYPED = Typed(
    "Nimbus Access", "Jan Sample", "jan.sample@nimbus-access.example", "identity", WORDS, ("1000-9999",),
    "healthcare", "yes", "user", True,
)  # fmt: skip


def opens_door(circle: Circle, on: str = "on") -> str:
    """The community has shelves and a front door; its address."""
    circle.community = changed(circle.community, "front-door", on)
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)
        ours = {"community_id": circle.community.id}
        if not transaction.store(circle.community).vendors.categories():
            rows = [ours | {"key": key, "name": name, "parent": parent} for key, (name, parent) in SHELVES.items()]
            transaction.connection.execute(t.category.insert(), rows)
    return f"/door/{circle.community.id}"


def sends(circle: Circle, site: Site, path: str, wait: float = 20, **fields: str) -> Answer:
    """Opens the page, waits so many seconds and sends the form."""
    page = site.get(path)
    since = re.search(r'name="since" value="([^"]+)"', page.text)
    assert since, page.said
    circle.clock.passes(seconds=wait)
    sent = {"seal": page.seal, "since": since[1], "website": "", **FORM, **fields}
    return site.post(path, {name: value for name, value in sent.items() if value})


def link_in(answer: Answer) -> str:
    """The path of the page where the answer appears."""
    found = re.search(r'href="http://[^/]+(/pitch/[0-9a-f]{32})"', answer.text)
    assert found, answer.said
    return found[1]


def leaves(circle: Circle, vendor: str = "Nimbus Access", **more: str) -> Left:
    """A pitch without the page."""
    domain = f"{vendor.lower().replace(' ', '-')}.example"
    typed = replace(TYPED, vendor=vendor, work_email=f"jan@{domain}", **more)  # type: ignore[arg-type]
    with circle.database.writing() as transaction:
        left = leave(transaction.store(circle.community), typed, new_id(), circle.clock(), new_id)
        transaction.arm(circle.community, left.outcome.timers)
    return left


def view_of(circle: Circle, left: Left) -> PitchView | None:
    """What the vendor's page shows now."""
    with circle.database.reading() as transaction:
        return show(transaction.store(circle.community), left.pitch.id, circle.clock().date())


def looks(person: Person, everything: bool = True) -> str:
    """A member opens the list."""
    person.types("calls")
    said = person.presses("At the door")
    other = next((word for word in re.findall(r"\[(Other categories \(\d+\))\]", said)), "")
    return person.presses(other) if everything and other else said


def follows(person: Person, category: str) -> None:
    """A member follows a category."""
    person.types("stack")
    person.presses("Add a category")
    person.fills(category=category)
