"""What a route is: a use case and who may run it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.ports import Store
from bot.turn import Outcome, Tick, Turn, Visit

UseCase: TypeAlias = Callable[[Turn, Store], Outcome]
VisitorCase: TypeAlias = Callable[[Visit, Store], Outcome]
TimerCase: TypeAlias = Callable[[Tick, Store], Outcome]
NewsCase: TypeAlias = Callable[[Visit, Store], Outcome]
"""What a platform tells of a person or a workspace: the sender is whom it is about."""


@dataclass(frozen=True, slots=True)
class Route:
    """A use case for members. ``writes`` opens a transaction that may change something and makes a repeat harmless.

    ``paused_too``: a suspended member may run it as well. ``plain``: it shows nothing of anybody's and may be
    remembered for a minute.
    """

    run: UseCase
    writes: bool = False
    managers_only: bool = False
    paused_too: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """A use case for people of a joined workspace who are no members (yet).

    ``asks_who``: the adapter looks up the person's record at the platform first.
    """

    run: VisitorCase
    writes: bool = False
    asks_who: bool = False
