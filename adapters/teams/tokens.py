"""Verifies the token of an incoming activity; nothing of the body is believed before."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import jwt

from adapters.teams.keys import Keys

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY = 300
LONGEST_LIFE = 2 * 24 * 3600
"""Seconds. Real tokens live an hour to a day; one that never ends is not one of them."""


KEPT = 1_000
"""Tokens whose signature was found good; the service sends the same one for hours."""


@dataclass(frozen=True, slots=True)
class _Good:
    """A token's claims, the key that signed it and that key's id."""

    kid: str
    key: object
    claims: dict[str, object]


class NotAuthentic(Exception):
    """The token is missing or bad; answered with 401. The text is a fact for the log."""


class NotForUs(Exception):
    """The token is good, but for another bot, service address, channel or tenant; answered with 403."""


class Verifier:
    """Checks tokens for one app id. ``now`` gives seconds since 1970."""

    def __init__(self, app_id: str, keys: Keys, now: Callable[[], float] = time.time) -> None:
        self._app_id = app_id
        self._keys = keys
        self._now = now
        self._good: dict[str, _Good] = {}

    async def service_url(self, authorization: str) -> str:
        """The service address that the token speaks for; NotAuthentic or NotForUs otherwise."""
        token = _bearer(authorization)
        kid = self._good[token].kid if token in self._good else _key_id(token)
        key = await self._keys.find(kid)
        if key is None:
            raise NotAuthentic("unknown key")
        if CHANNEL not in key.endorsements:
            raise NotAuthentic("key not endorsed")
        claims = self._claims(token, kid, key.public)
        self._check_time(claims)
        return self._check_names(claims)

    def _claims(self, token: str, kid: str, key: object) -> dict[str, object]:
        """Claims under a good signature, checked once for a token and its key; all else is checked each time."""
        good = self._good.get(token)
        if good is None or good.key is not key:
            good = _Good(kid, key, _claims(token, key))
            if len(self._good) >= KEPT:
                self._good.clear()
            self._good[token] = good
        return good.claims

    def _check_time(self, claims: dict[str, object]) -> None:
        now = self._now()
        if not now - LEEWAY < _seconds(claims, "exp", math.nan) <= now + LONGEST_LIFE:
            raise NotAuthentic("expired")
        if not _seconds(claims, "nbf", now) <= now + LEEWAY:
            raise NotAuthentic("not yet valid")

    def _check_names(self, claims: dict[str, object]) -> str:
        issuer, audience, service = (claims.get(name) for name in ("iss", "aud", "serviceurl"))
        if issuer != ISSUER:
            raise NotAuthentic("wrong issuer")
        if not isinstance(service, str) or not service:
            raise NotAuthentic("no service address")
        if not isinstance(audience, str):
            raise NotAuthentic("no audience")
        if audience != self._app_id:
            raise NotForUs("another bot")
        return service


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.isascii() or token.count(".") != 2:
        raise NotAuthentic("no bearer token")
    return token


def _key_id(token: str) -> str:
    """The key id of an RS256 token; the header's other hints (jku, x5u, jwk) are never followed."""
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise NotAuthentic("malformed") from error
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str) or not kid:
        raise NotAuthentic("wrong algorithm or no key id")
    return kid


def _claims(token: str, key: object) -> dict[str, object]:
    """The claims under a good signature; times and names are checked by the caller."""
    unchecked = {f"verify_{name}": False for name in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}
    try:
        return jwt.decode(token, key, algorithms=["RS256"], options=unchecked)  # type: ignore[arg-type]
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise NotAuthentic("bad signature") from error


def _seconds(claims: dict[str, object], name: str, missing: float) -> float:
    """A time claim in seconds since 1970; NaN, which compares as false, for what is no number."""
    value = claims.get(name, missing)
    return (
        float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
        else math.nan
    )
