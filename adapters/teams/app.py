"""The Teams adapter: one HTTP path in, the Bot Connector out."""

import time
from dataclasses import dataclass
from functools import partial

import aiohttp
from aiohttp import web

from adapters.pace import Pace
from adapters.port import Env, Ports
from adapters.teams import limits, render
from adapters.teams import settings as teams_settings
from adapters.teams.address import Address, Ref, read_address, read_ref
from adapters.teams.answers import with_card
from adapters.teams.bot import PeersBot
from adapters.teams.buttons import Surface
from adapters.teams.connector import NO_MEMBER, Connector
from adapters.teams.elements import Json
from adapters.teams.entry import Entry
from adapters.teams.incoming import PLATFORM, Chat
from adapters.teams.keys import Keys, fetch_keys
from adapters.teams.outlet import Outlet
from adapters.teams.people import profile_of
from adapters.teams.settings import Settings
from adapters.teams.signin import SignIn
from adapters.teams.tokens import Verifier
from bot.model import PersonKind, Profile
from bot.ports import Place
from bot.turn import Gone, Paced, TryLater, Unreachable
from bot.views import Card

TIMEOUT = aiohttp.ClientTimeout(total=15)
CONNECTIONS = 100
APP_GONE = frozenset({"not_installed", "blocked", "conversation_gone"})
"""Reasons of the connector that say that the app is not there for a person any more."""


def build(env: Env, ports: Ports) -> "Teams | None":
    """The adapter; None where Teams is not set up."""
    found = teams_settings.read(env, listens_on_loopback=ports.listens_on_loopback)
    return Teams(found, ports) if found else None


class Teams:
    """One bot, reached by many tenants."""

    platform = PLATFORM

    def __init__(self, settings: Settings, ports: Ports) -> None:
        self._settings = settings
        self._ports = ports
        self._open: _Open | None = None
        self._pace = Pace(*limits.PACE, clock=time.monotonic)

    def mount(self, app: web.Application) -> None:
        """Adds POST /api/messages."""
        app.router.add_post("/api/messages", self._messages)

    async def start(self) -> None:
        """Opens the one session that all calls share."""
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS), timeout=TIMEOUT, cookie_jar=aiohttp.DummyCookieJar()
        )
        settings = self._settings
        keys = Keys(partial(fetch_keys, session, settings.metadata_url))
        verifier = None if settings.unsigned else Verifier(settings.app_id, keys)
        connector = Connector(session, SignIn(session, settings), settings.hosts, settings.app_id)
        bot = PeersBot(self._ports.run, self._whisper, self._look)
        self._open = _Open(session, connector, Entry(verifier, settings.hosts, Outlet(connector), bot))

    async def close(self) -> None:
        """Closes the session."""
        if self._open:
            await self._open.session.close()

    async def send(self, place: Place, card: Card, ref: str) -> str:
        """Shows a card of the outbox, or edits the one of ``ref``; TryLater, Unreachable or Gone."""
        where = None if place.beside else read_address(place.address) or self._channel(place)
        if where is None:
            # An app cannot open a chat of several people in Teams: each has the other's contact on their own card.
            raise Unreachable("no_group_chats" if place.beside else "not_installed")
        message = with_card(render.card(card, Surface.SENT), render.summary(card))
        if ref:
            return await self._edit(where, message, ref)
        conversation = where.conversation or await self._open_chat(where, place.tenant)
        self._keep_pace(conversation)
        posted = await self._connector.post(where.service, conversation, message)
        return Ref(conversation, posted).text()

    async def look(self, place: Place) -> Profile | None:
        """A member's record in their chat with the app; see bot.ports.Register."""
        where = read_address(place.address)
        if where is None or not where.conversation or not where.user:
            return None
        try:
            record = await self._connector.member(where.service, where.conversation, where.user)
        except Unreachable as problem:
            if str(problem) in APP_GONE:
                raise
            return Profile(PersonKind.GONE) if str(problem) == NO_MEMBER else None
        return profile_of(record, place.tenant)

    async def _edit(self, where: Address, message: Json, ref: str) -> str:
        shown = read_ref(ref)
        if shown is None:
            raise Gone
        self._keep_pace(shown.conversation)
        await self._connector.put(where.service, shown.conversation, shown.activity, message)
        return ref

    def _channel(self, place: Place) -> Address | None:
        """A channel that an operator named by its conversation alone."""
        named = not place.user and place.address.startswith("19:")
        return Address(self._settings.hosts.usual, place.address) if named else None

    def _keep_pace(self, conversation: str) -> None:
        wait = self._pace.wait(conversation)
        if wait > 0:
            raise Paced(wait)

    async def _open_chat(self, where: Address, tenant: str) -> str:
        if not where.user:
            raise Unreachable("not_installed")
        return await self._connector.open_chat(where.service, tenant, where.user)

    async def _look(self, chat: Chat) -> Profile | None:
        """The person's member record; one call, made only where the core asks who somebody is."""
        try:
            record = await self._connector.member(chat.service, chat.conversation, chat.user)
        except (TryLater, Unreachable, Gone):
            return None
        return profile_of(record, chat.tenant)

    async def _whisper(self, chat: Chat, message: Json) -> None:
        conversation = await self._open_chat(Address(chat.service, user=chat.user), chat.tenant)
        await self._connector.post(chat.service, conversation, message)

    async def _messages(self, request: web.Request) -> web.Response:
        return await self._opened.entry.messages(request)

    @property
    def _connector(self) -> Connector:
        return self._opened.connector

    @property
    def _opened(self) -> "_Open":
        if self._open is None:
            raise RuntimeError("start() has not run")
        return self._open


@dataclass(frozen=True, slots=True)
class _Open:
    """What lives from start to close."""

    session: aiohttp.ClientSession
    connector: Connector
    entry: Entry
