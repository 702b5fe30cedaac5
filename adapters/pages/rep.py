"""The rep's page: the brief without the buyer's name, the terms, the answer, and what became of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from adapters.pages import dates
from adapters.pages.dates import Dates
from adapters.pages.door import Door, Fields
from adapters.pages.draw import over, page
from adapters.wiring import House
from bot.app import new_id
from bot.intro.rep import MOST, PURPOSE, RepAnswer, RepView, answer, show
from bot.turn import Refused
from bot.views import Invalid
from storage.database import SqlDatabase

GONE = (
    "This link is over",
    "The introduction has ended, or there is a newer link. Ask the person who gave you this one.",
)
CHOOSE = "Press Fit, No fit or One question."
PATH = f"/{PURPOSE}/{{token}}"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a sent form: nothing to see any more, taken, or to be mended with all that was typed."""

    view: RepView | None
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


def mount(app: web.Application, door: Door) -> None:
    """Adds the page."""
    house = door.house

    async def read(request: web.Request) -> web.Response:
        """Looking changes nothing, however often: chats and mail filters open links by themselves."""
        _, view = await door.looks_up(request, lambda token: look(house.database, token, house.clock()))
        return _page(door, request, Sent(view)) if view else over(*GONE)

    async def say(request: web.Request) -> web.Response:
        door.passes(request)
        token = request.match_info["token"]
        fields = await door.fields(request, PURPOSE, token)
        sent = await asyncio.to_thread(_answered, house, token, fields)
        if sent.view is None:
            return over(*GONE)
        if sent.errors or sent.notice:
            return _page(door, request, sent, fields, status=422 if sent.errors else 409)
        # The answer is taken: what a reload would send again is only the reading of the page.
        raise web.HTTPSeeOther(request.rel_url.raw_path)

    app.router.add_get(PATH, read, name="rep.read")
    app.router.add_post(PATH, say, name="rep.say")

    def dated(token: str) -> Dates | None:
        return _dates(*look(house.database, token, house.clock()))

    dates.mount(app, door, PATH, dated, GONE)


def look(database: SqlDatabase, token: str, now: datetime) -> tuple[str, RepView | None]:
    """What the link leads to, and how its page stands; no view where the link is no good (any more)."""
    with database.reading() as transaction:
        ticket = transaction.look_at_link(PURPOSE, token, now)
        if ticket is None:
            return "", None
        community = transaction.community(ticket.community_id)
        return ticket.subject, show(transaction.store(community), community, ticket.subject, now)


def take(database: SqlDatabase, token: str, fields: Fields, now: datetime) -> RepView | None:
    """One transaction: the rep's answer, and what it sends to others. How the page stands then; None: no good link.

    Raises Invalid and Refused; then nothing is kept.
    """
    with database.writing() as transaction:
        ticket = transaction.look_at_link(PURPOSE, token, now)
        if ticket is None:
            return None
        community = transaction.community(ticket.community_id)
        store = transaction.store(community)
        typed, accepted = fields.get("question", ""), fields.get("accepted") == "yes"
        outcome = answer(store, community, ticket.subject, _said(fields), typed, accepted, now, new_id)
        transaction.post(community, outcome.messages, now)
        transaction.arm(community, outcome.timers)
        return show(store, community, ticket.subject, now)


def _said(fields: Fields) -> RepAnswer:
    try:
        return RepAnswer(fields.get("answer", ""))
    except ValueError as odd:
        raise Invalid({"answer": CHOOSE}) from odd


def _answered(house: House, token: str, fields: Fields) -> Sent:
    now = house.clock()
    try:
        taken = Sent(take(house.database, token, fields, now))
    except Invalid as invalid:
        return Sent(look(house.database, token, now)[1], invalid.errors)
    except Refused as refused:
        return Sent(look(house.database, token, now)[1], notice=refused.text)
    house.wake()
    return taken


def _page(
    door: Door, request: web.Request, sent: Sent, fields: Fields | None = None, status: int = 200
) -> web.Response:
    token, view, typed = request.match_info["token"], sent.view, fields or {}
    assert view
    return page(
        "rep.html",
        status,
        view=view,
        pill=_pill(view),
        seal=door.seal(PURPOSE, token),
        errors=sent.errors,
        notice=sent.notice,
        question=typed.get("question", ""),
        accepted=typed.get("accepted") == "yes",
        found=_dates("", view),
        base=token,
        most=MOST,
    )


def _dates(about: str, view: RepView | None) -> Dates | None:
    """What can be put in a calendar, while there is something to wait for."""
    if view is None or view.decision not in ("", "not before"):
        return None
    return Dates(about, view.vendor, view.decide_by, bool(view.buyer))


def _pill(view: RepView) -> str:
    """Where it stands, in two or three words."""
    match view.decision, bool(view.buyer), view.answered, bool(view.question and not view.reply):
        case "yes", *_:
            return "They said yes"
        case "no", *_:
            return "They said no"
        case "not before", *_:
            return "Not yet"
        case "over", *_:
            return "Over"
        case _, True, *_:
            return "You are introduced"
        case _, _, "Fit" | "No fit" as said, _:
            return f"You said: {said}"
        case _, _, _, True:
            return "Your question is with them"
        case _:
            return "Waiting for your answer"
