"""How to reach a person or a channel, as the opaque text that the core keeps; and the reference of a sent card."""

import json
from dataclasses import dataclass

_write = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Address:
    """``conversation`` is "" where no 1:1 chat is known yet; ``user`` is the person's id towards this bot."""

    service: str
    conversation: str = ""
    user: str = ""

    def text(self) -> str:
        """The compact JSON that the core keeps."""
        return _write({"s": self.service, "c": self.conversation, "u": self.user})


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a card stands that was sent."""

    conversation: str
    activity: str

    def text(self) -> str:
        """The compact JSON that the outbox keeps."""
        return _write({"c": self.conversation, "a": self.activity})


def read_address(text: str) -> Address | None:
    """The address of ``Address.text``; None for anything else."""
    match _object(text):
        case {"s": str(service), "c": str(conversation), "u": str(user)} if service:
            return Address(service, conversation, user)
        case {"s": str(service), "c": str(conversation)} if service:
            return Address(service, conversation)
        case _:
            return None


def read_ref(text: str) -> Ref | None:
    """The reference of ``Ref.text``; None for anything else."""
    match _object(text):
        case {"c": str(conversation), "a": str(activity)} if conversation and activity:
            return Ref(conversation, activity)
        case _:
            return None


def _object(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
