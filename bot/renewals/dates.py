"""A member's dates for their own calendar: what a feed says, free of any file format."""

from dataclasses import dataclass
from datetime import date

from bot.intro.states import AFTER_REVEAL
from bot.ports import Store


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in a member's calendar. ``key`` stays the same when the day moves, so that calendars move it too."""

    key: str
    day: date
    title: str
    said: str


def entries(store: Store, member_id: str) -> list[Entry]:
    """Notice dates, ends of terms and decisions that are due, the earliest first; only the member's link shows them."""
    ahead = store.renewals.ahead(member_id)
    deciding = [one for one in store.intros.live_of(member_id) if one.state in AFTER_REVEAL]
    wanted = {one.vendor_id for one in ahead} | {one.vendor_id for one in deciding}
    names = {one.id: one.name for one in store.vendors.all_of(wanted).values()}
    found = []
    for one in ahead:
        name, ends = names.get(one.vendor_id, "A vendor"), f"The term ends on {one.ends_on:%-d %B %Y}."
        found.append(Entry(f"notice:{one.id}", one.notice_on, f"{name}: last day to give notice", ends))
        found.append(Entry(f"end:{one.id}", one.ends_on, f"{name}: the term ends", ""))
    for intro in deciding:
        name, silence = names.get(intro.vendor_id, "a vendor"), "No word by then counts as a courteous no."
        found.append(Entry(f"decision:{intro.id}", intro.decide_by, f"Decision about {name}", silence))
    return sorted(found, key=lambda entry: (entry.day, entry.title))
