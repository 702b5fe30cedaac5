"""The whole playground: both platforms on one loopback server, the people in it, and the app they talk to."""

import asyncio
import html
import re
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from aiohttp import ClientError, web

from playground import slack as slack_module
from playground import teams as teams_module
from playground.api import Api, Handler, guard
from playground.cast import Actor, Cast, cast_of
from playground.client import Client
from playground.loopback import is_loopback
from playground.people import Person
from playground.slack import Slack
from playground.slack_client import SlackClient
from playground.slack_http import PATHS, SlackHttp
from playground.slack_out import Outbound as SlackOutbound
from playground.slack_out import Sockets
from playground.stage import Exchange, Stage
from playground.state import State
from playground.teams import Teams
from playground.teams_client import TeamsClient
from playground.teams_http import TeamsHttp
from playground.teams_out import Outbound as TeamsOutbound

LARGEST_REQUEST = 4 * 1024 * 1024


class World:
    """Start it, give the app `settings()`, set `app_url`, and drive the people.

    `slack` and `teams` are the platforms (faults, pacing, time limits), `slack_out` and `teams_out` send
    what no person does: events, removals, forged requests.
    """

    def __init__(self, cast: Cast | list[Actor], app_url: str | None = None, state: Path | None = None) -> None:
        whole = cast if isinstance(cast, Cast) else cast_of(cast)
        self.stage = Stage(whole, State(state), app_url)
        self.slack = Slack(self.stage)
        self.teams = Teams(self.stage)
        sockets = Sockets()
        self.slack_out = SlackOutbound(self.slack, sockets)
        self.teams_out = TeamsOutbound(self.teams)
        self.clients: dict[str, Client] = {
            "slack": SlackClient(self.slack, self.slack_out),
            "teams": TeamsClient(self.teams, self.teams_out),
        }
        self._people = {a.id: Person(self.stage, a, self.clients[a.platform]) for a in whole.actors}
        self._slack_http = SlackHttp(self.slack, sockets)
        self._teams_http = TeamsHttp(self.teams)
        self._api = Api(self.stage, self._people)
        self._runner: web.AppRunner | None = None

    @property
    def app_url(self) -> str | None:
        """Where the app listens."""
        return self.stage.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self.stage.app_url = url

    @property
    def origin(self) -> str:
        """Where the playground listens, once it is started."""
        return self.stage.origin

    @property
    def traffic(self) -> deque[Exchange]:
        """The latest requests both ways."""
        return self.stage.traffic

    @property
    def people(self) -> list[Person]:
        """Everybody in the world."""
        return list(self._people.values())

    def person(self, person_id: str) -> Person:
        """The person of an id such as slack:T0001:U0001 or teams:TENANT:OBJECT_ID."""
        if person_id not in self._people:
            raise KeyError(f"There is no {person_id} in the cast.")
        return self._people[person_id]

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens on a loopback address; ValueError for any other."""
        if not is_loopback(host):
            raise ValueError(f"The playground listens on this machine only: {host} is no loopback address.")
        app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[guard, self._save])
        app.add_routes([*self._slack_http.routes(), *self._teams_http.routes(), *self._api.routes()])
        app.on_shutdown.append(self._shut)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        address = self._runner.addresses[0]
        shown = f"[{address[0]}]" if ":" in address[0] else address[0]
        self.stage.origin = f"http://{shown}:{address[1]}"

    async def stop(self) -> None:
        """Stops listening; what stood on the screens is kept when there is a state file."""
        await self.stage.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await self.stage.state.saved()

    def settings(self, *, oauth: bool | None = None) -> dict[str, str]:
        """The environment for the app.

        Slack by OAuth where there are several workspaces (a bot token serves one), unless `oauth` says which.
        """
        found: dict[str, str] = {}
        if self.slack.teams:
            found |= {"SLACK_SIGNING_SECRET": slack_module.SIGNING_SECRET, "SLACK_API_URL": f"{self.origin}/slack/api/"}
            if oauth if oauth is not None else len(self.slack.teams) > 1:
                found |= {"SLACK_CLIENT_ID": slack_module.CLIENT_ID, "SLACK_CLIENT_SECRET": slack_module.CLIENT_SECRET}
            else:
                found["SLACK_BOT_TOKEN"] = self.slack.token(next(iter(self.slack.teams)))
        if self.teams.tenants:
            found |= {
                "TEAMS_APP_ID": teams_module.APP_ID,
                "TEAMS_APP_PASSWORD": teams_module.APP_PASSWORD,
                "TEAMS_TENANT_ID": next(iter(self.teams.tenants)),
                "TEAMS_OPENID_METADATA_URL": f"{self.origin}/teams/.well-known/openidconfiguration",
                "TEAMS_TOKEN_URL": f"{self.origin}/teams/token",
                "TEAMS_SERVICE_HOSTS": self.origin,
            }
        return found

    async def wait_for(self, happened: Callable[[], object], seconds: float = 5.0) -> None:
        """Waits until the condition holds; AssertionError when it does not in time."""
        end = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > end:
                screens = "\n\n".join(f"{p.actor.name} sees:\n{p.screen()}" for p in self.people[:6])
                raise AssertionError(f"It did not happen within {seconds:g} s.\n{screens}")
            await asyncio.sleep(0.01)

    async def install_slack(self, team: str) -> int:
        """Adds the app to a workspace by its own install page, as an administrator does; the last status."""
        assert self.app_url is not None
        session = self.stage.session()
        headers = {"Accept": "text/html"}
        async with session.get(self.app_url + "/slack/install", headers=headers, allow_redirects=False) as begun:
            cookies = {name: cookie.value for name, cookie in begun.cookies.items()}
            target = begun.headers.get("Location") or _authorize_link(await begun.text())
        form = {**dict(parse_qsl(urlsplit(target).query)), "team": team}
        async with session.post(self.origin + PATHS[0], data=form, allow_redirects=False) as allowed:
            back = allowed.headers["Location"]
        # A cookie for https only would not travel here by itself: the browser's part is done by hand.
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        async with session.get(back, headers=cookie, allow_redirects=False) as done:
            await done.read()
            return done.status

    async def announce(self, seconds: float = 60.0) -> None:
        """Tells the app once where it is installed: Slack by OAuth, Teams for each person and channel.

        Waits up to that long for the app to answer. What was told before (see the state file) is left out.
        """
        await self._wait_for_app(seconds)
        told: list[str] = self.stage.state.kept.setdefault("announced", [])
        if len(self.slack.teams) > 1:
            for team in self.slack.teams:
                if team not in told and await self.install_slack(team) < 400:
                    told.append(team)
        for person in self.people:
            if person.actor.platform == "teams" and person.actor.role != "stranger" and person.id not in told:
                answer = await self.install(person)
                told.extend([person.id] if answer else [])
        await self._announce_channels(told)
        self.stage.state.touched()
        await self.stage.state.saved()

    async def install(self, person: Person) -> bool:
        """Adds the app for a person at Teams; whether the bot took it."""
        if person.id in self.teams.removed:
            self.teams.removed.remove(person.id)
        return (await self.teams_out.installed(person.actor, "add")).fine

    async def uninstall(self, person: Person) -> bool:
        """Takes the app away for a person at Teams: from now on nothing reaches them."""
        self.teams.removed.append(person.id)
        return (await self.teams_out.installed(person.actor, "remove")).fine

    async def remove_from_slack(self, team: str) -> None:
        """Removes the app from a workspace: its token is dead and the app is told."""
        token = self.slack.token(team)
        self.slack.gone.append(token)
        self.stage.state.touched()
        await self.slack_out.event(team, {"type": "tokens_revoked", "tokens": {"bot": [slack_module.bot_user(team)]}})
        await self.slack_out.event(team, {"type": "app_uninstalled"})

    async def _announce_channels(self, told: list[str]) -> None:
        for place in list(self.stage.state.conversations.values()):
            key = f"{place.tenant}/{place.id}"
            if place.platform != "teams" or place.kind != "channel" or not place.members or key in told:
                continue
            first = self.stage.actor(place.members[0])
            told.extend([key] if (await self.teams_out.installed_in_team(first, place)).fine else [])

    async def _wait_for_app(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                async with self.stage.session().get(f"{self.app_url}/healthz") as response:
                    if response.status == 200:
                        return
            except (ClientError, TimeoutError):
                pass  # It is not up yet.
            if time.monotonic() > end:
                raise TimeoutError(f"The app at {self.app_url} does not answer.")
            await asyncio.sleep(0.2)

    async def _shut(self, _app: web.Application) -> None:
        self._api.shut()
        for socket in list(self.slack_out.sockets.connected):
            await socket.close()

    @web.middleware
    async def _save(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        await self.stage.state.saved()
        return response


def _authorize_link(page: str) -> str:
    """The link to Slack's consent page in an install page."""
    found = re.search(r'href="([^"]*oauth/v2/authorize[^"]*)"', page)
    if found is None:
        raise AssertionError("The install page has no link to Slack's consent page.")
    return html.unescape(found[1])
