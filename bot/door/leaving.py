"""What happens when a vendor's person sends the form of the front door. The page itself is adapters/pages/."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.admission import domain_of, is_address, is_free_mail, registrable
from bot.door.words import BANDS, FIELDS_OF_BUSINESS, PITCH, PRICE_MODELS, shelves
from bot.guard import Finding, Known, inspect
from bot.guard.names import RULE as PERSON
from bot.ports import Store
from bot.ports.door import BETWEEN, Pitch, PitchStatus
from bot.turn import Later, Outcome, Refused
from bot.vendors import MOST as LONGEST_NAME
from bot.vendors import resolve
from bot.views import Invalid

STANDS = timedelta(days=21)
"""Until then members may answer."""
KEPT = timedelta(days=90)
"""So long a pitch and its page last, and its place in the category once a member has answered."""
HELD = timedelta(days=7)
"""So long it holds its place before: nobody has proved the address, and it may be somebody else's."""
LEAST, MOST = 40, 600
"""Characters of what it solves."""
SHORTEST_NAME = 2
OF_ONE_DOMAIN = 3
"""Places that one e-mail domain may hold, in whatever categories."""
A_DAY = 40
"""Pitches that one community takes in a day: more would not be read."""

_LINK = re.compile(
    r"://|\bwww\.|[\w.+-]@[\w-]+\.|\b[a-z0-9-]+\.(?:com|org|io|ai|co|eu|app|dev|cloud|info|biz|xyz|link|click|ly|me)\b"
    r"|\b[a-z0-9-]+\.[a-z]{2,10}/",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\+|\b00?|\(0)\d?[\d ()/.-]{6,24}\d")
NO_LINKS = "No links, addresses or numbers here: members see your work e-mail beside it."


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was sent; ``category``, ``sizes``, ``industry`` and ``price_model`` are keys of the lists."""

    vendor: str
    person: str
    work_email: str
    category: str
    problem: str
    sizes: tuple[str, ...]
    industry: str
    references: str
    price_model: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Left:
    """A pitch that was taken, and what follows from it."""

    pitch: Pitch
    outcome: Outcome


def leave(store: Store, typed: Typed, token: str, now: datetime, new_id: Callable[[], str]) -> Left:
    """The form was sent: members find the pitch in their next digest; what the guard doubts waits for a manager.

    ``token`` is that of the page where the answer appears; only its hash is kept. A company that has its place already
    reads the same as any other, and a no in the end: the form tells nobody who was here. Raises Invalid, or Refused
    where the door has taken enough for a day.
    """
    errors = _misfits(store, typed)
    if errors:
        raise Invalid(errors)
    vendor_id = _vendor(store, typed.vendor)
    found = doubts(store, typed.problem, typed.vendor, typed.person, vendor_id)
    # A hospital or a bank that is named like a person is for a manager to tell from one.
    stops = next((one for one in found if one.stops and one.rule != PERSON), None)
    if stops:
        raise Invalid({"problem": stops.said})
    pitch = _keep(store, _pitch(typed, vendor_id, bool(found), now, new_id()), now)
    store.links.give(PITCH, pitch.id, token, now + KEPT)
    ends = datetime.combine(pitch.ends_on, datetime.min.time(), now.tzinfo) + timedelta(days=1)
    timers = (
        Later(f"door.close:{pitch.id}", ends, "door.close", pitch.id),
        Later(f"door.free:{pitch.id}", now + HELD, "door.free", pitch.id),
        Later(f"door.forget:{pitch.id}", now + KEPT, "door.forget", pitch.id),
    )
    return Left(pitch, Outcome(timers=timers))


def doubts(store: Store, problem: str, vendor: str, person: str, vendor_id: str | None) -> tuple[Finding, ...]:
    """What the guard says about a pitch's own words."""
    products = {one.name for one in store.vendors.products_of(vendor_id)} if vendor_id else set[str]()
    named = {one.name for one in store.vendors.named_in(problem)}
    return inspect(problem, author=None, anonymous=False, known=Known(frozenset({vendor, person} | products | named)))


def _keep(store: Store, pitch: Pitch, now: datetime) -> Pitch:
    """The pitch as it was kept: with a place, or turned away."""
    store.hold()
    if store.door.taken_since(now - timedelta(days=1)) >= A_DAY:
        raise Refused("As many pitches as members can read have come today. Please send it again tomorrow.")
    if store.door.of_domain(pitch.domain) < OF_ONE_DOMAIN and store.door.add(pitch):
        return pitch
    away = replace(pitch, status=PitchStatus.TURNED_AWAY, opened_at=None, holds=False)
    store.door.add(away)
    return away


def _pitch(typed: Typed, vendor_id: str | None, doubted: bool, now: datetime, pitch_id: str) -> Pitch:
    return Pitch(
        pitch_id, vendor_id, typed.vendor, typed.person, typed.work_email, registrable(domain_of(typed.work_email)),
        typed.category, typed.problem, BETWEEN.join(one for one in BANDS if one in typed.sizes), typed.industry,
        typed.references == "yes", typed.price_model, PitchStatus.WAITING if doubted else PitchStatus.OPEN, "",
        now, None if doubted else now, (now + STANDS).date(), holds=True,
    )  # fmt: skip


def _vendor(store: Store, name: str) -> str | None:
    """The vendor that the name clearly means; nobody outside is told which the community knows."""
    clear = resolve(store, name).clear
    return clear.vendor_id if clear else None


def _misfits(store: Store, typed: Typed) -> dict[str, str]:
    """Sentences by field, in the order of the form."""
    errors = _who(typed)
    if typed.category not in shelves(store):
        errors["category"] = "Choose the category that fits best."
    if problem := _problem(typed.problem):
        errors["problem"] = problem
    if not typed.sizes or set(typed.sizes) - set(BANDS):
        errors["sizes"] = "Say for what size of organisation it is."
    if typed.industry not in FIELDS_OF_BUSINESS:
        errors["industry"] = "Choose an industry, or any."
    if typed.references not in {"yes", "no"}:
        errors["references"] = "Say yes or no."
    if typed.price_model not in PRICE_MODELS:
        errors["price_model"] = "Choose how the price is made up. No amounts, please."
    if not typed.accepted:
        errors["accepted"] = "Please accept the terms first."
    return errors


def _who(typed: Typed) -> dict[str, str]:
    errors = {}
    if not SHORTEST_NAME <= len(typed.vendor) <= LONGEST_NAME or "/" in typed.vendor or "@" in typed.vendor:
        errors["vendor"] = "Write the name of your company, without a web address."
    if not SHORTEST_NAME <= len(typed.person) <= LONGEST_NAME or _is_address(typed.person):
        errors["person"] = "Write your name, and nothing else."
    if not is_address(typed.work_email):
        errors["work_email"] = "Write your work e-mail address."
    elif is_free_mail(domain_of(typed.work_email)):
        errors["work_email"] = "Use the address that your company gave you."
    return errors


def _problem(text: str) -> str:
    if not LEAST <= len(text) <= MOST:
        return f"Write between {LEAST} and {MOST} characters. This has {len(text)}."
    return NO_LINKS if _is_address(text) else ""


def _is_address(text: str) -> bool:
    return bool(_LINK.search(text) or _PHONE.search(text))
