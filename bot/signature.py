"""Whose words they are, and what their author has declared about the vendor they speak of."""

from collections.abc import Iterable, Mapping, Sequence

from bot.model import ConflictKind, Member, MemberStatus, Signer
from bot.ports import Store

FORMER = "A former member"

SAID_AS: dict[ConflictKind, str] = {
    ConflictKind.EQUITY: "holds equity in {}",
    ConflictKind.ADVISER: "adviser to {}",
    ConflictKind.REFERENCE: "has a reference deal with {}",
    ConflictKind.FORMER_EMPLOYER: "worked for {}",
    ConflictKind.RESELLER: "resells {}",
}


def signed(member: Member | Signer | None, declared: str = "") -> str:
    """ "Bea, Bea Works · declared: adviser to Okta"; nobody's name once a member has left or is erased."""
    if member is None or member.status is MemberStatus.LEFT:
        return FORMER
    return f"{member.name}, {member.company}{declared}"


def signatures(store: Store, member_ids: Sequence[str], vendor_id: str) -> dict[str, str]:
    """Under the words of each of these members about a vendor; of everybody asked for, known or not."""
    return in_words(store, store.profiles.signing(member_ids, vendor_id), member_ids, vendor_id)


def in_words(store: Store, found: Mapping[str, Signer], member_ids: Sequence[str], vendor_id: str) -> dict[str, str]:
    """The same of members who were read already."""
    vendor = store.vendors.get(vendor_id) if any(one.declared for one in found.values()) else None
    about = vendor.name if vendor else ""
    return {one: _signature(found.get(one), about) for one in member_ids}


def declaration(kinds: Iterable[ConflictKind], vendor: str) -> str:
    """ " · declared: adviser to Okta, resells Okta"; "" where nothing is declared."""
    said = ", ".join(SAID_AS[kind].format(vendor) for kind in kinds)
    return f" · declared: {said}" if said else ""


def _signature(signer: Signer | None, vendor: str) -> str:
    return signed(signer, declaration(signer.declared, vendor) if signer and vendor else "")
