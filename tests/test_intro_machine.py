"""Introductions under random deeds of everybody, on both databases side by side: the same answers, the same states."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from bot.intro.model import Intro, IntroKind, Offer, OfferStatus, RepAnswer
from bot.intro.states import AFTER_REVEAL, BY, Event, IntroState, Who, leads_to
from storage.database import SqlDatabase
from storage.engine import open_engine
from storage.tables import metadata
from tests.circle import Circle, Person
from tests.databases import KEYS
from tests.introducing import all_offers, does, intros, invites, offers, rep_says, rep_sees, requests
from tests.reading import read

STEPS = int(os.environ.get("WARMLINE_PROOF_STEPS", "60"))
"""Steps on each database; `make proofs` takes 10,000."""
FIRST_SEED = int(os.environ.get("WARMLINE_PROOF_SEED", "2"))
IN_A_ROW = 50 if STEPS >= 5_000 else 15
"""The first run of each seed is the simplest there is and leads nowhere: few steps need several runs."""
NAMES = ("Alicia", "Beatrix", "Carlton", "Dorothea", "Miriam")
BUYERS, MANAGER, IN_TEAMS = ("Alicia", "Beatrix"), "Miriam", ("Beatrix", "Dorothea")
LAST = ("intro.met", "intro.yes", "intro.no", "intro.withdraw", "intro.later")
QUESTION, REPLY = "How many people use it today?", "About four thousand."

LINK = re.compile(r"[0-9a-f]{32}")
who = st.sampled_from(NAMES)
which = st.integers(0, 7)
numbers = count(1)


@dataclass(frozen=True)
class Facts:
    """What one database holds of introductions, read once after each deed."""

    intros: tuple[Intro, ...]
    offers: tuple[Offer, ...]

    @classmethod
    def of(cls, circle: Circle) -> "Facts":
        """As it stands now."""
        return cls(tuple(intros(circle)), tuple(all_offers(circle)))

    def intro(self, at: int) -> Intro:
        """One of them, the newest first."""
        return self.intros[-1 - at % len(self.intros)]


class Introductions(RuleBasedStateMachine):
    """Two communities of the same people, one a database; every deed is done in both."""

    databases: tuple[SqlDatabase, ...] = ()
    steps = 0
    reached: set[IntroState] = set()  # noqa: RUF012 (of all runs together)

    def __init__(self) -> None:
        super().__init__()
        number = next(numbers)
        self.circles = [Circle(database, f"Circle {number}", f"{number}-") for database in self.databases]
        self.tokens: list[tuple[int, list[str]]] = []
        self.introduced: set[frozenset[str]] = set()
        for circle in self.circles:
            circle.bot._pages = "https://warmline.example"
            for name in NAMES:
                platform, tenant = ("teams", "tenant-1") if name in IN_TEAMS else ("slack", "T1")
                circle.add(name, platform, tenant, uses=["Okta"], manager=name == MANAGER)
        self.facts = {circle: Facts.of(circle) for circle in self.circles}

    @rule(buyer=st.sampled_from(BUYERS), kind=st.sampled_from(IntroKind), days=st.integers(1, 40))
    def somebody_asks(self, buyer: str, kind: IntroKind, days: int) -> None:
        def ask(circle: Circle) -> str:
            requests(circle.people[buyer], "Okta", kind, days)
            return told(circle.people[buyer])

        self._all_do(ask, buyer)

    @precondition(lambda self: self._now().intros)
    @rule(name=who, at=which)
    def somebody_offers(self, name: str, at: int) -> None:
        self._all_do(lambda circle: offers(circle.people[name], self.facts[circle].intro(at)), name)

    @precondition(lambda self: self._now().intros)
    @rule(name=who, at=which, action=st.sampled_from(["intro.not_me", "intro.take_back", "intro.read", "intro.offer"]))
    def somebody_who_was_asked_presses(self, name: str, at: int, action: str) -> None:
        self._press(name, action, at)

    @precondition(lambda self: self._now().offers)
    @rule(name=who, at=which)
    def somebody_chooses(self, name: str, at: int) -> None:
        def choose(circle: Circle) -> str:
            found = self.facts[circle].offers
            return does(circle.people[name], "intro.choose", found[at % len(found)].id)

        self._all_do(choose, name)

    @precondition(lambda self: any(one.status is OfferStatus.CHOSEN for one in self._now().offers))
    @rule(name=who, at=which)
    def somebody_takes_the_link(self, name: str, at: int) -> None:
        self._take_link(name, at)

    @precondition(lambda self: self.tokens)
    @rule(at=which, answer=st.sampled_from(RepAnswer), accepted=st.booleans(), question=st.sampled_from(["", QUESTION]))
    def the_rep_answers(self, at: int, answer: RepAnswer, accepted: bool, question: str) -> None:
        self._rep_says(self.tokens[at % len(self.tokens)][1], answer, question, accepted)

    @precondition(lambda self: self.tokens)
    @rule(at=which)
    def the_rep_looks(self, at: int) -> None:
        tokens = dict(zip(self.circles, self.tokens[at % len(self.tokens)][1], strict=True))
        self._all_do(lambda circle: rep_sees(circle, tokens[circle]), "")

    @precondition(lambda self: self._now().intros)
    @rule(at=which, times=st.integers(1, 6), answer=st.sampled_from(RepAnswer), name=who, last=st.sampled_from(LAST))
    def what_is_due_is_done(self, at: int, times: int, answer: RepAnswer, name: str, last: str) -> None:
        """Random deeds alone would seldom come far: here whoever's turn it is does what comes next."""
        intro_id = self._now().intro(at).id
        for _ in range(times):
            place = next(n for n, one in enumerate(reversed(self._now().intros)) if one.id == intro_id)
            self._next(place, answer, name, last)

    @precondition(lambda self: self._now().intros)
    @rule(
        name=who,
        at=which,
        action=st.sampled_from(
            ["intro.confirm", "intro.step_back", "intro.reveal", "intro.reveal", "intro.met", "intro.yes", "intro.no",
             "intro.withdraw", "intro.reply", "intro.later", "intro.conduct", "intro.calendar"]
        ),
    )  # fmt: skip
    def somebody_presses(self, name: str, at: int, action: str) -> None:
        self._press(name, action, at)

    @precondition(lambda self: self._now().intros)
    @rule(name=who, at=which)
    def somebody_replies(self, name: str, at: int) -> None:
        self._press(name, "intro.send_reply", at, reply=REPLY)

    @precondition(lambda self: self._now().intros)
    @rule(name=who, at=which, days=st.integers(-1, 30))
    def somebody_says_not_before(self, name: str, at: int, days: int) -> None:
        day = (self.circles[0].clock().date() + timedelta(days=days)).isoformat()
        self._press(name, "intro.send_later", at, until=day)

    @precondition(lambda self: self._now().intros)
    @rule(name=who, at=which, kept=st.sampled_from(["yes", "no"]))
    def somebody_rates(self, name: str, at: int, kept: str) -> None:
        self._press(name, "intro.send_conduct", at, kept=kept, on_time="yes")

    @precondition(lambda self: self._now().intros)
    @rule(at=which, action=st.sampled_from(["intro.withdraw", "intro.step_back"]))
    def somebody_changes_their_mind(self, at: int, action: str) -> None:
        facts = self._now()
        intro = facts.intro(at)
        connectors = [one.member_id for one in facts.offers if one.id == intro.offer_id]
        theirs = [intro.member_id] if action == "intro.withdraw" else connectors
        for name, person in self.circles[0].people.items():
            if person.member and person.member.id in theirs:
                self._press(name, action, at)

    @rule(name=who)
    def somebody_looks_at_what_waits(self, name: str) -> None:
        self._all_do(lambda circle: does(circle.people[name], "decide"), name)

    @rule(hours=st.sampled_from([1, 20, 49, 24 * 8]))
    def time_passes(self, hours: int) -> None:
        def pass_time(circle: Circle) -> str:
            circle.clock.passes(hours=hours)
            circle.deliver()
            return ""

        self._all_do(pass_time, None)

    @invariant()
    def at_most_one_live_intro_of_a_buyer_and_kind(self) -> None:
        for facts in self.facts.values():
            live = [(one.member_id, one.vendor_id, one.kind) for one in facts.intros if one.ended_at is None]
            assert len(live) == len(set(live))

    @invariant()
    def at_most_one_offer_is_chosen(self) -> None:
        for facts in self.facts.values():
            chosen = [one.intro_id for one in facts.offers if one.status is OfferStatus.CHOSEN]
            assert len(chosen) == len(set(chosen))

    def teardown(self) -> None:
        """Everything that is still under way arrives, and is read once more."""
        for circle in self.circles:
            circle.deliver()
            self._nobody_is_named(circle, None)

    def _next(self, at: int, answer: RepAnswer, peer: str, last: str) -> None:
        facts = self._now()
        intro = facts.intro(at)
        names = {person.member.id: name for name, person in self.circles[0].people.items() if person.member}
        buyer = names[intro.member_id]
        connector = next((names[one.member_id] for one in facts.offers if one.id == intro.offer_id), "")
        place = len(facts.intros) - 1 - at % len(facts.intros)
        links = [tokens for position, tokens in self.tokens if position == place]
        match intro.state:
            case IntroState.OPEN:
                self.somebody_offers(peer, at)
            case IntroState.OFFERED:
                standing_ones = [n for n, one in enumerate(facts.offers) if one.intro_id == intro.id]
                self.somebody_chooses(buyer, standing_ones[-1])
            case IntroState.CHOSEN if intro.kind is IntroKind.REP:
                self._take_link(connector, at)
            case IntroState.CHOSEN:
                self._press(connector, "intro.confirm", at)
            case IntroState.INVITED if links:
                self._rep_says(links[-1], answer, QUESTION, True)
            case IntroState.ASKED:
                self._press(buyer, "intro.send_reply", at, reply=REPLY)
            case IntroState.AGREED:
                self._press(buyer, "intro.reveal", at)
            case IntroState.INTRODUCED | IntroState.MET if last == "intro.later":
                self.somebody_says_not_before(buyer, at, 10)
            case IntroState.INTRODUCED | IntroState.MET:
                self._press(buyer, last, at)
            case IntroState.YES | IntroState.NO:
                self._press(buyer, "intro.send_conduct", at, kept="yes", on_time="no")
            case _:
                self.time_passes(20)

    def _take_link(self, name: str, at: int) -> None:
        tokens: list[str] = []

        def invite(circle: Circle) -> str:
            tokens.append(invites(circle.people[name], self.facts[circle].intro(at)))
            return told(circle.people[name])

        self._all_do(invite, name)
        count_of = len(self._now().intros)
        if all(tokens):
            self.tokens.append((count_of - 1 - at % count_of, tokens))

    def _rep_says(self, tokens: list[str], answer: RepAnswer, question: str, accepted: bool) -> None:
        links = dict(zip(self.circles, tokens, strict=True))
        self._all_do(lambda circle: rep_says(circle, links[circle], answer, question, accepted), "")

    def _press(self, name: str, action: str, at: int, **values: str) -> None:
        self._all_do(lambda circle: does(circle.people[name], action, self.facts[circle].intro(at).id, **values), name)

    def _all_do(self, deed: Callable[[Circle], str], name: str | None) -> None:
        """The deed in both communities: the same is told, the same has changed, and only what it may change.

        ``name``: who does it; "" is the rep, None the clock.
        """
        type(self).steps += 1
        heard = []
        for circle in self.circles:
            was = {one.id: one for one in self.facts[circle].intros}
            heard.append(deed(circle))
            self.facts[circle] = Facts.of(circle)
            for intro in self.facts[circle].intros:
                self._check(circle, was.get(intro.id), intro, name)
            self._nobody_is_named(circle, name)
            circle.clock.passes(seconds=1)
        assert len({LINK.sub("…", one) for one in heard}) == 1, heard
        stand = [standing(circle, facts) for circle, facts in self.facts.items()]
        assert len(set(stand)) == 1, stand

    def _check(self, circle: Circle, was: Intro | None, now: Intro, name: str | None) -> None:
        if was is None:
            assert now.state is IntroState.OPEN
            return
        if (was.state, was.face) != (now.state, now.face):
            by = roles(circle, self.facts[circle], now, name)
            assert (now.state, now.face) in reachable(was, by), (was.state, now.state, name)
        self.reached.add(now.state)
        if now.state in AFTER_REVEAL:
            self.introduced.add(frozenset(parties(circle, self.facts[circle], now)))

    def _nobody_is_named(self, circle: Circle, name: str | None) -> None:
        """Nobody reads of anybody before both have said yes: whoever did something, and everybody when time passed."""
        readers = circle.people if name is None else [name] if name else []
        for reader in readers:
            seen = LINK.sub("…", circle.people[reader].sees.casefold())
            for other in NAMES:
                if other != reader and frozenset((reader, other)) not in self.introduced:
                    assert other.casefold() not in seen, f"{reader} reads of {other}:\n{seen}"

    def _now(self) -> Facts:
        return self.facts[self.circles[0]]


def told(person: Person) -> str:
    """What the person was told last."""
    return read(person.said)


def roles(circle: Circle, facts: Facts, intro: Intro, name: str | None) -> set[Who]:
    """What somebody is to an introduction; None is the clock, "" the rep."""
    if not name:
        return {Who.CLOCK} if name is None else {Who.REP}
    person = circle.people[name]
    assert person.member
    if person.member.id == intro.member_id:
        return {Who.BUYER}
    connects = any(one.id == intro.offer_id and one.member_id == person.member.id for one in facts.offers)
    return {Who.PEER} | ({Who.CONNECTOR} if connects else set())


def reachable(was: Intro, by: set[Who]) -> set[tuple[IntroState, IntroState]]:
    """The states and faces that these may lead to, the clock and a peer's last offer in several steps."""
    found, new = {(was.state, was.face)}, {(was.state, was.face)}
    while new:
        after = {leads_to(state, face, event) for state, face in new for event in Event if BY[event] in by}
        new = {one for one in after if one is not None} - found
        found |= new
        if by.isdisjoint({Who.CLOCK, Who.PEER}):
            break
    return found


def parties(circle: Circle, facts: Facts, intro: Intro) -> set[str]:
    """The names of buyer and connector."""
    connectors = {one.member_id for one in facts.offers if one.id == intro.offer_id}
    ids = connectors | {intro.member_id}
    return {name for name, person in circle.people.items() if person.member and person.member.id in ids}


def standing(circle: Circle, facts: Facts) -> tuple[str, ...]:
    """Where everything stands, without ids."""
    names = {person.member.id: name for name, person in circle.people.items() if person.member}
    offers_made = (f"{names[one.member_id]} {one.status} {one.offered_at}" for one in facts.offers)
    asked = (
        f"{names[one.member_id]} {one.kind} {one.state} {one.face} {one.stage_ends} {one.ended_at} {one.decide_by} "
        f"{one.rep_said} {one.question} {one.reply} {one.by_silence}"
        for one in facts.intros
    )
    return (*asked, *offers_made)


@pytest.fixture
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[SqlDatabase, ...]]:
    """Both kinds of database, for one test at once."""
    file = tmp_path / "warmline.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), file)
    sqlite, postgresql = open_engine(f"sqlite:///{file}"), request.getfixturevalue("postgresql")
    yield SqlDatabase(sqlite, KEYS), SqlDatabase(postgresql, KEYS)
    sqlite.dispose()
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    with postgresql.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} CASCADE"))


@pytest.mark.timeout(max(900, STEPS))
def test_random_deeds_lead_where_the_table_says_and_alike_on_both_databases(both: tuple[SqlDatabase, ...]) -> None:
    class Twins(Introductions):
        databases, reached, steps = both, set(), 0

    how = settings(
        max_examples=max(1, STEPS // IN_A_ROW),
        stateful_step_count=IN_A_ROW,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    for number in count(FIRST_SEED):
        run_state_machine_as_test(seed(number)(Twins), settings=how)
        if Twins.steps >= STEPS and IntroState.INTRODUCED in Twins.reached:
            break
    assert STEPS < 5_000 or Twins.reached == set(IntroState)
    print(f"{Twins.steps} steps on each database; reached {sorted(Twins.reached)}")  # noqa: T201 (shown with -s)
