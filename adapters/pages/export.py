"""The page that hands out the export of one's data, once."""

import asyncio

from aiohttp import web

from adapters.pages.door import Door
from adapters.pages.draw import download, over, page
from adapters.wiring import House
from bot.me.export import PURPOSE, document

TITLE = "This link is over"
GONE = "It has been used, or its ten minutes are over. Type me in the chat and press Export for a new one."


def mount(app: web.Application, door: Door) -> None:
    """Adds the page."""

    async def offer(request: web.Request) -> web.Response:
        """Using the link up takes a press: chats open links by themselves to preview them."""
        door.passes(request)
        token = request.match_info["token"]
        if not await asyncio.to_thread(_is_good, door.house, token):
            return over(TITLE, GONE)
        return page("export.html", seal=door.seal(PURPOSE, token))

    async def fetch(request: web.Request) -> web.Response:
        door.passes(request)
        token = request.match_info["token"]
        await door.fields(request, PURPOSE, token)
        text = await asyncio.to_thread(_export, door.house, token)
        if text is None:
            return over(TITLE, GONE)
        return download(text.encode(), "application/json", "warmline-export.json")

    app.router.add_get(f"/{PURPOSE}/{{token}}", offer, name="export.offer")
    app.router.add_post(f"/{PURPOSE}/{{token}}", fetch, name="export.download")


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
