"""Opens transactions and hands out what a use case may do inside one. Nobody else commits."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Connection, Engine, delete

from bot.model import Account, Community
from bot.ports import Due, Standing
from bot.ports.profile import Ticket
from bot.turn import Later, Message, Sender
from storage import indexing, links, outbox, sessions, timers
from storage import tables as t
from storage.applications import SqlApplications
from storage.asks import SqlAsks
from storage.audit import SqlAudit
from storage.calls import SqlCalls
from storage.cases import SqlCases
from storage.codes import SqlLinkCodes
from storage.communities import SqlCommunities
from storage.conduct import SqlConduct, SqlCrowds
from storage.digests import SqlDigests
from storage.documents import SqlDocuments
from storage.door import SqlFrontDoor
from storage.engine import for_reading, for_writing, look_over, translated, truncate
from storage.erase import SqlForgetting
from storage.exchange import SqlExchange
from storage.grants import SqlGrants
from storage.health import SqlHealth
from storage.intros import SqlIntros
from storage.keys import Keys
from storage.links import SqlOnceLinks
from storage.locking import hold_community
from storage.matching import SqlMatching
from storage.members import SqlMembers, standing
from storage.profile import SqlProfiles
from storage.receipts import SqlReceipts
from storage.renewals import SqlRenewals
from storage.reviews import SqlReviews
from storage.rewriting import rewrite
from storage.roll import SqlRoll
from storage.rows import inserting
from storage.scores import SqlScores
from storage.sessions import SqlDeskImports, SqlSessions
from storage.unmask import SqlUnmasking
from storage.vault import SqlVault
from storage.vendor_changes import SqlCurating
from storage.vendor_names import SqlNames
from storage.vendors import SqlVendors

SEEN_FOR = timedelta(hours=48)


class SqlStore:
    """One community inside one transaction."""

    def __init__(self, connection: Connection, community_id: str, keys: Keys) -> None:
        self._connection = connection
        self._community_id = community_id
        self._keys = keys

    @cached_property
    def members(self) -> SqlMembers:
        """Members and their stacks."""
        return SqlMembers(self._connection, self._community_id)

    @cached_property
    def profiles(self) -> SqlProfiles:
        """What members say of themselves."""
        return SqlProfiles(self._connection, self._community_id)

    @cached_property
    def forgetting(self) -> SqlForgetting:
        """Erasure."""
        return SqlForgetting(self._connection, self._community_id, self._keys)

    @cached_property
    def links(self) -> SqlOnceLinks:
        """One-time links to our web pages."""
        return SqlOnceLinks(self._connection, self._community_id, self._keys)

    @cached_property
    def vendors(self) -> SqlVendors:
        """Vendors and their names."""
        return SqlVendors(self._connection, self._community_id)

    @cached_property
    def names(self) -> SqlNames:
        """Names that lead to vendors."""
        return SqlNames(self._connection, self._community_id)

    @cached_property
    def curating(self) -> SqlCurating:
        """What managers do to vendors."""
        return SqlCurating(self._connection, self._community_id)

    @cached_property
    def asks(self) -> SqlAsks:
        """Questions and answers."""
        return SqlAsks(self._connection, self._community_id)

    @cached_property
    def matching(self) -> SqlMatching:
        """Who gets a question, and what is known already."""
        return SqlMatching(self._connection, self._community_id)

    @cached_property
    def intros(self) -> SqlIntros:
        """Requests for warm introductions, and offers."""
        return SqlIntros(self._connection, self._community_id)

    @cached_property
    def reviews(self) -> SqlReviews:
        """Reviews, their drafts and their history."""
        return SqlReviews(self._connection, self._community_id, self._keys)

    @cached_property
    def scores(self) -> SqlScores:
        """The running sums that vendor cards read."""
        return SqlScores(self._connection, self._community_id, self._keys)

    @cached_property
    def calls(self) -> SqlCalls:
        """Logged cold calls, and how members wish to be reached."""
        return SqlCalls(self._connection, self._community_id, self._keys)

    @cached_property
    def conduct(self) -> SqlConduct:
        """Votes on vendors' sales people."""
        return SqlConduct(self._connection, self._community_id, self._keys)

    @cached_property
    def crowds(self) -> SqlCrowds:
        """What figures that come from crowds of companies rest on."""
        return SqlCrowds(self._connection, self._community_id)

    @cached_property
    def cases(self) -> SqlCases:
        """Flags and cases."""
        return SqlCases(self._connection, self._community_id, self._keys)

    @cached_property
    def health(self) -> SqlHealth:
        """How the community does."""
        return SqlHealth(self._connection, self._community_id)

    def hold(self) -> Community:
        """The community as it stands now, held until the turn ends."""
        hold_community(self._connection, self._community_id)
        found = SqlCommunities(self._connection).get(self._community_id)
        if found is None:
            raise LookupError("no such community")
        return found

    def keep_settings(self, community: Community) -> None:
        """The community's settings from now on."""
        SqlCommunities(self._connection).keep_settings(community)

    @cached_property
    def digests(self) -> SqlDigests:
        """What the weekly digests are made of."""
        return SqlDigests(self._connection, self._community_id)

    @cached_property
    def door(self) -> SqlFrontDoor:
        """What vendors leave at the front door."""
        return SqlFrontDoor(self._connection, self._community_id)

    @cached_property
    def renewals(self) -> SqlRenewals:
        """Members' private renewals."""
        return SqlRenewals(self._connection, self._community_id, self._keys)

    @cached_property
    def documents(self) -> SqlDocuments:
        """Texts by their words."""
        return SqlDocuments(self._connection, self._community_id, self._keys)

    @cached_property
    def exchange(self) -> SqlExchange:
        """Import and export of many rows at once."""
        return SqlExchange(self._connection, self._community_id, self._keys)

    @cached_property
    def applications(self) -> SqlApplications:
        """People who ask to be admitted."""
        return SqlApplications(self._connection, self._community_id)

    @cached_property
    def roll(self) -> SqlRoll:
        """Who is admitted, suspended, due to be confirmed."""
        return SqlRoll(self._connection, self._community_id)

    @cached_property
    def codes(self) -> SqlLinkCodes:
        """One-time codes that join accounts."""
        return SqlLinkCodes(self._connection, self._community_id, self._keys.mac)

    @cached_property
    def audit(self) -> SqlAudit:
        """What people with special rights did."""
        return SqlAudit(self._connection, self._community_id, self._keys)

    @cached_property
    def vault(self) -> SqlVault:
        """Who wrote under a handle: kept, used, and not told."""
        return SqlVault(self._connection, self._community_id, self._keys)

    @cached_property
    def receipts(self) -> SqlReceipts:
        """Codes that withdraw an anonymous text."""
        return SqlReceipts(self._connection, self._community_id, self._keys)

    @cached_property
    def unmasking(self) -> SqlUnmasking:
        """Break-glass cases."""
        return SqlUnmasking(self._connection, self._community_id)


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

    @property
    def sessions(self) -> SqlSessions:
        """Who is signed in at the managers' desk."""
        return SqlSessions(self.connection, self._keys)

    def imports(self, community_id: str) -> SqlDeskImports:
        """What the managers' desk took in."""
        return SqlDeskImports(self.connection, community_id)

    def standing(self, sender: Sender) -> Standing:
        """Who the sender is, read now."""
        return standing(self.connection, sender)

    def joined(self, platform: str, tenant: str) -> Community | None:
        """The community of a workspace, even of one that took the app away."""
        community_id = self.communities.joined_to(platform, tenant)
        return self.communities.get(community_id) if community_id else None

    def community(self, community_id: str) -> Community:
        """A community by its id."""
        found = self.communities.get(community_id)
        if found is None:
            raise LookupError("no such community")
        return found

    def store(self, community: Community) -> SqlStore:
        """That community's records."""
        return SqlStore(self.connection, community.id, self._keys)

    def first_time(self, key: str, now: datetime) -> bool:
        """Marks an event as seen, by a keyed hash alone."""
        row = {"mac": self._keys.mac("seen", key), "at": now}
        return self.connection.execute(_marking(self.connection.dialect.name), row).rowcount == 1

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

    def look_at_link(self, purpose: str, token: str, now: datetime) -> Ticket | None:
        """What a one-time link leads to, without using it up."""
        return links.look(self.connection, self._keys, purpose, token, now)

    def take_link(self, purpose: str, token: str, now: datetime) -> Ticket | None:
        """The same, exactly once."""
        return links.take(self.connection, self._keys, purpose, token, now)

    def look_over(self) -> None:
        """After many rows at once: PostgreSQL plans by statistics that it would take up to a minute to renew itself."""
        look_over(self.connection, t.metadata.sorted_tables)

    def sweep(self, now: datetime) -> None:
        """Forgets what is past its time: seen events, states, holds, links."""
        links.sweep(self.connection, now)
        sessions.sweep(self.connection, now)
        self.connection.execute(delete(t.seen).where(t.seen.c.at < now - SEEN_FOR))
        self.connection.execute(delete(t.install_state).where(t.install_state.c.expires < now))
        self.connection.execute(delete(t.hold).where(t.hold.c.until < now))


class SqlDatabase:
    """SQLite or PostgreSQL behind the same statements."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self.engine = engine
        self._keys = keys
        self._writers = for_writing(engine)
        # SQLite has one writer; waiting in line here is fairer and quicker than its busy loop.
        self._line: AbstractContextManager[object] = (
            threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    @contextmanager
    def reading(self) -> Iterator[SqlTransaction]:
        """A transaction that changes nothing."""
        with translated(), for_reading(self.engine) as connection:
            connection.begin()  # Closing the connection rolls it back.
            yield SqlTransaction(connection, self._keys)

    @contextmanager
    def writing(self) -> Iterator[SqlTransaction]:
        """A transaction that commits at the end and rolls back on any exception."""
        with translated(), self._line, self._writers.begin() as connection:
            indexing.begin(connection)
            yield SqlTransaction(connection, self._keys)
            indexing.settle(connection)

    def forget(self) -> bool:
        """Rewrites the files in which deleted rows would still be read; False while others hold them.

        PostgreSQL's log and its archives keep what was written until they are recycled (see docs/operating.md).
        """
        if self.engine.dialect.name != "sqlite":
            with translated():
                return rewrite(self.engine)
        with translated(), self._line:
            return truncate(self.engine)


@cache
def _marking(dialect: str) -> Any:
    return inserting(dialect, t.seen).on_conflict_do_nothing()
