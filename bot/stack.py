"""`stack`: what somebody uses and takes questions about, so that peers' questions can find them."""

from bot.model import Category, StackEntry
from bot.ports import Store
from bot.route import Route
from bot.text import count
from bot.turn import Outcome, Refused, Turn
from bot.vendors import vendor_field, vendor_in, vendor_of
from bot.views import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Choices,
    Form,
    Heading,
    Invalid,
    Look,
    Option,
    Paragraph,
    TypeAheadField,
)

SUGGESTIONS = 15
ON_A_PAGE = 6
"""Vendors on one card, each with its own buttons: two thumbs' length on a phone."""


def show(turn: Turn, store: Store) -> Outcome:
    """`stack` shows what one uses; `stack NAME` opens the form with that vendor filled in; a number is a page."""
    if turn.arg and not turn.arg.isdecimal():
        return add_form(turn, store)
    return Outcome(_card(turn, store, int(turn.arg[:4] or 0)))


def add_form(turn: Turn, store: Store) -> Outcome:
    """Adding a vendor, found while typing."""
    meant = vendor_of(store, turn.arg, "stack", opens_form=True) if turn.arg else None
    if isinstance(meant, Card):
        return Outcome(meant)
    field = vendor_field(
        store, meant.vendor if meant else None, hint="Peers' questions about it reach you; you can stop them any time."
    )
    return Outcome(Form("Add to your stack", "stack.add", (field,), turn.new_id(), submit="Add"))


def add(turn: Turn, store: Store) -> Outcome:
    """The form was sent: the vendor stands in the stack, with questions on."""
    meant = vendor_in(turn, store)
    vendor = meant.vendor
    if not store.profiles.use(turn.member.id, vendor.id):
        raise Invalid({"vendor": f"{vendor.name} stands in your stack already."})
    names = [entry.vendor_id for entry in store.profiles.stack(turn.member.id)]
    return Outcome(_card(turn, store, names.index(vendor.id) // ON_A_PAGE), meant.messages)


def opt_in(turn: Turn, store: Store) -> Outcome:
    """`Take questions`: questions about this vendor reach the member from now on."""
    return _switched(turn, store, on=True)


def opt_out(turn: Turn, store: Store) -> Outcome:
    """`No questions`: the vendor stays in the stack, and questions about it stay away."""
    return _switched(turn, store, on=False)


def remove(turn: Turn, store: Store) -> Outcome:
    """`Remove`: the member does not use the vendor any more."""
    page = _page_of(turn, store)
    if not store.profiles.stop_using(turn.member.id, turn.arg):
        raise Refused("This vendor is not in your stack any more. Type stack to see what is.")
    return Outcome(_card(turn, store, page))


def topic_form(turn: Turn, store: Store) -> Outcome:
    """Taking questions on a whole category, found while typing."""
    first = tuple(_topic(one) for one in store.vendors.categories()[:SUGGESTIONS])
    field = TypeAheadField(
        "category", "Category", "stack.topics", first, placeholder="Type a word, as in backup",
        hint="Questions about any vendor of it reach you, whether you use that vendor or not.",
    )  # fmt: skip
    return Outcome(Form("Questions on a category", "stack.follow", (field,), turn.new_id(), submit="Take questions"))


def topics(turn: Turn, store: Store) -> Outcome:
    """Type-ahead of categories, by any word of their names."""
    wanted = turn.query.casefold()
    found = [one for one in store.vendors.categories() if wanted in one.name.casefold()]
    return Outcome(Choices(tuple(map(_topic, found[:SUGGESTIONS]))))


def follow(turn: Turn, store: Store) -> Outcome:
    """The form was sent: questions on the category reach the member."""
    chosen = turn.text("category")
    if chosen not in {one.key for one in store.vendors.categories()}:
        raise Invalid({"category": "Choose a category from the list: type a word of its name."})
    if not store.profiles.follow(turn.member.id, chosen):
        raise Invalid({"category": "You take questions on this category already."})
    return Outcome(_card(turn, store, 0))


def unfollow(turn: Turn, store: Store) -> Outcome:
    """`Stop`: questions on the category stay away, but for vendors in one's own stack."""
    if not store.profiles.unfollow(turn.member.id, turn.arg):
        raise Refused("You don't take questions on this category any more. Type stack to see what there is.")
    return Outcome(_card(turn, store, 0))


ROUTES = {
    "stack": Route(show),
    "stack.form": Route(add_form),
    "stack.add": Route(add, writes=True),
    "stack.opt_in": Route(opt_in, writes=True),
    "stack.opt_out": Route(opt_out, writes=True),
    "stack.remove": Route(remove, writes=True),
    "stack.topic_form": Route(topic_form),
    "stack.topics": Route(topics),
    "stack.follow": Route(follow, writes=True),
    "stack.unfollow": Route(unfollow, writes=True),
}


def _switched(turn: Turn, store: Store, on: bool) -> Outcome:
    entries = {entry.vendor_id for entry in store.profiles.stack(turn.member.id)}
    if turn.arg not in entries:
        raise Refused("This vendor is not in your stack any more. Type stack to see what is.")
    store.profiles.take_questions(turn.member.id, turn.arg, opted_in=on)
    return Outcome(_card(turn, store, _page_of(turn, store)))


def _page_of(turn: Turn, store: Store) -> int:
    """The page where a vendor stands, so that a press does not lead elsewhere."""
    ids = [entry.vendor_id for entry in store.profiles.stack(turn.member.id)]
    return ids.index(turn.arg) // ON_A_PAGE if turn.arg in ids else 0


def _card(turn: Turn, store: Store, page: int) -> Card:
    entries = store.profiles.stack(turn.member.id)
    pages = max(1, -(-len(entries) // ON_A_PAGE))
    page = min(page, pages - 1)
    shown = entries[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    blocks: list[Block] = [_intro(entries)]
    for entry in shown:
        blocks += _entry(entry)
    add_button = Button("Add a vendor", "stack.form", "", Look.PRIMARY, opens_form=True)
    blocks.append(Buttons((add_button, *_turning(page, pages))))
    return Card("Your stack", (*blocks, *_topics(turn, store)))


def _intro(entries: list[StackEntry]) -> Paragraph:
    if not entries:
        return Paragraph(("Say what you use, so that peers' questions about it find you.",))
    asked = sum(entry.opted_in for entry in entries)
    return Paragraph((f"{count(len(entries), 'vendor')}; you take questions about {asked} of them.",), quiet=True)


def _entry(entry: StackEntry) -> tuple[Block, ...]:
    said = "questions reach you" if entry.opted_in else "no questions"
    name, action = ("No questions", "stack.opt_out") if entry.opted_in else ("Take questions", "stack.opt_in")
    switch = Button(name, action, entry.vendor_id)
    gone = Button("Remove", "stack.remove", entry.vendor_id, confirm=f"Take {entry.vendor} out of your stack?")
    return (Paragraph((Bold(entry.vendor), f" · {said}")), Buttons((switch, gone)))


def _turning(page: int, pages: int) -> list[Button]:
    found = []
    if page > 0:
        found.append(Button("Back", "stack", str(page - 1)))
    if page + 1 < pages:
        found.append(Button(f"More ({page + 2} of {pages})", "stack", str(page + 1)))
    return found


def _topics(turn: Turn, store: Store) -> list[Block]:
    names = {one.key: one.name for one in store.vendors.categories()}
    blocks: list[Block] = [Heading("Categories you take questions on")]
    for key in store.profiles.topics(turn.member.id):
        blocks.append(Paragraph((Bold(names.get(key, key)),)))
        blocks.append(Buttons((Button("Stop", "stack.unfollow", key),)))
    return [
        *blocks,
        Buttons((Button("Add a category", "stack.topic_form", opens_form=True), Button("My profile", "me"))),
    ]


def _topic(category: Category) -> Option:
    return Option(category.name, category.key)
