"""`review`: a member's evidence about a vendor, from the form to the sums that cards read."""

from bot.review import crowd, nightly, own, writing

ROUTES = writing.ROUTES | own.ROUTES
TIMERS = crowd.TIMERS | own.TIMERS | nightly.TIMERS
