"""What there is to press and to send: the routes of all use cases in one table."""

from bot import ask, help, home
from bot.route import Door, Route, TimerCase

ROUTES: dict[str, Route] = help.ROUTES | home.ROUTES | ask.ROUTES

DOORS: dict[str, Door] = {}
"""What somebody who is no member may do."""

TIMERS: dict[str, TimerCase] = {**ask.TIMERS}
