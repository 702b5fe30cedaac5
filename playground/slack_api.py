"""Slack's Web API: who calls, and the methods for messages and conversations."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.cast import Actor
from playground.slack import Slack, bot_user, message_record, user_record
from playground.slack_checks import check_blocks
from playground.slack_elements import Wrong
from playground.state import Conversation, Json, Message


class Refused(Exception):
    """An answer with `ok` false; `more` are its further fields."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass(frozen=True)
class Call:
    """One call: who asks (workspace and scopes of the token) and with which arguments."""

    slack: Slack
    token: str
    team: str
    scopes: frozenset[str]
    args: Json

    def need(self, *any_of: str) -> None:
        """Refuses when the token has none of these scopes."""
        if not self.scopes.intersection(any_of):
            raise Refused("missing_scope", needed=any_of[0], provided=",".join(sorted(self.scopes)))

    def flag(self, name: str) -> bool:
        """A boolean argument, as JSON or as a form field."""
        return self.args.get(name) in (True, "true", "1", 1)


def sign_in(slack: Slack, token: str, args: Json) -> Call:
    """The call of a token's owner; refuses unknown, revoked and removed tokens."""
    if not token:
        raise Refused("not_authed")
    grant = slack.grants.get(token)
    if grant is None:
        raise Refused("invalid_auth")
    if token in slack.gone:
        raise Refused("account_inactive")
    if grant.get("expired"):
        raise Refused("token_expired")
    return Call(slack, token, grant["team"], frozenset(grant["scopes"].split(",")), args)


def wrong_blocks(error: str, wrong: Wrong) -> Refused:
    """The refusal of blocks or a view, with the reason where Slack puts it."""
    return Refused(error, response_metadata={"messages": [f"[ERROR] {wrong}"]})


def find_place(call: Call, name: str = "channel") -> Conversation:
    """The conversation that an argument names; a user id means the conversation with that user."""
    wanted = str(call.args.get(name) or "")
    if wanted[:1] == "U":
        return _dm(call, wanted)
    place = call.slack.stage.state.conversation(call.team, wanted)
    if place is None:
        raise Refused("channel_not_found")
    return place


def _dm(call: Call, user: str) -> Conversation:
    return call.slack.dm(_reachable(call, user))


def _reachable(call: Call, user: str) -> Actor:
    actor = call.slack.user(call.team, user)
    if actor is None:
        raise Refused("user_not_found")
    if user_record(actor)["deleted"]:
        raise Refused("user_disabled")
    if actor.role in ("bot", "stranger"):
        raise Refused("cannot_dm_bot" if actor.role == "bot" else "user_not_visible")
    return actor


def _content(call: Call) -> tuple[str, list[Json] | None]:
    text, blocks = call.args.get("text") or "", call.args.get("blocks")
    if len(text) > 40_000:
        raise Refused("msg_too_long")
    if blocks is not None:
        try:
            check_blocks(blocks, "message")
        except Wrong as wrong:
            raise wrong_blocks("invalid_blocks", wrong) from wrong
    if not text and not blocks:
        raise Refused("no_text")
    return text, blocks


def _post_message(call: Call) -> Json:
    call.need("chat:write")
    place = find_place(call)
    text, blocks = _content(call)
    if not place.bot_in:
        raise Refused("not_in_channel")
    thread = str(call.args.get("thread_ts") or "")
    message = call.slack.add_message(place, text, blocks=blocks, thread=thread)
    return {"channel": place.id, "ts": message.id, "message": message_record(place, message)}


def _own_message(call: Call) -> tuple[Conversation, Message]:
    place = find_place(call)
    message = place.find(str(call.args.get("ts") or ""))
    if message is None or message.only_for:
        raise Refused("message_not_found")
    return place, message


def _update(call: Call) -> Json:
    call.need("chat:write")
    place, message = _own_message(call)
    if not message.from_bot:
        raise Refused("cant_update_message")
    if call.args.get("blocks") is None and call.args.get("text") is None:
        raise Refused("no_text")
    text, blocks = _content(call)
    message.text = text if call.args.get("text") is not None else message.text
    if blocks is not None:
        message.blocks = call.slack.with_ids(blocks) or None
    message.edited = True
    call.slack.stage.changed(*place.members)
    return {"channel": place.id, "ts": message.id, "text": message.text, "message": message_record(place, message)}


def _delete(call: Call) -> Json:
    call.need("chat:write")
    place, message = _own_message(call)
    if not message.from_bot:
        raise Refused("cant_delete_message")
    place.messages.remove(message)
    call.slack.stage.changed(*place.members)
    return {"channel": place.id, "ts": message.id}


def _post_ephemeral(call: Call) -> Json:
    call.need("chat:write")
    place = find_place(call)
    actor = call.slack.user(call.team, str(call.args.get("user") or ""))
    text, blocks = _content(call)
    if not place.bot_in:
        raise Refused("not_in_channel")
    if actor is None or actor.id not in place.members:
        raise Refused("user_not_in_channel")
    return {"message_ts": call.slack.add_message(place, text, blocks=blocks, only_for=actor.id).id}


def _open(call: Call) -> Json:
    if call.args.get("channel"):
        place = find_place(call)
    else:
        users = call.args.get("users") or ""
        ids = users if isinstance(users, list) else [u for u in users.split(",") if u]
        if not 1 <= len(ids) <= 8:
            raise Refused("users_list_not_supplied" if not ids else "too_many_users")
        call.need("im:write" if len(ids) == 1 else "mpim:write")
        actors = [_reachable(call, user) for user in ids]
        place = call.slack.dm(actors[0]) if len(ids) == 1 else call.slack.group(actors)
        call.slack.stage.changed(*place.members)
    full = call.flag("return_im")
    return {"channel": _conversation_record(call, place) if full else {"id": place.id}}


def _conversation_record(call: Call, place: Conversation) -> Json:
    record: Json = {
        "id": place.id,
        "name": place.name.lstrip("#"),
        "is_channel": place.kind == "channel",
        "is_group": False,
        "is_im": place.kind == "app",
        "is_mpim": place.kind == "group",
        "is_private": place.kind != "channel",
        "is_archived": False,
        "is_member": place.bot_in,
        "is_shared": place.shared,
        "is_ext_shared": place.shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "context_team_id": call.team,
        "num_members": len(place.members) + place.bot_in,
    }
    if place.kind == "app":
        record["user"] = place.members[0].rpartition(":")[2]
    return record


def _info(call: Call) -> Json:
    place = find_place(call)
    call.need({"channel": "channels:read", "app": "im:read", "group": "mpim:read"}[place.kind])
    return {"channel": _conversation_record(call, place)}


def _list(call: Call) -> Json:
    call.need("channels:read")
    places = [p for p in call.slack.stage.state.conversations.values() if p.tenant == call.team]
    shown = [_conversation_record(call, p) for p in places if p.kind == "channel"]
    return {"channels": shown, "response_metadata": {"next_cursor": ""}}


def _members(call: Call) -> Json:
    place = find_place(call)
    call.need({"channel": "channels:read", "app": "im:read", "group": "mpim:read"}[place.kind])
    users = [member.rpartition(":")[2] for member in place.members]
    members = [*users, *([bot_user(call.team)] if place.bot_in else [])]
    return {"members": members, "response_metadata": {"next_cursor": ""}}


def _history(call: Call) -> Json:
    """For tests: the scope is not checked, and only what everybody sees is in it."""
    place = find_place(call)
    shown = [message_record(place, m) for m in reversed(place.messages) if not m.only_for]
    return {"messages": shown, "has_more": False}


MESSAGE_METHODS: dict[str, Callable[[Call], Json]] = {
    "chat.postMessage": _post_message,
    "chat.update": _update,
    "chat.delete": _delete,
    "chat.postEphemeral": _post_ephemeral,
    "conversations.open": _open,
    "conversations.info": _info,
    "conversations.list": _list,
    "conversations.members": _members,
    "conversations.history": _history,
}
