"""A catalogue grown with made-up vendors, and the queries with the vendor that each means."""

import csv
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from bot.catalogue import Catalogue, CatalogueVendor
from bot.names import key_of
from bot.ports import Store
from bot.resolve import Found
from bot.vendors import resolve

FILE = Path(__file__).parent / "data" / "resolve_queries.csv"
SPELLING = {"spacing", "longer", "shorter", "typo", "domain"}
_BEGIN = re.findall(
    r"\w+",
    "al an ar be bel bo bra ca cor da del do el en er fa fi gra ha hel in jo ka kel la len lo ma mer mi na nor",
)
_END = re.findall(
    r"\w+",
    "bex con dan dex dine don fen gate gen la lia lix lo mar max mont nec nix ova phi quant ra rex ric sen tec ton va",
)
_KIND = ("Systems", "Software", "Technologies", "Networks", "Labs", "Solutions", "Data", "Cloud", "Group", "Security",
         "Consulting", "Analytics", "", "", "", "", "")  # fmt: skip


@dataclass(frozen=True)
class Query:
    """A line of the file; ``vendor`` empty: nobody is meant."""

    text: str
    kind: str
    vendor: str

    @property
    def held_out(self) -> bool:
        """The half that nobody looked at while tuning."""
        return sha256(self.text.encode()).digest()[0] % 2 == 1


def queries() -> list[Query]:
    """All lines."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [Query(row["query"], row["kind"], row["vendor"]) for row in csv.DictReader(lines)]


def grown(catalogue: Catalogue, size: int, seed: int = 7) -> Catalogue:
    """The catalogue with made-up vendors up to ``size``; none has a name that stands there already."""
    draw = random.Random(seed)  # noqa: S311 (names, no secrets)
    taken = {key_of(v.name) for v in catalogue.vendors} | {key_of(p.name) for p in catalogue.products}
    taken |= {key_of(a.alias) for a in catalogue.aliases} | {key_of(q.text) for q in queries()}
    more: list[CatalogueVendor] = []
    while len(catalogue.vendors) + len(more) < size:
        name = _name(draw)
        if key_of(name) not in taken:
            taken.add(key_of(name))
            number = len(more)
            more.append(
                CatalogueVendor(f"made-{number}", name, (f"made-{number}.example",), (), "", draw.randint(1, 20), False)
            )
    return replace(catalogue, vendors=(*catalogue.vendors, *more))


def _name(draw: random.Random) -> str:
    stem = "".join(draw.choices(_BEGIN, k=draw.choice((1, 1, 2)))) + draw.choice(_END)
    second = "".join(draw.choices(_BEGIN, k=1)) + draw.choice(_END) if draw.random() < 0.4 else ""
    return " ".join(part.capitalize() for part in (stem, second, draw.choice(_KIND)) if part)


@dataclass(frozen=True)
class Judged:
    """What became of one query."""

    query: Query
    found: Found
    names: tuple[str, ...]

    @property
    def first(self) -> bool:
        """The right vendor stands first."""
        return self.names[:1] == (self.query.vendor,)

    @property
    def linked(self) -> bool:
        """It was used without a question."""
        return self.found.clear is not None


def judged(store: Store, wanted: Iterable[Query]) -> list[Judged]:
    """Each query with what it was taken for, best first."""
    result = []
    for query in wanted:
        found = resolve(store, query.text)
        vendors = store.vendors.all_of({hit.vendor_id for hit in found.hits})
        result.append(Judged(query, found, tuple(vendors[hit.vendor_id].name for hit in found.hits)))
    return result


def share(of: Sequence[Judged], true: Callable[[Judged], bool]) -> float:
    """Which part of them it is true for."""
    return sum(map(true, of)) / len(of)
