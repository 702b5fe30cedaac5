"""`ask`: a question reaches the peers who use a vendor, wherever they are, and everybody sees the answers."""

from bot.ask import answering, asking, channels, closing, known, own, reaching, unnamed

ROUTES = asking.ROUTES | answering.ROUTES | closing.ROUTES | known.ROUTES | channels.ROUTES
TIMERS = closing.TIMERS | own.TIMERS | reaching.TIMERS | unnamed.TIMERS
