"""The weekly digest: one message a member, on Monday morning where they are, of what is theirs to see anyway.

Nothing here lets two digests be subtracted to find one person: there is no count that an anonymous text could change
for some readers only. An anonymous asker reads the same as everybody whom the question went to, reviews are mentioned
only where they are signed, and nobody's name stands in a digest.
"""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.door.news import at_the_door
from bot.model import Preferences
from bot.ports import Store
from bot.ports.digests import Answered, Reviewed
from bot.quiet import next_waking
from bot.route import TimerCase
from bot.text import count, shorten
from bot.turn import Later, Outcome, Send, Tick
from bot.views import Block, Button, Buttons, Card, Heading, Look, Paragraph, Quote

WEEK = timedelta(days=7)
SUNDAY, HOUR = 6, 17
"""Written on Sundays at 17:00 UTC: an hour before Monday's breakfast begins in the first time zone."""
BREAKFAST = 8
"""Local hour of Monday from which a member's digest is sent."""
AT_ONCE = 200
"""Members of one turn; the next ones follow a minute later."""
SHOWN = 4
"""Questions and vendors of a digest; more would not be read between two meetings."""


def next_digest(now: datetime) -> datetime:
    """The coming Sunday, 17:00 UTC."""
    today = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    coming = today + timedelta(days=SUNDAY - now.weekday())
    return coming if coming > now else coming + WEEK


def first_digest(now: datetime) -> Later:
    """The timer of a new community; from then on each digest arms the next."""
    return Later("digest", next_digest(now), "digest", "")


def write(tick: Tick, store: Store) -> Outcome:
    """Sunday: the digests of some members; ``arg`` is the id of the last one written before."""
    readers = store.digests.readers(tick.arg, AT_ONCE)
    since = tick.now - WEEK
    # A question that is over when the digest is read waits for nobody.
    waiting = store.digests.waiting(readers, _morning(tick.now, UTC))
    answered = store.digests.answered(readers, since)
    reviewed = store.digests.reviewed(readers, since.date(), tick.now.date())
    pitches = at_the_door(store, readers, since)
    preferences = store.members.preferences(readers)
    sent = []
    for reader in readers:
        blocks = (
            *_blocks(waiting.get(reader, 0), answered.get(reader, []), reviewed.get(reader, [])),
            *_door(pitches.get(reader, "")),
        )
        if blocks:
            card = Card(f"Your week in {tick.community.name}", (*blocks, _buttons()))
            at = {reader: _breakfast(preferences[reader], tick.now)}
            sent.append(Send(f"digest:{tick.now:%Y%m%d}:{reader}", card, (reader,), not_before=at))
    more = len(readers) == AT_ONCE
    again = tick.now + timedelta(minutes=1) if more else next_digest(tick.now)
    return Outcome(messages=tuple(sent), timers=(Later("digest", again, "digest", readers[-1] if more else ""),))


TIMERS: dict[str, TimerCase] = {"digest": write}


def _breakfast(preferences: Preferences, now: datetime) -> datetime:
    """Monday morning where the member is, and never inside their quiet hours."""
    zone = ZoneInfo(preferences.time_zone or "UTC")
    return next_waking(preferences, _morning(now, zone).astimezone(UTC))


def _morning(now: datetime, zone: tzinfo) -> datetime:
    """The Monday after the Sunday on which it is written, however late the last of them are."""
    monday = (now + timedelta(days=1)).date() if now.weekday() == SUNDAY else now.date()
    return datetime(monday.year, monday.month, monday.day, BREAKFAST, tzinfo=zone)


def _blocks(waiting: int, answered: list[Answered], reviewed: list[Reviewed]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if waiting:
        wait = "waits" if waiting == 1 else "wait"
        blocks.append(Paragraph((f"{count(waiting, 'question')} {wait} for your answer.",)))
    if answered:
        blocks.append(Heading("Answers to your questions"))
    for one in answered[:SHOWN]:
        blocks.append(Quote(shorten(one.question, 200), (count(one.answers, "new answer"),)))
        blocks.append(Buttons((Button("Read", "ask.read", one.ask_id),)))
    if reviewed:
        blocks.append(Heading("New reviews of what you use"))
        blocks.append(Buttons(tuple(Button(one.name, "vendor", one.vendor_id) for one in reviewed[:SHOWN])))
    if len(reviewed) > SHOWN:
        blocks.append(Paragraph((f"And of {count(len(reviewed) - SHOWN, 'more vendor', 'more')}.",), quiet=True))
    return tuple(blocks)


def _door(line: str) -> tuple[Block, ...]:
    return (Paragraph((line,)), Buttons((Button("At the door", "door"),))) if line else ()


def _buttons() -> Buttons:
    return Buttons(
        (Button("Home", "home", look=Look.PRIMARY), Button("Fewer messages", "me.preferences", opens_form=True))
    )
