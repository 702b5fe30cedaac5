"""The words people type, and what each does: the one list that help, the router and the platforms' menus read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word that begins a line; the rest of the line is its argument. ``opens_form``: the answer is a form.

    ``newcomers``: it is for people who are no members (yet), ``managers``: for managers; others' help leaves it out.
    """

    word: str
    action: str
    does: str
    opens_form: bool = False
    newcomers: bool = False
    managers: bool = False


WORDS: dict[str, Word] = {
    word.word: word
    for word in (
        Word("vendor", "vendor", "What your peers say of a vendor, in figures and words"),
        Word("compare", "compare", "Two to four vendors side by side, as in compare Okta, SAP"),
        Word("find", "find", "Look for words in vendors, reviews and answers"),
        Word("top", "top", "How the vendors of a category stand, as in top identity"),
        Word("review", "review", "Write, change, confirm or withdraw your review", opens_form=True),
        Word("ask", "ask", "See what peers have said, then ask those who know", opens_form=True),
        Word("intro", "intro", "Ask for a warm introduction, or for a talk with a peer", opens_form=True),
        Word("decide", "decide", "Your introductions: what waits for you, and their decision dates"),
        Word("coldcall", "coldcall", "Log an unsolicited approach in ten seconds", opens_form=True),
        Word("calls", "calls", "Who has called you before, and what this community meets"),
        Word("renewals", "renewals", "Your private renewal dates, their reminders, and what peers did"),
        Word("stack", "stack", "Say what you use, so that peers' questions find you"),
        Word("me", "me", "Your profile and preferences, and everything kept about you"),
        Word("curate", "curate", "What waits for a decision; people, vendors, settings, health", managers=True),
        Word("join", "join", "Ask to be admitted to this community", opens_form=True, newcomers=True),
        Word("link", "link", "Type a code from your other account, so that both are yours", newcomers=True),
        Word("receipt", "receipt", "Take back what you wrote anonymously, by its code"),
        Word("home", "home", "What waits for your answer, and your open questions"),
        Word("help", "help", "Show this card"),
    )
}

OF_CURATION = {
    "people": "people", "queue": "curate", "cases": "curate.cases",
    "health": "curate.health",
}  # fmt: skip
"""What a manager may type alone on a line as well: the parts of curate by the names on their buttons."""

GREETINGS = frozenset({"", "hi", "hello", "hey", "start", "menu", "?"})
"""What else shows the help card."""

THANKS = frozenset({"thanks", "thank", "thx", "ok", "okay", "cheers"})
"""What begins a line that wants nothing."""
