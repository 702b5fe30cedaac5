"""The starter catalogue from the text of its CSV files; whoever calls has read the files."""

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import TypeVar

from bot.catalogue.model import (
    AliasKind,
    Catalogue,
    CatalogueAlias,
    CatalogueProduct,
    CatalogueVendor,
    Category,
    Change,
    OwnershipChange,
)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "categories.csv": ("key", "name", "parent"),
    "vendors.csv": ("key", "name", "domains", "categories", "country", "popularity", "everyday"),
    "products.csv": ("key", "name", "vendor", "category", "everyday"),
    "aliases.csv": ("alias", "kind", "target", "ambiguous", "since", "until"),
    "ownership.csv": ("key", "date", "what", "by"),
}
FILES = tuple(COLUMNS)
_T = TypeVar("_T")


class CatalogueFault(ValueError):
    """A row that cannot be read; the text names file and row as a spreadsheet counts (the header is row 1)."""


def read_catalogue(files: Mapping[str, str]) -> Catalogue:
    """The catalogue from the text of its FILES, by name; CatalogueFault at the first row that cannot be read."""
    aliases = parse_aliases(files["aliases.csv"])
    clear: dict[str, list[str]] = defaultdict(list)
    for a in aliases:
        if not a.ambiguous:
            clear[a.target].append(a.alias)
    return Catalogue(
        parse_categories(files["categories.csv"]),
        tuple(replace(v, aliases=tuple(clear[v.key])) for v in parse_vendors(files["vendors.csv"])),
        tuple(replace(p, aliases=tuple(clear[p.key])) for p in parse_products(files["products.csv"])),
        aliases,
        parse_ownership(files["ownership.csv"]),
    )


def parse_categories(text: str) -> tuple[Category, ...]:
    """Rows of categories.csv."""
    return _parse("categories.csv", text, _category)


def parse_vendors(text: str) -> tuple[CatalogueVendor, ...]:
    """Rows of vendors.csv, still without their aliases."""
    return _parse("vendors.csv", text, _vendor)


def parse_products(text: str) -> tuple[CatalogueProduct, ...]:
    """Rows of products.csv, still without their aliases."""
    return _parse("products.csv", text, _product)


def parse_aliases(text: str) -> tuple[CatalogueAlias, ...]:
    """Rows of aliases.csv."""
    return _parse("aliases.csv", text, _alias)


def parse_ownership(text: str) -> tuple[OwnershipChange, ...]:
    """Rows of ownership.csv."""
    return _parse("ownership.csv", text, _change)


def _parse(file: str, text: str, make: Callable[[Mapping[str, str]], _T]) -> tuple[_T, ...]:
    columns = COLUMNS[file]
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    if tuple(next(lines, ())) != columns:
        raise CatalogueFault(f"{file}, row 1: the columns must be {', '.join(columns)}.")
    made = []
    for number, cells in enumerate(lines, start=2):
        try:
            made.append(make(dict(zip(columns, cells, strict=True))))
        except ValueError as wrong:
            raise CatalogueFault(f"{file}, row {number}: {wrong}.") from wrong
    return tuple(made)


def _category(row: Mapping[str, str]) -> Category:
    return Category(_said(row, "key"), _said(row, "name"), row["parent"])


def _vendor(row: Mapping[str, str]) -> CatalogueVendor:
    return CatalogueVendor(
        _said(row, "key"),
        _said(row, "name"),
        _list(row["domains"]),
        _list(row["categories"]),
        row["country"],
        int(row["popularity"]),
        _yes(row, "everyday"),
    )


def _product(row: Mapping[str, str]) -> CatalogueProduct:
    key, name, vendor, category = (_said(row, column) for column in ("key", "name", "vendor", "category"))
    return CatalogueProduct(key, name, vendor, category, _yes(row, "everyday"))


def _alias(row: Mapping[str, str]) -> CatalogueAlias:
    alias, kind, target = _said(row, "alias"), AliasKind(row["kind"]), _said(row, "target")
    return CatalogueAlias(alias, kind, target, _yes(row, "ambiguous"), _day(row["since"]), _day(row["until"]))


def _change(row: Mapping[str, str]) -> OwnershipChange:
    day = date.fromisoformat(row["date"])
    return OwnershipChange(_said(row, "key"), day, Change(row["what"]), _said(row, "by"))


def _said(row: Mapping[str, str], column: str) -> str:
    if not row[column].strip():
        raise ValueError(f"{column} is empty")
    return row[column]


def _yes(row: Mapping[str, str], column: str) -> bool:
    if row[column] not in ("yes", ""):
        raise ValueError(f"{column} is yes or empty, not {row[column]!r}")
    return row[column] == "yes"


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
