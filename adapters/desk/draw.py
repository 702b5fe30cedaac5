"""The desk's frame: the pages' own templates and look, a few more of each, and one small script of ours."""

import base64
import hashlib
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.pages import draw as pages

TEMPLATES = Path(__file__).parent / "templates"
STYLE = pages.STYLE + (TEMPLATES / "desk.css").read_text(encoding="utf-8")
SCRIPT = (TEMPLATES / "desk.js").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

HEADERS = pages.HEADERS | {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
}

_drawing = Environment(
    loader=FileSystemLoader([TEMPLATES, pages.TEMPLATES]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_drawing.filters["kind"] = lambda value: type(value).__name__
_drawing.globals["style"] = Markup(STYLE)  # noqa: S704 (files of ours, and no word of anybody's in them)


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
