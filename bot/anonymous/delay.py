"""When an anonymous text appears: after a random delay, under a day that tells no time."""

import re
from datetime import datetime, timedelta

from bot.model import Community
from bot.settings import value_of


def after_delay(community: Community, now: datetime, drawn: str) -> datetime:
    """A moment inside the community's window, chosen by a random 128-bit id; 0 means now."""
    least, most = bounds(community)
    window = (most - least) * 60_000
    return now + timedelta(minutes=least, milliseconds=int(drawn, 16) % (window + 1))


def in_words(community: Community) -> str:
    """ "at once", "within 10 minutes"."""
    _, most = bounds(community)
    return f"within {most} minutes" if most > 1 else "within a minute" if most else "at once"


def bounds(community: Community) -> tuple[int, int]:
    """The shortest and the longest delay in minutes."""
    numbers = [int(number) for number in re.findall(r"\d+", value_of(community, "anonymous-delay"))]
    return numbers[0], numbers[-1]


def midnight(now: datetime) -> datetime:
    """The day's beginning: all that an anonymous row says of its time."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
