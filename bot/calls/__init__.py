"""`calls`: who called me before, what this community meets, and what to say."""

from bot.calls import circle, gatekeeper, history, replies, wish

ROUTES = history.ROUTES | circle.ROUTES | replies.ROUTES | gatekeeper.ROUTES | wish.ROUTES
