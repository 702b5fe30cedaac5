"""What a stranger or a broken sender may post: the exact status, a silent core, and nothing of it in the log."""

import hashlib
import hmac
import io
import json
import logging
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from multidict import CIMultiDict, CIMultiDictProxy

from adapters.slack.verify import Verifier
from tests.slack.world import SECRET, World, command, press, signature, world

CANARY = "canary-5f2e"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
GOOD = command(f"ask {CANARY}")
DEEP = b"[" * 20_000 + b"]" * 20_000


def at(seconds: float) -> dict[str, str]:
    return signature(GOOD, at=time.time() + seconds)


def stamped(timestamp: str) -> dict[str, str]:
    """Signed rightly over a timestamp of another shape."""
    signed = b"v0:" + timestamp.encode() + b":" + GOOD
    digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def forged() -> dict[str, dict[str, str]]:
    """As they would be sent now: what is wrong is never only that it came late."""
    now = str(int(time.time()))
    right = signature(GOOD)["X-Slack-Signature"]
    return {
        "no headers": {},
        "no signature": {"X-Slack-Request-Timestamp": now},
        "no timestamp": {"X-Slack-Signature": right},
        "wrong secret": signature(GOOD, "another secret"),
        "too old": at(-302),
        "far ahead": at(600),
        "timestamp of letters": stamped("abc"),
        "timestamp of 5,000 digits": stamped("1" * 5_000),
        "padded timestamp": stamped(f" {now}"),
        "signed timestamp": stamped(f"+{now}"),
        "fraction": stamped(f"{now}.0"),
        "empty timestamp": stamped(""),
        "foreign digits": stamped("".join(chr(0x0660 + int(digit)) for digit in now)),
        "signature not ascii": signature(GOOD) | {"X-Slack-Signature": "v0=é" + "0" * 63},
        "empty signature": signature(GOOD) | {"X-Slack-Signature": ""},
        "other version": signature(GOOD) | {"X-Slack-Signature": right.replace("v0", "v1")},
        "upper case": signature(GOOD) | {"X-Slack-Signature": "v0=" + signature(GOOD)["X-Slack-Signature"][3:].upper()},
        "cut off": signature(GOOD) | {"X-Slack-Signature": signature(GOOD)["X-Slack-Signature"][:-1]},
        "of another body": signature(GOOD + b"x"),
        "without its version": signature(GOOD) | {"X-Slack-Signature": signature(GOOD)["X-Slack-Signature"][3:]},
    }


INTERACTION: dict[str, Any] = press(f"reply|{CANARY}")
NO_REQUEST: dict[str, tuple[bytes, str]] = {
    "no body": (b"", JSON),
    "invalid utf-8": (b"\xff\xfe\x00" + CANARY.encode(), JSON),
    "invalid utf-8 in a form": (b"command=%2Fpeers&team_id=T1&user_id=U1&text=\xff", FORM),
    "invalid escape in a form": (b"command=%2Fpeers&team_id=T1&user_id=U1&text=%FF", FORM),
    "deep json": (DEEP, JSON),
    "deep object": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, JSON),
    "wide json": (json.dumps({"type": "x", "many": [0] * 30_000}).encode(), JSON),
    "deep payload": (b"payload=" + DEEP, FORM),
    "payload is a list": (b"payload=[]", FORM),
    "empty payload": (b"payload=", FORM),
    "list": (b"[]", JSON),
    "null": (b"null", JSON),
    "number": (b"1" * 5_000, JSON),
    "text": (b'"' + CANARY.encode() + b'"', JSON),
    "broken": (b"{", JSON),
    "empty object": (b"{}", JSON),
    "type is a list": (b'{"type":[]}', JSON),
    "form as json": (GOOD, JSON),
    "json as form": (json.dumps(INTERACTION).encode(), FORM),
    "another media type": (GOOD, "text/plain"),
    "multipart": (GOOD, "multipart/form-data; boundary=x"),
    "too many parts": (urlencode([("command", "/peers"), *((f"a{n}", CANARY) for n in range(500))]).encode(), FORM),
    "command without a team": (urlencode({"command": "/peers", "user_id": "U1", "text": CANARY}).encode(), FORM),
    "command without a user": (urlencode({"command": "/peers", "team_id": "T1", "text": CANARY}).encode(), FORM),
    "odd team": (command(CANARY, team_id="T1' OR 1=1"), FORM),
    "press without actions": (urlencode({"payload": json.dumps(INTERACTION | {"actions": []})}).encode(), FORM),
    "press by nobody": (urlencode({"payload": json.dumps(INTERACTION | {"user": None})}).encode(), FORM),
    "event without an event": (b'{"type":"event_callback","team_id":"T1"}', JSON),
    "challenge is a list": (b'{"type":"url_verification","challenge":[]}', JSON),
    "submission without metadata": (
        urlencode({"payload": json.dumps({"type": "view_submission", "view": {"callback_id": "form"}})}).encode(),
        FORM,
    ),
}

NOT_FOR_US: dict[str, tuple[bytes, str]] = {
    "ssl check": (b"ssl_check=1&token=x", FORM),
    "unknown type": (b'{"type":"something_new"}', JSON),
    "unknown event": (b'{"type":"event_callback","team_id":"T1","event":{"type":"new_event"}}', JSON),
    "event without a type": (b'{"type":"event_callback","team_id":"T1","event":{}}', JSON),
    "unknown interaction": (b'payload={"type":"dialog_cancellation"}', FORM),
    "a foreign button": (urlencode({"payload": json.dumps(press("no origin"))}).encode(), FORM),
    "a closed view": (b'payload={"type":"view_closed","view":{}}', FORM),
    "a foreign view": (b'payload={"type":"view_submission","view":{"callback_id":"x"}}', FORM),
}


def silent(made: World, caplog: pytest.LogCaptureFixture) -> None:
    assert made.core.requests == []
    assert CANARY not in caplog.text
    assert [method for method, _, _ in made.slack.calls] == ["auth.test"]


@pytest.mark.parametrize("name", forged())
async def test_a_forged_request_is_401(one_team: World, name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        headers = CIMultiDict({"Content-Type": FORM} | forged()[name])
        async with one_team.http.post("/slack/events", data=GOOD, headers=headers) as response:
            assert response.status == 401
            assert await response.text() == ""
    silent(one_team, caplog)


@pytest.mark.parametrize("header", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_a_header_that_stands_twice_is_401(one_team: World, header: str) -> None:
    headers = CIMultiDict(signature(GOOD) | {"Content-Type": FORM})
    headers.add(header, headers[header])
    async with one_team.http.post("/slack/events", data=GOOD, headers=headers) as response:
        assert response.status == 401
    assert one_team.core.requests == []


@pytest.mark.parametrize("name", NO_REQUEST)
async def test_what_is_signed_but_no_slack_request_is_400(
    one_team: World, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    body, media_type = NO_REQUEST[name]
    with caplog.at_level(logging.DEBUG):
        assert (await one_team.send(body, media_type))[0] == 400
    silent(one_team, caplog)
    async with one_team.http.post("/slack/events", data=body, headers={"Content-Type": media_type}) as response:
        assert response.status == 401, "the signature comes before the shape"


@pytest.mark.parametrize("name", NOT_FOR_US)
async def test_what_is_not_for_us_is_200_and_nothing(
    one_team: World, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert await one_team.send(*NOT_FOR_US[name]) == (200, "")
    silent(one_team, caplog)


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("said", [True, False])
async def test_a_body_over_a_mebibyte_is_413_before_anything_else(one_team: World, signed: bool, said: bool) -> None:
    body = b"x" * (2 * 1024 * 1024)
    headers = (signature(body) if signed else {}) | {"Content-Type": JSON}

    async def chunks() -> Any:
        for start in range(0, len(body), 65_536):
            yield body[start : start + 65_536]

    async with one_team.http.post(
        "/slack/events", data=io.BytesIO(body) if said else chunks(), headers=headers
    ) as response:
        assert response.status == 413
    assert one_team.core.requests == []


async def test_the_challenge_is_echoed_when_signed(one_team: World) -> None:
    body = b'{"type":"url_verification","challenge":"3eZb","token":"x"}'
    assert await one_team.send(body) == (200, '{"challenge": "3eZb"}')
    async with one_team.http.post("/slack/events", data=body, headers={"Content-Type": JSON}) as response:
        assert response.status == 401


async def test_any_changed_byte_is_401(one_team: World) -> None:
    headers = signature(GOOD) | {"Content-Type": FORM}
    for index in range(0, len(GOOD), 7):
        changed = GOOD[:index] + bytes([GOOD[index] ^ 1]) + GOOD[index + 1 :]
        async with one_team.http.post("/slack/events", data=changed, headers=headers) as response:
            assert response.status == 401
    assert one_team.core.requests == []


async def test_other_methods_and_paths_are_refused(one_team: World) -> None:
    async with one_team.http.get("/slack/events") as response:
        assert response.status == 405
    async with one_team.http.post("/slack/events/", data=b"") as response:
        assert response.status == 404


async def test_the_previous_secret_is_taken_while_both_are_set() -> None:
    async with world({"SLACK_SIGNING_SECRET": "new", "SLACK_SIGNING_SECRET_PREVIOUS": SECRET}) as made:
        assert (await made.send(GOOD, FORM))[0] == 200


def test_the_window_is_five_minutes_to_both_sides() -> None:
    now = 1_700_000_000.0
    verifier = Verifier([SECRET], lambda: now)
    for seconds, genuine in ((-300, True), (300, True), (-301, False), (301, False)):
        headers = CIMultiDictProxy(CIMultiDict(signature(b"x", at=now + seconds)))
        assert verifier.is_genuine(headers, b"x") is genuine
