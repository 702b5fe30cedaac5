"""Runs turns: who is it, what do they want, one transaction, one answer."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.help import unknown_word
from bot.model import Community, Member, MemberStatus
from bot.ports import Database, Due, Standing, Transaction
from bot.routes import ROUTES, TIMERS, Route
from bot.text import clean, identity
from bot.turn import NoCommunity, Outcome, Refused, Request, Tick, Turn, Value
from bot.views import Invalid, Note, View
from bot.words import GREETINGS, WORDS


def new_id() -> str:
    """A random 128-bit id: it shows neither order nor time."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for: a known route, a word that nobody knows, or (neither) an action that is no more."""

    route: Route | None
    arg: str
    word: str = ""


class Bot:
    """The product's only door for platforms. It keeps nothing between turns, so threads may share it."""

    def __init__(self, database: Database, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake

    def run(self, request: Request) -> View | None:
        """One turn, one transaction. None: a repeat of what is done already.

        Raises NoCommunity for a workspace that belongs to none, Unavailable when the database is away.
        """
        request = _cleaned(request)
        wish = _wish(request)
        try:
            with self._transaction(wish) as transaction:
                standing = transaction.standing(request.sender)
                outcome = self._turn(transaction, standing, request, wish)
        except Refused as refused:
            return Note.say(refused.text)
        except Invalid as invalid:
            return invalid
        self._remember(standing, request.sender.address)
        if outcome.messages or outcome.timers:
            self._wake()
        return outcome.reply

    def ring(self, timer: Due) -> bool:
        """Runs a due timer's use case in one transaction with its removal; False when it was taken already."""
        now = self._clock()
        with self._database.writing() as transaction:
            if not transaction.take_timer(timer, now):
                return False
            community = transaction.community(timer.community_id)
            outcome = TIMERS[timer.action](Tick(now, community, timer.arg), transaction.store(community))
            self._keep(transaction, community, outcome, now)
        return True

    def _transaction(self, wish: Wish) -> AbstractContextManager[Transaction]:
        writes = wish.route is not None and wish.route.writes
        return self._database.writing() if writes else self._database.reading()

    def _turn(self, transaction: Transaction, standing: Standing, request: Request, wish: Wish) -> Outcome:
        community, member = _admitted(standing)
        if wish.route is None and wish.word:
            return Outcome(unknown_word(wish.word, wish.arg))
        if wish.route is None:
            raise Refused(
                "This button is from an older card and does nothing any more. Type help to see what there is."
            )
        now = self._clock()
        if wish.route.writes and request.key and not transaction.first_time(request.key, now):
            return Outcome()
        turn = Turn(now, new_id, community, member, wish.arg, request.query, request.values)
        outcome = wish.route.run(turn, transaction.store(community))
        if wish.route.writes:
            self._keep(transaction, community, outcome, now)
        return outcome

    def _keep(self, transaction: Transaction, community: Community, outcome: Outcome, now: datetime) -> None:
        transaction.post(community, outcome.messages, now)
        transaction.arm(community, outcome.timers)

    def _remember(self, standing: Standing, address: str) -> None:
        """The newest way to reach a member; read turns have no transaction of their own to write it in."""
        account = standing.account
        if account is None or not address or account.address == address:
            return
        with self._database.writing() as transaction:
            transaction.remember(account, address, self._clock())
        self._wake()


def _admitted(standing: Standing) -> tuple[Community, Member]:
    community, member = standing.community, standing.member
    if community is None:
        raise NoCommunity
    if member is None:
        raise Refused(
            f"You are not a member of {community.name} yet. Ask one of its community managers to add you, "
            "then type help."
        )
    if member.status is not MemberStatus.ACTIVE:
        raise Refused(f"Your membership of {community.name} is paused. A community manager can tell you more.")
    return community, member


def _wish(request: Request) -> Wish:
    if request.action:
        return Wish(ROUTES.get(request.action), request.arg)
    word, rest = [*request.line.removeprefix("/").split(None, 1), "", ""][:2]
    known = WORDS.get(word.lower())
    if known:
        return Wish(ROUTES[known.action], rest)
    return Wish(ROUTES["help"] if word.lower() in GREETINGS else None, rest, word)


def _cleaned(request: Request) -> Request:
    values = {name: _cleaned_value(value) for name, value in request.values.items()}
    tenant, user = identity(clean(request.sender.tenant)), identity(clean(request.sender.user))
    sender = replace(request.sender, tenant=tenant, user=user)
    return replace(
        request,
        sender=sender,
        line=clean(request.line),
        arg=clean(request.arg),
        query=clean(request.query),
        values=values,
    )


def _cleaned_value(value: Value) -> Value:
    return clean(value) if isinstance(value, str) else tuple(clean(part) for part in value)
