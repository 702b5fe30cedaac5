"""Runs turns: who is it, what do they want, one transaction, one answer."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from bot.ask.channels import ask_under
from bot.help import names_vendor, unknown_word
from bot.join.sending import stranger
from bot.model import Community, Member, MemberStatus, Role
from bot.ports import Database, Due, Standing, Store, Transaction
from bot.remembered import Remembered
from bot.route import Door, Route
from bot.routes import DOORS, NEWS, ROUTES, TIMERS
from bot.text import clean, identity
from bot.turn import Later, NoCommunity, Outcome, Overtaken, Refused, Request, Sender, Tick, Turn, Value, Visit
from bot.views import Invalid, Note, View
from bot.words import GREETINGS, OF_CURATION, WORDS

Told = TypeVar("Told")
STRANGER = Door(stranger)
OLD_BUTTON = "This button is from an older card and does nothing any more. Type help to see what there is."


def new_id() -> str:
    """A random 128-bit id: it shows neither order nor time."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for: an action with its argument; or, with no action, a word that nobody knows."""

    action: str
    arg: str
    word: str = ""

    @property
    def writes(self) -> bool:
        """Whether the turn may change something, for whomever it is."""
        found: tuple[Route | Door | None, ...] = (ROUTES.get(self.action), DOORS.get(self.action))
        return any(route.writes for route in found if route)


class Bot:
    """The product's only door for platforms. It keeps no state of a turn, so threads may share it."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], wake: Callable[[], None], pages: str = ""
    ) -> None:
        self._database = database
        self._pages = pages
        self._clock = clock
        self._wake = wake
        self._remembered = Remembered()

    def at_once(self, request: Request) -> View | None:
        """An answer from memory, without I/O; None: run the turn."""
        return self._remembered.find(request, self._clock())

    def run(self, request: Request) -> View | None:
        """One turn, one transaction. None: a repeat of what is done already.

        Raises NoCommunity for a workspace that belongs to none, Unavailable when the database is away.
        """
        asked, request = request, _cleaned(request)
        if request.news:
            _again_if_overtaken(lambda: self._hear(request))
            return None
        request = self._placed(request)
        wish = _wish(request)
        try:
            standing, outcome = _again_if_overtaken(lambda: self._decided(request, wish))
        except Refused as refused:
            return Note.say(refused.text)
        except Invalid as invalid:
            return invalid
        self._remember(standing, request.sender.address)
        if outcome.messages or outcome.timers:
            self._wake()
        route = ROUTES.get(wish.action)
        if route and route.plain and standing.member:
            self._remembered.keep(asked, outcome.reply, self._clock())
        return outcome.reply

    def _decided(self, request: Request, wish: Wish) -> tuple[Standing, Outcome]:
        with self._transaction(wish) as transaction:
            standing = transaction.standing(request.sender)
            return standing, self._turn(transaction, standing, request, wish)

    def _hear(self, request: Request) -> None:
        """The platform tells something. A workspace that belongs to no community is nobody's business."""
        sender, now = request.sender, self._clock()
        with self._database.writing() as transaction:
            community = transaction.joined(sender.platform, sender.tenant)
            if community is None or request.action not in NEWS:
                return
            visit = Visit(now, new_id, community, sender, request.arg)
            outcome = NEWS[request.action](visit, transaction.store(community))
            _keep(transaction, community, outcome, now)
        self._wake()

    def ring(self, timer: Due) -> bool:
        """Runs a due timer's use case in one transaction with its removal; False when it was taken already."""
        rung = _again_if_overtaken(lambda: self._rung(timer))
        if rung is None:
            return False
        community, outcome = rung
        if outcome.erased and self._database.forget():
            self._stop(community, outcome.timers)
        return True

    def _rung(self, timer: Due) -> tuple[Community, Outcome] | None:
        now = self._clock()
        with self._database.writing() as transaction:
            if not transaction.take_timer(timer, now):
                return None
            community = transaction.community(timer.community_id)
            tick = Tick(now, new_id, community, timer.arg)
            outcome = TIMERS[timer.action](tick, transaction.store(community))
            _keep(transaction, community, outcome, now)
        return community, outcome

    def _stop(self, community: Community, timers: tuple[Later, ...]) -> None:
        with self._database.writing() as transaction:
            for timer in timers:
                transaction.take_timer(Due(community.id, timer.key, timer.action, timer.arg), timer.due)

    def _placed(self, request: Request) -> Request:
        """A line typed under a question's card answers it; a word alone, or any other place, changes nothing."""
        if not request.thread or request.action or request.line.lower() in WORDS:
            return request
        with self._database.reading() as transaction:
            community = transaction.standing(request.sender).community
            store = transaction.store(community) if community else None
            ask_id = ask_under(request.sender, request.thread, store) if store else ""
        if not ask_id:
            return request
        return replace(request, action="ask.reply", arg=ask_id, values={"answer": request.line})

    def _transaction(self, wish: Wish) -> AbstractContextManager[Transaction]:
        return self._database.writing() if wish.writes else self._database.reading()

    def _turn(self, transaction: Transaction, standing: Standing, request: Request, wish: Wish) -> Outcome:
        community, now = standing.community, self._clock()
        if community is None:
            raise NoCommunity
        if wish.writes and request.key and not transaction.first_time(request.key, now):
            return Outcome()
        store = transaction.store(community)
        if standing.member and not wish.action:
            wish = _guessed(store, standing.member, wish)
        if standing.member is None or (standing.member.status is MemberStatus.LEFT and wish.action in DOORS):
            visit = Visit(now, new_id, community, request.sender, wish.arg, request.values)
            outcome = DOORS.get(wish.action, STRANGER).run(visit, store)
        elif not wish.action:
            return Outcome(unknown_word(wish.word, wish.arg))
        else:
            member = standing.member
            turn = Turn(now, new_id, community, member, request.sender, wish.arg, request.query, request.values,
                        self._pages)  # fmt: skip
            outcome = _route(wish, community, member).run(turn, store)
        if wish.writes:
            _keep(transaction, community, outcome, now)
        return outcome

    def _remember(self, standing: Standing, address: str) -> None:
        """The newest way to reach a member; read turns have no transaction of their own to write it in."""
        account = standing.account
        if account is None or not address or account.address == address:
            return
        with self._database.writing() as transaction:
            transaction.remember(account, address, self._clock())
        self._wake()


def _again_if_overtaken(turn: Callable[[], Told]) -> Told:
    """Nothing of a turn that was overtaken is kept, so it may run anew, once."""
    try:
        return turn()
    except Overtaken:
        pass
    try:
        return turn()
    except Overtaken as again:
        if again.lasting:
            raise again.lasting from None
        raise


def _keep(transaction: Transaction, community: Community, outcome: Outcome, now: datetime) -> None:
    transaction.post(community, outcome.messages, now)
    transaction.arm(community, outcome.timers)


def asks_who(request: Request) -> bool:
    """Whether the adapter has to look up the sender's record at the platform before it runs this request."""
    door = DOORS.get(_wish(request).action)
    return door is not None and door.asks_who


def _route(wish: Wish, community: Community, member: Member) -> Route:
    route = ROUTES.get(wish.action)
    if member.status is MemberStatus.LEFT and not (route and route.paused_too):
        raise Refused(
            f"You have left {community.name}. Type join to ask to come back, or me to see or erase what is still kept."
        )
    if member.status is not MemberStatus.ACTIVE and not (route and route.paused_too):
        raise Refused(f"Your membership of {community.name} is paused. A community manager can tell you more.")
    if route is None:
        raise Refused(OLD_BUTTON)
    if route.managers_only and member.role is not Role.MANAGER:
        raise Refused(f"Only the community managers of {community.name} can do that.")
    return route


def _wish(request: Request) -> Wish:
    if request.action:
        return Wish(request.action, request.arg)
    word, rest = [*request.line.removeprefix("/").split(None, 1), "", ""][:2]
    word = word.rstrip("!.,:;")
    known = WORDS.get(word.lower())
    if known:
        return Wish(known.action, rest)
    return Wish("help", rest) if word.lower() in GREETINGS else Wish("", rest, word)


def _guessed(store: Store, member: Member, wish: Wish) -> Wish:
    """A line that begins with no word of ours: a part of curation, for a manager, or a vendor's name alone."""
    if member.role is Role.MANAGER and not wish.arg and wish.word.lower() in OF_CURATION:
        return Wish(OF_CURATION[wish.word.lower()], "")
    if names_vendor(store, wish.word, wish.arg):
        return Wish("vendor", f"{wish.word} {wish.arg}".strip())
    return wish


def _cleaned(request: Request) -> Request:
    """The request as everything else sees it; most are clean as they come."""
    values = {name: _cleaned_value(value) for name, value in request.values.items()}
    sender = _cleaned_sender(request.sender)
    line, arg, query = clean(request.line), clean(request.arg), clean(request.query)
    if (sender, line, arg, query, values) == (
        request.sender, request.line, request.arg, request.query, request.values,
    ):  # fmt: skip
        return request
    return replace(request, sender=sender, line=line, arg=arg, query=query, values=values)


def _cleaned_sender(sender: Sender) -> Sender:
    tenant, user = identity(clean(sender.tenant)), identity(clean(sender.user))
    same = tenant == sender.tenant and user == sender.user
    return sender if same else replace(sender, tenant=tenant, user=user)


def _cleaned_value(value: Value) -> Value:
    return clean(value) if isinstance(value, str) else tuple(clean(part) for part in value)
