"""People who review, for the tests of reviews and cards."""

from dataclasses import replace
from datetime import date

from bot.app import new_id
from bot.counting import count
from bot.model import Member, Relationship, Review, ReviewStatus, Source, Vendor
from bot.views import Form
from tests.circle import Circle, Person

NAMES = (
    "Ada", "Ben", "Cleo", "Dov", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kai", "Lea", "Max", "Nia", "Oto", "Pia",
    "Quin", "Rio", "Sol", "Tia", "Uma", "Vic", "Wen", "Xia", "Yan", "Zoe", "Abe", "Bo", "Cat", "Don",
)  # fmt: skip
NINE = ((4, "yes"), (4, "yes"), (5, "yes"), (4, "yes"), (5, "yes"), (3, "no"), (4, "yes"), (5, "yes"), (4, "no"))


def peers(circle: Circle, number: int) -> list[Person]:
    """So many members of as many companies, on both platforms."""
    return [
        circle.add(name, "teams", "tenant-1") if at % 2 else circle.add(name) for at, name in enumerate(NAMES[:number])
    ]


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


def made(review_id: str, vendor_id: str, author: Member | None, on: date, stars: int = 4) -> Review:
    """A plain live review; an unnamed one without an author."""
    return Review(
        review_id, vendor_id, "", author.id if author else None, ReviewStatus.LIVE, stars > 3, None, None, stars, None,
        None, None, "Pros.", "Cons.", "", Relationship.USING, "", None, "", "", Source.OWN,
        "" if author else "Calm Harbour", "", on, on,
    )  # fmt: skip


def plant(circle: Circle, vendor: str, number: int, first: int = 0, stars: int = 4) -> None:
    """Signed reviews by so many new members of as many companies, straight into the store."""
    vendor_id, today = circle.vendor(vendor), circle.clock().date()
    with circle.database.writing() as transaction:
        store = transaction.store(circle.community)
        for at in range(first, first + number):
            member = Member(f"{at:032x}", f"N{at}", f"Company {at}", f"n{at}@company{at}.example")
            store.members.save(member)
            review = made(f"{at:016x}{vendor_id[-16:]}", vendor_id, member, today, stars)
            assert store.reviews.add(review, member)
            store.scores.count(review.id, count(review, member, None))
