"""What tests of introductions by people need: the short way to each step, by the buttons that people press."""

from bot.app import new_id
from bot.intro.rep import PURPOSE, RepAnswer, RepView, answer, show
from bot.views import Buttons, Card, OpenPage
from tests.circle import Circle, Person

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
    assert isinstance(person.said, Card)
    pages = [b for block in person.said.blocks if isinstance(block, Buttons) for b in block.buttons]
    return next(b.url for b in pages if isinstance(b, OpenPage)).rpartition("/")[2]


def page(circle: Circle, token: str) -> RepView | None:
    """What the rep's page shows."""
    with circle.database.reading() as transaction:
        ticket = transaction.look_at_link(PURPOSE, token, circle.clock())
        store = transaction.store(circle.community)
        return show(store, circle.community, ticket.subject, circle.clock()) if ticket else None


def rep_says(circle: Circle, token: str, said: RepAnswer, question: str = "", accepted: bool = True) -> None:
    """The rep answers on the page."""
    now = circle.clock()
    with circle.database.writing() as transaction:
        ticket = transaction.look_at_link(PURPOSE, token, now)
        assert ticket
        store = transaction.store(circle.community)
        outcome = answer(store, circle.community, ticket.subject, said, question, accepted, now, new_id)
        transaction.post(circle.community, outcome.messages, now)
        transaction.arm(circle.community, outcome.timers)
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
