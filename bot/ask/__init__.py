"""`ask`: a question reaches the peers who use a vendor, wherever they are, and everybody sees the answers."""

from bot.ask import answering, asking, channels, closing, known, reaching, removal, unnamed

ROUTES = asking.ROUTES | answering.ROUTES | closing.ROUTES | known.ROUTES | channels.ROUTES | removal.ROUTES
TIMERS = closing.TIMERS | reaching.TIMERS | unnamed.TIMERS
