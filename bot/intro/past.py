"""What is left of a card once the introduction has gone on: one line of what happened there."""

from bot.intro.model import Intro
from bot.intro.states import AFTER_REVEAL, IntroState
from bot.turn import Redraw
from bot.views import Card, Paragraph

S = IntroState
REMINDED = "this was a reminder, and it is over."


def left_of(key: str, title: str, line: str) -> Redraw:
    """An earlier card of an introduction; whoever has not got it yet needs it no more."""
    return Redraw(key, Card("", (Paragraph((f"{title}: {line}",), quiet=True),), title), only_seen=True)


def buyers_past(was: Intro, seen: IntroState, after: Intro) -> str:
    """What happened on the buyer's card in the step that they saw before."""
    if seen is S.OPEN:
        return f"you asked on {was.opened_at:%-d %B}."
    if seen is S.ASKED or (was.reply and seen is S.INVITED):
        return "you answered the rep's question." if after.reply else "the rep asked one question."
    if seen is S.AGREED:
        return "your name stayed hidden."
    if seen in AFTER_REVEAL:
        return f"set aside until {was.decide_by:%-d %B %Y}." if seen is S.LATER else "you were introduced."
    return "you chose an offer." if after.offer_id else "you had offers to choose from."


def connectors_past(was: Intro) -> str:
    """The same on the connector's: nothing in it tells how the step ended."""
    if was.outward is S.LATER:
        return f"the buyer said: not before {was.decide_by:%-d %B %Y}."
    return "you learnt who the buyer is." if was.outward in AFTER_REVEAL else "your offer was chosen."


def reminder_key(intro: Intro, seen: IntroState) -> str:
    """One reminder for each step; the decision has one for each of its dates."""
    step = f"decision.{intro.decide_by:%Y%m%d}" if seen in AFTER_REVEAL else str(seen)
    return f"{_reminders(intro.id)}{step}"


def peers_reminded(intro_id: str, title: str) -> Redraw:
    """The reminder to peers who had not answered."""
    return reminded(f"{_reminders(intro_id)}{S.OPEN}", title)


def reminded(key: str, title: str) -> Redraw:
    """The reminder once it has nothing to remind of; nothing where there was none."""
    return left_of(key, title, REMINDED)


def _reminders(intro_id: str) -> str:
    return f"intro:{intro_id}:remind."
