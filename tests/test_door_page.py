"""The pages of the front door: what a visitor is asked, what is refused, and that nothing typed is lost."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from adapters.pages import door
from bot.door.words import address
from storage import tables as t
from tests.begun import begin
from tests.circle import Circle, Person
from tests.crash import changed
from tests.leaving import FORM, WORDS, link_in, looks, opens_door, sends
from tests.paging import Site
from tests.rows import rows_of
from tests.waiting import until_it_waits, watched


@pytest.fixture
def path(circle: Circle, site: Site) -> str:
    return begin(circle, opens_door)


@pytest.fixture
def alice(circle: Circle, path: str) -> Person:
    return circle.add("Alice")


def pitches(circle: Circle) -> int:
    with circle.database.reading() as transaction:
        return len(transaction.connection.execute(t.pitch.select()).all())


def test_a_pitch_goes_from_the_page_to_a_member_and_the_yes_comes_back(
    circle: Circle, site: Site, path: str, alice: Person
) -> None:
    left = sends(circle, site, path)
    assert left.status == 200
    assert "Keep this link" in left.said
    link = link_in(left)
    waiting = site.get(link)
    assert "Waiting" in waiting.said
    assert WORDS in waiting.said
    assert "By 23 March 2026 this page says yes or no" in waiting.said
    assert WORDS in looks(alice)
    assert "The page for vendors" in looks(alice)
    alice.presses("Yes, tell me more")
    alice.fills()
    told = site.get(link)
    assert "Alice, Alice Works alice@alice.example Yes on Monday, 2 March 2026" in told.said


def test_the_page_says_what_happens_and_nothing_of_the_members(
    circle: Circle, site: Site, path: str, alice: Person
) -> None:
    page = site.get(path)
    assert page.status == 200
    assert "A pitch to CIO Circle" in page.said
    assert "We start no follow-up sequence" in page.said
    assert "Alice" not in page.text
    assert "<script" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


def test_a_closed_door_and_one_that_never_was_look_alike(circle: Circle, site: Site, path: str) -> None:
    good = site.get(path)
    opens_door(circle, "off")
    seen = [site.get(path), site.get("/door/" + "0" * 32)]
    assert {one.status for one in seen} == {404}
    assert len({one.text for one in seen}) == 1
    assert site.get("/door/x").status == 404
    assert site.post(path, {"seal": good.seal, **FORM}).status == 404
    assert address("https://warmline.example", circle.community) == ""
    assert pitches(circle) == 0


def test_looking_changes_nothing(circle: Circle, site: Site, path: str) -> None:
    link = link_in(sends(circle, site, path))
    before = rows_of(circle.database.engine)
    for one in (path, link):
        assert site.head(one).status == 200
        assert site.get(one, {"User-Agent": "Slackbot-LinkExpanding 1.0"}).status == 200
    assert changed(before, rows_of(circle.database.engine)) == {}


DOES_NOT_FIT = (
    ("vendor", "", "name of your company"),
    ("vendor", "https://nimbus.example", "without a web address"),
    ("person", "Jan www.nimbus.example", "nothing else"),
    ("work_email", "jan", "work e-mail"),
    ("work_email", "jan.sample@gmail.com", "your company gave you"),
    ("category", "sandwiches", "category that fits"),
    ("problem", "Short.", "between 40 and 600"),
    ("problem", WORDS * 10, "between 40 and 600"),
    ("problem", f"{WORDS} See nimbus.io for more.", "No links"),
    ("problem", f"{WORDS} Call +49 30 5550123.", "No links"),
    ("problem", f"{WORDS} It costs 20 euros per user.", "20 euros per user"),
    ("size-1000-9999", "", "size of organisation"),
    ("industry", "", "Choose an industry"),
    ("references", "perhaps", "yes or no"),
    ("price_model", "", "No amounts"),
    ("accepted", "", "accept the terms"),
)


def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    circle: Circle, site: Site, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.pages.door_front.TRIES", len(DOES_NOT_FIT))
    for field, value, says in DOES_NOT_FIT:
        answer = sends(circle, site, path, 20, **{field: value})
        assert answer.status == 422, (field, value)
        assert says in answer.said
        if field in {"vendor", "person", "work_email", "problem"}:
            assert value.partition(" ")[0] in answer.text
        if field != "problem":
            assert WORDS in answer.said
        assert 'role="alert"' in answer.text
        assert pitches(circle) == 0


def test_a_mended_form_is_taken_without_another_wait(circle: Circle, site: Site, path: str) -> None:
    wrong = sends(circle, site, path, accepted="")
    since = re.search(r'name="since" value="([^"]+)"', wrong.text)
    assert since
    taken = site.post(path, {"seal": wrong.seal, "since": since[1], **FORM})
    assert taken.status == 200
    assert pitches(circle) == 1


def test_programs_are_told_from_people_by_their_haste_and_by_a_field_nobody_sees(
    circle: Circle, site: Site, path: str
) -> None:
    quick = sends(circle, site, path, wait=1)
    assert quick.status == 422
    assert "That was quick" in quick.said
    assert "field that nobody sees" in sends(circle, site, path, website="https://buy.example").said
    page = site.get(path)
    for since in ("", "1.x", f"{int(circle.clock().timestamp()) - 60}.{'0' * 64}", "²." + "0" * 64, "9" * 400 + ".x"):
        assert "open for very long" in site.post(path, {"seal": page.seal, "since": since, **FORM}).said
    assert "open for very long" in sends(circle, site, path, wait=25 * 3600).said
    assert pitches(circle) == 0


def test_an_impatient_second_press_leads_to_the_same_link(circle: Circle, site: Site, path: str) -> None:
    page = site.get(path)
    since = re.search(r'name="since" value="([^"]+)"', page.text)
    assert since
    circle.clock.passes(seconds=20)
    form = {"seal": page.seal, "since": since[1], **FORM}
    first, second = site.post(path, form), site.post(path, form)
    assert link_in(first) == link_in(second)
    assert "Waiting" in site.get(link_in(second)).said
    assert pitches(circle) == 1
    other = site.post(path, {**form, "work_email": "kim@nimbus-access.example"})
    assert link_in(other) != link_in(first)


def test_a_form_of_another_page_is_refused(circle: Circle, site: Site, path: str) -> None:
    assert site.post("/door/" + "0" * 32, {"seal": site.get(path).seal, **FORM}).status == 403
    assert site.post(path, FORM).status == 403
    assert pitches(circle) == 0


def test_an_address_has_ten_tries_an_hour(
    circle: Circle, site: Site, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.pages.door_front.TRIES", 2)
    assert sends(circle, site, path, vendor="").status == 422
    assert sends(circle, site, path).status == 200
    third = sends(circle, site, path, category="backup")
    assert third.status == 409
    assert "many forms from your address" in third.said
    circle.clock.passes(hours=1)
    assert sends(circle, site, path, category="backup").status == 200


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """So few requests of one address are taken in a minute; test_pages looks at the real number."""
    monkeypatch.setattr(door, "Pace", partial(door.Pace, 4))
    return 4


def test_behind_a_proxy_each_visitor_counts_alone_and_nobody_names_another_address_himself(
    few: int, circle: Circle, site: Site, path: str
) -> None:
    circle.clock.passes(minutes=1)
    named = [f"9.9.9.9, 203.0.113.{number}" for number in range(few + 2)]
    assert {site.get(path, {"X-Forwarded-For": one}).status for one in named} == {200}
    circle.clock.passes(minutes=1)
    named = [f"9.9.9.{number}, 2001:db8::{number:x}" for number in range(few + 1)]
    assert [site.get(path, {"X-Forwarded-For": one}).status for one in named] == [200] * few + [429]
    assert site.get(path, {"X-Forwarded-For": "2001:db8:0:1::1"}).status == 200


def test_an_older_address_in_the_newer_notation_counts_as_itself(
    few: int, circle: Circle, site: Site, path: str
) -> None:
    circle.clock.passes(minutes=1)
    named = [f"::ffff:203.0.113.{number}" for number in range(few + 2)]
    assert {site.get(path, {"X-Forwarded-For": one}).status for one in named} == {200}
    circle.clock.passes(minutes=1)
    two = ("::ffff:203.0.113.7", "203.0.113.7")
    seen = [site.get(path, {"X-Forwarded-For": two[number % 2]}).status for number in range(few + 1)]
    assert seen == [200] * few + [429]


def test_a_form_from_an_address_that_cannot_be_read_is_refused(circle: Circle, site: Site, path: str) -> None:
    seal = site.get(path).seal
    assert site.post(path, {"seal": seal, **FORM}, {"Origin": "http://["}).status == 403
    assert pitches(circle) == 0


def test_presses_at_the_same_moment_lead_to_the_same_link(circle: Circle, site: Site, path: str) -> None:
    page = site.get(path)
    since = re.search(r'name="since" value="([^"]+)"', page.text)
    assert since
    circle.clock.passes(seconds=20)
    form = {"seal": page.seal, "since": since[1], **FORM}
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: site.post(path, form), range(6)))
    assert {one.status for one in answers} == {200}
    assert len({link_in(one) for one in answers}) == 1
    assert pitches(circle) == 1


def test_an_hours_first_tries_at_the_same_moment_are_both_counted(circle: Circle) -> None:
    def tries() -> int:
        with circle.database.writing() as transaction:
            return transaction.store(circle.community).codes.count_try("somebody", circle.clock())

    with ThreadPoolExecutor(1) as pool:
        with watched(circle.database).writing() as transaction:
            first = transaction.store(circle.community).codes.count_try("somebody", circle.clock())
            other = pool.submit(tries)
            until_it_waits(circle.database, other.done)
        assert (first, other.result(10)) == (1, 2)


def test_whoever_sends_a_second_pitch_of_a_company_reads_what_the_first_read(
    circle: Circle, site: Site, path: str, alice: Person
) -> None:
    first = sends(circle, site, path)
    again = sends(circle, site, path, work_email="other@mail.nimbus-access.example", person="Kim Sample")
    assert again.status == first.status == 200
    links = link_in(first), link_in(again)
    assert links[0] != links[1]
    assert first.said.replace(links[0], "") == again.said.replace(links[1], "")
    assert "ends as a no" in again.said
    assert [site.get(link).status for link in links] == [200, 200]
    assert site.get(links[0]).said == site.get(links[1]).said
    assert "Kim Sample" not in looks(alice)


def test_the_link_is_kept_as_a_hash_and_goes_with_the_pitch(circle: Circle, site: Site, path: str) -> None:
    link = link_in(sends(circle, site, path))
    with circle.database.reading() as transaction:
        rows = transaction.connection.execute(t.once_link.select()).all()
    assert len(rows) == 1
    assert link.rpartition("/")[2] not in str(rows)
    circle.clock.passes(days=91)
    circle.deliver()
    over = [site.get(link), site.get("/pitch/" + "0" * 32), site.get("/pitch/x")]
    assert {one.status for one in over} == {404}
    assert len({one.text for one in over}) == 1
    assert pitches(circle) == 0


def test_a_pitch_can_be_taken_back_and_its_words_are_gone(circle: Circle, site: Site, path: str, alice: Person) -> None:
    link = link_in(sends(circle, site, path))
    looks(alice)
    alice.presses("Yes, tell me more")
    alice.fills()
    assert site.post(link, {"seal": site.get(path).seal}).status == 403
    seal = site.get(link).seal
    back = site.post(link, {"seal": seal})
    assert "Taken back" in back.said
    assert "Alice" not in back.text
    assert WORDS not in back.said
    assert site.post(link, {"seal": seal}).status == 200
    assert "Nobody is at the door" in looks(alice)
    with circle.database.reading() as transaction:
        row = transaction.connection.execute(t.pitch.select()).one()
    assert (row.person, row.work_email, row.problem) == ("", "", "")
    sends(circle, site, path)
    assert "Nobody is at the door" in looks(alice)


def test_what_people_write_is_never_markup(circle: Circle, site: Site, path: str) -> None:
    bad = '<script>alert(1)</script> "><img src=x onerror=y> {{ 7*7 }} and some more words of a pitch'
    page = sends(circle, site, path, problem=bad, person='"><b>Jan')
    link = link_in(page)
    wrong = sends(circle, site, path, problem=bad, person='"><b>Jan', accepted="")
    for text in (site.get(link).text, wrong.text):
        assert "<script" not in text
        assert "<img" not in text
        assert "<b>" not in text


def test_the_gatekeeper_card_and_the_ready_replies_name_the_page(
    circle: Circle, site: Site, path: str, alice: Person
) -> None:
    alice.types("calls")
    assert f"leave one pitch at {site.url}{path}." in alice.presses("Ready replies")
    assert f"A pitch in writing: {site.url}{path}" in alice.presses("For my assistant")
