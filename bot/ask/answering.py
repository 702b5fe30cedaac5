"""Answering: reading a question, and adding one's own words to it."""

from bot.ask.card import name_of, redrawn, whole_card
from bot.ask.words import MOST, checked_words, open_ask, seen_by
from bot.model import Answer
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Refused, Turn
from bot.views import Form, Note, Quote, TextField


def read(turn: Turn, store: Store) -> Outcome:
    """Somebody who was asked wants to read everything: the question and all answers in full."""
    asked = seen_by(turn, store)
    return Outcome(whole_card(store, asked, store.asks.answers(asked.id, turn.member.id)))


def answer_form(turn: Turn, store: Store) -> Outcome:
    """`Answer` was pressed: the question once more, and room for the answer."""
    asked = open_ask(turn, store)
    field = TextField(
        "answer", "Answer", lines=True, max_length=MOST, hint="Everybody who was asked sees it under your name."
    )
    intro = (Quote(asked.question, (name_of(store, asked.member_id),)),)
    return Outcome(Form("Answer", "ask.send_answer", (field,), turn.new_id(), asked.id, "Answer", intro))


def send_answer(turn: Turn, store: Store) -> Outcome:
    """The answer was sent: it appears on the card of everybody who has the question."""
    asked = open_ask(turn, store)
    text = checked_words(turn, "answer", "Write your answer, then send it.")
    if not store.asks.add_answer(Answer(turn.new_id(), asked.id, turn.member.id, text, turn.now)):
        raise Refused("You have already said exactly that on this question.")
    thanks = "Thank you. Everybody who has this question sees your answer now."
    return Outcome(Note.say(thanks), redrawn(store, asked.id))


ROUTES = {
    "ask.read": Route(read),
    "ask.answer": Route(answer_form),
    "ask.send_answer": Route(send_answer, writes=True),
}
