"""Sentences about an end that several people read alike."""

from bot.intro.model import Intro, IntroKind
from bot.intro.states import IntroState

OVER = "This introduction did not come about. Nobody is told why, and nothing is left for you to do."
REQUEST_OVER = "This request is over. Thank you for looking at it."
NO_MORE_OFFERS = "This request takes no more offers. Thank you for looking at it."


def no_words() -> str:
    """A courteous no, ready to be passed on."""
    return "“Thank you for your time. We have decided not to go on, and that will not change for now.”"


def decision_words(intro: Intro) -> str:
    """The decision as everybody is told it."""
    match intro.state:
        case IntroState.YES:
            return "It is a yes."
        case IntroState.LATER:
            return f"Not before {intro.decide_by:%-d %B %Y}."
        case _:
            return "It is a no, with thanks."


def told_words(intro: Intro) -> str:
    """Who hears of the decision."""
    return "The peer and the rep are told." if intro.kind is IntroKind.REP else "The peer is told."
