"""The words people type, and what each does: the one list that help, the router and the platforms' menus read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word that begins a line; the rest of the line is its argument. ``opens_form``: the answer is a form."""

    word: str
    action: str
    does: str
    opens_form: bool = False


WORDS: dict[str, Word] = {
    word.word: word
    for word in (
        Word("ask", "ask", "Ask the peers who use a vendor, wherever they are", opens_form=True),
        Word("help", "help", "Show this card"),
    )
}

GREETINGS = frozenset({"", "hi", "hello", "hey", "start", "menu", "?"})
"""What else shows the help card."""
