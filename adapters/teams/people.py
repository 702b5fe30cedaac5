"""A member record of Teams as the core's profile: a person of the tenant itself, or what else they are."""

from collections.abc import Mapping
from typing import Any

from bot.model import PersonKind, Profile


def profile_of(record: Mapping[str, Any], tenant: str) -> Profile:
    """Who a record of ``GET /v3/conversations/{id}/members/{user}`` is to the tenant that they wrote from."""
    kind = _kind(record, tenant)
    principal = _text(record, "userPrincipalName")
    email = _text(record, "email") or principal
    return Profile(kind, email if kind is PersonKind.PERSON and "@" in email else "", _text(record, "name")[:200])


def _kind(record: Mapping[str, Any], tenant: str) -> PersonKind:
    role = _text(record, "userRole").lower()
    if role == "guest" or "#EXT#" in _text(record, "userPrincipalName").upper():
        return PersonKind.GUEST
    if role in ("bot", "skill"):
        return PersonKind.BOT
    if role == "anonymous" or _text(record, "tenantId").lower() != tenant.lower():
        return PersonKind.OUTSIDER
    return PersonKind.PERSON


def _text(record: Mapping[str, Any], name: str) -> str:
    found = record.get(name)
    return found if isinstance(found, str) else ""
