"""Slack's adapter: HTTP routes, Bolt with one router, Socket Mode, and the courier's part."""

import asyncio
import json
import logging
import traceback
from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.edge import Malformed, read_body
from adapters.port import Adapter, Env, Ports
from adapters.slack.authorize import Installations, LetIn
from adapters.slack.client import QUICK, SlackWeb
from adapters.slack.courier import Mail
from adapters.slack.dispatch import Desk
from adapters.slack.incoming import Incoming, news, read
from adapters.slack.install import InstallPages
from adapters.slack.payload import Payload, parse, text
from adapters.slack.people import looked_up
from adapters.slack.renewal import Renewal
from adapters.slack.settings import Settings, read_settings
from adapters.slack.socket import Socket
from adapters.slack.verify import Verifier
from bot.model import Profile
from bot.ports import Place
from bot.turn import Unavailable
from bot.views import Card

log = logging.getLogger("warmline.slack")
# Bolt warns of every credential that it finds in the environment and is told not to use.
bolt_log = logging.getLogger("warmline.slack.bolt")
bolt_log.setLevel(logging.ERROR)
EVENTS = "/slack/events"
APOLOGY = json.dumps({"response_type": "ephemeral", "text": "Something went wrong here. Please try once more."})


def build(env: Env, ports: Ports) -> Adapter | None:
    """The adapter, or None where Slack is not set up; SettingsError where it is set up wrongly."""
    settings = read_settings(env)
    return SlackAdapter(settings, ports) if settings else None


class Router(AsyncMiddleware):
    """Bolt's last middleware and our only listener: every payload goes to the one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: ARG002 - Bolt's signature
    ) -> BoltResponse:
        """Answers; a database that is away becomes 503, so that Slack sends events again."""
        try:
            body = await self._desk.dispatch(req.context["incoming"])
        except Unavailable as away:
            return BoltResponse(status=503, body="", headers={"Retry-After": str(away.seconds)})
        return BoltResponse(status=200, body=body or "")


class SlackAdapter:
    """One Slack app, however many workspaces it is installed in."""

    platform = "slack"

    def __init__(self, settings: Settings, ports: Ports) -> None:
        self._settings = settings
        self._ports = ports
        self._verifier = Verifier(settings.signing_secrets)
        self._web = SlackWeb(settings)
        self._installations = Installations(
            self._web, ports.grants, settings.bot_token, Renewal(settings, self._web, ports.grants)
        )
        self._desk = Desk(ports.run, self._web, self._installations, ports.at_once)
        self._mail = Mail(self._web, self._installations)
        self._pages = InstallPages(settings, ports, self._web, self._installations)
        self._bolt: AsyncApp | None = None
        self._socket: Socket | None = None
        self._identifying: asyncio.Task[None] | None = None

    def mount(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_post(EVENTS, self._receive)
        self._pages.mount(app)

    async def start(self) -> None:
        """Opens connections; a Slack that is away does not hold up the start for more than two seconds."""
        self._identifying = asyncio.create_task(self._identify())
        await asyncio.wait({self._identifying}, timeout=QUICK)
        if self._settings.app_token:
            self._socket = Socket(self._settings.app_token, self._web.client, self.take)

    async def _identify(self) -> None:
        """A token that works shows that the app is installed (again) in its workspace."""
        await self._installations.identify()
        if own := self._installations.own:
            try:
                await self._ports.run(news("workspace.restored", own, arg=self._installations.own_name))
            except Unavailable:
                log.warning("the database is away at the start")

    async def close(self) -> None:
        """Closes what start opened."""
        if self._identifying is not None:
            self._identifying.cancel()
            await asyncio.wait({self._identifying})
        if self._socket is not None:
            await self._socket.close()
        await self._desk.finish()
        await self._installations.finish()
        await self._web.close()

    async def send(self, place: Place, card: Card, ref: str) -> str:
        """See bot.ports.Courier."""
        return await self._mail.send(place, card, ref)

    async def look(self, place: Place) -> Profile | None:
        """See bot.ports.Register."""
        return await looked_up(place, self._web, self._installations)

    async def take(self, payload: Payload) -> BoltResponse:
        """A verified payload, by whatever way it came."""
        self._installations.app = text(payload, "api_app_id") or self._installations.app
        try:
            incoming = read(payload)
        except Malformed as error:
            log.info("a payload was refused: %s", error)
            return BoltResponse(status=400, body="")
        if incoming is None:
            return BoltResponse(status=200, body="")
        remembered = self._desk.remembered(incoming)
        if remembered:
            return BoltResponse(status=200, body=remembered)
        return await self._through_bolt(incoming)

    async def _through_bolt(self, incoming: Incoming) -> BoltResponse:
        # Bolt gets what it needs to know and no more: its own reading of a payload trips over odd ones.
        workspace = incoming.workspace
        body = {"team_id": workspace.team, "enterprise_id": workspace.enterprise, "user_id": incoming.user}
        request = AsyncBoltRequest(body=body, context={"incoming": incoming}, mode="socket_mode")
        return await self.bolt.async_dispatch(request)

    @property
    def bolt(self) -> AsyncApp:
        """Bolt without what this adapter does itself, so that a payload meets two middlewares and no listener."""
        if self._bolt is None:
            self._bolt = AsyncApp(
                name="warmline.slack.bolt",
                logger=bolt_log,
                client=self._web.client,
                authorize=LetIn(),  # type: ignore[no-untyped-call] # Bolt is half typed
                process_before_response=True,
                request_verification_enabled=False,
                ignoring_self_events_enabled=False,
                ssl_check_enabled=False,
                url_verification_enabled=False,
                attaching_function_token_enabled=False,
                attaching_conversation_kwargs_enabled=False,
            )
            self._bolt.use(Router(self._desk))
            self._bolt.error(_apologise)
        return self._bolt

    async def _receive(self, request: web.Request) -> web.Response:
        body = await read_body(request)
        if not self._verifier.is_genuine(request.headers, body):
            log.info("a request without a good signature was refused")
            return web.Response(status=401)
        try:
            payload = parse(body, request.content_type)
        except Malformed as error:
            log.info("a body was refused: %s", error)
            return web.Response(status=400)
        if payload.get("type") == "url_verification":
            return _echo(payload)
        return _to_http(await self.take(payload))


async def _apologise(error: Exception) -> BoltResponse:
    """A bug of ours: where it happened goes to the log, its message does not, for it may hold people's words."""
    where = " < ".join(
        f"{frame.name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__)[-4:])
    )
    log.error("%s in %s", type(error).__name__, where)
    return BoltResponse(status=200, body=APOLOGY)


def _echo(payload: Payload) -> web.Response:
    challenge = payload.get("challenge")
    if not isinstance(challenge, str):
        return web.Response(status=400)
    return web.json_response({"challenge": challenge})


def _to_http(answer: BoltResponse) -> web.Response:
    headers = {"Retry-After": answer.headers["retry-after"][0]} if answer.status == 503 else None
    media_type = "application/json" if answer.body else None
    return web.Response(status=answer.status, text=answer.body or None, content_type=media_type, headers=headers)
