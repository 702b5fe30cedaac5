"""The public keys by which the Bot Connector signs: fetched daily and on an unknown key id, never in a flood."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from adapters.edge import Malformed, parse_json
from adapters.teams.hosts import is_allowed_endpoint

DAY = 24 * 3600
MINUTE = 60
TIMEOUT = aiohttp.ClientTimeout(total=5)

log = logging.getLogger("warmline.teams")


class KeysAway(Exception):
    """The source of the keys cannot be read now."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key, and the channels whose messages it may sign."""

    public: RSAPublicKey
    endorsements: frozenset[str]


KeySet: TypeAlias = dict[str, SigningKey]
Fetch: TypeAlias = Callable[[], Awaitable[KeySet]]


class Keys:
    """Keys by their id. ``clock`` counts seconds from anywhere."""

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: KeySet = {}
        self._fetched = self._tried = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def find(self, kid: str) -> SigningKey | None:
        """The key, or None where the source does not name it; keys stay good one day after a missed refresh."""
        if kid not in self._keys or self._age() >= DAY:
            await self._refresh(kid)
        return self._keys.get(kid) if self._age() < 2 * DAY else None

    def _age(self) -> float:
        return self._clock() - self._fetched

    async def _refresh(self, kid: str) -> None:
        async with self._one_at_a_time:
            # Whoever waited here finds what the one before them fetched, or that it was tried a moment ago.
            fresh = kid in self._keys and self._age() < DAY
            if fresh or self._clock() - self._tried < MINUTE:
                return
            self._tried = self._clock()
            try:
                self._keys = await self._fetch()
            except KeysAway as error:
                log.warning("keys not refreshed: %s", error)
                return
            self._fetched = self._clock()


async def fetch_keys(session: aiohttp.ClientSession, metadata_url: str) -> KeySet:
    """The key set that the OpenID metadata points to; KeysAway where either cannot be read."""
    address = (await _get(session, metadata_url)).get("jwks_uri")
    if not isinstance(address, str) or not is_allowed_endpoint(address):
        raise KeysAway("the metadata names no address of keys")
    listed = (await _get(session, address)).get("keys")
    keys = dict(found for item in (listed if isinstance(listed, list) else []) if (found := _read_key(item)))
    if not keys:
        raise KeysAway("the source lists no usable key")
    return keys


async def _get(session: aiohttp.ClientSession, address: str) -> dict[str, Any]:
    try:
        async with session.get(address, timeout=TIMEOUT, allow_redirects=False) as answer:
            if answer.status != 200:
                raise KeysAway(f"status {answer.status}")
            return parse_json(await answer.read())
    except (aiohttp.ClientError, TimeoutError, Malformed) as error:
        raise KeysAway(type(error).__name__) from error


def _read_key(item: object) -> tuple[str, SigningKey] | None:
    if not isinstance(item, dict) or item.get("kty") != "RSA" or not isinstance(item.get("kid"), str):
        return None
    try:
        public = jwt.PyJWK(item, algorithm="RS256").key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    endorsed = item.get("endorsements")
    names = frozenset(name for name in endorsed if isinstance(name, str)) if isinstance(endorsed, list) else frozenset()
    return (item["kid"], SigningKey(public, names)) if isinstance(public, RSAPublicKey) else None
