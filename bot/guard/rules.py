"""The guard's table of rules, in the order in which they are looked for."""

from bot.guard.claims import CRIME, GAGS, REFUSAL
from bot.guard.prices import DISCOUNTS, MONEY

RULES = (MONEY, DISCOUNTS, REFUSAL, CRIME, GAGS)
