"""Our web pages: who gets in, what a refusal tells, and what every answer carries."""

import re

import pytest
from aiohttp import ClientResponse, ClientSession

from adapters.pages.door import PER_MINUTE
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


@pytest.mark.parametrize(
    ("path", "says"),
    [("/", "instead of cold calls"), ("/privacy", "What cannot be promised"), ("/terms", "no recording")],
)
async def test_anybody_may_read_what_this_is_and_what_is_promised(town: Town, path: str, says: str) -> None:
    async with ClientSession() as session, session.get(f"{town.world.app_url}{path}") as seen:
        assert seen.status == 200
        text = await seen.text()
        assert says in text
        assert "<script" not in text
        assert_closed(seen)


def assert_closed(seen: ClientResponse) -> None:
    """Nothing from elsewhere, nothing kept, nothing told to others."""
    policy = seen.headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert seen.headers["Cache-Control"] == "no-store"
    assert seen.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in seen.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in seen.headers


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
                assert_closed(refused)
        for own in OURS:
            async with session.get(url, headers=own) as still:
                assert still.status == 200
        async with session.post(url, data={"seal": seal}, headers=OURS[0]) as taken:
            assert taken.status == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"seal=%ff%fe", "application/x-www-form-urlencoded"),
        (b"seal=" + b"0" * 64, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % number for number in range(500)), "application/x-www-form-urlencoded"),
        (b'{"seal": "x"}', "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"\xff\x00", "text/plain"),
    ],
)
async def test_what_is_no_form_of_ours_is_refused_alike_whether_the_link_is_good_or_not(
    town: Town, body: bytes, kind: str
) -> None:
    good = await export_link(town)
    told = []
    async with ClientSession() as session:
        for url in (good, good[:-4] + "0000", good[:-32] + "x"):
            async with session.post(url, data=body, headers={"Content-Type": kind}) as refused:
                told.append((refused.status, await refused.text()))
        async with session.get(good) as still:
            assert still.status == 200
    assert {status for status, _ in told} == {403}
    assert len(set(told)) == 1


async def test_a_link_that_never_was_looks_like_one_that_is_used_up(town: Town) -> None:
    url = await export_link(town)
    odd = ["0" * 32, "x", "x" * 4000, "%00", "%ff", "..%2f..", "é"]
    async with ClientSession() as session:
        async with session.post(url, data={"seal": await seal_of(session, url)}) as used:
            assert used.status == 200
        told = set()
        for address in (url, *(url[:-32] + token for token in odd)):
            async with session.get(address) as over:
                told.add((over.status, await over.text()))
                assert_closed(over)
    assert len(told) == 1
    assert next(iter(told))[0] == 404


async def test_an_address_that_asks_too_often_waits_a_minute(town: Town) -> None:
    async with ClientSession() as session:
        for _ in range(PER_MINUTE + 1):
            async with session.get(f"{town.world.app_url}/privacy") as seen:
                last = seen.status, seen.headers.get("Retry-After")
    assert last == (429, "60")
