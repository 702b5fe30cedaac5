"""Naming a vendor: what a typed name means, the field to enter one, the buttons where several fit, and proposals.

A use case that takes a typed name calls ``vendor_of`` and shows the card that it gets where the name is not clear.
A use case with a form draws ``vendor_field`` and reads it with ``vendor_in``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.model import Lead, Product, Review, Role, Vendor, VendorStatus
from bot.names import GENERIC, key_of
from bot.ports import Store
from bot.resolve import (
    ALIAS_POINTS,
    CLEAR,
    CODE,
    CODE_POINTS,
    NAME,
    PICK,
    Found,
    asked,
    begun_hits,
    decide,
    exact_hits,
    near_hits,
)
from bot.route import Route
from bot.text import shorten
from bot.turn import Message, Outcome, Refused, Send, Turn
from bot.views import (
    Button,
    Buttons,
    Card,
    Choices,
    Form,
    Invalid,
    Look,
    Option,
    Paragraph,
    TextField,
    TypeAheadField,
)

SUGGESTIONS = 15
MOST = 80
"""Characters of a vendor's name."""
GONE = "This vendor is not here any more. Type its name."
_FUZZY_FROM, _ENOUGH = 4, 3
"""Type-ahead corrects typos from four letters on, where fewer than three names begin so."""
_ID = re.compile(r"[0-9a-f]{32}")
_PROPOSE = "propose:"
_CHOOSE = "Choose the vendor from the list: type the first letters of its name."


@dataclass(frozen=True, slots=True)
class Meant:
    """The vendor that somebody means, and its product if they named one. ``messages`` go into the turn's outcome."""

    vendor: Vendor
    product: Product | None = None
    messages: tuple[Message, ...] = ()

    @property
    def id(self) -> str:
        """The product's, or the vendor's: what buttons carry."""
        return self.product.id if self.product else self.vendor.id

    @property
    def product_id(self) -> str:
        """ "" where the vendor itself is meant."""
        return self.product.id if self.product else ""

    @property
    def name(self) -> str:
        """ "Azure (Microsoft)", or the vendor's name."""
        return _product_label(self.product, self.vendor) if self.product else self.vendor.name

    @property
    def option(self) -> Option:
        """As the entry of a field."""
        return Option(self.name, self.id)


def resolve(store: Store, text: str) -> Found:
    """What a typed name may mean."""
    query = asked(text[: 4 * MOST])
    if not query.key:
        return Found()
    hits = exact_hits(query, store.names.exactly(query.keys), store.names.behind(query.domains))
    if len(query.key) >= 3 and all(hit.points < CLEAR + 1 for hit in hits):
        hits += near_hits(query, store.names.alike(query.grams))
        hits += near_hits(query, store.names.exactly(query.swapped))
        hits += begun_hits(query, store.names.beginning(query.key, 10))
    return decide(hits)


def vendor_of(turn: Turn, store: Store, typed: str, then: str, opens_form: bool = False) -> Meant | Card:  # noqa: ARG001
    """The vendor of a typed name (or id); else the card that asks which one, whose buttons run the word ``then``."""
    if _ID.fullmatch(typed):
        known = _by_id(store, typed)
        if known is None:
            raise Refused(GONE)
        return known
    found = resolve(store, typed)
    if found.clear:
        return _meant(store, found.clear.vendor_id, found.clear.product_id)
    return _which_card(store, found, typed, then, opens_form)


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
        return _known_or_proposed(turn, store, value.removeprefix(_PROPOSE), name)
    known = _by_id(store, value) if _ID.fullmatch(value) else None
    if known or not value or _ID.fullmatch(value):
        if known is None:
            raise Invalid({name: _CHOOSE})
        return known
    found = resolve(store, value)
    if found.clear:
        return _meant(store, found.clear.vendor_id, found.clear.product_id)
    fitting = ", ".join(one.option.label for one in _shown(store, found))
    said = f"Several fit “{shorten(value, 40)}”: {fitting}. " if fitting else f"I don't know “{shorten(value, 40)}”. "
    raise Invalid({name: said + _CHOOSE})


def by_id(store: Store, some_id: str, missing: str = GONE) -> Meant:
    """The vendor or product that a button of ours carries; ``missing``: what to say where it is here no more."""
    known = _by_id(store, some_id)
    if known is None:
        raise Refused(missing)
    return known


def written_about(store: Store, review: Review) -> Meant | None:
    """What a review is about; None where it is here no more."""
    return _by_id(store, review.product_id or review.vendor_id)


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
    meant = _all_meant(store, [(one.vendor_id, one.product_id) for one in leads])
    if len(meant) < _ENOUGH and len(prefix) >= _FUZZY_FROM:
        meant += _shown(store, resolve(store, typed))
    options = list(dict.fromkeys(one.option for one in meant))[:limit]
    new = typed.strip()[:MOST]
    if propose and len(prefix) >= _ENOUGH and not any(key_of(one.label) == prefix for one in options):
        options.append(Option(f"None of these: propose “{shorten(new, 40)}”", _PROPOSE + new))
    return tuple(options)


def pick(routes: Mapping[str, Route], turn: Turn, store: Store) -> Outcome:
    """One of several was pressed: the community remembers what was meant, and the word goes on with it."""
    then, vendor_id, typed = [*turn.arg.split("|", 2), "", ""][:3]
    route, meant = routes.get(then), _by_id(store, vendor_id)
    if route is None or "." in then or route.managers_only or meant is None:
        raise Refused("This button is from an older card. Type the name again.")
    _remember(store, typed, meant)
    return route.run(replace(turn, arg=vendor_id), store)


def propose(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`None of these` was pressed: a short form for a vendor that the community does not know."""
    then, _, typed = turn.arg.partition("|")
    field = TextField("name", "Name", typed[:MOST], max_length=MOST)
    domain = TextField("domain", "Web address", required=False, max_length=200, placeholder="example.com")
    said = Paragraph(("You can use it at once; a community manager looks at it later.",), quiet=True)
    return Outcome(
        Form("Propose a vendor", "vendors.send_proposal", (field, domain), turn.new_id(), then, "Propose", (said,))
    )


def send_proposal(turn: Turn, store: Store) -> Outcome:
    """The form was sent: the vendor can be used at once and is listed for the managers."""
    meant = _known_or_proposed(turn, store, turn.text("name"), "name", turn.text("domain"))
    said = Paragraph((f"{meant.vendor.name} is there now. A community manager will look at it.",))
    then = turn.arg if re.fullmatch(r"[a-z]{1,20}", turn.arg) else ""
    go_on = (Buttons((Button("Go on", "vendors.pick", f"{then}|{meant.vendor.id}|", Look.PRIMARY),)),) if then else ()
    return Outcome(Card(meant.vendor.name, (said, *go_on)), meant.messages)


ROUTES = {
    "vendors.look_up": Route(look_up, paused_too=True),
    "vendors.propose": Route(propose),
    "vendors.send_proposal": Route(send_proposal, writes=True),
}


def picking(routes: Mapping[str, Route]) -> dict[str, Route]:
    """The route of `vendors.pick`, which goes on with any word of these routes."""
    return {"vendors.pick": Route(lambda turn, store: pick(routes, turn, store), writes=True)}


def proposed_card(vendor: Vendor) -> Card:
    """What managers see of a proposed vendor, before and after one of them has looked at it."""
    state = {
        VendorStatus.PROPOSED: "A member named this vendor. It can be used already.",
        VendorStatus.CONFIRMED: "Confirmed.",
        VendorStatus.MERGED: "Merged into another vendor.",
        VendorStatus.REFUSED: "Refused. No name leads to it any more.",
    }[vendor.status]
    waiting = vendor.status is VendorStatus.PROPOSED
    buttons = Buttons((
        Button("Confirm", "vendors.confirm", vendor.id, Look.PRIMARY),
        Button("Merge", "vendors.merge", vendor.id, opens_form=True),
        Button("Rename", "vendors.rename", vendor.id, opens_form=True),
        refusal(vendor),
    ))  # fmt: skip
    return Card(f"New vendor: {vendor.name}", (Paragraph((state,)), *((buttons,) if waiting else ())))


def refusal(vendor: Vendor) -> Button:
    """The button that refuses a proposed vendor."""
    ask = f"{vendor.name} is found no more; what was asked about it stays. You can undo this for 30 days."
    return Button("Refuse", "vendors.refuse", vendor.id, Look.DANGER, confirm=ask)


def _known_or_proposed(turn: Turn, store: Store, name: str, field: str, address: str = "") -> Meant:
    if not key_of(name) or len(name) > MOST:
        raise Invalid({field: f"Write the vendor's name, with at most {MOST} characters."})
    known = store.vendors.named(name)
    if known:
        return Meant(known)
    vendor = Vendor(turn.new_id(), name, VendorStatus.PROPOSED)
    domains = [one for one in asked(address[:200]).domains if not store.names.behind([one])][:1]
    try:
        store.vendors.add(vendor, domains=domains)
    except Refused as refused:
        raise Invalid({field: refused.text}) from refused
    managers = tuple(m.id for m in store.members.with_role(Role.MANAGER))
    return Meant(vendor, None, (Send(f"vendors.proposed:{vendor.id}", proposed_card(vendor), managers),))


def _remember(store: Store, typed: str, meant: Meant) -> None:
    """A pick counts only for what it was offered for, and never takes the name of another vendor."""
    key = key_of(typed)
    offered = {hit.vendor_id for hit in resolve(store, typed).hits}
    taken = any(lead.kind == NAME and lead.points == 100 for lead in store.names.exactly({key} - {""}))
    if meant.vendor.id not in offered or taken or key in GENERIC or len(typed) > MOST:
        return
    points = CODE_POINTS if len(key) <= CODE else ALIAS_POINTS - 2
    store.names.remember(Lead(key, typed, PICK, points, 0, False, meant.vendor.id))


def _which_card(store: Store, found: Found, typed: str, then: str, opens_form: bool) -> Card:
    shown = shorten(typed, 60)
    options = _shown(store, found)
    label = "None of these" if options else "Propose it"
    none = Button(label, "vendors.propose", f"{then}|{typed[:MOST]}", opens_form=True)
    if not options:
        said = f"I don't know “{shown}”. Type it another way, or propose it." if typed else "Type the vendor's name."
        return Card("Which vendor?", (Paragraph((said,)), *((Buttons((none,)),) if typed else ())))
    buttons = tuple(
        Button(one.vendor.name, "vendors.pick", f"{then}|{one.vendor.id}|{typed[:MOST]}", opens_form=opens_form)
        for one in options
    )
    one = f"I don't know “{shown}”. Is it this one?"
    question = Paragraph((f"Several fit “{shown}”. Which one do you mean?" if len(options) > 1 else one,))
    return Card("Which vendor?", (question, Buttons((*buttons, none))))


def _shown(store: Store, found: Found) -> list[Meant]:
    return _all_meant(store, [(hit.vendor_id, hit.product_id) for hit in found.hits])


def _all_meant(store: Store, targets: list[tuple[str, str | None]]) -> list[Meant]:
    vendors = store.vendors.all_of({vendor_id for vendor_id, _ in targets})
    products = store.vendors.products({product_id for _, product_id in targets if product_id})
    return [
        Meant(vendors[vendor_id], products.get(product_id or ""))
        for vendor_id, product_id in targets
        if vendor_id in vendors
    ]


def _by_id(store: Store, some_id: str) -> Meant | None:
    vendor = store.vendors.get(some_id)
    if vendor:
        return Meant(vendor)
    product = store.vendors.product(some_id)
    owner = store.vendors.get(product.vendor_id) if product else None
    return Meant(owner, product) if owner else None


def _meant(store: Store, vendor_id: str, product_id: str | None) -> Meant:
    vendor = store.vendors.get(vendor_id)
    if vendor is None:
        raise LookupError("a name leads to a vendor that is not there")
    return Meant(vendor, store.vendors.product(product_id) if product_id else None)


def _product_label(product: Product, vendor: Vendor) -> str:
    within = key_of(product.name).startswith(key_of(vendor.name))
    return product.name if within else f"{product.name} ({vendor.name})"
