"""Members, vendors and reviews as the rows of their files: what an export writes, an import takes back."""

from collections.abc import Collection, Iterator, Sequence

from bot.imports import MEMBER_COLUMNS, REVIEW_COLUMNS, VENDOR_COLUMNS, Row
from bot.ports import Store
from bot.ports.exchange import ReviewKept
from bot.review.form import RATED

COLUMNS = {"members": MEMBER_COLUMNS, "vendors": VENDOR_COLUMNS, "reviews": REVIEW_COLUMNS}
"""What can be exported, each with its columns."""


def rows_of(what: str, store: Store, workspaces: Collection[tuple[str, str]]) -> Iterator[Row]:
    """All rows of one kind, by the columns of COLUMNS. Accounts outside ``workspaces`` are left out."""
    match what:
        case "members":
            return _members(store, workspaces)
        case "vendors":
            return _vendors(store)
        case _:
            return _reviews(store)


def _members(store: Store, workspaces: Collection[tuple[str, str]]) -> Iterator[Row]:
    for one in store.exchange.members():
        accounts = [":".join(account) for account in one.accounts if account[:2] in workspaces]
        member = {name: str(getattr(one.member, name)) for name in MEMBER_COLUMNS[:8]}
        yield member | {"accounts": _listed(accounts), "stack": _listed(one.stack)}


def _vendors(store: Store) -> Iterator[Row]:
    for one in store.exchange.vendors():
        yield {
            "vendor": one.name,
            "domain": _listed(one.domains),
            "aliases": _listed(one.aliases),
            "categories": _listed(one.categories),
            "products": _listed(one.products),
        }


def _reviews(store: Store) -> Iterator[Row]:
    return map(_review, store.exchange.reviews())


def _review(one: ReviewKept) -> Row:
    review = one.review
    numbers = {name: getattr(review, name) for name in (*RATED, "months_live")}
    return {name: "" if number is None else str(number) for name, number in numbers.items()} | {
        "vendor": one.vendor,
        "product": one.product,
        "email": one.email,
        "unnamed": "no" if review.member_id else "yes",
        "relationship": review.relationship.value,
        "buy_again": "yes" if review.buy_again else "no",
        "pros": review.pros,
        "cons": review.cons,
        "advice": review.advice,
        "source": review.source.value,
        "written_on": review.written_on.isoformat(),
    }


def _listed(parts: Sequence[str]) -> str:
    """A list inside a cell; what holds the sign between its parts cannot stand in one."""
    return ";".join(part for part in parts if ";" not in part)
