"""Answering: reading a question, and adding one's own words to it."""

from dataclasses import replace

from bot.anonymous.offer import ANONYMOUS, MYSELF, as_field, wants_handle
from bot.ask.bylines import asker_of
from bot.ask.card import redrawn, whole_card
from bot.ask.checking import attribute_chosen, once_more
from bot.ask.own import for_asker
from bot.ask.unnamed import answer_unnamed
from bot.ask.words import GONE, MOST, checked_words, open_ask
from bot.checking import FRESH, Written, checked, subject
from bot.model import Answer, Ask, Role, Thread
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
    theirs = for_asker(turn, store, thread.ask, thread.answers)
    card = whole_card(store, thread, mine=bool(theirs))
    why = (Paragraph((f"Why you: {thread.reason}.",), quiet=True),) if thread.reason else ()
    flag = Buttons((Button("Flag…", "flag", thread.ask.id, opens_form=True),))
    managers = (_for_managers(thread),) if turn.member.role is Role.MANAGER else ()
    return Outcome(replace(card, blocks=(*card.blocks, *why, *theirs, flag, *managers)))


def answer_form(turn: Turn, store: Store) -> Outcome:
    """`Answer` was pressed: the question once more, and room for the answer."""
    asked = open_ask(turn, store)
    handle = _handle(turn, store, asked)
    return Outcome(_form(turn, store, asked, handle, ANONYMOUS if handle else MYSELF))


def send_answer(turn: Turn, store: Store) -> Outcome:
    """The answer was sent. A named one without findings appears at once; any other is looked at once more first."""
    asked = open_ask(replace(turn, arg=subject(turn.arg)), store)
    text, unnamed = checked_words(turn, "answer", EMPTY), wants_handle(turn, store, "answer_as")
    handle = _handle(turn, store, asked) if unnamed else ""
    texts = Written({"answer": text}, not unnamed, (handle or FRESH) if unnamed else "")
    written, found = checked(turn, store, None, texts)
    if found is not None:
        again = _form(turn, store, asked, handle, ANONYMOUS if unnamed else MYSELF)
        return Outcome(once_more(turn, store, again, written, found, asked.id, handle))
    if unnamed:
        beside = attribute_chosen(turn, store, asked.id, handle)
        return answer_unnamed(turn, store, asked, written.texts["answer"], beside)
    return _answer(turn, store, asked, written.texts["answer"])


ROUTES = {
    "ask.read": Route(read),
    "ask.answer": Route(answer_form),
    "ask.send_answer": Route(send_answer, writes=True),
}


def _form(turn: Turn, store: Store, asked: Ask, handle: str, answer_as: str) -> Form:
    """``handle``: the member's own in this thread, "" for none yet."""
    everybody = "Everybody who was asked sees your answer; members who ask the like find it."
    hint = f"In this thread you are {handle}." if handle else everybody
    fields = (
        TextField("answer", "Answer", lines=True, max_length=MOST),
        as_field(turn, store, "answer_as", "Answer as", hint, answer_as),
    )
    intro = (Quote(asked.question, (asker_of(store, asked),)),)
    return Form("Answer", "ask.send_answer", fields, turn.new_id(), asked.id, "Answer", intro)


def _handle(turn: Turn, store: Store, asked: Ask) -> str:
    return store.vault.handles(turn.member.id, [asked.id]).get(asked.id, "")


def _answer(turn: Turn, store: Store, asked: Ask, text: str) -> Outcome:
    if not store.asks.add_answer(Answer(turn.new_id(), asked.id, turn.member.id, text, turn.now)):
        raise Refused("You have already said exactly that on this question.")
    thanks = "Thank you. Everybody who has this question sees your answer now."
    return Outcome(Note.say(thanks), redrawn(store, asked.id))


def _for_managers(thread: Thread) -> Buttons:
    remove = Button("Remove…", "ask.remove", thread.ask.id, opens_form=True)
    glass = Button("Break glass…", "unmask", thread.ask.id, opens_form=True)
    unnamed = thread.ask.handle or any(one.handle for one in thread.answers)
    return Buttons((remove, glass) if unnamed else (remove,))
