"""Draws the web pages that a link from a chat opens."""

from pathlib import Path

from aiohttp import web

from adapters import frame

TEMPLATES = Path(__file__).parent / "templates"

_drawing = frame.drawing(TEMPLATES)
_drawing.filters["day"] = lambda date: f"{date:%A, %-d %B %Y}"


def page(template: str, status: int = 200, **values: object) -> web.Response:
    """The page as an answer; every value is escaped, a missing one is a bug."""
    text = _drawing.get_template(template).render(**values)
    return web.Response(text=text, content_type="text/html", headers=frame.HEADERS, status=status)


def over(title: str, said: str) -> web.Response:
    """What a wrong, used, expired and never given link look like: all the same."""
    return frame.note(title, said, status=404)


def download(data: bytes, content_type: str, name: str) -> web.Response:
    """A file to keep, under a plain name of ours."""
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=data, content_type=content_type, charset="utf-8", headers=frame.HEADERS | named)
