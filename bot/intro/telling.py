"""When those who have not acted themselves are told: not in their quiet hours."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.ask.reaching import waking
from bot.ports import Store
from bot.turn import Message, Send


def gently(store: Store, messages: Iterable[Message], now: datetime, actor: str = "") -> tuple[Message, ...]:
    """The same messages; a first copy waits for the end of its reader's quiet hours, but not the actor's own."""
    return tuple(
        replace(one, not_before=waking(store, [m for m in one.members if m != actor], now))
        if isinstance(one, Send) and one.members
        else one
        for one in messages
    )
