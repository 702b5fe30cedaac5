"""A failure at any statement of any turn leaves nothing half done, and the next try goes through."""

import pytest

from adapters.pages.rep import look, take
from bot.intro.model import Intro, IntroKind, OfferStatus, RepAnswer
from bot.intro.rep import RepView
from bot.intro.states import IntroState
from bot.routes import ROUTES, TIMERS
from storage.database import SqlDatabase
from tests.asking import answer, ask
from tests.begun import begin, once_more
from tests.circle import Circle
from tests.crash import FrailBot, Place, at_every_statement
from tests.introducing import all_offers, does, intros, invites, offers, requests


@pytest.fixture
def frail(database: SqlDatabase) -> Circle:
    """A community whose database fails at every statement once."""
    return make_frail(Circle(database))


def make_frail(circle: Circle, already: set[Place] | None = None) -> Circle:
    """From now on its turns and timers fail at every statement that was not ``already`` tried."""
    core = FrailBot(circle.database, circle.clock, circle.wake, "https://warmline.example")
    core.frail, core.failures, core.tried = circle.database, {}, set() if already is None else already
    circle.bot = core
    return circle


def failures(circle: Circle) -> dict[str, int]:
    """How often each action has failed."""
    assert isinstance(circle.bot, FrailBot)
    return circle.bot.failures


def test_the_proof_itself_finds_a_turn_that_is_kept_by_halves(circle: Circle) -> None:
    alice = circle.add("Alice", uses=["Okta"])
    vendor = circle.vendor("Okta")
    assert alice.member
    member = alice.member

    def two_transactions() -> None:
        for opted_in in (False, True):
            with circle.database.writing() as transaction:
                store = transaction.store(circle.community)
                store.profiles.take_questions(member.id, vendor, opted_in)

    with pytest.raises(AssertionError, match="half done"):
        at_every_statement(circle.database, two_transactions)


def test_a_question_and_its_answer(frail: Circle) -> None:
    alice, bea = frail.add("Alice"), frail.add("Bea", "teams", "tenant-1", uses=["Okta"])
    assert "Asked" in ask(alice, "How is support at night?", "Okta")
    frail.deliver()
    answer(bea, "Slow at night, good by day.")
    assert any("Slow at night" in card for card in alice.cards)
    frail.clock.passes(days=8)
    frail.deliver()
    assert failures(frail)["ask.post"] > 10
    assert sum(failures(frail).values()) > 60


BEGINNING = {"intro.send", "intro.send_offer", "intro.choose", "intro.not_me"}
TO_THE_RATING = {
    "intro.link", "intro.send_reply", "intro.reveal", "intro.calendar", "intro.met", "intro.send_later", "intro.yes",
    "intro.send_conduct", "rep: QUESTION", "rep: FIT",
}  # fmt: skip
TALK = {"intro.confirm", "intro.reveal"}
TIMES = {"intro.end", "intro.remind", "intro.close", "intro.empty"}
ENDS: dict[str, set[str]] = {
    "withdraw": {"intro.withdraw"},
    "step back": {"intro.step_back"},
    "no fit": {"rep: NO_FIT"},
    "no": {"intro.no"},
    "take back": {"intro.take_back"},
    "lapse": set(),
    "take down": {"intro.take_down"},
    "leave": {"me.leave"},
}
"""What each story has to try."""


def tried(circle: Circle, actions: set[str]) -> None:
    """Asserts that each of these has failed at some statement before it went through."""
    assert actions <= {name for name, count in failures(circle).items() if count}


def rep_says(circle: Circle, token: str, said: RepAnswer, question: str = "") -> RepView:
    """The rep's page takes the answer, after it has failed at every statement."""
    fields = {"answer": str(said), "question": question, "accepted": "yes"}
    assert isinstance(circle.bot, FrailBot)
    deed = lambda: take(circle.database, token, fields, circle.clock())  # noqa: E731
    view, count = at_every_statement(circle.database, deed, circle.bot.tried)
    assert view
    circle.bot.count(f"rep: {said.name}", count)
    return view


def the(circle: Circle) -> Intro:
    return intros(circle)[-1]


def chosen(circle: Circle, kind: IntroKind = IntroKind.REP) -> Intro:
    """A request, two offers, and the choice of the first."""
    alice = circle.people["Alice"]
    intro = requests(alice, "Okta", kind)
    assert intro
    does(circle.people["Dan"], "intro.not_me", intro.id)
    for name in ("Bea", "Carl"):
        assert "Thank you" in offers(circle.people[name], intro)
    bea = circle.people["Bea"].member
    mine = next(one for one in all_offers(circle) if bea and one.member_id == bea.id)
    assert "Chosen" in does(alice, "intro.choose", mine.id)
    circle.deliver()
    return the(circle)


def add_three(circle: Circle) -> None:
    """A buyer, three peers who know the vendor, and a manager."""
    circle.add("Alice")
    circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    circle.add("Carl", "slack", "T2", uses=["Okta"])
    circle.add("Dan", uses=["Okta"])
    circle.add("Mia", manager=True)


def invite_rep(circle: Circle) -> str:
    """The first of them has the link of the rep's page; its token."""
    begin(circle, add_three)
    return invites(circle.people["Bea"], chosen(circle))


@pytest.fixture
def three(circle: Circle) -> Circle:
    circle.bot._pages = "https://warmline.example"
    begin(circle, add_three)
    return circle


def test_every_way_of_an_introduction(three: Circle) -> None:
    already: set[Place] = set()
    make_frail(three, already)
    from_the_request_to_the_rating(three)
    for end in ENDS:
        token = once_more(three, invite_rep)
        make_frail(three, already)
        goes_to(three, token, end)
        assert the(three).ended_at, end
        assert sum(one.status is OfferStatus.CHOSEN for one in all_offers(three)) <= 1, end
        tried(three, ENDS[end])
    once_more(three, choose_talk)
    make_frail(three, already)
    a_talk_and_its_silence(three)


def from_the_request_to_the_rating(three: Circle) -> None:
    alice, bea = three.people["Alice"], three.people["Bea"]
    token = invites(bea, chosen(three))
    rep_says(three, token, RepAnswer.QUESTION, "How many people use it today?")
    does(alice, "intro.send_reply", the(three).id, reply="About four thousand.")
    rep_says(three, token, RepAnswer.FIT)
    does(alice, "intro.reveal", the(three).id)
    does(alice, "intro.calendar", the(three).id)
    does(alice, "intro.met", the(three).id)
    day = three.clock().date().replace(month=6).isoformat()
    does(alice, "intro.send_later", the(three).id, until=day)
    three.clock.passes(days=130)
    three.deliver()
    assert the(three).state is IntroState.MET
    does(alice, "intro.yes", the(three).id)
    does(alice, "intro.send_conduct", the(three).id, kept="yes", on_time="yes")
    three.deliver()
    assert the(three).state is IntroState.YES
    view = look(three.database, token, three.clock())[1]
    assert view is None or view.decision == "yes"
    three.clock.passes(days=31)
    three.deliver()
    tried(three, BEGINNING | TO_THE_RATING | TIMES)


def choose_talk(circle: Circle) -> None:
    """The first of them is chosen for a talk instead."""
    begin(circle, add_three)
    chosen(circle, IntroKind.REFERENCE)


def a_talk_and_its_silence(three: Circle) -> None:
    does(three.people["Bea"], "intro.confirm", the(three).id)
    does(three.people["Alice"], "intro.reveal", the(three).id)
    three.clock.passes(days=60)
    three.deliver()
    assert (the(three).state, the(three).by_silence) == (IntroState.NO, True)
    tried(three, TALK)


def goes_to(circle: Circle, token: str, end: str) -> None:
    alice, bea, carl, mia = (circle.people[name] for name in ("Alice", "Bea", "Carl", "Mia"))
    intro = the(circle)
    match end:
        case "withdraw":
            does(alice, "intro.withdraw", intro.id)
        case "step back":
            does(bea, "intro.step_back", intro.id)
        case "no fit":
            rep_says(circle, token, RepAnswer.NO_FIT)
        case "no":
            rep_says(circle, token, RepAnswer.FIT)
            does(alice, "intro.reveal", intro.id)
            does(alice, "intro.no", intro.id)
        case "take back":
            does(carl, "intro.take_back", intro.id)
        case "take down":
            does(mia, "intro.take_down", intro.id, reason="misuse")
        case "leave":
            does(alice, "me.leave")
    circle.clock.passes(days=70)
    circle.deliver()


def test_every_use_case_of_introductions_that_writes_is_tried_here() -> None:
    writes = {name for name, route in ROUTES.items() if name.startswith("intro") and route.writes}
    tried = BEGINNING | TO_THE_RATING | TALK | {name for ends in ENDS.values() for name in ends if name in ROUTES}
    assert writes == {name for name in tried if name.startswith("intro") and name not in TIMERS}
    assert {name for name in TIMERS if name.startswith("intro")} == TIMES
