"""Members, vendors and reviews from files: good rows are taken, bad ones named, and a second run changes nothing."""

from bot.imports.bringing import Bringer
from bot.imports.members import MEMBER_COLUMNS, MEMBER_REQUIRED, SIZES, take_members
from bot.imports.review_rows import REVIEW_COLUMNS, REVIEW_REQUIRED
from bot.imports.reviews import Importing, count_unnamed_ones, read_reviews, take_reviews
from bot.imports.rows import Row, Taken, check_columns
from bot.imports.vendors import VENDOR_COLUMNS, VENDOR_REQUIRED, take_vendors

REQUIRED = {"members": MEMBER_REQUIRED, "vendors": VENDOR_REQUIRED, "reviews": REVIEW_REQUIRED}

__all__ = [
    "MEMBER_COLUMNS", "REQUIRED", "REVIEW_COLUMNS", "SIZES", "VENDOR_COLUMNS", "Bringer", "Importing", "Row", "Taken",
    "check_columns", "count_unnamed_ones", "read_reviews", "take_members", "take_reviews", "take_vendors",
]  # fmt: skip
