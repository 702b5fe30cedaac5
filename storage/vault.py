"""The vault: the one place that can tell who wrote under a handle, for as long as the thread's key exists.

A thread has a random key of 32 bytes, kept wrapped under a key that HKDF derives from a master key outside the
database for this community. The thread key seals each link (AES-256-GCM-SIV, RFC 8452) between handle and member,
padded to one size and bound to community, thread and handle. Deleting the thread key is what shreds the links.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from itertools import count

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from sqlalchemy import ColumnElement, Connection, Table, and_, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.anonymous.delay import midnight
from bot.anonymous.envelope import envelope, key_of_note
from bot.handles import draw
from bot.model import Community, UnmaskStatus, Waiting
from bot.turn import Send
from storage import outbox
from storage import tables as t
from storage.keys import KeyProblem, Keys, derive

VERSION = "1"
NONCE = 12
LINK_SIZE = 64
"""Bytes of a sealed member id before sealing: all links are alike in length."""
TEXT_SIZE = 10_240
"""Bytes of a waiting text before sealing; 2,000 characters are at most 8,000 bytes, and JSON escapes a few."""
NOTE_SIZE = 4_096

key_, link_ = t.vault_key.c, t.vault_link.c


class SqlVault:
    """Sealed links of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def seal(self, thread_id: str, member_id: str) -> str:
        """The member's handle in the thread: the one they have, else a fresh one."""
        known = self.handles(member_id, [thread_id]).get(thread_id)
        if known:
            return known
        handle = self._fresh_handle()
        sealed = _seal(self._thread_key(thread_id), member_id.encode(), LINK_SIZE, self._bound(thread_id, handle))
        self._insert(t.vault_link, thread_id=thread_id, handle=handle, sealed=sealed)
        return handle

    def handles(self, member_id: str, threads: Sequence[str] | None = None) -> dict[str, str]:
        """Thread → handle, wherever this member has one."""
        query = (
            select(link_.thread_id, link_.handle, link_.sealed, key_.master, key_.wrapped)
            .join(t.vault_key, and_(key_.community_id == link_.community_id, key_.thread_id == link_.thread_id))
            .where(link_.community_id == self._community_id)
        )
        if threads is not None:
            query = query.where(link_.thread_id.in_(threads))
        found: dict[str, str] = {}
        for row in self._connection.execute(query):
            key = self._unwrapped(row.thread_id, row.master, row.wrapped)
            if _open(key, row.sealed, self._bound(row.thread_id, row.handle)) == member_id.encode():
                found[row.thread_id] = row.handle
        return found

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
        bound = self._bound(waiting.thread_id, f"text:{waiting.id}")
        sealed = _seal(self._thread_key(waiting.thread_id), packed, TEXT_SIZE, bound)
        self._insert(t.vault_waiting, id=waiting.id, thread_id=waiting.thread_id, sealed=sealed)

    def release(self, text_id: str) -> Waiting | None:
        """Takes the text out, once."""
        w = t.vault_waiting.c
        ours = w.community_id == self._community_id, w.id == text_id
        row = self._connection.execute(select(w.thread_id, w.sealed).where(*ours)).first()
        if row is None or self._connection.execute(t.vault_waiting.delete().where(*ours)).rowcount != 1:
            return None
        packed = _open(self._thread_key(row.thread_id), row.sealed, self._bound(row.thread_id, f"text:{text_id}"))
        return Waiting(text_id, row.thread_id, *json.loads(packed))

    def route(self, thread_id: str, handle: str, words: str, now: datetime) -> str | None:
        """Writes the outbox row itself. The card is the same for every note, and the note names no thread in clear."""
        author = self._author(thread_id, handle)
        if author is None:
            return None
        note_id = secrets.token_hex(16)
        master = self._keys.masters[0]
        packed = json.dumps([author, words], ensure_ascii=False).encode()
        sealed = _seal(self._derived(master, "notes"), packed, NOTE_SIZE, self._bound("", f"note:{note_id}"))
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
        key = self._derived(self._master(row.master), "notes")
        reader, words = json.loads(_open(key, row.sealed, self._bound("", f"note:{note_id}")))
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
        query = (
            select(link_.sealed, key_.master, key_.wrapped)
            .join(t.vault_key, and_(key_.community_id == link_.community_id, key_.thread_id == link_.thread_id))
            .where(link_.community_id == self._community_id, link_.thread_id == thread_id, link_.handle == handle)
        )
        row = self._connection.execute(query).first()
        if row is None:
            return None
        key = self._unwrapped(thread_id, row.master, row.wrapped)
        return _open(key, row.sealed, self._bound(thread_id, handle)).decode()

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
        wrapped = _wrap(master, self._community_id, thread_id, key)
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
        return _unwrap(self._master(master), self._community_id, thread_id, wrapped)

    def _master(self, wanted: str) -> bytes:
        return master_of(self._keys, wanted)

    def _derived(self, master: bytes, purpose: str) -> bytes:
        return derive(master, f"{purpose}:{self._community_id}")

    def _bound(self, thread_id: str, kind: str) -> bytes:
        return _bound(self._community_id, thread_id, kind)

    def _mac(self, purpose: str, member_id: str) -> str:
        return self._keys.mac(f"{purpose}:{self._community_id}", member_id)

    def _is_thread(self, thread_id: str) -> ColumnElement[bool]:
        return and_(key_.community_id == self._community_id, key_.thread_id == thread_id)

    def _insert(self, table: Table, **values: object) -> None:
        self._connection.execute(table.insert().values(community_id=self._community_id, **values))


def rewrap(connection: Connection, keys: Keys, most: int | None = None) -> int:
    """Wraps thread keys (``most`` of them) under the newest master key, so that older ones can be retired.

    How many it changed. One that was shredded meanwhile stays shredded.
    """
    newest = keys.masters[0]
    query = select(key_.community_id, key_.thread_id, key_.master, key_.wrapped).where(key_.master != key_id(newest))
    rows = connection.execute(query.limit(most)).all()
    for row in rows:
        key = _unwrap(master_of(keys, row.master), row.community_id, row.thread_id, row.wrapped)
        wrapped = _wrap(newest, row.community_id, row.thread_id, key)
        where = key_.community_id == row.community_id, key_.thread_id == row.thread_id
        connection.execute(t.vault_key.update().where(*where).values(master=key_id(newest), wrapped=wrapped))
    return len(rows)


def reseal_notes(connection: Connection, keys: Keys, most: int | None = None) -> int:
    """The same for notes that are under way."""
    newest, n = keys.masters[0], t.vault_notice.c
    query = select(n.community_id, n.id, n.master, n.sealed).where(n.master != key_id(newest))
    rows = connection.execute(query.limit(most)).all()
    for row in rows:
        purpose, bound = f"notes:{row.community_id}", _bound(row.community_id, "", f"note:{row.id}")
        plain = _open(derive(master_of(keys, row.master), purpose), row.sealed, bound)
        sealed = _seal(derive(newest, purpose), plain, NOTE_SIZE, bound)
        where = n.community_id == row.community_id, n.id == row.id
        connection.execute(t.vault_notice.update().where(*where).values(master=key_id(newest), sealed=sealed))
    return len(rows)


def key_id(master: bytes) -> str:
    """Which master key it was, without telling it."""
    return derive(master, "id").hex()[:16]


def master_of(keys: Keys, wanted: str) -> bytes:
    """The master key of that id; KeyProblem where it is not among ours any more."""
    for master in keys.masters:
        if key_id(master) == wanted:
            return master
    raise KeyProblem("A sealed link fits none of the keys in WARMLINE_SECRET_KEYS.")


def _wrap(master: bytes, community_id: str, thread_id: str, key: bytes) -> bytes:
    return _seal(derive(master, f"links:{community_id}"), key, 34, _bound(community_id, thread_id, "key"))


def _unwrap(master: bytes, community_id: str, thread_id: str, wrapped: bytes) -> bytes:
    return _open(derive(master, f"links:{community_id}"), wrapped, _bound(community_id, thread_id, "key"))


def _bound(community_id: str, thread_id: str, kind: str) -> bytes:
    return "\x1f".join(("warmline", VERSION, community_id, thread_id, kind)).encode()


def _seal(key: bytes, plain: bytes, size: int, bound: bytes) -> bytes:
    """Nonce and ciphertext; two bytes of length and zeros make every text of a kind the same size."""
    if len(plain) > size - 2:
        raise ValueError("too long to be sealed")
    padded = (len(plain).to_bytes(2, "big") + plain).ljust(size, b"\0")
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCMSIV(key).encrypt(nonce, padded, bound)


def _open(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        padded = AESGCMSIV(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound)
    except InvalidTag as error:
        raise KeyProblem("A sealed value was changed or belongs elsewhere.") from error
    return padded[2 : 2 + int.from_bytes(padded[:2], "big")]
