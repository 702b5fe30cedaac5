"""What every visitor passes before a page: the pace of an address, and the check that a form is one of ours."""

import asyncio
import hmac
from collections import OrderedDict
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from adapters.frame import HEADERS, note_text
from adapters.settings import load_keys
from adapters.wiring import House
from bot.text import clean

PER_MINUTE = 30
"""Requests from one address; a person needs two or three."""
REMEMBERED = 10_000
"""Addresses whose requests are counted at the same time."""
FIELDS = 20
"""No form of ours has more."""
SEAL = "seal"
"""The name of the hidden field that says that a form came from the page of exactly this link."""
OWN = ("same-origin", "none")
"""What a browser says of a form that our own page sent, or that its user sent again."""

Fields = Mapping[str, str]
T = TypeVar("T")


class Pace:
    """Counts requests by address within each minute; it forgets the oldest addresses first."""

    def __init__(self, per_minute: int = PER_MINUTE) -> None:
        self._per_minute = per_minute
        self._counts: OrderedDict[tuple[str, int], int] = OrderedDict()

    def allows(self, address: str, minute: int) -> bool:
        """Whether the address may make one more request in this minute."""
        seen = self._counts.pop((address, minute), 0) + 1
        self._counts[address, minute] = seen
        if len(self._counts) > REMEMBERED:
            self._counts.popitem(last=False)
        return seen <= self._per_minute


class Door:
    """The way into the pages of one house."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._keys = load_keys(house.settings)
        self._pace = Pace()

    def passes(self, request: web.Request) -> None:
        """Lets a visitor by; 429 when the address has asked too often in this minute."""
        minute = int(self.house.clock().timestamp() // 60)
        if not self._pace.allows(whence(request), minute):
            raise refusal(web.HTTPTooManyRequests, SLOWER, {"Retry-After": "60"})

    async def looks_up(self, request: web.Request, look: Callable[[str], T]) -> T:
        """Lets a visitor by and looks up, in a thread, what the token of the address leads to."""
        self.passes(request)
        return await asyncio.to_thread(look, request.match_info["token"])

    def seal(self, purpose: str, token: str) -> str:
        """Binds a form to its link: nobody who has only seen the address of another page can make it."""
        return self._keys.mac(f"form:{purpose}", token)

    async def fields(self, request: web.Request, purpose: str, token: str) -> Fields:
        """The cleaned fields of a form that our own page of this link sent; 403 for any other.

        Nothing is looked up before that, so that the refusal tells nothing about the link.
        """
        fields = _read(request, await request.read())
        sealed = hmac.compare_digest(fields.get(SEAL, "").encode(), self.seal(purpose, token).encode())
        if not sealed or not self.is_own(request):
            raise refusal(web.HTTPForbidden, FOREIGN)
        return fields

    def is_own(self, request: web.Request) -> bool:
        """Whether the browser, if it says anything, says that our own page sent the form.

        Under `no-referrer` browsers write `Origin: null` for our own forms too; then Sec-Fetch-Site decides.
        """
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "null")
        if site is not None and site not in OWN:
            return False
        ours = {request.host, urlsplit(self.house.settings.public_url).netloc}
        return origin == "null" or _place(origin) in ours


def whence(request: web.Request) -> str:
    """The visitor's address, as a proxy beside us names it where one brings them (what it says itself stands last).

    Of a network of the newer kind it is the first half: one house has all the rest.
    """
    beside, named = _address(request.remote or ""), request.headers.getall("X-Forwarded-For", [""])[-1]
    told = _address(named.rpartition(",")[2].strip()) if beside and beside.is_private else None
    address = told or beside
    if address is None or address.version == 4:
        return str(address or "")
    return str(ip_network(f"{address}/64", strict=False))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An IPv4 address that a socket of both kinds writes as ``::ffff:192.0.2.1`` is itself."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _place(origin: str) -> str | None:
    """Host and port of an origin; None where it cannot be read."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


SLOWER = ("One moment", "That were too many requests from your address. Wait a minute and try again.")
FOREIGN = ("That did not come from our page", "Open the link once more and send the form from there.")


def refusal(
    kind: type[web.HTTPClientError], said: tuple[str, str], more: Mapping[str, str] | None = None
) -> web.HTTPClientError:
    """A page that says no, to be raised."""
    return kind(text=note_text(*said), content_type="text/html", headers={**HEADERS, **(more or {})})


def _read(request: web.Request, body: bytes) -> dict[str, str]:
    """A sent form, the last value of each field; empty where it is no form at all."""
    if request.content_type != "application/x-www-form-urlencoded":
        return {}
    try:
        pairs = parse_qsl(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        return {}
    return {name: clean(value) for name, value in pairs}
