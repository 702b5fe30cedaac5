"""What Microsoft adds between Teams and a bot: signed tokens, the keys to check them, and the bot's own sign-in."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.processes import free_port
from tests.third_party.tap import Tap, listening

APP, PASSWORD, OURS = "d0000000-0000-4000-8000-000000000001", "app-password", "our-own-token"


def new_key() -> rsa.RSAPrivateKey:
    """A signing key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Microsoft:
    """The key, and the sign-ins that were asked for."""

    port: int = field(default_factory=free_port)
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    sign_ins: list[dict[str, str]] = field(default_factory=list)

    def stamp(self, body: dict[str, Any], **changed: object) -> dict[str, str]:
        """The header that Teams' service adds to an activity; ``changed`` claims make it a forged one."""
        now = int(time.time())
        claims = {"iss": "https://api.botframework.com", "aud": APP, "nbf": now, "exp": now + 3600}
        key = changed.pop("key", self.key)
        claims |= {"serviceurl": body.get("serviceUrl"), **changed}
        token = jwt.encode(claims, key, "RS256", headers={"kid": "k1"})  # type: ignore[arg-type]
        return {"Authorization": f"Bearer {token}"}

    def settings(self) -> dict[str, str]:
        """What the bot needs to know to find it here."""
        return {
            "TEAMS_APP_ID": APP,
            "TEAMS_APP_PASSWORD": PASSWORD,
            "TEAMS_TENANT_ID": "11111111-2222-3333-4444-555555555555",
            "TEAMS_OPENID_METADATA_URL": f"http://127.0.0.1:{self.port}/openid",
            "TEAMS_TOKEN_URL": f"http://127.0.0.1:{self.port}/token",
        }

    async def metadata(self, _: web.Request) -> web.Response:
        """Where the keys lie."""
        return web.json_response({"jwks_uri": f"http://127.0.0.1:{self.port}/keys"})

    async def keys(self, _: web.Request) -> web.Response:
        """The public key, endorsed for the Teams channel."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return web.json_response({"keys": [{**public, "kid": "k1", "use": "sig", "endorsements": ["msteams"]}]})

    async def token(self, request: web.Request) -> web.Response:
        """The client-credentials grant."""
        self.sign_ins.append({name: str(value) for name, value in (await request.post()).items()})
        return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": OURS})


@asynccontextmanager
async def microsoft() -> AsyncIterator[Microsoft]:
    """Microsoft's part on a port of this machine."""
    here = Microsoft()
    routes = web.get("/openid", here.metadata), web.get("/keys", here.keys), web.post("/token", here.token)
    async with listening(here.port, Tap(""), *routes):
        yield here
