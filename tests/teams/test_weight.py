"""Most cards are told from heavy ones without being weighed."""

from enum import StrEnum

from hypothesis import example, given
from hypothesis import strategies as st

from adapters.teams import limits
from adapters.teams.answers import executed
from adapters.teams.elements import is_light, weigh
from bot.views import Card, Quote

PLAIN = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


class Mood(StrEnum):
    """A text that is more than a text."""

    GOOD = "good"


@given(VALUES, st.integers(0, 4_000))
@example([True] * 40, 520)
@example("\x01" * 40, 500)
@example("\U0001f600" * 40, 300)
@example({"\x01": [[], {}, None, False]}, 100)
def test_what_is_called_light_is_never_too_heavy(value: object, room: int) -> None:
    assert not is_light(value, room) or weigh(value) <= room


def test_an_ordinary_card_is_light_and_a_text_of_another_kind_is_weighed() -> None:
    words = "We moved two years ago, the identity work first. " * 4
    card = executed(Card("A question", (Quote(words, ("Ada, Acme",)),) * 6), {}, {}, filled=False)
    assert is_light(card, limits.CARD_BYTES)
    assert not is_light([Mood.GOOD], limits.CARD_BYTES)
