"""`vendor`, `compare`, `top`: what peers' reviews come to, drawn for one reader."""

from bot.vendor import card, compare, top

ROUTES = card.ROUTES | compare.ROUTES | top.ROUTES
