"""One step of an introduction: the table of states decides, one guarded UPDATE holds it, and its clock is set anew."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.intro.model import Intro
from bot.intro.states import AFTER_REVEAL, ENDED, HIDDEN, Event, IntroState, leads_to
from bot.model import Community
from bot.ports import Store
from bot.settings import number_of
from bot.turn import Later, Refused

GONE = "This introduction is not here any more. Type decide to see what waits for you."
CHANGED = "This introduction has moved on meanwhile. Type decide to see where it stands."
PURPOSE = "i"
"""Of the link to a rep's page; what it leads to is the offer."""
READABLE = timedelta(days=14)
"""How long a rep can read the page after its last step."""
KEPT = timedelta(days=30)
"""So long the words of an introduction that has ended are kept; READABLE is over by then."""
MORNING = time(9, tzinfo=UTC)
"""When a day's decision clocks ring."""


def moved(store: Store, intro: Intro, event: Event, **changes: Any) -> Intro:
    """The introduction after the event; Refused where it cannot happen, or somebody was first."""
    after = tried(store, intro, event, **changes)
    if after is None:
        raise Refused(CHANGED)
    return after


def tried(store: Store, intro: Intro, event: Event, **changes: Any) -> Intro | None:
    """The same, None where it cannot happen (any more)."""
    found = leads_to(intro.state, intro.face, event)
    if found is None:
        return None
    after = replace(intro, state=found[0], face=found[1], **changes)
    if not store.intros.move(intro, after):
        return None
    if after.offer_id:
        store.links.last(PURPOSE, after.offer_id, _page_ends(intro, after))
    return after


def _page_ends(was: Intro, after: Intro) -> datetime:
    """A hidden end must not show in how long the rep's link lives: it lives as if nobody had answered."""
    ended = after.ended_at or after.stage_ends
    if after.state in HIDDEN or was.state in HIDDEN:
        ended = max(ended, after.stage_ends)
    return ended + READABLE


def step_ends(community: Community, now: datetime) -> datetime:
    """Until when a new step waits for somebody."""
    return now + timedelta(days=number_of(community, "intro-expire-days"))


def decision_ends(community: Community, day: date, now: datetime) -> datetime:
    """The morning after the decision date, and never sooner than a reminder from now."""
    return max(morning(day + timedelta(days=1)), now + timedelta(days=number_of(community, "intro-remind-days")))


def morning(day: date) -> datetime:
    """When a day's clocks ring."""
    return datetime.combine(day, MORNING)


def clock(intro: Intro, community: Community, now: datetime) -> tuple[Later, ...]:
    """The end of the present step and one reminder before it; after the last one, when its words are emptied."""
    if intro.state in ENDED:
        return (Later(f"intro.empty:{intro.id}", now + KEPT, "intro.empty", intro.id),)
    end = Later(f"intro.end:{intro.id}", intro.stage_ends, "intro.end", intro.id)
    remind_at = _remind_at(intro, community, now)
    if not now < remind_at < intro.stage_ends:
        return (end,)
    return end, Later(f"intro.remind:{intro.id}", remind_at, "intro.remind", intro.id)


def _remind_at(intro: Intro, community: Community, now: datetime) -> datetime:
    """Some days into a step; of a decision, the morning of its date."""
    if intro.state in AFTER_REVEAL and intro.state is not IntroState.LATER:
        return morning(intro.decide_by)
    return now + timedelta(days=number_of(community, "intro-remind-days"))
