"""The leak oracle: plants canary identities and finds them again in whatever left the house, in fourteen forms.

A form is one way in which an identity could slip out: as it is, in other letters, encoded, reversed or hashed.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import ahocorasick

FORMS = (
    "plain", "lower", "upper", "no spaces", "reversed", "hex", "url", "json escapes",
    "base64", "base64 shifted by 1", "base64 shifted by 2", "md5", "sha1", "sha256",
)  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """One needle found: whose it is, in which form, and where."""

    whose: str
    form: str
    where: str


def forms_of(value: str) -> dict[str, str]:
    """A value in all fourteen forms. Of base64 only the part that does not depend on what stands around it."""
    raw = value.encode()
    digest = {name: hashlib.new(name, raw, usedforsecurity=False).hexdigest() for name in ("md5", "sha1", "sha256")}
    plain = {
        "plain": value,
        "lower": value.lower(),
        "upper": value.upper(),
        "no spaces": "".join(value.split()),
        "reversed": value[::-1],
        "hex": raw.hex(),
        "url": quote(value, safe=""),
        "json escapes": json.dumps("".join(f"\\u{ord(sign):04x}" for sign in value))[1:-1].replace("\\\\", "\\"),
        "base64": _inner_base64(raw, 0),
        "base64 shifted by 1": _inner_base64(raw, 1),
        "base64 shifted by 2": _inner_base64(raw, 2),
    }
    return plain | digest


class Oracle:
    """Looks for all planted values at once (Aho-Corasick), so that megabytes cost milliseconds."""

    def __init__(self) -> None:
        self._machine = ahocorasick.Automaton()
        self._planted = 0

    def plant(self, whose: str, values: Iterable[str]) -> None:
        """Values that identify somebody; short ones are no proof and are left out."""
        for value in values:
            if len(value) < 5:
                continue
            for form, needle in forms_of(value).items():
                self._machine.add_word(needle, (whose, form))
                self._planted += 1

    def ready(self) -> None:
        """To be called once after planting."""
        assert self._planted
        self._machine.make_automaton()

    def search(self, where: str, text: str | bytes) -> list[Hit]:
        """Every planted value in a text or in raw bytes."""
        readable = text if isinstance(text, str) else text.decode("latin-1")
        return [Hit(whose, form, where) for _, (whose, form) in self._machine.iter(readable)]


@lru_cache(maxsize=16)
def looking_for(*planted: tuple[str, tuple[str, ...]]) -> Oracle:
    """An oracle that is ready; who plants the same again gets the same one."""
    oracle = Oracle()
    for whose, values in planted:
        oracle.plant(whose, values)
    oracle.ready()
    return oracle


def _inner_base64(raw: bytes, shift: int) -> str:
    """What every base64 text contains that encodes these bytes at this offset."""
    padded = b"\0" * shift + raw
    encoded = base64.b64encode(padded).decode()
    first = (shift * 8 + 5) // 6
    last = len(padded) * 8 // 6
    return encoded[first:last]
