"""The vault: the one place that can tell who wrote under a handle, for as long as the thread's key exists.

A thread has a random key, kept wrapped under a master key outside the database (sealing.py). It seals each link
between handle and member. Deleting the thread key is what shreds the links.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.anonymous.delay import midnight
from bot.anonymous.envelope import envelope, key_of_note
from bot.handles import draw
from bot.model import Community, UnmaskStatus, Waiting
from bot.turn import Send
from storage import outbox
from storage import tables as t
from storage.keys import Keys
from storage.locking import hold_member
from storage.sealing import NOTE_SIZE, bound, key_id, master_of, note_key, opened, seal, unwrap, wrap

LINK_SIZE = 64
"""Bytes of a sealed member id before sealing: all links are alike in length."""
TEXT_SIZE = 10_240
"""Bytes of a waiting text before sealing; 2,000 characters are at most 8,000 bytes, and JSON escapes a few."""

key_, link_ = t.vault_key.c, t.vault_link.c


class SqlVault:
    """Sealed links of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def seal(self, thread_id: str, member_id: str) -> str:
        """The member's handle in the thread: the one they have, else a fresh one."""
        hold_member(self._connection, self._community_id, member_id)
        known = self.handles(member_id, [thread_id]).get(thread_id)
        if known:
            return known
        handle = self._fresh_handle()
        sealed = seal(self._thread_key(thread_id), member_id.encode(), LINK_SIZE, self._bound(thread_id, handle))
        self._insert(t.vault_link, thread_id=thread_id, handle=handle, sealed=sealed)
        return handle

    def handles(self, member_id: str, threads: Sequence[str] | None = None) -> dict[str, str]:
        """Thread → handle, wherever this member has one."""
        links = self._links() if threads is None else self._links(link_.thread_id.in_(threads))
        return {row.thread_id: row.handle for row in links if self._member_of(row) == member_id}

    def among(
        self, thread_id: str, handle: str, matched: Sequence[str], others: Sequence[str], cover: int
    ) -> tuple[str, ...]:
        """All matched members and so many of the others, the author among them, in the order of their random ids."""
        author = self._author(thread_id, handle)
        strangers = sorted(set(others) - {*matched, author or ""})
        hidden = {author} if author and author in others and author not in matched else set()
        room = min(cover - len(hidden), len(strangers))
        chosen = secrets.SystemRandom().sample(strangers, max(room, 0))
        return tuple(sorted({*matched, *chosen, *hidden}))

    def keep(self, waiting: Waiting) -> None:
        """Keeps a text sealed under the thread's key."""
        content = [waiting.handle, waiting.text, waiting.vendor_id, waiting.attribute]
        packed = json.dumps(content, ensure_ascii=False).encode()
        at = self._bound(waiting.thread_id, f"text:{waiting.id}")
        sealed = seal(self._thread_key(waiting.thread_id), packed, TEXT_SIZE, at)
        self._insert(t.vault_waiting, id=waiting.id, thread_id=waiting.thread_id, sealed=sealed)

    def release(self, text_id: str) -> Waiting | None:
        """Takes the text out, once."""
        w = t.vault_waiting.c
        ours = w.community_id == self._community_id, w.id == text_id
        row = self._connection.execute(select(w.thread_id, w.sealed).where(*ours)).first()
        if row is None or self._connection.execute(t.vault_waiting.delete().where(*ours)).rowcount != 1:
            return None
        packed = opened(self._thread_key(row.thread_id), row.sealed, self._bound(row.thread_id, f"text:{text_id}"))
        return Waiting(text_id, row.thread_id, *json.loads(packed))

    def route(self, thread_id: str, handle: str, words: str, now: datetime) -> str | None:
        """Writes the outbox row itself. The card is the same for every note, and the note names no thread in clear."""
        author = self._author(thread_id, handle)
        if author is None:
            return None
        note_id = secrets.token_hex(16)
        master = self._keys.masters[0]
        packed = json.dumps([author, words], ensure_ascii=False).encode()
        sealed = seal(note_key(master, self._community_id), packed, NOTE_SIZE, self._bound("", f"note:{note_id}"))
        self._insert(t.vault_notice, id=note_id, master=key_id(master), sealed=sealed)
        card = Send(key_of_note(note_id), envelope(note_id), (author,))
        outbox.post(self._connection, Community(self._community_id, ""), [card], now)
        return note_id

    def note(self, note_id: str, member_id: str) -> str | None:
        """The words of a routed note, for the member whom it was for."""
        n = t.vault_notice.c
        ours = n.community_id == self._community_id, n.id == note_id
        row = self._connection.execute(select(n.master, n.sealed).where(*ours)).first()
        if row is None:
            return None
        key = note_key(master_of(self._keys, row.master), self._community_id)
        reader, words = json.loads(opened(key, row.sealed, self._bound("", f"note:{note_id}")))
        return str(words) if reader == member_id else None

    def wipe_note(self, note_id: str) -> bool:
        """Takes message and delivery out of the outbox once nothing is due, so that no row names the reader."""
        m, d = t.message.c, t.delivery.c
        key = key_of_note(note_id)
        due = select(d.key).where(d.community_id == self._community_id, d.key == key, d.due.is_not(None))
        if self._connection.execute(due).first():
            return False
        self._connection.execute(t.message.delete().where(m.community_id == self._community_id, m.key == key))
        return True

    def forget_note(self, note_id: str) -> None:
        """Forgets the note itself."""
        n = t.vault_notice.c
        self._connection.execute(t.vault_notice.delete().where(n.community_id == self._community_id, n.id == note_id))

    def strike(self, thread_id: str, handle: str, now: datetime) -> None:
        """Counts one against the author under a keyed hash, by the day."""
        author = self._author(thread_id, handle)
        if author:
            self._insert(t.vault_strike, id=secrets.token_hex(16), mac=self._mac("strike", author), day=midnight(now))

    def strikes(self, member_id: str, since: datetime) -> int:
        """Strikes against a member since a day."""
        s = t.vault_strike.c
        mine = s.community_id == self._community_id, s.mac == self._mac("strike", member_id), s.day >= since
        return self._connection.scalar(select(func.count()).select_from(t.vault_strike).where(*mine)) or 0

    def unmask(self, case_id: str, manager: str, now: datetime) -> str | None:
        """Two managers, a time that has come, one look each: the vault checks all of it itself."""
        c = t.unmask_case.c
        case = c.community_id == self._community_id, c.id == case_id
        open_now = c.status == UnmaskStatus.READY, c.opens_at <= now, c.second != "", c.first != c.second
        row = self._connection.execute(select(c.thread_id, c.handle).where(*case, *open_now)).first()
        author = self._author(row.thread_id, row.handle) if row else None
        if author is None:
            return None
        looks = (
            update(t.unmask_case).where(*case, *open_now, who == manager, ~saw).values({saw.name: True})
            for who, saw in ((c.first, c.first_saw), (c.second, c.second_saw))
        )
        return author if any(self._connection.execute(look).rowcount for look in looks) else None

    def shred(self, thread_id: str) -> bool:
        """Destroys the thread's key, its links and what still waits."""
        for table in (t.vault_link, t.vault_waiting):
            where = table.c.community_id == self._community_id, table.c.thread_id == thread_id
            self._connection.execute(table.delete().where(*where))
        return self._connection.execute(t.vault_key.delete().where(self._is_thread(thread_id))).rowcount == 1

    def _author(self, thread_id: str, handle: str) -> str | None:
        """Never leaves this class but through `unmask`."""
        links = self._links(link_.thread_id == thread_id, link_.handle == handle)
        return self._member_of(links[0]) if links else None

    def _links(self, *which: ColumnElement[bool]) -> Sequence[Row[Any]]:
        """These links with the wrapped keys that open them."""
        query: Select[Any] = (
            select(link_.thread_id, link_.handle, link_.sealed, key_.master, key_.wrapped)
            .join(t.vault_key, and_(key_.community_id == link_.community_id, key_.thread_id == link_.thread_id))
            .where(link_.community_id == self._community_id, *which)
        )
        return self._connection.execute(query).all()

    def _member_of(self, row: Row[Any]) -> str:
        key = self._unwrapped(row.thread_id, row.master, row.wrapped)
        return opened(key, row.sealed, self._bound(row.thread_id, row.handle)).decode()

    def _fresh_handle(self) -> str:
        """A handle that nobody in the community ever had, so that no two threads of a member can share one."""
        h = t.handle_drawn.c
        for attempt in count():
            handle = draw(secrets.randbelow, attempt)
            taken = select(h.handle).where(h.community_id == self._community_id, h.handle == handle)
            if self._connection.execute(taken).first():
                continue
            try:
                with self._connection.begin_nested():
                    self._insert(t.handle_drawn, handle=handle)
            except IntegrityError:
                continue
            return handle
        raise AssertionError("count() does not end")

    def _thread_key(self, thread_id: str) -> bytes:
        """The thread's key; a thread that has none gets one. Of two that come at once, the second takes the first's."""
        known = self._kept_key(thread_id)
        if known:
            return known
        key, master = secrets.token_bytes(32), self._keys.masters[0]
        wrapped = wrap(master, self._community_id, thread_id, key)
        try:
            with self._connection.begin_nested():
                self._insert(t.vault_key, thread_id=thread_id, master=key_id(master), wrapped=wrapped)
        except IntegrityError:
            return self._kept_key(thread_id) or key
        return key

    def _kept_key(self, thread_id: str) -> bytes | None:
        row = self._connection.execute(select(key_.master, key_.wrapped).where(self._is_thread(thread_id))).first()
        return self._unwrapped(thread_id, row.master, row.wrapped) if row else None

    def _unwrapped(self, thread_id: str, master: str, wrapped: bytes) -> bytes:
        return unwrap(master_of(self._keys, master), self._community_id, thread_id, wrapped)

    def _bound(self, thread_id: str, kind: str) -> bytes:
        return bound(self._community_id, thread_id, kind)

    def _mac(self, purpose: str, member_id: str) -> str:
        return self._keys.mac(f"{purpose}:{self._community_id}", member_id)

    def _is_thread(self, thread_id: str) -> ColumnElement[bool]:
        return and_(key_.community_id == self._community_id, key_.thread_id == thread_id)

    def _insert(self, table: Table, **values: object) -> None:
        self._connection.execute(table.insert().values(community_id=self._community_id, **values))
