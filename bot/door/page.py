"""The vendor's side: what the page of a pitch shows. Who looked, and how many, it never tells."""

from dataclasses import dataclass
from datetime import date

from bot.door.deciding import REASONS
from bot.door.leaving import KEPT
from bot.door.words import ONE_PLACE, facts, shelf
from bot.ports import Store
from bot.ports.door import Pitch, PitchStatus
from bot.signature import signed
from bot.turn import Refused
from bot.views import Fact

S = PitchStatus


@dataclass(frozen=True, slots=True)
class Contact:
    """A member who said yes, what they show of themselves, and when they said it."""

    who: str
    contact: str
    said_on: date


@dataclass(frozen=True, slots=True)
class PitchView:
    """Everything that the page may show now. ``answer``: "", "yes", "no", "not before", "refused" or "withdrawn"."""

    vendor: str
    category: str
    problem: str
    facts: tuple[Fact, ...]
    answer: str
    said: str
    contacts: tuple[Contact, ...]
    arrived_on: date
    ends_on: date
    lasts_until: date


def show(store: Store, pitch_id: str, today: date) -> PitchView | None:
    """The page behind a good link; None where there is nothing: the same as a wrong link.

    Whether a pitch waits for a manager, is with the members or found no place, and what was said but a yes, looks the
    same.
    """
    pitch = store.door.get(pitch_id)
    if pitch is None:
        return None
    contacts = _contacts(store, pitch)
    answer, said = _answer(store, pitch, bool(contacts), today)
    shown = pitch.status is not S.WITHDRAWN
    return PitchView(
        pitch.seller, shelf(store, pitch.category), pitch.problem, facts(pitch) if shown else (), answer, said,
        contacts, pitch.arrived_at.date(), pitch.ends_on, (pitch.arrived_at + KEPT).date(),
    )  # fmt: skip


def withdraw(store: Store, pitch_id: str) -> None:
    """`Take it back`: the pitch is gone from the members' lists, and with it what they showed of themselves."""
    if not store.door.withdraw(pitch_id):
        raise Refused("This pitch was taken back already.")


def _contacts(store: Store, pitch: Pitch) -> tuple[Contact, ...]:
    if pitch.status not in (S.OPEN, S.CLOSED):
        return ()
    return tuple(Contact(signed(one), yes.contact, yes.said_on) for one, yes in store.door.agreed(pitch.id))


def _answer(store: Store, pitch: Pitch, agreed: bool, today: date) -> tuple[str, str]:
    """The answer as a word, and as a sentence."""
    ends = f"{pitch.ends_on:%-d %B %Y}"
    if pitch.status is S.WITHDRAWN:
        return "withdrawn", "You have taken this pitch back. Nothing of it is kept but the date and the category."
    if pitch.status is S.REFUSED:
        return "refused", f"The community's managers did not pass it on: {REASONS[pitch.reason]}."
    if agreed:
        return "yes", "Yes, please tell more. Write or call as it says below, and nobody else."
    if pitch.status is not S.CLOSED:
        return "", f"By {ends} this page says yes or no. {ONE_PLACE}"
    later = store.door.earliest(pitch.id)
    if later and later > today:
        return "not before", f"Not now, and not before {later:%-d %B %Y}. Please wait until then."
    return "no", f"No, with thanks, as of {ends}. That will not change for now; please do not call on."
