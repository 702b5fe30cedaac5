"""How a vendor's sales people behave, from logged calls: apart from service quality, never blended with it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.score.posterior import Z80

FORGETTING = 0.94
PRIOR_EACH = 2.0
SHOWN_FROM = 5


@dataclass(frozen=True)
class Log:
    """One logged approach: the company that logged it, when, and whether it was praise."""

    company: str
    on: date
    good: bool


@dataclass(frozen=True)
class Conduct:
    """The share of good behaviour, 0 (bad) to 1, its 80 % range, and how many companies it rests on."""

    value: float
    low: float
    high: float
    companies: int

    def shown(self, k: int = SHOWN_FROM) -> bool:
        """Whether enough companies stand behind it to show it to anybody."""
        return self.companies >= k


def conduct(logs: Iterable[Log], today: date) -> Conduct:
    """Beta(2, 2) with one vote per company and month: (2 + r) / (4 + r + s), each vote × 0.94^months.

    A company that logs praise and blame in one month splits its one vote in proportion. Months are calendar months;
    the range is the normal one of the Beta posterior.
    """
    months: dict[tuple[str, int], list[int]] = {}
    for log in logs:
        months.setdefault((log.company, _month(log.on)), [0, 0])[log.good] += 1
    good, bad = PRIOR_EACH, PRIOR_EACH
    for (_, month), (blame, praise) in months.items():
        vote = FORGETTING ** max(0, _month(today) - month)
        good += vote * praise / (blame + praise)
        bad += vote * blame / (blame + praise)
    total = good + bad
    value = good / total
    reach = Z80 * math.sqrt(value * (1 - value) / (total + 1))
    companies = len({company for company, _ in months})
    return Conduct(value, max(0.0, value - reach), min(1.0, value + reach), companies)


def _month(day: date) -> int:
    return day.year * 12 + day.month
