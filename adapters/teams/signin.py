"""Our own token for sending: one client-credentials POST, kept until shortly before it expires."""

import asyncio
import logging
import time
from collections.abc import Callable

import aiohttp

from adapters.edge import Malformed, parse_json
from adapters.teams.settings import Settings
from bot.turn import TryLater

SCOPE = "https://api.botframework.com/.default"
EARLY = 300
"""Seconds before its end at which a token is replaced."""
TIMEOUT = aiohttp.ClientTimeout(total=10)
PAUSE = 30
"""Seconds to wait after a sign-in that failed."""

log = logging.getLogger("warmline.teams")


class SignIn:
    """Gives the token to send with; at most one sign-in is under way. ``clock`` counts seconds from anywhere."""

    def __init__(
        self, session: aiohttp.ClientSession, settings: Settings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._session = session
        self._settings = settings
        self._clock = clock
        self._token = ""
        self._good_until = self._silent_until = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def headers(self) -> dict[str, str]:
        """The headers of a request to the connector; TryLater where sign-in fails."""
        if not self._settings.password:
            return {}
        if self._clock() >= self._good_until:
            async with self._one_at_a_time:
                if self._clock() >= self._good_until:
                    await self._sign_in()
        return {"Authorization": f"Bearer {self._token}"}

    def forget(self) -> None:
        """Drops the token, after the connector refused it."""
        self._good_until = float("-inf")

    async def _sign_in(self) -> None:
        if self._clock() < self._silent_until:
            raise TryLater(PAUSE, "sign-in")
        try:
            self._token, lives = await self._ask()
        except (aiohttp.ClientError, TimeoutError, Malformed) as error:
            self._silent_until = self._clock() + PAUSE
            log.warning("sign-in failed: %s", type(error).__name__)
            raise TryLater(PAUSE, "sign-in") from error
        self._good_until = self._clock() + max(lives - EARLY, lives / 2)

    async def _ask(self) -> tuple[str, float]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": self._settings.password,
            "scope": SCOPE,
        }
        address = self._settings.token_url
        async with self._session.post(address, data=form, timeout=TIMEOUT, allow_redirects=False) as answer:
            if answer.status != 200:
                raise Malformed(f"status {answer.status}")
            found = parse_json(await answer.read())
        token, lives = found.get("access_token"), found.get("expires_in")
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise Malformed("no token")
        return token, float(lives) if isinstance(lives, int | float | str) and str(lives).isdigit() else 600.0
