"""Answers typed under a question's card in a channel: they count as named ones."""

from dataclasses import replace

from bot.ask.answering import send_answer
from bot.ask.card import ask_of
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Sender, Turn
from bot.views import Invalid, Note

BY_FORM = "I did not take that as an answer yet. Press Answer on the card and put it there, please."


def reply(turn: Turn, store: Store) -> Outcome:
    """Somebody mentioned the bot under a question's card: their words are their named answer."""
    words = {"answer": turn.text("answer"), "answer_as": "myself"}
    try:
        outcome = send_answer(replace(turn, values=words), store)
    except Invalid as problem:
        return Outcome(Note.say(f"{' '.join(problem.errors.values())} {BY_FORM}"))
    # What the guard asks about needs a form, and a thread has none.
    return outcome if isinstance(outcome.reply, Note) else Outcome(Note.say(BY_FORM))


def ask_under(sender: Sender, thread: str, store: Store) -> str:
    """The id of the question whose card a channel of the sender's workspace shows at that reference, else ""."""
    return ask_of(store.matching.card_at(sender.platform, sender.tenant, thread) or "")


ROUTES = {"ask.reply": Route(reply, writes=True)}
