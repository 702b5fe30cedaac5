"""The demo's made-up introductions, one waiting to be offered, one to be chosen, one to be forwarded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import Bot
from bot.model import Community
from bot.turn import Request, Sender, Value
from playground.cast import Actor, Cast
from storage.database import SqlDatabase

OFFERED, CHOSEN = 1, 2


@dataclass(frozen=True, slots=True)
class Told:
    """Who asks (by the number of their line in the cast), about whom, who offers, and how far it has come."""

    buyer: str
    vendor: str
    need: str
    peer: str = ""
    why: str = ""
    so_far: int = 0


TOLD = (
    Told("0002", "Okta", "One log-in for a plant floor that works in three shifts, with shared tablets."),
    Told(
        "0001", "Datadog", "One view of outages from the till to the warehouse, readable at night.", "0006",
        "Answers the same day, and says when something is not built yet.", OFFERED,
    ),
    Told(
        "0101", "Snowflake", "A data share with two partners that leaves the data where it is.", "0003",
        "Brings an engineer to the first talk and leaves the slides at home.", CHOSEN,
    ),
)  # fmt: skip
REP = "Robin Vance"


def tell(bot: Bot, database: SqlDatabase, name: str, cast: Cast, now: datetime) -> None:
    """Members ask, offer and choose by the requests that their buttons send, once the app is installed for them."""
    with database.reading() as transaction:
        community = transaction.communities.named(name)
    if community is None or _asked(database, community):
        return  # They are there from an earlier start.
    senders = {_number(actor): Sender(actor.platform, actor.tenant, actor.user) for actor in cast.actors}
    for told in TOLD:
        _one(bot, database, community, senders, told, now)


def _one(
    bot: Bot, database: SqlDatabase, community: Community, senders: Mapping[str, Sender], told: Told, now: datetime
) -> None:
    with database.reading() as transaction:
        vendor = transaction.store(community).vendors.named(told.vendor)
    buyer = senders.get(told.buyer)
    if vendor is None or buyer is None:
        return
    brief: dict[str, Value] = {
        "vendor": vendor.id, "kind": "rep", "need": told.need, "process": "A short list of three, then a pilot.",
        "timeline": "Live within a year.", "urgency": "normal", "budget": "planned",
        "decide_by": (now + timedelta(days=35)).date().isoformat(), "contact": "Write to my office in the mornings.",
    }  # fmt: skip
    before = _asked(database, community)
    bot.run(Request(buyer, action="intro.send", values=brief))
    new = [one for one in _asked(database, community) if one not in before]
    if new and told.so_far >= OFFERED:
        _offer(bot, senders[told.peer], new[0], told.why)
    if new and told.so_far >= CHOSEN:
        with database.reading() as transaction:
            offers = transaction.store(community).intros.offers(new[0])
        for offer in offers[:1]:
            bot.run(Request(buyer, action="intro.choose", arg=offer.id))


def _offer(bot: Bot, peer: Sender, intro_id: str, why: str) -> None:
    offer: dict[str, Value] = {"vouch": "renewed", "rep": REP, "why": why, "contact": "By chat, any day."}
    bot.run(Request(peer, action="intro.send_offer", arg=intro_id, values=offer))


def _asked(database: SqlDatabase, community: Community) -> Sequence[str]:
    with database.reading() as transaction:
        store = transaction.store(community)
        return [intro.id for member_id in store.members.active() for intro in store.intros.of(member_id)]


def _number(actor: Actor) -> str:
    """The number of a line in the cast: of U0001 as of 0a000100-…"""
    return actor.user[1:5] if actor.user.startswith("U") else actor.user[2:6]
