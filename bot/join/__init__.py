"""`join`: somebody asks to be admitted, or a member's details changed; the managers decide (see bot/people)."""

from bot.join import sending

ROUTES = sending.ROUTES
DOORS = sending.DOORS
