"""Members from a file: every good row is taken, every bad one is named. Running it again changes nothing."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.model import Account, Member, Role, Vendor, VendorStatus
from bot.ports import Store
from bot.text import clean, identity
from bot.turn import Refused

SIZES = ("1-99", "100-999", "1000-9999", "10000+")
MEMBER_COLUMNS = ("name", "title", "company", "email", "industry", "size", "region", "role", "accounts", "stack")
_REQUIRED = ("name", "company", "email", "accounts")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_MOST = 200
"""Characters of a name, a title or a company."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one row; ``number`` as a spreadsheet counts it (the header is row 1). No reason: it was taken."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Parsed:
    member: Member
    accounts: tuple[tuple[str, str, str], ...]
    stack: tuple[str, ...]


def check_columns(columns: Iterable[str], known: tuple[str, ...], required: tuple[str, ...] = _REQUIRED) -> None:
    """Refused when the header line names a column that is not known, twice the same, or lacks a needed one."""
    given = list(columns)
    if unknown := [c for c in given if c not in known]:
        raise Refused(f"unknown column {', '.join(map(repr, unknown))}; known are {', '.join(known)}")
    if missing := [c for c in required if c not in given]:
        raise Refused(f"column {', '.join(map(repr, missing))} is missing")
    if len(set(given)) < len(given):
        raise Refused("a column stands there twice")


def take_members(
    rows: Iterable[tuple[int, Row]],
    store: Store,
    workspaces: Iterable[tuple[str, str]],
    new_id: Callable[[], str],
) -> Iterator[Taken]:
    """Takes members with their accounts and stacks, one verdict a row."""
    joined = set(workspaces)
    for number, row in rows:
        try:
            _take(_parse({c: clean(row.get(c) or "") for c in MEMBER_COLUMNS}, joined, new_id), store, new_id)
        except Refused as refused:
            yield Taken(number, refused.text)
        else:
            yield Taken(number)


def _parse(row: Row, joined: set[tuple[str, str]], new_id: Callable[[], str]) -> _Parsed:
    for column in _REQUIRED:
        if not row[column]:
            raise Refused(f"{column} is empty")
    for column in MEMBER_COLUMNS[:7]:
        if len(row[column]) > _MOST:
            raise Refused(f"{column} has more than {_MOST} characters")
    if not _EMAIL.fullmatch(row["email"]):
        raise Refused("email is not an e-mail address")
    if row["size"] and row["size"] not in SIZES:
        raise Refused(f"size is not one of {', '.join(SIZES)}")
    if row["role"] not in ("", *Role):
        raise Refused("role is not member or manager")
    member = Member(
        new_id(), row["name"], row["company"], row["email"].lower(), row["title"], row["industry"], row["size"],
        row["region"], Role(row["role"] or Role.MEMBER),
    )  # fmt: skip
    accounts = tuple(_account(text, joined) for text in _listed(row["accounts"]))
    return _Parsed(member, accounts, tuple(_listed(row["stack"])))


def _account(text: str, joined: set[tuple[str, str]]) -> tuple[str, str, str]:
    parts = [identity(part.strip()) for part in text.split(":")]
    if len(parts) != 3 or not all(parts):
        raise Refused("an account is not written as slack:TEAM:USER or teams:TENANT:AAD_OBJECT_ID")
    platform, tenant, user = parts
    if (platform, tenant) not in joined:
        raise Refused(f"the workspace {platform}:{tenant} does not belong to this community")
    return platform, tenant, user


def _take(parsed: _Parsed, store: Store, new_id: Callable[[], str]) -> None:
    known = store.members.by_email(parsed.member.email)
    member_id = known.id if known else parsed.member.id
    owners = {account: store.members.owner(*account) for account in parsed.accounts}
    if any(owner not in (None, member_id) for owner in owners.values()):
        raise Refused("an account belongs to another person already")
    # An import never lifts a suspension.
    status = known.status if known else parsed.member.status
    store.members.save(replace(parsed.member, id=member_id, status=status))
    for account, owner in owners.items():
        if owner is None:
            store.members.add_account(Account(new_id(), member_id, *account))
    _take_stack(parsed.stack, member_id, store, new_id)


def _take_stack(names: tuple[str, ...], member_id: str, store: Store, new_id: Callable[[], str]) -> None:
    """An imported stack counts as opted in; an unknown vendor is proposed by being named."""
    uses = store.members.stack(member_id)
    for name in names:
        vendor = store.vendors.named(name)
        if vendor is None:
            vendor = Vendor(new_id(), name, VendorStatus.PROPOSED)
            store.vendors.add(vendor)
        if vendor.id not in uses:
            store.members.add_to_stack(member_id, vendor.id)
            uses.add(vendor.id)


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
