"""The vendors as managers look through them: what was proposed, what was changed, which names picks left, a search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.model import Lead, Vendor, VendorStatus
from bot.parts import Part, part_of
from bot.ports import Store
from bot.route import Route
from bot.text import shorten
from bot.turn import Outcome, Turn
from bot.vendors.changes import UNDO_FOR
from bot.vendors.naming import MOST
from bot.vendors.proposing import refusal
from bot.views import Block, Button, Buttons, Card, Form, Heading, Invalid, Look, Note, Paragraph, TextField

SHOWN, LARGE, LISTED = 6, 10, 10
"""Entries of each list on the card of all, there at most, and of one list alone."""
FOUND = 500
NAMED = "="
"""A list that is narrowed to this and some words has the vendors of that name."""

Entry: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the lists: its heading, and how its entries are read, a part at a time."""

    heading: str
    read: Callable[[Turn, Store, Part], tuple[int, list[Entry]]]


def vendors_card(turn: Turn, store: Store) -> Outcome:
    """A manager looks after the vendors: the beginning of each list, and what can be done."""
    return Outcome(card_of_all(turn, store))


def card_of_all(turn: Turn, store: Store) -> Card:
    """The same as a card; ``turn.arg`` may say how long the lists are."""
    part = part_of(turn.arg, SHOWN).begin()
    front = replace(part, size=min(part.size, LARGE))
    blocks = [block for name, kind in KINDS.items() for block in _begun(turn, store, front, part.size, name, kind)]
    find = Button("Find a vendor", "vendors.find", part_of(turn.arg, LISTED).begin().arg, opens_form=True)
    several = (Button("Confirm several", "vendors.several", opens_form=True),) if _two_wait(store) else ()
    actions = Buttons((
        find, *several,
        Button("Merge", "vendors.merge", opens_form=True),
        Button("Rename", "vendors.rename", opens_form=True),
        Button("Move a product", "vendors.move", opens_form=True),
        Button("Split", "vendors.split", opens_form=True),
        Button("Curation", "curate"),
    ))  # fmt: skip
    return Card("Vendors", (*(blocks or [Paragraph(("Nothing waits for you.",))]), actions))


def come_back(turn: Turn, store: Store, where: str) -> Outcome:
    """The card that was pressed on, as it is now; ``where``: the part of a list that it showed."""
    there = replace(turn, arg=where)
    return list_vendors(there, store) if part_of(where, SHOWN).only in KINDS else vendors_card(there, store)


def list_vendors(turn: Turn, store: Store) -> Outcome:
    """One of the lists from end to end, or the vendors of a name."""
    part = part_of(turn.arg, LISTED)
    kind = KINDS.get(part.only) or Kind("Vendors", _named)
    number, entries = kind.read(turn, store, part)
    if not number and part.only.startswith(NAMED):
        return Outcome(Note.say(f"No vendor has a name that begins with “{shorten(_words(part), 60)}”."))
    said = Heading(f"{kind.heading} ({number})") if number else Paragraph(("Nothing is left in this list.",))
    ways = Buttons((
        Button("Find a vendor", "vendors.find", part.begin().arg, opens_form=True), Button("Vendors", "vendors"),
    ))  # fmt: skip
    blocks = (block for entry in entries for block in entry)
    return Outcome(Card("Vendors", (said, *blocks, *part.around("vendors.list", number), ways)))


def find_form(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Find a vendor` was pressed."""
    field = TextField("words", "Name", max_length=MOST, hint="Its beginning, or that of any word in it.")
    return Outcome(Form("Find a vendor", "vendors.found", (field,), turn.new_id(), turn.arg, "Find"))


def found(turn: Turn, store: Store) -> Outcome:
    """The vendors of that name, each with what can be done."""
    words = turn.text("words").strip()[:MOST]
    if not words:
        raise Invalid({"words": "Write the beginning of the name."})
    return list_vendors(replace(turn, arg=part_of(turn.arg, LISTED).begin(f"{NAMED}{words}").arg), store)


def _begun(turn: Turn, store: Store, part: Part, whole: int, name: str, kind: Kind) -> tuple[Block, ...]:
    number, entries = kind.read(turn, store, part)
    if not number:
        return ()
    blocks = tuple(block for entry in entries for block in entry)
    all_of_them = Button(f"All {number}", "vendors.list", replace(part, size=max(whole, LISTED), only=name).arg)
    return (Heading(f"{kind.heading} ({number})"), *blocks, *((Buttons((all_of_them,)),) if number > part.size else ()))


def _two_wait(store: Store) -> bool:
    return len(store.vendors.proposed()) > 1


def _proposed(_: Turn, store: Store, part: Part) -> tuple[int, list[Entry]]:
    waiting = store.vendors.proposed()
    return len(waiting), [_waits(one) for one in part.of(waiting)]


def _waits(one: Vendor) -> Entry:
    confirm = Button("Confirm", "vendors.confirm", one.id, Look.PRIMARY)
    merge = Button("Merge", "vendors.merge", one.id, opens_form=True)
    return Paragraph((one.name,)), Buttons((confirm, merge, refusal(one)))


def _changed(turn: Turn, store: Store, part: Part) -> tuple[int, list[Entry]]:
    changes = store.curating.changes(turn.now - UNDO_FOR)
    entries: list[Entry] = []
    for one in part.of(changes):
        undo = Button("Undo", "vendors.undo", f"{one.id}|{_where(turn)}", confirm="Take this change back?")
        entries.append((Paragraph((f"{one.said} ({one.changed_at:%-d %B})",)), Buttons((undo,))))
    return len(changes), entries


def _picked(turn: Turn, store: Store, part: Part) -> tuple[int, list[Entry]]:
    picked: Sequence[Lead] = store.names.picked()
    shown = part.of(picked)
    vendors = store.vendors.all_of({one.vendor_id for one in shown})
    entries: list[Entry] = []
    for one in shown:
        name = vendors[one.vendor_id].name if one.vendor_id in vendors else "a vendor"
        said = Paragraph((f"“{one.name}” means {name}",))
        entries.append((said, Buttons((Button("Remove", "vendors.forget", f"{one.key}|{_where(turn)}"),))))
    return len(picked), entries


def _named(_: Turn, store: Store, part: Part) -> tuple[int, list[Entry]]:
    vendors = store.vendors.starting_with(_words(part), FOUND)
    return len(vendors), [_found(one) for one in part.of(vendors)]


def _found(one: Vendor) -> Entry:
    if one.status is VendorStatus.PROPOSED:
        return _waits(one)
    merge = Button("Merge", "vendors.merge", one.id, opens_form=True)
    return Paragraph((one.name,)), Buttons((merge, Button("Rename", "vendors.rename", one.id, opens_form=True)))


def _where(turn: Turn) -> str:
    """The part that is shown, for a button that comes back to it."""
    return part_of(turn.arg, SHOWN).arg


def _words(part: Part) -> str:
    return part.only.removeprefix(NAMED).strip()[:MOST]


KINDS = {
    "proposed": Kind("Proposed", _proposed),
    "changed": Kind("Changed in the last 30 days", _changed),
    "picked": Kind("Names that members use", _picked),
}
ROUTES = {
    "vendors": Route(vendors_card, managers_only=True),
    "vendors.list": Route(list_vendors, managers_only=True),
    "vendors.find": Route(find_form, managers_only=True),
    "vendors.found": Route(found, managers_only=True),
}
