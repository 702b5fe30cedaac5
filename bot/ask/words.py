"""What people write into a question or an answer, and whether they may."""

from collections.abc import Sequence

from bot.model import Answer, Ask, AskStatus
from bot.ports import Store
from bot.turn import Refused, Turn
from bot.views import Invalid

GONE = "This question is not here any more."
MOST = 2000
"""Characters of a question or an answer: a screen or two on a phone."""


def checked_words(turn: Turn, name: str, if_empty: str) -> str:
    """The words of a field; Invalid when there are none or too many."""
    text = turn.text(name)
    if not text:
        raise Invalid({name: if_empty})
    if len(text) > MOST:
        raise Invalid({name: f"This has {len(text)} characters; {MOST} is the most. Please shorten it."})
    return text


def seen_by(turn: Turn, store: Store) -> Ask:
    """The question of the turn's argument; Refused when it is gone or was not for this member."""
    asked = store.asks.get(turn.arg, turn.member.id)
    if asked is None:
        raise Refused(GONE)
    return asked


def replies(asked: Ask, answers: Sequence[Answer]) -> list[Answer]:
    """What others answered: the asker's own words under a question are none."""
    return [one for one in answers if not asked.asked_by_author_of(one)]


def open_ask(turn: Turn, store: Store) -> Ask:
    """The same, and Refused when it takes no more answers."""
    asked = seen_by(turn, store)
    if asked.status is not AskStatus.OPEN:
        raise Refused("This question is closed: it takes no more answers. You can still read it.")
    return asked
