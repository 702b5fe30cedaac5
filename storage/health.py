"""How the community does: figures by month, each from one statement."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, and_, case, exists, func, or_, select

from bot.intro.states import IntroState
from bot.model import ReviewStatus
from bot.ports.health import Month
from storage import tables as t

DECIDED = (IntroState.YES, IntroState.NO)
HOUR = 3600.0


class SqlHealth:
    """Figures of one community."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    def months(self, begins: Sequence[datetime]) -> list[Month]:
        """Figures of the months that begin then."""
        since, month = begins[0], _which(begins)
        asked, answered, hours = self._questions(since, month)
        intros, offered = self._requests(since, month)
        decided, silent = self._ends(since, month)
        calls = self._calls(begins)
        return [
            Month(
                one, asked[one], answered[one], tuple(sorted(hours[one])), intros[one], offered[one], decided[one],
                silent[one], calls[one],
            )
            for one in map(_name, begins)
        ]  # fmt: skip

    def reviews(self, fresh_since: date) -> tuple[int, int]:
        """Live reviews heard of since then, and all."""
        r = t.review.c
        fresh = func.sum(case((r.heard_on >= fresh_since, 1), else_=0)).label("fresh")
        live = r.community_id == self._community_id, r.status == ReviewStatus.LIVE
        row = self._connection.execute(select(fresh, func.count().label("every")).where(*live)).one()
        return int(row.fresh or 0), row.every

    def _questions(
        self, since: datetime, month: Callable[[datetime], str]
    ) -> tuple[dict[str, int], dict[str, int], dict[str, list[float]]]:
        """Hours between names alone: of anonymous texts only the day is kept. An asker's own words are no answer."""
        q, a = t.ask.c, t.answer.c
        others = or_(a.member_id.is_(None), q.member_id.is_(None), a.member_id != q.member_id)
        under_another = or_(a.handle == "", a.handle != q.handle)
        same = and_(a.community_id == q.community_id, a.ask_id == q.id, others, under_another)
        named = case((and_(q.handle == "", a.handle == ""), a.answered_at))
        query = (
            select(
                q.asked_at,
                func.count(a.id).label("answers"),
                func.min(named, type_=q.asked_at.type).label("first"),
            )
            .select_from(t.ask.outerjoin(t.answer, same))
            .where(q.community_id == self._community_id, q.asked_at >= since)
            .group_by(q.id, q.asked_at)
        )
        asked, answered = defaultdict[str, int](int), defaultdict[str, int](int)
        hours = defaultdict[str, list[float]](list)
        for row in self._connection.execute(query):
            one = month(row.asked_at)
            asked[one] += 1
            answered[one] += row.answers > 0
            if row.first:
                hours[one].append((row.first - row.asked_at).total_seconds() / HOUR)
        return asked, answered, hours

    def _requests(self, since: datetime, month: Callable[[datetime], str]) -> tuple[dict[str, int], dict[str, int]]:
        i, o = t.intro.c, t.intro_offer.c
        offered = exists().where(o.community_id == i.community_id, o.intro_id == i.id).label("offered")
        rows = self._connection.execute(
            select(i.opened_at, offered).where(i.community_id == self._community_id, i.opened_at >= since)
        )
        return _counted((month(row.opened_at), bool(row.offered)) for row in rows)

    def _ends(self, since: datetime, month: Callable[[datetime], str]) -> tuple[dict[str, int], dict[str, int]]:
        i = t.intro.c
        ended = i.community_id == self._community_id, i.ended_at >= since, i.state.in_(DECIDED)
        rows = self._connection.execute(select(i.ended_at, i.by_silence).where(*ended))
        every, silent = _counted((month(row.ended_at), row.by_silence) for row in rows)
        own = defaultdict(int, {name: number - silent[name] for name, number in every.items()})
        return own, silent

    def _calls(self, begins: Sequence[datetime]) -> dict[str, int]:
        c = t.cold_call.c
        query = select(c.month, func.count().label("number")).group_by(c.month)
        rows = self._connection.execute(query.where(c.community_id == self._community_id, c.month >= _name(begins[0])))
        return defaultdict(int, {row.month: row.number for row in rows})


def _counted(rows: Iterable[tuple[str, bool]]) -> tuple[dict[str, int], dict[str, int]]:
    """How many rows a month, and how many of them are marked."""
    every: dict[str, int] = defaultdict(int)
    marked: dict[str, int] = defaultdict(int)
    for month, mark in rows:
        every[month] += 1
        marked[month] += mark
    return every, marked


def _which(begins: Sequence[datetime]) -> Callable[[datetime], str]:
    return lambda moment: next(_name(one) for one in reversed(begins) if one <= moment)


def _name(begin: datetime) -> str:
    return f"{begin:%Y-%m}"
