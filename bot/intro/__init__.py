"""`intro`: a warm introduction instead of a cold call, from the brief to a decision by its date."""

from bot.intro import calendar, choosing, clocks, deciding, ending, meeting, offering, opening, waiting

ROUTES = opening.ROUTES | offering.ROUTES | choosing.ROUTES | meeting.ROUTES | deciding.ROUTES
ROUTES |= ending.ROUTES | waiting.ROUTES | calendar.ROUTES
TIMERS = clocks.TIMERS
