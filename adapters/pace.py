"""How often one place may be written to: a sliding window that answers "now" or "in so many seconds"."""

from collections import OrderedDict, deque
from collections.abc import Callable

PLACES = 20_000
"""How many places one process remembers; the longest silent is forgotten first."""


class Pace:
    """Several windows at once, each (count, seconds). Nothing sleeps: who comes too soon is told when to come again."""

    def __init__(self, *windows: tuple[int, float], clock: Callable[[], float]) -> None:
        self._windows = windows
        self._clock = clock
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, place: str) -> float:
        """0 when it may be sent now, and it is counted; else the seconds until it may."""
        now = self._clock()
        sent = self._sent.setdefault(place, deque(maxlen=max(count for count, _ in self._windows)))
        self._sent.move_to_end(place)
        if len(self._sent) > PLACES:
            self._sent.popitem(last=False)
        wait = max(self._until_free(sent, now, count, seconds) for count, seconds in self._windows)
        if wait <= 0:
            sent.append(now)
            return 0.0
        return wait

    def arrived(self, place: str) -> None:
        """What was counted last at this place has been taken only now: the platform may have seen it this late."""
        if sent := self._sent.get(place):
            sent[-1] = max(sent[-1], self._clock())

    @staticmethod
    def _until_free(sent: deque[float], now: float, count: int, seconds: float) -> float:
        return sent[-count] + seconds - now if len(sent) >= count else 0.0
