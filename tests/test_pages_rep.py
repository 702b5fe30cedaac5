"""The rep's page: read as often as one likes, answered once, and never with a name before the reveal."""

import re
from datetime import timedelta

import pytest

from bot.intro.model import Intro
from tests.begun import begin
from tests.circle import Circle, Person
from tests.crash import changed
from tests.introducing import BRIEF, all_offers, does, intros, invites, offers, page_of, requests
from tests.paging import Answer, Site
from tests.rows import rows_of

QUESTION = "Do you use our older product already?"


def invite_a_rep(circle: Circle) -> None:
    """Alice chose Bea's offer, and Bea has the address of the page for the rep."""
    alice, bea = circle.add("Alice"), circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    intro = requests(alice, "Okta")
    assert intro
    offers(bea, intro)
    does(alice, "intro.choose", all_offers(circle)[0].id)
    assert invites(bea, intro)


@pytest.fixture
def path(circle: Circle, site: Site) -> str:
    """The address of the page that Bea forwards to the rep."""
    begin(circle, invite_a_rep)
    return f"/i/{page_of(circle.people['Bea']).rpartition('/')[2]}"


@pytest.fixture
def alice(circle: Circle, path: str) -> Person:
    return circle.people["Alice"]


@pytest.fixture
def bea(circle: Circle, path: str) -> Person:
    return circle.people["Bea"]


def the(circle: Circle) -> Intro:
    return intros(circle)[-1]


def says(site: Site, path: str, answer: str, **more: str) -> Answer:
    """The rep sends the form as it came with the page."""
    return site.post(path, {"seal": site.get(path).seal, "answer": answer, **more})


def test_the_page_shows_the_brief_the_terms_and_the_dates_and_no_name(circle: Circle, site: Site, path: str) -> None:
    page = site.get(path)
    assert page.status == 200
    for words in (BRIEF["need"], BRIEF["process"], "Jan Sample", "I record no conversation", "answers vendors"):
        assert words in page.said
    for label in ("Fit", "No fit", "One question"):
        assert f">{label}</button>" in page.text
    assert "Alice" not in page.text
    assert not re.search(r"\bBea\b", page.text)  # a seal may hold any three letters
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert f"{the(circle).decide_by:%-d %B %Y}" in page.said


def test_previews_and_looks_change_nothing(circle: Circle, site: Site, path: str) -> None:
    before = rows_of(circle.database.engine)
    for _ in range(3):
        assert site.head(path).status == 200
        assert site.get(path, {"User-Agent": "Slackbot-LinkExpanding 1.0"}).status == 200
    assert changed(before, rows_of(circle.database.engine)) == {}


def test_a_fit_needs_the_terms_and_then_waits_for_the_buyer(circle: Circle, site: Site, path: str) -> None:
    refused = says(site, path, "fit", question=QUESTION)
    assert refused.status == 422
    assert "accept the terms" in refused.said
    assert QUESTION in refused.text
    assert 'aria-invalid="true"' in refused.text
    taken = says(site, path, "fit", accepted="yes")
    assert taken.status == 200
    assert "You said: Fit" in taken.said
    assert ">Fit</button>" not in taken.text
    assert "Alice" not in taken.text


def test_one_question_is_answered_on_the_page_and_nothing_typed_is_lost(
    circle: Circle, site: Site, path: str, alice: Person
) -> None:
    empty = says(site, path, "question", accepted="yes")
    assert empty.status == 422
    assert "Write your question" in empty.said
    assert "checked" in empty.text
    long = says(site, path, "question", accepted="yes", question="long " * 200)
    assert long.status == 422
    assert long.text.count("long ") >= 199
    asked = says(site, path, "question", accepted="yes", question=QUESTION)
    assert asked.status == 200
    assert QUESTION in asked.said
    assert "One question</button>" not in asked.text
    does(alice, "intro.send_reply", the(circle).id, reply="No, we are new to it.")
    answered = site.get(path)
    assert "No, we are new to it." in answered.said
    assert says(site, path, "question", accepted="yes", question="And one more?").status == 409


def test_a_no_is_one_press_without_the_terms_and_a_second_press_changes_nothing(
    circle: Circle, site: Site, path: str
) -> None:
    form = {"seal": site.get(path).seal, "answer": "no fit"}
    assert "does not fit" in site.post(path, form).said
    before = rows_of(circle.database.engine)
    assert site.post(path, form).status == 409
    assert changed(before, rows_of(circle.database.engine)) == {}


def test_after_the_reveal_the_page_has_the_contact_and_then_the_decision(
    circle: Circle, site: Site, path: str, alice: Person
) -> None:
    says(site, path, "fit", accepted="yes")
    assert BRIEF["contact"] not in site.get(path).text
    does(alice, "intro.reveal", the(circle).id)
    page = site.get(path)
    assert "Alice" in page.said
    assert BRIEF["contact"] in page.said
    assert "Who asks" not in page.said  # The name says it better.
    does(alice, "intro.no", the(circle).id)
    page = site.get(path)
    assert "no, with thanks" in page.said
    assert BRIEF["contact"] not in page.said


def test_a_press_that_is_none_of_the_three_is_told_which_there_are(site: Site, path: str) -> None:
    assert says(site, path, "perhaps").status == 422
    assert "Press Fit, No fit or One question" in says(site, path, "").said


def test_a_wrong_an_older_and_an_expired_link_look_alike(circle: Circle, site: Site, path: str, bea: Person) -> None:
    fresh = f"/i/{invites(bea, the(circle))}"
    seen = [site.get(path), site.get("/i/" + "0" * 32), site.get("/i/x"), site.get(path + "/decision.ics")]
    assert site.get(fresh).status == 200
    circle.clock.passes(days=90)
    seen.append(site.get(fresh))
    assert {answer.status for answer in seen} == {404}
    assert len({answer.text for answer in seen}) == 1
    assert len({str(sorted(answer.headers.items())).replace(answer.headers["Date"], "") for answer in seen}) == 1


def test_a_form_of_another_link_is_refused(circle: Circle, site: Site, path: str) -> None:
    other = "/i/" + "0" * 32
    assert site.post(other, {"seal": site.get(path).seal, "answer": "fit", "accepted": "yes"}).status == 403
    assert site.post(path, {"answer": "fit", "accepted": "yes"}).status == 403
    assert the(circle).rep_said == ""


def test_what_people_write_is_never_markup(circle: Circle, site: Site, path: str, alice: Person) -> None:
    bad = '<script>alert(1)</script> "><img src=x onerror=y> {{ 7*7 }}'
    page = says(site, path, "question", question=bad)
    assert page.status == 422
    assert "<script>" not in page.text
    assert "<img" not in page.text
    assert "{{ 7*7 }}" in page.said
    says(site, path, "question", question=bad, accepted="yes")
    assert "<script>" not in site.get(path).text


def test_the_decision_date_and_the_call_are_calendar_files_without_names(
    circle: Circle, site: Site, path: str, alice: Person
) -> None:
    before = rows_of(circle.database.engine)
    file = site.get(path + "/decision.ics")
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert f"{the(circle).decide_by:%Y%m%d}" in file.text
    assert site.get(path + "/call.ics?at=2026-04-01T09:30").status == 404
    assert changed(before, rows_of(circle.database.engine)) == {}
    says(site, path, "fit", accepted="yes")
    does(alice, "intro.reveal", the(circle).id)
    call = site.get(path + "/call.ics?at=2026-04-01T09:30")
    assert "DTSTART:20260401T093000" in call.text
    assert "Alice" not in call.text + file.text
    for odd in ("", "?at=", "?at=soon", "?at=2026-02-30T09:30", "?at=2026-04-01T09:30%0d%0aX:1",
                "?at=9999-12-31T23:45", "?at=0001-01-01T00:00", "?at=2101-01-01T00:00"):  # fmt: skip
        assert site.get(path + "/call.ics" + odd).status == 422


def test_the_buyer_gets_the_files_from_a_link_of_ten_minutes(
    circle: Circle, site: Site, path: str, alice: Person
) -> None:
    says(site, path, "fit", accepted="yes")
    assert "not here any more" in does(alice, "intro.calendar", the(circle).id)
    does(alice, "intro.reveal", the(circle).id)
    does(alice, "intro.calendar", the(circle).id)
    page = page_of(alice).removeprefix(site.url)
    assert "The files name nobody" in site.get(page).said
    assert "Decision about Okta" in site.get(page + "/decision.ics").text
    assert "BEGIN:VEVENT" in site.get(page + "/call.ics?at=2026-04-01T09:30").text
    circle.clock.passes(minutes=11)
    assert site.get(page).status == 404
    assert site.get(page + "/decision.ics").text == site.get("/dates/" + "0" * 32).text


def test_a_busy_form_of_an_address_waits(circle: Circle, site: Site, path: str) -> None:
    circle.clock.passes(minutes=1)
    statuses = [site.get("/i/" + f"{number:032x}").status for number in range(31)]
    assert statuses == [404] * 30 + [429]
    circle.clock.now += timedelta(minutes=1)
    assert site.get(path).status == 200
