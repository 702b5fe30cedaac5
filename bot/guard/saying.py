"""How findings read where their author looks at a text once more."""

from collections.abc import Iterable

from bot.guard.finding import Finding
from bot.views import Bold, Bullets


def reasons(findings: Iterable[Finding]) -> Bullets:
    """Each place with why it should not reach others."""
    return Bullets(tuple((Bold(f"“{one.words}”"), f": {one.why}") for one in findings))
