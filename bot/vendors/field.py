"""The field where a vendor is entered: drawn, looked up while somebody types, and read."""

from bot.model import Vendor
from bot.names import key_of
from bot.ports import Store
from bot.route import Route
from bot.text import shorten
from bot.turn import Outcome, Turn
from bot.vendors.meant import Meant, all_meant, known, meant_by
from bot.vendors.naming import ID, MOST, offered, resolve
from bot.vendors.proposing import known_or_proposed
from bot.views import Choices, Invalid, Option, TypeAheadField

SUGGESTIONS = 15
_FUZZY_FROM, _ENOUGH = 4, 3
"""Type-ahead corrects typos from four letters on, where fewer than three names begin so."""
_PROPOSE = "propose:"
_CHOOSE = "Choose the vendor from the list: type the first letters of its name."


def vendor_field(
    store: Store, meant: Meant | Vendor | None = None, *, name: str = "vendor", label: str = "Vendor",
    hint: str = "", required: bool = True,
) -> TypeAheadField:  # fmt: skip
    """The field where a vendor is entered; what nobody knows can be proposed in it."""
    chosen = Meant(meant).option if isinstance(meant, Vendor) else meant.option if meant else None
    first = tuple(Meant(one).option for one in store.vendors.starting_with("", SUGGESTIONS))
    return TypeAheadField(
        name, label, "vendors.look_up", first, chosen, hint=hint, placeholder="Type a name", required=required
    )


def vendor_in(turn: Turn, store: Store, name: str = "vendor") -> Meant:
    """The vendor of a form's field, whether chosen, typed or proposed there; Invalid says what to do."""
    value = turn.text(name)
    if value.startswith(_PROPOSE):
        return known_or_proposed(turn, store, value.removeprefix(_PROPOSE), name)
    if value and not ID.fullmatch(value):
        return _typed(store, value, name)
    meant = known(store, value) if value else None
    if meant is None:
        raise Invalid({name: _CHOOSE})
    return meant


def look_up(turn: Turn, store: Store) -> Outcome:
    """Type-ahead of vendors and their products."""
    return Outcome(Choices(suggestions(store, turn.query)))


def suggestions(store: Store, typed: str, limit: int = SUGGESTIONS, propose: bool = True) -> tuple[Option, ...]:
    """What begins as typed, the best known first; then words inside names; then what is spelled alike."""
    prefix = key_of(typed)
    if not prefix:
        return tuple(Meant(one).option for one in store.vendors.starting_with("", limit))
    leads = store.names.beginning(prefix, limit)
    if len(leads) < limit:
        leads += store.names.beginning(f"~{prefix}", limit - len(leads))
    meant = all_meant(store, [(one.vendor_id, one.product_id) for one in leads])
    if len(meant) < _ENOUGH and len(prefix) >= _FUZZY_FROM:
        meant += offered(store, resolve(store, typed))
    options = list(dict.fromkeys(one.option for one in meant))[:limit]
    new = typed.strip()[:MOST]
    if propose and len(prefix) >= _ENOUGH and not any(key_of(one.label) == prefix for one in options):
        options.append(Option(f"None of these: propose “{shorten(new, 40)}”", _PROPOSE + new))
    return tuple(options)


ROUTES = {"vendors.look_up": Route(look_up, paused_too=True)}


def _typed(store: Store, value: str, name: str) -> Meant:
    """A name that was typed without a pick from the list counts where it is clear."""
    found = resolve(store, value)
    if found.clear:
        return meant_by(store, found.clear.vendor_id, found.clear.product_id)
    fitting = ", ".join(one.option.label for one in offered(store, found))
    said = f"Several fit “{shorten(value, 40)}”: {fitting}. " if fitting else f"I don't know “{shorten(value, 40)}”. "
    raise Invalid({name: said + _CHOOSE})
