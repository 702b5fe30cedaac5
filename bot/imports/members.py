"""Members with their accounts and stacks from a file."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from bot.imports.bringing import Allow, Bringer, allowed_to
from bot.imports.rows import Row, Taken, Vendors, cleaned, fits, listed
from bot.model import Account, Member, Role
from bot.ports import Store
from bot.text import identity
from bot.turn import Refused

SIZES = ("1-99", "100-999", "1000-9999", "10000+")
MEMBER_COLUMNS = ("name", "title", "company", "email", "industry", "size", "region", "role", "accounts", "stack")
MEMBER_REQUIRED = ("name", "company", "email", "accounts")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class _Parsed:
    member: Member
    accounts: tuple[tuple[str, str, str], ...]
    stack: tuple[str, ...]


def take_members(
    rows: Iterable[tuple[int, Row]],
    store: Store,
    workspaces: Iterable[tuple[str, str]],
    new_id: Callable[[], str],
    bringer: Bringer = Bringer.OPERATOR,
) -> Iterator[Taken]:
    """Takes members with their accounts and stacks, one verdict a row."""
    joined, vendors, allow = set(workspaces), Vendors(store, new_id), allowed_to(bringer, store)
    for number, row in rows:
        try:
            parsed = _parse(cleaned(row, MEMBER_COLUMNS, MEMBER_REQUIRED), joined, new_id)
            _take(parsed, store, vendors, allow, new_id)
        except Refused as refused:
            yield Taken(number, refused.text)
        else:
            yield Taken(number)


def _parse(row: Row, joined: set[tuple[str, str]], new_id: Callable[[], str]) -> _Parsed:
    fits(row, MEMBER_COLUMNS[:7])
    if not EMAIL.fullmatch(row["email"]):
        raise Refused("email is not an e-mail address")
    if row["size"] and row["size"] not in SIZES:
        raise Refused(f"size is not one of {', '.join(SIZES)}")
    if row["role"] not in ("", *Role):
        raise Refused("role is not member or manager")
    member = Member(
        new_id(), row["name"], row["company"], row["email"].lower(), row["title"], row["industry"], row["size"],
        row["region"], Role(row["role"] or Role.MEMBER),
    )  # fmt: skip
    accounts = tuple(_account(text, joined) for text in listed(row["accounts"]))
    return _Parsed(member, accounts, tuple(listed(row["stack"])))


def _account(text: str, joined: set[tuple[str, str]]) -> tuple[str, str, str]:
    parts = [identity(part.strip()) for part in text.split(":")]
    if len(parts) != 3 or not all(parts):
        raise Refused("an account is not written as slack:TEAM:USER or teams:TENANT:AAD_OBJECT_ID")
    platform, tenant, user = parts
    if (platform, tenant) not in joined:
        raise Refused(f"the workspace {platform}:{tenant} does not belong to this community")
    return platform, tenant, user


def _take(parsed: _Parsed, store: Store, vendors: Vendors, allow: Allow, new_id: Callable[[], str]) -> None:
    known = store.members.by_email(parsed.member.email)
    member_id = known.id if known else parsed.member.id
    owners = {account: store.members.owner(*account) for account in parsed.accounts}
    if any(owner not in (None, member_id) for owner in owners.values()):
        raise Refused("an account belongs to another person already")
    role = allow(parsed.member, known, None in owners.values())
    # An import never lifts a suspension.
    status = known.status if known else parsed.member.status
    store.members.save(replace(parsed.member, id=member_id, role=role, status=status))
    for account, owner in owners.items():
        if owner is None:
            store.members.add_account(Account(new_id(), member_id, *account))
    _take_stack(parsed.stack, member_id, store, vendors)


def _take_stack(names: tuple[str, ...], member_id: str, store: Store, vendors: Vendors) -> None:
    """An imported stack counts as opted in; an unknown vendor is proposed by being named."""
    uses = store.members.stack(member_id) if names else set()
    for name in names:
        vendor = vendors.find_or_propose(name)
        if vendor.id not in uses:
            store.members.add_to_stack(member_id, vendor.id)
            uses.add(vendor.id)
