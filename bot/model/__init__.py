"""The nouns, in the words of the field, a file for each kind. A new noun goes here first."""

from bot.model.admission import Application, ApplicationStatus, PersonKind, Profile
from bot.model.asks import Answer, Ask, AskStatus, Thread
from bot.model.community import AuditEntry, Community
from bot.model.hidden import UnmaskCase, UnmaskStatus, Waiting
from bot.model.people import (
    Account,
    Conflict,
    ConflictKind,
    Member,
    MemberStatus,
    Preferences,
    Role,
    Signer,
    StackEntry,
)
from bot.model.reviews import STANDING, Relationship, Review, ReviewStatus, Source, Stage
from bot.model.vendors import Category, Lead, Ownership, Product, Vendor, VendorChange, VendorStatus

__all__ = [
    "STANDING",
    "Account",
    "Answer",
    "Application",
    "ApplicationStatus",
    "Ask",
    "AskStatus",
    "AuditEntry",
    "Category",
    "Community",
    "Conflict",
    "ConflictKind",
    "Lead",
    "Member",
    "MemberStatus",
    "Ownership",
    "PersonKind",
    "Preferences",
    "Product",
    "Profile",
    "Relationship",
    "Review",
    "ReviewStatus",
    "Role",
    "Signer",
    "Source",
    "StackEntry",
    "Stage",
    "Thread",
    "UnmaskCase",
    "UnmaskStatus",
    "Vendor",
    "VendorChange",
    "VendorStatus",
    "Waiting",
]
