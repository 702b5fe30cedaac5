"""Somebody reads every card every day for a year, subtracts what is signed, and is never left with fewer than five."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.counting import COMPANIES, OVERALL, UNNAMED, Counted, count, moved, version
from bot.model import Member, Review, Stage
from bot.ports import Store
from bot.review.crowd import States, count_unnamed, current, differing, may_show, states
from bot.score import Sums
from tests.circle import Circle
from tests.reviewing import made, peers, reviews, stock, wrote

K = 5
COMPANIES_THERE = 24
VENDORS = ("Okta",)


@dataclass
class Seen:
    """What the attacker notes of one vendor and measure on one day."""

    day: date
    sums: Sums
    state: dict[str, str]
    companies: int


@dataclass
class Year:
    """A made-up year of unnamed reviews: who has one, and every version that ever was."""

    chance: random.Random
    live: dict[tuple[str, str], Review] = field(default_factory=dict)
    versions: set[tuple[str, str, str]] = field(default_factory=set)

    def passes_a_day(self, store: Store, vendor_id: str, day: date) -> bool:
        """Some write, some change their mind, some confirm, some withdraw; whether anybody did."""
        before = dict(self.live)
        for at in range(COMPANIES_THERE):
            member = Member(f"{at:032x}", f"N{at}", f"Company {at}", f"n{at}@c{at}.example")
            here = vendor_id, member.id
            mine, luck = self.live.get(here), self.chance.random()
            if mine is None and luck < 0.008:
                self.live[here] = self._write(store, vendor_id, member, day)
            elif mine and luck < 0.004:
                store.reviews.withdraw(mine.id, day)
                del self.live[here]
            elif mine and luck < 0.008:
                store.reviews.hear(mine.id, day)
                self.live[here] = replace(mine, heard_on=day)
            elif mine and luck < 0.012:
                new = replace(mine, running=self.chance.randint(1, 5), pros=f"Pros of {day}", heard_on=day)
                assert store.reviews.change(new, mine)
                self.live[here] = new
        for review in self.live.values() if before != self.live else ():
            part = count(review, None, None)
            self.versions |= {(review.vendor_id, measure, version(part, measure)) for measure in part.stars}
        return before != self.live

    def _write(self, store: Store, vendor_id: str, member: Member, day: date) -> Review:
        plain = made(f"{self.chance.getrandbits(128):032x}", vendor_id, None, day, self.chance.randint(1, 5))
        support = self.chance.randint(1, 5) if self.chance.random() < 0.4 else None
        review = replace(plain, support=support, buy_again=self.chance.random() < 0.6)
        assert store.reviews.add(review, member)
        return review


def look(store: Store, vendor_id: str, day: date) -> dict[str, Seen]:
    """The attacker's notes by measure, and beside them the truth: what the shown figures rest on."""
    standing = store.scores.of(vendor_id, [UNNAMED])
    before = store.scores.shown_before(vendor_id)
    companies = standing.numbers.get((UNNAMED, COMPANIES), 0)
    return {
        measure: Seen(
            day,
            standing.sums.get((UNNAMED, measure), Sums()),
            dict(current(before.get(measure, ()))),
            companies,
        )
        for measure in (OVERALL, "running", "support")
    }


def resting_on(state: dict[str, str]) -> Sums:
    """The sums made anew from the versions alone."""
    sums = Sums()
    for held in state.values():
        stars, on, merit = held.split(":")[:3]
        part = Counted(date.fromisoformat(on), float(merit), (), {"measure": float(stars)}, ())
        sums = moved(sums, part, "measure", 1)
    return sums


def test_a_year_of_reading_every_card_isolates_nobody(circle: Circle) -> None:
    stock(circle, *VENDORS)
    year = Year(random.Random(20_260_302))  # noqa: S311 (a made-up year has no secrets)
    notes: dict[tuple[str, str], list[Seen]] = {}
    start, ids = circle.clock().date(), [circle.vendor(name) for name in VENDORS]
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        for number in range(365):
            day = start + timedelta(days=number)
            for vendor_id in ids:
                if not year.passes_a_day(store, vendor_id, day) and number % 7:
                    continue  # The cards are what they were the day before.
                count_unnamed(store, vendor_id, day, K)
                for measure, seen in look(store, vendor_id, day).items():
                    told = notes.setdefault((vendor_id, measure), [])
                    if not told or told[-1] != replace(seen, day=told[-1].day):
                        told.append(seen)
    shown = 0
    for (vendor_id, measure), told in notes.items():
        for seen in told:
            assert all((vendor_id, measure, held) in year.versions for held in seen.state.values())
            assert close(resting_on(seen.state), seen.sums)
            assert measure != OVERALL or seen.companies == len(seen.state)
            assert not seen.state or len(seen.state) >= K
        for one, other in combinations(told, 2):
            gap = differing(one.state, other.state)
            assert not gap or len(gap) >= K, f"{len(gap)} companies stand alone between {one.day} and {other.day}"
            assert gap or close(one.sums, other.sums)
        shown += len({tuple(sorted(seen.state.items())) for seen in told})
    assert shown > 10, "nothing was shown, so nothing was proved"
    assert len(notes[ids[0], str(Stage.SUPPORT)]) > 1


def close(one: Sums, other: Sums) -> bool:
    """But for rounding."""
    return one.reviews == other.reviews and all(
        abs(a - b) < 1e-9 * max(1.0, a) for a, b in zip(one.stars, other.stars, strict=True)
    )


def test_unnamed_reviews_enter_the_card_overnight_and_five_at_a_time(circle: Circle) -> None:
    stock(circle, "Okta")
    everybody = peers(circle, 24)
    reader = everybody[-1]
    wrote(circle, "Okta", everybody[1:4], unnamed=True)
    reviews(everybody[0], "Okta", sign="unnamed")
    circle.clock.passes(days=1)
    circle.deliver()
    assert "No score yet" in reader.types("vendor Okta")
    reviews(everybody[4], "Okta", stars=1, again="no", sign="unnamed")
    assert "No score yet" in reader.types("vendor Okta")
    circle.clock.passes(days=1)
    circle.deliver()
    before = reader.types("vendor Okta")
    assert "4 of 5 peers would buy again" in before
    everybody[0].types("review Okta")
    everybody[0].presses("Withdraw")
    circle.clock.passes(days=1)
    circle.deliver()
    assert "would buy again" not in reader.types("vendor Okta")


def test_signed_reviews_count_at_once_beside_unnamed_ones(circle: Circle) -> None:
    stock(circle, "Okta")
    everybody = peers(circle, 24)
    wrote(circle, "Okta", everybody[:5], unnamed=True)
    circle.clock.passes(days=1)
    circle.deliver()
    for person in everybody[5:7]:
        reviews(person, "Okta")
    assert "7 of 7 peers would buy again" in everybody[-1].types("vendor Okta")


HISTORIES = st.lists(st.dictionaries(st.sampled_from("abcdefghijklm"), st.sampled_from("12"), max_size=13), max_size=12)


@given(HISTORIES)
def test_whatever_happens_no_two_states_differ_by_few(wanted: list[dict[str, str]]) -> None:
    history: list[tuple[str, int, int | None, str]] = []
    for number, new in enumerate(wanted, 1):
        if may_show(new, history, K):
            history = [
                (key, since, number if until is None and new.get(key) != held else until, held)
                for key, since, until, held in history
            ] + [(key, number, None, held) for key, held in new.items() if current(history).get(key) != held]
    reached: States = states(history)
    assert all(not (gap := differing(one, other)) or len(gap) >= K for one, other in combinations(reached, 2))
