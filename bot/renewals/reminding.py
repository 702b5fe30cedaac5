"""Reminders before the notice date, and every second year the question to review a vendor afresh."""

from datetime import UTC, date, datetime, timedelta

from bot.ask.reaching import waking
from bot.model import Community, MemberStatus, Review, Vendor
from bot.ports import Store
from bot.ports.renewals import Ending, Renewal
from bot.route import TimerCase
from bot.settings import value_of
from bot.text import count, shorten
from bot.turn import Later, Outcome, Send, Tick, Turn
from bot.views import Block, Button, Buttons, Card, Look, Paragraph, Quote

HOUR = 8
"""Of the day (UTC) at which reminders are due; quiet hours may put them off."""
AFRESH = timedelta(days=730)
SHOWN = 500
"""Characters of one's last review on the card."""


def remind(tick: Tick, store: Store) -> Outcome:
    """A reminder's day has come: its member gets one card, and the next reminder is set."""
    member_id, _, renewal_id = tick.arg.partition(" ")
    renewal = store.renewals.get(renewal_id, member_id)
    vendor = store.vendors.get(renewal.vendor_id) if renewal else None
    if renewal is None or vendor is None or renewal.ending is not Ending.AHEAD:
        return Outcome()
    days = (renewal.notice_on - tick.now.date()).days
    timers = next_reminder(tick.community, renewal, tick.now)
    if days < 0 or not _active(store, member_id):
        return Outcome(timers=timers)
    key = f"renewals.remind:{renewal.id}:{renewal.notice_on}:{days}"
    return Outcome(messages=(_send(store, tick, key, _reminder(vendor, renewal, days), member_id),), timers=timers)


def review_afresh(tick: Tick, store: Store) -> Outcome:
    """Two years have passed: is it still the right vendor? The last review stands on the card as the brief."""
    member_id, _, vendor_id = tick.arg.partition(" ")
    vendor = store.vendors.get(vendor_id)
    kept = store.renewals.of_vendor(member_id, vendor.id) if vendor else []
    if vendor is None or not any(one.ending in (Ending.AHEAD, Ending.STAYED) for one in kept):
        return Outcome()
    again = Later(f"renewals.afresh:{tick.arg}", tick.now + AFRESH, "renewals.afresh", tick.arg)
    members = store.members.get([member_id])
    if not _active(store, member_id):
        return Outcome(timers=(again,))
    written = [one for one in store.reviews.of_company(members[member_id], vendor.id) if one.member_id == member_id]
    card = _afresh_card(vendor, written[0] if written else None)
    key = f"renewals.afresh:{min(kept, key=lambda one: one.noted_on).id}:{tick.now.date()}"
    return Outcome(messages=(_send(store, tick, key, card, member_id),), timers=(again,))


TIMERS: dict[str, TimerCase] = {"renewals.remind": remind, "renewals.afresh": review_afresh}


def days_before(community: Community) -> list[int]:
    """Days before the notice date on which reminders come, the earliest first."""
    return sorted({int(days) for days in value_of(community, "renewal-days").split(",")}, reverse=True)


def next_reminder(community: Community, renewal: Renewal, now: datetime) -> tuple[Later, ...]:
    """The next reminder of a renewal; none where all its days are past."""
    key, arg = f"renewals.remind:{renewal.id}", f"{renewal.member_id} {renewal.id}"
    moments = [_morning(renewal.notice_on - timedelta(days=days)) for days in days_before(community)]
    ahead = [moment for moment in moments if moment > now]
    return (Later(key, min(ahead), "renewals.remind", arg),) if ahead else ()


def afresh(store: Store, turn: Turn, vendor_id: str) -> Later:
    """Every second year, counted from the member's first renewal of the vendor, however many follow."""
    kept = store.renewals.of_vendor(turn.member.id, vendor_id)
    first = min((one.noted_on for one in kept), default=turn.now.date())
    due = _morning(first + AFRESH)
    while due <= turn.now:
        due += AFRESH
    arg = f"{turn.member.id} {vendor_id}"
    return Later(f"renewals.afresh:{arg}", due, "renewals.afresh", arg)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, HOUR, tzinfo=UTC)


def _active(store: Store, member_id: str) -> bool:
    member = store.members.get([member_id]).get(member_id)
    return member is not None and member.status is MemberStatus.ACTIVE


def _send(store: Store, tick: Tick, key: str, card: Card, member_id: str) -> Send:
    return Send(key, card, (member_id,), not_before=waking(store, [member_id], tick.now))


def _reminder(vendor: Vendor, renewal: Renewal, days: int) -> Card:
    said = (
        f"The last day to give notice is {renewal.notice_on:%-d %B %Y}; the term ends on {renewal.ends_on:%-d %B %Y}. "
        "See what peers say, ask them, or note what you decided."
    )
    buttons = Buttons((
        Button("Vendor", "vendor", vendor.id),
        Button("Ask peers", "ask.form", f"About {vendor.name}: ", opens_form=True),
        Button("What peers did", "renewals.pulse", vendor.id),
        Button("Decided", "renewals.done", renewal.id, opens_form=True),
        Button("Edit", "renewals.edit", renewal.id, opens_form=True),
    ))  # fmt: skip
    quiet = Paragraph(("A private reminder: only you get it.",), quiet=True)
    when = f"in {count(days, 'day')}" if days else "today"
    return Card(f"{vendor.name}: notice {when}", (Paragraph((said,)), buttons, quiet))


def _afresh_card(vendor: Vendor, last: Review | None) -> Card:
    said = f"Two years are a good while. Would you choose {vendor.name} today? Review it afresh."
    brief = _brief(last) if last else ()
    buttons = Buttons((
        Button("Review", "review", vendor.id, Look.PRIMARY, opens_form=True),
        Button("Vendor", "vendor", vendor.id),
        Button("Compare", "compare", vendor.id, opens_form=True),
        Button("Ask peers", "ask.form", f"About {vendor.name}: ", opens_form=True),
    ))  # fmt: skip
    quiet = Paragraph(("A private reminder: only you get it.",), quiet=True)
    return Card(f"Review {vendor.name} afresh", (Paragraph((said,)), *brief, buttons, quiet))


def _brief(last: Review) -> tuple[Block, ...]:
    """What one needed and found, in one's own words, as a brief for the next look at the market."""
    lines = (("What you use it for", last.scope), ("What works", last.pros), ("What does not", last.cons),
             ("What you would tell a peer", last.advice))  # fmt: skip
    quotes = tuple(Quote(shorten(text, SHOWN), (f"{label}, {last.heard_on:%B %Y}",)) for label, text in lines if text)
    return (Paragraph(("Your brief, from your last review:",)), *quotes)
