"""Slack's payloads as what somebody did. Payloads are verified, yet every field may be missing or of another type."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from adapters.edge import Malformed, parse_json
from adapters.slack.elements import OPEN_PAGE, Origin
from adapters.slack.forms import CALLBACK, NOTHING
from adapters.slack.payload import Payload, identifier, is_true, part, storable, text
from bot.turn import Request, Sender, Value

_COUNTED = re.compile(r"(.+?):[0-9]+")
_MENTION = re.compile(r"<[@!#][^<>]*>")
_LINK = re.compile(r"<(?:[^<>|]*\|)?([^<>]*)>")


class Kind(StrEnum):
    """What happened."""

    COMMAND = "command"
    PRESS = "press"
    SUBMIT = "submit"
    TYPE_AHEAD = "type-ahead"
    SHORTCUT = "shortcut"
    HOME = "home"
    MENTION = "mention"
    REVOKED = "revoked"
    CHANGED = "changed"


class Spot(StrEnum):
    """Where a button was pressed."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Whose installation answers; ``org`` for one that a whole Enterprise organisation shares."""

    team: str
    enterprise: str = ""
    org: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """One payload: the neutral request (None where the core has no part in it), and how to answer it."""

    kind: Kind
    workspace: Workspace
    user: str = ""
    request: Request | None = None
    spot: Spot = Spot.MESSAGE
    trigger_id: str = ""
    response_url: str = ""
    channel: str = ""
    thread: str = ""
    view_id: str = ""
    view_hash: str = ""
    replaceable: bool = False
    typed: str = ""
    fields: tuple[str, ...] = field(default=())
    record: Payload = field(default_factory=dict)
    """Slack's own record of the person, where the event brings it."""


def read(payload: Payload) -> Incoming | None:
    """What happened, or None where it is not for us. Malformed where a field that has to be there is not."""
    if "command" in payload and "type" not in payload:
        return _command(payload)
    if "ssl_check" in payload:
        return None
    kind = payload.get("type")
    if not isinstance(kind, str) or not kind:
        raise Malformed("no type")
    reader = READERS.get(kind)
    return reader(payload) if reader else None


def _command(payload: Payload) -> Incoming:
    # Slack writes & < > of a typed line as entities.
    line = text(payload, "text").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    team = identifier(payload.get("team_id") or payload.get("enterprise_id"))
    user = identifier(payload.get("user_id"))
    trigger_id = text(payload, "trigger_id")
    return Incoming(
        Kind.COMMAND,
        Workspace(team, text(payload, "enterprise_id"), is_true(payload.get("is_enterprise_install"))),
        user,
        Request(Sender("slack", team, user), line=line, key=_key(trigger_id)),
        trigger_id=trigger_id,
        response_url=text(payload, "response_url"),
        channel=text(payload, "channel_id"),
        typed=f"{text(payload, 'command')} {line}",
    )


def _press(payload: Payload) -> Incoming | None:
    action, (origin, bar, arg) = _first_action(payload), ("", "", "")
    name = text(action, "action_id")
    if text(action, "type") == "button":
        origin, bar, arg = text(action, "value").partition("|")
    if not bar or not name or _uncounted(name) == OPEN_PAGE:
        return None
    person, container = _person(payload), part(payload, "container")
    trigger_id = text(payload, "trigger_id")
    view = part(payload, "view")
    return Incoming(
        Kind.PRESS,
        _workspace(payload),
        person.user,
        Request(person, action=_uncounted(name), arg=arg, key=_key(trigger_id or text(action, "action_ts"))),
        spot=_spot(view),
        trigger_id=trigger_id,
        response_url=text(payload, "response_url"),
        channel=text(container, "channel_id") or text(part(payload, "channel"), "id"),
        thread=text(container, "thread_ts"),
        view_id=text(view, "id"),
        view_hash=text(view, "hash"),
        replaceable=origin == Origin.REPLY,
    )


def _submit(payload: Payload) -> Incoming | None:
    view = part(payload, "view")
    if text(view, "callback_id") != CALLBACK:
        return None
    back = parse_json(text(view, "private_metadata"))
    action, once = text(back, "action"), text(back, "once")
    if not action:
        raise Malformed("no action")
    state = part(part(view, "state"), "values")
    values = {storable(name): _value(elements) for name, elements in state.items()}
    person = _person(payload)
    request = Request(person, action=action, arg=text(back, "arg"), values=values, key=f"form:{once}" if once else "")
    return Incoming(
        Kind.SUBMIT,
        _workspace(payload),
        person.user,
        request,
        spot=Spot.MODAL,
        trigger_id=text(payload, "trigger_id"),
        view_id=text(view, "id"),
        view_hash=text(view, "hash"),
        fields=tuple(values),
    )


def _suggest(payload: Payload) -> Incoming | None:
    action = _uncounted(text(payload, "action_id"))
    if not action:
        raise Malformed("no action")
    metadata = text(part(payload, "view"), "private_metadata")
    arg = text(parse_json(metadata), "arg") if metadata else ""
    person = _person(payload)
    request = Request(person, action=action, arg=arg, query=text(payload, "value"))
    return Incoming(Kind.TYPE_AHEAD, _workspace(payload), person.user, request)


def _shortcut(payload: Payload) -> Incoming | None:
    """A shortcut means what the command word of its name means."""
    person = _person(payload)
    trigger_id = text(payload, "trigger_id")
    request = Request(person, line=text(payload, "callback_id"), key=_key(trigger_id))
    return Incoming(Kind.SHORTCUT, _workspace(payload), person.user, request, spot=Spot.HOME, trigger_id=trigger_id)


def _event(payload: Payload) -> Incoming | None:
    event = payload.get("event")
    if not isinstance(event, dict):
        raise Malformed("no event")
    match event.get("type"):
        case "app_home_opened" if event.get("tab", "home") == "home":
            return _home(payload, event)
        case "app_mention":
            return _mention(payload, event)
        case "user_change":
            return _changed(payload, part(event, "user"))
        case "app_uninstalled":
            return Incoming(Kind.REVOKED, _event_workspace(payload))
        case "tokens_revoked" if part(event, "tokens").get("bot"):
            return Incoming(Kind.REVOKED, _event_workspace(payload))
    return None


def _home(payload: Payload, event: Payload) -> Incoming:
    workspace, user = _event_workspace(payload), identifier(event.get("user"))
    tenant = identifier(payload.get("team_id") or workspace.team)
    request = Request(Sender("slack", tenant, user), action="home", key=_key(text(payload, "event_id")))
    return Incoming(Kind.HOME, workspace, user, request)


def _changed(payload: Payload, user: Payload) -> Incoming:
    """Somebody's record changed: who they are now goes to the core, if they are a member."""
    workspace, person = _event_workspace(payload), identifier(user.get("id"))
    team = identifier(user.get("team_id") or workspace.team)
    return Incoming(Kind.CHANGED, workspace, person, news("account.changed", team, person), record=user)


def news(action: str, team: str, user: str = "", arg: str = "") -> Request:
    """What Slack itself tells of a workspace or a person in it."""
    return Request(Sender("slack", team, user), action=action, arg=arg, news=True)


def _mention(payload: Payload, event: Payload) -> Incoming | None:
    if event.get("bot_id") or not event.get("user"):
        return None
    user, channel, thread = identifier(event.get("user")), identifier(event.get("channel")), text(event, "thread_ts")
    workspace = _event_workspace(payload)
    request = None
    if thread and channel:
        # The author's own team: in a shared channel the event comes to every company that reads it.
        team = identifier(event.get("user_team") or event.get("team") or payload.get("team_id"))
        key, line = _key(text(payload, "event_id")), _spoken(text(event, "text"))
        request = Request(Sender("slack", team, user), line=line, key=key, thread=f"{channel}:{thread}")
    return Incoming(Kind.MENTION, workspace, user, request, channel=channel, thread=thread)


READERS: Mapping[str, Callable[[Payload], Incoming | None]] = {
    "block_actions": _press,
    "view_submission": _submit,
    "block_suggestion": _suggest,
    "shortcut": _shortcut,
    "message_action": _shortcut,
    "event_callback": _event,
}


def _person(payload: Payload) -> Sender:
    """The person by their OWN team: somebody of another company in a shared channel is a stranger to the core."""
    user = part(payload, "user")
    team = user.get("team_id") or part(payload, "team").get("id") or part(payload, "enterprise").get("id")
    return Sender("slack", identifier(team), identifier(user.get("id")))


def _workspace(payload: Payload) -> Workspace:
    """Where the app is installed, which the team of the person who acts need not be."""
    view, team = part(payload, "view"), part(payload, "team")
    enterprise = text(part(payload, "enterprise"), "id")
    own = part(payload, "user").get("team_id")
    name = view.get("app_installed_team_id") or team.get("id") or own or enterprise
    return Workspace(identifier(name), enterprise, is_true(payload.get("is_enterprise_install")))


def _event_workspace(payload: Payload) -> Workspace:
    granted = payload.get("authorizations")
    source = granted[0] if isinstance(granted, list) and granted and isinstance(granted[0], dict) else payload
    enterprise = text(source, "enterprise_id") or text(payload, "enterprise_id")
    team = source.get("team_id") or payload.get("team_id") or enterprise
    # An organisation's own installation belongs to no one team.
    org = any(is_true(one.get("is_enterprise_install")) for one in (source, payload)) or team == enterprise
    return Workspace(identifier(team), enterprise, org)


def _first_action(payload: Payload) -> Payload:
    actions = payload.get("actions")
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], dict):
        raise Malformed("no actions")
    return actions[0]


def _spot(view: Payload) -> Spot:
    if not view:
        return Spot.MESSAGE
    return Spot.HOME if view.get("type") == "home" else Spot.MODAL


def _value(elements: object) -> Value:
    """What one input holds: its block has exactly one element, of whatever name."""
    held = next(iter(elements.values()), None) if isinstance(elements, dict) else None
    if not isinstance(held, dict):
        return ""
    many = held.get("selected_options")
    if isinstance(many, list):
        return tuple(_chosen(option) for option in many if isinstance(option, dict))
    if "selected_option" in held:
        return _chosen(part(held, "selected_option"))
    return text(held, "selected_date") or text(held, "value")


def _chosen(option: Payload) -> str:
    value = text(option, "value")
    return "" if value == NOTHING else value


def _spoken(message: str) -> str:
    """What was said, without mentions, links as their words: "<@U1> see <https://a.example|this>" is "see this"."""
    plain = _LINK.sub(r"\1", _MENTION.sub(" ", message))
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _uncounted(action_id: str) -> str:
    counted = _COUNTED.fullmatch(action_id)
    return counted[1] if counted else action_id


def _key(event: str) -> str:
    return f"slack:{event}" if event else ""
