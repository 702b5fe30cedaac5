"""Scores: the vectors of the product's rules, the coverage of the ranges, and the laws they keep."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.score import (
    FIXED_PRIOR,
    Estimate,
    Grade,
    Log,
    Prior,
    Rating,
    Sums,
    Tally,
    Taught,
    Verdict,
    choose_prior,
    conduct,
    decay,
    estimate,
    grade,
    learn_shares,
    likeness,
    merit,
    p_better,
    peers_like_you,
    shows_peers_like_you,
    strength,
    tally,
    tiers,
    verdict,
    weight,
    wilson,
)

TODAY = date(2025, 6, 1)
NINE = (4, 4, 5, 4, 5, 3, 4, 5, 4)
SIX_BAD = (1, 2, 1, 2, 2, 1)
M8 = Prior(FIXED_PRIOR.shares, 8.0)


def fresh(stars: Sequence[int], w: float = 1.0, age: int = 0) -> list[Rating]:
    return [Rating(k, TODAY - timedelta(days=age), w) for k in stars]


def counts(*by_stars: float) -> Tally:
    one, two, three, four, five = by_stars
    return Tally((one, two, three, four, five), sum(by_stars), int(sum(by_stars)))


def of(ratings: Sequence[Rating], prior: Prior = FIXED_PRIOR) -> Estimate:
    return estimate(tally(ratings, TODAY), prior)


MIXED = [*fresh([5]), *fresh([5], 0.3), *fresh([2], age=540)]


@pytest.mark.parametrize(
    ("ratings", "prior", "mean", "low", "high"),
    [
        ([], FIXED_PRIOR, 3.8200, 3.2450, 4.3950),
        (fresh([5]), FIXED_PRIOR, 4.0167, 3.4861, 4.5472),
        (fresh([5, 5, 5], 0.3), FIXED_PRIOR, 4.0000, 3.4648, 4.5352),
        (MIXED, FIXED_PRIOR, 3.9118, 3.3709, 4.4526),
        (fresh(NINE), FIXED_PRIOR, 4.0786, 3.7973, 4.3598),
        (fresh(NINE, age=540), FIXED_PRIOR, 4.0105, 3.6431, 4.3780),
        (fresh(NINE, merit(before_sale=True)), FIXED_PRIOR, 3.9448, 3.5009, 4.3888),
        (fresh(NINE), M8, 4.0329, 3.7598, 4.3061),
        (fresh(SIX_BAD), FIXED_PRIOR, 2.5545, 2.0288, 3.0803),
    ],
)
def test_the_mean_and_range_are_those_of_the_rules(
    ratings: list[Rating], prior: Prior, mean: float, low: float, high: float
) -> None:
    got = of(ratings, prior)
    assert (got.mean, got.low, got.high) == pytest.approx((mean, low, high), abs=6e-5)


def test_effective_reviews_count_what_the_weights_are_worth() -> None:
    assert tally(MIXED, TODAY).effective == pytest.approx(2.418, abs=1e-3)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(30, 0.9622), (180, 0.7937), (270, 0.7071), (540, 0.5), (1080, 0.25), (1095, 0.2452), (1096, 0.0)],
)
def test_a_review_fades_and_ends(days: int, expected: float) -> None:
    assert decay(days) == pytest.approx(expected, abs=5e-5)


def test_each_circumstance_lowers_a_reviews_weight() -> None:
    assert weight(0) == 1
    assert weight(0, invited=True) == 0.3
    assert weight(0, months_live=2) == 0.5
    assert weight(0, months_live=3) == 1
    assert weight(0, before_sale=True) == 0.25
    assert weight(0, interest=True) == 0
    assert weight(540, invited=True, months_live=0, before_sale=True) == pytest.approx(0.5 * 0.3 * 0.5 * 0.25)


def test_a_date_ahead_of_today_counts_as_today() -> None:
    assert weight(-1) == 1


def test_a_declared_interest_is_not_even_counted_as_a_review() -> None:
    assert tally(fresh([5], merit(interest=True)), TODAY) == Tally()
    assert Sums().add(fresh([5], 0.0)[0]) == Sums()


def test_stars_outside_one_to_five_are_no_rating() -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        Rating(0, TODAY)


@pytest.mark.parametrize(
    ("a", "b", "p", "expected"),
    [
        (counts(0, 0, 0, 0, 3), counts(1, 2, 3, 14, 20), 0.564, Verdict.CLOSE),
        (counts(0, 0, 1, 5, 6), counts(1, 2, 3, 4, 2), 0.987, Verdict.FIRST),
        (counts(0, 0, 1, 5, 3), counts(0, 0, 0, 0, 0), 0.698, Verdict.CLOSE),
        (counts(0, 0, 1, 5, 3), counts(3, 3, 0, 0, 0), 0.9995, Verdict.FIRST),
        (counts(3, 3, 0, 0, 0), counts(0, 0, 1, 5, 3), 0.0005, Verdict.SECOND),
    ],
)
def test_two_vendors_differ_only_where_it_is_sure(a: Tally, b: Tally, p: float, expected: Verdict) -> None:
    first, second = estimate(a), estimate(b)
    assert p_better(first, second) == pytest.approx(p, abs=1e-3)
    assert verdict(first, second) is expected


def test_two_exact_means_compare_without_any_spread() -> None:
    three, four = Estimate(3, 0, 3, 3), Estimate(4, 0, 4, 4)
    assert (p_better(four, three), p_better(three, four), p_better(four, four)) == (1, 0, 0.5)


@pytest.mark.parametrize(
    ("yes", "total", "low", "high"),
    [
        (1, 1, 0.378, 1),
        (3, 3, 0.646, 1),
        (0, 3, 0, 0.354),
        (0, 1, 0, 0.622),
        (6, 9, 0.454, 0.828),
        (7, 9, 0.566, 0.904),
        (9, 9, 0.846, 1),
        (18, 20, 0.782, 0.958),
        (21, 23, 0.808, 0.963),
        (4, 5, 0.514, 0.938),
        (0, 0, 0, 1),
    ],
)
def test_would_buy_again_has_the_wilson_range(yes: int, total: int, low: float, high: float) -> None:
    got = wilson(yes, total)
    assert (got.low, got.high) == pytest.approx((low, high), abs=6e-4)


@pytest.mark.parametrize(("yes", "total", "low", "high"), [(1, 1, 0.207, 1), (7, 9, 0.453, 0.937)])
def test_the_wilson_range_widens_to_95_percent(yes: int, total: int, low: float, high: float) -> None:
    got = wilson(yes, total, z=1.959964)
    assert (got.low, got.high) == pytest.approx((low, high), abs=6e-4)


def test_more_yes_than_people_is_no_share() -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


def test_the_grade_follows_the_number_of_companies() -> None:
    got = [grade(n) for n in (0, 2, 3, 4, 5, 9, 10, 19, 20, 500)]
    n, w, e, f, g = Grade.NOTHING, Grade.WORDS, Grade.EARLY, Grade.FAIR, Grade.GOOD
    assert got == [n, n, w, w, e, e, f, f, g, g]
    assert [x.has_number for x in (n, w, e, f, g)] == [False, False, True, True, True]


def test_a_communitys_k_moves_where_figures_begin() -> None:
    assert grade(4, k=3) is Grade.EARLY
    assert grade(2, k=1) is Grade.NOTHING
    assert grade(11, k=12) is Grade.WORDS


# Conduct


def month(back: int, day: int = 10) -> date:
    index = TODAY.year * 12 + TODAY.month - 1 - back
    return date(index // 12, index % 12 + 1, day)


@pytest.mark.parametrize(
    ("logs", "value"),
    [
        ([], 0.500),
        ([Log("a", month(0), False)], 0.400),
        ([*(Log("a", month(m), False) for m in range(5)), Log("b", month(2), True)], 0.309),
        ([Log(c, month(0), True) for c in "abcde"], 0.778),
        ([Log("a", month(m), True) for m in range(12)], 0.843),
    ],
)
def test_conduct_is_that_of_the_rules(logs: list[Log], value: float) -> None:
    got = conduct(logs, TODAY)
    assert got.value == pytest.approx(value, abs=6e-4)
    assert 0 <= got.low <= got.value <= got.high <= 1


def test_a_company_has_one_conduct_vote_a_month() -> None:
    once = conduct([Log("a", month(1), False)], TODAY)
    assert conduct([Log("a", month(1, d), False) for d in (1, 9, 28)], TODAY) == once
    half = conduct([Log("a", month(0), False), Log("a", month(0), True)], TODAY)
    assert half.value == 0.5


def test_conduct_is_shown_from_five_companies_on() -> None:
    four = conduct([Log(c, month(0), True) for c in "abcd"], TODAY)
    five = conduct([Log(c, month(9), True) for c in "abcde"], TODAY)
    assert (four.shown(), five.shown(), five.shown(k=6)) == (False, True, False)


# The prior


def vendor(ratings: Sequence[int]) -> Tally:
    return tally(fresh(ratings), TODAY)


def test_the_prior_comes_from_the_category_else_from_all_vendors_else_it_is_fixed() -> None:
    poor, good = [vendor([2, 2, 3, 2])] * 6, [vendor([5, 5, 4, 5])] * 6
    assert choose_prior(poor, poor + good, 48).taught_by is Taught.CATEGORY
    assert choose_prior(poor[:2], poor[:2] + good, 32).taught_by is Taught.VENDORS
    assert choose_prior([], good[:4], 16) == FIXED_PRIOR
    learnt = estimate(Tally(), choose_prior(poor, [], 48)).mean
    assert 2 < learnt < 3


def test_a_vendor_under_four_reviews_teaches_nothing() -> None:
    assert learn_shares([vendor([1, 1, 1])] * 50, 5.0) is None


def test_no_star_is_ever_impossible() -> None:
    shares = learn_shares([vendor([5] * 30)] * 9, 5.0)
    assert shares is not None
    assert min(shares) > 0
    assert sum(shares) == pytest.approx(1)


def test_the_prior_grows_stronger_from_two_hundred_reviews_on() -> None:
    assert (strength(0), strength(199), strength(200)) == (5, 5, 8)
    assert choose_prior([], [], 200).strength == 8


# Simulation: a vendor's true shares are drawn around common ones; its reviews are drawn from those.

TRUE_SHARES = (0.12, 0.18, 0.20, 0.30, 0.20)


def drawn(rng: random.Random, shares: Sequence[float], m: float) -> list[float]:
    gammas = [rng.gammavariate(m * p, 1) for p in shares]
    return [g / sum(gammas) for g in gammas]


def histogram(rng: random.Random, truth: Sequence[float], n: int) -> Tally:
    picks = rng.choices(range(5), truth, k=n)
    return counts(*(picks.count(k) for k in range(5)))


def market(seed: int, m: float, vendors: int = 450) -> tuple[random.Random, list[Tally]]:
    rng = random.Random(seed)  # noqa: S311  (a repeatable simulation)
    return rng, [
        histogram(rng, drawn(rng, TRUE_SHARES, m), min(60, 1 + int(rng.expovariate(1 / 7)))) for _ in range(vendors)
    ]


def coverage(rng: random.Random, prior: Prior, n: int, m: float, rounds: int = 3000) -> float:
    hits = 0
    for _ in range(rounds):
        truth = drawn(rng, TRUE_SHARES, m)
        got = estimate(histogram(rng, truth, n), prior)
        hits += got.low <= sum(k * p for k, p in enumerate(truth, 1)) <= got.high
    return hits / rounds


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 12, 20, 35, 60, 100])
def test_the_range_holds_the_truth_four_times_in_five_with_a_learnt_prior(n: int) -> None:
    rng, tallies = market(n, m=8.0)
    prior = choose_prior([], tallies, sum(t.reviews for t in tallies))
    assert prior.taught_by is Taught.VENDORS
    assert 0.78 <= coverage(rng, prior, n, m=8.0) <= 0.82


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8])
def test_a_wrong_fixed_prior_loses_the_truth(n: int) -> None:
    rng, _ = market(n, m=8.0, vendors=0)
    assert 0.37 <= coverage(rng, M8, n, m=8.0) <= 0.63


# Peers like you


def test_likeness_runs_from_half_to_double() -> None:
    assert likeness([]) == 0.5
    assert likeness(["industry"]) == pytest.approx(1.1)
    assert likeness(["industry", "size", "region", "scope"]) == pytest.approx(2)


profiles = st.tuples(
    st.integers(1, 5), st.floats(0.01, 1), st.sets(st.sampled_from(["industry", "size", "region", "scope"]))
)


@given(st.lists(profiles, min_size=1, max_size=30))
def test_peers_like_you_from_tallies_equals_the_weighted_reviews(people: list[tuple[int, float, set[str]]]) -> None:
    def part(name: str) -> Tally:
        return tally([Rating(k, TODAY, w) for k, w, shared in people if name in shared], TODAY)

    whole = tally([Rating(k, TODAY, w) for k, w, _ in people], TODAY)
    got = peers_like_you(whole, {name: part(name) for name in ("industry", "size", "region", "scope")})
    direct = tally([Rating(k, TODAY, w * likeness(shared)) for k, w, shared in people], TODAY)
    assert got.stars == pytest.approx(direct.stars)
    assert got.effective <= direct.effective * (1 + 1e-9)


def test_peers_like_you_needs_evidence_and_companies() -> None:
    enough = peers_like_you(counts(0, 0, 0, 10, 10), {"industry": counts(0, 0, 0, 5, 5)})
    assert shows_peers_like_you(enough, companies=20)
    assert not shows_peers_like_you(enough, companies=4)
    assert not shows_peers_like_you(peers_like_you(counts(0, 0, 0, 2, 2), {}), companies=9)


# Tiers


def test_a_category_falls_into_tiers_only_where_it_is_sure() -> None:
    got = tiers(
        {
            "Good": estimate(counts(0, 0, 1, 15, 24)),
            "Also good": estimate(counts(0, 0, 2, 15, 23)),
            "Poor": estimate(counts(10, 10, 4, 1, 0)),
        }
    )
    assert got == (("Also good", "Good"), ("Poor",))
    assert tiers({}) == ()


def test_a_chain_of_close_calls_stays_one_tier() -> None:
    chain = {name: Estimate(mean, 0.3, mean - 0.4, mean + 0.4) for name, mean in (("a", 4), ("b", 3.7), ("c", 3.4))}
    assert verdict(chain["a"], chain["c"]) is Verdict.FIRST
    assert tiers(chain) == (("a", "b", "c"),)


# Laws

stars = st.integers(1, 5)
days = st.dates(date(2019, 1, 1), TODAY)
ratings = st.builds(Rating, stars, days, st.sampled_from([0.0, 0.075, 0.25, 0.3, 0.5, 1.0]))
live = st.builds(Rating, stars, st.dates(TODAY - timedelta(days=1095), TODAY), st.sampled_from([0.0, 0.15, 0.3, 1.0]))
means = st.tuples(st.floats(1, 5), st.floats(0.01, 1.5)).map(lambda t: Estimate(t[0], t[1], 1.0, 5.0))


@given(st.lists(ratings, max_size=40))
def test_the_range_stays_within_one_to_five(some: list[Rating]) -> None:
    got = of(some)
    assert 1 <= got.low <= got.mean <= got.high <= 5


@given(st.lists(live, min_size=1, max_size=20), st.integers(2, 6))
def test_the_same_evidence_again_narrows_the_range(some: list[Rating], times: int) -> None:
    own = of(some).mean, tally(some, TODAY)
    prior = FIXED_PRIOR
    if own[1].total:
        # Only evidence that agrees with the prior can be compared: other evidence may rightly widen at first.
        one, two, three, four, five = (s / own[1].total for s in own[1].stars)
        prior = Prior((one, two, three, four, five))
    assert of(some * times, prior).sd <= of(some, prior).sd + 1e-12


@given(st.lists(ratings, max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_reviews_does_not_matter(some: list[Rating], rng: random.Random) -> None:
    shuffled = rng.sample(some, len(some))
    assert of(shuffled).mean == pytest.approx(of(some).mean, abs=1e-12)
    assert of(shuffled).sd == pytest.approx(of(some).sd, abs=1e-12)


@given(st.lists(live, max_size=30), st.lists(ratings, max_size=15))
def test_running_sums_equal_the_direct_sums(kept: list[Rating], dropped: list[Rating]) -> None:
    sums = Sums()
    for rating in [*dropped, *kept]:
        sums = sums.add(rating)
    for rating in dropped:
        sums = sums.subtract(rating)
    got, direct = sums.at(TODAY), tally(kept, TODAY)
    assert got.reviews == direct.reviews
    assert got.stars == pytest.approx(direct.stars, abs=1e-12)
    assert got.squares == pytest.approx(direct.squares, abs=1e-12)


def test_confirming_a_review_restarts_its_age_in_the_running_sums() -> None:
    old, confirmed = Rating(4, TODAY - timedelta(days=900)), Rating(4, TODAY)
    assert Sums().add(old).subtract(old).add(confirmed).at(TODAY) == tally([confirmed], TODAY)


def test_a_sale_lowers_what_came_before_it() -> None:
    before, after = fresh([5])[0], fresh([2])[0]
    quartered = Rating(5, before.on, merit(before_sale=True))
    sums = Sums().add(before).add(after).subtract(before).add(quartered)
    assert sums.at(TODAY).stars == pytest.approx((0, 1, 0, 0, 0.25))


def test_nothing_is_subtracted_from_nothing() -> None:
    with pytest.raises(ValueError, match="no rating is left"):
        Sums().subtract(Rating(3, TODAY))


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), means, max_size=12))
def test_vendors_in_different_tiers_always_differ(estimates: dict[str, Estimate]) -> None:
    got = tiers(estimates)
    assert sorted(name for tier in got for name in tier) == sorted(estimates)
    for above, below in pairwise(got):
        for a in above:
            assert all(verdict(estimates[a], estimates[b]) is Verdict.FIRST for b in below)
