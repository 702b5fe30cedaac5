"""Calendar files (RFC 5545): a day or a call to keep in mind, without anybody's name."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

MADE_BY = "-//Warmline//Introductions//EN"
CALL = timedelta(minutes=30)
BEFORE_DAY, BEFORE_CALL = timedelta(hours=-15), timedelta(minutes=-10)
"""When a calendar rings: at nine in the morning of the day before, and ten minutes before a call."""
FEED, HOURS = "Warmline", 12
"""What a calendar calls a feed, and how often it looks for other dates."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole day, or a time as clocks show it wherever the calendar is. The same ``uid`` moves an earlier entry.

    ``rings``: how far from the beginning the calendar reminds; None: it leaves that to us.
    """

    uid: str
    begins: date
    ends: date
    title: str
    text: str
    rings: timedelta | None = None


def decision(about: str, vendor: str, day: date) -> Entry:
    """The day by which an introduction is decided. ``about`` tells entries apart; nothing can be read back from it."""
    text = "A yes, a no or a later date is due by this day. No word by then counts as a courteous no."
    title = f"Decision about {vendor}"
    return Entry(_uid("decision", about), day, day + timedelta(days=1), title, text, BEFORE_DAY)


def call(about: str, vendor: str, at: datetime) -> Entry:
    """A call of half an hour; ``at`` has no time zone, since both sides' clocks show the time they agreed on."""
    text = "Agreed after a warm introduction. No recording."
    return Entry(_uid("call", about), at, at + CALL, f"Call about {vendor}", text, BEFORE_CALL)


def feed(days: Iterable[tuple[str, date, str, str]], now: datetime) -> bytes:
    """A member's own dates, for a calendar that subscribes: (what tells them apart, day, title, text)."""
    one_day = timedelta(days=1)
    entries = [Entry(_uid("feed", key), day, day + one_day, title, text) for key, day, title, text in days]
    return _file(entries, now, FEED)


def write(entry: Entry, now: datetime) -> bytes:
    """The file of one entry."""
    return _file([entry], now)


def _file(entries: Iterable[Entry], now: datetime, name: str = "") -> bytes:
    # Few processes ever write one, and the library takes a while to load.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        # RFC 7986, and what calendars read that are older than it: else a phone shows the address as the name.
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=HOURS), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", f"PT{HOURS}H")
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.begins)
    event.add("dtend", entry.ends)
    # An entry that is sent anew has to have the higher number, or calendars keep the earlier one.
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("summary", entry.title)
    if entry.text:
        event.add("description", entry.text)
    event.add("transp", "OPAQUE" if isinstance(entry.begins, datetime) else "TRANSPARENT")
    event.add("class", "PRIVATE")
    if entry.rings is not None:
        event.add_component(_alarm(entry.title, entry.rings))
    return event


def _alarm(title: str, rings: timedelta) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", rings)
    return alarm


def _uid(kind: str, about: str) -> str:
    return f"{hashlib.sha256(f'{kind}:{about}'.encode()).hexdigest()[:32]}@warmline"
