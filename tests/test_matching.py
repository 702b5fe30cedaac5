"""Who fits a question and why, and the words that say so: pure computation."""

import pytest

from bot.lexicon import industry_of, region_of, traits_of, words_of
from bot.matching import Candidate, alike, fits, question_of
from bot.terms import stem

OKTA = {"okta": "Okta"}


def ids(text: str, *candidates: Candidate, vendors: dict[str, str] | None = None) -> list[str]:
    question = question_of(text, OKTA if vendors is None else vendors, {"iam": "Identity"})
    return [fit.id for fit in fits(question, candidates)]


def reason(text: str, candidate: Candidate, vendors: dict[str, str] | None = None) -> str:
    question = question_of(text, OKTA if vendors is None else vendors, {"iam": "Identity"})
    return fits(question, [candidate])[0].reason


def one(name: str, **ties: object) -> Candidate:
    sets = {key: frozenset(value) if isinstance(value, set) else value for key, value in ties.items()}
    return Candidate(name, f"{name} Works", **sets)  # type: ignore[arg-type]


def test_using_a_vendor_weighs_more_than_having_answered_about_it() -> None:
    user, writer = one("user", uses={"okta"}), one("writer", answered={"okta"}, wrote=("Okta was fine.",))
    reviewer, follower = one("reviewer", reviewed={"okta"}), one("follower", follows={"iam"})
    assert ids("How is Okta?", follower, writer, reviewer, user) == ["user", "reviewer", "writer", "follower"]


def test_facts_order_those_who_fit_and_choose_nobody_alone() -> None:
    makers = one("maker", uses={"okta"}, industry="Automotive", region="DACH", size="1000-9999")
    shop, stranger = one("shop", uses={"okta"}, industry="Retail"), one("stranger", industry="Manufacturing")
    text = "Has any mid-size manufacturer in Europe moved to Okta?"
    assert ids(text, shop, stranger, makers) == ["maker", "shop"]
    assert reason(text, makers) == "You use Okta; manufacturing; DACH; 1,000–9,999 people"
    assert reason(text, shop) == "You use Okta"


def test_nobody_is_asked_about_what_they_opted_out_of() -> None:
    out = one("out", opted_out={"okta"}, answered={"okta"}, reviewed={"okta"}, wrote=("Okta is slow at night.",))
    assert ids("How is Okta at night?", out) == []
    both = one("both", opted_out={"okta"}, uses={"sap"})
    assert ids("Okta or SAP?", both, vendors=OKTA | {"sap": "SAP"}) == ["both"]
    assert reason("Okta or SAP?", both, OKTA | {"sap": "SAP"}) == "You use SAP"


def test_without_a_vendor_earlier_words_and_categories_decide() -> None:
    wrote = one("wrote", wrote=("We trained the night shift of the service desk ourselves.",))
    assert ids("Who trained a service desk?", wrote, one("nobody"), vendors={}) == ["wrote"]
    assert reason("Who trained a service desk?", wrote, {}) == "You answered a question like this"
    assert reason("x", one("f", follows={"iam"}), {}) == "You take questions on Identity"


def test_of_two_users_the_one_who_wrote_about_it_comes_first() -> None:
    silent = one("a", uses={"okta"})
    wrote = one("b", uses={"okta"}, wrote=("Our migration from ADFS took four months.",))
    assert ids("How long did your migration to Okta take?", silent, wrote) == ["b", "a"]


def test_rare_words_make_questions_alike_and_common_ones_do_not() -> None:
    others = {"same": {"servic", "desk", "night"}, "other": {"servic"}, "third": {"servic"}}
    shares = alike(["servic", "desk", "night"], others, 50)
    assert shares["same"] == pytest.approx(1.0)
    assert shares["other"] < 0.3
    assert alike([], others, 3) == {}


@pytest.mark.parametrize(("text", "kind", "tag"), [
    ("any banks here?", "industries", "banking"), ("in our factories", "industries", "manufacturing"),
    ("who in life sciences", "industries", "pharma"), ("a mid-size firm", "sizes", "100-999"),
    ("as a Fortune 500", "sizes", "10000+"), ("we in Germany", "regions", "dach"),
    ("across EMEA", "regions", "europe"), ("we are migrating", "stages", "migrating"),
    ("on our shortlist", "stages", "evaluating"), ("after we moved off it", "stages", "left"),
    ("does it run well in production", "stages", "live"),
])  # fmt: skip
def test_words_say_industry_size_region_and_stage(text: str, kind: str, tag: str) -> None:
    assert tag in getattr(traits_of(text), kind)


def test_words_inside_words_say_nothing() -> None:
    traits = traits_of("The dutchman's embankment is a plantation")
    assert (traits.industries, traits.regions) == (frozenset(), frozenset())


def test_a_members_own_entry_means_its_tag_its_whole_and_itself() -> None:
    assert "manufacturing" in industry_of("Automotive")
    assert industry_of("Mining") == {"mining"}
    assert region_of("Nordics") == {"nordics", "europe"}
    assert region_of("") == frozenset()


def test_stems_bring_forms_together_and_keep_short_words() -> None:
    assert len({stem(word) for word in ("migrate", "migrating", "migration", "migrations", "migrated")}) == 1
    assert stem("sap") == "sap"
    assert words_of("How long did the S/4HANA migration take, and who ran it?") == words_of(
        "S/4HANA migrations take ran"
    )
