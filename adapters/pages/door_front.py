"""`/door/COMMUNITY`: the page where a vendor leaves one structured pitch, and gets the link to its answer."""

import asyncio
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from adapters.pages.door import Door, Fields, whence
from adapters.pages.draw import over, page
from bot.app import new_id
from bot.door.leaving import LEAST, MOST, Left, Typed, leave
from bot.door.words import BANDS, FIELDS_OF_BUSINESS, ONE_PLACE, PITCH, PRICE_MODELS, PURPOSE, TERMS, is_open
from bot.model import Category, Community
from bot.turn import Outcome, Refused
from bot.views import Invalid
from storage.database import SqlDatabase, SqlTransaction

GONE = "There is no door here", "Ask the person who gave you this address whether it has changed."
PATH = f"/{PURPOSE}/{{key:[0-9a-f]{{32}}}}"
QUICKEST, LONGEST = 5, 24 * 3600
"""Seconds between the page and the form: nobody fills it in faster, and nobody needs longer."""
TRIES = 10
"""Forms of one address in an hour of the clock, those that come back with a mistake among them."""
TRAP = "website"
"""A field that nobody sees: programs fill it in."""
SINCE = "since"
TEXTS = ("vendor", "person", "work_email", "category", "problem", "industry", "references", "price_model")
TOO_QUICK = "That was quick. Please read it once more and send it in a few seconds."
TOO_OLD = "The page was open for very long. Everything is still there: send it once more."
TRAPPED = "The form came with a field that nobody sees. Empty what your browser filled in by itself, and send it again."
OFTEN = "There were many forms from your address in this hour. Please try again in the next one."


@dataclass(frozen=True, slots=True)
class Shown:
    """A door that is open, and its categories."""

    community: Community
    shelves: list[Category]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a sent form: a pitch, or what is to be mended with all that was typed."""

    left: Left | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    token: str = ""


def mount(app: web.Application, door: Door) -> None:
    """Adds the page."""
    house = door.house

    async def read(request: web.Request) -> web.Response:
        door.passes(request)
        shown = await asyncio.to_thread(_shown, house.database, request.match_info["key"])
        return _page(door, shown) if shown else over(*GONE)

    async def say(request: web.Request) -> web.Response:
        door.passes(request)
        key = request.match_info["key"]
        fields = await door.fields(request, PURPOSE, key)
        shown = await asyncio.to_thread(_shown, house.database, key)
        if shown is None:
            return over(*GONE)
        notice = _suspicion(door, key, fields)
        sent = Sent(notice=notice) if notice else await asyncio.to_thread(_sent, door, key, fields, whence(request))
        if sent.left is None:
            return _page(door, shown, sent, fields, 422 if sent.errors or notice else 409)
        link = f"{house.settings.public_url or request.url.origin()}/{PITCH}/{sent.token}"
        ends_on, name = sent.left.pitch.ends_on, shown.community.name
        return page("door_left.html", link=link, ends_on=ends_on, community=name, one_place=ONE_PLACE)

    app.router.add_get(PATH, read, name="door.read")
    app.router.add_post(PATH, say, name="door.say")


def take(transaction: SqlTransaction, key: str, typed: Typed, token: str, now: datetime) -> Left | None:
    """One transaction: the pitch, its link and its timers; None: no open door. Raises Invalid and Refused.

    The same form once more (an impatient second press) changes nothing and leads to the same link.
    """
    community = _community(transaction, key)
    if community is None:
        return None
    # A second press of the same form waits here until the first one is kept or refused.
    transaction.first_time(f"{PITCH}:{token}", now)
    store = transaction.store(community)
    ticket = transaction.look_at_link(PITCH, token, now)
    known = store.door.get(ticket.subject) if ticket else None
    if known:
        return Left(known, Outcome())
    left = leave(store, typed, token, now, new_id)
    transaction.arm(community, left.outcome.timers)
    return left


def _community(transaction: SqlTransaction, key: str) -> Community | None:
    community = transaction.communities.get(key)
    return community if community and is_open(community) else None


def _shown(database: SqlDatabase, key: str) -> Shown | None:
    with database.reading() as transaction:
        community = _community(transaction, key)
        return Shown(community, transaction.store(community).vendors.categories()) if community else None


def _sent(door: Door, key: str, fields: Fields, visitor: str) -> Sent:
    """Tries are counted first and for themselves: a form that is refused leaves nothing else."""
    house, typed = door.house, _typed(fields)
    token = _token(door, key, fields[SINCE], typed)
    with house.database.writing() as transaction:
        community = _community(transaction, key)
        if community and transaction.store(community).codes.count_try(f"door:{visitor}", house.clock()) > TRIES:
            return Sent(notice=OFTEN)
    try:
        with house.database.writing() as transaction:
            left = take(transaction, key, typed, token, house.clock())
    except Invalid as invalid:
        return Sent(errors=invalid.errors)
    except Refused as refused:
        return Sent(notice=refused.text)
    house.wake()
    return Sent(left, token=token)


def _typed(fields: Fields) -> Typed:
    sizes = tuple(size for size in BANDS if fields.get(f"size-{size}") == "yes")
    text = {name: fields.get(name, "") for name in TEXTS}
    return Typed(**text, sizes=sizes, accepted=fields.get("accepted") == "yes")


def _suspicion(door: Door, key: str, fields: Fields) -> str:
    """Why a form looks as if no person had filled it in; "" where it does not."""
    if fields.get(TRAP):
        return TRAPPED
    at, _, mac = fields.get(SINCE, "").partition(".")
    if not hmac.compare_digest(mac.encode(), _stamp(door, key, at).encode()):
        return TOO_OLD
    open_for = int(door.house.clock().timestamp()) - int(at.partition("-")[0])
    if open_for > LONGEST:
        return TOO_OLD
    return TOO_QUICK if open_for < QUICKEST else ""


def _stamp(door: Door, key: str, at: str) -> str:
    return door.seal("door since", f"{key}|{at}")


def _token(door: Door, key: str, since: str, typed: Typed) -> str:
    """The same for the same form: its stamp holds a random part that nobody but its reader has seen."""
    return door.seal("pitch token", f"{key}|{since}|{typed.work_email}|{typed.category}")[:32]


def _page(
    door: Door, shown: Shown, sent: Sent | None = None, typed: Fields | None = None, status: int = 200
) -> web.Response:
    key, sent, typed = shown.community.id, sent or Sent(), typed or {}
    at = f"{int(door.house.clock().timestamp())}-{new_id()}"
    kept = typed.get(SINCE, "") if typed and sent.notice not in (TOO_OLD, TOO_QUICK) else ""
    return page(
        "door_front.html",
        status,
        community=shown.community.name,
        shelves=shown.shelves,
        bands=BANDS,
        businesses=FIELDS_OF_BUSINESS,
        models=PRICE_MODELS,
        terms=TERMS,
        least=LEAST,
        most=MOST,
        trap=TRAP,
        seal=door.seal(PURPOSE, key),
        since=kept or f"{at}.{_stamp(door, key, at)}",
        errors=sent.errors,
        notice=sent.notice,
        typed=typed,
    )
