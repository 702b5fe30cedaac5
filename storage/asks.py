"""Questions and answers. Who may see one is part of each query."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, literal, or_, select

from bot.model import Answer, Ask, AskStatus
from storage import tables as t
from storage.rows import all_of, columns_of, to, values_of

CHUNK = 1000


class SqlAsks:
    """Questions and answers of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id
        self._ours = t.ask.c.community_id == community_id

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
        query = select(*columns_of(Ask, t.ask)).where(self._ours, t.ask.c.id == ask_id, self._shown_to(viewer))
        row = self._connection.execute(query).first()
        return to(Ask, row) if row else None

    def open_of(self, viewer: str) -> list[Ask]:
        """Open questions that the viewer asked, newest first."""
        query = self._open().where(t.ask.c.member_id == viewer).order_by(t.ask.c.asked_at.desc())
        return all_of(Ask, self._connection.execute(query))

    def waiting_for(self, viewer: str) -> list[Ask]:
        """Open questions to the viewer that have no answer of theirs, oldest first."""
        a = t.answer.c
        answered = exists().where(a.community_id == t.ask.c.community_id, a.ask_id == t.ask.c.id, a.member_id == viewer)
        query = self._open().where(self._asked(viewer), ~answered).order_by(t.ask.c.asked_at)
        return all_of(Ask, self._connection.execute(query))

    def answers(self, ask_id: str, viewer: str) -> list[Answer]:
        """All answers, oldest first, if the viewer may see the question."""
        return [] if self.get(ask_id, viewer) is None else self._answers(ask_id)

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
            a.member_id == answer.member_id,
            a.text == answer.text,
        )
        columns = columns_of(Answer, t.answer)
        values = [literal(getattr(answer, c.name), c.type) for c in columns]
        still_open = self._ours, t.ask.c.id == answer.ask_id, t.ask.c.status == AskStatus.OPEN
        source = select(literal(self._community_id), *values).where(*still_open, ~same).with_for_update()
        result = self._connection.execute(t.answer.insert().from_select([t.answer.c.community_id, *columns], source))
        return result.rowcount == 1

    def close(self, ask_id: str) -> bool:
        """Open → closed, once."""
        result = self._connection.execute(
            t.ask.update()
            .where(self._ours, t.ask.c.id == ask_id, t.ask.c.status == AskStatus.OPEN)
            .values(status=AskStatus.CLOSED)
        )
        return result.rowcount == 1

    def _answers(self, ask_id: str) -> list[Answer]:
        a = t.answer.c
        ours = a.community_id == self._community_id, a.ask_id == ask_id
        query = select(*columns_of(Answer, t.answer)).where(*ours).order_by(a.answered_at, a.id)
        return all_of(Answer, self._connection.execute(query))

    def _open(self) -> Select[Any]:
        return select(*columns_of(Ask, t.ask)).where(self._ours, t.ask.c.status == AskStatus.OPEN)

    def _asked(self, viewer: str) -> ColumnElement[bool]:
        p = t.ask_peer.c
        return exists().where(
            and_(p.community_id == t.ask.c.community_id, p.ask_id == t.ask.c.id, p.member_id == viewer)
        )

    def _shown_to(self, viewer: str) -> ColumnElement[bool]:
        return or_(t.ask.c.member_id == viewer, self._asked(viewer))
