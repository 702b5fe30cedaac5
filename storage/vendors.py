"""Vendors of a community and the names that lead to them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from bot.model import Vendor
from bot.names import key_of, runs_of_words, tails_of
from storage import tables as t
from storage.rows import all_of, columns_of, to

TAIL = "tail"
AFTER = "\U0010ffff"
"""Sorts after every other character, so that ``key < prefix + AFTER`` ends a prefix range."""


class SqlVendors:
    """Vendors of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id
        self._ours = t.vendor.c.community_id == community_id

    def get(self, vendor_id: str) -> Vendor | None:
        """The vendor, or None."""
        query = select(*columns_of(Vendor, t.vendor)).where(self._ours, t.vendor.c.id == vendor_id)
        row = self._connection.execute(query).first()
        return to(Vendor, row) if row else None

    def named(self, name: str) -> Vendor | None:
        """The vendor that exactly this name or alias leads to, if it is only one."""
        query = self._by_name().where(t.vendor_alias.c.key == key_of(name)).limit(2)
        found = all_of(Vendor, self._connection.execute(query))
        return found[0] if len(found) == 1 else None

    def named_in(self, text: str) -> list[Vendor]:
        """Vendors named in running text, the longest name first."""
        runs = runs_of_words(text)
        if not runs:
            return []
        query = self._by_name().add_columns(t.vendor_alias.c.key).where(t.vendor_alias.c.key.in_(runs))
        rows = sorted(self._connection.execute(query), key=lambda row: -len(row.key))
        return list(dict.fromkeys(all_of(Vendor, rows)))

    def starting_with(self, typed: str, limit: int) -> list[Vendor]:
        """Type-ahead over names and the words inside them, the best known first."""
        prefix = key_of(typed)
        a = t.vendor_alias.c
        matches = (
            select(a.vendor_id)
            .where(a.community_id == self._community_id, a.key >= prefix, a.key < prefix + AFTER)
            .distinct()
        )
        query = (
            select(*columns_of(Vendor, t.vendor))
            .where(self._ours, t.vendor.c.id.in_(matches) if prefix else self._ours)
            .order_by(t.vendor.c.popularity.desc(), t.vendor.c.name)
            .limit(limit)
        )
        return all_of(Vendor, self._connection.execute(query))

    def add(self, vendor: Vendor, aliases: Iterable[str] = (), popularity: int = 0) -> None:
        """Keeps a vendor under its name, the words of its name, and its aliases."""
        self.add_all([(vendor, tuple(aliases), popularity)])

    def add_all(self, vendors: Sequence[tuple[Vendor, Sequence[str], int]]) -> None:
        """Many at once: (vendor, aliases, popularity) each."""
        ours = {"community_id": self._community_id}
        self._connection.execute(
            t.vendor.insert(),
            [
                ours | {"id": v.id, "name": v.name, "key": key_of(v.name), "status": v.status, "popularity": popularity}
                for v, _, popularity in vendors
            ],
        )
        self._connection.execute(
            t.vendor_alias.insert(),
            [
                ours | {"key": key, "vendor_id": v.id, "kind": kind}
                for v, aliases, _ in vendors
                for key, kind in _keys(v, aliases).items()
            ],
        )

    def _by_name(self) -> Select[Any]:
        """Vendors with the full names that lead to them: a tail alone ("networks") names nobody."""
        return (
            select(*columns_of(Vendor, t.vendor))
            .join(
                t.vendor_alias,
                and_(
                    t.vendor_alias.c.community_id == t.vendor.c.community_id,
                    t.vendor_alias.c.vendor_id == t.vendor.c.id,
                ),
            )
            .where(self._ours, t.vendor_alias.c.kind != TAIL)
        )


def _keys(vendor: Vendor, aliases: Iterable[str]) -> dict[str, str]:
    """All keys that lead to a vendor, each with its kind; the fuller kind wins where two give the same key."""
    tails = dict.fromkeys(tails_of(vendor.name), TAIL)
    found = tails | {key_of(alias): "alias" for alias in aliases} | {key_of(vendor.name): "name"}
    return {key: kind for key, kind in found.items() if key}
