"""The managers' desk: what community managers do in chat, drawn as web pages. It decides nothing by itself."""

from aiohttp import web

from adapters.desk import enter, export, imports, pages
from adapters.desk.gate import Gate
from adapters.pages.door import Door
from adapters.wiring import House

__all__ = ["mount"]


def mount(app: web.Application, house: House) -> None:
    """Adds the desk."""
    gate = Gate(Door(house))
    enter.mount(app, gate)
    imports.mount(app, gate)
    export.mount(app, gate)
    pages.mount(app, gate)
