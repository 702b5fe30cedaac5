"""The demo's made-up cold calls and renewals, so that `calls`, the conduct figure and the pulse show something."""

from datetime import date, datetime, timedelta

from bot.app import new_id
from bot.conduct import recount
from bot.model import Community, Member, Vendor
from bot.ports import Store
from bot.ports.calls import Call
from bot.ports.renewals import Ending, Renewal
from bot.renewals import pulse
from bot.renewals.reminding import next_reminder
from bot.tactics import Channel
from storage.database import SqlDatabase

VENDORS = ("Okta", "ServiceNow", "Salesforce", "Zscaler", "Datadog")
LOGGED: tuple[tuple[str, str], ...] = (
    ("script", ""), ("", "straight no"), ("area", ""), ("", "limits"), ("role;script", ""), ("sent", ""),
    ("", "took no"), ("familiar", "referred"), ("again", ""), ("", ""),
)  # fmt: skip
"""Tactics and praise of one call after another."""
CHANNELS = (Channel.PHONE, Channel.EMAIL, Channel.LINKEDIN, Channel.MOBILE, Channel.ASSISTANT)
ENDED = (
    (Ending.STAYED, "works", "seldom"), (Ending.STAYED, "no better", "before"), (Ending.CUT, "less use", "before"),
    (Ending.STAYED, "works", "before"), (Ending.CUT, "budget", "new"),
)  # fmt: skip
DAYS, STEP = 170, 3
"""Calls of half a year, one every few days."""


def tell(database: SqlDatabase, community: Community, now: datetime) -> int:
    """Members log calls and decisions over the last months; returns how many calls."""
    with database.writing() as transaction:
        store = transaction.store(community)
        members = sorted(store.members.get(store.members.active()).values(), key=lambda one: one.email)
        vendors = [vendor for name in VENDORS if (vendor := store.vendors.named(name))]
        if not members or not vendors:
            return 0
        calls = _calls(store, members, vendors, now)
        for renewal in _renewals(store, members, vendors, now.date()):
            transaction.arm(community, next_reminder(community, renewal, now))
        for vendor in vendors:
            recount(store, community, vendor.id, now.date())
            pulse.recount(store, community, vendor.id, now.date())
    return calls


def _calls(store: Store, members: list[Member], vendors: list[Vendor], now: datetime) -> int:
    days = range(1, DAYS, STEP)
    for at, day in enumerate(days):
        for shift in range(2):
            number = 2 * at + shift
            member, vendor = members[number * 7 % len(members)], vendors[number * 3 % len(vendors)]
            tactics, praise = LOGGED[(number + number // 10) % len(LOGGED)]
            channel = CHANNELS[number % len(CHANNELS)]
            on = now - timedelta(days=day, hours=number % 7)
            store.calls.log(Call(new_id(), member.id, vendor.id, channel, tactics, praise, "", on), member, "")
    return 2 * len(days)


def _renewals(store: Store, members: list[Member], vendors: list[Vendor], today: date) -> list[Renewal]:
    """Everybody has decided one and has one ahead; those ahead."""
    found = []
    for at, member in enumerate(members):
        ends_on = today + timedelta(days=120 + 17 * at)
        noted, notice = today - timedelta(days=40), ends_on - timedelta(days=90)
        ahead = Renewal(new_id(), member.id, vendors[at % len(vendors)].id, ends_on, notice, noted)
        store.renewals.add(ahead, member)
        found.append(ahead)
        ending, why, contact = ENDED[at % len(ENDED)]
        on = today - timedelta(days=15 * at + 5)
        vendor_id = vendors[(at + 1) % len(vendors)].id
        store.renewals.add(Renewal(new_id(), member.id, vendor_id, on, on, on, ending, why, contact, on), member)
    return found
