"""Erasure: every row about a person goes; what others said to them stays, by nobody's name."""

import json
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Column, Connection, Select, String, Table, delete, exists, literal, or_, select

from bot.cards import card_from_json
from bot.cohort import one_company
from bot.model import Member, MemberStatus
from bot.names import key_of
from bot.views import Card
from storage import indexing, personal
from storage import tables as t
from storage.keys import Keys
from storage.outbox.renaming import renamed
from storage.personal import Traits
from storage.types import Id

CHUNK = 50
START = 60
"""Characters of a text that are looked for in cards: a card may show no more of it than its beginning."""

MENTIONS = {"audit": ("actor", "subject")}
"""Rows that stay, because they prove what managers did: the person's id in these columns is replaced."""


class SqlForgetting:
    """Erasure of one person from one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def erase(self, member: Member, new_id: str) -> list[str]:
        """Removes everything that is about the member, in the transaction of the turn; keys of cards about them."""
        traits = personal.traits_of(self._connection, self._community_id, member)
        former = self._former(new_id)
        own = self._keys_of(traits)
        about = self._keys_with(personal.ids_about(self._connection, traits))
        self._empty_questions(member.id, former)
        for table, found in reversed(list(personal.tables_about(traits))):
            if table.name not in MENTIONS:
                self._connection.execute(delete(table).where(found))
        self._replace_ids(member.id, former)
        indexing.touch_differing(self._connection, self._community_id)
        self._drop_timers(traits)
        about = {self._renamed(key, traits, former) for key in about}
        return sorted(key for key in about | own if not self._dropped(key) and key in about)

    def unlink(self, handles: Mapping[str, str]) -> list[str]:
        """Drops the vault's links of these handles; ids of the texts under them, sorted: random ids have no order."""
        found: set[str] = set()
        for thread_id, handle in handles.items():
            for query in self._texts_under(thread_id, handle):
                found |= set(self._connection.scalars(query))
            link = t.vault_link.c
            theirs = link.community_id == self._community_id, link.thread_id == thread_id, link.handle == handle
            self._connection.execute(t.vault_link.delete().where(*theirs))
        return sorted(found)

    def hidden(self, text_id: str, drawn: str) -> str:
        """The id under a pad that only the keys can make from what was drawn, for this once."""
        return f"{drawn}.{self._padded(bytes.fromhex(text_id), drawn).hex()}"

    def found(self, hidden: str) -> str:
        """The id again."""
        drawn, _, padded = hidden.partition(".")
        return self._padded(bytes.fromhex(padded), drawn).hex()

    def _padded(self, text_id: bytes, drawn: str) -> bytes:
        # The key of keyed hashes stays when master keys change: what was hidden before is found after.
        pad = bytes.fromhex(self._keys.mac(f"wither:{self._community_id}", drawn))
        return bytes(one ^ other for one, other in zip(text_id, pad, strict=False))

    def waiting_in(self, thread_id: str) -> list[str]:
        """Ids of the texts of a thread that wait to be sent."""
        w = t.vault_waiting.c
        ours = w.community_id == self._community_id, w.thread_id == thread_id
        return list(self._connection.scalars(select(w.id).where(*ours)))

    def void_receipt(self, text_id: str) -> None:
        """A text that is gone needs no receipt."""
        r = t.receipt.c
        ours = r.community_id == self._community_id, r.text_id == text_id
        self._connection.execute(t.receipt.delete().where(*ours))

    def drafted(self) -> list[str]:
        """Ids of the vendors of which anybody keeps the draft of a review."""
        d = t.review_draft.c
        return list(
            self._connection.scalars(select(d.vendor_id).where(d.community_id == self._community_id).distinct())
        )

    def _texts_under(self, thread_id: str, handle: str) -> tuple[Select[tuple[str]], ...]:
        q, a, r, c = t.ask.c, t.answer.c, t.review.c, t.curation_case.c
        return (
            # What a manager took down has no row of its own any more, and could still be put back.
            select(c.text_id).where(
                c.community_id == self._community_id, c.thread_id == thread_id, c.handle == handle, c.handle != ""
            ),
            select(q.id).where(q.community_id == self._community_id, q.id == thread_id, q.handle == handle),
            select(a.id).where(a.community_id == self._community_id, a.ask_id == thread_id, a.handle == handle),
            select(r.id).where(r.community_id == self._community_id, r.id == thread_id, r.member_id.is_(None)),
        )

    def traces(self, member: Member) -> tuple[str, ...]:
        """What tells the person from everybody else: e-mail, and a name and company that nobody shares."""
        m = t.member.c
        others = m.community_id == self._community_id, m.id != member.id
        names, companies = set[str](), set[str]()
        # Compared here: SQLite's lower() knows no letters beyond ASCII.
        for row in self._connection.execute(select(m.name, m.company).where(*others)):
            names.add(one_company(row.name))
            companies.add(one_company(row.company))
        shared = one_company(member.company) in companies or self._sells(member.company)
        alone = [(member.name, one_company(member.name) not in names), (member.company, not shared)]
        return (f"{member.name}, {member.company}", member.email, *(text for text, own in alone if own and text))

    def written(self, member: Member) -> list[str]:
        """Everything the member wrote."""
        return personal.written(self._connection, self._community_id, member)

    def cards_with(self, texts: Sequence[str]) -> Mapping[str, Card]:
        """Cards that may hold one of these texts, or its beginning."""
        m = t.message.c
        starts = [json.dumps(text[:START], ensure_ascii=False)[1:-1] for text in texts]
        found: dict[str, Card] = {}
        for first in range(0, len(starts), CHUNK):
            holds = or_(*(m.card.contains(start, autoescape=True) for start in starts[first : first + CHUNK]))
            query = select(m.key, m.card).where(m.community_id == self._community_id, holds)
            found |= {row.key: card_from_json(row.card) for row in self._connection.execute(query)}
        return found

    def _former(self, new_id: str) -> str:
        """The community's one nameless former member, whose empty e-mail nobody else can have."""
        m = t.member.c
        known: str | None = self._connection.scalar(
            select(m.id).where(m.community_id == self._community_id, m.email == "")
        )
        if known is None:
            values = {"id": new_id, "name": "A former member", "company": "", "email": "", "status": MemberStatus.LEFT}
            self._connection.execute(t.member.insert().values(community_id=self._community_id, **values))
        return known or new_id

    def _empty_questions(self, member_id: str, former: str) -> None:
        """A question that somebody else has answered carries their words: it stays, without its own."""
        q, a = t.ask.c, t.answer.c
        others = exists().where(a.community_id == q.community_id, a.ask_id == q.id, a.member_id != member_id)
        mine = q.community_id == self._community_id, q.member_id == member_id
        self._connection.execute(t.ask.update().where(*mine, others).values(question="", member_id=former))

    def _keys_of(self, traits: Traits) -> set[str]:
        d = t.delivery.c
        theirs = d.community_id == self._community_id, d.recipient.in_(traits.accounts)
        return set(self._connection.scalars(select(d.key).where(*theirs)))

    def _replace_ids(self, member_id: str, former: str) -> None:
        """Whatever else names the person (who decided, who was spoken of) names the former member instead."""
        for table, column in _id_columns():
            where = column == member_id
            if "community_id" in table.c:
                where = (table.c.community_id == self._community_id) & where
            self._connection.execute(table.update().where(where).values({column.name: former}))

    def _keys_with(self, ids: Sequence[str]) -> set[str]:
        m = t.message.c
        found: set[str] = set()
        for first in range(0, len(ids), CHUNK):
            named = or_(*(m.key.contains(one) for one in ids[first : first + CHUNK]))
            found |= set(self._connection.scalars(select(m.key).where(m.community_id == self._community_id, named)))
        return found

    def _drop_timers(self, traits: Traits) -> None:
        i = t.timer.c
        for known in (traits.member_id, *traits.accounts):
            speaks = or_(i.key.contains(known), i.arg.contains(known))
            self._connection.execute(t.timer.delete().where(i.community_id == self._community_id, speaks))

    def _renamed(self, key: str, traits: Traits, former: str) -> str:
        """A card whose key names the person gets another key, so that those who have it still see it change."""
        named = next((one for one in (traits.member_id, *traits.accounts) if one in key), None)
        if named is None:
            return key
        m, d = t.message.c, t.delivery.c
        other = renamed(key, named, former)
        columns = [column for column in t.message.c if column is not m.key]
        old = m.community_id == self._community_id, m.key == key
        copy = select(*columns, literal(other)).where(*old)
        self._connection.execute(t.message.insert().from_select([*columns, m.key], copy))
        theirs = d.community_id == self._community_id, d.key == key
        self._connection.execute(t.delivery.update().where(*theirs).values(key=other))
        self._connection.execute(t.message.delete().where(*old))
        return other

    def _dropped(self, key: str) -> bool:
        """A card that nobody has any more goes."""
        m, d = t.message.c, t.delivery.c
        someone = exists().where(d.community_id == m.community_id, d.key == m.key)
        only = m.community_id == self._community_id, m.key == key, ~someone
        return self._connection.execute(t.message.delete().where(*only)).rowcount == 1

    def _sells(self, company: str) -> bool:
        v = t.vendor.c
        same = v.community_id == self._community_id, v.key == key_of(company)
        found: str | None = self._connection.scalar(select(v.name).where(*same))
        return found is not None and one_company(found) == one_company(company)


def _id_columns() -> Iterator[tuple[Table, Column[str]]]:
    """Columns that can hold the id of a person without making the row theirs."""
    for table in t.metadata.sorted_tables:
        for column in table.c:
            is_id = isinstance(column.type, String) and column.type.length == Id.length
            if column.name in MENTIONS.get(table.name, ()) or (is_id and column.name not in {"community_id", "id"}):
                yield table, column
