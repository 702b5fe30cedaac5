"""The demo's open front door with made-up pitches, so that `calls`, At the door, shows something."""

from datetime import datetime, timedelta

from bot.app import new_id
from bot.door.leaving import Typed, leave
from bot.model import Community
from bot.settings import changed
from storage.database import SqlDatabase

PITCHES = (
    ("Nimbus Access", "Jan Sample", "identity", ("1000-9999", "10000+"), "any", "user",
     "Access reviews that take an hour a quarter instead of a week, with proof for the auditor. Nothing to install."),
    ("Coldstore", "Kim Sample", "backup", ("100-999", "1000-9999"), "manufacturing", "flat",
     "Backups that a stolen administrator account cannot delete, and a restore rehearsed every month by us."),
    ("Latchkey", "Lee Sample", "identity", ("10000+",), "retail", "usage",
     "One log-in for people who come for three weeks and leave again, without a licence for each of them."),
)  # fmt: skip
"""Vendor, person, category, sizes, industry, price model, and what it solves."""


def tell(database: SqlDatabase, community: Community, now: datetime) -> None:
    """The door is open, and these have knocked over the last days."""
    opened = changed(community, "front-door", "on")
    with database.writing() as transaction:
        transaction.communities.keep_settings(opened)
        store = transaction.store(opened)
        for day, (vendor, person, category, sizes, industry, price, problem) in enumerate(PITCHES):
            email = f"{person.split()[0].lower()}@{vendor.replace(' ', '').lower()}.example"
            typed = Typed(vendor, person, email, category, problem, sizes, industry, "yes", price, accepted=True)
            left = leave(store, typed, new_id(), now - timedelta(days=day), new_id)
            transaction.arm(opened, left.outcome.timers)
