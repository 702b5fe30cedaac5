"""When two vendors really differ, and the tiers of a category: never a ranking that the evidence does not hold."""

import math
from collections.abc import Mapping
from enum import StrEnum

from bot.score.posterior import Estimate

SURE = 0.80


class Verdict(StrEnum):
    """How a comparison of two reads."""

    FIRST = "the first"
    SECOND = "the second"
    CLOSE = "too close to call"


def p_better(a: Estimate, b: Estimate) -> float:
    """P(A > B) = Φ((μA − μB) / √(sdA² + sdB²)), 0 to 1; one half when neither has any spread nor lead."""
    gap, spread = a.mean - b.mean, math.hypot(a.sd, b.sd)
    if spread == 0:
        return 0.5 if gap == 0 else float(gap > 0)
    return 0.5 * (1 + math.erf(gap / spread / math.sqrt(2)))


def verdict(a: Estimate, b: Estimate) -> Verdict:
    """Which of two is better, where that is at least 80 % sure."""
    if p_better(a, b) >= SURE:
        return Verdict.FIRST
    return Verdict.SECOND if p_better(b, a) >= SURE else Verdict.CLOSE


def tiers(estimates: Mapping[str, Estimate]) -> tuple[tuple[str, ...], ...]:
    """Vendors in tiers, best first: everyone in a tier differs from everyone in the tiers below by P ≥ .8.

    So two vendors that are too close to call always share a tier, even when a chain of such pairs puts a clear
    best and a clear worst into one. Inside a tier the order is by name and means nothing.
    """
    order = sorted(estimates, key=lambda name: (-estimates[name].mean, name))
    cuts, reach = [0], 0
    for i, name in enumerate(order):
        if i > reach:
            cuts.append(i)
        reach = max(reach, i, _last_close(order, estimates, i, name))
    return tuple(
        tuple(sorted(order[start:end])) for start, end in zip(cuts, [*cuts[1:], len(order)], strict=True) if order
    )


def _last_close(order: list[str], estimates: Mapping[str, Estimate], i: int, name: str) -> int:
    """The last place in the order (by falling mean) that `name` at place i does not clearly beat."""
    for j in range(len(order) - 1, i, -1):
        if p_better(estimates[name], estimates[order[j]]) < SURE:
            return j
    return i
