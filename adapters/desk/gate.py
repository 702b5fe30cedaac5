"""Who sits at the desk: a session by cookie, and at each request anew whether its member is a manager still."""

import asyncio
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl

from aiohttp import web

from adapters.pages.door import FOREIGN, SEAL, SLOWER, Door, Pace, refusal, whence
from adapters.wiring import House, off_the_loop
from bot.model import Community, Member, MemberStatus, Role
from bot.ports import Standing
from bot.turn import Sender
from storage.database import SqlTransaction
from storage.sessions import LASTS, NOTED, Session

PER_MINUTE = 120
"""Requests from one address: a type-ahead asks while somebody types."""
FIELDS = 100
SIGN_IN = (
    "Sign in from the chat",
    "You are not signed in here, or not any more, and nothing was changed just now. Type curate in the chat and press "
    "Open the desk. If you had filled something in, go back in this browser first and copy it.",
)

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Seat:
    """A signed-in manager as this request found them. ``sender``: the account as whom their turns run."""

    token: str
    community: Community
    member: Member
    sender: Sender
    seal: str
    ends_at: datetime


class Gate:
    """The way into the desk of one house."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.house: House = door.house
        self.run = off_the_loop(self.house.bot, self.house.metrics)
        self._pace = Pace(PER_MINUTE)
        self._https = self.house.settings.public_url.startswith("https://")
        # The prefix makes browsers refuse such a cookie from a sister site or without https; on loopback there is none.
        self.cookie = "__Host-warmline-desk" if self._https else "warmline-desk"

    async def admits(self, request: web.Request) -> Seat:
        """The manager who asks. 403 for everybody else, the same whatever the reason; 429 for who asks too often."""
        self.passes(request)
        token = request.cookies.get(self.cookie, "")
        seat = await asyncio.to_thread(self._seat, token) if token else None
        if seat is None:
            raise refusal(web.HTTPForbidden, SIGN_IN)
        return seat

    def passes(self, request: web.Request) -> None:
        """429 when the address has asked too often in this minute."""
        if not self._pace.allows(whence(request), int(self.house.clock().timestamp() // 60)):
            raise refusal(web.HTTPTooManyRequests, SLOWER, {"Retry-After": "60"})

    def sits_still(self, transaction: SqlTransaction, seat: Seat) -> None:
        """403 unless the session lasts and its member is a manager still: a body can take long to be read."""
        found = _seated(transaction, seat.token, self.house.clock())
        if found is None or (found[1].id, found[2].id) != (seat.community.id, seat.member.id):
            raise refusal(web.HTTPForbidden, SIGN_IN)

    def opens(self, answer: web.Response, token: str) -> None:
        """Gives the browser the session's token, which no script can read and no other site can send."""
        answer.set_cookie(
            self.cookie, token, max_age=int(LASTS.total_seconds()), path="/", secure=self._https, httponly=True,
            samesite="Strict",
        )  # fmt: skip

    def closes(self, answer: web.Response) -> None:
        """Takes the token away again."""
        answer.del_cookie(self.cookie, path="/", secure=self._https, httponly=True, samesite="Strict")

    async def pairs(self, request: web.Request, seat: Seat) -> Pairs:
        """The fields of a form that our own page sent in this session; 403 for any other."""
        found = _read(request, await request.read())
        self.check(request, seat, dict(found).get(SEAL, ""))
        return found

    def check(self, request: web.Request, seat: Seat, sealed: str) -> None:
        """403 unless the form carries this session's own seal and comes from our own page."""
        if not hmac.compare_digest(sealed.encode(), seat.seal.encode()) or not self.door.is_own(request):
            raise refusal(web.HTTPForbidden, FOREIGN)

    def _seat(self, token: str) -> Seat | None:
        now = self.house.clock()
        with self.house.database.reading() as transaction:
            found = _seated(transaction, token, now)
        if found is None:
            return None
        session, community, member, sender = found
        if now - session.used_at >= NOTED:
            with self.house.database.writing() as transaction:
                transaction.sessions.use(token, now)
        return Seat(
            token,
            community,
            member,
            sender,
            self.door.seal("desk-session", token),
            replace(session, used_at=now).ends_at(),
        )


def new_token() -> str:
    """256 random bits."""
    return secrets.token_hex(32)


def manager_of(standing: Standing) -> tuple[Community, Member] | None:
    """The active manager who stands there."""
    community, member = standing.community, standing.member
    if community is None or member is None:
        return None
    good = member.status is MemberStatus.ACTIVE and member.role is Role.MANAGER
    return (community, member) if good else None


def _seated(transaction: SqlTransaction, token: str, now: datetime) -> tuple[Session, Community, Member, Sender] | None:
    session = transaction.sessions.find(token, now)
    found = _standing(transaction, session.community_id, session.member_id) if session else None
    return (session, *found) if session and found else None


def _standing(
    transaction: SqlTransaction, community_id: str, member_id: str
) -> tuple[Community, Member, Sender] | None:
    """The member's first account that the bot would let in now: by the same look-up as a line typed in chat."""
    community = transaction.communities.get(community_id)
    for one in transaction.store(community).members.accounts(member_id) if community else ():
        sender = Sender(one.platform, one.tenant, one.user)
        found = manager_of(transaction.standing(sender))
        if found and found[1].id == member_id:
            return *found, sender
    return None


def _read(request: web.Request, body: bytes) -> Pairs:
    """A sent form; empty where it is no form at all."""
    if request.content_type != "application/x-www-form-urlencoded":
        return ()
    try:
        return parse_qsl(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        return ()
