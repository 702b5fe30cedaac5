"""Finding texts by their words: BM25 over the index, then each hit once more by the rules of its own table."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, and_, case, exists, func, literal, select, union_all

from bot.model import Answer, MemberStatus
from bot.ports.documents import Found, Hit, Kind, Said
from bot.terms import EXACT, rarity
from storage import indexing
from storage import tables as t
from storage.keys import Keys
from storage.matching import SqlMatching
from storage.reviews import SqlReviews
from storage.rows import columns_of, to
from storage.vendors import SqlVendors

CANDIDATES = 120
"""The best by the index, which are then read and checked."""
MOST_TERMS = 8
"""The rarest terms of a search; more say little more and cost the same each."""
OFTEN = 0.25
"""A term that stands in a larger share of many texts is left out where there is a rarer one."""
MANY = 5_000
"""Texts from which on leaving terms out is worth it."""
ABOUT = 2 * EXACT * EXACT
"""Points of a text that speaks of a vendor of the search: as many as for a word that stands in one of ten texts."""
HELPED = 1.3
"""An answer that helped its asker gets so many times its points."""

d, w = t.document.c, t.doc_term.c


class SqlDocuments:
    """The index of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def find(self, viewer: str, terms: Collection[str], about: Collection[str], most: int) -> list[Hit]:
        """What the viewer may read, the best first."""
        rare = self._rare(terms)
        if not (rare or about) or not self._is_active(viewer):
            return []
        points = {row.doc: int(row.points) for row in self._connection.execute(self._best(rare, about))}
        rows = self._connection.execute(
            select(d.kind, d.id, d.number).where(d.community_id == self._community_id, d.number.in_(points))
        )
        numbers = {(Kind(row.kind), row.id): row.number for row in rows}
        found = [(points[number], number, what) for number, what in self._readable(viewer, numbers)]
        weighed = [(round(n * _worth(what)), number, what) for n, number, what in found]
        return [Hit(n, what) for n, _, what in sorted(weighed, key=lambda one: (-one[0], one[1]))[:most]]

    def mend(self) -> int:
        """Puts right what differs."""
        indexing.touch_differing(self._connection, self._community_id)
        return indexing.settle(self._connection)

    def _rare(self, terms: Collection[str]) -> dict[str, int]:
        """The terms that count, with how rare each is; a term of no text finds nothing."""
        ours = w.community_id == self._community_id, w.term.in_(sorted(terms))
        counted = select(w.term, func.count().label("texts")).where(*ours).group_by(w.term)
        texts = {row.term: row.texts for row in self._connection.execute(counted)}
        among = (
            self._connection.scalar(
                select(func.count()).select_from(t.document).where(d.community_id == self._community_id)
            )
            or 0
        )
        ranked = sorted(texts, key=lambda term: (texts[term], term))[:MOST_TERMS]
        kept = [term for term in ranked if among < MANY or texts[term] <= OFTEN * among] or ranked[:1]
        return {term: rarity(texts[term], among) for term in kept}

    def _best(self, rare: Mapping[str, int], about: Collection[str]) -> Select[Any]:
        """Σ rarity × weight over the terms, and the same for all where a vendor of the search is spoken of."""
        parts: list[Select[Any]] = []
        if rare:
            weight = case({term: literal(n) for term, n in rare.items()}, value=w.term)
            ours = w.community_id == self._community_id, w.term.in_(sorted(rare))
            parts.append(select(w.doc.label("doc"), (w.weight * weight).label("points")).where(*ours))
        if about:
            theirs = d.community_id == self._community_id, d.vendor_id.in_(sorted(about))
            parts.append(select(d.number.label("doc"), literal(ABOUT).label("points")).where(*theirs))
        both = union_all(*parts).subquery()
        total = func.sum(both.c.points).label("points")
        return select(both.c.doc, total).group_by(both.c.doc).order_by(total.desc(), both.c.doc.asc()).limit(CANDIDATES)

    def _readable(self, viewer: str, numbers: Mapping[tuple[Kind, str], int]) -> Iterable[tuple[int, Found]]:
        """Each by the rules of its own table: a row that was forgotten in the index shows nothing."""
        of: dict[Kind, list[str]] = {kind: [one for k, one in numbers if k is kind] for kind in Kind}
        for vendor in SqlVendors(self._connection, self._community_id).all_of(of[Kind.VENDOR]).values():
            yield numbers[Kind.VENDOR, vendor.id], vendor
        reviews = SqlReviews(self._connection, self._community_id, self._keys)
        for written in reviews.readable(viewer, of[Kind.REVIEW]):
            yield numbers[Kind.REVIEW, written.review.id], written
        said: dict[str, list[tuple[Answer, bool]]] = defaultdict(list)
        for answer, helped in self._answers(of[Kind.ANSWER]):
            said[answer.ask_id].append((answer, helped))
        asks = SqlMatching(self._connection, self._community_id)
        for ask in asks.known(list(dict.fromkeys([*of[Kind.ASK], *said]))):
            if (Kind.ASK, ask.id) in numbers:
                yield numbers[Kind.ASK, ask.id], Said(ask)
            for answer, helped in said[ask.id]:
                yield numbers[Kind.ANSWER, answer.id], Said(ask, answer, helped)

    def _answers(self, ids: Collection[str]) -> list[tuple[Answer, bool]]:
        """Answers, and whether each helped."""
        a, h = t.answer.c, t.answer_helped.c
        marked = exists().where(h.community_id == a.community_id, h.answer_id == a.id)
        query = select(*columns_of(Answer, t.answer)).add_columns(marked.label("helped"))
        query = query.where(a.community_id == self._community_id, a.id.in_(ids))
        return [(to(Answer, row), bool(row.helped)) for row in self._connection.execute(query)]

    def _is_active(self, viewer: str) -> bool:
        m = t.member.c
        here = and_(m.community_id == self._community_id, m.id == viewer, m.status == MemberStatus.ACTIVE)
        return bool(self._connection.scalar(select(exists().where(here))))


def _worth(found: Found) -> float:
    return HELPED if isinstance(found, Said) and found.helped else 1.0
