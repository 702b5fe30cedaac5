"""What an adapter is, and what it gets. Every folder named in PLATFORMS has an ``app.py`` with ``build``."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from adapters.problem import SettingsError as SettingsError  # for the platforms, which know this module alone
from bot.ports import Courier, Register
from bot.turn import Request
from bot.views import View

if TYPE_CHECKING:
    from aiohttp import web

Env: TypeAlias = Mapping[str, str]

Run: TypeAlias = Callable[[Request], Awaitable[View | None]]
"""Runs one turn off the event loop. None means: nothing to say (a repeat of something already done).

Raises NoCommunity and Unavailable only; a bug comes back as a Note that apologises with an id.
"""


AtOnce: TypeAlias = Callable[[Request], View | None]
"""An answer that needs no turn, from memory and without I/O; None where there is none."""


def nothing(_: Request) -> View | None:
    """Remembers nothing."""
    return None


class Level(StrEnum):
    """How grave a finding is."""

    GOOD = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What `warmline doctor` found, and what mends it. ``date`` is the answering server's own, as HTTP writes it."""

    about: str
    says: str
    level: Level = Level.GOOD
    mend: str = ""
    date: str = ""


class Grants(Protocol):
    """What platforms granted us, sealed at rest: one secret text per platform and tenant, and one-time states."""

    async def find(self, platform: str, tenant: str) -> str | None:
        """The secret text, or None."""

    async def save(self, platform: str, tenant: str, secret: str) -> None:
        """Keeps the secret text in place of an earlier one."""

    async def lease(self, platform: str, tenant: str, seconds: int) -> bool:
        """True for one caller at a time, until it replaces the text or the seconds are over."""

    async def replace(self, platform: str, tenant: str, secret: str) -> bool:
        """Keeps the secret text in place of the one that is there, and ends the lease; False where there is none."""

    async def drop(self, platform: str, tenant: str) -> None:
        """Forgets it."""

    async def tenants(self, platform: str) -> list[str]:
        """Whose secret texts of a platform we keep."""

    async def open_state(self, state: str, seconds: int) -> None:
        """Keeps a hash of a one-time state for so long."""

    async def take_state(self, state: str) -> bool:
        """True exactly once for a state that is known and not expired."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What the wiring hands to an adapter."""

    run: Run
    grants: Grants
    listens_on_loopback: bool
    public_url: str = ""
    at_once: AtOnce = nothing


class Adapter(Courier, Register, Protocol):
    """One platform: takes requests in, draws views, sends cards."""

    platform: str

    def mount(self, app: "web.Application") -> None:
        """Adds the platform's HTTP routes."""

    async def start(self) -> None:
        """Opens connections (called inside the running loop)."""

    async def close(self) -> None:
        """Closes what start opened."""


Build: TypeAlias = Callable[[Env, Ports], Adapter | None]
"""``build`` of an ``app.py``: None where the platform's settings are unset (it stays off); SettingsError when wrong."""

Examine: TypeAlias = Callable[[Env, bool, bool], Awaitable[list[Finding]]]
"""``examine(env, listens_on_loopback, offline)`` of a platform's ``doctor.py``; offline it asks nobody."""
