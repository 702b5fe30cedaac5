"""What a command says on the terminal, and how far a long one is, for who looks on."""

import sys
from collections.abc import Callable

EVERY = 500


def say(text: str) -> None:
    """A line of what the command found or did."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_no(text: str) -> int:
    """Why the command does nothing; gives the exit code."""
    sys.stderr.write(f"warmline: {text}\n")
    return 1


def show_for_now(text: str) -> None:
    """What the next line writes over; only where somebody looks on: a file or another program never gets it."""
    if is_looked_at():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()


def is_looked_at() -> bool:
    """Whether somebody sees how far a command is."""
    return sys.stderr.isatty()


def counting(what: str, total: int = 0) -> Callable[[int], None]:
    """Shows a growing number, each time that so many more have gone by; ``total`` where it is known."""
    of = f" of {total:,}" if total else ""

    def show(number: int) -> None:
        if number % EVERY == 0:
            show_for_now(f"{what}: {number:,}{of} …")

    return show


def silent(_: int) -> None:
    """Nobody looks on."""
