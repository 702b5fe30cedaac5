"""Secrets at rest: master keys from outside the database, one derived key a purpose, the newest first."""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class KeyProblem(Exception):
    """The keys cannot be used as they are; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Master keys of 32 bytes, newest first. The newest seals; all of them open.

    ``hashes`` is the key of keyed hashes that this database keeps sealed; until it has one, the oldest master key is.
    """

    masters: tuple[bytes, ...]
    hashes: bytes = b""

    def seal(self, text: str) -> str:
        """Encrypts a secret for the database."""
        return self._fernet().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The secret again; KeyProblem when no key fits."""
        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise KeyProblem("A sealed value fits none of the keys in WARMLINE_SECRET_KEYS.") from error

    def renewed(self, sealed: str) -> str | None:
        """The same secret under the newest key; None where it is already. KeyProblem when no key fits."""
        try:
            Fernet(_fernet_key(self.masters[0])).decrypt(sealed.encode())
        except InvalidToken:
            return self.seal(self.open(sealed))
        return None

    def mac(self, purpose: str, text: str) -> str:
        """A keyed hash (HMAC-SHA256, hex); a new master key changes no stored hash."""
        key = derive(self.hashes or self.masters[-1], purpose)
        return hmac.new(key, text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()

    def _fernet(self) -> MultiFernet:
        return MultiFernet([Fernet(_fernet_key(master)) for master in self.masters])


def _fernet_key(master: bytes) -> bytes:
    return base64.urlsafe_b64encode(derive(master, "grants"))


@lru_cache(maxsize=64)
def derive(master: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"warmline:" + purpose.encode()).derive(master)


def parse_keys(text: str) -> Keys:
    """Comma-separated base64url keys of 32 bytes, newest first; KeyProblem names the one that is wrong."""
    masters = tuple(_decode(part.strip(), number) for number, part in enumerate(text.split(","), 1))
    return Keys(masters)


def read_or_create(path: Path) -> Keys:
    """The key file of a development start, created with mode 0600; KeyProblem when others can read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() + "\n")
    if path.stat().st_mode & 0o077:
        raise KeyProblem(f"Other users can read {path}. Make it private: chmod 600 {path}")
    return parse_keys(path.read_text().strip())


def _decode(part: str, number: int) -> bytes:
    try:
        key = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyProblem(
            f"Key {number} in WARMLINE_SECRET_KEYS is not 32 bytes in base64url. Make one with: "
            "python -c 'import base64,secrets;print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"
        )
    return key
