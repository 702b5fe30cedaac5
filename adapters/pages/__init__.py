"""Our web pages: what a link from a chat opens, for people with and without an account. They work without scripts."""

from aiohttp import web

from adapters.pages import calendar, door_answer, door_front, export, feed, plain, rep
from adapters.pages.door import Door
from adapters.wiring import House

__all__ = ["mount"]


def mount(app: web.Application, house: House) -> None:
    """Adds the pages."""
    door = Door(house)
    plain.mount(app, door)
    export.mount(app, door)
    rep.mount(app, door)
    door_front.mount(app, door)
    door_answer.mount(app, door)
    feed.mount(app, door)
    calendar.mount(app, door)
