"""`renewals`: a member's private dates, their reminders, how they ended, and what peers did."""

from bot.renewals import calendar, deciding, listing, pulse, reminding, writing

ROUTES = listing.ROUTES | writing.ROUTES | deciding.ROUTES | pulse.ROUTES | calendar.ROUTES
TIMERS = reminding.TIMERS | pulse.TIMERS
