"""`curate`: what community managers do, and what members can do about their decisions."""

from bot.curate import appeals, cases, community, desk, health, queue, reviews

ROUTES = queue.ROUTES | reviews.ROUTES | cases.ROUTES | appeals.ROUTES | community.ROUTES | health.ROUTES | desk.ROUTES
TIMERS = cases.TIMERS | appeals.TIMERS
