"""`/calendar/TOKEN.ics`: a member's own dates, for the calendar that subscribes to their secret link."""

from aiohttp import web

from adapters.calendar import feed
from adapters.pages.door import Door
from adapters.pages.draw import download, over
from adapters.wiring import House
from bot.model import MemberStatus
from bot.renewals.calendar import PURPOSE
from bot.renewals.dates import Entry, entries

GONE = "This calendar is over", "Type renewals in the chat and press Calendar for a new link."


def mount(app: web.Application, door: Door) -> None:
    """Adds the feed."""

    async def show(request: web.Request) -> web.Response:
        found = await door.looks_up(request, lambda token: _dates(door.house, token))
        if found is None:
            return over(*GONE)
        days = [(entry.key, entry.day, entry.title, entry.said) for entry in found]
        return download(feed(days, door.house.clock()), "text/calendar", "warmline.ics")

    app.router.add_get("/calendar/{token:[0-9a-f]{64}}.ics", show, name="feed.show")


def _dates(house: House, token: str) -> list[Entry] | None:
    """An active member's dates; None where the link leads nowhere (any more)."""
    with house.database.reading() as transaction:
        ticket = transaction.look_at_link(PURPOSE, token, house.clock())
        if ticket is None:
            return None
        store = transaction.store(transaction.community(ticket.community_id))
        member = store.members.get([ticket.subject]).get(ticket.subject)
        return entries(store, member.id) if member and member.status is MemberStatus.ACTIVE else None
