"""Receipt codes as people see them."""

import re

DIGITS = 16


def new_code(drawn: str) -> str:
    """Sixteen digits from a random 128-bit id."""
    return f"{int(drawn, 16) % 10**DIGITS:0{DIGITS}d}"


def spaced(code: str) -> str:
    """In four groups, as it is easily copied."""
    return " ".join(re.findall("....", code))
