"""The dates of an introduction for the buyer's own calendar: offered on their card, never sent."""

from dataclasses import dataclass
from datetime import date

from bot.intro.brief import about
from bot.intro.moving import GONE
from bot.intro.states import AFTER_REVEAL
from bot.once import Page, offer_page
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Refused, Turn

PURPOSE = "dates"
PAGE = Page(
    PURPOSE,
    PURPOSE,
    "For your calendar",
    "The decision date, and the call once you have agreed on one. The link works for ten minutes.",
    "Calendar files",
)


@dataclass(frozen=True, slots=True)
class Dates:
    """What a calendar is told: what it is about and when it is decided; nobody's name."""

    vendor: str
    decide_by: date


def offer(turn: Turn, store: Store) -> Outcome:
    """`Calendar`: a link to a page with the files, since a chat is no place for them."""
    intro = store.intros.own(turn.arg, turn.member.id)
    if intro is None or intro.state not in AFTER_REVEAL:
        raise Refused(GONE)
    return offer_page(turn, store, PAGE, intro.id, f"They wait for your word by {intro.decide_by:%-d %B}.")


ROUTES = {"intro.calendar": Route(offer, writes=True)}


def dates(store: Store, intro_id: str) -> Dates | None:
    """What the page of the link shows; None where the introduction is over meanwhile."""
    intro = store.intros.by_id(intro_id)
    return Dates(about(store, intro), intro.decide_by) if intro and intro.state in AFTER_REVEAL else None
