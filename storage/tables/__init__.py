"""All tables, one file a noun. Column names equal the field names of bot/model.py.

Every record's key begins with its community; a foreign key cannot point into another one.
"""

from storage.tables.asks import answer, ask, ask_peer
from storage.tables.base import metadata
from storage.tables.delivery import delivery, hold, message, seen, timer
from storage.tables.grants import grant, install_state
from storage.tables.people import account, channel, community, member, workspace
from storage.tables.vendors import stack, vendor, vendor_alias

__all__ = [
    "account",
    "answer",
    "ask",
    "ask_peer",
    "channel",
    "community",
    "delivery",
    "grant",
    "hold",
    "install_state",
    "member",
    "message",
    "metadata",
    "seen",
    "stack",
    "timer",
    "vendor",
    "vendor_alias",
    "workspace",
]
