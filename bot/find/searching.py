"""`find WORDS`: what the community knows, by the words in it. One press opens it, or asks peers where nothing is."""

from bot.find.hits import review_hit, said_hit, vendor_hit
from bot.model import Vendor
from bot.ports import Store
from bot.ports.documents import Hit, Said
from bot.ports.reviews import Written
from bot.route import Route
from bot.terms import terms_of
from bot.text import shorten
from bot.turn import Outcome, Turn
from bot.vendors import resolve
from bot.views import Block, Button, Buttons, Card, Heading, Look, Note, Paragraph

PAGE = 5
MOST = 40
"""Hits of one search, over all its pages; whoever has not found it by then types another word."""
LONGEST = 200
"""Characters of a search."""
FLOOR = 0.15
"""What has fewer points than this share of the best hit's shares little but a common word."""
NEAR, LIKE = 3, 80
"""So many vendors at most, with so many points of bot.resolve at least, are offered where nothing was found."""
SURE = 90
"""From these points of bot.resolve on, a whole search is taken as a vendor's name in another spelling."""
EMPTY = "Type find and the words you look for, as in: find okta support at night."
TOO_LONG = f"That is too long to look for: {LONGEST} characters at most. Take the two or three words that matter."
ONLY_COMMON = "These words stand in almost every text. Add one that says what it is about, a vendor or a task."


def find(turn: Turn, store: Store) -> Outcome:
    """Somebody looks for words: vendors, reviews, questions and answers that have them, the best first."""
    return _page(turn, store, turn.arg, 0)


def more(turn: Turn, store: Store) -> Outcome:
    """`More`: the next of the same search."""
    start, _, words = turn.arg.partition(" ")
    return _page(turn, store, words, int(start) if start.isascii() and start.isdigit() and len(start) < 4 else 0)


ROUTES = {"find": Route(find), "find.more": Route(more)}


def _page(turn: Turn, store: Store, words: str, start: int) -> Outcome:
    if not words:
        return Outcome(Note.say(EMPTY))
    if len(words) > LONGEST:
        return Outcome(Note.say(TOO_LONG))
    terms, about = frozenset(terms_of(words)), _about(store, words)
    if not terms and not about:
        return Outcome(Note.say(ONLY_COMMON))
    hits = _distinct(store.documents.find(turn.member.id, terms, about, 2 * MOST))
    return Outcome(_found(store, words, terms, hits, start) if hits[start:] else _nothing(store, words))


def _about(store: Store, words: str) -> list[str]:
    """Vendors that the words name; where they are one name in another spelling, that one."""
    named = [vendor.id for vendor in store.vendors.named_in(words)]
    near = [] if named else [hit.vendor_id for hit in resolve(store, words).hits if hit.points >= SURE]
    return named or (near if len(near) == 1 else [])


def _distinct(hits: list[Hit]) -> list[Hit]:
    """A question and its answers are one hit, where the best of them stands; what fits far less is left out."""
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.points >= FLOOR * hits[0].points:
            here = best.setdefault(_thing(hit), hit)
            # An answer is shown under its question, so it says more than the question alone.
            if isinstance(here.found, Said) and here.found.answer is None:
                best[_thing(hit)] = hit
    return list(best.values())[:MOST]


def _thing(hit: Hit) -> str:
    match hit.found:
        case Vendor(id=one):
            return one
        case Written(review=review):
            return review.id
        case Said(ask=ask):
            return ask.id


def _found(store: Store, words: str, terms: frozenset[str], hits: list[Hit], start: int) -> Card:
    shown = hits[start : start + PAGE]
    many = f"{MOST} or more" if len(hits) == MOST else str(len(hits))
    range_ = f", {start + 1} to {start + len(shown)} here" if len(hits) > PAGE else ""
    said = Paragraph((f"{many} found for “{shorten(words, 80)}”{range_}.",), quiet=True)
    blocks: list[Block] = [said]
    for hit in shown:
        blocks += _drawn(store, hit, terms)
    blocks += _vendors(store, shown)
    next_ = Button("More", "find.more", f"{start + PAGE} {words}")
    buttons = (*((next_,) if len(hits) > start + PAGE else ()), _ask(words, Look.PLAIN))
    return Card("Found", (*blocks, Heading("Not it?"), Buttons(buttons)), f"{many} found for “{shorten(words, 80)}”")


def _vendors(store: Store, shown: list[Hit]) -> tuple[Buttons, ...]:
    """One button for each vendor on the page, however many of the hits are about it."""
    ids = dict.fromkeys(one for one in map(_vendor_of, shown) if one)
    named = store.vendors.all_of(ids)
    see = tuple(Button(f"See {named[one].name}", "vendor", one) for one in ids if one in named)
    return (Buttons(see),) if see else ()


def _vendor_of(hit: Hit) -> str:
    match hit.found:
        case Vendor(id=one):
            return one
        case Written(review=review):
            return review.vendor_id
        case _:
            return ""


def _drawn(store: Store, hit: Hit, terms: frozenset[str]) -> tuple[Block, ...]:
    match hit.found:
        case Vendor():
            return vendor_hit(store, hit.found, terms)
        case Written():
            return review_hit(store, hit.found, terms)
        case Said():
            return said_hit(store, hit.found, terms)


def _nothing(store: Store, words: str) -> Card:
    said = f"Nobody here has written about “{shorten(words, 80)}” yet. Try another word, or ask those who may know."
    near = [hit.vendor_id for hit in resolve(store, words).hits if hit.points >= LIKE]
    vendors = store.vendors.all_of(near)
    see = (Button(f"See {vendors[one].name}", "vendor", one) for one in dict.fromkeys(near[:NEAR]) if one in vendors)
    return Card("Nothing found", (Paragraph((said,)), Buttons((_ask(words, Look.PRIMARY), *see))))


def _ask(words: str, look: Look) -> Button:
    return Button("Ask peers", "ask.form", words, look, opens_form=True)
