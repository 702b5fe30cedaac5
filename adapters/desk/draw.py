"""The desk's pages: the frame of all our pages, more of a look, and one small script of ours."""

from pathlib import Path

from aiohttp import web

from adapters import frame

TEMPLATES = Path(__file__).parent / "templates"
STYLE = frame.STYLE + (TEMPLATES / "desk.css").read_text(encoding="utf-8")
SCRIPT = (TEMPLATES / "desk.js").read_text(encoding="utf-8")
HEADERS = frame.headers(STYLE, "script-src 'self'; connect-src 'self'; ")

_drawing = frame.drawing(TEMPLATES, style=STYLE)
_drawing.filters["kind"] = lambda value: type(value).__name__


def page(template: str, status: int = 200, **values: object) -> web.Response:
    """The page as an answer; every value is escaped, a missing one is a bug."""
    body = _drawing.get_template(template).render(**values).encode(errors="replace")
    return web.Response(body=body, content_type="text/html", charset="utf-8", headers=HEADERS, status=status)


def script() -> web.Response:
    """The desk's one script."""
    return web.Response(text=SCRIPT, content_type="text/javascript", headers=HEADERS)


def choices(found: list[str]) -> web.Response:
    """What a type-ahead offers, for the script."""
    return web.json_response(found, headers=HEADERS)
