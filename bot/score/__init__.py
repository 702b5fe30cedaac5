"""Scores: what many reviews say about one vendor, with how sure that is. Pure arithmetic, no text for people."""

from bot.score.behaviour import Conduct, Log, conduct
from bot.score.compare import Verdict, p_better, tiers, verdict
from bot.score.evidence import Rating, Sums, Tally, decay, growth, merit, tally, weight
from bot.score.posterior import (
    FIXED_PRIOR,
    Estimate,
    Prior,
    Taught,
    choose_prior,
    estimate,
    learn_shares,
    strength,
)
from bot.score.shown import Grade, Share, grade, likeness, peers_like_you, shows_peers_like_you, wilson

__all__ = [
    "FIXED_PRIOR",
    "Conduct",
    "Estimate",
    "Grade",
    "Log",
    "Prior",
    "Rating",
    "Share",
    "Sums",
    "Tally",
    "Taught",
    "Verdict",
    "choose_prior",
    "conduct",
    "decay",
    "estimate",
    "grade",
    "growth",
    "learn_shares",
    "likeness",
    "merit",
    "p_better",
    "peers_like_you",
    "shows_peers_like_you",
    "strength",
    "tally",
    "tiers",
    "verdict",
    "weight",
    "wilson",
]
