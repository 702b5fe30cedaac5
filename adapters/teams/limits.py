"""Every limit of Teams and of good sense that the cards keep, in one table. Lengths count characters."""

CARD_BYTES = 80_000
"""UTF-16 bytes of one card's JSON; Teams refuses a message at about 100 KB with 413."""

ENVELOPE_BYTES = 8_000
"""Kept free of CARD_BYTES for the title, the outer object and the message around the card."""

CARD_VERSION = "1.5"
"""Teams draws nothing newer."""

TITLE = 150
HEADING = 150
PARAGRAPH = 3_000
QUOTE = 2_500
QUOTE_BY = 300
LINES = 40
"""Lines of one paragraph or quote: a text of line breaks alone must not fill the chat."""

BULLETS = 20
BULLET = 500
FACTS = 30
FACT_LABEL = 60
FACT_VALUE = 300
BARS = 20
BAR_LABEL = 60
ROWS = 20
COLUMNS = 5
"""Columns of a table with the one that names the row."""
WIDE_COLUMNS = 3
"""Up to so many columns stay readable on a phone; a wider table is drawn as one list a row."""
CELL = 120
BLOCKS = 60

BUTTONS_A_ROW = 6
"""Teams shows six actions of a set and hides the rest."""
ROW_WIDTH = 44
"""Characters of labels side by side on a phone, each label with BUTTON_EDGE for its edge and gap."""
BUTTON_EDGE = 5
BUTTONS = 24
BUTTON_LABEL = 40
CONFIRM = 300
URL = 2_000

SUMMARY = 200
NOTE = 3_000

INTRO_BLOCKS = 10
FORM_FIELDS = 30
FIELD_LABEL = 150
HINT = 600
"""The promise made to an anonymous author stands whole: about 450."""
PLACEHOLDER = 150
INPUT = 4_000
OPTIONS = 300
FEW_OPTIONS = 50
"""So many where the full lists would make the card too heavy."""
FEWEST_OPTIONS = 5
FEWEST_TYPED = 300
OPTION_LABEL = 120
SHORT_LIST = 4
"""A choice of so few options stands open; a longer one is a drop-down."""
LONG_LIST = 12
"""A choice of more options can be searched by typing."""
SEARCH_RESULTS = 15
"""Teams shows no more entries of a type-ahead."""
DIALOG_TITLE = 60
DIALOG_TEXT = 1_000

PACE = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
"""Messages of one bot to one conversation: (count, seconds) [Teams docs: rate limits]."""
