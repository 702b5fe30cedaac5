"""Peers' words are for active members alone: what is not addressed to anybody else, and what ends for who goes."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, bindparam, case, literal, or_, select

from bot.cards import card_to_json
from bot.model import MemberStatus
from bot.views import Card, Paragraph
from storage import tables as t

REMOVED = "workspace_removed"
"""Why a delivery was given up whose workspace took the app away."""
TALK = ("ask:", "ask.", "intro:")
"""How the keys of cards begin that bring peers' words: for active members alone."""
CHANGING = ("ask:", "intro:")
"""Those of them that change with every answer."""
ENDED = ":ended:"
ENDED_CARD = Card("This card has ended", (Paragraph(("You are not a member now, so this card has ended.",)),))

d = t.delivery.c


def close_for(connection: Connection, community_id: str, member_id: str, now: datetime) -> None:
    """A member has left or is suspended: what waits for them is not sent, and what they see of peers' talk ends.

    Each such card of theirs becomes a message of its own, so that no later answer reaches it.
    """
    a = t.account.c
    accounts = select(a.id).where(a.community_id == community_id, a.member_id == member_id)
    ours = d.community_id == community_id
    theirs = or_(d.recipient.in_(accounts), d.beside.in_(accounts))
    connection.execute(t.delivery.delete().where(ours, theirs, d.ref == "", d.lease.is_(None)))
    # A card that two read in one conversation says nothing of either, and stays for the other one.
    alone = d.recipient.in_(accounts), d.beside.is_(None)
    talk = or_(*(d.key.startswith(begin) for begin in CHANGING))
    keys = connection.scalars(select(d.key).where(ours, *alone, talk, ~d.key.contains(ENDED)).distinct()).all()
    if not keys:
        return
    card = card_to_json(ENDED_CARD)
    other = {key: f"{key}{ENDED}{secrets.token_hex(8)}" for key in keys}
    rows = [
        {"community_id": community_id, "key": key, "card": card, "revision": 1, "posted_at": now}
        for key in other.values()
    ]
    connection.execute(t.message.insert(), rows)
    waits = or_(d.lease.is_not(None), d.closed == REMOVED)
    due = case((waits, d.due), else_=literal(now, d.due.type))
    closed = case((d.closed == REMOVED, d.closed), else_="")
    values = {"key": bindparam("other"), "due": due, "closed": closed, "attempts": 0}
    moved = t.delivery.update().where(ours, *alone, d.key == bindparam("old")).values(values)
    connection.execute(moved, [{"old": key, "other": new} for key, new in other.items()])


def may_read(community_id: str, key: str, members: Sequence[str]) -> Sequence[str] | Select[tuple[str]]:
    """Of these members, those who may get peers' words, where the card brings any.

    They stay so until the turn ends: whoever goes in this instant finds what it addressed to them, and closes it.
    """
    if not key.startswith(TALK):
        return members
    m = t.member.c
    active = select(m.id).where(m.community_id == community_id, m.id.in_(members), m.status == MemberStatus.ACTIVE)
    return active.with_for_update(read=True)
