"""A manager at the desk without a browser: follows the link from the chat, reads pages, presses, fills in and sends."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

from bot.views import Buttons, Card, OpenPage
from tests.begun import begin
from tests.circle import Circle, Person
from tests.paging import Answer, Site

FORM = "application/x-www-form-urlencoded"


@dataclass
class Sent:
    """A form on the page: where it goes, what stands in it, and its buttons (words, name, value)."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Sent] = []
        self.links: list[tuple[str, str]] = []
        self._words: list[str] | None = None
        self._open: dict[str, str] = {}
        self._select = self._area = ""
        self._chosen: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        form = self.forms[-1] if self.forms else Sent("")
        match tag:
            case "form":
                self.forms.append(Sent(has.get("action", "")))
            case "input" if has.get("type") in ("checkbox", "radio"):
                if "checked" in has:
                    form.fields.append((has["name"], has["value"]))
            case "input" if has.get("type") != "file":
                form.fields.append((has["name"], has.get("value", "")))
            case "select":
                self._select, self._chosen = has["name"], []
            case "option" if self._select and ("selected" in has or not self._chosen):
                self._chosen = [has.get("value", "")]
            case "textarea":
                self._area, self._words = has["name"], []
            case "button" | "a" | "label":
                self._open, self._words = has, []
            case _:
                pass

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        said = " ".join("".join(self._words or []).split())
        match tag:
            case "select":
                self.forms[-1].fields.append((self._select, self._chosen[0] if self._chosen else ""))
                self._select = ""
            case "textarea":
                self.forms[-1].fields.append((self._area, "".join(self._words or []).removeprefix("\n")))
                self._words = None
            case "button":
                name, value = self._open.get("name", ""), self._open.get("value", "")
                self.forms[-1].buttons.append((self._open.get("aria-label", said), name, value))
                self._words = None
            case "a":
                self.links.append((said, self._open.get("href", "")))
                self._words = None
            case "label":
                if self.forms and "for" in self._open:
                    self.forms[-1].labels[said.removesuffix(" (optional)")] = self._open["for"]
                self._words = None
            case _:
                pass


class Seat:
    """A browser's memory: one cookie and the page that is open."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookie = ""
        self.cookies: list[str] = []
        self.answer = Answer(0, {}, "")  # type: ignore[arg-type]

    @property
    def said(self) -> str:
        return self.answer.said

    @property
    def page(self) -> Page:
        return Page(self.answer.text)

    def open(self, path: str, headers: Mapping[str, str] | None = None) -> str:
        """Opens a page."""
        return self._ask("GET", path, None, headers or {})

    def follow(self, label: str) -> str:
        """Follows the link with these words."""
        found = [href for said, href in self.page.links if said == label]
        assert found, f"no link “{label}” in: {self.said}"
        return self.open(found[0])

    def press(
        self, label: str, values: Mapping[str, object] | None = None, headers: Mapping[str, str] | None = None
    ) -> str:
        """Presses the button with these words, after filling in fields by their labels or the names of the core."""
        found = [(form, button) for form in self.page.forms for button in form.buttons if _says(button[0], label)]
        assert found, f"no button “{label}” in: {self.said}"
        form, (_, name, value) = found[0]
        fields = [*_filled(form, values or {}), *([(name, value)] if name else [])]
        return self.send(form.action or self.path, fields, headers)

    def send(self, path: str, fields: Iterable[tuple[str, str]], headers: Mapping[str, str] | None = None) -> str:
        """Sends fields as a form, whatever the page says."""
        return self._ask("POST", path, urlencode(list(fields)), {"Content-Type": FORM, **(headers or {})})

    def bring(self, what: str, name: str, data: bytes, seal: str | None = None) -> str:
        """Brings a file."""
        kept = dict(next(form for form in self.page.forms if form.action.endswith("/import")).fields)
        return self.upload([("seal", kept["seal"] if seal is None else seal), ("what", what)], name, data)

    def upload(self, fields: Iterable[tuple[str, str]], name: str, data: bytes) -> str:
        """Sends a form of parts."""
        parts = [f'--xx\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields]
        head = f'--xx\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        body = b"".join([*parts, head, data, b"\r\n--xx--\r\n"])
        return self._ask("POST", "/desk/files/import", body, {"Content-Type": "multipart/form-data; boundary=xx"})

    def dawdle(self, path: str, kind: str, body: tuple[bytes, bytes], between: Callable[[], None]) -> str:
        """Sends a form in two halves, and lets something happen in between."""
        return self._ask("POST", path, _halves(body, between), {"Content-Type": kind, "Transfer-Encoding": "chunked"})

    def _ask(
        self, method: str, path: str, body: str | bytes | Iterable[bytes] | None, headers: Mapping[str, str]
    ) -> str:
        self.path = path
        connection = HTTPConnection(urlsplit(self.site.url).netloc, timeout=20)
        try:
            named = {"Cookie": self.cookie} if self.cookie else {}
            chunked = "Transfer-Encoding" in headers
            connection.request(method, path, body, {**named, **headers}, encode_chunked=chunked)
            answer = connection.getresponse()
            self.raw = answer.read()
            self.answer = Answer(answer.status, answer.headers, self.raw.decode(errors="replace"))
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.append(line)
            self.cookie = line.partition(";")[0]
        if answer.status == 303:
            return self.open(answer.headers["Location"])
        return self.said


def _halves(body: tuple[bytes, bytes], between: Callable[[], None]) -> Iterator[bytes]:
    yield body[0]
    between()
    yield body[1]


def link_of(person: Person) -> str:
    """The path of the link that `Open the desk` gives in chat."""
    person.types("curate")
    person.presses("Open the desk", "Curation")
    assert isinstance(person.said, Card)
    ways = [one for block in person.said.blocks if isinstance(block, Buttons) for one in block.buttons]
    assert isinstance(ways[0], OpenPage)
    return urlsplit(ways[0].url).path


def sit_down(site: Site, person: Person) -> Seat:
    """Signs in."""
    seat = Seat(site)
    seat.open(link_of(person))
    seat.press("Sign in")
    return seat


SEATS: dict[str, Seat] = {}
"""Mia's, by the kind of database, as it was when she had just signed in."""


def seat_mia(circle: Circle) -> None:
    """Mia manages the community and sits at its desk, whose pages are served."""
    add_mia(circle)
    SEATS[circle.database.engine.dialect.name] = copy(sit_down(Site(circle.bot._pages), circle.people["Mia"]))


@pytest.fixture
def desk(circle: Circle, site: Site) -> Seat:
    """Mia's seat."""
    begin(circle, seat_mia)
    seat = copy(SEATS[circle.database.engine.dialect.name])
    seat.site, seat.cookies = site, [*seat.cookies]
    return seat


@pytest.fixture
def mia(circle: Circle, request: pytest.FixtureRequest) -> Person:
    """Mia, at her desk or before it."""
    if "desk" in request.fixturenames:
        request.getfixturevalue("desk")
    else:
        pages = circle.bot._pages
        begin(circle, add_mia)
        circle.bot._pages = pages  # Only some who ask for her have a site.
    return circle.people["Mia"]


def add_mia(circle: Circle) -> None:
    """She manages the community."""
    circle.add("Mia", manager=True, uses=("Okta",))


def _says(heard: str, label: str) -> bool:
    """A button of a list is heard with what it is about: "Confirm: Okta"."""
    return heard == label or heard.startswith(f"{label}: ")


def _filled(form: Sent, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What stands there, unless a field is filled in anew; a tuple ticks several."""
    new = {form.labels.get(name) or _name(name): value for name, value in values.items()}
    yield from ((name, value) for name, value in form.fields if name not in new)
    for name, value in new.items():
        yield from ((name, str(one)) for one in (value if isinstance(value, tuple) else (value,)))


def _name(name: str) -> str:
    return name if re.match(r"[fp]\.|what$|format$", name) else f"f.{name}"
