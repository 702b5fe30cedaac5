"""`me`: who I am here, how I want to be reached, what is kept about me, and how to take it all away again."""

from bot.me import card, conflicts, export, leaving, preferences, profile, withering

ROUTES = card.ROUTES | profile.ROUTES | preferences.ROUTES | conflicts.ROUTES | export.ROUTES | leaving.ROUTES
TIMERS = leaving.TIMERS | withering.TIMERS
