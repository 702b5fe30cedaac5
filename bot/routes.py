"""What there is to press and to send: the routes of all use cases in one table."""

from bot import (
    anonymous,
    ask,
    calls,
    coldcall,
    conduct,
    conduct_reply,
    curate,
    digest,
    door,
    eligibility,
    find,
    help,
    home,
    intro,
    join,
    link,
    me,
    people,
    receipt,
    renewals,
    review,
    stack,
    unmask,
    vendor,
    vendors,
)
from bot.route import Door, NewsCase, Route, TimerCase
from bot.vendors import curating as vendors_curating

ROUTES: dict[str, Route] = (
    help.ROUTES | home.ROUTES | ask.ROUTES | me.ROUTES | stack.ROUTES | vendors.ROUTES | vendors_curating.ROUTES
)
ROUTES |= vendors.picking(ROUTES)
ROUTES |= join.ROUTES | link.ROUTES | people.ROUTES | eligibility.ROUTES
ROUTES |= anonymous.ROUTES | receipt.ROUTES | unmask.ROUTES
ROUTES |= curate.ROUTES | review.ROUTES | vendor.ROUTES | find.ROUTES
ROUTES |= intro.ROUTES
ROUTES |= door.ROUTES
ROUTES |= coldcall.ROUTES | calls.ROUTES | conduct_reply.ROUTES | renewals.ROUTES

DOORS: dict[str, Door] = {**join.DOORS, **link.DOORS}
"""What somebody who is no member may do."""

TIMERS: dict[str, TimerCase] = {**ask.TIMERS, **me.TIMERS, **eligibility.TIMERS, **anonymous.TIMERS, **unmask.TIMERS}
TIMERS |= curate.TIMERS | conduct.TIMERS | renewals.TIMERS | digest.TIMERS
TIMERS |= review.TIMERS | intro.TIMERS | door.TIMERS

NEWS: dict[str, NewsCase] = {**eligibility.NEWS}
"""What platforms tell by themselves; no person can run these."""
