"""Cards for members and channels, sent by the worker: posted once, then edited in place."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from adapters.pace import Pace
from adapters.slack import render
from adapters.slack.authorize import Installations
from adapters.slack.blocks import Json
from adapters.slack.client import SlackWeb
from adapters.slack.elements import Origin
from adapters.slack.incoming import Workspace
from bot.ports import Place
from bot.turn import Gone, Paced, Unreachable
from bot.views import Card

CHANNELS = 10_000  # channels whose sharing is remembered
WORTH_WAITING = 0.05  # seconds: less than it costs to put a card back and take it up again
ONE_A_SECOND = (1, 1.0)  # Slack's own limit on new messages in a channel
SHARED_KNOWN_FOR = 60.0  # seconds that a look at a channel's sharing stays good


class Mail:
    """Sends cards. A reference is ``channel:ts``."""

    def __init__(
        self, web: SlackWeb, installations: Installations, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._web = web
        self._installations = installations
        self._clock = clock
        self._pace = Pace(ONE_A_SECOND, clock=clock)
        self._private_until: OrderedDict[tuple[str, str], float] = OrderedDict()

    async def send(self, place: Place, card: Card, ref: str) -> str:
        """Posts the card, or edits the card of ``ref``; see bot.ports.Courier."""
        token = await self._installations.token(Workspace(place.tenant))
        body = render.posting(card, Origin.OUTBOX)
        channel, _, ts = ref.partition(":")
        if ref and not ts:
            raise Gone("the reference is not Slack's")
        if not place.user:
            channel = place.address
            await self._refuse_shared(token, place.tenant, channel)
        if ref:
            await self._web.call(token, "chat.update", body | {"channel": channel, "ts": ts})
            return ref
        return await self._post(token, place, body)

    async def _post(self, token: str, place: Place, body: Json) -> str:
        """At our pace, counted from when Slack has taken the last one: it counts by its own clock."""
        there = f"{place.tenant} {place.user or place.address} {place.beside}".rstrip()
        wait = self._pace.wait(there)
        if 0 < wait <= WORTH_WAITING:
            await asyncio.sleep(wait)
            wait = self._pace.wait(there)
        if wait:
            raise Paced(wait)
        ref = await self._post_to(token, place, body)
        self._pace.arrived(there)
        return ref

    async def _post_to(self, token: str, place: Place, body: Json) -> str:
        """Slack takes a person's id for a channel and opens the direct message itself, at no call more."""
        if place.beside:
            return await self._say(token, await self._open(token, f"{place.user},{place.beside}"), body)
        try:
            return await self._say(token, place.user or place.address, body)
        except Unreachable as problem:
            if not place.user or str(problem) != "channel_not_found":
                raise
        return await self._say(token, await self._open(token, place.user), body)

    async def _open(self, token: str, users: str) -> str:
        """The direct message with one person, or the group of several (their ids with commas)."""
        opened = await self._web.call(token, "conversations.open", {"users": users})
        channel = opened.get("channel")
        if not isinstance(channel, dict) or not channel.get("id"):
            raise Unreachable("no_direct_message")
        return str(channel["id"])

    async def _say(self, token: str, channel: str, body: Json) -> str:
        posted = await self._web.call(token, "chat.postMessage", body | {"channel": channel})
        return f"{posted.get('channel') or channel}:{posted.get('ts', '')}"

    async def _refuse_shared(self, token: str, tenant: str, channel: str) -> None:
        """A channel that another company reads, or is about to, gets no card."""
        if not channel:
            raise Unreachable("no_address")
        if self._private_until.get((tenant, channel), 0.0) > self._clock():
            return
        answer = await self._web.call(token, "conversations.info", {"channel": channel})
        about = answer.get("channel")
        if not isinstance(about, dict):
            raise Unreachable("channel_not_found")
        if about.get("is_archived"):
            raise Unreachable("is_archived")
        if any(about.get(flag) for flag in ("is_ext_shared", "is_pending_ext_shared", "pending_connected_team_ids")):
            raise Unreachable("shared_channel")
        self._private_until[tenant, channel] = self._clock() + SHARED_KNOWN_FOR
        while len(self._private_until) > CHANNELS:
            self._private_until.popitem(last=False)
