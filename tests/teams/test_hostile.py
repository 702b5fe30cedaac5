"""What is forged, broken or not for us is refused with the status of CONTRACT.md; nobody's turn is run for it."""

import base64
import gzip
import io
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.edge import MAX_BODY
from bot.turn import NoCommunity
from tests.teams.fakes import KEY, OTHER_KEY, Bench, Core, bench, claims_for, sign

NOW = int(time.time())
MARK = "canary-word-in-the-body"


@pytest.fixture
async def b() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


def raw_token(header: Any, claims: Any, signature: str = "c2ln") -> str:
    parts = [value if isinstance(value, str) else json.dumps(value) for value in (header, claims)]
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts) + "." + signature


def hmac_with_public_key(claims: dict[str, Any]) -> str:
    import hashlib
    import hmac

    secret = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    unsigned = raw_token({"alg": "HS256", "kid": "k1"}, claims).rsplit(".", 1)[0]
    digest = hmac.new(secret, unsigned.encode(), hashlib.sha256).digest()
    return f"{unsigned}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


CLAIMS: list[tuple[str, dict[str, Any], int]] = [
    ("wrong issuer", {"iss": "https://evil.example"}, 401),
    ("emulator issuer", {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"}, 401),
    ("issuer with a slash", {"iss": "https://api.botframework.com/"}, 401),
    ("no issuer", {"iss": ...}, 401),
    ("list of issuers", {"iss": ["https://api.botframework.com"]}, 401),
    ("no audience", {"aud": ...}, 401),
    ("list of audiences", {"aud": ["x", "y"]}, 401),
    ("wrong audience", {"aud": "00000000-aaaa-bbbb-cccc-000000000002"}, 403),
    ("empty audience", {"aud": ""}, 403),
    ("no expiry", {"exp": ...}, 401),
    ("past expiry", {"exp": NOW - 301}, 401),
    ("far expiry", {"exp": NOW + 10 * 365 * 86400}, 401),
    ("enormous expiry", {"exp": 10**400}, 401),
    ("infinite expiry", {"exp": float("inf")}, 401),
    ("expiry as text", {"exp": str(NOW + 60)}, 401),
    ("expiry as truth", {"exp": True}, 401),
    ("not yet valid", {"nbf": NOW + 900}, 401),
    ("nbf as text", {"nbf": "soon"}, 401),
    ("no service address", {"serviceurl": ...}, 401),
    ("empty service address", {"serviceurl": ""}, 401),
    ("list of service addresses", {"serviceurl": ["x"]}, 401),
    ("other service address", {"serviceurl": "https://smba.trafficmanager.net/emea/"}, 403),
]


@pytest.mark.parametrize(("claims", "status"), [row[1:] for row in CLAIMS], ids=[row[0] for row in CLAIMS])
async def test_wrong_claims(b: Bench, claims: dict[str, Any], status: int) -> None:
    late = int(time.time()) - NOW
    fresh = {name: one + late if name in {"exp", "nbf"} and type(one) is int else one for name, one in claims.items()}
    await refused(b, b.token(**fresh), status)


FORGED: dict[str, Callable[[dict[str, Any]], str]] = {
    "another key under a known id": lambda claims: sign(claims, OTHER_KEY),
    "unknown key id": lambda claims: sign(claims, OTHER_KEY, "k9"),
    "no key id": lambda claims: sign(claims, kid=None),
    "key id that is a list": lambda claims: raw_token({"alg": "RS256", "kid": ["k1"]}, claims),
    "alg none": lambda claims: raw_token({"alg": "none", "kid": "k1"}, claims, ""),
    "alg None": lambda claims: raw_token({"alg": "None", "kid": "k1"}, claims),
    "HS256 with the public key": hmac_with_public_key,
    "RS384": lambda claims: sign(claims, alg="RS384"),
    "jku header": lambda claims: sign(claims, OTHER_KEY, "k9", jku="https://evil.example/keys"),
    "jwk header": lambda claims: sign(claims, OTHER_KEY, jwk={"kty": "RSA"}),
    "crit header": lambda claims: sign(claims, crit=["exp"], exp=1),
    "changed claims": lambda claims: _swap(sign(claims), claims | {"nbf": 0}),
    "truncated": lambda claims: sign(claims)[:-5],
    "header nested deeply": lambda claims: raw_token("[" * 3000, claims),
    "header that is a list": lambda claims: raw_token("[]", claims),
    "claims that are a list": lambda claims: raw_token({"alg": "RS256", "kid": "k1"}, "[]"),
    "garbage": lambda claims: "garbage",
    "three dots": lambda claims: "a.b.c.d",
    "empty parts": lambda claims: "..",
}


def _swap(token: str, claims: dict[str, Any]) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{raw_token({}, claims).split('.')[1]}.{signature}"


@pytest.mark.parametrize("name", FORGED)
async def test_forged_tokens(b: Bench, name: str) -> None:
    await refused(b, FORGED[name](claims_for(b.service.url)), 401)


@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "Bearer", "Bearer ", "Bearer é.é.é", "bearer\tx.y.z"])
async def test_other_headers(b: Bench, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = await b.client.post(b.url, json=b.activity("message", text="help"), headers=headers)
    assert (answer.status, b.core.asked) == (401, [])


async def test_a_key_without_the_channels_endorsement(b: Bench) -> None:
    from tests.teams.fakes import jwk

    b.service.keys = [jwk(KEY, "k1", ("webchat",))]
    await refused(b, b.token(), 401)


async def refused(b: Bench, token: str, status: int) -> None:
    answer = await b.post(b.activity("message", text="help"), token)
    assert (answer.status, b.core.asked, b.service.calls) == (status, [], [])


BODIES: list[tuple[str, dict[str, Any], int]] = [
    ("no service address", {"serviceUrl": ...}, 403),
    ("empty service address", {"serviceUrl": ""}, 403),
    ("service address of another type", {"serviceUrl": ["x"]}, 403),
    ("other service address", {"serviceUrl": "https://smba.trafficmanager.net/emea/"}, 403),
    ("one slash more", {"serviceUrl": "SLASH"}, 403),
    ("no channel", {"channelId": ...}, 403),
    ("other channel", {"channelId": "slack"}, 403),
    ("no type", {"type": ...}, 400),
    ("type of another type", {"type": 7}, 400),
]


@pytest.mark.parametrize(("change", "status"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
async def test_bodies_for_somebody_else(b: Bench, change: dict[str, Any], status: int) -> None:
    body = b.activity("message", text=MARK) | change
    if body.get("serviceUrl") == "SLASH":
        body["serviceUrl"] = b.service.url + "/"
    answer = await b.post({name: value for name, value in body.items() if value is not ...})
    assert (answer.status, b.core.asked) == (status, [])


RAW: list[tuple[str, bytes, int]] = [
    ("list", b"[]", 400),
    ("null", b"null", 400),
    ("empty object", b"{}", 400),
    ("broken", b"{", 400),
    ("empty", b"", 400),
    ("not UTF-8", b'{"type":"\xff\xfe"}', 400),
    ("20,000 deep", b'{"type":"message","value":' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400),
    ("40 deep", b'{"type":"message","value":' + b"[" * 40 + b"]" * 40 + b"}", 400),
    ("too large", b'{"type":"message","text":"' + b"x" * 1_100_000 + b'"}', 413),
]


@pytest.mark.parametrize(("body", "status"), [row[1:] for row in RAW], ids=[row[0] for row in RAW])
@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
async def test_bodies_that_are_no_activity(b: Bench, body: bytes, status: int, signed: bool) -> None:
    headers = {"Content-Type": "application/json"}
    if signed:
        headers["Authorization"] = f"Bearer {b.token()}"
    answer = await b.client.post(b.url, data=io.BytesIO(body), headers=headers)
    assert (answer.status, b.core.asked) == (status if signed or status == 413 else 401, [])


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/json5", ""])
async def test_another_media_type_is_400(b: Bench, kind: str) -> None:
    headers = {"Content-Type": kind, "Authorization": f"Bearer {b.token()}"}
    answer = await b.client.post(b.url, data=json.dumps(b.activity("message")).encode(), headers=headers)
    assert (answer.status, b.core.asked) == (400, [])


async def test_a_packed_body_is_read_within_the_same_limit(b: Bench) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {b.token()}", "Content-Encoding": "gzip"}
    bomb = gzip.compress(b'{"type":"message","text":"' + b"x" * 3 * MAX_BODY + b'"}')
    assert (await b.client.post(b.url, data=bomb, headers=headers)).status == 413


async def test_a_body_that_only_claims_to_be_packed_is_400(b: Bench) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {b.token()}", "Content-Encoding": "gzip"}
    assert (await b.client.post(b.url, data=b"not packed", headers=headers)).status == 400


async def test_another_tenant_is_403(b: Bench) -> None:
    b.core.error = NoCommunity()
    assert (await b.say("help")).status == 403


async def test_only_posts_are_taken(b: Bench) -> None:
    assert (await b.client.get(b.url)).status == 405


async def test_a_good_token_is_taken(b: Bench) -> None:
    """The control: the tables above would prove nothing if all were refused."""
    now = int(time.time())
    for claims in ({}, {"exp": now - 200}, {"nbf": now + 200}, {"nbf": ...}):
        assert (await b.post(b.activity("message", text="help"), b.token(**claims))).status == 200
    assert len(b.core.asked) == 4


async def test_unsigned_mode_needs_no_token_but_keeps_the_list_of_hosts() -> None:
    async with bench(TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK="1", TEAMS_APP_PASSWORD="") as b:
        assert (await b.client.post(b.url, json=b.activity("message", text="hi"))).status == 200
        assert b.service.calls[0].authorization == ""
        body = b.activity("message", text="hi", serviceUrl="https://evil.example/")
        assert (await b.client.post(b.url, json=body)).status == 403


async def test_nothing_of_a_refused_body_or_token_is_logged(b: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = b.token(aud="other")
    for body in (b.activity("message", text=MARK), b.activity("message", text=MARK, channelId=MARK)):
        await b.post(body, token)
        await b.post(body, "x.y.z")
        await b.post(body)
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "refused with 403" in logged
    for secret in (MARK, token, "x.y.z", "29:bea"):
        assert secret not in logged


JUNK: list[Any] = [None, True, 7, "x", [], {}, [[{}]], {"id": None}, {"id": ["x"]}]


@pytest.mark.parametrize("kind", ["message", "invoke", "installationUpdate", "conversationUpdate", "messageReaction"])
async def test_no_field_of_another_shape_is_an_error(kind: str) -> None:
    """Each field removed, and each replaced by every kind of junk."""
    async with bench(Core()) as b:
        whole = b.activity(
            kind, text="help", name="adaptiveCard/action", value={"action": {"data": {}}}, entities=[], action="add"
        )
        for name in whole:
            for junk in (..., *JUNK):
                body = {key: value for key, value in (whole | {name: junk}).items() if value is not ...}
                status = (await b.post(body)).status
                assert status in (200, 400, 403) or (status == 501 and name == "name"), (name, junk, status)
