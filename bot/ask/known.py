"""`ask`, first step: what peers have said already. One press goes on to the question itself."""

from bot.ask.asking import form
from bot.ask.bylines import bylines
from bot.lexicon import words_of
from bot.matching import alike
from bot.model import Ask, Vendor
from bot.ports import Store
from bot.route import Route
from bot.settings import number_of
from bot.text import count, shorten
from bot.turn import Outcome, Refused, Turn
from bot.vendor import say
from bot.vendor.figures import figures
from bot.vendors import Meant
from bot.views import Block, Bold, Button, Buttons, Card, Look, Paragraph, Quote

SHOWN = 3
NEAR = 0.25
"""From this share of its words on, an answered question about the same vendor is worth showing."""
LIKE = 0.5
"""The same where no vendor is named."""
NEWEST = 50
"""Answered questions about a vendor that are looked at."""
KEPT = 1000
"""Characters that a button carries on; a longer line goes straight to the form, so that nothing typed is lost."""
SHOWN_WORDS = 300
MANY = 10
"""Reviews that are counted; above that it says "or more"."""


def ask(turn: Turn, store: Store) -> Outcome:
    """Somebody wants to ask: what is known already comes first, if anything fits; else the form at once."""
    if not 0 < len(turn.arg) <= KEPT:
        return form(turn, store)
    vendors = store.vendors.named_in(turn.arg)
    found, reviewed = _matching(turn.arg, vendors, store), _reviewed(turn, vendors, store)
    return Outcome(_known_card(turn, store, found, reviewed)) if found or reviewed else form(turn, store)


def read_known(turn: Turn, store: Store) -> Outcome:
    """`Read` was pressed on something known: the question and what was said, for any member of the community."""
    found = store.matching.known([turn.arg])
    if not found:
        raise Refused("This question is not here any more.")
    return Outcome(Card("Already answered", (*_quoted(store, found[0], whole=True), _go_on("", ())), ""))


ROUTES = {"ask": Route(ask), "ask.known": Route(read_known)}


def _reviewed(turn: Turn, vendors: list[Vendor], store: Store) -> list[tuple[Vendor, str]]:
    """The vendors of the text that have reviews, each with how many."""
    numbers = [(one, len(store.reviews.visible(turn.member.id, one.id, MANY))) for one in vendors[:SHOWN]]
    return [(one, f"{n} or more reviews" if n == MANY else count(n, "review")) for one, n in numbers if n]


def _matching(text: str, vendors: list[Vendor], store: Store) -> list[Ask]:
    """Answered questions that fit the text, the likest first; the vendor's own name alone fits all about it."""
    names = {word for vendor in vendors for word in words_of(vendor.name)}
    words = [word for word in words_of(text) if word not in names]
    found, texts = store.matching.sharing(words)
    shares = alike(words, found, texts)
    about = store.matching.answered_about([v.id for v in vendors], NEWEST) if vendors else []
    near = [one for one in about if shares.get(one, 0.0) >= NEAR or not words]
    like = [one for one, share in shares.items() if share >= LIKE and not vendors]
    ranked = sorted(dict.fromkeys([*near, *like]), key=lambda one: -shares.get(one, 0.0))
    return store.matching.known(ranked[:SHOWN])


def _known_card(turn: Turn, store: Store, found: list[Ask], reviewed: list[tuple[Vendor, str]]) -> Card:
    known = [f"{count(len(found), 'answered question')} like yours"] if found else []
    known += [f"{number} of {vendor.name}" for vendor, number in reviewed]
    said = Paragraph((f"There {_is(found, reviewed)} {', '.join(known)}. Your question is not sent yet.",))
    blocks: list[Block] = [Quote(shorten(turn.arg, SHOWN_WORDS), ("Your question",)), said]
    blocks += [line for vendor, _ in reviewed for line in _in_a_line(turn, store, vendor)]
    for one in found:
        blocks += _quoted(store, one, whole=False)
    reads = tuple(
        Button("Read" if len(found) == 1 else f"Read {n}", "ask.known", one.id) for n, one in enumerate(found, 1)
    )
    cards = tuple(Button(f"See {vendor.name}", "vendor", vendor.id) for vendor, _ in reviewed)
    return Card("Already known", (*blocks, _go_on(turn.arg, (*reads, *cards))))


def _in_a_line(turn: Turn, store: Store, vendor: Vendor) -> tuple[Block, ...]:
    """The headline of the vendor's card; nothing where too few companies are behind it."""
    known = figures(store, Meant(vendor), turn.member, turn.now.date(), number_of(turn.community, "k"))
    if not known.grade.has_number:
        return ()
    said = f": {say.people(known.again)} ({say.plausibly(known.again)}, {say.evidence(known)})."
    return (Paragraph((Bold(vendor.name), said)),)


def _is(found: list[Ask], reviewed: list[tuple[Vendor, str]]) -> str:
    """The verb agrees with what is counted first."""
    first = str(len(found)) if found else reviewed[0][1].split()[0]
    return "is" if first == "1" else "are"


def _go_on(typed: str, reads: tuple[Button, ...]) -> Buttons:
    return Buttons((Button("Ask anyway", "ask.form", typed, Look.PRIMARY, opens_form=True), *reads))


def _quoted(store: Store, one: Ask, whole: bool) -> list[Block]:
    """The question, and what helped first."""
    on_card = store.asks.on_card(one.id)
    answers = on_card[1] if on_card else []
    marked, by = store.matching.helpful(one.id), bylines(store, one, answers)
    best = sorted(answers, key=lambda a: a.id not in marked)
    blocks: list[Block] = [Quote(one.question, (f"Asked in {one.asked_at:%B %Y} · {count(len(answers), 'answer')}",))]
    for answer in best if whole else best[:1]:
        helped = (" · helped the asker",) if answer.id in marked else ()
        blocks.append(
            Quote(answer.text if whole else shorten(answer.text, SHOWN_WORDS), (Bold(by[answer.id]), *helped))
        )
    return blocks
