"""A verified activity read into what a person did. The raw JSON is read: the SDK's schema drops fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from adapters.teams.address import Address, Ref
from adapters.teams.buttons import KEY
from adapters.teams.forms import decode
from bot.turn import Request, Sender, Value

PLATFORM = "teams"


class Kind(StrEnum):
    """What came in, by the answer that it needs."""

    LINE = "line"
    SUBMIT = "submit"
    """A button of a card, sent as a message."""
    EXECUTE = "adaptiveCard/action"
    OPEN = "task/fetch"
    DIALOG = "task/submit"
    SEARCH = "application/search"
    FIND = "composeExtension/query"
    COMMAND = "composeExtension/fetchTask"
    COMMAND_SENT = "composeExtension/submitAction"
    FEEDBACK = "message/submitAction"
    INSTALLED = "installed"
    REMOVED = "removed"
    OTHER_INVOKE = "other invoke"
    NOTHING = "nothing"


PRESSES = frozenset({Kind.EXECUTE, Kind.OPEN, Kind.DIALOG, Kind.COMMAND_SENT})
INVOKES = PRESSES | {Kind.SEARCH, Kind.FIND, Kind.COMMAND, Kind.FEEDBACK}


@dataclass(frozen=True, slots=True)
class Chat:
    """Where it happened, and with whom."""

    service: str = ""
    conversation: str = ""
    personal: bool = False
    tenant: str = ""
    user: str = ""
    bot: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What a person did. ``ours`` is our data of the pressed button; ``request`` is None where nothing is to be run."""

    kind: Kind
    chat: Chat = Chat()
    request: Request | None = None
    ours: Mapping[str, Any] = field(default_factory=dict)
    guest: bool = False

    @property
    def sent(self) -> bool:
        """Whether the pressed card belongs to the outbox."""
        return self.ours.get("sent") is True

    @property
    def filled(self) -> bool:
        """Whether a form was submitted."""
        return isinstance(self.ours.get("once"), str) and bool(self.ours["once"])


def read(raw: Mapping[str, Any]) -> Event:
    """What the activity means; never raises, whatever is in it."""
    kind = _kind(raw)
    chat = _chat(raw)
    ours = _ours(raw, kind)
    if _text(raw, "from", "role") in ("bot", "skill"):
        kind = Kind.NOTHING
    return Event(kind, chat, _request(raw, kind, chat, ours), ours, _is_guest(raw))


def _kind(raw: Mapping[str, Any]) -> Kind:
    match raw.get("type"):
        case "message":
            return Kind.SUBMIT if _ours(raw, Kind.SUBMIT) else Kind.LINE
        case "invoke":
            name = _text(raw, "name")
            return Kind(name) if name in INVOKES else Kind.OTHER_INVOKE
        case "installationUpdate" if _text(raw, "action") == "add":
            return Kind.INSTALLED
        case "installationUpdate" if _text(raw, "action") == "remove":
            return Kind.REMOVED
        case _:
            return Kind.NOTHING


def _chat(raw: Mapping[str, Any]) -> Chat:
    return Chat(
        service=_text(raw, "serviceUrl"),
        conversation=_text(raw, "conversation", "id"),
        personal=_is_personal(raw),
        tenant=_text(raw, "channelData", "tenant", "id") or _text(raw, "conversation", "tenantId"),
        user=_text(raw, "from", "id"),
        bot=_text(raw, "recipient", "id"),
    )


def _is_personal(raw: Mapping[str, Any]) -> bool:
    if kind := _text(raw, "conversation", "conversationType"):
        return kind == "personal"
    return not _dig(raw, "conversation", "isGroup") and not _text(raw, "conversation", "id").startswith("19:")


def _is_guest(raw: Mapping[str, Any]) -> bool:
    person = raw.get("from")
    roles = [_text(person, name).lower() for name in ("role", "userRole")]
    names = [_text(person, name) for name in ("userPrincipalName", "id", "name", "email")]
    return "guest" in roles or "#EXT#" in " ".join(names).upper()


def _request(raw: Mapping[str, Any], kind: Kind, chat: Chat, ours: Mapping[str, Any]) -> Request | None:
    user = _text(raw, "from", "aadObjectId")
    if not user or not chat.tenant:
        return None
    reach = Address(chat.service, chat.conversation if chat.personal else "", chat.user)
    sender = Sender(PLATFORM, chat.tenant, user, reach.text())
    key = _key(chat, _text(raw, "id"))
    match kind:
        case Kind.LINE:
            return Request(sender, line=_line(raw), key=key, thread=_thread(chat, _text(raw, "id")))
        case Kind.INSTALLED if chat.personal:
            # Clients report the same installation more than once: one welcome a chat.
            return Request(sender, action="installed", key=_key(chat, "installed"))
        case Kind.REMOVED if chat.personal:
            return Request(replace(sender, address=""), action="account.removed", news=True)
        case Kind.SEARCH:
            return _search(raw, sender)
        case Kind.COMMAND:
            # An action command of the message extension means what the word of its name means.
            return Request(sender, line=_text(raw, "value", "commandId") or "help")
        case Kind.SUBMIT | Kind.EXECUTE | Kind.OPEN | Kind.DIALOG | Kind.COMMAND_SENT:
            # Opening a form changes nothing: asked twice, Teams needs the form twice.
            return _press(raw, sender, "" if kind is Kind.OPEN else key, ours)
        case _:
            return None


def _press(raw: Mapping[str, Any], sender: Sender, key: str, ours: Mapping[str, Any]) -> Request | None:
    action = _text(ours, "action") or _text(raw, "value", "action", "verb")
    if not action:
        return None
    once = _text(ours, "once")
    values = _values(_data(raw), ours) if once else {}
    return Request(sender, action=action, arg=_text(ours, "arg"), values=values, key=f"form:{once}" if once else key)


def _search(raw: Mapping[str, Any], sender: Sender) -> Request | None:
    action = _text(raw, "value", "dataset")
    return Request(sender, action=action, query=_text(raw, "value", "queryText")) if action else None


def _values(data: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Value]:
    many = ours.get("many")
    lists = {name for name in many if isinstance(name, str)} if isinstance(many, list) else set()
    names = [name for name in data if name not in (KEY, "msteams")]
    return {name: decode(_word(data[name])) if name in lists else _word(data[name]) for name in names}


def _word(value: object) -> str:
    """An input's value as text: clients send strings, and numbers or booleans where they please."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            return ""


def _ours(raw: Mapping[str, Any], kind: Kind) -> Mapping[str, Any]:
    found = _data(raw).get(KEY) if kind is Kind.SUBMIT or kind in PRESSES else None
    return found if isinstance(found, dict) else {}


def _data(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data of a button with the inputs, which each kind of activity carries in a place of its own."""
    value = raw.get("value")
    candidates = (value, _dig(raw, "value", "action", "data"), _dig(raw, "value", "data"))
    found = [data for data in candidates if isinstance(data, dict)]
    return next((data for data in found if KEY in data), {})


def _line(raw: Mapping[str, Any]) -> str:
    """The typed line without mentions of the bot and without a leading slash; nothing typed asks for help."""
    words = _without_mentions(raw).replace("&nbsp;", " ").replace("\xa0", " ").strip()
    return words.removeprefix("/").strip() or "help"


def _thread(chat: Chat, activity: str) -> str:
    """The reference of the channel post that a line was typed under; "" for a post of its own."""
    conversation, _, top = chat.conversation.partition(";messageid=")
    return Ref(conversation, top).text() if top and top != activity else ""


def _without_mentions(raw: Mapping[str, Any]) -> str:
    text, bot = _text(raw, "text"), _text(raw, "recipient", "id")
    entities = raw.get("entities")
    for entity in entities if isinstance(entities, list) else []:
        mention = _text(entity, "text")
        if _text(entity, "type").lower() != "mention" or not mention:
            continue
        # Plain replacement: the text of a mention is a name, and may look like a regular expression.
        is_bot = _text(entity, "mentioned", "id") == bot
        text = text.replace(mention, "" if is_bot else _text(entity, "mentioned", "name"))
    return text


def _key(chat: Chat, event: str) -> str:
    return f"{PLATFORM}:{chat.conversation}:{event}" if event and chat.conversation else ""


def _dig(raw: object, *path: str) -> object:
    for name in path:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw


def _text(raw: object, *path: str) -> str:
    for name in path:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw if isinstance(raw, str) else ""
