"""Receipt codes: a slow hash for each, found by a short keyed prefix so that a check does not try them all."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from storage import tables as t
from storage.keys import Keys

TRIES = 5
PER = timedelta(hours=1)
NO_SALT = bytes(16)
COST = 2**14
"""Blocks of 1 KiB that scrypt fills for one code: 16 MiB, and about 50 ms."""


class SqlReceipts:
    """Codes of one community."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    def give(self, text_id: str, code: str) -> None:
        """Keeps the hash of a text's code."""
        salt = secrets.token_bytes(16)
        self._connection.execute(
            t.receipt.insert().values(
                community_id=self._community_id, text_id=text_id,
                prefix=self._prefix(code), salt=salt, hash=slow_hash(code, salt),
            )
        )  # fmt: skip

    def may_try(self, member_id: str, now: datetime) -> bool:
        """Counts a try under a keyed hash of the member; what is over an hour old is forgotten first."""
        r = t.receipt_try.c
        mac = self._keys.mac(f"tries:{self._community_id}", member_id)
        mine = r.community_id == self._community_id, r.mac == mac
        self._connection.execute(t.receipt_try.delete().where(r.community_id == self._community_id, r.until <= now))
        if self._connection.execute(t.receipt_try.update().where(*mine).values(tries=r.tries + 1)).rowcount == 0:
            values = {"community_id": self._community_id, "mac": mac, "tries": 1, "until": now + PER}
            self._connection.execute(t.receipt_try.insert().values(values))
        return (self._connection.scalar(select(r.tries).where(*mine)) or 0) <= TRIES

    def spend(self, code: str) -> str | None:
        """The text that the code withdraws, once. A wrong prefix costs the same time as a wrong code."""
        r = t.receipt.c
        ours = r.community_id == self._community_id
        rows = self._connection.execute(select(r.text_id, r.salt, r.hash).where(ours, r.prefix == self._prefix(code)))
        found: str | None = None
        candidates = [(row.text_id, row.salt, row.hash) for row in rows] or [("", NO_SALT, b"")]
        for text_id, salt, kept in candidates:
            if hmac.compare_digest(slow_hash(code, salt), kept):
                found = text_id
        if found and self._connection.execute(t.receipt.delete().where(ours, r.text_id == found)).rowcount == 1:
            return found
        return None

    def _prefix(self, code: str) -> str:
        """16 bits of a keyed hash: about 65,000 drawers."""
        return self._keys.mac(f"receipt:{self._community_id}", code)[:4]


def slow_hash(code: str, salt: bytes) -> bytes:
    """scrypt (RFC 7914): so slow that a stolen table cannot be searched."""
    return hashlib.scrypt(code.encode(), salt=salt, n=COST, r=8, p=1, dklen=32)
