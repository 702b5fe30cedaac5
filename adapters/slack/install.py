"""Installing the app into a workspace by OAuth: out to Slack with a one-time state, back with a code."""

import hmac
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from adapters.frame import HEADERS, note
from adapters.port import Ports
from adapters.slack.authorize import Installations
from adapters.slack.client import Answer, SlackWeb
from adapters.slack.errors import SlackRefused
from adapters.slack.grant import Grant, expiry
from adapters.slack.incoming import news
from adapters.slack.manifest import NEEDED, SCOPES
from adapters.slack.payload import part, text
from adapters.slack.settings import Settings, is_loopback
from bot.turn import Gone, TryLater, Unavailable, Unreachable

log = logging.getLogger("warmline.slack")

INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
COOKIE = "warmline-slack-install"
STATE_LASTS = 600  # seconds
EXCHANGE = 10.0  # seconds
AGAIN = f"Please start again at {INSTALL}."


class NotInstalled(Exception):
    """The installation cannot be taken; the sentences say why and what to do."""


class InstallPages:
    """The two addresses that an admin's browser visits."""

    def __init__(self, settings: Settings, ports: Ports, web_api: SlackWeb, installations: Installations) -> None:
        self._settings = settings
        self._ports = ports
        self._web = web_api
        self._installations = installations

    def mount(self, app: web.Application) -> None:
        """Adds the routes; without OAuth settings they say so."""
        app.router.add_get(INSTALL, self._calmly(self._start))
        app.router.add_get(REDIRECT, self._calmly(self._return))

    def _calmly(
        self, visit: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            if not self._settings.by_oauth:
                return note(
                    "Nothing to install here",
                    "This Warmline serves one Slack workspace, with the token from its settings.",
                    status=404,
                )
            try:
                return await visit(request)
            except NotInstalled as why:
                log.info("an installation was refused")
                return note("Not installed", *why.args, status=400)
            except (Unavailable, TryLater):
                response = note("Please try again in a minute", "Something is away just now. " + AGAIN, status=503)
                response.headers["Retry-After"] = "30"
                return response

        return answer

    async def _start(self, request: web.Request) -> web.StreamResponse:
        state = secrets.token_urlsafe(32)
        await self._ports.grants.open_state(state, STATE_LASTS)
        asked = {"client_id": self._settings.client_id, "scope": ",".join(SCOPES), "state": state}
        if redirect := self._redirect_uri(request):
            asked["redirect_uri"] = redirect
        response = web.Response(
            status=302, headers=HEADERS | {"Location": f"{self._settings.authorize_url}?{urlencode(asked)}"}
        )
        response.set_cookie(
            COOKIE,
            state,
            max_age=STATE_LASTS,
            path="/slack",
            httponly=True,
            samesite="Lax",
            secure=self._is_secure(request),
        )
        return response

    async def _return(self, request: web.Request) -> web.StreamResponse:
        await self._check_state(request)
        if request.query.get("error"):
            raise NotInstalled("You, or Slack, said no, so nothing was changed.", f"If you change your mind: {AGAIN}")
        team = await self._take(await self._exchange(request))
        response = note(
            f"Installed in {team}",
            "One step is left: whoever runs Warmline joins this workspace to a community.",
            "Afterwards every member types /peers help in Slack. You may close this page.",
        )
        response.del_cookie(COOKIE, path="/slack")
        return response

    async def _check_state(self, request: web.Request) -> None:
        """The state is used up whoever brings it, but only the browser that started may go on."""
        state, cookie = request.query.get("state", ""), request.cookies.get(COOKIE, "")
        same_browser = hmac.compare_digest(state.encode("utf-8", "replace"), cookie.encode("utf-8", "replace"))
        if not state or not same_browser:
            raise NotInstalled("This page was not reached from the browser that started the installation.", AGAIN)
        if not await self._ports.grants.take_state(state):
            raise NotInstalled("This link was used already, or is older than ten minutes.", AGAIN)

    async def _exchange(self, request: web.Request) -> Answer:
        code = request.query.get("code", "")
        if not code:
            raise NotInstalled("Slack sent no code.", AGAIN)
        asked = {
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret,
            "code": code,
        }
        if redirect := self._redirect_uri(request):
            asked["redirect_uri"] = redirect
        try:
            return await self._web.call("", "oauth.v2.access", asked, EXCHANGE)
        except (Unreachable, Gone, SlackRefused) as refused:
            log.warning("oauth.v2.access refused: %s", refused)
            raise NotInstalled("Slack did not accept the code.", AGAIN) from refused

    async def _take(self, answer: Answer) -> str:
        """Checks and keeps what was granted; gives the workspace's name for the page."""
        app, token = text(answer, "app_id"), text(answer, "access_token")
        shared = answer.get("is_enterprise_install") is True
        home = part(answer, "enterprise" if shared else "team")
        if not app or not token or not text(home, "id"):
            raise NotInstalled("Slack's answer was not complete.", AGAIN)
        self._check_app(app)
        granted = set(text(answer, "scope").split(","))
        if missing := sorted(NEEDED - granted):
            raise NotInstalled(f"These permissions are missing: {', '.join(missing)}.", AGAIN)
        # Where the app's tokens rotate, they come with what renews them.
        refresh = text(answer, "refresh_token")
        expires = expiry(answer.get("expires_in"), time.time()) if refresh else ""
        grant = Grant(token, app, text(answer, "bot_user_id"), text(answer, "scope"), "", refresh, expires)
        await self._installations.save(text(home, "id"), grant)
        await self._ports.run(news("workspace.restored", text(home, "id"), arg=text(home, "name")))
        log.info("a workspace was installed")
        return text(home, "name")[:80] or text(home, "id")

    def _check_app(self, app: str) -> None:
        """The grant has to be for the app whose signed requests we get."""
        if self._installations.app and self._installations.app != app:
            raise NotInstalled("The grant is for another Slack app than the one that this server belongs to.")

    def _redirect_uri(self, request: web.Request) -> str:
        """Where Slack sends the browser back; "" leaves it to the address in the app's own settings."""
        if self._ports.public_url:
            return self._ports.public_url.rstrip("/") + REDIRECT
        host = urlsplit(f"//{request.host}").hostname or ""
        if self._ports.listens_on_loopback and is_loopback(host):
            return f"{request.scheme}://{request.host}{REDIRECT}"
        return ""

    def _is_secure(self, request: web.Request) -> bool:
        host = urlsplit(f"//{request.host}").hostname or ""
        return not (self._ports.listens_on_loopback and is_loopback(host) and request.scheme == "http")
