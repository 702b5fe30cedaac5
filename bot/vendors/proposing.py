"""A vendor that the community does not know: proposed by a member, usable at once, shown to the managers."""

import re

from bot.model import Role, Vendor, VendorStatus
from bot.names import key_of
from bot.ports import Store
from bot.resolve import asked
from bot.route import Route
from bot.turn import Outcome, Refused, Send, Turn
from bot.vendors.meant import Meant
from bot.vendors.naming import MOST
from bot.views import Button, Buttons, Card, Form, Invalid, Look, Paragraph, TextField


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
    meant = known_or_proposed(turn, store, turn.text("name"), "name", turn.text("domain"))
    said = Paragraph((f"{meant.vendor.name} is there now. A community manager will look at it.",))
    then = turn.arg if re.fullmatch(r"[a-z]{1,20}", turn.arg) else ""
    go_on = (Buttons((Button("Go on", "vendors.pick", f"{then}|{meant.vendor.id}|", Look.PRIMARY),)),) if then else ()
    return Outcome(Card(meant.vendor.name, (said, *go_on)), meant.messages)


ROUTES = {
    "vendors.propose": Route(propose),
    "vendors.send_proposal": Route(send_proposal, writes=True),
}


def known_or_proposed(turn: Turn, store: Store, name: str, field: str, address: str = "") -> Meant:
    """The vendor of exactly this name, else a proposed one, which the managers are shown; Invalid at ``field``."""
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
