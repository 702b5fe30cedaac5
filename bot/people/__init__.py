"""`people`: the managers decide who is admitted, and pause and resume memberships."""

from bot.people import admitting, members

ROUTES = admitting.ROUTES | members.ROUTES
