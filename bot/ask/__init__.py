"""`ask`: a question reaches the peers who use a vendor, wherever they are, and everybody sees the answers."""

from bot.ask import answering, asking, closing

ROUTES = asking.ROUTES | answering.ROUTES | closing.ROUTES
TIMERS = closing.TIMERS
