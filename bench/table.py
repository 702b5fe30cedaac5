"""What was found, for a person to read: one line each, with what is aimed at."""

import sys
from collections.abc import Sequence


def say(text: str = "") -> None:
    """A line of the report, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def columns(names: Sequence[str]) -> None:
    """The head of a table of figures."""
    say("".join([f"{'':34}", *(f"{name:>12}" for name in names)]))


def figures(name: str, values: Sequence[str]) -> None:
    """One line of it."""
    say("".join([f"{name:34}", *(f"{value:>12}" for value in values)]))


def aim(name: str, found: float, unit: str, most: float) -> None:
    """A figure that should be ``most`` at most."""
    _judged(name, found, unit, f"≤ {most:g}{unit}", found <= most)


def at_least(name: str, found: float, unit: str, least: float) -> None:
    """A figure that should be ``least`` or more."""
    _judged(name, found, unit, f"≥ {least:g}{unit}", found >= least)


def fact(name: str, found: float, unit: str) -> None:
    """A figure without an aim."""
    _judged(name, found, unit, "", None)


def skipped(name: str, why: str) -> None:
    """What could not be measured here."""
    say(f"{name:58}{'–':>12}  {why}")


def _judged(name: str, found: float, unit: str, aimed: str, good: bool | None) -> None:
    verdict = "" if good is None else "ok" if good else "over"
    shown = f"{found:,.0f}" if abs(found) >= 100 else f"{found:.2f}"
    say(f"{name:58}{shown + unit:>12}  {aimed:12}{verdict}".rstrip())
