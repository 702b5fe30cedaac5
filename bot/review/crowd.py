"""How unnamed reviews enter the sums: only in crowds, so that nobody can work out one of them from two cards.

Signed reviews stand under their author's name with their ratings, so what they add is no secret and counts at once.
Whoever subtracts them is left with the unnamed ones. Those change at most once a day, and only where the new state
differs from every state ever shown, the empty one too, by at least k companies. Each measure keeps its own states,
since few of a crowd may have rated a stage. Combinations of three states and more are not looked at.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from bot.counting import MEASURES, OVERALL, Counted, count, moved, part_of, version
from bot.model import Review
from bot.ports import Store
from bot.review.effect import expired, sold_on
from bot.route import TimerCase
from bot.score import Sums
from bot.settings import number_of
from bot.turn import Outcome, Tick

State = Mapping[str, str]
"""Version by company key."""
States = list[State]
History = Iterable[tuple[str, int, int | None, str]]
"""(company key, since, until, version): what each count held."""


def count_crowd(tick: Tick, store: Store) -> Outcome:
    """The daily count of a vendor's unnamed reviews."""
    count_unnamed(store, tick.arg, tick.now.date(), number_of(tick.community, "k"))
    return Outcome()


TIMERS: dict[str, TimerCase] = {"review.crowd": count_crowd}


def count_unnamed(store: Store, vendor_id: str, today: date, k: int) -> None:
    """Brings each measure up to date where that gives nobody away, and drops it where too few stand behind it."""
    sold = sold_on(store, vendor_id, today)
    live = {key: count(review, None, sold) for key, review in _living(store, vendor_id, today)}
    before = store.scores.shown_before(vendor_id)
    for measure in MEASURES:
        rated = {key: part for key, part in live.items() if measure in part.stars and part.merit > 0}
        versions = {key: version(part, measure) for key, part in rated.items()}
        history = before.get(measure, ())
        held = current(history)
        if versions == held:
            continue
        if may_show(versions, history, k):
            _show(store, vendor_id, measure, history, rated)
        elif held and len(held.keys() & rated.keys()) < k:
            _show(store, vendor_id, measure, history, {})


def count_moved(store: Store, vendor_id: str, today: date, k: int) -> None:
    """After reviews came from another vendor or went there: no sum holds any longer what has left.

    What came counts as it was shown there; where something left that the rules do not let go by itself, all goes.
    """
    sold = sold_on(store, vendor_id, today)
    live = {key: count(review, None, sold) for key, review in _living(store, vendor_id, today)}
    before = store.scores.shown_before(vendor_id)
    for measure in MEASURES:
        rated = {key: part for key, part in live.items() if measure in part.stars and part.merit > 0}
        history = before.get(measure, ())
        held = current(history)
        if held.keys() <= rated.keys():
            _put(store, vendor_id, measure, [part_of(text, measure) for text in held.values()])
        elif may_show({key: version(part, measure) for key, part in rated.items()}, history, k):
            _show(store, vendor_id, measure, history, rated)
        else:
            _show(store, vendor_id, measure, history, {})


def may_show(new: State, history: History, k: int) -> bool:
    """Whether the new state differs by k companies or more from every earlier one that it differs from at all."""
    return all(not (gap := len(differing(new, old))) or gap >= k for old in states(history))


def states(history: History) -> States:
    """Every state there was, the empty one before the first count included."""
    rows = list(history)
    numbers = {0, *(row[1] for row in rows), *(row[2] for row in rows if row[2] is not None)}
    return [
        {key: held for key, since, until, held in rows if since <= number and (until is None or number < until)}
        for number in sorted(numbers)
    ]


def current(history: History) -> State:
    """What is shown now."""
    return {key: held for key, _, until, held in history if until is None}


def differing(one: State, other: State) -> set[str]:
    """The companies by which two states differ."""
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def _living(store: Store, vendor_id: str, today: date) -> list[tuple[str, Review]]:
    """Of a company with several products' reviews the freshest comes last, and is the one that counts."""
    living = [(key, review) for key, review in store.scores.crowd(vendor_id) if not expired(review, today)]
    return sorted(living, key=lambda one: (one[1].heard_on, one[1].id))


def _show(store: Store, vendor_id: str, measure: str, history: History, rated: Mapping[str, Counted]) -> None:
    last = max((number for row in history for number in row[1:3] if isinstance(number, int)), default=0)
    versions = {key: version(part, measure) for key, part in rated.items()}
    store.scores.show_crowd(vendor_id, measure, last + 1, versions)
    _put(store, vendor_id, measure, rated.values())


def _put(store: Store, vendor_id: str, measure: str, parts: Iterable[Counted]) -> None:
    sums, numbers = Sums(), dict[str, int]()
    for part in parts:
        sums = moved(sums, part, measure, 1)
        for kind in part.kinds:
            numbers[kind] = numbers.get(kind, 0) + 1
    store.scores.put_crowd(vendor_id, measure, sums, numbers if measure == OVERALL else None)
