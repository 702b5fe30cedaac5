"""How each kind of thing that was found looks: the words, whose they are by the rules of their own card, a button."""

from collections.abc import Collection

from bot.ask.bylines import bylines
from bot.find.excerpt import excerpt, hits_in
from bot.model import Vendor
from bot.ports import Store
from bot.ports.documents import Said
from bot.ports.reviews import Written
from bot.review.card import peer_quote
from bot.text import count, shorten
from bot.vendor.card import signatures_of
from bot.vendors import Meant
from bot.views import Block, Bold, Button, Buttons, Paragraph, Spans

PRODUCTS = 3
QUESTION = 120
"""Characters of the question over an answer."""


def vendor_hit(store: Store, vendor: Vendor, terms: Collection[str]) -> tuple[Block, ...]:
    """A vendor, with its shelves and the products that were looked for."""
    named = {category.key: category.name for category in store.vendors.categories()}
    shelves = [named[key] for key in store.vendors.categories_of(vendor.id) if key in named]
    shelves.sort(key=lambda name: -hits_in(name, terms))
    sold = [one.name for one in store.vendors.products_of(vendor.id) if hits_in(one.name, terms)]
    beside = " · ".join(["Vendor", *shelves[:PRODUCTS], *sold[:PRODUCTS]])
    said = Paragraph((Bold(vendor.name),))
    return (said, Paragraph(excerpt(beside, terms), quiet=True))


def review_hit(store: Store, written: Written, terms: Collection[str]) -> tuple[Block, ...]:
    """A review, by the part that says most of what was looked for."""
    vendor = store.vendors.get(written.review.vendor_id)
    if vendor is None:
        raise LookupError("a review of no vendor was found")
    one = written.review
    product = store.vendors.products([one.product_id]).get(one.product_id) if one.product_id else None
    (who,) = signatures_of(store, Meant(vendor, product), [written])
    by = peer_quote(one, who).by
    parts = (("+ ", one.pros), ("– ", one.cons), ("What I'd tell a peer: ", one.advice))
    sign, words = max(parts, key=lambda part: hits_in(part[1], terms))
    of = f" · review of {product.name if product else vendor.name}"
    return (Paragraph((sign, *excerpt(words, terms))), Paragraph((by[0], of, *by[1:]), quiet=True))


def said_hit(store: Store, said: Said, terms: Collection[str]) -> tuple[Block, ...]:
    """An answer under its question; or the question, with how many answered it."""
    read = Buttons((Button("Read", "ask.known", said.ask.id),))
    asked = f"Asked in {said.ask.asked_at:%B %Y}"
    if said.answer is None:
        on_card = store.asks.on_card(said.ask.id)
        answers = count(len(on_card[1]) if on_card else 0, "answer")
        return (Paragraph(excerpt(said.ask.question, terms)), Paragraph((f"{asked} · {answers}",), quiet=True), read)
    who = bylines(store, said.ask, [said.answer])[said.answer.id]
    helped = " · helped the asker" if said.helped else ""
    question: Spans = excerpt(shorten(said.ask.question, QUESTION), terms)
    by = Paragraph((Bold(who), f"{helped} · {asked}: ", *question), quiet=True)
    return (Paragraph(excerpt(said.answer.text, terms)), by, read)
