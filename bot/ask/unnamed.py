"""Questions and answers under a handle: accepted with a receipt, shown after a random delay, to everybody alike."""

from datetime import timedelta

from bot.anonymous.codes import new_code, spaced
from bot.anonymous.delay import after_delay, in_words, midnight
from bot.ask.card import redrawn
from bot.ask.reaching import reach, send_unnamed
from bot.ask.timing import time_box
from bot.model import Answer, Ask, AskStatus, Waiting
from bot.ports import Store
from bot.route import TimerCase
from bot.settings import number_of
from bot.turn import Later, Outcome, Tick, Turn
from bot.views import Card, Fact, Facts, Paragraph

COVER = 10
"""Readers beside the matched ones: an asker who is no match is one of them, and so is nobody in particular."""


def ask_unnamed(turn: Turn, store: Store, question: str, vendor_id: str, attribute: str) -> Outcome:
    """The preview was confirmed: the question waits, sealed, until its delay is over."""
    ask_id = turn.new_id()
    return _accept(turn, store, ask_id, ask_id, question, vendor_id, attribute)


def answer_unnamed(turn: Turn, store: Store, asked: Ask, text: str, attribute: str) -> Outcome:
    """The same for an answer."""
    return _accept(turn, store, turn.new_id(), asked.id, text, "", attribute)


def publish(tick: Tick, store: Store) -> Outcome:
    """The delay is over: the text takes its place. A repeat, or a text that was taken back, changes nothing."""
    waiting = store.vault.release(tick.arg)
    if waiting is None:
        return Outcome()
    return _publish_question(tick, store, waiting) if waiting.is_question else _publish_answer(tick, store, waiting)


TIMERS: dict[str, TimerCase] = {"ask.publish": publish}


def _accept(
    turn: Turn, store: Store, text_id: str, thread_id: str, text: str, vendor_id: str, attribute: str
) -> Outcome:
    handle = store.vault.seal(thread_id, turn.member.id)
    store.vault.keep(Waiting(text_id, thread_id, handle, text, vendor_id, attribute))
    code = new_code(turn.new_id())
    store.receipts.give(text_id, code)
    due = after_delay(turn.community, turn.now, turn.new_id())
    timer = Later(f"ask.publish:{text_id}", due, "ask.publish", text_id)
    return Outcome(_accepted_card(handle, in_words(turn.community), code), timers=(timer,))


def _accepted_card(handle: str, when: str, code: str) -> Card:
    facts = Facts((Fact("Your handle", handle), Fact("Sent", when), Fact("Receipt code", spaced(code))))
    said = "We show this code only now, so keep it. Type receipt and the code to take your text back at any time."
    return Card("Accepted", (facts, Paragraph((said,))))


def _publish_question(tick: Tick, store: Store, waiting: Waiting) -> Outcome:
    """Its rows carry the day alone; who reads it is chosen so that its author does not stand out."""
    day = midnight(tick.now)
    ends = day + timedelta(days=number_of(tick.community, "ask-days"), hours=23)
    vendor = store.vendors.get(waiting.vendor_id) if waiting.vendor_id else None
    asked = Ask(
        waiting.id, None, vendor.id if vendor else None, waiting.text, AskStatus.OPEN, day, ends,
        waiting.handle, waiting.attribute,
    )  # fmt: skip
    store.asks.add(asked)
    chosen = reach(store, tick.community, tick.now, asked, "")
    matched = [one for ids in chosen.reasons.values() for one in ids]
    readers = store.vault.among(asked.id, asked.handle, matched, store.members.active(), COVER)
    messages, timers = send_unnamed(store, tick.now, asked, chosen, readers)
    return Outcome(None, messages, (*timers, *time_box(asked, tick.now)))


def _publish_answer(tick: Tick, store: Store, waiting: Waiting) -> Outcome:
    found = store.asks.on_card(waiting.thread_id)
    if found is None or found[0].status is AskStatus.REMOVED:
        return Outcome()
    day, handle, attribute = midnight(tick.now), waiting.handle, waiting.attribute
    store.asks.add_accepted(Answer(waiting.id, waiting.thread_id, None, waiting.text, day, handle, attribute))
    return Outcome(messages=redrawn(store, waiting.thread_id))
