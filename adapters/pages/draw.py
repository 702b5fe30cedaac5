"""Draws our web pages: one frame, one stylesheet of our own, and headers that let nothing else in."""

import base64
import hashlib
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}

_drawing = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_drawing.filters["day"] = lambda date: f"{date:%A, %-d %B %Y}"
# The stylesheet stands inside the page under its hash: one request, and nothing that a cache could tell of a visit.
_drawing.globals["style"] = Markup(STYLE)  # noqa: S704 (a file of ours, and no word of anybody's in it)


def draw(template: str, **values: object) -> str:
    """The page as text; every value is escaped, a missing one is a bug."""
    return _drawing.get_template(template).render(**values)


def page(template: str, status: int = 200, **values: object) -> web.Response:
    """The page as an answer."""
    return web.Response(text=draw(template, **values), content_type="text/html", headers=HEADERS, status=status)


def over(title: str, said: str) -> web.Response:
    """What a wrong, used, expired and never given link look like: all the same."""
    return page("note.html", status=404, title=title, said=said)


def download(data: bytes, content_type: str, name: str) -> web.Response:
    """A file to keep, under a plain name of ours."""
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=data, content_type=content_type, charset="utf-8", headers=HEADERS | named)
