"""The front door: a vendor leaves one structured pitch on a page of ours and reads a dated yes or no there."""

from bot.door import clock, deciding, listing, saying

ROUTES = listing.ROUTES | saying.ROUTES | deciding.ROUTES
TIMERS = clock.TIMERS
