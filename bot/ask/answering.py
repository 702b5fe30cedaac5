"""Answering: reading a question, and adding one's own words to it."""

from dataclasses import replace

from bot.anonymous.offer import ANONYMOUS, MYSELF, as_field, must_be_offered, wants_handle
from bot.ask.bylines import asker_of
from bot.ask.card import redrawn, whole_card
from bot.ask.checking import Draft, attribute_chosen, drafted, still_to_check
from bot.ask.own import for_asker
from bot.ask.unnamed import answer_unnamed
from bot.ask.words import GONE, MOST, checked_words, open_ask
from bot.model import Answer, Ask, Role
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Refused, Turn
from bot.views import Button, Buttons, Form, Note, Paragraph, Quote, TextField

EMPTY = "Write your answer, then send it."


def read(turn: Turn, store: Store) -> Outcome:
    """Somebody who was asked wants to read everything: the question and all answers in full."""
    thread = store.asks.thread(turn.arg, turn.member.id)
    if thread is None:
        raise Refused(GONE)
    card = whole_card(store, thread)
    why = (Paragraph((f"Why you: {thread.reason}.",), quiet=True),) if thread.reason else ()
    theirs = for_asker(turn, store, thread.ask, thread.answers)
    flag = Buttons((Button("Flag…", "flag", thread.ask.id, opens_form=True),))
    managers = (_for_managers(thread.ask),) if turn.member.role is Role.MANAGER else ()
    return Outcome(replace(card, blocks=(*card.blocks, *why, *theirs, flag, *managers)))


def answer_form(turn: Turn, store: Store) -> Outcome:
    """`Answer` was pressed: the question once more, and room for the answer."""
    asked = open_ask(turn, store)
    handle = store.vault.handles(turn.member.id, [asked.id]).get(asked.id, "")
    hint = (
        f"In this thread you are {handle}."
        if handle
        else "Everybody who was asked sees your answer; members who ask the like find it."
    )
    fields = (
        TextField("answer", "Answer", lines=True, max_length=MOST),
        as_field(turn, store, "answer_as", "Answer as", hint, ANONYMOUS if handle else MYSELF),
    )
    intro = (Quote(asked.question, (asker_of(store, asked),)),)
    return Outcome(Form("Answer", "ask.send_answer", fields, turn.new_id(), asked.id, "Answer", intro))


def send_answer(turn: Turn, store: Store) -> Outcome:
    """The answer was sent. A named one without findings appears at once; any other is looked at once more first."""
    asked = open_ask(turn, store)
    text = checked_words(turn, "answer", EMPTY)
    return _checked(turn, store, asked, Draft("answer", text, asked.id, wants_handle(turn, store, "answer_as")))


def confirm(turn: Turn, store: Store) -> Outcome:
    """The answer was looked at once more and sent."""
    draft = drafted(turn, "answer", EMPTY)
    asked = open_ask(replace(turn, arg=draft.target), store)
    if draft.unnamed:
        must_be_offered(turn, store, "answer")
    return _checked(turn, store, asked, draft)


ROUTES = {
    "ask.read": Route(read),
    "ask.answer": Route(answer_form),
    "ask.send_answer": Route(send_answer, writes=True),
    "ask.confirm_answer": Route(confirm, writes=True),
}


def _checked(turn: Turn, store: Store, asked: Ask, draft: Draft) -> Outcome:
    """On with the answer, or back to its author."""
    if draft.unnamed:
        draft = replace(draft, handle=store.vault.handles(turn.member.id, [asked.id]).get(asked.id, ""))
    draft, form = still_to_check(turn, store, draft)
    if form:
        return Outcome(form)
    if draft.unnamed:
        return answer_unnamed(turn, store, asked, draft.text, attribute_chosen(turn, store, draft, asked.id))
    if not store.asks.add_answer(Answer(turn.new_id(), asked.id, turn.member.id, draft.text, turn.now)):
        raise Refused("You have already said exactly that on this question.")
    thanks = "Thank you. Everybody who has this question sees your answer now."
    return Outcome(Note.say(thanks), redrawn(store, asked.id))


def _for_managers(asked: Ask) -> Buttons:
    remove = Button("Remove…", "ask.remove", asked.id, opens_form=True)
    return Buttons((remove, Button("Break glass…", "unmask", asked.id, opens_form=True)))
