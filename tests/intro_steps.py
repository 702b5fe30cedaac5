"""What tests of introductions by people need: the short way to each step, by the buttons that people press."""

import pytest

from adapters.pages.rep import look, take
from bot.intro.rep import RepAnswer, RepView
from tests.begun import begin
from tests.circle import Circle, Person
from tests.introducing import filled, page_of

NEED = "Single sign-on for four thousand people in shifts."
WHY = "Says what the product cannot do before you ask."


def asks(person: Person, vendor: str = "Okta", **values: str) -> str:
    """Asks by the form."""
    person.types(f"intro {vendor}")
    said = person.fills(None, **{"need": NEED, **values})
    person.circle.deliver()
    return said


def offers(person: Person, **values: str) -> str:
    """Offers on the newest request."""
    person.said = None
    person.presses("Offer an introduction")
    wanted = {"vouch": "use", "why": WHY, "rep": "Robin Vance"} | values
    there = {field.name for field in person.form.fields}
    said = person.fills(None, **{name: text for name, text in wanted.items() if name in there})
    person.circle.deliver()
    return said


def presses(person: Person, label: str, on: str = "") -> str:
    """Presses on a card in the chat, and everything due arrives."""
    person.said = None
    said = person.presses(label, on)
    person.circle.deliver()
    return said


def token_of(person: Person) -> str:
    """The token of the link that the connector got."""
    address = page_of(person)
    assert address, person.sees
    return address.rpartition("/")[2]


def page(circle: Circle, token: str) -> RepView | None:
    """What the rep's page shows."""
    return look(circle.database, token, circle.clock())[1]


def rep_says(circle: Circle, token: str, said: RepAnswer, question: str = "", accepted: bool = True) -> None:
    """The rep answers on the page, and everything due arrives."""
    assert take(circle.database, token, filled(said, question, accepted), circle.clock())
    circle.deliver()


def to_the_link(alice: Person, bea: Person) -> str:
    """As far as the link of the rep's page."""
    asks(alice)
    offers(bea)
    presses(alice, "Choose this offer")
    presses(bea, "Get the link")
    return token_of(bea)


def to_the_introduction(alice: Person, bea: Person) -> str:
    """As far as the reveal."""
    token = to_the_link(alice, bea)
    rep_says(alice.circle, token, RepAnswer.FIT)
    presses(alice, "Reveal my name")
    return token


def make_two(circle: Circle) -> None:
    """A buyer in Slack, and a peer in Teams who knows the vendor."""
    circle.bot._pages = "https://warmline.example"
    circle.add("Alice", "slack")
    circle.add("Bea", "teams", "tenant-1", uses=["Okta"])


def go_to_the_link(circle: Circle) -> str:
    """The same two, as far as the link of the rep's page; its token."""
    make_two(circle)
    return to_the_link(circle.people["Alice"], circle.people["Bea"])


def go_to_the_introduction(circle: Circle) -> str:
    """The same two, as far as the reveal; the token of the rep's page."""
    token = begin(circle, go_to_the_link)
    rep_says(circle, token, RepAnswer.FIT)
    presses(circle.people["Alice"], "Reveal my name")
    return token


@pytest.fixture
def linked(circle: Circle) -> str:
    """The connector has the link; the token in it. To be asked for before the people."""
    return begin(circle, go_to_the_link)


@pytest.fixture
def introduced(circle: Circle) -> str:
    """Both know each other; the token of the rep's page. To be asked for before the people."""
    return begin(circle, go_to_the_introduction)


@pytest.fixture
def alice(circle: Circle) -> Person:
    """The buyer."""
    circle.bot._pages = "https://warmline.example"
    return circle.people.get("Alice") or circle.add("Alice", "slack")


@pytest.fixture
def bea(circle: Circle) -> Person:
    """The peer who knows the vendor."""
    return circle.people.get("Bea") or circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
