"""What can be wrong with a catalogue whose rows can all be read: each fault as a sentence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from bot.catalogue.model import Catalogue
from bot.names import key_of

EARLIEST = date(1980, 1, 1)
"""A change of ownership before this is a slip of the pen, not news for a buyer."""
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_COUNTRY = re.compile(r"[A-Z]{2}|")
_T = TypeVar("_T")


def check(catalogue: Catalogue) -> list[str]:
    """Every inconsistency as a sentence; an empty list means that the catalogue can be used."""
    rules = (_keys, _shelves, _domains, _names, _figures, _targets, _doubles, _dates)
    return [fault for rule in rules for fault in rule(catalogue)]


def _keys(c: Catalogue) -> Iterator[str]:
    for key in _repeated(x.key for x in c.categories):
        yield f"The category {key} stands there twice."
    for key in _repeated([x.key for x in c.vendors] + [x.key for x in c.products]):
        yield f"The key {key} stands for two vendors or products."


def _shelves(c: Catalogue) -> Iterator[str]:
    headings = {x.key for x in c.categories if not x.parent}
    shelves = {x.key for x in c.categories} - headings
    for category in c.categories:
        if category.parent and category.parent not in headings:
            yield f"The category {category.key} stands under {category.parent}, which is no heading."
    for vendor in c.vendors:
        if not vendor.categories:
            yield f"The vendor {vendor.key} has no category."
        for shelf in set(vendor.categories) - shelves:
            yield f"The vendor {vendor.key} has the unknown category {shelf}."
    for product in c.products:
        if product.category not in shelves:
            yield f"The product {product.key} has the unknown category {product.category}."


def _domains(c: Catalogue) -> Iterator[str]:
    for domain in _repeated(d for v in c.vendors for d in v.domains):
        yield f"The domain {domain} belongs to two vendors."
    for vendor in c.vendors:
        for domain in vendor.domains:
            if not _DOMAIN.fullmatch(domain):
                yield f"The vendor {vendor.key} has {domain!r}, which is no domain."


def _names(c: Catalogue) -> Iterator[str]:
    for name in _repeated(key_of(v.name) for v in c.vendors):
        yield f"Two vendors have the name {name}."
    for vendor, name in _repeated((p.vendor, key_of(p.name)) for p in c.products):
        yield f"The vendor {vendor} has two products with the name {name}."


def _figures(c: Catalogue) -> Iterator[str]:
    for vendor in c.vendors:
        if not 1 <= vendor.popularity <= 100:
            yield f"The vendor {vendor.key} has the popularity {vendor.popularity}, not 1 to 100."
        if not _COUNTRY.fullmatch(vendor.country):
            yield f"The vendor {vendor.key} has the country {vendor.country!r}, not two capitals."


def _targets(c: Catalogue) -> Iterator[str]:
    vendors = {v.key for v in c.vendors}
    known = vendors | {p.key for p in c.products}
    for product in c.products:
        if product.vendor not in vendors:
            yield f"The product {product.key} belongs to the unknown vendor {product.vendor}."
    for alias in c.aliases:
        if alias.target not in known:
            yield f"The alias {alias.alias!r} leads to the unknown {alias.target}."
    for change in c.ownership:
        if change.key not in known:
            yield f"A change of ownership names the unknown {change.key}."


def _doubles(c: Catalogue) -> Iterator[str]:
    """One spelling that leads to several must say so; one that adds nothing is a duplicate in disguise."""
    names = [(v.name, v.key) for v in c.vendors] + [(p.name, p.key) for p in c.products]
    leads: dict[str, set[str]] = defaultdict(set)
    for name, target in names:
        leads[key_of(name)].add(target)
    for alias in c.aliases:
        targets = leads[key_of(alias.alias)]
        if alias.target in targets:
            yield f"The alias {alias.alias!r} of {alias.target} only repeats another of its names."
        targets.add(alias.target)
    for alias in c.aliases:
        targets = leads[key_of(alias.alias)]
        if len(targets) > 1 and not alias.ambiguous:
            yield f"The alias {alias.alias!r} leads to {' and '.join(sorted(targets))} but is not ambiguous."


def _dates(c: Catalogue) -> Iterator[str]:
    for alias in c.aliases:
        if alias.since and alias.until and alias.since > alias.until:
            yield f"The alias {alias.alias!r} ends before it begins."
    for change in c.ownership:
        if change.date < EARLIEST:
            yield f"The change of ownership of {change.key} is dated {change.date}."
    for key, day in _repeated((x.key, x.date) for x in c.ownership):
        yield f"Two changes of ownership of {key} are dated {day}."


def _repeated(values: Iterable[_T]) -> list[_T]:
    counts: dict[_T, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    return [value for value, count in counts.items() if count > 1]
