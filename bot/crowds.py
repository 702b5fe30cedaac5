"""Figures that come from crowds of companies: they change only by k companies at a time.

Whoever reads such a figure twice and subtracts is left with k companies at least. The rule is the one of unnamed
reviews (bot/review/crowd.py): a new state has to differ by k companies from every state ever shown, the empty one too.
"""

from bot.ports import Store
from bot.review.crowd import State, current, may_show

CONDUCT, PULSE = "conduct", "pulse"
"""What is counted."""


def settle(store: Store, kind: str, vendor_id: str, now: State, k: int, *, erased: bool = False) -> None:
    """Brings a figure up to date where that gives nobody away, and drops it where too few stand behind it.

    ``erased``: somebody's part has to go at once; where the rest would tell whose it was, the figure goes too.
    """
    store.hold()
    history = store.crowds.history(kind, vendor_id)
    held = current(history)
    if now == held:
        return
    number = 1 + max((row for entry in history for row in entry[1:3] if isinstance(row, int)), default=0)
    if may_show(now, history, k):
        store.crowds.show(kind, vendor_id, number, now)
    elif held and (erased or len(held.keys() & now.keys()) < k):
        store.crowds.show(kind, vendor_id, number, {})
