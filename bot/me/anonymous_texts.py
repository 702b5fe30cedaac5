"""What somebody wrote under handles, for their own export alone: as long as the vault can tell that it is theirs."""

from collections.abc import Iterator

from bot.model import Answer, Ask, AskStatus, Review, ReviewStatus
from bot.ports import Store

NOT_HERE = (
    "Anonymous texts whose link is shredded: thirty days after a thread ends nobody can tell any more who wrote under "
    "its handles, we neither. A receipt code still withdraws the text that it was given for.",
    "Anonymous texts that wait to be sent: they are sealed until they appear, some minutes later.",
    "What was written for an introduction that ended more than thirty days ago: it is emptied then. When it was, about "
    "which vendor and how it was decided stays.",
    "Where your cards were sent, in internal numbers: the cards themselves hold other people's words.",
)
"""What an export leaves out, and why."""


def own_anonymous_texts(store: Store, member_id: str) -> list[dict[str, str]]:
    """Their questions, answers and unnamed reviews under handles, by day."""
    handles = store.vault.handles(member_id)
    found = [text for thread_id, handle in handles.items() for text in _under(store, thread_id, handle)]
    return sorted(found, key=lambda one: (one["day"], one["handle"], one["text"]))


def _under(store: Store, thread_id: str, handle: str) -> Iterator[dict[str, str]]:
    written = store.reviews.for_managers(thread_id)
    if written is not None and written.review.status is not ReviewStatus.WITHDRAWN:
        yield _text("review", handle, f"{written.review.written_on}", _words(written.review))
    thread = store.asks.on_card(thread_id)
    texts: list[Ask | Answer] = [thread[0], *thread[1]] if thread else []
    for one in texts:
        if one.handle != handle:
            continue
        if isinstance(one, Answer):
            yield _text("answer", handle, f"{one.answered_at:%Y-%m-%d}", one.text)
        elif one.status is not AskStatus.REMOVED:
            yield _text("question", handle, f"{one.asked_at:%Y-%m-%d}", one.question)


def _words(review: Review) -> str:
    return "\n".join(part for part in (review.pros, review.cons, review.advice, review.scope, review.interest) if part)


def _text(kind: str, handle: str, day: str, text: str) -> dict[str, str]:
    return {"kind": kind, "handle": handle, "day": day, "text": text}
