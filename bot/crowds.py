"""Figures that come from crowds of companies: they change only by k companies at a time.

Whoever reads such a figure twice and subtracts is left with k companies at least. The rule is the one of unnamed
reviews (bot/review/crowd.py): a new state has to differ by k companies from every state ever shown, the empty one too.
"""

from collections.abc import Sequence
from typing import TypeAlias

from bot.ports import Store
from bot.review.crowd import State, current, may_show

CONDUCT, PULSE = "conduct", "pulse"
"""What is counted."""
Rows: TypeAlias = Sequence[tuple[str, int, int | None, str]]
"""(company key, since, until, version): what each state held."""


def settle(store: Store, kind: str, vendor_id: str, now: State, k: int, *, erased: bool = False) -> None:
    """Brings a figure up to date where that gives nobody away, and drops it where too few stand behind it.

    ``erased``: somebody's part has to go at once; where the rest would tell whose it was, the figure goes too.
    """
    # Most of the time nothing changes, and then nobody has to wait for anybody.
    if not erased and _to_show(now, store.crowds.history(kind, vendor_id), k) is None:
        return
    store.hold()
    history = store.crowds.history(kind, vendor_id)
    shown = _to_show(now, history, k, erased=erased)
    if shown is not None:
        number = 1 + max((row for entry in history for row in entry[1:3] if isinstance(row, int)), default=0)
        store.crowds.show(kind, vendor_id, number, shown)


def _to_show(now: State, history: Rows, k: int, *, erased: bool = False) -> State | None:
    """What is shown from now on; None where that stays as it is."""
    held = current(history)
    if now == held:
        return None
    if may_show(now, history, k):
        return now
    return {} if held and (erased or len(held.keys() & now.keys()) < k) else None
