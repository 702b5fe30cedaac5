"""Keys change, their source fails, strangers flood: tokens are checked all the same."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from adapters.teams.keys import Keys, KeysAway, KeySet, SigningKey, fetch_keys
from adapters.teams.tokens import NotAuthentic, Verifier
from tests.teams.fakes import APP, KEY, OTHER_KEY, claims_for, jwk, service, sign

HOUR = 3600.0
OLD = SigningKey(KEY.public_key(), frozenset({"msteams"}))
NEW = SigningKey(OTHER_KEY.public_key(), frozenset({"msteams"}))


@dataclass
class Source:
    """A key source with a clock that the test moves."""

    keys: KeySet = field(default_factory=lambda: {"k1": OLD})
    now: float = 5.0
    fetches: int = 0
    down: bool = False

    async def fetch(self) -> KeySet:
        self.fetches += 1
        await asyncio.sleep(0)
        if self.down:
            raise KeysAway("down")
        return dict(self.keys)

    def clock(self) -> float:
        return self.now


@pytest.mark.parametrize("hours", [61 / 3600, 2.0, 25.0])
async def test_a_changed_key_is_taken_at_once(hours: float) -> None:
    source = Source()
    keys = Keys(source.fetch, source.clock)
    assert await keys.find("k1") is OLD
    source.keys = {"k2": NEW}
    source.now += hours * HOUR
    assert await keys.find("k2") is NEW
    assert await keys.find("k1") is None
    assert source.fetches == 2


async def test_a_key_that_changed_a_moment_ago_is_taken_within_a_minute() -> None:
    source = Source()
    keys = Keys(source.fetch, source.clock)
    await keys.find("k1")
    source.keys = {"k2": NEW}
    source.now += 30
    assert await keys.find("k2") is None
    source.now += 30
    assert await keys.find("k2") is NEW


async def test_a_flood_of_unknown_keys_asks_once_a_minute() -> None:
    source = Source()
    keys = Keys(source.fetch, source.clock)
    for minute in range(5):
        found = await asyncio.gather(*(keys.find(f"stranger {n}") for n in range(100)))
        assert set(found) == {None}
        assert source.fetches == minute + 1
        assert await keys.find("k1") is OLD
        source.now += 60


async def test_keys_are_read_anew_every_day_and_a_dead_source_is_bridged_for_one() -> None:
    source = Source()
    keys = Keys(source.fetch, source.clock)
    await keys.find("k1")
    source.now += 23 * HOUR
    await keys.find("k1")
    assert source.fetches == 1
    source.down = True
    source.now += 2 * HOUR
    assert await keys.find("k1") is OLD
    assert source.fetches == 2
    source.now += 22 * HOUR
    assert await keys.find("k1") is OLD
    source.now += 2 * HOUR
    assert await keys.find("k1") is None
    source.down = False
    source.now += 61
    assert await keys.find("k1") is OLD


async def test_only_rsa_keys_of_a_listed_address_are_read() -> None:
    async with service() as far, aiohttp.ClientSession() as session:
        far.keys = [jwk(KEY, "good"), {"kty": "oct", "kid": "h", "k": "AA"}, {"kty": "RSA", "kid": "bad", "n": 1}]
        far.keys += [{"kty": "RSA", "kid": 7}, {"kty": "RSA"}]
        assert list(await fetch_keys(session, far.origin + "/metadata")) == ["good"]
        far.keys = []
        with pytest.raises(KeysAway):
            await fetch_keys(session, far.origin + "/metadata")
        far.keys_down = True
        with pytest.raises(KeysAway):
            await fetch_keys(session, far.origin + "/metadata")
    async with aiohttp.ClientSession() as session:
        with pytest.raises(KeysAway):
            await fetch_keys(session, "http://127.0.0.1:9/metadata")


async def test_a_token_over_changed_keys(caplog: pytest.LogCaptureFixture) -> None:
    source = Source()
    verifier = Verifier(APP, Keys(source.fetch, source.clock))
    claims: dict[str, Any] = claims_for("https://smba.trafficmanager.net/emea/")
    assert await verifier.service_url(f"Bearer {sign(claims)}") == claims["serviceurl"]
    source.keys = {"k2": NEW}
    source.now += 61
    assert await verifier.service_url(f"Bearer {sign(claims, OTHER_KEY, 'k2')}") == claims["serviceurl"]
    with pytest.raises(NotAuthentic):
        await verifier.service_url(f"Bearer {sign(claims)}")
