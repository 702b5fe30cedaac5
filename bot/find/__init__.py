"""`find`: vendors, reviews, questions and answers by the words in them."""

from bot.find import searching

ROUTES = searching.ROUTES
