"""When everything runs that runs once a night."""

from datetime import datetime, timedelta

HOUR = 3
"""UTC."""


def next_night(now: datetime) -> datetime:
    """The coming night."""
    tonight = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > now else tonight + timedelta(days=1)
