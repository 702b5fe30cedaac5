"""Where several vendors fitted, one was pressed."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model import Lead
from bot.names import GENERIC, key_of
from bot.ports import Store
from bot.resolve import ALIAS_POINTS, CODE, CODE_POINTS, NAME, PICK
from bot.route import Route
from bot.turn import Outcome, Refused, Turn
from bot.vendors.meant import Meant, known
from bot.vendors.naming import MOST, resolve


def picking(routes: Mapping[str, Route]) -> dict[str, Route]:
    """The route of `vendors.pick`, which goes on with any word of these routes."""
    return {"vendors.pick": Route(lambda turn, store: pick(routes, turn, store), writes=True)}


def pick(routes: Mapping[str, Route], turn: Turn, store: Store) -> Outcome:
    """One of several was pressed: the community remembers what was meant, and the word goes on with it."""
    then, vendor_id, typed = [*turn.arg.split("|", 2), "", ""][:3]
    route, meant = routes.get(then), known(store, vendor_id)
    if route is None or "." in then or route.managers_only or meant is None:
        raise Refused("This button is from an older card. Type the name again.")
    _remember(store, typed, meant)
    return route.run(replace(turn, arg=vendor_id), store)


def _remember(store: Store, typed: str, meant: Meant) -> None:
    """A pick counts only for what it was offered for, and never takes the name of another vendor."""
    key = key_of(typed)
    offered = {hit.vendor_id for hit in resolve(store, typed).hits}
    taken = any(lead.kind == NAME and lead.points == 100 for lead in store.names.exactly({key} - {""}))
    if meant.vendor.id not in offered or taken or key in GENERIC or len(typed) > MOST:
        return
    points = CODE_POINTS if len(key) <= CODE else ALIAS_POINTS - 2
    store.names.remember(Lead(key, typed, PICK, points, 0, False, meant.vendor.id))
