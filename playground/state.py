"""What the people of the playground see (conversations, windows, notices), and how it is kept in a file."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Json = dict[str, Any]
LONGEST_CONVERSATION = 500


@dataclass
class Message:
    """One message; `only_for` is the person id of the one who sees it, empty for everybody."""

    id: str
    seq: int
    author: str
    author_name: str
    from_bot: bool
    text: str
    at: str
    blocks: list[Json] | None = None
    cards: list[Json] | None = None
    thread: str = ""
    only_for: str = ""
    edited: bool = False
    own_cards: dict[str, list[Json]] = field(default_factory=dict)


@dataclass
class Conversation:
    """`kind` is app (one person with the bot), channel or group; `members` are person ids."""

    id: str
    platform: str
    tenant: str
    name: str
    kind: str
    members: list[str]
    bot_in: bool = True
    shared: bool = False
    messages: list[Message] = field(default_factory=list)

    def find(self, message_id: str) -> Message | None:
        """The message of that id, or None."""
        return next((m for m in reversed(self.messages) if m.id == message_id), None)


@dataclass
class Desk:
    """What one person has open. `errors` and `drafts` are kept by surface: a dialog's or a message's id."""

    home: Json | None = None
    in_home: bool = False
    dialogs: list[Json] = field(default_factory=list)
    toast: str = ""
    errors: dict[str, dict[str, str]] = field(default_factory=dict)
    drafts: dict[str, Json] = field(default_factory=dict)


class State:
    """Everything that outlives the process when a file is given."""

    def __init__(self, file: Path | None = None) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.desks: dict[str, Desk] = {}
        self.kept: Json = {}
        self.seq = 0
        self._last_ms = 0
        self._file = file
        self._dirty = False
        self._writing = asyncio.Lock()
        if file is not None and file.exists():
            self._load(json.loads(file.read_text(encoding="utf-8")))

    def next_seq(self) -> int:
        """A number that grows with everything shown."""
        self.seq += 1
        return self.seq

    def next_ms(self) -> int:
        """Milliseconds since 1970, never the same twice: both platforms make message ids of the time."""
        self._last_ms = max(self._last_ms + 1, int(time.time() * 1000))
        return self._last_ms

    def conversation(self, tenant: str, conversation_id: str) -> Conversation | None:
        """The conversation of that tenant, or None."""
        return self.conversations.get(f"{tenant}/{conversation_id}")

    def open(self, conversation: Conversation) -> Conversation:
        """Adds the conversation, or gives the one that is there already with its messages."""
        return self.conversations.setdefault(f"{conversation.tenant}/{conversation.id}", conversation)

    def desk(self, person_id: str) -> Desk:
        """The person's desk, empty at first."""
        return self.desks.setdefault(person_id, Desk())

    def add(self, conversation: Conversation, message: Message) -> Message:
        """Appends a message; the oldest falls out of a very long conversation."""
        conversation.messages.append(message)
        del conversation.messages[:-LONGEST_CONVERSATION]
        return message

    def touched(self) -> None:
        """Notes that something changed since the last writing."""
        self._dirty = True

    async def saved(self) -> None:
        """Returns when all that stood at the time of the call is in the file.

        Calls that come while the file is written wait for the lock and are then served by one writing.
        """
        if self._file is None:
            return
        async with self._writing:
            if self._dirty:
                self._dirty = False
                await asyncio.to_thread(_write, self._file, json.dumps(self._dump()))

    def _dump(self) -> Json:
        return {
            "seq": self.seq,
            "last_ms": self._last_ms,
            "kept": self.kept,
            "desks": {person: vars(desk) for person, desk in self.desks.items()},
            "conversations": [
                {**vars(c), "messages": [vars(m) for m in c.messages]} for c in self.conversations.values()
            ],
        }

    def _load(self, kept: Json) -> None:
        self.seq, self._last_ms, self.kept = kept["seq"], kept["last_ms"], kept["kept"]
        self.desks = {person: Desk(**desk) for person, desk in kept["desks"].items()}
        for row in kept["conversations"]:
            messages = [Message(**m) for m in row.pop("messages")]
            self.open(Conversation(**row, messages=messages))


def now_iso() -> str:
    """The time in ISO 8601, UTC, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _write(file: Path, text: str) -> None:
    draft = file.with_name(file.name + ".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
