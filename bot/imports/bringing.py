"""Whom a file of members may bring in: an operator's whomever it names, one manager's nobody it takes more to admit."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from bot.admission import Judgement, VendorDomains, Verdict, judged
from bot.model import Member, Role
from bot.ports import Store
from bot.turn import Refused


class Bringer(StrEnum):
    """Who brings the file."""

    OPERATOR = "operator"
    MANAGER = "manager"


Allow = Callable[[Member, Member | None, bool], Role]
"""(the row's person, the member who has that address, whether an account is new) → the role; may raise Refused."""


def allowed_to(bringer: Bringer, store: Store) -> Allow:
    """The rule for rows of this bringer's file."""
    match bringer:
        case Bringer.OPERATOR:
            return _as_written
        case Bringer.MANAGER:
            return partial(_by_one_manager, store.applications.vendor_domains())


def _as_written(row: Member, _known: Member | None, _adds: bool) -> Role:
    return row.role


def _by_one_manager(vendors: VendorDomains, row: Member, known: Member | None, adds: bool) -> Role:
    """A file alone gives nobody a colleague's seat or more rights, and admits nobody for whom it takes two managers."""
    if known:
        if adds:
            raise Refused("an account is new for this person: this person links it with link CODE")
        return known.role
    if row.role is Role.MANAGER:
        raise Refused("a new person comes in as a member; whoever runs Warmline makes managers")
    judgement = _judged(row, vendors)
    if judgement.verdict is Verdict.REFUSED:
        raise Refused(f"{judgement.why} People with a vendor's e-mail address cannot join")
    if judgement.verdict is Verdict.TWO:
        raise Refused(f"{judgement.why} That takes two managers: this person types join in the chat")
    return row.role


def _judged(row: Member, vendors: VendorDomains) -> Judgement:
    found = judged(row.email, vendors)
    vendor = vendors.named(row.company)
    if vendor and found.verdict is Verdict.FINE:
        return Judgement(Verdict.TWO, f"{vendor} is the name of a vendor in the catalogue.")
    return found
