"""Quiet hours: when somebody may be told something that can wait."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model import Preferences


def next_waking(preferences: Preferences, now: datetime) -> datetime:
    """``now`` outside quiet hours, else the moment they end (UTC).

    Where the clock jumps over the end of quiet hours, they end when it has jumped; where that hour comes twice,
    they end at its first coming, or at the second if the first is past.
    """
    if not is_quiet(preferences, now):
        return now
    zone = ZoneInfo(preferences.time_zone)
    end = timedelta(minutes=preferences.quiet_until)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    endings = [
        (midnight + timedelta(days=days) + end).replace(tzinfo=zone, fold=fold).astimezone(UTC)
        for days in (0, 1)
        for fold in (0, 1)
    ]
    return min(moment for moment in endings if moment > now and not is_quiet(preferences, moment))


def is_quiet(preferences: Preferences, now: datetime) -> bool:
    """Whether it is the member's quiet time; never where their time zone is not known."""
    begin, end = preferences.quiet_from, preferences.quiet_until
    if not preferences.time_zone or begin == end:
        return False
    local = now.astimezone(ZoneInfo(preferences.time_zone))
    minute = local.hour * 60 + local.minute
    return begin <= minute < end if begin < end else minute >= begin or minute < end
