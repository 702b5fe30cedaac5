"""Our web pages served on loopback for a circle, and somebody who opens them without a browser."""

import asyncio
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from aiohttp import web

from adapters.web import make_app
from adapters.wiring import House
from tests.circle import Circle
from tests.town import settings_for


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    text: str

    @property
    def said(self) -> str:
        """The page's words without its markup."""
        plain = re.sub(r"<[^>]+>", " ", self.text.partition("</head>")[2])
        return " ".join(unescape(plain).split())

    @property
    def seal(self) -> str:
        """The hidden field that our own forms carry."""
        found = re.search(r'name="seal" value="([0-9a-f]{64})"', self.text)
        assert found, self.said
        return found[1]


@dataclass(frozen=True)
class Site:
    """The pages' address."""

    url: str

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Opens a page."""
        return self._ask("GET", path, None, headers or {})

    def head(self, path: str) -> Answer:
        """What previews ask for."""
        return self._ask("HEAD", path, None, {})

    def post(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Sends a form and follows where it leads, as a browser does."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._ask("POST", path, urlencode(fields), {**kind, **(headers or {})})
        return self.get(answer.headers["Location"]) if answer.status == 303 else answer

    def send(self, path: str, body: bytes, kind: str) -> Answer:
        """Sends whatever it is."""
        return self._ask("POST", path, body, {"Content-Type": kind})

    def _ask(self, method: str, path: str, body: str | bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())
        finally:
            connection.close()


@contextmanager
def served(circle: Circle, folder: Path) -> Iterator[Site]:
    """The pages of this circle's house, from a thread of their own, so that tests go on in plain steps."""
    settings = settings_for(circle.database.engine, {}, folder, 0)
    house = House(settings, circle.database, circle.bot, (), circle.wake, circle.clock)
    loop, runner = asyncio.new_event_loop(), web.AppRunner(make_app(house, with_worker=False), access_log=None)
    loop.run_until_complete(runner.setup())
    site = web.TCPSite(runner, "127.0.0.1", 0)
    loop.run_until_complete(site.start())
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    circle.bot._pages = url
    try:
        yield Site(url)
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


@pytest.fixture
def site(circle: Circle, tmp_path: Path) -> Iterator[Site]:
    """Our web pages of that community, served on this machine."""
    with served(circle, tmp_path / "site") as found:
        yield found
