"""`top CATEGORY`: tiers of a category. Inside a tier the order is by name and means nothing."""

from itertools import chain

from rapidfuzz import fuzz, process

from bot.model import Category
from bot.ports import Store
from bot.route import Route
from bot.score import tiers
from bot.settings import number_of
from bot.text import count, shorten
from bot.turn import Outcome, Turn
from bot.vendor import say
from bot.vendor.figures import Figures, figures
from bot.vendors import Meant
from bot.views import (
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Look,
    Option,
    Paragraph,
    SelectField,
    Spans,
)

NEAR_ENOUGH = 80
"""rapidfuzz's WRatio, 0 to 100."""
SHOWN = 12
ORDER = "Inside a tier the order is by name: the evidence does not tell them apart. Each member decides alone."


def top(turn: Turn, store: Store) -> Outcome:
    """`top CATEGORY`: its tiers; without a category that is known, the list to choose from."""
    shelves = [category for category in store.vendors.categories() if category.parent]
    if not shelves:
        return Outcome(Card("Top", (Paragraph(("There are no categories here yet.",)),)))
    category = _meant(shelves, turn.arg or turn.text("category"))
    if category is None:
        options = tuple(Option(shelf.name, shelf.key) for shelf in shelves)
        field = SelectField("category", "Category", options)
        said = f"I don't know the category “{shorten(turn.arg, 40)}”. Choose one from the list."
        intro = (Paragraph((said,)),) if turn.arg else ()
        return Outcome(Form("Top of which category?", "top", (field,), turn.new_id(), submit="Show", intro=intro))
    return Outcome(_tiers(turn, store, category))


ROUTES = {"top": Route(top)}


def _meant(shelves: list[Category], words: str) -> Category | None:
    by_key = {shelf.key: shelf for shelf in shelves}
    if not words or words in by_key:
        return by_key.get(words)
    names = {shelf.key: shelf.name.casefold() for shelf in shelves}
    near = process.extractOne(words.casefold(), names, scorer=fuzz.WRatio, score_cutoff=NEAR_ENOUGH)
    return by_key[near[2]] if near else None


def _tiers(turn: Turn, store: Store, category: Category) -> Card:
    k, today = number_of(turn.community, "k"), turn.now.date()
    reviewed = _reviewed(store, category)
    found = {name: figures(store, one, turn.member, today, k) for name, one in reviewed.items()}
    counted = {name: one for name, one in found.items() if one.grade.has_number}
    blocks: list[Block] = []
    ranked = tiers({name: one.overall for name, one in counted.items()})
    for number, tier in enumerate(ranked, 1):
        blocks += [Heading(f"Tier {number}"), Bullets(tuple(_line(name, counted[name]) for name in tier))]
    shown = list(chain.from_iterable(ranked))[:SHOWN]
    buttons = tuple(Button(name, "vendor", reviewed[name].id) for name in shown) or (
        Button("Ask peers", "ask.form", f"About {category.name}: ", Look.PRIMARY, opens_form=True),
    )
    note = Paragraph((_note(len(counted), len(found) - len(counted)),), quiet=True)
    return Card(f"Top: {category.name}", (*blocks, note, Buttons(buttons)))


def _reviewed(store: Store, category: Category) -> dict[str, Meant]:
    """The category's vendors; where products of theirs in it have reviews, these stand instead: a vendor sells more."""
    vendors = {vendor.id: vendor for vendor in store.vendors.in_category(category.key)}
    totals = store.scores.totals()
    known = [one for one in vendors if one in totals]
    products = store.vendors.products(store.scores.product_totals(known).keys()).values()
    here = [one for one in products if one.category == category.key]
    instead = {one.vendor_id for one in here}
    found = [Meant(vendors[one]) for one in known if one not in instead]
    found += [Meant(vendors[one.vendor_id], one) for one in here]
    return {one.name: one for one in found}


def _line(name: str, one: Figures) -> Spans:
    return (Bold(name), f" {say.of_five(one.overall)} · {say.people(one.again)}")


def _note(counted: int, few: int) -> str:
    missing = f"With too few reviews for a tier: {count(few, 'vendor')}." if few else ""
    if not counted:
        return f"No vendor of this category has enough reviews for a tier yet: ask your peers. {missing}".strip()
    return f"{ORDER} {missing}".strip()
