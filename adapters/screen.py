"""How far a long command is, for who looks on; a file or another program never gets it."""

import sys
from collections.abc import Callable

EVERY = 500


def show_for_now(text: str) -> None:
    """What the next line writes over; only where somebody looks on."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()


def counting(what: str) -> Callable[[int], None]:
    """Shows a growing number, each time that so many more have gone by."""

    def show(number: int) -> None:
        if number % EVERY == 0:
            show_for_now(f"{what}: {number} …")

    return show


def silent(_: int) -> None:
    """Nobody looks on."""
