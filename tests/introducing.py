"""What tests of introductions need: the deeds of everybody who takes part, as requests of exactly their buttons."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from adapters.pages.rep import look, take
from bot.intro.model import Intro, IntroKind, Offer
from bot.intro.rep import RepAnswer, RepView
from bot.turn import Refused, Request, Value
from bot.views import Buttons, Card, Form, Invalid, OpenPage
from storage import tables as t
from storage.rows import all_of, columns_of
from tests.circle import Circle, Person
from tests.reading import read

BRIEF: Mapping[str, str] = {
    "need": "Single sign-on that keeps our own directory.",
    "process": "A short list, then a pilot.",
    "decider": "The finance side and I, by running cost.",
    "timeline": "Live before next winter.",
    "urgency": "normal",
    "budget": "planned",
    "contact": "Write in the mornings.",
}
WHY = "Listens first and says what the product cannot do."


def does(person: Person, action: str, arg: str = "", **values: Value) -> str:
    """One press or one sent form; what the person is told."""
    person.said = person.circle.bot.run(Request(person.sender, action=action, arg=arg, values=values))
    return read(person.said)


def requests(person: Person, vendor: str, kind: str = "rep", days: int = 30) -> Intro | None:
    """Asks for an introduction by the form; None where it was refused."""
    circle = person.circle
    day = (circle.clock().date() + timedelta(days=days)).isoformat()
    before = {intro.id for intro in intros(circle)}
    does(person, "intro.send", vendor=circle.vendor(vendor), kind=kind, decide_by=day, **BRIEF)
    assert not isinstance(person.said, (Form, Invalid)), read(person.said)
    return next((intro for intro in intros(circle) if intro.id not in before), None)


def offers(person: Person, intro: Intro) -> str:
    """Offers to introduce."""
    rep = "Jan Sample" if intro.kind is IntroKind.REP else ""
    values = {"vouch": "use", "rep": rep, "why": WHY, "interest": "", "contact": "By chat."}
    told = does(person, "intro.send_offer", intro.id, **values)
    assert not isinstance(person.said, (Form, Invalid)), told
    return told


def invites(person: Person, intro: Intro) -> str:
    """Takes the link of the rep's page; its token, or "" where there is none to take."""
    does(person, "intro.link", intro.id)
    return page_of(person).rpartition("/")[2]


def page_of(person: Person) -> str:
    """The address behind the button that opens a page of ours on the newest answer, or ""."""
    blocks = person.said.blocks if isinstance(person.said, Card) else ()
    found = [button for block in blocks if isinstance(block, Buttons) for button in block.buttons]
    return next((button.url for button in found if isinstance(button, OpenPage)), "")


def rep_says(circle: Circle, token: str, answer: RepAnswer, question: str = "", accepted: bool = True) -> str:
    """What the rep's page says after a sent form: where it stands, or why it was not taken."""
    try:
        return page_text(take(circle.database, token, filled(answer, question, accepted), circle.clock()))
    except (Refused, Invalid) as no:
        return str(no)


def filled(answer: RepAnswer, question: str, accepted: bool) -> dict[str, str]:
    """The form of the rep's page as a browser sends it."""
    return {"answer": str(answer), "question": question, "accepted": "yes" if accepted else ""}


def rep_sees(circle: Circle, token: str) -> str:
    """The rep's page as it stands."""
    return page_text(look(circle.database, token, circle.clock())[1])


def page_text(view: RepView | None) -> str:
    """Everything that the rep's page can show."""
    return repr(view) if view else "gone"


def intros(circle: Circle, buyer: Person | None = None) -> list[Intro]:
    """Every introduction (of one buyer), the oldest first."""
    c = t.intro.c
    query = select(*columns_of(Intro, t.intro)).where(c.community_id == circle.community.id)
    if buyer and buyer.member:
        query = query.where(c.member_id == buyer.member.id)
    with circle.database.reading() as transaction:
        return all_of(Intro, transaction.connection.execute(query.order_by(c.opened_at, c.id)))


def all_offers(circle: Circle, intro_id: str = "") -> list[Offer]:
    """Every offer (to one request), the oldest first."""
    c = t.intro_offer.c
    query = select(*columns_of(Offer, t.intro_offer)).where(c.community_id == circle.community.id)
    if intro_id:
        query = query.where(c.intro_id == intro_id)
    with circle.database.reading() as transaction:
        return all_of(Offer, transaction.connection.execute(query.order_by(c.offered_at, c.id)))
