"""What a rule of the guard is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    r"""A pattern and what to put `instead` (`\1`, `\2` stand for the author's own words in its groups).

    It counts only with `near` and without `unless` beside it, in the same sentence. `sentence` widens the place to
    the whole sentence, where cutting out the words alone would leave no sense. `needs` is a quick pattern that is part
    of whatever this one finds: a text without it is not searched, since searching is most of what many texts cost.
    """

    find: str
    instead: str
    near: str = ""
    unless: str = ""
    sentence: bool = False
    needs: str = ""


@dataclass(frozen=True)
class Rule:
    """A named rule: one plain sentence why, whether it stops or only asks, and its phrases."""

    name: str
    why: str
    stops: bool
    phrases: tuple[Phrase, ...]


def whole(instead: str, *finds: str, near: str = "", unless: str = "") -> tuple[Phrase, ...]:
    """Phrases for which the whole sentence is replaced."""
    return tuple(Phrase(find, instead, near, unless, sentence=True) for find in finds)
