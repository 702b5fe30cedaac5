"""Our web pages: who gets in, what a refusal tells, and what every answer carries."""

import re
from collections.abc import Mapping
from email.message import Message

import pytest
from aiohttp import ClientSession

from adapters.pages.door import PER_MINUTE
from tests.circle import Circle
from tests.introducing import page_of
from tests.paging import Site
from tests.town import Town

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
]
OURS = [
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
]


SAID = {"/": "instead of cold calls", "/privacy": "What cannot be promised", "/terms": "no recording"}


@pytest.fixture
def url(circle: Circle, site: Site) -> str:
    """Where a member gets the file of what is kept about them, once."""
    alice = circle.add("Alice")
    alice.types("me")
    alice.presses("Export")
    return page_of(alice).removeprefix(site.url)


def test_anybody_may_read_what_this_is_and_what_is_promised(site: Site) -> None:
    for path, says in SAID.items():
        seen = site.get(path)
        assert seen.status == 200
        assert says in seen.text
        assert "<script" not in seen.text
        assert_closed(seen.headers)


def assert_closed(headers: Mapping[str, str] | Message) -> None:
    """Nothing from elsewhere, nothing kept, nothing told to others."""
    policy = headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "Set-Cookie" not in headers


async def export_link(town: Town) -> str:
    await town.alice.type("me")
    await town.alice.press("Export")
    return str(town.alice._button("Download", "")[1].url)


async def seal_of(session: ClientSession, url: str) -> str:
    async with session.get(url) as seen:
        found = re.search(r'name="seal" value="([0-9a-f]{64})"', await seen.text())
    assert found
    return found[1]


async def test_a_form_from_elsewhere_changes_nothing_and_ours_is_taken(town: Town) -> None:
    url = await export_link(town)
    async with ClientSession() as session:
        seal = await seal_of(session, url)
        for headers in FOREIGN:
            async with session.post(url, data={"seal": seal}, headers=headers) as refused:
                assert refused.status == 403, headers
                assert_closed(refused.headers)
        for own in OURS:
            async with session.get(url, headers=own) as still:
                assert still.status == 200
        async with session.post(url, data={"seal": seal}, headers=OURS[0]) as taken:
            assert taken.status == 200


FORM = "application/x-www-form-urlencoded"
NONE_OF_OURS = [
    (b"", FORM),
    (b"seal=%ff%fe", FORM),
    (b"seal=" + b"0" * 64, FORM),
    (b"&".join(b"a%d=1" % number for number in range(500)), FORM),
    (b'{"seal": "x"}', "application/json"),
    (b"--x\r\n", "multipart/form-data; boundary=x"),
    (b"\xff\x00", "text/plain"),
]


def test_what_is_no_form_of_ours_is_refused_alike_whether_the_link_is_good_or_not(site: Site, url: str) -> None:
    for body, kind in NONE_OF_OURS:
        told = set()
        for path in (url, url[:-4] + "0000", url[:-32] + "x"):
            refused = site.send(path, body, kind)
            told.add((refused.status, refused.text))
        assert {status for status, _ in told} == {403}, body
        assert len(told) == 1, body
        assert site.get(url).status == 200


def test_a_link_that_never_was_looks_like_one_that_is_used_up(site: Site, url: str) -> None:
    odd = ["0" * 32, "x", "x" * 4000, "%00", "%ff", "..%2f..", "%C3%A9"]
    assert site.post(url, {"seal": site.get(url).seal}).status == 200
    told = set()
    for path in (url, *(url[:-32] + token for token in odd)):
        over = site.get(path)
        told.add((over.status, over.text))
        assert_closed(over.headers)
    assert len(told) == 1
    assert next(iter(told))[0] == 404


def test_an_address_that_asks_too_often_waits_a_minute(site: Site) -> None:
    for _ in range(PER_MINUTE + 1):
        last = site.get("/privacy")
    assert (last.status, last.headers["Retry-After"]) == (429, "60")
