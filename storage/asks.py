"""Questions and answers. Who may see one is part of each query."""

from collections.abc import Sequence
from datetime import datetime
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
    func,
    literal,
    or_,
    select,
)

from bot.model import Answer, Ask, AskStatus, Thread, Vendor, VendorStatus
from bot.ports.documents import Kind
from storage import tables as t
from storage.indexing import touch
from storage.locking import held, hold_vendor
from storage.prepared import Prepared
from storage.profile import signer_columns, signer_in
from storage.rows import all_of, columns_of, first_in, to, values_of
from storage.vendors import SqlVendors


class SqlAsks:
    """Questions and answers of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    @cached_property
    def _ours(self) -> ColumnElement[bool]:
        return t.ask.c.community_id == self._community_id

    def add(self, ask: Ask) -> None:
        """Keeps a question."""
        if ask.vendor_id:
            hold_vendor(self._connection, self._community_id, ask.vendor_id)
        self._connection.execute(t.ask.insert().values(community_id=self._community_id, **values_of(ask)))
        touch(self._connection, self._community_id, Kind.ASK, ask.id)

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

    def thread(self, ask_id: str, viewer: str) -> Thread | None:
        """The question with its vendor and answers, and why the viewer was asked, if they may see it."""
        named = {"ours": self._community_id, "ask_id": ask_id}
        row = THREAD.first(self._connection, {**named, "viewer": viewer})
        if row is None:
            return None
        asked = first_in(Ask, row)
        rows = SIGNED_ANSWERS.all(self._connection, {**named, "vendor": asked.vendor_id})
        answers = tuple(first_in(Answer, one) for one in rows)
        signed = zip((asked.member_id, *(one.member_id for one in answers)), (row, *rows), strict=True)
        signers = {member_id: signer for member_id, one in signed if member_id and (signer := signer_in(one))}
        reason, *vendor = row[-8:-4]
        return Thread(asked, self._vendor(asked.vendor_id, *vendor), answers, signers, reason or "")

    def on_card(self, ask_id: str) -> tuple[Ask, list[Answer]] | None:
        """The question and all answers for the card that everybody who was asked shares."""
        query = select(*columns_of(Ask, t.ask)).where(self._ours, t.ask.c.id == ask_id)
        row = self._connection.execute(query).first()
        return (to(Ask, row), self._answers(ask_id)) if row else None

    def hold(self, ask_id: str) -> None:
        """Whoever draws or changes it at the same time waits, and then reads what this turn did."""
        query = select(t.ask.c.id).where(self._ours, t.ask.c.id == ask_id)
        self._connection.execute(held(self._connection, query))

    def add_answer(self, answer: Answer) -> bool:
        """Keeps an answer while the question is open and the same words do not stand there already."""
        a = t.answer.c
        same = exists().where(
            a.community_id == self._community_id,
            a.ask_id == answer.ask_id,
            a.member_id == answer.member_id if answer.member_id else a.handle == answer.handle,
            a.text == answer.text,
        )
        self.hold(answer.ask_id)
        columns = columns_of(Answer, t.answer)
        values = [literal(getattr(answer, c.name), c.type) for c in columns]
        still_open = self._ours, t.ask.c.id == answer.ask_id, t.ask.c.status == AskStatus.OPEN
        source = select(literal(self._community_id), *values).where(*still_open, ~same)
        result = self._connection.execute(t.answer.insert().from_select([t.answer.c.community_id, *columns], source))
        touch(self._connection, self._community_id, Kind.ANSWER, answer.id)
        return result.rowcount == 1

    def add_accepted(self, answer: Answer) -> None:
        """Keeps an answer that was taken while the question was open and has waited since."""
        values = {"community_id": self._community_id} | values_of(answer)
        self._connection.execute(t.answer.insert().values(values))
        touch(self._connection, self._community_id, Kind.ANSWER, answer.id)

    def open_under_handle(self, viewer: str) -> list[Ask]:
        """Open anonymous questions that went to the viewer, in no order: whose they are, the vault alone knows."""
        query = self._open().where(_went_to(viewer), t.ask.c.handle != "").order_by(t.ask.c.id)
        return all_of(Ask, self._connection.execute(query))

    def last_named(self, member_id: str) -> datetime | None:
        """When this member last asked or answered under their name."""
        q, a = t.ask.c, t.answer.c
        asked = select(func.max(q.asked_at)).where(self._ours, q.member_id == member_id)
        ours = a.community_id == self._community_id, a.member_id == member_id
        answered = select(func.max(a.answered_at)).where(*ours)
        moments: list[datetime | None] = [self._connection.scalar(query) for query in (asked, answered)]
        return max((one for one in moments if one), default=None)

    def ended_under_handle(self, viewer: str, since: datetime) -> list[Ask]:
        """Closed ones since then with answers of others, none of them marked as helpful, in no order."""
        q, a, h = t.ask.c, t.answer.c, t.answer_helped.c
        answered = exists().where(a.community_id == q.community_id, a.ask_id == q.id, a.handle != q.handle)
        marked = answered.where(h.community_id == a.community_id, h.answer_id == a.id)
        ended = q.status == AskStatus.CLOSED, q.handle != "", q.closes_at >= since, answered, ~marked
        query = select(*columns_of(Ask, t.ask)).where(self._ours, _went_to(viewer), *ended).order_by(q.id)
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
            about = t.ask_vendor.c.community_id == self._community_id, t.ask_vendor.c.ask_id == text_id
            self._connection.execute(t.ask_vendor.delete().where(*about))
            answers = select(a.id).where(a.community_id == self._community_id, a.ask_id == text_id)
            touch(self._connection, self._community_id, Kind.ASK, text_id)
            touch(self._connection, self._community_id, Kind.ANSWER, *self._connection.scalars(answers))
            return True
        ours = a.community_id == self._community_id, a.id == text_id
        touch(self._connection, self._community_id, Kind.ANSWER, text_id)
        return self._connection.execute(t.answer.delete().where(*ours)).rowcount == 1

    def put_back(self, ask_id: str, question: str, attribute: str, vendors: Sequence[str]) -> bool:
        """Removed → closed, with its words."""
        removed = self._ours, t.ask.c.id == ask_id, t.ask.c.status == AskStatus.REMOVED
        words = {"status": AskStatus.CLOSED, "question": question, "attribute": attribute}
        if self._connection.execute(t.ask.update().where(*removed).values(words)).rowcount != 1:
            return False
        rows = [{"community_id": self._community_id, "ask_id": ask_id, "vendor_id": vendor} for vendor in vendors]
        if rows:
            self._connection.execute(t.ask_vendor.insert(), rows)
        a = t.answer.c
        answers = select(a.id).where(a.community_id == self._community_id, a.ask_id == ask_id)
        touch(self._connection, self._community_id, Kind.ASK, ask_id)
        touch(self._connection, self._community_id, Kind.ANSWER, *self._connection.scalars(answers))
        return True

    def close(self, ask_id: str) -> bool:
        """Open → closed, once."""
        result = self._connection.execute(
            t.ask.update()
            .where(self._ours, t.ask.c.id == ask_id, t.ask.c.status == AskStatus.OPEN)
            .values(status=AskStatus.CLOSED)
        )
        return result.rowcount == 1

    def _vendor(self, vendor_id: str | None, name: str | None, status: str, merged_into: str | None) -> Vendor | None:
        """A vendor as the row of a question has it."""
        if merged_into and vendor_id:
            return SqlVendors(self._connection, self._community_id).get(vendor_id)
        return Vendor(vendor_id, name, VendorStatus(status)) if vendor_id and name else None

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


def _thread(viewer: Viewer) -> Select[Any]:
    """The same question, with what its vendor is called and why the viewer was asked."""
    given = t.ask_peer.alias()  # Another one than in the condition, which would take it for its own.
    q, p, v = t.ask.c, given.c, t.vendor.c
    to_them = and_(p.community_id == q.community_id, p.ask_id == q.id, p.member_id == viewer)
    about = and_(v.community_id == q.community_id, v.id == q.vendor_id)
    vendor = v.name, v.status, v.merged_into
    asker = and_(t.member.c.community_id == q.community_id, t.member.c.id == q.member_id)
    joined = t.ask.outerjoin(given, to_them).outerjoin(t.vendor, about).outerjoin(t.member, asker)
    return _shown_to(viewer).add_columns(p.reason, *vendor, *signer_columns(q.vendor_id)).select_from(joined)


def _signed_answers() -> Select[Any]:
    a, m = t.answer.c, t.member.c
    author = and_(m.community_id == a.community_id, m.id == a.member_id)
    return ANSWERS.add_columns(*signer_columns(bindparam("vendor"))).select_from(t.answer.outerjoin(t.member, author))


# Built once: building a statement costs several times what running it does.
SHOWN_TO = _shown_to(bindparam("viewer"))
ANSWERS = (
    select(*columns_of(Answer, t.answer))
    .where(t.answer.c.community_id == bindparam("ours"), t.answer.c.ask_id == bindparam("ask_id"))
    .order_by(t.answer.c.answered_at, t.answer.c.id)
)
SIGNED_ANSWERS = Prepared(_signed_answers())
THREAD = Prepared(_thread(bindparam("viewer")))
ANSWERS_SHOWN_TO = ANSWERS.where(SHOWN_TO.exists())
