"""The leak oracle over the whole suite: whoever writes under a handle in any test is a canary of that test.

Nothing is planted that a test could count: the members whom a test itself lets write are watched. From the moment a
handle is drawn, whatever goes by is kept: answers and exceptions of the core, cards that a worker takes up, both
platforms' traffic in a town, the house's log at DEBUG, rows as they are written; after the test come the rows that its
database then has and the files that it exported. One of these is a leak when it holds what marks the text (its handle,
its id, its words) together with what identifies its author (name, company, e-mail, ids, addresses), each in any of the
fourteen forms, and is not for the author's own eyes. In the log the author's traits alone are a leak. Other processes
that a test starts, and pages of ours in a browser, are out of its sight.
"""

import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, select

from adapters.slack import render as slack_render
from adapters.slack.elements import Origin
from adapters.teams import render as teams_render
from adapters.teams.buttons import Surface
from bot.app import Bot
from bot.model import Waiting
from bot.turn import Request
from bot.views import Card, View
from playground.world import World
from storage import outbox
from storage import tables as t
from storage.outbox import Parcel
from storage.vault import SqlVault
from tests.oracle import Oracle
from tests.rows import as_text, filled
from tests.watching import drawn_everywhere, sender_of, told

TRAITS = ("name", "company", "email")
WRITES = re.compile(r"(?:INSERT INTO|UPDATE) \"?(\w+)")
START = 40
"""Characters of a text that are looked for: a card may show no more of it than its beginning."""


@dataclass
class Author:
    """Somebody who wrote under a handle: what marks their texts, and what tells who they are."""

    handles: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)
    seats: set[str] = field(default_factory=set)
    """Their user ids and addresses at the platforms: what arrives there is for their own eyes."""


@dataclass(frozen=True)
class Seen:
    """Something that went by. ``what`` becomes text only where somebody has to be looked for."""

    where: str
    what: Any
    readers: tuple[str, ...] = ()


class Witness(logging.Handler):
    """What went by in the test that runs now."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.begin()

    def begin(self) -> None:
        """A new test: nothing is known of anybody."""
        self.authors: dict[str, Author] = {}
        self.seen: list[Seen] = []
        self.worlds: list[World] = []
        self.opened = 0
        """How often the vault has told a name, after all its conditions were met."""

    def sealed(self, connection: Connection, community_id: str, thread_id: str, member_id: str, handle: str) -> None:
        """A handle was drawn for a member."""
        author = self.authors.setdefault(member_id, Author())
        author.handles.add(handle)
        author.marks.add(handle)
        of = t.ask.c.community_id == community_id, t.ask.c.id == thread_id
        if not connection.execute(select(t.ask.c.id).where(*of)).first():
            author.marks.add(thread_id)  # The thread is the author's own; an answer's thread is its asker's.
        m, a = t.member.c, t.account.c
        member = select(*(m[name] for name in TRAITS)).where(m.community_id == community_id, m.id == member_id)
        accounts = select(a.id, a.user, a.address).where(a.community_id == community_id, a.member_id == member_id)
        rows = connection.execute(accounts).all()
        author.seats |= {one for row in rows for one in (row.user, row.address) if one}
        found = [*(connection.execute(member).first() or ()), *(one for row in rows for one in row)]
        author.traits |= {member_id, *map(str, filter(None, found))}

    def kept(self, waiting: Waiting) -> None:
        """A text waits under a handle."""
        for author in self.authors.values():
            if waiting.handle in author.handles:
                author.marks |= {waiting.id, waiting.text[:START]}

    def emit(self, record: logging.LogRecord) -> None:
        """A line of the log."""
        if self.authors:
            self.seen.append(Seen("log", f"{record.getMessage()} {record.args!r} {record.exc_info} {record.exc_text}"))

    def passed(self, where: str, what: Any, *readers: str) -> None:
        """Something goes to these readers."""
        if self.authors:
            self.seen.append(Seen(where, what, readers))

    def leaks(self, engine: Engine | None, folder: Path | None) -> list[str]:
        """Where an author of this test could be found; what was opened by the vault's own rule is none."""
        if not self.authors:
            return []
        oracle = Oracle()
        for author in self.authors.values():
            for value in author.marks | author.traits:
                oracle.plant(value, [value])
        oracle.ready()
        found: dict[str, set[str]] = {}
        leaks: list[str] = []
        for one in [*self.seen, *self._traffic(), *_rows(engine), *_files(folder)]:
            text = one.what if isinstance(one.what, str) else _drawn(one.what)
            text = text.replace("\\\\", "\\")  # As JSON and repr double it.
            values = found.get(text)
            if values is None:
                values = found[text] = {hit.whose for hit in oracle.search(one.where, text)}
            leaks += self._judged(one, values)
        return list(dict.fromkeys(leaks))

    def _judged(self, one: Seen, values: set[str]) -> Iterator[str]:
        for author in self.authors.values():
            traits, marks = sorted(author.traits & values), sorted(author.marks & values)
            if traits and (marks or one.where == "log") and not author.seats.intersection(one.readers):
                yield f"{one.where} for {' '.join(one.readers) or 'anybody'}: {marks} beside {traits}"

    def _traffic(self) -> Iterator[Seen]:
        for world in self.worlds:
            own = {user: user for author in self.authors.values() for user in author.seats}
            addresses = own | _addresses(world, own)
            for exchange in world.traffic:
                text, reader = told(exchange, addresses)
                yield Seen(f"traffic {exchange.way} {exchange.path}", text, (reader,))


WITNESS = Witness()


def _addresses(world: World, own: dict[str, str]) -> dict[str, str]:
    """Whose each address is that a call can go to, as the platforms told it themselves."""
    found: dict[str, str] = {}
    for exchange in world.traffic:
        user = sender_of(exchange.body) if exchange.way == "out" and isinstance(exchange.body, dict) else ""
        if user not in own:
            continue
        body = exchange.body
        named = [body.get(key) for key in ("channel_id", "trigger_id", "response_url")]
        named += [body[key].get("id") for key in ("from", "conversation") if isinstance(body.get(key), dict)]
        payload = body.get("payload")
        named += [payload.get("trigger_id"), payload.get("response_url")] if isinstance(payload, dict) else []
        found |= {str(place): user for place in named if place}
    return found


@lru_cache(maxsize=256)
def _drawn(what: Any) -> str:
    """As the core means it and as both platforms draw it."""
    if isinstance(what, Card):
        drawn = (slack_render.posting(what, Origin.OUTBOX), teams_render.card(what, Surface.SENT))
        shown = json.dumps(drawn, ensure_ascii=False)
    else:
        shown = drawn_everywhere(what)
    return f"{what!r} {shown}"


def _holds_people(table: str) -> bool:
    from tests.flock import HOLDS_PEOPLE  # Not above: it stands on this file.

    return table in HOLDS_PEOPLE


def _rows(engine: Engine | None) -> Iterator[Seen]:
    """Each row of every table where nobody has to be named."""
    if engine is None:
        return
    with engine.connect() as connection:
        for table in filled(connection):
            if not _holds_people(table.name):
                for row in connection.execute(select(table)):
                    yield Seen(f"a row of {table.name}", as_text(row))


def _files(folder: Path | None) -> Iterator[Seen]:
    """Each line of what was exported."""
    for file in sorted(folder.rglob("*")) if folder else ():
        if file.suffix in {".csv", ".json"} and file.is_file():
            for line in file.read_text(errors="replace").splitlines():
                yield Seen(f"a line of {file.name}", line)


def stand_at_the_doors(patch: pytest.MonkeyPatch) -> None:
    """From now on the witness sees who writes under a handle, and what the core and its workers give out."""
    patch.setattr(SqlVault, "seal", _seal(SqlVault.seal))
    patch.setattr(SqlVault, "keep", _keep(SqlVault.keep))
    patch.setattr(SqlVault, "unmask", _unmask(SqlVault.unmask))
    patch.setattr(Bot, "run", _run(Bot.run))
    patch.setattr(outbox, "claim", _claim(outbox.claim))
    event.listen(Engine, "before_cursor_execute", _written)
    log = logging.getLogger("warmline")
    log.addHandler(WITNESS)
    log.setLevel(logging.DEBUG)


def _written(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
    """Rows on their way into a table where nobody has to be named; many of them are gone before the test ends."""
    if not WITNESS.authors or not (table := WRITES.match(statement)) or _holds_people(table[1]):
        return
    for row in values if many else (values,):
        cells = row.values() if isinstance(row, dict) else row
        WITNESS.passed(f"a row of {table[1]}", as_text(cells))


def _seal(seal: Callable[[SqlVault, str, str], str]) -> Callable[[SqlVault, str, str], str]:
    def heard(vault: SqlVault, thread_id: str, member_id: str) -> str:
        handle = seal(vault, thread_id, member_id)
        WITNESS.sealed(vault._connection, vault._community_id, thread_id, member_id, handle)
        return handle

    return heard


def _keep(keep: Callable[[SqlVault, Waiting], None]) -> Callable[[SqlVault, Waiting], None]:
    def heard(vault: SqlVault, waiting: Waiting) -> None:
        keep(vault, waiting)
        WITNESS.kept(waiting)

    return heard


def _unmask(unmask: Callable[..., str | None]) -> Callable[..., str | None]:
    def heard(vault: SqlVault, *case: Any) -> str | None:
        author = unmask(vault, *case)
        WITNESS.opened += author is not None
        return author

    return heard


def _run(run: Callable[[Bot, Request], View | None]) -> Callable[[Bot, Request], View | None]:
    def heard(bot: Bot, request: Request) -> View | None:
        opened, sender = WITNESS.opened, request.sender
        try:
            view = run(bot, request)
        except Exception as error:
            WITNESS.passed("an exception", f"{error!s} {error!r} {error.__cause__!r}")
            raise
        if view is not None and WITNESS.opened == opened:
            WITNESS.passed("an answer", view, sender.user, sender.address)
        return view

    return heard


def _claim(claim: Callable[..., list[Parcel]]) -> Callable[..., list[Parcel]]:
    def heard(*how: Any) -> list[Parcel]:
        parcels = claim(*how)
        for parcel in parcels:
            WITNESS.passed("a card", parcel.card, parcel.place.user, parcel.place.address)
        return parcels

    return heard
