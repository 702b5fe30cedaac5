"""Is a request from Slack? Decided on raw bytes, before anything is parsed."""

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Sequence

from multidict import CIMultiDictProxy

WINDOW = 300  # seconds, before and after
_TIMESTAMP = re.compile(r"[0-9]{9,11}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Verifier:
    """Checks Slack's signature with the current secret, and with the previous one while a change is under way."""

    def __init__(self, secrets: Sequence[str], clock: Callable[[], float] = time.time) -> None:
        self._secrets = [secret.encode() for secret in secrets]
        self._clock = clock

    def is_genuine(self, headers: CIMultiDictProxy[str], body: bytes) -> bool:
        """True for one well-formed, fresh timestamp and one signature that fits it and the body."""
        timestamp = _only(headers, "X-Slack-Request-Timestamp", _TIMESTAMP)
        signature = _only(headers, "X-Slack-Signature", _SIGNATURE)
        if not timestamp or not signature or abs(self._clock() - int(timestamp)) > WINDOW:
            return False
        signed = b"v0:" + timestamp.encode() + b":" + body
        fits = [hmac.compare_digest(_sign(secret, signed), signature.encode()) for secret in self._secrets]
        return any(fits)


def _sign(secret: bytes, signed: bytes) -> bytes:
    return b"v0=" + hmac.new(secret, signed, hashlib.sha256).hexdigest().encode()


def _only(headers: CIMultiDictProxy[str], name: str, shape: re.Pattern[str]) -> str:
    values = headers.getall(name, [])
    return values[0] if len(values) == 1 and shape.fullmatch(values[0]) else ""
