"""Web pages of ours that a one-time link opens: so far the download of one's export."""

import asyncio
from collections import OrderedDict
from html import escape

from aiohttp import web

from adapters.wiring import House
from bot.me.export import PURPOSE, document

PER_MINUTE = 30
"""Requests from one address; a person needs two."""
REMEMBERED = 10_000
"""Addresses whose requests are counted at the same time."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Warmline</title>
</head><body><main><h1>{title}</h1><p>{said}</p>{form}</main></body></html>"""

DOWNLOAD = '<form method="post"><button type="submit">Download</button></form>'
GONE = "This link has been used, or its ten minutes are over. Type me in the chat and press Export for a new one."


class Pace:
    """Counts requests by address within each minute; it forgets the oldest addresses first."""

    def __init__(self, per_minute: int = PER_MINUTE) -> None:
        self._per_minute = per_minute
        self._counts: OrderedDict[tuple[str, int], int] = OrderedDict()

    def allows(self, address: str, minute: int) -> bool:
        """Whether the address may make one more request in this minute."""
        seen = self._counts.pop((address, minute), 0) + 1
        self._counts[address, minute] = seen
        if len(self._counts) > REMEMBERED:
            self._counts.popitem(last=False)
        return seen <= self._per_minute


def mount(app: web.Application, house: House) -> None:
    """Adds the pages."""
    pace = Pace()

    async def offer(request: web.Request) -> web.Response:
        """Using the link up takes a press: chats open links by themselves to preview them."""
        _within(pace, house, request)
        good = await asyncio.to_thread(_is_good, house, request.match_info["token"])
        if not good:
            return _page("This link is over", GONE, status=404)
        return _page("Your export", "Everything we keep about you, as one JSON file. It can be fetched once.", DOWNLOAD)

    async def download(request: web.Request) -> web.Response:
        _within(pace, house, request)
        text = await asyncio.to_thread(_export, house, request.match_info["token"])
        if text is None:
            return _page("This link is over", GONE, status=404)
        named = {"Content-Disposition": 'attachment; filename="warmline-export.json"'}
        return web.Response(text=text, content_type="application/json", headers=HEADERS | named)

    app.router.add_get(f"/{PURPOSE}/{{token}}", offer, name="export.offer")
    app.router.add_post(f"/{PURPOSE}/{{token}}", download, name="export.download")


def _within(pace: Pace, house: House, request: web.Request) -> None:
    if not pace.allows(request.remote or "", int(house.clock().timestamp() // 60)):
        raise web.HTTPTooManyRequests(headers=HEADERS | {"Retry-After": "60"}, text="Too many requests; wait a minute.")


def _is_good(house: House, token: str) -> bool:
    with house.database.reading() as transaction:
        return transaction.look_at_link(PURPOSE, token, house.clock()) is not None


def _export(house: House, token: str) -> str | None:
    """The document, and the link is used up in the same transaction."""
    now = house.clock()
    with house.database.writing() as transaction:
        ticket = transaction.take_link(PURPOSE, token, now)
        if ticket is None:
            return None
        community = transaction.community(ticket.community_id)
        store = transaction.store(community)
        member = store.members.get([ticket.subject]).get(ticket.subject)
        return document(store, community, member, now) if member else None


def _page(title: str, said: str, form: str = "", status: int = 200) -> web.Response:
    text = PAGE.format(title=escape(title), said=escape(said), form=form)
    return web.Response(text=text, content_type="text/html", headers=HEADERS, status=status)
