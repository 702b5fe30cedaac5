"""Which rows are about a person: one rule for the export and for erasure, read from the tables themselves.

A row is about a member when it names them in ``member_id``, one of their accounts in ``account_id`` or
``recipient``, their e-mail in ``email``, or their identity on a platform. A new table needs nothing more.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Table,
    Text,
    and_,
    bindparam,
    false,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from bot.model import Member
from storage import tables as t

NOT_EXPORTED = {
    "delivery": "where a card went, in internal ids; the cards themselves hold other people's words",
    "once_link": "a keyed hash that is gone within minutes",
    "desk_session": "a keyed hash that is gone within hours",
}
"""Tables with rows about a person that the export leaves out, each with its reason."""

NOT_WORDS = {
    ("account", "address"), ("ask_peer", "reason"), ("application", "checks"), ("application", "remark"),
    ("application", "question"), ("application", "reason"), ("review", "counted"), ("review", "worth"),
    ("review_draft", "sealed"), ("curation_case", "statement"), ("intro", "question"), ("intro_peer", "reason"),
}  # fmt: skip
"""Texts in rows about a person that are not the person's own words."""

SHORTEST = 12
"""Characters from which on a text is looked for elsewhere: "Good." is anybody's."""

BY_IDENTITY = ("platform", "tenant", "user")


@dataclass(frozen=True, slots=True)
class Traits:
    """By what the rows about one person are found."""

    community_id: str
    member_id: str
    email: str
    accounts: tuple[str, ...]
    identities: tuple[tuple[str, str, str], ...]


def traits_of(connection: Connection, community_id: str, member: Member) -> Traits:
    """Read now, so that an account linked a moment ago counts."""
    a = t.account.c
    query = select(a.id, a.platform, a.tenant, a.user).where(a.community_id == community_id, a.member_id == member.id)
    rows = connection.execute(query).all()
    accounts, identities = tuple(row.id for row in rows), tuple((row[1], row[2], row[3]) for row in rows)
    return Traits(community_id, member.id, member.email, accounts, identities)


def tables_about(traits: Traits) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Each table that can hold rows about the person, with the condition that finds them; parents first."""
    for table in t.metadata.sorted_tables:
        found = _conditions(table, traits)
        if found:
            scope = [table.c.community_id == traits.community_id] if "community_id" in table.c else []
            yield table, and_(*scope, or_(false(), *found))


def ids_about(connection: Connection, traits: Traits) -> list[str]:
    """Ids of the person and of all rows about them but the audit's, which stay."""
    found: list[str] = []
    for table, about in tables_about(traits):
        if "id" in table.c and table is not t.audit:
            found += connection.scalars(select(table.c.id).where(about))
    return found


def kept(connection: Connection, community_id: str, member: Member) -> dict[str, list[dict[str, object]]]:
    """All rows about the person by table, moments as ISO 8601, each vendor also by its name."""
    names = _vendor_names(connection, community_id)
    person = asdict(traits_of(connection, community_id, member))
    filled = set(connection.scalars(FILLED, person))
    return {
        name: [_readable(dict(row), names) for row in connection.execute(query, person).mappings()]
        for name, query in ROWS.items()
        if name in filled
    }


def written(connection: Connection, community_id: str, member: Member) -> list[str]:
    """Everything the person wrote: the texts in the rows about them."""
    texts: set[str] = set()
    for table, about in tables_about(traits_of(connection, community_id, member)):
        columns = [c for c in table.c if isinstance(c.type, Text) and (table.name, c.name) not in NOT_WORDS]
        if columns and table.name not in NOT_EXPORTED:
            texts |= {text for row in connection.execute(select(*columns).where(about)) for text in row if text}
    return sorted(text for text in texts if len(text) >= SHORTEST)


def _conditions(table: Table, traits: Traits) -> list[ColumnElement[bool]]:
    c = table.c
    found: list[ColumnElement[bool]] = []
    if table is t.member:
        return [c.id == traits.member_id]
    if table is t.once_link:
        return [c.subject == traits.member_id]
    if table is t.audit:
        return [c.subject == traits.member_id, c.actor == traits.member_id]
    if "member_id" in c:
        found.append(c.member_id == traits.member_id)
    found += [c[name].in_(traits.accounts) for name in ("account_id", "recipient", "beside") if name in c]
    if "email" in c:
        found.append(c.email == traits.email)
    if all(name in c for name in BY_IDENTITY):
        found.append(tuple_(*(c[name] for name in BY_IDENTITY)).in_(traits.identities))
    return found


def _vendor_names(connection: Connection, community_id: str) -> dict[str, str]:
    v = t.vendor.c
    return {row.id: row.name for row in connection.execute(select(v.id, v.name).where(v.community_id == community_id))}


def _readable(row: dict[str, Any], vendors: dict[str, str]) -> dict[str, object]:
    row.pop("community_id", None)
    if row.get("vendor_id") in vendors:
        row["vendor"] = vendors[row["vendor_id"]]
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _anybody() -> Any:
    many = {"accounts", "identities"}
    return Traits(**{one.name: bindparam(one.name, expanding=one.name in many) for one in fields(Traits)})  # type: ignore[arg-type]


# Built once: each card of `me` counts by them.
ROWS = {
    table.name: select(table).where(about).order_by(*table.primary_key.columns)
    for table, about in tables_about(_anybody())
    if table.name not in NOT_EXPORTED
}
FILLED: CompoundSelect[Any] = union_all(*(
    select(literal_column(f"'{table.name}'")).where(select(literal_column("1")).select_from(table).where(about).exists())
    for table, about in tables_about(_anybody())
))  # fmt: skip
"""Names of the tables that hold anything about somebody: most hold nothing."""
