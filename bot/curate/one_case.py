"""The case that a button carries, and whether somebody is its author."""

from bot.ports import Store
from bot.ports.cases import Case
from bot.turn import Refused, Turn

MOST = 600
"""Characters that somebody writes about a case."""
OVER = "This is decided already."


def case_here(turn: Turn, store: Store) -> Case:
    """The case; Refused where it is gone."""
    case = store.cases.get(turn.arg)
    if case is None:
        raise Refused("This case is not here any more.")
    return case


def is_author(turn: Turn, store: Store, case: Case) -> bool:
    """Whether the words are this member's own, signed or under a handle."""
    if case.member_id:
        return case.member_id == turn.member.id
    return store.vault.handles(turn.member.id, [case.thread_id]).get(case.thread_id) == case.handle
