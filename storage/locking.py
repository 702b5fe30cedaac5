"""Rows that a turn holds until it ends, so that no other turn decides by what this one is changing.

They are taken in one order, or two turns wait for each other: community, member or vendor, text, message, delivery.
SQLite has one writer and needs none of it.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.turn import Overtaken
from storage import tables as t

c, m, v = t.community.c, t.member.c, t.vendor.c


def held(connection: Connection, query: Select[Any]) -> Select[Any]:
    """The same query; in a turn that writes, the rows that it finds are held. Foreign keys may still point to them."""
    writing = connection.get_execution_options().get("writing", False)
    return query.with_for_update(key_share=True) if writing else query


def hold_community(connection: Connection, community_id: str) -> None:
    """For a rule that many rows are counted for."""
    connection.execute(held(connection, select(c.id).where(c.id == community_id)))


def hold_member(connection: Connection, community_id: str, member_id: str) -> None:
    """For a rule about one member."""
    connection.execute(held(connection, select(m.id).where(m.community_id == community_id, m.id == member_id)))


def hold_vendor(connection: Connection, community_id: str, vendor_id: str) -> None:
    """Before something is kept that names the vendor: a merge waits for it, and moves it too.

    Raises Overtaken where the merge was first: run anew, the turn finds the vendor that is left.
    """
    hold_vendors(connection, community_id, {vendor_id})


def hold_vendors(connection: Connection, community_id: str, vendor_ids: Collection[str]) -> None:
    """The same for several."""
    merged = select(v.merged_into).where(v.community_id == community_id, v.id.in_(vendor_ids)).order_by(v.id)
    if any(connection.scalars(merged.with_for_update(read=True, key_share=True))):
        raise Overtaken
