"""What Slack sends when somebody types, presses or submits: signed by the test, since the stand-in never calls us."""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

Json = dict[str, Any]
SECRET = "test-signing-secret"
APP = "A0001"
_numbers = itertools.count(1)


def signed(body: bytes, age: float = 0.0, secret: str = SECRET) -> dict[str, str]:
    """The headers of a request that was signed so many seconds ago."""
    stamp = str(int(time.time() - age))
    mac = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac.hexdigest()}"}


def post_signed(url: str, fields: Mapping[str, str], age: float = 0.0, secret: str = SECRET) -> tuple[int, str]:
    """Posts a form to a Warmline; status and text."""
    body = urlencode(fields).encode()
    return _post(url, body, signed(body, age, secret))


def post_event(url: str, body: Json, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Posts an event to a Warmline; status and text."""
    raw = json.dumps(body).encode()
    return _post(url, raw, {"Content-Type": "application/json", **signed(raw), **(headers or {})})


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    request = Request(url + "/slack/events", body, dict(headers))  # noqa: S310 - a loopback address of our own
    try:
        with urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


@dataclass(frozen=True)
class SlackTeam:
    """The stand-in of Slack's Web API, called as the bot itself with scopes that let the test read."""

    url: str
    token: str
    id: str = "T000000001"

    def call(self, method: str, **arguments: str) -> Json:
        """A method that has to go well."""
        request = Request(f"{self.url}/api/{method}", urlencode(arguments).encode())  # noqa: S310 - loopback
        request.add_header("Authorization", f"Bearer {self.token}")
        with urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
            found: Json = json.loads(answer.read())
        assert found["ok"], (method, found)
        return found

    def user(self, name: str) -> str:
        """A user's id, which is new at each start."""
        return next(str(one["id"]) for one in self.call("users.list")["members"] if one["name"] == name)

    def direct_messages(self, user: str) -> list[Json]:
        """What stands in the person's conversation with the bot, oldest first."""
        channel = self.call("conversations.open", users=user)["channel"]["id"]
        found: list[Json] = self.call("conversations.history", channel=channel, limit="200")["messages"]
        return [{**message, "channel": channel} for message in reversed(found)]


@dataclass(frozen=True)
class SlackPerson:
    """Somebody in Slack. What they do is posted to ``warmline`` as Slack would."""

    team: SlackTeam
    warmline: str
    user: str

    def command(self, text: str, **changed: str) -> tuple[int, str]:
        """Types `/peers …`; status and text of the answer."""
        fields = {"command": "/peers", "text": text, "team_id": self.team.id, "user_id": self.user, "api_app_id": APP}
        return post_signed(self.warmline, {**fields, "channel_id": "C000000001", **self._trigger(), **changed})

    def submit(self, view: Json, values: Mapping[str, str]) -> Json:
        """Sends an open view with what was filled in, by the blocks' ids."""
        state = {block["block_id"]: _state(block["element"], values) for block in _inputs(view)}
        sent = {**view, "state": {"values": state}}
        return self._interact({"type": "view_submission", "view": sent, **self._trigger()})

    def suggest(self, view: Json, block_id: str, letters: str) -> dict[str, str]:
        """What a type-ahead of the view offers: value by label."""
        element = next(block["element"] for block in _inputs(view) if block["block_id"] == block_id)
        asked = {"action_id": element["action_id"], "block_id": block_id, "value": letters, "view": view}
        found = self._interact({"type": "block_suggestion", **asked})["options"]
        return {option["text"]["text"]: option["value"] for option in found}

    def press(self, message: Json, label: str) -> Json:
        """Presses a button of a message."""
        block, button = next(
            (block, element)
            for block in message["blocks"]
            for element in block.get("elements", ())
            if element.get("type") == "button" and element["text"]["text"] == label
        )
        action = {**button, "block_id": block.get("block_id", "b1"), "action_ts": f"{time.time():.6f}"}
        where = {"type": "message", "message_ts": message["ts"], "channel_id": message["channel"]}
        return self._interact({"type": "block_actions", "container": where, "actions": [action], **self._trigger()})

    def home(self, event_id: str = "", headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Opens the bot's Home; the same event may be sent again."""
        event = {"type": "app_home_opened", "user": self.user, "channel": "D1", "tab": "home", "event_ts": "1"}
        frame = {"type": "event_callback", "team_id": self.team.id, "api_app_id": APP, "event_time": 1}
        return post_event(self.warmline, {**frame, "event_id": event_id or _new("Ev"), "event": event}, headers)

    def messages(self, words: str = "") -> list[Json]:
        """The bot's messages to them that contain the words."""
        return [one for one in self.team.direct_messages(self.user) if words in json.dumps(one, ensure_ascii=False)]

    def _interact(self, payload: Json) -> Json:
        around = {"team": {"id": self.team.id}, "user": {"id": self.user, "team_id": self.team.id}, "api_app_id": APP}
        status, said = post_signed(self.warmline, {"payload": json.dumps({**around, **payload})})
        assert status == 200, (payload["type"], status, said)
        found: Json = json.loads(said) if said else {}
        return found

    def _trigger(self) -> dict[str, str]:
        return {"trigger_id": str(self.team.call("views.generateTriggerId", user_id=self.user)["trigger_id"])}


def _inputs(view: Json) -> Iterator[Json]:
    return (block for block in view["blocks"] if block["type"] == "input")


def _state(element: Json, values: Mapping[str, str]) -> Json:
    """An input's state as Slack sends it, under its action's id."""
    name, kind = element["action_id"], element["type"]
    if kind == "plain_text_input":
        return {name: {"type": kind, "value": values.get(name.partition(":")[0], element.get("initial_value"))}}
    chosen = {"text": {"type": "plain_text", "text": "x"}, "value": values[name]} if name in values else None
    return {name: {"type": kind, "selected_option": chosen or element.get("initial_option")}}


def _new(prefix: str) -> str:
    return f"{prefix}{next(_numbers)}"
