"""Opens transactions and hands out what a use case may do inside one. Nobody else commits."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import Connection, Engine, delete
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.model import Account, Community
from bot.ports import Due, Standing
from bot.turn import Later, Message, Sender, Unavailable
from storage import outbox, timers
from storage import tables as t
from storage.asks import SqlAsks
from storage.communities import SqlCommunities
from storage.grants import SqlGrants
from storage.keys import Keys
from storage.members import SqlMembers, standing
from storage.vendors import SqlVendors

SEEN_FOR = timedelta(hours=48)


class SqlStore:
    """One community inside one transaction."""

    def __init__(self, connection: Connection, community_id: str) -> None:
        self._connection = connection
        self._community_id = community_id

    @cached_property
    def members(self) -> SqlMembers:
        """Members and their stacks."""
        return SqlMembers(self._connection, self._community_id)

    @cached_property
    def vendors(self) -> SqlVendors:
        """Vendors and their names."""
        return SqlVendors(self._connection, self._community_id)

    @cached_property
    def asks(self) -> SqlAsks:
        """Questions and answers."""
        return SqlAsks(self._connection, self._community_id)


class SqlTransaction:
    """One open transaction."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self.connection = connection
        self._keys = keys

    @property
    def communities(self) -> SqlCommunities:
        """Communities of this installation, for operators."""
        return SqlCommunities(self.connection)

    @property
    def grants(self) -> SqlGrants:
        """Sealed credentials."""
        return SqlGrants(self.connection, self._keys)

    def standing(self, sender: Sender) -> Standing:
        """Who the sender is, read now."""
        return standing(self.connection, sender)

    def community(self, community_id: str) -> Community:
        """A community by its id."""
        found = self.communities.get(community_id)
        if found is None:
            raise LookupError("no such community")
        return found

    def store(self, community: Community) -> SqlStore:
        """That community's records."""
        return SqlStore(self.connection, community.id)

    def first_time(self, key: str, now: datetime) -> bool:
        """Marks an event as seen, by a keyed hash alone."""
        try:
            with self.connection.begin_nested():
                self.connection.execute(t.seen.insert().values(mac=self._keys.mac("seen", key), at=now))
        except IntegrityError:
            return False
        return True

    def remember(self, account: Account, address: str, now: datetime) -> None:
        """The newest address; what waited for one becomes due."""
        a = t.account.c
        mine = a.platform == account.platform, a.tenant == account.tenant, a.user == account.user
        self.connection.execute(t.account.update().where(*mine).values(address=address))
        outbox.reopen(self.connection, account.id, now)

    def post(self, community: Community, messages: Sequence[Message], now: datetime) -> None:
        """Puts cards for others into the outbox."""
        outbox.post(self.connection, community, messages, now)

    def arm(self, community: Community, timers_: Sequence[Later]) -> None:
        """Sets timers."""
        timers.arm(self.connection, community.id, timers_)

    def take_timer(self, timer: Due, now: datetime) -> bool:
        """Removes a due timer, once."""
        return timers.take(self.connection, timer, now)

    def sweep(self, now: datetime) -> None:
        """Forgets what is past its time: seen events, states, holds."""
        self.connection.execute(delete(t.seen).where(t.seen.c.at < now - SEEN_FOR))
        self.connection.execute(delete(t.install_state).where(t.install_state.c.expires < now))
        self.connection.execute(delete(t.hold).where(t.hold.c.until < now))


class SqlDatabase:
    """SQLite or PostgreSQL behind the same statements."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self.engine = engine
        self._keys = keys
        self._writers = engine.execution_options(writing=True)
        # SQLite has one writer; waiting in line here is fairer and quicker than its busy loop.
        self._line: AbstractContextManager[object] = (
            threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    @contextmanager
    def reading(self) -> Iterator[SqlTransaction]:
        """A transaction that changes nothing."""
        with _translated(), self.engine.connect() as connection, connection.begin() as open_one:
            try:
                yield SqlTransaction(connection, self._keys)
            finally:
                open_one.rollback()

    @contextmanager
    def writing(self) -> Iterator[SqlTransaction]:
        """A transaction that commits at the end and rolls back on any exception."""
        with _translated(), self._line, self._writers.begin() as connection:
            yield SqlTransaction(connection, self._keys)


@contextmanager
def _translated() -> Iterator[None]:
    """The database's own failures in the core's word; what was asked of it is never part of the text."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise Unavailable from error
