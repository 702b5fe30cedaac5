"""The audit trail as managers read it: what was done, in words. Exports keep the codes."""

from collections.abc import Iterable, Mapping
from datetime import date

from bot import unmask
from bot.curate.reasons import REASONS
from bot.model import AuditEntry
from bot.people.reasons import DECLINED_FOR, PAUSED_FOR, RESUMED_FOR

DEEDS = {
    "case.keep": "A flagged text was kept",
    "case.put_back": "A text was put back",
    "case.remove": "A text was taken down",
    "case.restore": "A text was put back after an appeal",
    "case.uphold": "An appeal was turned down",
    "community.set": "Setting changed",
    "conduct.reply": "A vendor's reply was entered",
    "desk.export": "A file was exported",
    "desk.import": "A file was imported",
    "door.approve": "A pitch was let in",
    "door.refuse": "A pitch was refused",
    "eligibility.lapsed": "A membership was paused",
    "eligibility.paused": "A membership was paused",
    "intro.remove": "A request for an introduction was removed",
    "intro.reveal": "A buyer revealed their name",
    "join.moved": "A member changed employer or e-mail",
    "join.refused": "An application was refused",
    "link": "A second account was linked",
    "people.agree": "An application was agreed to",
    "people.approve": "A member was admitted",
    "people.ask_back": "An applicant was asked back",
    "people.decline": "An application was declined",
    "people.resume": "A membership goes on",
    "people.suspend": "A membership was paused",
    "unmask.agree": "Break-glass: a second manager agreed",
    "unmask.call_off": "Break-glass: called off",
    "unmask.propose": "Break-glass: proposed",
    "unmask.show": "Break-glass: an author was shown",
    "vendors.confirm": "A vendor was confirmed",
    "vendors.forget": "A name that members used was dropped",
    "vendors.merge": "Vendors were merged",
    "vendors.move": "A product was moved",
    "vendors.refuse": "A vendor was refused",
    "vendors.rename": "A vendor was renamed",
    "vendors.split": "A vendor was split",
    "vendors.undo": "A change of vendors was undone",
    "workspace.removed": "The app was removed from a workspace",
    "workspace.restored": "The app is in a workspace again",
}


WHY: dict[str, Mapping[str, str]] = {
    "case.": REASONS,
    "people.suspend": PAUSED_FOR,
    "people.resume": RESUMED_FOR,
    "people.decline": DECLINED_FOR,
    "unmask.": unmask.REASONS,
}
"""What the codes of a deed mean, by the beginning of its name."""
VENDORS = "vendors."
BETWEEN = {"vendors.merge": " into ", "vendors.move": " to ", "vendors.split": " from "}
"""Deeds about two: the entry names both by their ids, and this stands between their names."""
BY_MANAGERS = ("case.", "community.", "conduct.", "desk.", "door.", "intro.remove", "people.", "unmask.", VENDORS)
"""Deeds that only managers do, as managers. Of any other, such as a buyer's reveal, nobody's name is shown."""


def vendor_ids(entries: Iterable[AuditEntry]) -> set[str]:
    """What the deeds about vendors name by id."""
    about = [one for one in entries if one.action.startswith(VENDORS)]
    return {one.subject for one in about} | {one.detail for one in about if one.action in BETWEEN}


def in_words(entry: AuditEntry, managers: Mapping[str, str], vendors: Mapping[str, str]) -> str:
    """ "22 November 2026 · Setting changed: ask-days 12 · Mia"; a deed without words stands with its code.

    ``managers`` and ``vendors``: names by id; whatever is gone stands without one.
    """
    said = DEEDS.get(entry.action, entry.action)
    detail = _of_vendors(entry, vendors) if entry.action.startswith(VENDORS) else _reason(entry)
    by = managers.get(entry.actor, "") if entry.action.startswith(BY_MANAGERS) else ""
    day = f"{date.fromisoformat(entry.day):%-d %B %Y}"
    return " · ".join(part for part in (day, f"{said}{f': {detail}' if detail else ''}", by) if part)


def _reason(entry: AuditEntry) -> str:
    codes = next((codes for begins, codes in WHY.items() if entry.action.startswith(begins)), REASONS)
    return codes.get(entry.detail) or entry.detail


def _of_vendors(entry: AuditEntry, vendors: Mapping[str, str]) -> str:
    subject, other = vendors.get(entry.subject, ""), vendors.get(entry.detail, "")
    return BETWEEN[entry.action].join((subject, other)) if subject and other and entry.action in BETWEEN else subject
