"""The page behind `Calendar` on the buyer's card."""

from collections.abc import Callable

from aiohttp import web

from adapters.pages import dates
from adapters.pages.dates import Dates
from adapters.pages.door import Door
from adapters.pages.draw import over, page
from adapters.wiring import House
from bot.intro import calendar

GONE = "This link is over", "It works for ten minutes. Press Calendar on the card once more."
PATH = f"/{calendar.PURPOSE}/{{token}}"


def mount(app: web.Application, door: Door) -> None:
    """Adds the page and its files."""
    look = _looking(door.house)

    async def show(request: web.Request) -> web.Response:
        found = await door.looks_up(request, look)
        return page("calendar.html", found=found, base=request.match_info["token"]) if found else over(*GONE)

    app.router.add_get(PATH, show, name="calendar.show")
    dates.mount(app, door, PATH, look, GONE)


def _looking(house: House) -> Callable[[str], Dates | None]:
    def look(token: str) -> Dates | None:
        with house.database.reading() as transaction:
            ticket = transaction.look_at_link(calendar.PURPOSE, token, house.clock())
            if ticket is None:
                return None
            store = transaction.store(transaction.community(ticket.community_id))
            found = calendar.dates(store, ticket.subject)
            return Dates(ticket.subject, found.vendor, found.decide_by, True) if found else None

    return look
