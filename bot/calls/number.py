"""Phone numbers as far as a private history needs them: digits, and how long "of late" is."""

from datetime import timedelta

LATELY = timedelta(days=30)
DIGITS = (6, 15)
"""Digits of a phone number, from a short national one to the longest that exists (ITU-T E.164)."""
TIMES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


def digits_of(text: str) -> str:
    """The digits of a phone number without the international prefix; "" where it is none."""
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit()).removeprefix("00")
    return digits if DIGITS[0] <= len(digits) <= DIGITS[1] else ""


def ordinal(times: int) -> str:
    """ "Third", "12th"."""
    if 0 < times <= len(TIMES):
        return TIMES[times - 1]
    ending = "th" if times % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(times % 10, "th")
    return f"{times}{ending}"
