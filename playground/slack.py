"""Slack in memory: workspaces, users, channels, messages, tokens, triggers."""

import hashlib
import secrets
import time
from dataclasses import dataclass

from playground.cast import Actor, Channel
from playground.faults import Fault, Pace, Script
from playground.slack_elements import elements
from playground.stage import Stage
from playground.state import Conversation, Desk, Json, Message, now_iso

APP_ID = "A0PLAYGRND"
CLIENT_ID, CLIENT_SECRET = "1000.2000", "playground-client-secret"
SIGNING_SECRET = "playground-signing-secret"
APP_TOKEN = "xapp-playground"
MOST_TRIGGERS = 1000
BOT_NAME = "Warmline"
ALL_SCOPES = (
    "commands,chat:write,im:write,mpim:write,users:read,users:read.email,app_mentions:read,channels:read,"
    "groups:read,im:read,mpim:read,team:read,channels:history,im:history"
)


@dataclass(frozen=True)
class Trigger:
    """Permission to open a window: `until` is on the monotonic clock; `view` is the one it came from."""

    person: str
    until: float
    view: str = ""


class Slack:
    """All Slack workspaces of the world, and the one app installed in them."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.faults = Script()
        self.pace = Pace()
        self.answer_seconds = 3.0
        self.event_retry_seconds = (0.0, 60.0, 300.0)
        self.trigger_seconds = 3.0
        self.commands = {"/peers"}
        self.teams = {w.id: w for w in stage.cast.workspaces if w.platform == "slack"}
        self.triggers: dict[str, Trigger | None] = {}
        kept = stage.state.kept.setdefault("slack", {"grants": {}, "codes": {}, "answers": {}, "gone": []})
        self.grants: dict[str, Json] = kept["grants"]
        self.codes: dict[str, Json] = kept["codes"]
        self.answers: dict[str, Json] = kept["answers"]
        self.gone: list[str] = kept["gone"]
        self.refreshes: dict[str, str] = kept.setdefault("refreshes", {})
        self.rotating = False
        for team in self.teams.values():
            for channel in team.channels:
                self._open_channel(team.id, channel)
        for actor in self.people():
            if actor.role != "bot":
                self.dm(actor)

    def fail_next(
        self,
        method: str,
        *,
        status: int = 500,
        retry_after: float | None = None,
        error: str = "",
        hang: float = 0.0,
        done: bool = False,
        times: int = 1,
    ) -> None:
        """The next calls of a Web API method go wrong; see Fault."""
        self.faults.add(method, Fault(status, retry_after, error, hang, done), times)

    def people(self) -> list[Actor]:
        """Everybody at Slack."""
        return [actor for actor in self.stage.cast.actors if actor.platform == "slack"]

    def user(self, team: str, user: str) -> Actor | None:
        """The actor of a user id as seen in a workspace."""
        return next((a for a in self.stage.actors(team) if a.user == user), None)

    def names(self, team: str) -> dict[str, str]:
        """Names of the users and channels of a workspace by id."""
        users = {actor.user: actor.name for actor in self.stage.actors(team)}
        return {bot_user(team): BOT_NAME, **users, **{c.id: c.name for c in self.teams[team].channels}}

    def token(self, team: str, scopes: str = ALL_SCOPES) -> str:
        """The bot token of a workspace, granted now when it was not before."""
        self.grants.setdefault(f"xoxb-{team}-playground", {"team": team, "scopes": scopes})
        return f"xoxb-{team}-playground"

    def grant(self, team: str, scopes: str) -> str:
        """Installs the app: the token gets exactly these scopes, and works again if it was revoked."""
        token = f"xoxb-{team}-playground"
        self.grants[token] = {"team": team, "scopes": scopes}
        if token in self.gone:
            self.gone.remove(token)
        self.stage.state.touched()
        return token

    def rotate(self, team: str, scopes: str) -> Json:
        """A token for twelve hours with what renews it, once. Earlier ones work on until they are expired."""
        token, refresh = f"xoxe.xoxb-{team}-{secrets.token_hex(8)}", f"xoxe-{secrets.token_hex(16)}"
        self.grants[token] = {"team": team, "scopes": scopes}
        self.refreshes[refresh] = token
        self.stage.state.touched()
        return {"access_token": token, "refresh_token": refresh, "expires_in": 43_200}

    def expire(self, token: str) -> None:
        """Twelve hours are over."""
        self.grants[token]["expired"] = True

    def dm(self, actor: Actor) -> Conversation:
        """The conversation of one person with the app."""
        dm = Conversation("D" + actor.user[1:], "slack", actor.tenant, BOT_NAME, "app", [actor.id])
        return self.stage.state.open(dm)

    def group(self, actors: list[Actor]) -> Conversation:
        """The group conversation of these people with the app, the same for the same people."""
        ids = sorted(actor.id for actor in actors)
        name = ", ".join([*(actor.name for actor in actors), BOT_NAME])
        number = hashlib.sha256(" ".join(ids).encode()).hexdigest()[:9].upper()
        return self.stage.state.open(Conversation("G" + number, "slack", actors[0].tenant, name, "group", ids))

    def add_message(
        self,
        place: Conversation,
        text: str,
        *,
        author: Actor | None = None,
        blocks: list[Json] | None = None,
        only_for: str = "",
        thread: str = "",
    ) -> Message:
        """Puts a message into a conversation, from the app unless there is an author."""
        ms = self.stage.state.next_ms()
        message = Message(
            id=f"{ms // 1000}.{ms % 1000:03}000",
            seq=self.stage.state.next_seq(),
            author=author.user if author else bot_user(place.tenant),
            author_name=author.name if author else BOT_NAME,
            from_bot=author is None,
            text=text,
            at=now_iso(),
            blocks=self.with_ids(blocks) if blocks else None,
            only_for=only_for,
            thread=thread,
        )
        self.stage.state.add(place, message)
        self.stage.changed(*([only_for] if only_for else place.members))
        return message

    def with_ids(self, blocks: list[Json]) -> list[Json]:
        """Slack gives an id to every block, and to every element that has none."""
        named = [{**b, "block_id": b.get("block_id") or f"b{self.stage.state.next_seq()}"} for b in blocks]
        for _, element in elements(named):
            element.setdefault("action_id", f"a{self.stage.state.next_seq()}")
        return named

    def trigger(self, person: str, view: str = "") -> str:
        """A fresh trigger id: for 3 seconds and one use."""
        for old in list(self.triggers)[:-MOST_TRIGGERS]:
            del self.triggers[old]
        trigger_id = f"{self.stage.state.next_ms()}.{secrets.token_hex(8)}"
        self.triggers[trigger_id] = Trigger(person, time.monotonic() + self.trigger_seconds, view)
        return trigger_id

    def response_url(self, place: Conversation, person: str, message: str = "") -> str:
        """A fresh address to answer to: 5 uses in 30 minutes."""
        token = secrets.token_hex(12)
        expired = [key for key, answer in self.answers.items() if answer["until"] < time.time()]
        for key in expired:
            del self.answers[key]
        self.answers[token] = {
            "tenant": place.tenant,
            "conversation": place.id,
            "person": person,
            "message": message,
            "left": 5,
            "until": time.time() + 1800,
        }
        return f"{self.stage.origin}/slack/response/{token}"

    def desk(self, person: str) -> Desk:
        """The person's desk."""
        return self.stage.state.desk(person)

    def toast(self, person: str, text: str) -> None:
        """Shows a notice to a person."""
        self.desk(person).toast = text
        self.stage.changed(person)

    def _open_channel(self, team: str, channel: Channel) -> None:
        inside = [
            actor.id
            for actor in self.stage.actors(team)
            if actor.role in ("member", "manager") or actor.user in channel.outsiders
        ]
        place = Conversation(channel.id, "slack", team, f"#{channel.name}", "channel", inside)
        place.bot_in, place.shared = channel.bot_in, channel.shared
        self.stage.state.open(place)


def bot_user(team: str) -> str:
    """The user id of the app in a workspace."""
    return f"U0BOT{team[1:]}"


def bot_id(team: str) -> str:
    """The bot id of the app in a workspace."""
    return f"B0BOT{team[1:]}"


def message_record(place: Conversation, message: Message) -> Json:
    """A message as the Web API and the payloads show it."""
    record: Json = {"type": "message", "user": message.author, "ts": message.id, "text": message.text}
    record["team"] = place.tenant
    if message.from_bot:
        record |= {"bot_id": bot_id(place.tenant), "app_id": APP_ID}
    if message.blocks is not None:
        record["blocks"] = message.blocks
    if message.thread:
        record["thread_ts"] = message.thread
    if message.edited:
        record["edited"] = {"user": message.author, "ts": message.id}
    return record


def user_record(actor: Actor) -> Json:
    """A user object as `users.info` gives it; the e-mail is left out of it for people of other companies."""
    first, _, last = actor.name.partition(" ")
    profile = {
        "real_name": actor.name,
        "display_name": "",
        "title": actor.title,
        "first_name": first,
        "last_name": last,
        "team": actor.home or actor.tenant,
    }
    if actor.role != "stranger":
        profile["email"] = actor.email
    record: Json = {
        "id": actor.user,
        "team_id": actor.home or actor.tenant,
        "name": actor.name.lower().replace(" ", "."),
        "deleted": False,
        "real_name": actor.name,
        "tz": actor.tz,
        "tz_label": actor.tz,
        "tz_offset": 0,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": actor.role == "guest",
        "is_ultra_restricted": False,
        "is_bot": actor.role == "bot",
        "is_app_user": False,
        "is_email_confirmed": True,
        "updated": 1_700_000_000,
    }
    if actor.role == "stranger":
        record["is_stranger"] = True
    return {**record, **actor.flags}
