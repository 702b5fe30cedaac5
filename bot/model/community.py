"""The nouns of the circle itself, and of what is written down about those with special rights."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Community:
    """A closed circle of CIOs with its managers; ``settings`` by the keys of bot/settings.py."""

    id: str
    name: str
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What somebody with a special right did, by ids and codes alone: no member's words. ``day`` is YYYY-MM-DD.

    ``actor`` is a member's id, or "" for the clock and the platforms.
    """

    id: str
    day: str
    actor: str
    action: str
    subject: str
    detail: str = ""
