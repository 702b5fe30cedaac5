"""What a typed name means, and the card with the buttons where several vendors fit."""

import re

from bot.ports import Store
from bot.resolve import CLEAR, Found, asked, begun_hits, decide, exact_hits, near_hits
from bot.text import shorten
from bot.vendors.meant import Meant, all_meant, by_id, meant_by
from bot.views import Button, Buttons, Card, Paragraph

MOST = 80
"""Characters of a vendor's name."""
ID = re.compile(r"[0-9a-f]{32}")


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


def vendor_of(store: Store, typed: str, then: str, opens_form: bool = False) -> Meant | Card:
    """The vendor of a typed name (or id); else the card that asks which one, whose buttons run the word ``then``."""
    if ID.fullmatch(typed):
        return by_id(store, typed)
    found = resolve(store, typed)
    if found.clear:
        return meant_by(store, found.clear.vendor_id, found.clear.product_id)
    return _which_card(store, found, typed, then, opens_form)


def offered(store: Store, found: Found) -> list[Meant]:
    """Those of several that somebody is asked to choose from."""
    return all_meant(store, [(hit.vendor_id, hit.product_id) for hit in found.hits])


def _which_card(store: Store, found: Found, typed: str, then: str, opens_form: bool) -> Card:
    shown = shorten(typed, 60)
    options = offered(store, found)
    label = "None of these" if options else "Propose it"
    none = Button(label, "vendors.propose", f"{then}|{typed[:MOST]}", opens_form=True)
    if not options:
        said = f"I don't know “{shown}”. Type it another way, or propose it." if typed else "Type the vendor's name."
        return Card("Which vendor?", (Paragraph((said,)), *((Buttons((none,)),) if typed else ())))
    buttons = tuple(
        Button(one.vendor.name, "vendors.pick", f"{then}|{one.vendor.id}|{typed[:MOST]}", opens_form=opens_form)
        for one in options
    )
    several = f"Several fit “{shown}”. Which one do you mean?"
    said = several if len(options) > 1 else f"I don't know “{shown}”. Is it this one?"
    return Card("Which vendor?", (Paragraph((said,)), Buttons((*buttons, none))))
