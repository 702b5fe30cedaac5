"""The pages that anybody may read: what Warmline is, what happens to data, and the terms."""

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.pages.door import Door
from adapters.pages.draw import page

PAGES = {"/": "about.html", "/privacy": "privacy.html", "/terms": "terms.html"}


def mount(app: web.Application, door: Door) -> None:
    """Adds the pages. The Teams package and Slack's listing name their addresses."""
    for path, template in PAGES.items():
        app.router.add_get(path, _showing(door, template), name=template)


def _showing(door: Door, template: str) -> Handler:
    async def show(request: web.Request) -> web.Response:
        door.passes(request)
        return page(template)

    return show
