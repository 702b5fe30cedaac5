"""What all our web pages share: one frame, one stylesheet of our own, and headers that let nothing else in."""

import base64
import hashlib
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")


def headers(style: str = STYLE, scripts: str = "") -> dict[str, str]:
    """Of a page with this stylesheet; ``scripts``: the directives for those of our own, where there are any."""
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{known}'; {scripts}form-action 'self'; "
            "frame-ancestors 'none'; base-uri 'none'"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }


def drawing(*folders: Path, style: str = STYLE) -> Environment:
    """The templates of these folders and of the frame; every value is escaped, a missing one is a bug."""
    found = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # The stylesheet stands inside the page under its hash: one request, and nothing that a cache could tell of a visit.
    found.globals["style"] = Markup(style)  # noqa: S704 (files of ours, and no word of anybody's in them)
    return found


HEADERS = headers()
_drawing = drawing()


def note_text(title: str, *said: str) -> str:
    """A page of a title and plain sentences, as text."""
    return _drawing.get_template("note.html").render(title=title, said=said)


def note(title: str, *said: str, status: int = 200) -> web.Response:
    """The same as an answer."""
    return web.Response(text=note_text(title, *said), content_type="text/html", headers=HEADERS, status=status)
