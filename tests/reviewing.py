"""People who review, for the tests of reviews and cards."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import Table

from bot.app import new_id
from bot.model import Member, Relationship, Review, ReviewStatus, Source, Vendor
from bot.review.effect import nightly_look, settled
from bot.review.nightly import recount
from bot.turn import Sender
from bot.views import Form
from storage import tables as t
from tests.circle import Circle, Person

NAMES = (
    "Ada", "Ben", "Cleo", "Dov", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kai", "Lea", "Max", "Nia", "Oto", "Pia",
    "Quin", "Rio", "Sol", "Tia", "Uma", "Vic", "Wen", "Xia", "Yan", "Zoe", "Abe", "Bo", "Cat", "Don",
)  # fmt: skip
NINE = ((4, "yes"), (4, "yes"), (5, "yes"), (4, "yes"), (5, "yes"), (3, "no"), (4, "yes"), (5, "yes"), (4, "no"))


def peers(circle: Circle, number: int) -> list[Person]:
    """So many members of as many companies, on both platforms."""
    return crowd(circle, NAMES[:number])


def crowd(circle: Circle, names: Sequence[str], uses: str = "") -> list[Person]:
    """Members on both platforms in turn, as ``circle.add`` makes them one by one."""
    everywhere = [("slack", "T1"), ("teams", "tenant-1")]
    rows: dict[Table, list[dict[str, Any]]] = {t.member: [], t.account: [], t.stack: []}
    ours, found = {"community_id": circle.community.id}, []
    for at, name in enumerate(names):
        (platform, tenant), user = everywhere[at % 2], f"{circle.prefix}U-{name}"
        member = Member(new_id(), name, f"{name} Works", f"{name.lower()}@{name.lower()}.example")
        sender = Sender(platform, circle.prefix + tenant, user, "" if platform == "slack" else f"chat-{user}")
        account = {"id": new_id(), "member_id": member.id, "platform": platform, "tenant": sender.tenant}
        rows[t.member].append(ours | asdict(member))
        rows[t.account].append(ours | account | {"user": user, "address": sender.address, "main": True})
        if uses:
            rows[t.stack].append(ours | {"member_id": member.id, "vendor_id": circle.vendor(uses), "opted_in": True})
        circle.people[name] = Person(circle, member, sender)
        found.append(circle.people[name])
    with circle.database.writing() as transaction:
        for table, made_ in rows.items():
            if made_:
                transaction.connection.execute(table.insert(), made_)
    return found


def place(circle: Circle, person: Person, **attributes: str) -> None:
    """Gives somebody an industry, a size or a region."""
    assert person.member
    person.member = replace(person.member, **attributes)  # type: ignore[arg-type]
    with circle.database.writing() as transaction:
        transaction.store(circle.community).members.save(person.member)


def stock(circle: Circle, *names: str) -> None:
    """Vendors that nobody uses yet."""
    with circle.database.writing() as transaction:
        for name in names:
            transaction.store(circle.community).vendors.add(Vendor(new_id(), name))


def rates(person: Person, vendor: str, stars: int = 4, again: str = "yes", **ratings: str) -> None:
    """The first step, up to the second one's form."""
    person.types(f"review {vendor}")
    if not isinstance(person.said, Form):
        person.presses("Edit")
    person.fills(None, **{"buy_again": again, "running": str(stars)} | ratings)
    assert isinstance(person.said, Form), person.sees


def reviews(person: Person, vendor: str, stars: int = 4, again: str = "yes", **more: str) -> str:
    """Both steps; ``more`` may name any field of either."""
    first = {name: more.pop(name) for name in ("buying", "deploying", "support", "leaving", "price_predictability")
             if name in more}  # fmt: skip
    rates(person, vendor, stars, again, **first)
    words = {"pros": "It runs by itself.", "cons": "The console is slow.", "relationship": "using"}
    said = person.fills(None, **words | more)
    if more.get("sign") == "unnamed" and isinstance(person.said, Form) and "peers will see" in said:
        said = person.fills()
    return said


def wrote(circle: Circle, vendor: str, authors: Iterable[Person], unnamed: bool = False, **how: Any) -> None:
    """Live reviews straight into the store, and counted as a night counts them; ``how`` names fields of a review.

    For tests that are about what comes of reviews. How they are written has tests of its own.
    """
    now, vendor_id = circle.clock(), circle.vendor(vendor)
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        for author in authors:
            assert author.member
            one = new_id()
            handle = store.vault.seal(one, author.member.id) if unnamed else ""
            plain = made(one, vendor_id, None if unnamed else author.member, now.date())
            review = replace(plain, **{"handle": handle} | how)
            assert store.reviews.add(review, author.member)
            if unnamed:
                transaction.arm(circle.community, settled(store, circle.community, review, None, now))
        if not unnamed:
            transaction.arm(circle.community, (nightly_look(now),))
            recount(store, vendor_id, now.date())


def made(review_id: str, vendor_id: str, author: Member | None, on: date, stars: int = 4) -> Review:
    """A plain live review; an unnamed one without an author."""
    return Review(
        review_id, vendor_id, "", author.id if author else None, ReviewStatus.LIVE, stars > 3, None, None, stars, None,
        None, None, "Pros.", "Cons.", "", Relationship.USING, "", None, "", "", Source.OWN,
        "" if author else "Calm Harbour", "", on, on,
    )  # fmt: skip


def plant(circle: Circle, vendor: str, number: int, first: int = 0, stars: int = 4) -> None:
    """Signed reviews by so many members of as many companies, the same ones for each vendor."""
    names = [f"N{at}" for at in range(first, first + number)]
    crowd(circle, [name for name in names if name not in circle.people])
    wrote(circle, vendor, [circle.people[name] for name in names], running=stars, buy_again=stars > 3)
