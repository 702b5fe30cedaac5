"""Requests as the platforms send them, signed, as ready-made bytes."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

Json: TypeAlias = dict[str, Any]

SLACK_EVENTS, MESSAGES = "/slack/events", "/api/messages"
ACTIVITIES = "/teams/v3/conversations/a%3Abench/activities"
SECRET = "bench-signing-secret"  # noqa: S105 (made up, for loopback alone)
TEAM, SLACK_USER = "T0BENCH", "U0BENCH"
TENANT, TEAMS_USER = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-0000-4000-8000-000000000001"
APP = "00000000-aaaa-bbbb-cccc-000000000001"
VARIANTS = 64
"""Different requests in a burst: each has an event id of its own."""


def slack_help() -> list[bytes]:
    """`/peers help`."""
    return [_slack_command(number) for number in range(VARIANTS)]


def slack_read(far: str, ask_id: str) -> list[bytes]:
    """`Read` pressed on a card: the answer goes to the response_url."""
    return [_slack_press(number, far, ask_id) for number in range(VARIANTS)]


@dataclass(frozen=True)
class BotService:
    """Signs as Microsoft's bot service does; ``url`` is the service address in token and activity."""

    url: str
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def public_key(self) -> Json:
        """The key as the key source lists it."""
        public: Json = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return public | {"kid": "k1", "use": "sig", "endorsements": ["msteams"]}

    def help(self) -> list[bytes]:
        """`help` typed in the personal chat."""
        return self._requests({"type": "message", "text": "help"})

    def read(self, ask_id: str) -> list[bytes]:
        """`Read` pressed on a card: the answer is the body of the response."""
        data = {"warmline": {"action": "ask.read", "arg": ask_id}}
        action = {"type": "Action.Execute", "verb": "ask.read", "data": data}
        return self._requests({"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}})

    def _requests(self, what: Json) -> list[bytes]:
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json; charset=utf-8"}
        bodies = [json.dumps(self._activity(number) | what).encode() for number in range(VARIANTS)]
        return [_request(MESSAGES, body, headers) for body in bodies]

    def _activity(self, number: int) -> Json:
        return {
            "id": f"17000000{number:05}",
            "timestamp": "2026-03-02T09:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.url,
            "from": {"id": "29:bench", "name": "Bench", "aadObjectId": TEAMS_USER},
            "recipient": {"id": f"28:{APP}", "name": "Warmline"},
            "conversation": {"id": "a:bench", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-US",
        }

    def _token(self) -> str:
        now = int(time.time())
        claims = {"iss": "https://api.botframework.com", "aud": APP, "serviceurl": self.url, "nbf": now - 5}
        return jwt.encode(claims | {"exp": now + 3600}, self.key, algorithm="RS256", headers={"kid": "k1"})


def _slack_command(number: int) -> bytes:
    form = {
        "token": "unused",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": "C0BENCH",
        "channel_name": "general",
        "user_id": SLACK_USER,
        "user_name": "bench",
        "command": "/peers",
        "text": "help",
        "api_app_id": "A0BENCH",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T0BENCH/1/x",
        "trigger_id": f"13345224609.738474920.{number:032x}",
    }
    return _signed(form)


def _slack_press(number: int, far: str, ask_id: str) -> bytes:
    pressed = {"type": "button", "action_id": "ask.read", "block_id": "b1", "value": f"reply|{ask_id}"}
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": SLACK_USER, "username": "bench", "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "trigger_id": f"13345224609.738474920.{number:032x}",
        "container": {"type": "message", "message_ts": "1700000000.000100", "channel_id": "D0BENCH"},
        "channel": {"id": "D0BENCH", "name": "directmessage"},
        "response_url": f"{far}/respond",
        "actions": [pressed | {"action_ts": f"1700000000.{number:06}"}],
    }
    return _signed({"payload": json.dumps(payload)})


def _signed(form: dict[str, str]) -> bytes:
    body, timestamp = urlencode(form).encode(), str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
    }
    return _request(SLACK_EVENTS, body, headers)


def _request(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
