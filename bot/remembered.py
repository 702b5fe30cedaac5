"""Answers that show nothing of anybody's and stay the same for a minute: `help`, read over and over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.turn import Request
from bot.views import View

FOR = timedelta(seconds=60)
"""Access is never taken from memory for longer."""
MOST = 4096
LONGEST_LINE = 20

Key = tuple[str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Answer:
    view: View
    until: datetime


class Remembered:
    """A small memory by person and typed words. Single look-ups and writes of a dict: threads may share it."""

    def __init__(self) -> None:
        self._answers: dict[Key, _Answer] = {}

    def find(self, request: Request, now: datetime) -> View | None:
        """What this person was shown for the same words less than a minute ago."""
        answer = self._answers.get(_key(request))
        return answer.view if answer and now < answer.until else None

    def keep(self, request: Request, view: View | None, now: datetime) -> None:
        """Remembers an answer; a full memory is simply begun anew."""
        if view is None or len(request.line) > LONGEST_LINE:
            return
        if len(self._answers) >= MOST:
            self._answers = {}
        self._answers[_key(request)] = _Answer(view, now + FOR)


def _key(request: Request) -> Key:
    """With the address: a new one has to be read and kept."""
    sender = request.sender
    who = sender.platform, sender.tenant, sender.user, sender.address
    return *who, request.line, request.action, request.arg
