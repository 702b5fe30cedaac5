"""Signing in by the link from the chat, and signing out."""

import asyncio

from aiohttp import web

from adapters.desk.draw import page, script
from adapters.desk.gate import Gate, new_token
from adapters.desk.sections import FIRST
from adapters.pages.draw import over
from adapters.wiring import House
from bot.curate.desk import PURPOSE
from bot.model import MemberStatus, Role

GONE = (
    "This link is over",
    "It has been used, or its ten minutes are over. Type curate in the chat and press Open the desk for a new one.",
)


def mount(app: web.Application, gate: Gate) -> None:
    """Adds the ways in and out."""
    door = gate.door

    async def offer(request: web.Request) -> web.Response:
        """Signing in takes a press: chats open links by themselves to preview them."""
        if not await door.looks_up(request, lambda token: _is_good(door.house, token)):
            return over(*GONE)
        return page("enter.html", seal=door.seal(PURPOSE, request.match_info["token"]))

    async def enter(request: web.Request) -> web.Response:
        door.passes(request)
        link = request.match_info["token"]
        await door.fields(request, PURPOSE, link)
        token, before = new_token(), request.cookies.get(gate.cookie, "")
        if not await asyncio.to_thread(_signed_in, door.house, link, token, before):
            return over(*GONE)
        answer = web.Response(status=303, headers={"Location": FIRST.path, "Cache-Control": "no-store"})
        gate.opens(answer, token)
        return answer

    async def leave(request: web.Request) -> web.Response:
        seat = await gate.admits(request)
        await gate.pairs(request, seat)
        await asyncio.to_thread(_signed_out, door.house, seat.token)
        answer = page("left.html")
        gate.closes(answer)
        return answer

    async def give_script(request: web.Request) -> web.Response:
        gate.passes(request)
        return script()

    app.router.add_get("/desk/enter/{token}", offer, name="desk.offer")
    app.router.add_post("/desk/enter/{token}", enter, name="desk.enter")
    app.router.add_post("/desk/leave", leave, name="desk.leave")
    app.router.add_get("/desk/desk.js", give_script, name="desk.script")


def _is_good(house: House, link: str) -> bool:
    with house.database.reading() as transaction:
        return transaction.look_at_link(PURPOSE, link, house.clock()) is not None


def _signed_in(house: House, link: str, token: str, before: str) -> bool:
    """The link is used up, and its manager has a session; this browser's earlier one ends."""
    now = house.clock()
    with house.database.writing() as transaction:
        ticket = transaction.take_link(PURPOSE, link, now)
        if ticket is None:
            return False
        store = transaction.store(transaction.community(ticket.community_id))
        member = store.members.get([ticket.subject]).get(ticket.subject)
        if member is None or member.status is not MemberStatus.ACTIVE or member.role is not Role.MANAGER:
            return False
        if before:
            transaction.sessions.end(before)
        transaction.sessions.begin(ticket.community_id, member.id, token, now)
    return True


def _signed_out(house: House, token: str) -> None:
    with house.database.writing() as transaction:
        transaction.sessions.end(token)
