"""One row of reviews.csv: what it must look like, and the review it makes."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.guard import Author, Known, inspect
from bot.imports.rows import Row, cleaned, fits
from bot.model import Member, Relationship, Review, Source, Vendor
from bot.ports import Store
from bot.review.form import MOST, RATED, SHORT
from bot.turn import Refused
from bot.vendors import Meant

REVIEW_COLUMNS = (
    "vendor", "product", "email", "unnamed", "relationship", "months_live", "buying", "deploying", "running",
    "support", "leaving", "price_predictability", "buy_again", "pros", "cons", "advice", "source", "written_on",
)  # fmt: skip
REVIEW_REQUIRED = ("vendor", "email", "buy_again", "pros", "cons")
_TEXTS = ("pros", "cons", "advice", "scope")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row that reads well. ``content`` are the fields of Review that it tells; ``written_on`` None: today.

    ``harmless``: the writing guard has nothing to say to it, whatever vendors and products there are.
    """

    vendor: str
    product: str
    email: str
    unnamed: bool
    content: dict[str, Any]
    written_on: date | None
    harmless: bool = False

    def said_of(self, about: Meant) -> "ReviewRow":
        """A product that the vendor is not known to sell is said as the review's scope, so that it is not lost."""
        if not self.product or about.product:
            return self
        return replace(self, content=self.content | {"scope": self.product}, harmless=False)

    def same_as(self, review: Review) -> bool:
        """Whether the review says this already."""
        same_day = self.written_on in (None, review.written_on)
        return same_day and replace(review, **self.content) == review


def parse(row: Row, today: date) -> ReviewRow:
    """Refused with what is wrong. Only an unnamed review may come without its author's e-mail."""
    cells = cleaned(row, REVIEW_COLUMNS, ("vendor", "buy_again", "pros", "cons"))
    unnamed = _yes(cells, "unnamed", "no")
    if not cells["email"] and not unnamed:
        raise Refused("email is empty")
    fits(cells, ("vendor", "product", "email"), SHORT)
    fits(cells, ("pros", "cons", "advice"), MOST)
    content = {name: _rating(cells, name) for name in RATED} | {
        "buy_again": _yes(cells, "buy_again"),
        "relationship": _one_of(cells, "relationship", Relationship.USING, Relationship),
        "source": _one_of(cells, "source", Source.OWN, Source),
        "months_live": _months(cells["months_live"]),
        "pros": cells["pros"],
        "cons": cells["cons"],
        "advice": cells["advice"],
    }
    email, day = cells["email"].lower(), _day(cells["written_on"], today)
    return ReviewRow(cells["vendor"], cells["product"], email, unnamed, content, day)


def looked_at(row: ReviewRow) -> ReviewRow:
    """The row as the guard finds it without a database: enough for most signed ones, and it keeps nobody waiting."""
    return row if row.unnamed else replace(row, harmless=not _stopped(_all_of(row), False, None, {row.vendor}))


def guarded(row: ReviewRow, store: Store, vendor: Vendor | None, author: Member) -> None:
    """Refused where the writing guard finds what must not reach others."""
    if row.harmless:
        return
    who = Author(author.name, author.company, author.email)
    names = {row.vendor, *((vendor.name,) if vendor else ())}
    # One look at all of it is twice as quick as one at each, and most rows need no other.
    if not _stopped(_all_of(row), row.unnamed, who, names):
        return
    for column in _TEXTS:
        text = row.content.get(column, "")
        if not text or not _stopped(text, row.unnamed, who, names):
            continue
        # Names of vendors are looked up only where something was found: most texts need no second look.
        products = store.vendors.products_of(vendor.id) if vendor else ()
        more = {other.name for other in (*store.vendors.named_in(text), *products)}
        if stop := _stopped(text, row.unnamed, who, names | more):
            raise Refused(f"{'product' if column == 'scope' else column}: {stop}")


def _all_of(row: ReviewRow) -> str:
    return "\n\n".join(row.content.get(column, "") for column in _TEXTS)


def _stopped(text: str, unnamed: bool, author: Author | None, names: set[str]) -> str:
    found = inspect(text, author=author, anonymous=unnamed, known=Known(frozenset(names)))
    return next((f"“{one.words}” has to be changed. {one.why}" for one in found if one.stops), "")


def _yes(cells: Row, column: str, default: str = "") -> bool:
    value = cells[column].casefold() or default
    if value not in ("yes", "no"):
        raise Refused(f"{column} is not yes or no")
    return value == "yes"


def _one_of(cells: Row, column: str, default: Any, kind: Any) -> Any:
    value = cells[column].casefold() or default
    if value not in set(kind):
        raise Refused(f"{column} is not one of {', '.join(kind)}")
    return kind(value)


def _rating(cells: Row, column: str) -> int | None:
    if cells[column] not in ("", "1", "2", "3", "4", "5"):
        raise Refused(f"{column} is not a whole number from 1 to 5")
    return int(cells[column]) if cells[column] else None


def _months(text: str) -> int | None:
    if text and not re.fullmatch(r"[0-9]{1,3}", text):
        raise Refused("months_live is not a number of months, 0 to 999")
    return int(text) if text else None


def _day(text: str, today: date) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Refused("written_on is not a day as in 2026-03-31")
    if day > today:
        raise Refused("written_on lies in the future")
    if day.year < 1990:
        raise Refused("written_on lies before 1990")
    return day
