"""Calendar files behind a page: the decision date, and the call of a time that the reader types and nobody keeps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from aiohttp import web

from adapters.calendar import Entry, call, decision, write
from adapters.frame import note
from adapters.pages.door import Door
from adapters.pages.draw import download, over

YEARS = range(2000, 2101)
DECISION, CALL = "decision.ics", "call.ics"
WHEN = ("When is the call?", "Go back and choose a day and a time, in a year from 2000 to 2100.")


@dataclass(frozen=True, slots=True)
class Dates:
    """What can be put in a calendar. ``about`` tells entries apart; a call can be agreed on after the reveal alone."""

    about: str
    vendor: str
    decide_by: date
    call_too: bool


def mount(
    app: web.Application, door: Door, path: str, look: Callable[[str], Dates | None], gone: tuple[str, str]
) -> None:
    """Adds both files below a page's path; ``look`` says what its token leads to."""

    async def keep_decision(request: web.Request) -> web.Response:
        dates = await door.looks_up(request, look)
        return _file(door, decision(dates.about, dates.vendor, dates.decide_by), DECISION) if dates else over(*gone)

    async def keep_call(request: web.Request) -> web.Response:
        dates = await door.looks_up(request, look)
        if dates is None or not dates.call_too:
            return over(*gone)
        at = _moment(request.query.get("at", ""))
        if at is None:
            return note(*WHEN, status=422)
        return _file(door, call(dates.about, dates.vendor, at), CALL)

    app.router.add_get(f"{path}/{DECISION}", keep_decision)
    app.router.add_get(f"{path}/{CALL}", keep_call)


def _file(door: Door, entry: Entry, name: str) -> web.Response:
    return download(write(entry, door.house.clock()), "text/calendar", name)


def _moment(typed: str) -> datetime | None:
    """What a browser's date and time field sends, as in 2026-04-01T09:30."""
    try:
        at = datetime.strptime(typed, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 (the time as clocks show it, wherever)
    except ValueError:
        return None
    return at if at.year in YEARS else None
