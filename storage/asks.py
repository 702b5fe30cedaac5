"""Questions and answers. Who may see one is part of each query."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    or_,
    select,
)

from bot.model import Answer, Ask, AskStatus
from storage import tables as t
from storage.rows import all_of, columns_of, to, values_of

CHUNK = 1000


class SqlAsks:
    """Questions and answers of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    @cached_property
    def _ours(self) -> ColumnElement[bool]:
        return t.ask.c.community_id == self._community_id

    def add(self, ask: Ask, peers: Sequence[str]) -> None:
        """Keeps a question and the members it goes to."""
        self._connection.execute(t.ask.insert().values(community_id=self._community_id, **values_of(ask)))
        for start in range(0, len(peers), CHUNK):
            rows = [
                {"community_id": self._community_id, "ask_id": ask.id, "member_id": peer}
                for peer in peers[start : start + CHUNK]
            ]
            self._connection.execute(t.ask_peer.insert(), rows)

    def get(self, ask_id: str, viewer: str) -> Ask | None:
        """The question, if the viewer asked it or was asked."""
        named = {"ours": self._community_id, "ask_id": ask_id, "viewer": viewer}
        row = self._connection.execute(SHOWN_TO, named).first()
        return to(Ask, row) if row else None

    def open_of(self, viewer: str) -> list[Ask]:
        """Open questions that the viewer asked, newest first."""
        query = self._open().where(t.ask.c.member_id == viewer).order_by(t.ask.c.asked_at.desc())
        return all_of(Ask, self._connection.execute(query))

    def waiting_for(self, viewer: str) -> list[Ask]:
        """Open questions to the viewer that have no answer of theirs, oldest first."""
        a = t.answer.c
        answered = exists().where(a.community_id == t.ask.c.community_id, a.ask_id == t.ask.c.id, a.member_id == viewer)
        query = self._open().where(_went_to(viewer, ~t.ask_peer.c.set_aside), ~answered).order_by(t.ask.c.asked_at)
        return all_of(Ask, self._connection.execute(query))

    def answers(self, ask_id: str, viewer: str) -> list[Answer]:
        """All answers, oldest first, if the viewer may see the question."""
        named = {"ours": self._community_id, "ask_id": ask_id, "viewer": viewer}
        return all_of(Answer, self._connection.execute(ANSWERS_SHOWN_TO, named))

    def on_card(self, ask_id: str) -> tuple[Ask, list[Answer]] | None:
        """The question and all answers for the card that everybody who was asked shares."""
        query = select(*columns_of(Ask, t.ask)).where(self._ours, t.ask.c.id == ask_id)
        row = self._connection.execute(query).first()
        return (to(Ask, row), self._answers(ask_id)) if row else None

    def add_answer(self, answer: Answer) -> bool:
        """Keeps an answer while the question is open and the same words do not stand there already."""
        a = t.answer.c
        same = exists().where(
            a.community_id == self._community_id,
            a.ask_id == answer.ask_id,
            a.member_id == answer.member_id if answer.member_id else a.handle == answer.handle,
            a.text == answer.text,
        )
        columns = columns_of(Answer, t.answer)
        values = [literal(getattr(answer, c.name), c.type) for c in columns]
        still_open = self._ours, t.ask.c.id == answer.ask_id, t.ask.c.status == AskStatus.OPEN
        source = select(literal(self._community_id), *values).where(*still_open, ~same).with_for_update()
        result = self._connection.execute(t.answer.insert().from_select([t.answer.c.community_id, *columns], source))
        return result.rowcount == 1

    def add_accepted(self, answer: Answer) -> None:
        """Keeps an answer that was taken while the question was open and has waited since."""
        values = {"community_id": self._community_id} | values_of(answer)
        self._connection.execute(t.answer.insert().values(values))

    def open_under_handle(self, viewer: str) -> list[Ask]:
        """Open anonymous questions that went to the viewer, in no order: whose they are, the vault alone knows."""
        query = self._open().where(_went_to(viewer), t.ask.c.handle != "").order_by(t.ask.c.id)
        return all_of(Ask, self._connection.execute(query))

    def attributes(self, ask_id: str, handle: str) -> list[str]:
        """Attributes that stand beside a handle in the thread."""
        q, a = t.ask.c, t.answer.c
        asked = select(q.attribute).where(self._ours, q.id == ask_id, q.handle == handle, q.attribute != "")
        ours = a.community_id == self._community_id, a.ask_id == ask_id, a.handle == handle, a.attribute != ""
        return [*self._connection.scalars(asked), *self._connection.scalars(select(a.attribute).where(*ours))]

    def thread_of(self, text_id: str) -> str | None:
        """The question that a text is, or that it answers."""
        a, q = t.answer.c, t.ask.c
        asked = select(q.id).where(self._ours, q.id == text_id)
        answered = select(a.ask_id).where(a.community_id == self._community_id, a.id == text_id)
        found: str | None = self._connection.scalar(asked) or self._connection.scalar(answered)
        return found

    def remove(self, text_id: str) -> bool:
        """A question loses its words and is closed for good; an answer is gone. False: there was nothing."""
        a = t.answer.c
        blank = {"status": AskStatus.REMOVED, "question": "", "attribute": ""}
        standing = self._ours, t.ask.c.id == text_id, t.ask.c.status != AskStatus.REMOVED
        if self._connection.execute(t.ask.update().where(*standing).values(blank)).rowcount == 1:
            for about in (t.ask_word, t.ask_vendor):
                where = about.c.community_id == self._community_id, about.c.ask_id == text_id
                self._connection.execute(about.delete().where(*where))
            return True
        ours = a.community_id == self._community_id, a.id == text_id
        return self._connection.execute(t.answer.delete().where(*ours)).rowcount == 1

    def close(self, ask_id: str) -> bool:
        """Open → closed, once."""
        result = self._connection.execute(
            t.ask.update()
            .where(self._ours, t.ask.c.id == ask_id, t.ask.c.status == AskStatus.OPEN)
            .values(status=AskStatus.CLOSED)
        )
        return result.rowcount == 1

    def _answers(self, ask_id: str) -> list[Answer]:
        return all_of(Answer, self._connection.execute(ANSWERS, {"ours": self._community_id, "ask_id": ask_id}))

    def _open(self) -> Select[Any]:
        return select(*columns_of(Ask, t.ask)).where(self._ours, t.ask.c.status == AskStatus.OPEN)


Viewer: TypeAlias = str | BindParameter[str]


def _went_to(viewer: Viewer, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    p = t.ask_peer.c
    theirs = p.community_id == t.ask.c.community_id, p.ask_id == t.ask.c.id, p.member_id == viewer
    return exists().where(and_(*theirs, *more))


def _in_a_channel_of(viewer: Viewer) -> ColumnElement[bool]:
    """Shown in a channel of a workspace where the viewer has an account."""
    s, c, a = t.ask_channel.c, t.channel.c, t.account.c
    shown = and_(s.community_id == t.ask.c.community_id, s.ask_id == t.ask.c.id)
    there = and_(c.community_id == s.community_id, c.id == s.channel_id)
    theirs = and_(a.platform == c.platform, a.tenant == c.tenant, a.member_id == viewer)
    return exists().where(shown, there, theirs, a.community_id == t.ask.c.community_id)


def _shown_to(viewer: Viewer) -> Select[Any]:
    """One question, if the viewer asked it, was asked, or reads a channel that shows it."""
    q = t.ask.c
    standing = q.community_id == bindparam("ours"), q.id == bindparam("ask_id"), q.status != AskStatus.REMOVED
    theirs = or_(q.member_id == viewer, _went_to(viewer), _in_a_channel_of(viewer))
    return select(*columns_of(Ask, t.ask)).where(*standing, theirs)


# Built once: building a statement costs several times what running it does.
SHOWN_TO = _shown_to(bindparam("viewer"))
ANSWERS = (
    select(*columns_of(Answer, t.answer))
    .where(t.answer.c.community_id == bindparam("ours"), t.answer.c.ask_id == bindparam("ask_id"))
    .order_by(t.answer.c.answered_at, t.answer.c.id)
)
ANSWERS_SHOWN_TO = ANSWERS.where(SHOWN_TO.exists())
