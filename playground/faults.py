"""Faults that a test scripts ahead, and the pacing of the platforms' rate limits."""

import time
from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One call that goes wrong.

    `error` is the platform's own error word; `hang` are seconds of silence first; with `done` the work is
    done and only the answer is lost.
    """

    status: int = 500
    retry_after: float | None = None
    error: str = ""
    hang: float = 0.0
    done: bool = False


class Script:
    """Faults in waiting, by the name of the call."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)

    def add(self, name: str, fault: Fault, times: int) -> None:
        """The next `times` calls of that name go wrong."""
        self._waiting[name].extend([fault] * times)

    def take(self, name: str) -> Fault | None:
        """The fault for this call, if one waits."""
        waiting = self._waiting.get(name)
        return waiting.popleft() if waiting else None


class Pace:
    """A token bucket for each key: `rate` a second, up to `burst` at once; off while the rate is 0."""

    def __init__(self) -> None:
        self.rate = 0.0
        self.burst = 1.0
        self._left: dict[str, tuple[float, float]] = {}

    def set(self, rate: float, burst: float = 1.0) -> None:
        """Switches the pacing on, or off with rate 0."""
        self.rate, self.burst = rate, burst
        self._left.clear()

    def wait(self, key: str) -> float:
        """Seconds until the next one is allowed; 0 means that this one is, and counts."""
        if not self.rate:
            return 0.0
        now = time.monotonic()
        left, seen = self._left.get(key, (self.burst, now))
        left = min(self.burst, left + (now - seen) * self.rate)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        return 0.0 if allowed else (1 - left) / self.rate
