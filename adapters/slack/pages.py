"""The few pages that a browser sees while the app is installed."""

import base64
import hashlib
from html import escape

from aiohttp import web

STYLE = """
:root { color-scheme: light dark; --ink: #1c2b33; --soft: #55656e; --paper: #f5f3ee; --card: #fff; --line: #dcd8cf; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecee; --soft: #a3b0b7; --paper: #14191c; --card: #1d2428; --line: #323c42; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.25rem; background: var(--paper);
  color: var(--ink); font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { width: 100%; max-width: 34rem; padding: 2rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 0.75rem; }
.name { margin: 0 0 1.5rem; font-size: 0.875rem; letter-spacing: 0.04em; color: var(--soft); }
h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
p:last-child { margin-bottom: 0; }
@media (max-width: 26rem) { main { padding: 1.25rem; } }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page(title: str, *paragraphs: str, status: int = 200) -> web.Response:
    """A page of plain words, all of them escaped."""
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · Warmline</title><style>{STYLE}</style></head>"
        f'<body><main><p class="name">Warmline</p><h1>{escape(title)}</h1>{body}</main></body></html>'
    )
    return web.Response(text=html, content_type="text/html", status=status, headers=HEADERS)
