"""Tokens that rotate: exchanged for fresh ones well before their end, by one process at a time.

A refresh token is good once. Two processes that used it at once would break the chain, and the app would have to be
installed anew; so whoever renews holds a lease on the grant in the database first.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace

from adapters.port import Grants
from adapters.slack.client import Answer, SlackWeb
from adapters.slack.errors import SlackRefused
from adapters.slack.grant import Grant, expiry
from adapters.slack.payload import text
from adapters.slack.settings import Settings
from bot.turn import Gone, TryLater, Unreachable

log = logging.getLogger("warmline.slack")

EARLY = 7_200.0
"""Seconds before its end at which a token is exchanged; it lives twelve hours."""
CLOSE = 60.0
"""Seconds before its end from which nobody uses it any more, but waits for the fresh one."""
LEASE = 60
EXCHANGE = 15.0


class Renewal:
    """Gives the grant to use now, and has it renewed behind the person's back while it is still good."""

    def __init__(self, settings: Settings, web: SlackWeb, grants: Grants, now: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._web = web
        self._grants = grants
        self._now = now
        self._under_way: dict[str, asyncio.Task[Grant]] = {}
        self.told: Callable[[str], None] = lambda _: None
        """Called with the tenant of each grant that was renewed, or could not be."""

    async def fresh(self, tenant: str, grant: Grant) -> Grant:
        """The grant itself, or a renewed one; TryLater while another process renews one that has ended."""
        left = grant.left(self._now())
        if left > EARLY:
            return grant
        task = self._under_way.get(tenant) or self._begin(tenant)
        if left > CLOSE and not task.done():
            return grant
        # Whoever waits may be cancelled; an exchange that was begun has to reach its end, or the chain is lost.
        return await asyncio.shield(task)

    async def finish(self) -> None:
        """Waits for what is under way."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=EXCHANGE)

    def _begin(self, tenant: str) -> asyncio.Task[Grant]:
        task = asyncio.create_task(self._renew(tenant))
        self._under_way[tenant] = task
        task.add_done_callback(lambda done: self._ended(tenant, done))
        return task

    def _ended(self, tenant: str, task: asyncio.Task[Grant]) -> None:
        del self._under_way[tenant]
        self.told(tenant)
        if not task.cancelled() and (error := task.exception()):
            log.warning("a token was not renewed: %s", type(error).__name__)

    async def _renew(self, tenant: str) -> Grant:
        if not await self._grants.lease("slack", tenant, LEASE):
            raise TryLater(2.0)
        # Read under the lease: another process may have renewed it since.
        secret = await self._grants.find("slack", tenant)
        grant = Grant.from_secret(secret) if secret else Grant()
        if not grant.refresh:
            raise Unreachable("not_installed")
        if grant.left(self._now()) <= EARLY:
            grant = self._renewed(grant, await self._exchange(grant))
            log.info("a token was renewed")
        if not await self._grants.replace("slack", tenant, grant.as_secret()):
            raise Unreachable("not_installed")
        return grant

    async def _exchange(self, grant: Grant) -> Answer:
        asked = {
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret,
            "grant_type": "refresh_token",
            "refresh_token": grant.refresh,
        }
        try:
            return await self._web.call("", "oauth.v2.access", asked, EXCHANGE)
        except (Unreachable, Gone, SlackRefused) as refused:
            log.error("Slack does not renew a token (%s); the app has to be installed there again", refused)
            raise Unreachable("token_expired") from refused

    def _renewed(self, grant: Grant, answer: Answer) -> Grant:
        token, refresh = text(answer, "access_token"), text(answer, "refresh_token")
        if not token or not refresh:
            raise TryLater(60.0)
        return replace(grant, token=token, refresh=refresh, expires=expiry(answer.get("expires_in"), self._now()))
