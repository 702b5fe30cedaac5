"""`vendor NAME`: the vendor card. People first, then ranges, then peers' own words, then what one can do."""

from bot.anonymous.attribute import still_shown
from bot.conduct import in_words, picture, said_by_vendor
from bot.model import Role
from bot.ports import Store
from bot.ports.reviews import Written
from bot.review.card import in_full, peer_quote, signature
from bot.route import Route
from bot.settings import number_of
from bot.signature import declaration
from bot.text import count, shorten
from bot.turn import Outcome, Refused, Turn
from bot.vendor import say
from bot.vendor.figures import Figures, figures
from bot.vendors import Meant, by_id, vendor_field, vendor_in, vendor_of
from bot.views import (
    Bar,
    Bars,
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Fact,
    Facts,
    Form,
    Heading,
    Look,
    Paragraph,
    Quote,
)

FRESHEST = 3
PAGE = 5
PRODUCTS = 6
WORDS = 400
"""Characters of one quote on the card; `Read all` shows the whole."""
RANGES = "The ranges are 80 % sure."
ALONE = "Each member decides alone. Service and the conduct of sales people are kept apart."


def vendor(turn: Turn, store: Store) -> Outcome:
    """Somebody typed `vendor NAME` or pressed a vendor's name: its card; without a name, the form."""
    if not turn.arg:
        return Outcome(Form("Which vendor?", "vendor.show", (vendor_field(store),), turn.new_id(), submit="Show"))
    meant = vendor_of(store, turn.arg, "vendor")
    return Outcome(meant if isinstance(meant, Card) else _vendor_card(turn, store, meant))


def show(turn: Turn, store: Store) -> Outcome:
    """The form was sent; a vendor proposed in it has a card at once."""
    meant = vendor_in(turn, store)
    return Outcome(_vendor_card(turn, store, meant), meant.messages)


def read_reviews(turn: Turn, store: Store) -> Outcome:
    """`Read all`: every review in full, a page at a time, the freshest first."""
    some_id, _, page = turn.arg.partition(" ")
    found = by_id(store, some_id)
    start = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 0
    written = store.reviews.visible(turn.member.id, found.vendor.id, PAGE + 1, start, found.product_id)
    if not written:
        raise Refused(f"Nobody has written about {found.name} yet.")
    whose = signatures_of(store, found, written)
    blocks: list[Block] = []
    for one, who in zip(written[:PAGE], whose, strict=False):
        blocks += [Heading(who), *in_full(one.review), *_about(turn, one)]
    more = (Button("More", "vendor.reviews", f"{found.id} {start + PAGE}"),) if len(written) > PAGE else ()
    buttons = Buttons((*more, Button("Back", "vendor", found.id)))
    return Outcome(Card(f"Reviews of {found.name}", (*blocks, buttons)))


ROUTES = {"vendor": Route(vendor), "vendor.show": Route(show, writes=True), "vendor.reviews": Route(read_reviews)}


def signatures_of(store: Store, found: Meant, written: list[Written]) -> list[str]:
    """Names with what the register says of them, or handles with an attribute while enough people share it."""
    authors = [one.author.id for one in written if one.author]
    conflicts = store.profiles.conflicts(authors, found.vendor.id)
    population = store.members.population() if len(authors) < len(written) else []
    return [
        signature(
            one.review,
            one.author,
            declaration(conflicts.get(one.author.id, ()), found.vendor.name)
            if one.author and not one.review.interest
            else "",
            still_shown(one.review.attribute, population) if one.review.attribute else "",
        )
        for one in written
    ]


def _vendor_card(turn: Turn, store: Store, meant: Meant) -> Card:
    """Of a product only where somebody has written about it; else its vendor's, over all that it sells."""
    written = _freshest(turn, store, meant)
    found, beside = (meant, ()) if written or not meant.product else (Meant(meant.vendor), (_instead(meant),))
    written = written or _freshest(turn, store, found)
    known = figures(store, found, turn.member, turn.now.date(), number_of(turn.community, "k"))
    said = (
        *beside,
        *_headline(known, found, bool(written)),
        *_bars(known),
        *_facts(known),
        *_conduct(turn, store, found, known),
    )
    blocks = (*said, *_words(store, found, written), *_products(store, found), Paragraph((ALONE,), quiet=True))
    summary = say.people(known.again) if known.grade.has_number else f"{found.name} – {known.grade}"
    more = len(written) > FRESHEST or (bool(written) and turn.member.role is Role.MANAGER)
    buttons = (_buttons(found, more), *_for_managers(turn, found))
    return Card(found.name, (*blocks, *buttons), summary)


def _about(turn: Turn, one: Written) -> tuple[Block, ...]:
    """What a reader can do about somebody's review."""
    if one.review.member_id == turn.member.id:
        return ()
    if turn.member.role is Role.MANAGER:
        return (Buttons((Button("Take down", "review.take_down", one.review.id, opens_form=True),)),)
    return (Buttons((Button("Flag…", "flag", one.review.id, opens_form=True),)),)


def _freshest(turn: Turn, store: Store, about: Meant) -> list[Written]:
    return store.reviews.visible(turn.member.id, about.vendor.id, FRESHEST + 1, 0, about.product_id)


def _instead(meant: Meant) -> Paragraph:
    return Paragraph((f"Nobody has reviewed {meant.name} by itself yet. This is {meant.vendor.name} over all.",))


def _headline(known: Figures, found: Meant, any_words: bool) -> tuple[Block, ...]:
    if any_words and not known.companies and found.product:
        return (Paragraph((Bold("Words only so far: unnamed reviews count for the vendor, not for one product."),)),)
    if not known.grade.has_number:
        return (Paragraph((Bold(say.nothing_yet(known, found.name)),)),)
    first = Paragraph((Bold(say.people(known.again)), f" ({say.plausibly(known.again)})."))
    second = Paragraph(("Service ", Bold(say.of_five(known.overall)), f" of 5 · {say.evidence(known)}"))
    like = (Paragraph(("Peers like you ", Bold(say.of_five(known.alike)), " of 5")),) if known.alike else ()
    return (first, second, *like, Paragraph((RANGES,), quiet=True))


def _bars(known: Figures) -> tuple[Block, ...]:
    """A bar for each measure that enough companies rated."""
    bars = tuple(
        Bar(name, (one.mean - 1) / 4, f"{say.of_five(one)} · {companies}")
        for measure, name in say.MEASURES.items()
        if measure in known.measures
        for one, companies in (known.measures[measure],)
    )
    return (Bars("By stage: 1 to 5, range, peers", bars),) if bars and known.grade.has_number else ()


def _facts(known: Figures) -> tuple[Block, ...]:
    if not known.companies:
        return ()
    facts = [Fact("Reviews", say.dates(known)), Fact("Vendor-invited", f"{known.invited} of {known.companies}")]
    if known.since and known.before:
        sale = f"{say.of_five(known.since)}; before {say.of_five(known.before)}"
        facts.append(Fact("Since the change of owner", sale))
    if missing := say.missing(known):
        facts.append(Fact("Missing", missing))
    if known.interested:
        facts.append(Fact("Not counted", f"{count(known.interested, 'review')} with a declared interest"))
    return (Facts(tuple(facts)),)


def _conduct(turn: Turn, store: Store, found: Meant, known: Figures) -> tuple[Block, ...]:
    """How the vendor's sales people behave, of the vendor as a whole, with the vendor's own word beside it."""
    shown = picture(store, found.vendor.id, turn.now.date(), number_of(turn.community, "k"))
    if not (known.companies or shown.figure or shown.reply):
        return ()
    return (Facts((Fact("Conduct", in_words(shown.figure)),)), *said_by_vendor(shown.reply, found.vendor.name))


def _for_managers(turn: Turn, found: Meant) -> tuple[Block, ...]:
    if turn.member.role is not Role.MANAGER:
        return ()
    return (Buttons((Button("Vendor's reply…", "conduct.reply", found.vendor.id, opens_form=True),)),)


def _words(store: Store, found: Meant, written: list[Written]) -> tuple[Block, ...]:
    if not written:
        return ()
    whose = signatures_of(store, found, written)
    names = {} if found.product else _product_names(store, written)
    quotes = [
        peer_quote(one.review, who, names.get(one.review.product_id, ""))
        for one, who in zip(written[:FRESHEST], whose, strict=False)
    ]
    short = [Quote(shorten(quote.words, WORDS), quote.by) for quote in quotes]
    crowd = "Unnamed reviews enter the figures only in groups of companies."
    note = (Paragraph((crowd,), quiet=True),) if any(one.review.member_id is None for one in written) else ()
    return (Heading("Freshest words"), *short, *note)


def _product_names(store: Store, written: list[Written]) -> dict[str, str]:
    products = store.vendors.products({one.review.product_id for one in written} - {""})
    return {product.id: product.name for product in products.values()}


def _products(store: Store, found: Meant) -> tuple[Block, ...]:
    """What of the vendor's has reviews of its own, to be opened; on a product's card the way back to the vendor."""
    if found.product:
        return (Buttons((Button(f"{found.vendor.name} over all", "vendor", found.vendor.id),)),)
    reviewed = store.reviews.reviewed_products(found.vendor.id)
    if not reviewed:
        return ()
    totals = store.scores.product_totals([found.vendor.id])
    most = sorted(reviewed, key=lambda one: (-totals[one.id].reviews if one.id in totals else 0, one.name))
    buttons = tuple(Button(one.name, "vendor", one.id) for one in most[:PRODUCTS])
    said = Paragraph(("The figures hold one review a company. By product:",), quiet=True)
    return (Heading("Products reviewed"), said, Buttons(buttons))


def _buttons(found: Meant, more: bool) -> Buttons:
    read_all = (Button("Read all", "vendor.reviews", found.id),)
    return Buttons(
        (
            Button("Review", "review", found.id, Look.PRIMARY, opens_form=True),
            Button("Ask peers", "ask.form", f"About {found.name}: ", opens_form=True),
            Button("Request intro", "intro", found.id, opens_form=True),
            Button("Compare", "compare", found.id, opens_form=True),
            Button("Log a cold call", "coldcall", found.vendor.id, opens_form=True),
            *(read_all if more else ()),
        )
    )
