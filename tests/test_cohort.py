"""The k rules: an unnamed text never points at a few, and what is hidden cannot be worked out by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from bot.cohort import Peer, enough_companies, shown_attribute, shown_slices, unnamed_allowed


def circle(*groups: tuple[int, int, dict[str, str]]) -> list[Peer]:
    """Groups of (members, companies, attributes); each group has its own companies."""
    return [
        Peer(f"firm {group}-{i % companies}", attributes)
        for group, (members, companies, attributes) in enumerate(groups)
        for i in range(members)
    ]


STEEL = {"industry": "steel", "size": "10000+", "region": "Nordics"}


def test_an_attribute_shared_by_ten_members_of_five_companies_is_shown() -> None:
    people = circle((10, 5, {"industry": "steel"}), (10, 10, {"industry": "food"}))
    assert shown_attribute(STEEL, people) == ("industry", "steel")


def test_nine_members_or_four_companies_are_too_few() -> None:
    rest = (20, 20, {"industry": "food"})
    assert shown_attribute(STEEL, circle((9, 9, {"industry": "steel"}), rest)) is None
    assert shown_attribute(STEEL, circle((12, 4, {"industry": "steel"}), rest)) is None


def test_a_circle_under_twenty_active_members_shows_nothing() -> None:
    people = circle((19, 19, {"industry": "steel"}))
    assert shown_attribute(STEEL, people) is None
    assert not unnamed_allowed(people)
    assert shown_attribute(STEEL, people, min_active=19) == ("industry", "steel")


def test_the_most_informative_attribute_that_passes_is_taken() -> None:
    people = circle((11, 11, STEEL), (4, 4, {"size": "10000+"}), (10, 10, {"region": "Nordics", "size": "10000+"}))
    assert shown_attribute(STEEL, people) == ("industry", "steel")
    few_in_steel = [Peer(p.company, {**p.attributes, "industry": f"other {i}"}) for i, p in enumerate(people)]
    assert shown_attribute(STEEL, few_in_steel) == ("region", "Nordics")


def test_a_text_keeps_its_attribute_or_loses_it_but_never_gets_another() -> None:
    people = circle((12, 12, STEEL), (15, 15, {"size": "10000+"}))
    assert shown_attribute(STEEL, people) == ("industry", "steel")
    assert shown_attribute(STEEL, people, shown_before="size") == ("size", "10000+")
    gone = [Peer(p.company, {"size": "10000+"}) for p in people]
    assert shown_attribute(STEEL, gone, shown_before="industry") is None


def test_a_missing_value_is_nothing_to_share() -> None:
    people = circle((30, 30, {"industry": "", "size": ""}))
    assert shown_attribute({"industry": "", "region": "Nordics"}, people) is None


def test_companies_count_once_and_nameless_ones_never() -> None:
    assert enough_companies(["a", "b", "c", "d", "e"])
    assert not enough_companies(["a", "a", "b", "c", "d"])
    assert not enough_companies(["a", "b", "c", "d", ""])
    assert enough_companies(["a", "b", "c"], k=3)


def firms(prefix: str, count: int) -> frozenset[str]:
    return frozenset(f"{prefix}{i}" for i in range(count))


def test_one_hidden_slice_hides_the_smallest_shown_one_with_it() -> None:
    slices = {"stayed": firms("a", 9), "cut": firms("b", 6), "left": firms("c", 2)}
    assert shown_slices(slices) == {"stayed"}
    assert shown_slices(slices, total_shown=False) == {"stayed", "cut"}


def test_hidden_slices_of_few_companies_together_hide_one_more() -> None:
    slices = {"stayed": firms("a", 9), "cut": firms("b", 6), "left": firms("c", 2), "unsure": firms("d", 2)}
    assert shown_slices(slices) == {"stayed"}
    slices["unsure"] = firms("d", 3)
    assert shown_slices(slices) == {"stayed", "cut"}


def test_large_slices_all_stay_and_empty_ones_play_no_part() -> None:
    slices = {"stayed": firms("a", 9), "cut": firms("b", 6), "left": firms("c", 0)}
    assert shown_slices(slices) == {"stayed", "cut"}
    assert shown_slices({}) == frozenset()


values = st.fixed_dictionaries(
    {
        "industry": st.sampled_from(["steel", "food", "bank"]),
        "size": st.sampled_from(["1-99", "10000+"]),
        "region": st.sampled_from(["Nordics", "Iberia", ""]),
    }
)
people = st.lists(st.builds(Peer, st.integers(0, 12).map(str), values), max_size=60)


@given(people, values)
def test_what_is_shown_always_keeps_the_rule(some: list[Peer], author: dict[str, str]) -> None:
    shown = shown_attribute(author, some)
    assert shown_attribute(author, list(reversed(some))) == shown
    if shown is None:
        return
    name, value = shown
    sharing = [p for p in some if p.attributes[name] == value]
    assert author[name] == value
    assert len(some) >= 20
    assert len(sharing) >= 10
    assert len({p.company for p in sharing}) >= 5


tables = st.dictionaries(
    st.sampled_from("abcdefg"), st.frozensets(st.integers(0, 30).map(str), max_size=12), max_size=7
)


@given(tables, st.integers(3, 8))
def test_nothing_under_k_can_be_read_or_subtracted(slices: dict[str, frozenset[str]], k: int) -> None:
    shown = shown_slices(slices, k)
    assert all(len(slices[name]) >= k for name in shown)
    rest = [companies for name, companies in slices.items() if companies and name not in shown]
    if rest and shown:
        assert len(rest) > 1
        assert len(frozenset().union(*rest)) >= k
