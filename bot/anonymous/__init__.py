"""Writing under a handle: when it is offered, how it is put off, private notes to an author, and shredding."""

from bot.anonymous import notes, shredding

ROUTES = notes.ROUTES
TIMERS = notes.TIMERS | shredding.TIMERS
