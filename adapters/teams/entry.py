"""POST /api/messages: size, then token, then whom it is for, then shape; only then is a turn run."""

import logging
from typing import Any

from aiohttp import web

from adapters.edge import Malformed, parse_json, read_body
from adapters.teams.activities import Received
from adapters.teams.bot import PeersBot
from adapters.teams.elements import wire
from adapters.teams.hosts import ServiceHosts
from adapters.teams.outlet import Outlet
from adapters.teams.tokens import CHANNEL, NotAuthentic, NotForUs, Verifier
from bot.turn import NoCommunity, Unavailable

log = logging.getLogger("warmline.teams")


class Entry:
    """Answers the platform's requests. ``verifier`` is None in the unsigned mode of a local playground."""

    def __init__(self, verifier: Verifier | None, hosts: ServiceHosts, outlet: Outlet, bot: PeersBot) -> None:
        self._verifier = verifier
        self._hosts = hosts
        self._outlet = outlet
        self._bot = bot

    async def messages(self, request: web.Request) -> web.Response:
        """One activity. Whatever comes from outside gets a status of CONTRACT.md, never a 500."""
        try:
            received = await self._receive(request)
            log.debug("a %s came in", received.event.kind)
            return await self._run(received)
        except NotAuthentic as error:
            return _refused(401, str(error))
        except (NotForUs, NoCommunity) as error:
            return _refused(403, str(error) or "no community")
        except Malformed as error:
            return _refused(400, str(error))
        except Unavailable as error:
            log.warning("the database is away")
            return web.Response(status=503, headers={"Retry-After": str(error.seconds)})

    async def _receive(self, request: web.Request) -> Received:
        body = await read_body(request)
        claimed = None
        if self._verifier:
            claimed = await self._verifier.service_url(request.headers.get("Authorization", ""))
        raw = parse_json(body)
        if not isinstance(raw.get("type"), str):
            raise Malformed("no activity")
        self._check_addressee(raw, claimed)
        if request.content_type != "application/json":
            raise Malformed("another media type")
        return Received(raw)

    def _check_addressee(self, raw: dict[str, Any], claimed: str | None) -> None:
        """The token speaks for one service address, ours is the Teams channel: a token fits any body otherwise."""
        service = raw.get("serviceUrl")
        if not isinstance(service, str) or (claimed is not None and service != claimed):
            raise NotForUs("another service address than the token's")
        if not self._hosts.allows(service):
            raise NotForUs("service address not on the list")
        if raw.get("channelId") != CHANNEL:
            raise NotForUs("another channel")

    async def _run(self, received: Received) -> web.Response:
        answer = await self._outlet.turn(received, self._bot)
        if answer is None or not answer.body:
            return web.Response(status=answer.status if answer else 200)
        return web.Response(body=wire(answer.body), status=answer.status, content_type="application/json")


def _refused(status: int, why: str) -> web.Response:
    log.warning("refused with %d, %s", status, why)
    return web.Response(status=status)
