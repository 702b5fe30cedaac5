"""How vendors' sales people behave: one vote per company and month, five companies, the vendor's word beside it."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot import conduct
from bot.crowds import CONDUCT
from bot.ports.conduct import Vote
from bot.review.crowd import current, differing, states
from bot.turn import Request
from storage import tables as t
from tests.begun import begin
from tests.circle import Circle, Person
from tests.intro_steps import presses, to_the_introduction
from tests.reading import read
from tests.reviewing import NAMES, crowd, peers, stock
from tests.test_coldcall import logs
from tests.watching import drawn_everywhere


def six(circle: Circle) -> None:
    stock(circle, "Okta", "SAP")
    peers(circle, 6)


def five_praises(circle: Circle) -> None:
    """Of six companies."""
    begin(circle, six)
    for name in NAMES[:5]:
        logs(circle.people[name], "Okta", praise="limits")


@pytest.fixture
def circle_of_six(circle: Circle) -> list[Person]:
    begin(circle, six)
    return list(circle.people.values())


@pytest.fixture
def praised(circle: Circle) -> list[Person]:
    """Those six; the first five have praised how they were approached."""
    begin(circle, five_praises)
    return list(circle.people.values())


def test_four_companies_are_too_few_and_the_fifth_shows_the_figure(circle_of_six: list[Person]) -> None:
    for person in circle_of_six[:4]:
        logs(person, "Okta", tactics="script")
    assert "Conduct" not in circle_of_six[0].types("vendor Okta")
    logs(circle_of_six[4], "Okta", tactics="area")
    shown = circle_of_six[5].types("vendor Okta")
    assert "Conduct: good in 22 of 100 (plausibly 5–39), 5 companies" in shown
    assert "Each member decides alone." in shown


def test_five_praises_make_the_figure_of_the_formula(circle_of_six: list[Person]) -> None:
    for person in circle_of_six[:5]:
        logs(person, "Okta", praise="straight no")
    assert "Conduct: good in 78 of 100" in circle_of_six[5].types("vendor Okta")


def test_one_company_votes_once_a_month_however_often_it_logs(circle_of_six: list[Person]) -> None:
    for person in circle_of_six[:5]:
        logs(person, "Okta", praise="took no")
    for _ in range(3):
        logs(circle_of_six[0], "Okta", tactics="script")
    assert "Conduct: good in 78 of 100" in circle_of_six[5].types("vendor Okta")


def test_colleagues_are_one_company(circle: Circle, circle_of_six: list[Person]) -> None:
    for person in circle_of_six[:5]:
        assert person.member
        person.member = replace(person.member, company="One  Works" if person is circle_of_six[0] else "one works")
        with circle.database.writing() as transaction:
            transaction.store(circle.community).members.save(person.member)
        logs(person, "Okta", tactics="script")
    assert "Conduct" not in circle_of_six[5].types("vendor Okta")


def test_an_approach_without_tactic_or_praise_is_no_vote(circle_of_six: list[Person]) -> None:
    for person in circle_of_six:
        logs(person, "Okta")
    assert "Conduct" not in circle_of_six[5].types("vendor Okta")


def test_votes_are_forgotten_month_by_month(circle: Circle, praised: list[Person]) -> None:
    circle.clock.passes(days=365)
    circle.deliver()
    r = 5 * 0.94**12
    assert f"Conduct: good in {100 * (2 + r) / (4 + r):.0f} of 100" in praised[5].types("vendor Okta")


def test_one_more_company_changes_nothing_that_could_be_subtracted(praised: list[Person]) -> None:
    before = praised[0].types("vendor Okta")
    logs(praised[5], "Okta", tactics="script")
    assert praised[0].types("vendor Okta") == before


def test_a_vote_taken_back_takes_a_figure_of_five_away(praised: list[Person]) -> None:
    praised[4].presses("Undo")
    assert "Conduct" not in praised[5].types("vendor Okta")


def test_whoever_erases_themselves_leaves_no_vote(circle: Circle) -> None:
    begin(circle, five_praises)
    more = crowd(circle, NAMES[6:11])
    people = [*map(circle.people.__getitem__, NAMES[:5]), *more, circle.people[NAMES[5]]]
    for person in more:
        logs(person, "Okta", praise="limits")
    assert "10 companies" in people[10].types("vendor Okta")
    people[0].types("me")
    people[0].presses("Erase")
    people[0].presses("Erase everything")
    assert "Conduct" not in people[10].types("vendor Okta")
    with circle.database.reading() as transaction:
        assert people[0].member
        left = transaction.connection.execute(select(t.cold_call).where(t.cold_call.c.member_id == people[0].member.id))
        assert left.all() == []


def test_compare_has_a_row_of_its_own(praised: list[Person]) -> None:
    assert "Conduct, of 100 | 78 (61–95) | too few" in praised[5].types("compare Okta, SAP")


def test_the_vendor_s_word_stands_beside_the_figure(circle: Circle, circle_of_six: list[Person]) -> None:
    mia = circle.add("Mia", manager=True)
    mia.types("vendor Okta")
    mia.presses("Vendor's reply…")
    said = mia.fills(reply="We stopped scripts.", cure="Every caller names a customer who agreed.")
    assert "stands on its card now" in said
    shown = circle_of_six[0].types("vendor Okta")
    assert "> We stopped scripts. — Okta replies, March 2026" in shown
    assert "> Every caller names a customer who agreed. — What Okta says it has changed, March 2026" in shown
    assert "[Vendor's reply…]" not in shown
    with circle.database.reading() as transaction:
        assert [row.action for row in transaction.connection.execute(select(t.audit))] == ["conduct.reply"]
    mia.types("vendor Okta")
    mia.presses("Vendor's reply…")
    assert "is gone" in mia.fills(reply="", cure="")
    assert "We stopped scripts." not in circle_of_six[0].types("vendor Okta")


def test_a_reply_with_a_price_is_not_shown(circle: Circle, circle_of_six: list[Person]) -> None:
    mia = circle.add("Mia", manager=True)
    mia.types("vendor Okta")
    mia.presses("Vendor's reply…")
    assert "reply:" in mia.fills(reply="We now sell it for $40,000 a year.")


def test_how_a_rep_kept_the_terms_is_a_vote_too(circle: Circle) -> None:
    circle.bot._pages = "https://warmline.example"
    alice, bea = circle.add("Alice"), circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    people = peers(circle, 4)
    for person in people:
        logs(person, "Okta", praise="limits")
    assert "Conduct" not in people[0].types("vendor Okta")
    to_the_introduction(alice, bea)
    presses(alice, "No")
    presses(alice, "Rate the rep's conduct")
    alice.fills(kept="no", on_time="yes")
    assert "Conduct: good in 67 of 100 (plausibly 48–86), 5 companies" in people[0].types("vendor Okta")
    alice.types("me")
    alice.presses("Erase")
    alice.presses("Erase everything")
    assert "Conduct" not in people[0].types("vendor Okta")


def test_merged_vendors_have_one_figure(circle: Circle) -> None:
    begin(circle, five_praises)
    stock(circle, "Oktta")
    people, mia = list(circle.people.values()), circle.add("Mia", manager=True)
    for person in [people[5], *crowd(circle, NAMES[6:10])]:
        logs(person, "Oktta", praise="limits")
    assert "5 companies" in mia.types("vendor Okta")
    mia.said = circle.bot.run(Request(mia.sender, action="vendors.merge"))
    mia.fills(gone=circle.vendor("Oktta"), kept=circle.vendor("Okta"))
    assert "10 companies" in people[0].types("vendor Okta")


def test_a_month_with_both_splits_its_one_vote() -> None:
    votes = [
        Vote("a", "2026-03", 2, 0),
        Vote("a", "2026-03", 0, 4),
        Vote("a", "2026-02", 0, 3),
        Vote("b", "2026-03", 1, 1),
    ]
    assert conduct.versions(votes) == {"a": "2026-02=0:1,2026-03=1:2", "b": "2026-03=1:1"}


@pytest.mark.parametrize(("months", "back"), [(0, "2026-03"), (2, "2026-01"), (3, "2025-12"), (36, "2023-03")])
def test_months_are_counted_back_over_the_turn_of_the_year(months: int, back: str) -> None:
    assert conduct.months_back(date(2026, 3, 31), months) == back


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_what_stands_gives_the_same_figure_as_the_votes(said: list[tuple[str, int, int]]) -> None:
    votes = [Vote(company, "2026-03", praises, blames) for company, praises, blames in said if praises + blames]
    standing = conduct.versions(votes)
    assert all(version.startswith("2026-03=") for version in standing.values())
    logs_again = list(conduct._logs(standing))
    for company in standing:
        praises = sum(vote.praises for vote in votes if vote.company_key == company)
        blames = sum(vote.blames for vote in votes if vote.company_key == company)
        good = [log.good for log in logs_again if log.company == company]
        assert sum(good) * (praises + blames) == praises * len(good)


def test_a_year_of_readings_never_leaves_fewer_than_five(circle: Circle) -> None:
    """Somebody reads the card after each change of a year; no two states that were shown differ by one to four."""
    stock(circle, "Okta")
    people, chance = peers(circle, 14), random.Random(20260302)  # noqa: S311 (a made-up year)
    for _ in range(45):
        person = chance.choice(people)
        if chance.random() < 0.2:
            person.types("calls Okta")
            if "[Remove]" in read(person.said):
                person.presses("Remove")
        else:
            logs(person, "Okta", **chance.choice([{"tactics": "script"}, {"praise": "limits"}, {"tactics": "area"}]))
        circle.clock.passes(days=chance.choice([0, 1, 9]))
    with circle.database.reading() as transaction:
        history = transaction.store(circle.community).crowds.history(CONDUCT, circle.vendor("Okta"))
    shown = states(history)
    assert len(shown) > 2
    assert all(len(differing(one, other)) in {0, *range(5, 30)} for one in shown for other in shown)
    assert not current(history) or len(current(history)) >= 5


def test_no_member_is_named_on_any_card_about_conduct(circle_of_six: list[Person]) -> None:
    for person in circle_of_six[:5]:
        logs(person, "Okta", tactics="script", note="They knew our floor plan.")
    reader = circle_of_six[5]
    for line in ("vendor Okta", "calls", "compare Okta, SAP"):
        reader.types(line)
        drawn = drawn_everywhere(reader.said)
        assert not [name for name in NAMES[:5] if f"{name} Works" in drawn]
        assert "floor plan" not in drawn
