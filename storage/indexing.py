"""Keeps the index of words in step: what a turn touched is read once more at its end and indexed as it then stands."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, and_, bindparam, exists, select

from bot.model import AskStatus, ReviewStatus, VendorStatus
from bot.ports.documents import Kind
from bot.resolve import ALIAS
from bot.terms import EXACT, terms_of, weights_of
from storage import tables as t
from storage.bulk import insert_all, insert_rows
from storage.rows import among

Touched: TypeAlias = set[tuple[str, Kind, str]]
CHUNK = 2_000
"""Texts that are indexed at once: the more, the closer together their terms lie in the table."""
NAME, OTHER_NAME, SOLD = 12 * EXACT // 5, 6 * EXACT // 5, EXACT // 3
"""What a vendor's whole name weighs, shared among its words; another name; a word of its products or categories.

A word of a text weighs about EXACT: what peers wrote stands before vendors that merely sell something so called.
"""

d, w, v, p, r, q, a = (
    one.c for one in (t.document, t.doc_term, t.vendor, t.product, t.review, t.ask, t.answer)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """What can be found as it stands in its own table: whom it speaks of, and what its terms weigh."""

    vendor_id: str | None
    weights: Mapping[str, int]


def begin(connection: Connection) -> None:
    """A transaction that writes: from now on it is noted what it touches."""
    connection.execution_options(touched=set())


def touch(connection: Connection, community_id: str, kind: Kind, *ids: str) -> None:
    """These came, changed or went: they are indexed anew when the transaction ends."""
    touched: Touched = connection.get_execution_options()["touched"]
    touched.update((community_id, kind, one) for one in ids)


def settle(connection: Connection) -> int:
    """Indexes what was touched; what cannot be read by anybody is not in the index. How many there were."""
    touched: Touched = connection.get_execution_options()["touched"]
    groups: dict[tuple[str, Kind], list[str]] = defaultdict(list)
    # Sorted, so that two transactions that touch the same wait for each other in one order.
    for community_id, kind, one in sorted(touched):
        groups[community_id, kind].append(one)
    for (community_id, kind), ids in groups.items():
        for chunk in _chunks(ids):
            _Indexing(connection, community_id, kind).index(chunk)
    count = len(touched)
    touched.clear()
    return count


def number_of(community_id: str, kind: Kind, one: str) -> int:
    """A text's number in the index: always the same, and it tells no order."""
    return int.from_bytes(blake2b(f"{community_id}\0{kind}\0{one}".encode(), digest_size=8).digest()) >> 2


def readable(kind: Kind, community_id: str) -> Select[tuple[str]]:
    """Ids of what can be read by members at all: the one rule for what is indexed."""
    match kind:
        case Kind.VENDOR:
            known = v.merged_into.is_(None), v.status != VendorStatus.REFUSED
            return select(v.id).where(v.community_id == community_id, *known)
        case Kind.REVIEW:
            return select(r.id).where(r.community_id == community_id, r.status == ReviewStatus.LIVE)
        case Kind.ASK:
            return select(q.id).where(q.community_id == community_id, *_stands())
        case Kind.ANSWER:
            same = and_(q.community_id == a.community_id, q.id == a.ask_id)
            return select(a.id).join(t.ask, same).where(a.community_id == community_id, *_stands())


def touch_differing(connection: Connection, community_id: str) -> None:
    """Touches what is in the index and should not be, and the other way round."""
    for kind in Kind:
        touch(connection, community_id, kind, *_differing(connection, community_id, kind))


def _differing(connection: Connection, community_id: str, kind: Kind) -> list[str]:
    document = t.document.alias("indexed")
    text = readable(kind, community_id)
    source = next(iter(text.selected_columns))
    ours = document.c.community_id == community_id, document.c.kind == kind
    missing = text.where(~exists().where(*ours, document.c.id == source))
    astray = select(d.id).where(d.community_id == community_id, d.kind == kind, d.id.not_in(text))
    return [*connection.scalars(missing), *connection.scalars(astray)]


class _Indexing:
    """Texts of one kind and community on their way into the index."""

    def __init__(self, connection: Connection, community_id: str, kind: Kind) -> None:
        self._connection = connection
        self._community_id = community_id
        self._kind = kind

    def index(self, ids: list[str]) -> None:
        """Makes the index say of these what their own tables say now."""
        # Locked, and before anything is read: of two transactions that index the same text, the second reads what
        # the first has left.
        old = select(d.id, d.number, d.terms).where(*self._those(ids)).order_by(d.number).with_for_update()
        before = {row.id: row for row in self._connection.execute(old)}
        now = SOURCES[self._kind](self._connection, self._community_id, ids)
        for row in before.values():
            self._drop(row.number, row.terms.split())
        gone = [one for one in before if one not in now]
        if gone:
            self._connection.execute(t.document.delete().where(*self._those(gone)))
        self._write_documents(now, before.keys())
        self._write_terms(now)

    def _drop(self, number: int, terms: list[str]) -> None:
        theirs = w.community_id == self._community_id, w.kind == self._kind, w.doc == number, w.term.in_(terms)
        self._connection.execute(t.doc_term.delete().where(*theirs))

    def _write_documents(self, now: Mapping[str, Source], before: Collection[str]) -> None:
        new = [
            self._key(one) | {"number": self._number(one), "vendor_id": source.vendor_id, "terms": _listed(source)}
            for one, source in now.items()
            if one not in before
        ]
        changed = [
            {"own": one, "vendor_id": source.vendor_id, "terms": _listed(source)}
            for one, source in now.items()
            if one in before
        ]
        insert_all(self._connection, t.document, new)
        if changed:
            here = d.community_id == self._community_id, d.kind == self._kind, d.id == bindparam("own")
            self._connection.execute(t.document.update().where(*here), changed)

    def _write_terms(self, now: Mapping[str, Source]) -> None:
        # Sorted as the table is: a bulk load then appends instead of jumping about.
        ours, kind = self._community_id, self._kind.value
        rows = sorted(
            (ours, kind, term, number, weight)
            for number, source in ((self._number(one), source) for one, source in now.items())
            for term, weight in source.weights.items()
        )
        insert_rows(self._connection, t.doc_term, ("community_id", "kind", "term", "doc", "weight"), rows)

    def _those(self, ids: Collection[str]) -> tuple[Any, ...]:
        return d.community_id == self._community_id, d.kind == self._kind, among(self._connection, d.id, ids)

    def _key(self, one: str) -> dict[str, object]:
        return {"community_id": self._community_id, "kind": self._kind, "id": one}

    def _number(self, one: str) -> int:
        return number_of(self._community_id, self._kind, one)


def _asks(connection: Connection, community_id: str, ids: Collection[str]) -> dict[str, Source]:
    query = readable(Kind.ASK, community_id).add_columns(q.vendor_id, q.question).where(among(connection, q.id, ids))
    return {row.id: Source(row.vendor_id, weights_of(row.question)) for row in connection.execute(query)}


def _answers(connection: Connection, community_id: str, ids: Collection[str]) -> dict[str, Source]:
    query = readable(Kind.ANSWER, community_id).add_columns(q.vendor_id, a.text).where(among(connection, a.id, ids))
    return {row.id: Source(row.vendor_id, weights_of(row.text)) for row in connection.execute(query)}


def _reviews(connection: Connection, community_id: str, ids: Collection[str]) -> dict[str, Source]:
    said = r.vendor_id, r.pros, r.cons, r.advice
    rows = connection.execute(
        readable(Kind.REVIEW, community_id).add_columns(*said).where(among(connection, r.id, ids))
    )
    return {row.id: Source(row.vendor_id, weights_of(f"{row.pros}\n{row.cons}\n{row.advice}")) for row in rows}


def _vendors(connection: Connection, community_id: str, ids: Collection[str]) -> dict[str, Source]:
    """A vendor speaks of itself by all its names; the heaviest place of a word counts."""
    live = readable(Kind.VENDOR, community_id).add_columns(v.name).where(among(connection, v.id, ids))
    weights: dict[str, dict[str, int]] = {row.id: _shared(row.name, NAME) for row in connection.execute(live).all()}
    for query, weight in _around(connection, community_id, ids):
        for row in connection.execute(query).all():
            own = weights.get(row.vendor_id, {})
            found = dict.fromkeys(terms_of(row.name), SOLD) if weight == SOLD else _shared(row.name, weight)
            own.update({term: max(n, own.get(term, 0)) for term, n in found.items()})
    return {one: Source(one, terms) for one, terms in weights.items()}


def _shared(name: str, weight: int) -> dict[str, int]:
    """ "Support" alone is not much of "Spinnaker Support"."""
    terms = dict.fromkeys(terms_of(name))
    return {term: weight // len(terms) for term in terms}


def _around(connection: Connection, community_id: str, ids: Collection[str]) -> Iterable[tuple[Select[Any], int]]:
    """Other names, products and categories of vendors."""
    n, c, k = t.vendor_alias.c, t.vendor_category.c, t.category.c
    named = n.community_id == community_id, among(connection, n.vendor_id, ids), n.kind == ALIAS
    aliases = select(n.vendor_id, n.name).where(*named)
    sold = p.community_id == community_id, among(connection, p.vendor_id, ids), p.merged_into.is_(None)
    products = select(p.vendor_id, p.name).where(*sold)
    same = and_(k.community_id == c.community_id, k.key == c.category)
    shelves = select(c.vendor_id, k.name).join_from(t.vendor_category, t.category, same)
    ours = shelves.where(c.community_id == community_id, among(connection, c.vendor_id, ids))
    return (aliases, OTHER_NAME), (products, SOLD), (ours, SOLD)


SOURCES: dict[Kind, Callable[[Connection, str, Collection[str]], dict[str, Source]]] = {
    Kind.VENDOR: _vendors,
    Kind.REVIEW: _reviews,
    Kind.ASK: _asks,
    Kind.ANSWER: _answers,
}


def _stands() -> tuple[Any, ...]:
    """A question that has its words: an erased or removed one has none."""
    return q.status != AskStatus.REMOVED, q.question != ""


def _listed(source: Source) -> str:
    return " ".join(sorted(source.weights))


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
