"""A change that managers make to a vendor: kept for 30 days, so that it can be undone."""

from datetime import timedelta

from bot import conduct
from bot.model import Vendor, VendorChange
from bot.ports import Store
from bot.renewals import pulse
from bot.review.nightly import recount_moved
from bot.trail import audit
from bot.turn import Redraw, Refused, Turn
from bot.vendors.proposing import proposed_card
from bot.views import Button, Buttons, Card, Paragraph

UNDO_FOR = timedelta(days=30)


def change_of(turn: Turn, what: str, subject: str, other: str, said: str, was: str = "") -> VendorChange:
    """What this turn changes; ``said`` is how a manager reads it."""
    return VendorChange(turn.new_id(), what, subject, other, said, turn.now, was)


def done(turn: Turn, store: Store, change: VendorChange) -> Card:
    """What the manager sees after a change, which is audited; the oldest, which nobody can undo, are forgotten."""
    audit(turn, store, f"vendors.{change.what}", change.subject, change.other)
    store.curating.forget_before(change.changed_at - UNDO_FOR)
    button = Button("Undo", "vendors.undo", change.id, confirm="Take this change back?")
    said = Paragraph((f"{change.said}. You can undo this for 30 days.",))
    return Card("Done", (said, Buttons((button, Button("Vendors", "vendors")))))


def redrawn(store: Store, vendor_id: str) -> tuple[Redraw, ...]:
    """The card that told the managers of a proposed vendor, as it is now."""
    vendor = vendor_here(store, vendor_id)
    return (Redraw(f"vendors.proposed:{vendor_id}", proposed_card(vendor)),)


def recount(turn: Turn, store: Store, *vendor_ids: str) -> None:
    """Every figure of vendors whose reviews, calls or renewals moved is made anew."""
    recount_moved(store, turn.community, vendor_ids, turn.now.date())
    for vendor_id in vendor_ids:
        conduct.recount(store, turn.community, vendor_id, turn.now.date())
        pulse.recount(store, turn.community, vendor_id, turn.now.date())


def concerned(store: Store, change: VendorChange) -> tuple[str, ...]:
    """The vendors whose reviews a change moves; where it moves a product, the one that has it now."""
    product = store.vendors.product(change.subject)
    return (product.vendor_id if product else change.subject, change.other)


def vendor_here(store: Store, vendor_id: str) -> Vendor:
    """The vendor of a button; Refused where it is gone."""
    vendor = store.vendors.get(vendor_id)
    if vendor is None:
        raise Refused("This vendor is not here any more. Open Vendors again.")
    return vendor
