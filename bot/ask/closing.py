"""The end of a question: its asker closes it, or its time box ends."""

from bot.ask.card import redrawn
from bot.ask.words import seen_by
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Refused, Tick, Turn
from bot.views import Note


def close(turn: Turn, store: Store) -> Outcome:
    """The asker has heard enough: the question stays to be read, and takes no more answers."""
    asked = seen_by(turn, store)
    if asked.member_id != turn.member.id:
        raise Refused("Only the person who asked can close this question.")
    if not store.asks.close(asked.id):
        raise Refused("This question is closed already.")
    return Outcome(Note.say("Closed. The answers stay on the card."), redrawn(store, asked.id))


def expire(tick: Tick, store: Store) -> Outcome:
    """The time box ended: the question takes no more answers, and its card says so."""
    return Outcome(messages=redrawn(store, tick.arg) if store.asks.close(tick.arg) else ())


ROUTES = {"ask.close": Route(close, writes=True)}
TIMERS = {"ask.expire": expire}
