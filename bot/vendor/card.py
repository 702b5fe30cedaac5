"""`vendor NAME`: the vendor card. People first, then ranges, then peers' own words, then what one can do."""

from bot.anonymous.attribute import still_shown
from bot.model import Vendor
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
from bot.vendors import vendor_field, vendor_of
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
WORDS = 400
"""Characters of one quote on the card; `Read all` shows the whole."""
RANGES = "The ranges are 80 % sure."
ALONE = "Each member decides alone. Service and the conduct of sales people are kept apart."


def vendor(turn: Turn, store: Store) -> Outcome:
    """Somebody typed `vendor NAME` or pressed a vendor's name: its card; without a name, the form."""
    typed = turn.arg or turn.text("vendor")
    if not typed:
        return Outcome(Form("Which vendor?", "vendor", (vendor_field(store),), turn.new_id(), submit="Show"))
    meant = vendor_of(turn, store, typed, "vendor")
    if isinstance(meant, Card):
        return Outcome(meant)
    found = meant.vendor
    known = figures(store, found.id, turn.member, turn.now.date(), number_of(turn.community, "k"))
    written = store.reviews.visible(turn.member.id, found.id, FRESHEST + 1)
    blocks = (*_headline(known, found), *_bars(known), *_facts(known), *_words(store, found, written))
    summary = say.people(known.again) if known.grade.has_number else f"{found.name} – {known.grade}"
    quiet = Paragraph((ALONE,), quiet=True)
    return Outcome(Card(found.name, (*blocks, quiet, _buttons(found, len(written) > FRESHEST)), summary))


def read_reviews(turn: Turn, store: Store) -> Outcome:
    """`Read all`: every review in full, a page at a time, the freshest first."""
    vendor_id, _, page = turn.arg.partition(" ")
    found = store.vendors.get(vendor_id)
    if found is None:
        raise Refused("This vendor is not here any more.")
    start = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 0
    written = store.reviews.visible(turn.member.id, found.id, PAGE + 1, start)
    if not written:
        raise Refused(f"Nobody has written about {found.name} yet.")
    whose = _signatures(store, found, written)
    blocks: list[Block] = []
    for one, who in zip(written[:PAGE], whose, strict=False):
        blocks += [Heading(who), *in_full(one.review)]
    more = (Button("More", "vendor.reviews", f"{found.id} {start + PAGE}"),) if len(written) > PAGE else ()
    buttons = Buttons((*more, Button("Back", "vendor", found.id)))
    return Outcome(Card(f"Reviews of {found.name}", (*blocks, buttons)))


ROUTES = {"vendor": Route(vendor), "vendor.reviews": Route(read_reviews)}


def _headline(known: Figures, found: Vendor) -> tuple[Block, ...]:
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
    return (Facts((*facts, Fact("Conduct", "nothing logged yet"))),)


def _words(store: Store, found: Vendor, written: list[Written]) -> tuple[Block, ...]:
    if not written:
        return ()
    whose = _signatures(store, found, written)
    quotes = [peer_quote(one.review, who) for one, who in zip(written[:FRESHEST], whose, strict=False)]
    short = [Quote(shorten(quote.words, WORDS), quote.by) for quote in quotes]
    crowd = "Unnamed reviews enter the figures only in groups of companies."
    note = (Paragraph((crowd,), quiet=True),) if any(one.review.member_id is None for one in written) else ()
    return (Heading("Freshest words"), *short, *note)


def _signatures(store: Store, found: Vendor, written: list[Written]) -> list[str]:
    """Names with what the register says of them, or handles with an attribute while enough people share it."""
    authors = [one.author.id for one in written if one.author]
    conflicts = store.profiles.conflicts(authors, found.id)
    population = store.members.population() if len(authors) < len(written) else []
    return [
        signature(
            one.review,
            one.author,
            declaration(conflicts.get(one.author.id, ()), found.name) if one.author and not one.review.interest else "",
            still_shown(one.review.attribute, population) if one.review.attribute else "",
        )
        for one in written
    ]


def _buttons(found: Vendor, more: bool) -> Buttons:
    read_all = (Button("Read all", "vendor.reviews", found.id),)
    return Buttons(
        (
            Button("Review", "review", found.id, Look.PRIMARY, opens_form=True),
            Button("Ask peers", "ask.form", f"About {found.name}: ", opens_form=True),
            Button("Compare", "compare", found.id, opens_form=True),
            *(read_all if more else ()),
        )
    )
