"""How the vault seals: nothing here knows what is in it, or who may look.

HKDF derives from a master key outside the database one key for each community, and that wraps the random key (32
bytes) of each thread. Values are sealed with AES-256-GCM-SIV (RFC 8452), padded to one size and bound to community,
thread and purpose.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from storage.keys import KeyProblem, Keys, derive

VERSION = "1"
NONCE = 12
NOTE_SIZE = 4_096
"""Bytes of a note before sealing."""


def key_id(master: bytes) -> str:
    """Which master key it was, without telling it."""
    return derive(master, "id").hex()[:16]


def master_of(keys: Keys, wanted: str) -> bytes:
    """The master key of that id; KeyProblem where it is not among ours any more."""
    for master in keys.masters:
        if key_id(master) == wanted:
            return master
    raise KeyProblem("A sealed link fits none of the keys in WARMLINE_SECRET_KEYS.")


def wrap(master: bytes, community_id: str, thread_id: str, key: bytes) -> bytes:
    """A thread's key, closed by a master key."""
    return seal(derive(master, f"links:{community_id}"), key, 34, bound(community_id, thread_id, "key"))


def unwrap(master: bytes, community_id: str, thread_id: str, wrapped: bytes) -> bytes:
    """A thread's key, opened again."""
    return opened(derive(master, f"links:{community_id}"), wrapped, bound(community_id, thread_id, "key"))


def note_key(master: bytes, community_id: str) -> bytes:
    """What notes are sealed with until their reader has opened them."""
    return derive(master, f"notes:{community_id}")


def bound(community_id: str, thread_id: str, kind: str) -> bytes:
    """Where a sealed value belongs: anywhere else it does not open."""
    return "\x1f".join(("warmline", VERSION, community_id, thread_id, kind)).encode()


def seal(key: bytes, plain: bytes, size: int, at: bytes) -> bytes:
    """Nonce and ciphertext; two bytes of length and zeros make every text of a kind the same size."""
    if len(plain) > size - 2:
        raise ValueError("too long to be sealed")
    padded = (len(plain).to_bytes(2, "big") + plain).ljust(size, b"\0")
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCMSIV(key).encrypt(nonce, padded, at)


def opened(key: bytes, sealed: bytes, at: bytes) -> bytes:
    """What was sealed; KeyProblem where it was changed or moved."""
    try:
        padded = AESGCMSIV(key).decrypt(sealed[:NONCE], sealed[NONCE:], at)
    except InvalidTag as error:
        raise KeyProblem("A sealed value was changed or belongs elsewhere.") from error
    return padded[2 : 2 + int.from_bytes(padded[:2], "big")]
