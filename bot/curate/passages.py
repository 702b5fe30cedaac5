"""What a case is about: a review, a question or an answer, taken down and put back in one way."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from bot.anonymous.shredding import shred_later
from bot.ask.bylines import bylines
from bot.ask.removal import cards_anew
from bot.model import Answer, Ask, AskStatus, Review, ReviewStatus
from bot.ports import Store
from bot.ports.cases import Case, TextKind
from bot.review.card import signature
from bot.review.effect import settled
from bot.signature import signed
from bot.turn import Later, Message, Turn

Effect: TypeAlias = tuple[tuple[Message, ...], tuple[Later, ...]]
"""What a change means for cards and timers."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A member's words as managers see them: ``by`` is a name or a handle. ``member_id`` is None under a handle.

    ``about`` is the id of the vendor or product that a review speaks of; ``seen``: peers could read the words.
    """

    kind: TextKind
    id: str
    thread_id: str
    member_id: str | None
    handle: str
    by: str
    words: str
    about: str = ""
    seen: bool = True


def passage(store: Store, text_id: str) -> Passage | None:
    """The words of that id; None where they are not here any more."""
    written = store.reviews.for_managers(text_id)
    if written and written.review.status is not ReviewStatus.WITHDRAWN:
        review = written.review
        words = f"+ {review.pros}\n– {review.cons}\n{review.advice}".strip()
        return Passage(
            TextKind.REVIEW,
            review.id,
            review.id,
            review.member_id,
            review.handle,
            signature(review, written.author),
            words,
            review.product_id or review.vendor_id,
            review.status is ReviewStatus.LIVE,
        )
    thread_id = store.asks.thread_of(text_id)
    return next((one for one in thread(store, thread_id) if one.id == text_id), None) if thread_id else None


def of_case(store: Store, case: Case) -> Passage | None:
    """The words that a case is about, where they stand or, once taken down, as they lie sealed; None when it is over.

    For an answer to a manager alone: a card that is kept never holds words that were taken down.
    """
    standing = passage(store, case.text_id)
    if standing:
        return standing
    kept = json.loads(store.cases.text(case.id) or "{}")
    words = kept.get("question") or kept.get("text") or ""
    if not words:
        return None
    author = store.members.get([case.member_id]).get(case.member_id) if case.member_id else None
    by = case.handle or signed(author)
    return Passage(case.kind, case.text_id, case.thread_id, case.member_id, case.handle, by, words)


def thread(store: Store, ask_id: str) -> list[Passage]:
    """A question and its answers, the newest answer right after the question."""
    found = store.asks.on_card(ask_id)
    if found is None or found[0].status is AskStatus.REMOVED:
        return []
    asked, answers = found
    by = bylines(store, asked, answers)
    question = Passage(
        TextKind.QUESTION, asked.id, asked.id, asked.member_id, asked.handle, by[asked.id], asked.question
    )
    return [
        question,
        *(
            Passage(TextKind.ANSWER, one.id, asked.id, one.member_id, one.handle, by[one.id], one.text)
            for one in reversed(answers)
        ),
    ]


def taken_down(turn: Turn, store: Store, one: Passage) -> tuple[str, Effect] | None:
    """The words reach nobody any more: what it takes to put them back, and what changes. None: somebody was first."""
    if one.kind is TextKind.REVIEW:
        return _review_declined(turn, store, one)
    kept = _to_keep(store, one)
    if kept is None or not store.asks.remove(one.id):
        return None
    ends = (shred_later(one.id, turn.now),) if one.kind is TextKind.QUESTION else ()
    return kept, (cards_anew(store, one.thread_id), ends)


def put_back(turn: Turn, store: Store, case: Case) -> Effect | None:
    """An appeal was right: the words stand again. None where they cannot."""
    kept = json.loads(store.cases.text(case.id) or "{}")
    match case.kind:
        case TextKind.REVIEW:
            return _review_back(turn, store, case)
        case TextKind.ANSWER if kept and store.asks.on_card(kept["ask_id"]):
            store.asks.add_accepted(Answer(**kept | {"answered_at": datetime.fromisoformat(kept["answered_at"])}))
        case TextKind.QUESTION if kept:
            if not store.asks.put_back(case.text_id, kept["question"], kept["attribute"], kept["vendors"]):
                return None
        case _:
            return None
    return cards_anew(store, case.thread_id), ()


def _to_keep(store: Store, one: Passage) -> str | None:
    found = store.asks.on_card(one.thread_id)
    if found is None:
        return None
    asked, answers = found
    if one.kind is TextKind.QUESTION:
        return _question(store, asked)
    return next((_answer(answer) for answer in answers if answer.id == one.id), None)


def _question(store: Store, asked: Ask) -> str:
    vendors = sorted(store.matching.vendors_of(asked.id))
    return json.dumps({"question": asked.question, "attribute": asked.attribute, "vendors": vendors})


def _answer(one: Answer) -> str:
    fields = {name: getattr(one, name) for name in ("id", "ask_id", "member_id", "text", "handle", "attribute")}
    return json.dumps(fields | {"answered_at": one.answered_at.isoformat()})


def _review_declined(turn: Turn, store: Store, one: Passage) -> tuple[str, Effect] | None:
    written = store.reviews.for_managers(one.id)
    if written is None:
        return None
    was = written.review.status
    if was not in (ReviewStatus.LIVE, ReviewStatus.WAITING) or not store.reviews.move(
        one.id, was, ReviewStatus.DECLINED
    ):
        return None
    return "{}", ((), _settled(turn, store, written.review, ReviewStatus.DECLINED))


def _review_back(turn: Turn, store: Store, case: Case) -> Effect | None:
    written = store.reviews.for_managers(case.text_id)
    if written is None or not store.reviews.move(case.text_id, ReviewStatus.DECLINED, ReviewStatus.LIVE):
        return None
    return (), _settled(turn, store, written.review, ReviewStatus.LIVE)


def _settled(turn: Turn, store: Store, review: Review, status: ReviewStatus) -> tuple[Later, ...]:
    written = store.reviews.for_managers(review.id)
    author = written.author if written else None
    return settled(store, turn.community, replace(review, status=status), author, turn.now)
