"""`renewals`: private dates, reminders before the notice date, how they ended, and what peers did."""

import re
from datetime import date, timedelta

import pytest
from aiohttp import ClientSession
from icalendar import Calendar
from sqlalchemy import select

from bot.renewals.dates import entries
from bot.renewals.writing import months_before
from bot.settings import changed
from bot.views import Invalid
from storage import tables as t
from tests.begun import begin
from tests.circle import Circle, Person
from tests.reviewing import NAMES, peers, reviews, stock
from tests.town import Town

END, NOTICE = "2027-03-01", "2026-12-01"


def with_alice(circle: Circle) -> None:
    stock(circle, "Okta", "SAP")
    circle.add("Alice")


@pytest.fixture
def alice(circle: Circle) -> Person:
    begin(circle, with_alice)
    return circle.people["Alice"]


def with_five_who_stayed(circle: Circle) -> None:
    """Of thirteen who could tell."""
    begin(circle, with_four_who_stayed)
    decides(circle.people[NAMES[4]], "stayed", contact="before")


def with_four_who_stayed(circle: Circle) -> None:
    stock(circle, "Okta")
    for person in peers(circle, 13)[:4]:
        decides(person, "stayed")


@pytest.fixture
def five(circle: Circle) -> list[Person]:
    """Thirteen people; the first five have decided to stay."""
    begin(circle, with_five_who_stayed)
    return list(circle.people.values())


def notes(person: Person, vendor: str = "Okta", ends_on: str = END, period: str = "3", **more: str) -> str:
    """Adds a renewal by the form."""
    person.types(f"renewals {vendor}")
    return person.fills(None, **{"ends_on": ends_on, "period": period} | more)


def decides(person: Person, ending: str, why: str = "works", contact: str = "unsaid") -> str:
    """Adds a renewal and says how it ended."""
    notes(person)
    person.types("renewals")
    person.presses("Decided")
    return person.fills(None, ending=ending, why=why, contact=contact)


def passes(circle: Circle, day: str, hour: int = 9) -> None:
    """Time goes on to a day, and everything due arrives."""
    wanted = date.fromisoformat(day)
    circle.clock.now = circle.clock.now.replace(year=wanted.year, month=wanted.month, day=wanted.day, hour=hour)
    circle.deliver()


def test_a_renewal_is_kept_with_its_notice_date(alice: Person) -> None:
    said = notes(alice)
    assert "Notice by 1 December 2026, the term ends on 1 March 2027." in said
    assert "The first reminder comes on 4 June 2026." in said
    assert "Okta · notice by 1 December 2026 (in 274 days) · ends 1 March 2027" in alice.presses("My renewals")


def test_a_notice_date_can_be_given_itself(alice: Person) -> None:
    assert "Notice by 15 November 2026" in notes(alice, period="date", notice_on="2026-11-15")


def test_dates_that_cannot_be_are_said(alice: Person) -> None:
    cases: list[tuple[dict[str, str], str]] = [
        ({"ends_on": ""}, "ends_on"), ({"ends_on": "soon"}, "ends_on"), ({"ends_on": "2026-03-01"}, "ends_on"),
        ({"ends_on": "2190-01-01"}, "ends_on"), ({"period": "date"}, "notice_on"),
        ({"period": "date", "notice_on": "2027-03-02"}, "notice_on"),
    ]  # fmt: skip
    for values, wrong in cases:
        notes(alice, **values)
        assert isinstance(alice.said, Invalid)
        assert list(alice.said.errors) == [wrong]


def test_reminders_come_180_120_and_90_days_before_the_notice_date(circle: Circle, alice: Person) -> None:
    notes(alice)
    passes(circle, "2026-06-03")
    assert alice.cards == []
    for day, days in (("2026-06-04", 180), ("2026-08-03", 120), ("2026-09-02", 90)):
        passes(circle, day)
        assert f"Okta: notice in {days} days" in alice.cards[-1]
    passes(circle, "2026-12-02")
    assert len(alice.cards) == 3


def test_reminders_follow_the_community_s_setting(circle: Circle, alice: Person) -> None:
    circle.community = changed(circle.community, "renewal-days", "30")
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(circle.community)
    assert "1 November 2026" in notes(alice)
    passes(circle, "2026-11-01")
    assert "Okta: notice in 30 days" in alice.cards[0]


def test_a_changed_date_moves_its_reminders(circle: Circle, alice: Person) -> None:
    notes(alice)
    alice.types("renewals")
    alice.presses("Edit")
    assert alice.form.fields[1].value == END
    alice.fills(None, ends_on="2028-03-01", period="3")
    passes(circle, "2026-06-05")
    assert alice.cards == []
    passes(circle, "2027-06-04")
    assert "Okta: notice in 180 days" in alice.cards[0]


def test_a_removed_renewal_reminds_of_nothing(circle: Circle, alice: Person) -> None:
    notes(alice)
    alice.types("renewals")
    assert "No dates yet" in alice.presses("Remove")
    passes(circle, "2026-12-02")
    assert alice.cards == []


def test_whoever_has_left_is_not_reminded(circle: Circle, alice: Person) -> None:
    circle.add("Mia", manager=True)
    notes(alice)
    alice.types("me")
    alice.presses("Leave")
    passes(circle, "2026-06-05")
    assert alice.cards == []


def test_a_reminder_after_the_last_day_says_so(alice: Person) -> None:
    assert "That is in 28 days, so no more reminders come." in notes(alice, ends_on="2026-06-30")
    assert "The notice date has passed already." in notes(alice, ends_on="2026-03-03")


def test_nobody_else_sees_my_renewals(circle: Circle, alice: Person) -> None:
    notes(alice)
    for person in (circle.add("Bea", "teams", "tenant-1"), circle.add("Mia", manager=True)):
        for line in ("renewals", "vendor Okta", "home", "calls", "me"):
            assert "December 2026" not in person.types(line)
        assert "No dates yet" in person.types("renewals")


def test_a_decision_ends_the_reminders_and_counts_once(circle: Circle, alice: Person) -> None:
    said = decides(alice, "stayed", "no better")
    assert "Okta: stayed" in said
    assert "[Add the next term]" in said
    assert "No dates yet" in alice.types("renewals")
    passes(circle, "2026-12-02")
    assert [card for card in alice.cards if "notice in" in card] == []


def test_a_decision_takes_listed_choices_only(alice: Person) -> None:
    notes(alice)
    alice.types("renewals")
    alice.presses("Decided")
    form = alice.form
    for name, value in (("ending", "sold"), ("why", "price"), ("contact", "daily")):
        alice.fills(form, **{"ending": "left", "why": "service"} | {name: value})
        assert isinstance(alice.said, Invalid)
        assert list(alice.said.errors) == [name]


def test_the_pulse_needs_five_companies(circle: Circle) -> None:
    begin(circle, with_four_who_stayed)
    people = list(circle.people.values())
    assert "Fewer than 5 companies" in people[5].types("renewals") + people[5].presses("What peers did")
    decides(people[4], "stayed", contact="before")
    people[5].types("renewals")
    said = people[5].presses("What peers did")
    assert "Stayed: 5 of 5" in said
    assert "It works well: 5 of 5" in said
    assert "Only before" not in said
    assert not [person for person in people if person.member and person.member.company in said]


def test_a_part_under_five_companies_is_hidden_with_what_would_tell_it(five: list[Person]) -> None:
    people = five
    for person in people[5:8]:
        decides(person, "stayed")
    for person in people[8:12]:
        decides(person, "left", "service")
    people[12].types("renewals")
    said = people[12].presses("What peers did")
    assert "Left" not in said
    assert "Stayed: " not in said


def test_one_more_decision_changes_nothing_that_could_be_subtracted(five: list[Person]) -> None:
    people = five
    people[6].types("renewals")
    before = people[6].presses("What peers did")
    decides(people[5], "left", "conduct")
    people[6].types("renewals")
    assert people[6].presses("What peers did") == before


def test_whoever_erases_themselves_leaves_the_pulse(circle: Circle, five: list[Person]) -> None:
    people = five
    decides(people[5], "stayed")
    people[0].types("me")
    people[0].presses("Erase")
    people[0].presses("Erase everything")
    people[6].types("renewals")
    assert "Fewer than 5 companies" in people[6].presses("What peers did")
    with circle.database.reading() as transaction:
        left = transaction.connection.execute(select(t.renewal)).all()
        timers = [row for row in transaction.connection.execute(select(t.timer)) if row.action == "renewals.remind"]
    assert people[0].member
    assert people[0].member.id not in str(left) + str(timers)


def test_decisions_of_two_years_stand_in_the_pulse(circle: Circle, five: list[Person]) -> None:
    people = five
    circle.clock.passes(days=735)
    circle.deliver()
    people[5].types("renewals")
    assert "Fewer than 5 companies" in people[5].presses("What peers did")


def test_every_second_year_the_vendor_is_reviewed_afresh_with_the_last_review_as_brief(
    circle: Circle, alice: Person
) -> None:
    reviews(alice, "Okta", pros="It signs everybody in.", scope="Four thousand people.")
    notes(alice, ends_on="2029-03-01")
    passes(circle, "2028-03-02")
    card = next(card for card in alice.cards if "Review Okta afresh" in card)
    assert "> It signs everybody in. — What works, March 2026" in card
    assert "> Four thousand people. — What you use it for, March 2026" in card
    alice.said = None
    alice.presses("Review", on="Review Okta afresh")
    assert "It signs everybody in." in alice.sees
    passes(circle, "2030-03-03")
    assert sum("Review Okta afresh" in card for card in alice.cards) == 2


def test_a_vendor_that_was_left_is_not_reviewed_afresh(circle: Circle, alice: Person) -> None:
    decides(alice, "left", "service")
    passes(circle, "2028-03-02")
    assert alice.cards == []


def test_pages_hold_five_renewals_each(alice: Person) -> None:
    for day in range(1, 8):
        notes(alice, ends_on=f"2027-03-0{day}")
    assert alice.types("renewals").count("notice by") == 5
    assert alice.presses("More").count("notice by") == 2


def test_months_are_counted_back_to_a_day_that_exists() -> None:
    assert months_before(date(2027, 5, 31), 3) == date(2027, 2, 28)
    assert months_before(date(2028, 5, 31), 3) == date(2028, 2, 29)
    assert months_before(date(2027, 1, 15), 1) == date(2026, 12, 15)
    assert months_before(date(2027, 1, 15), 12) == date(2026, 1, 15)


def test_my_dates_are_there_for_my_own_calendar(circle: Circle, alice: Person) -> None:
    bea = circle.add("Bea")
    notes(alice)
    notes(bea, "SAP")
    assert alice.member
    with circle.database.reading() as transaction:
        found = entries(transaction.store(circle.community), alice.member.id)
    assert [(entry.day, entry.title) for entry in found] == [
        (date(2026, 12, 1), "Okta: last day to give notice"),
        (date(2027, 3, 1), "Okta: the term ends"),
    ]


def test_the_secret_link_is_made_renewed_and_switched_off(circle: Circle, alice: Person) -> None:
    circle.bot._pages = "https://warmline.example"
    alice.types("renewals")
    alice.presses("Calendar")
    tokens = []
    for _ in range(2):
        alice.presses("Create a link")
        tokens.append(re.findall(r"https://warmline.example/calendar/([0-9a-f]{64}).ics", repr(alice.said))[0])
        alice.types("renewals")
        alice.presses("Calendar")
    now = circle.clock() + timedelta(days=700)
    with circle.database.reading() as transaction:
        assert transaction.look_at_link("feed", tokens[0], now) is None
        assert transaction.look_at_link("feed", tokens[1], now) is not None
    assert "leads nowhere now" in alice.presses("Switch off")
    with circle.database.reading() as transaction:
        assert transaction.look_at_link("feed", tokens[1], now) is None


async def test_a_calendar_can_subscribe_to_my_dates_on_both_platforms(town: Town) -> None:
    for one, vendor in ((town.alice, "Okta"), (town.bea, "Okta"), (town.carl, "SAP")):
        await one.type(f"renewals {vendor}")
        await one.fill({"The term ends on": "2031-03-01", "Notice": "Three months before"}, submit=True)
    async with ClientSession() as session:
        for person in (town.alice, town.bea):
            await person.press("My renewals")
            await person.press("Calendar")
            await person.press("Create a link")
            url = person._button("Open", "")[1].url
            for _ in range(2):
                async with session.get(url) as answer:
                    text = await answer.text()
                    assert (answer.status, answer.content_type) == (200, "text/calendar")
            async with session.get(url.replace(".ics", "0.ics")) as answer:
                assert answer.status == 404
            days = [(str(e["SUMMARY"]), e.decoded("DTSTART")) for e in Calendar.from_ical(text).walk("VEVENT")]
            assert days == [
                ("Okta: last day to give notice", date(2030, 12, 1)),
                ("Okta: the term ends", date(2031, 3, 1)),
            ]
            await person.press("Switch off")
            async with session.get(url) as answer:
                assert answer.status == 404


def test_without_web_pages_there_is_no_link(alice: Person) -> None:
    alice.types("renewals")
    alice.presses("Calendar")
    assert "no web pages" in alice.presses("Create a link")


async def test_both_platforms_keep_a_renewal(town: Town) -> None:
    for person in (town.alice, town.bea):
        await person.type("renewals okta")
        await person.fill({"The term ends on": "2031-03-01", "Notice": "Three months before"}, submit=True)
        assert "1 December 2030" in person.screen()
        await person.press("My renewals")
        await person.press("Decided")
        await person.fill({"We": "Stayed", "Because": "It works well"}, submit=True)
        assert "Add the next term" in person.screen()
