"""`/pitch/TOKEN`: where a vendor reads the dated yes or no to a pitch, and can take it back."""

import asyncio
from datetime import datetime

from aiohttp import web

from adapters.pages.door import Door
from adapters.pages.draw import over, page
from bot.door.page import PitchView, show, withdraw
from bot.door.words import PITCH, TERMS
from bot.turn import Refused
from storage.database import SqlDatabase

GONE = "This link is over", "A pitch and its answer are kept for 90 days. After that a new one is welcome."
PATH = f"/{PITCH}/{{token}}"
PILLS = {
    "": "Waiting", "yes": "Yes", "no": "No, with thanks", "not before": "Not now", "refused": "Not passed on",
    "withdrawn": "Taken back",
}  # fmt: skip


def mount(app: web.Application, door: Door) -> None:
    """Adds the page."""
    house = door.house

    async def read(request: web.Request) -> web.Response:
        view = await door.looks_up(request, lambda token: look(house.database, token, house.clock()))
        if view is None:
            return over(*GONE)
        seal = door.seal(PITCH, request.match_info["token"])
        return page("door_answer.html", view=view, pill=PILLS[view.answer], seal=seal, terms=TERMS)

    async def take_back(request: web.Request) -> web.Response:
        door.passes(request)
        token = request.match_info["token"]
        await door.fields(request, PITCH, token)
        if not await asyncio.to_thread(drop, house.database, token, house.clock()):
            return over(*GONE)
        raise web.HTTPSeeOther(request.rel_url.raw_path)

    app.router.add_get(PATH, read, name="pitch.read")
    app.router.add_post(PATH, take_back, name="pitch.take_back")


def look(database: SqlDatabase, token: str, now: datetime) -> PitchView | None:
    """How the page behind the link stands; None where the link is no good (any more)."""
    with database.reading() as transaction:
        ticket = transaction.look_at_link(PITCH, token, now)
        if ticket is None:
            return None
        store = transaction.store(transaction.community(ticket.community_id))
        return show(store, ticket.subject, now.date())


def drop(database: SqlDatabase, token: str, now: datetime) -> bool:
    """The pitch is taken back, in one transaction; False where the link is no good. A second time changes nothing."""
    with database.writing() as transaction:
        ticket = transaction.look_at_link(PITCH, token, now)
        if ticket is None:
            return False
        store = transaction.store(transaction.community(ticket.community_id))
        try:
            withdraw(store, ticket.subject)
        except Refused:
            return True
    return True
