"""Installing the app through OAuth pages that another maker built."""

import asyncio
import json
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import pytest_asyncio

from tests.third_party.conftest import CLIENT_ID, CLIENT_SECRET, Slack
from tests.third_party.house import serving
from tests.third_party.parts import beside_others
from tests.third_party.slack_person import APP, SECRET, SlackPerson, post_event
from tests.third_party.tap import Tap, listening

pytestmark = [beside_others, pytest.mark.asyncio(loop_scope="module")]


class HiddenFields(HTMLParser):
    """The hidden fields of each form of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and self.forms and found.get("name"):
            self.forms[-1][str(found["name"])] = found.get("value") or ""


class Visitor:
    """An administrator's browser, up to where Slack sends it back."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self.cookie = ""

    async def begin(self) -> str:
        """Opens the install page; where it leads."""
        async with self._session.get(self._url + "/slack/install", allow_redirects=False) as answer:
            assert answer.status == 302, await answer.text()
            self.cookie = "; ".join(f"{name}={one.value}" for name, one in answer.cookies.items())
            return answer.headers["Location"]

    async def allow(self, page: str) -> str:
        """Allows the app as the first person of the page; where Slack sends the browser back."""
        async with self._session.get(page) as answer:
            assert answer.status == 200, await answer.text()
            fields = HiddenFields(await answer.text()).forms[0]
        address = f"http://{urlsplit(page).netloc}/oauth/v2/authorize/callback"
        async with self._session.post(address, data=fields, allow_redirects=False) as answer:
            assert answer.status == 302, await answer.text()
            return answer.headers["Location"]

    async def back(self, address: str, cookie: str) -> tuple[int, str]:
        """Arrives at our page again."""
        async with self._session.get(address, headers={"Cookie": cookie}) as answer:
            return answer.status, await answer.text()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    slack: Slack, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[str, Tap, SlackPerson]]:
    """Warmline with OAuth settings and no token."""
    alice = slack.team.user("alice")
    settings = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{slack.tap_port}/api/",
    }
    members = [["Alice Chen", "Acme", "alice@acme.example", f"slack:{slack.team.id}:{alice}", "", "manager"]]
    url = f"http://127.0.0.1:{slack.warmline_port}"
    folder, words = tmp_path_factory.mktemp("install") / "house", ["--slack-team", slack.team.id]
    async with (
        listening(slack.tap_port, Tap(slack.team.url)) as tap,
        serving(folder, sqlite_template, slack.warmline_port, settings, words, members),
    ):
        yield url, tap, SlackPerson(slack.team, url, alice)


async def test_the_app_is_installed_used_and_removed(town: tuple[str, Tap, SlackPerson]) -> None:
    url, tap, alice = town
    assert "not installed" in (await asyncio.to_thread(alice.command, "ask Okta?"))[1]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        visitor = Visitor(session, url)
        page = await visitor.begin()
        assert parse_qs(urlsplit(page).query)["client_id"] == [CLIENT_ID]
        back = await visitor.allow(page)
        status, said = await visitor.back(back, visitor.cookie)
        assert (status, "Installed in Peer Network" in said) == (200, True), said
        granted = tap.calls("/oauth.v2.access")[-1].answer["access_token"]
        assert (await visitor.back(back, visitor.cookie))[0] == 400

    assert (await asyncio.to_thread(alice.command, "ask Okta?")) == (200, "")
    opened = tap.calls("/views.open")[-1]
    assert (opened.headers["Authorization"], opened.answer["ok"]) == (f"Bearer {granted}", True)

    gone = {"type": "event_callback", "team_id": alice.team.id, "api_app_id": APP, "event_id": "Ev-gone"}
    assert (await asyncio.to_thread(post_event, url, {**gone, "event": {"type": "app_uninstalled"}}))[0] == 200
    assert "no Warmline community" in json.loads((await asyncio.to_thread(alice.command, "ask Okta?"))[1])["text"]


async def test_only_the_browser_that_began_may_go_on(town: tuple[str, Tap, SlackPerson]) -> None:
    url, tap, _ = town
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        visitor = Visitor(session, url)
        back = await visitor.allow(await visitor.begin())
        before = len(tap.calls("/oauth.v2.access"))
        for cookie in ("", "warmline-slack-install=another"):
            status, said = await visitor.back(back, cookie)
            assert (status, "Not installed" in said) == (400, True)
        assert len(tap.calls("/oauth.v2.access")) == before


async def test_a_code_that_slack_does_not_know_is_refused(town: tuple[str, Tap, SlackPerson]) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        visitor = Visitor(session, town[0])
        state = parse_qs(urlsplit(await visitor.begin()).query)["state"][0]
        status, said = await visitor.back(f"{town[0]}/slack/oauth_redirect?code=made-up&state={state}", visitor.cookie)
    assert (status, "did not accept the code" in said) == (400, True)
