"""The leak oracle over introductions: who takes part, and through whom, reaches nobody before both have said yes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from bot.intro.model import Intro, IntroKind, OfferStatus, RepAnswer
from bot.turn import Request
from bot.words import WORDS
from tests.begun import begin
from tests.circle import Circle, Person
from tests.introducing import all_offers, does, intros, invites, offers, rep_says, rep_sees, requests
from tests.watching import Letterbox, Overheard, Watch

REP = "Jan Sample"
HOME = ("home",)
PEOPLE = {
    "Zorvabel": ("slack", "T1"),
    "Quimindra": ("teams", "tenant-1"),
    "Yxanotto": ("slack", "T2"),
    "Brovulian": ("teams", "tenant-1"),
    "Thulerick": ("slack", "T1"),
}


@dataclass
class Party:
    """A buyer, the connector whose offer is chosen, other peers and a manager, all of them watched."""

    circle: Circle
    watch: Watch
    buyer: Person
    connector: Person
    other: Person
    bystander: Person
    manager: Person
    token: str = ""

    def step(self, *readers: Person) -> None:
        """Everything due arrives; everybody (or only these) looks at their introductions, the rep at their page."""
        self.circle.deliver()
        for person in readers or self.circle.people.values():
            person.types("decide")
        if self.token:
            self.watch.look("pages", rep_sees(self.circle, self.token), "rep")

    def look_around(self, words: tuple[str, ...] = ("home", "me", "intro Okta")) -> None:
        """Everybody looks wherever else introductions are told of: the home has the same list, between other things."""
        for person in self.circle.people.values():
            for word in words:
                assert word.split()[0] in WORDS
                person.types(word)

    def agree(self, kind: IntroKind) -> Intro:
        """From the request to the second yes: the buyer may now reveal their name."""
        intro = self.choose(kind)
        if kind is IntroKind.REP:
            self.token = invites(self.connector, intro)
            self.step()
            self.rep(RepAnswer.QUESTION, "How many people use it today?")
            self.look_around(HOME)
            does(self.buyer, "intro.send_reply", intro.id, reply="About four thousand.")
            self.step()
            self.rep(RepAnswer.FIT)
        else:
            does(self.connector, "intro.confirm", intro.id)
            self.step()
        self.look_around()
        return intro

    def choose(self, kind: IntroKind) -> Intro:
        """Two peers offer, and the buyer chooses the connector's offer."""
        intro = requests(self.buyer, "Okta", kind)
        assert intro
        self.step()
        for person in (self.connector, self.other):
            does(person, "intro.offer", intro.id)
            assert "Thank you" in offers(person, intro)
            self.step()
        self.look_around(HOME)
        assert self.connector.member
        mine = next(
            o for o in all_offers(self.circle) if o.member_id == self.connector.member.id and o.intro_id == intro.id
        )
        assert "Chosen" in does(self.buyer, "intro.choose", mine.id)
        self.step()
        return intro

    def rep(self, answer: RepAnswer, question: str = "") -> None:
        """The rep answers, and reads the page."""
        self.watch.look("pages", rep_says(self.circle, self.token, answer, question), "rep")
        self.step()

    def told(self) -> set[tuple[str, str]]:
        """Who read something of whom: (whose, reader)."""
        return {(hit.whose, reader) for hit, reader in self.watch.hits}


def add_people(circle: Circle) -> None:
    for name, seat in PEOPLE.items():
        circle.add(name, *seat, uses=["Okta"], manager=name == "Thulerick")


def invite_rep(circle: Circle) -> str:
    """The first yes, and the connector has the link of the rep's page: nobody is named on the way. The page's token."""
    begin(circle, add_people)
    party = watched(circle)
    token = invites(party.connector, party.choose(IntroKind.REP))
    assert party.told() <= {("rep", "Quimindra")}, party.watch.hits
    return token


def watched(circle: Circle) -> Party:
    """Those people, under the oracle's eyes from now on."""
    watch = Watch()
    circle.post = Letterbox(circle.post.shown, circle.post.calls, watch=watch)
    bot = Overheard(circle.database, circle.clock, circle.wake, "https://warmline.example")
    bot.watch = watch
    circle.bot = bot
    people = [*circle.people.values()]
    for person in people:
        assert person.member
        member, sender = person.member, person.sender
        watch.oracle.plant(member.name, [member.name, member.company, member.email, member.id, sender.user])
        watch.own[sender.platform, sender.user] = member.name
    watch.oracle.plant("rep", [REP])
    watch.oracle.ready()
    watch.words.plant("nobody", ["nothing is looked for here"])
    watch.words.ready()
    buyer, connector, other, bystander, manager = people
    return Party(circle, watch, buyer, connector, other, bystander, manager)


@pytest.fixture
def party(circle: Circle) -> Iterator[Party]:
    begin(circle, add_people)
    party = watched(circle)
    yield party
    assert min(party.watch.looked[place] for place in ("cards", "replies")) > 5


@pytest.fixture
def invited(circle: Circle) -> Iterator[Party]:
    token = begin(circle, invite_rep)
    party = watched(circle)
    party.token = token
    party.step()
    yield party
    assert min(party.watch.looked[place] for place in ("replies", "pages")) > 0


@pytest.mark.parametrize("kind", IntroKind)
def test_nobody_is_named_before_both_have_said_yes_and_then_only_to_each_other(party: Party, kind: IntroKind) -> None:
    intro = party.agree(kind)
    assert party.told() <= {("rep", "Quimindra")}, party.watch.hits
    does(party.buyer, "intro.reveal", intro.id)
    party.step()
    party.look_around(HOME)
    for action in ("intro.met", "intro.yes"):
        does(party.buyer, action, intro.id)
        party.step()
    party.circle.clock.passes(days=60)
    party.step()
    party.look_around()
    pair = {("Zorvabel", "Quimindra"), ("Quimindra", "Zorvabel")}
    rep = {("rep", "Quimindra"), ("rep", "Zorvabel"), ("Zorvabel", "rep")} if kind is IntroKind.REP else set()
    assert party.told() == pair | rep, party.watch.hits


@pytest.mark.parametrize("end", ["withdraw", "step back", "no fit", "lapse", "leave", "remove"])
def test_whatever_ends_it_before_the_reveal_names_nobody(invited: Party, end: str) -> None:
    (intro,) = intros(invited.circle)
    match end:
        case "withdraw":
            does(invited.buyer, "intro.withdraw", intro.id)
        case "step back":
            does(invited.connector, "intro.step_back", intro.id)
        case "no fit":
            invited.rep(RepAnswer.NO_FIT)
        case "leave":
            does(invited.buyer, "me.leave")
        case "remove":
            does(invited.manager, "intro.take_down", intro.id, reason="misuse")
    for days in (1, 2, 8):
        invited.circle.clock.passes(days=days)
        invited.step(*() if days == 1 else (invited.buyer, invited.connector))
    invited.look_around(HOME)
    invited.circle.clock.passes(days=40)
    invited.step()
    invited.look_around()
    assert invited.watch.looked["cards"] > 1
    chosen = [one for one in all_offers(invited.circle) if one.status is OfferStatus.CHOSEN]
    assert len(chosen) <= 1
    assert invited.told() <= {("rep", "Quimindra")}, invited.watch.hits


def test_the_oracle_would_find_a_name_on_the_rep_page(invited: Party) -> None:
    invited.rep(RepAnswer.FIT)
    invited.watch.look("pages", "… Zorvabel Works …", "rep")
    assert ("Zorvabel", "rep") in invited.told()


def test_somebody_who_was_not_asked_reads_nothing(invited: Party) -> None:
    (intro,) = intros(invited.circle)
    stranger = invited.circle.add("Wexofend")
    for action in (
        "intro.read",
        "intro.offer",
        "intro.link",
        "intro.reply",
        "intro.reveal",
        "intro.yes",
        "intro.withdraw",
    ):
        told = does(stranger, action, intro.id)
        assert "directory" not in told, action
    request = Request(replace(stranger.sender, user="U-nobody"), action="intro.read", arg=intro.id)
    assert "directory" not in repr(invited.circle.bot.run(request))
