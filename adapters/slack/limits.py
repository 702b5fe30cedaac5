"""Slack's limits in one table; lengths hold in code points and in UTF-16 units, so the larger count decides.

Source: Slack's block reference. Where the reference is silent (text of a whole message, of a rich text block, of an
error beside a field) the number is a cautious one.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Surface:
    """Where blocks stand. ``text`` is the budget of all visible text; tables exist in messages only, one of them."""

    blocks: int
    text: int
    tables: int


# Slack refuses a message whose blocks hold about 13,000 characters, and was seen to refuse one with 11,341.
MESSAGE = Surface(blocks=50, text=9_000, tables=1)
# A whole view may have 250 kB; six bytes a character is the worst that JSON makes of one.
VIEW = Surface(blocks=100, text=30_000, tables=0)

NOTIFICATION = 300  # the top-level text: one line; Slack itself takes 40,000
SECTION = 3_000
RICH_TEXT = 3_000
FIELD = 2_000
FIELDS = 10
HEADER = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 2_000
BULLETS = 50
ACTIONS = 25
BUTTON = 75
BUTTON_VALUE = 2_000
URL = 3_000
ID = 255
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
OPTIONS = 100
BOXES = 10
OPTION = 75
OPTION_VALUE = 150
VIEW_TITLE = 24
PRIVATE_METADATA = 3_000
LABEL = 2_000
HINT = 2_000
PLACEHOLDER = 150
INPUT = 3_000
FIELD_ERROR = 1_000
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_TEXT = 6_000  # Slack takes 10,000 in a message, which the text budget of a message does not
CELL = 1_000
