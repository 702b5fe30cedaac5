"""Installing by OAuth: the state is one browser's, once; what Slack grants is checked before it is kept."""

import asyncio
import json
import time
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.slack.install import COOKIE, INSTALL, REDIRECT
from adapters.slack.manifest import SCOPES
from bot.turn import Unavailable
from tests.slack.world import OAUTH, World, granted, world


async def begin(made: World) -> str:
    """Opens the install page as a browser does; the state."""
    async with made.http.get(INSTALL, allow_redirects=False) as response:
        assert response.status == 302
        asked = parse_qs(urlsplit(response.headers["Location"]).query)
        return asked["state"][0]


async def come_back(made: World, **query: str) -> tuple[int, str]:
    async with made.http.get(REDIRECT, params=query) as response:
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store"
        return response.status, await response.text()


async def test_the_install_page_leads_to_slack_with_a_state(many_teams: World) -> None:
    async with many_teams.http.get(INSTALL, allow_redirects=False) as response:
        target = urlsplit(response.headers["Location"])
        cookie = SimpleCookie(response.headers["Set-Cookie"])[COOKIE]
    assert f"{target.scheme}://{target.netloc}{target.path}" == f"{many_teams.slack.url}oauth/v2/authorize"
    asked = {name: values[0] for name, values in parse_qs(target.query).items()}
    assert asked["client_id"] == "1.2"
    assert asked["scope"] == ",".join(SCOPES)
    assert asked["redirect_uri"] == str(many_teams.http.make_url(REDIRECT))
    assert len(asked["state"]) >= 43
    assert cookie.value == asked["state"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "600")
    assert not cookie["secure"]


async def test_behind_a_public_address_the_cookie_is_secure() -> None:
    async with world(OAUTH, public_url="https://warmline.example/") as made:
        headers = {"Host": "warmline.example"}
        async with made.http.get(INSTALL, headers=headers, allow_redirects=False) as response:
            assert SimpleCookie(response.headers["Set-Cookie"])[COOKIE]["secure"]
            asked = parse_qs(urlsplit(response.headers["Location"]).query)
            assert asked["redirect_uri"] == ["https://warmline.example/slack/oauth_redirect"]


async def test_a_good_installation_is_kept_and_shown(many_teams: World) -> None:
    state = await begin(many_teams)
    status, html = await come_back(many_teams, code="c1", state=state)
    assert status == 200
    assert "Installed in Globex &lt;b&gt;" in html
    (asked,) = many_teams.slack.of("oauth.v2.access")
    assert asked == {
        "client_id": "1.2",
        "client_secret": "s3cret",
        "code": "c1",
        "redirect_uri": str(many_teams.http.make_url(REDIRECT)),
    }
    assert json.loads(many_teams.grants.kept["slack", "T2"])["token"] == "xoxb-granted"


async def test_installing_again_keeps_one_grant(many_teams: World) -> None:
    for token in ("xoxb-first", "xoxb-second"):
        many_teams.slack.answers["oauth.v2.access"] = (200, granted(access_token=token), {})
        state = await begin(many_teams)
        assert (await come_back(many_teams, code="c", state=state))[0] == 200
    assert list(many_teams.grants.kept) == [("slack", "T2")]
    assert "xoxb-second" in many_teams.grants.kept["slack", "T2"]


async def test_an_organisation_is_kept_by_its_own_id(many_teams: World) -> None:
    answer = granted(team=None, enterprise={"id": "E1", "name": "Globex"}, is_enterprise_install=True)
    many_teams.slack.answers["oauth.v2.access"] = (200, answer, {})
    assert (await come_back(many_teams, code="c", state=await begin(many_teams)))[0] == 200
    assert list(many_teams.grants.kept) == [("slack", "E1")]


async def test_a_rotating_token_is_kept_with_what_renews_it(many_teams: World) -> None:
    answer = granted(access_token="xoxe.xoxb-1", refresh_token="xoxe-1", expires_in=43_200)
    many_teams.slack.answers["oauth.v2.access"] = (200, answer, {})
    assert (await come_back(many_teams, code="c", state=await begin(many_teams)))[0] == 200
    kept = json.loads(many_teams.grants.kept["slack", "T2"])
    assert (kept["token"], kept["refresh"]) == ("xoxe.xoxb-1", "xoxe-1")
    assert 43_000 < float(kept["expires"]) - time.time() <= 43_200


async def test_a_state_is_good_once(many_teams: World) -> None:
    state = await begin(many_teams)
    cookies = {"Cookie": f"{COOKIE}={state}"}
    statuses = []
    for _ in range(3):
        async with many_teams.http.get(REDIRECT, params={"code": "c", "state": state}, headers=cookies) as response:
            statuses.append(response.status)
    assert statuses == [200, 400, 400]


async def test_of_many_at_once_one_wins(many_teams: World) -> None:
    state = await begin(many_teams)
    gate = asyncio.Semaphore(50)

    async def use() -> int:
        headers = {"Cookie": f"{COOKIE}={state}"}
        async with (
            gate,
            many_teams.http.get(REDIRECT, params={"code": "c", "state": state}, headers=headers) as response,
        ):
            return response.status

    statuses = await asyncio.gather(*(use() for _ in range(200)))
    assert sorted(statuses)[:2] == [200, 400]
    assert len(many_teams.slack.of("oauth.v2.access")) == 1


@pytest.mark.parametrize("cookie", ["", "x", "another-state"])
async def test_another_browser_cannot_finish_and_does_not_use_up_the_state(many_teams: World, cookie: str) -> None:
    state = await begin(many_teams)
    many_teams.http.session.cookie_jar.clear()
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    async with many_teams.http.get(REDIRECT, params={"code": "c", "state": state}, headers=headers) as response:
        assert response.status == 400
    assert many_teams.slack.of("oauth.v2.access") == []
    async with many_teams.http.get(
        REDIRECT, params={"code": "c", "state": state}, headers={"Cookie": f"{COOKIE}={state}"}
    ) as response:
        assert response.status == 200


@pytest.mark.parametrize("state", ["", "invented", "é", "\ud83d"])
async def test_an_invented_state_is_refused(many_teams: World, state: str) -> None:
    from urllib.parse import quote

    headers = {"Cookie": f"{COOKIE}=invented"}
    query = f"code=c&state={quote(state, errors='surrogatepass')}"
    async with many_teams.http.get(f"{REDIRECT}?{query}", headers=headers) as response:
        assert response.status == 400
    assert many_teams.grants.kept == {}


async def test_a_no_at_slack_is_a_calm_page(many_teams: World) -> None:
    status, html = await come_back(many_teams, error="access_denied", state=await begin(many_teams))
    assert status == 400
    assert "nothing was changed" in html


BAD: dict[str, dict[str, Any]] = {
    "a missing permission": {"scope": "commands"},
    "no app": {"app_id": ""},
    "another app": {"app_id": "A2"},
    "no token": {"access_token": None},
    "no team": {"team": None},
    "odd team": {"team": "T2"},
}


async def test_a_grant_without_what_only_a_part_needs_is_kept(many_teams: World) -> None:
    many_teams.slack.answers["oauth.v2.access"] = (200, granted(scope="chat:write,commands,im:write"), {})
    assert (await come_back(many_teams, code="c", state=await begin(many_teams)))[0] == 200


@pytest.mark.parametrize("name", BAD)
async def test_a_grant_that_is_not_right_is_not_kept(many_teams: World, name: str) -> None:
    await many_teams.type("help")
    many_teams.slack.answers["oauth.v2.access"] = (200, granted(**BAD[name]), {})
    status, _ = await come_back(many_teams, code="c", state=await begin(many_teams))
    assert status == 400
    assert many_teams.grants.kept == {}


async def test_a_code_that_slack_refuses_is_a_calm_page(many_teams: World) -> None:
    many_teams.slack.fail("oauth.v2.access", "invalid_code")
    assert (await come_back(many_teams, code="c", state=await begin(many_teams)))[0] == 400
    many_teams.slack.answers["oauth.v2.access"] = (502, "down", {})
    assert (await come_back(many_teams, code="c", state=await begin(many_teams)))[0] == 503
    assert (await come_back(many_teams, state=await begin(many_teams)))[0] == 400


async def test_a_database_that_is_away_is_a_calm_page(many_teams: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(state: str, seconds: int) -> None:
        raise Unavailable

    monkeypatch.setattr(many_teams.grants, "open_state", away)
    async with many_teams.http.get(INSTALL) as response:
        assert response.status == 503


async def test_with_one_token_there_is_nothing_to_install(one_team: World) -> None:
    for path in (INSTALL, REDIRECT):
        async with one_team.http.get(path) as response:
            assert response.status == 404
            assert "one Slack workspace" in await response.text()
