"""`help`: what one can do here, and a kind answer to a word nobody knows."""

from rapidfuzz import fuzz, process

from bot.model import Role
from bot.ports import Store
from bot.route import Route
from bot.text import shorten
from bot.turn import Outcome, Turn
from bot.vendors import resolve
from bot.views import Bold, Button, Buttons, Card, Fact, Facts, Look, Note, Paragraph, Quote
from bot.words import THANKS, WORDS, Word

KEPT = 1000
"""Characters of a mistyped line that its button carries on."""
A_NAME = 100
"""Characters of a line that may be a vendor's name."""
A_SEARCH = 200
"""Characters of a line that may be looked for."""
A_WORD = 20
"""Characters that may follow a thank-you."""
NAME_WORDS = 3
"""Words of a line that may be a vendor's name and nothing else."""
NEAR_ENOUGH = 60
"""rapidfuzz's ratio, 0 to 100: "aks" is 67 from "ask"; unrelated words stay under 50."""


def help_card(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """Somebody typed `help`, nothing, or a greeting: they see what they can do and two buttons to begin."""
    return Outcome(Card("Warmline", _what_there_is(turn.community.name, turn.member.role is Role.MANAGER)))


def welcome(turn: Turn, store: Store) -> Outcome:
    """The app was installed for a member: the same card, once."""
    return help_card(turn, store)


ROUTES = {"help": Route(help_card, plain=True), "installed": Route(welcome, writes=True)}


def names_vendor(store: Store, word: str, rest: str) -> bool:
    """Whether a line that begins with no word of ours is a vendor's name and nothing else."""
    line = f"{word} {rest}".strip()
    return len(line.split()) <= NAME_WORDS and _near(word) is None and resolve(store, line).clear is not None


def unknown_word(word: str, rest: str) -> Card | Note:
    """An unknown word: the nearest one as a button that keeps the rest of the line, which is shown as well.

    Where none is near, the line may be a question or a vendor's name: both are one press away.
    """
    if word.lower() in THANKS and len(rest) < A_WORD:
        return Note.say("You are welcome. Type help to see what I can do.")
    meant, shown = _near(word), shorten(word, 40)
    if meant is None:
        return Card("Warmline", _question_or_vendor(f"{word} {rest}".strip(), shown))
    typed = (Quote(rest, ("You typed",)),) if rest else ()
    said = Paragraph((f"I don't know “{shown}”. Did you mean ", Bold(meant.word), "?"))
    button = Button(meant.word.capitalize(), meant.action, rest[:KEPT], Look.PRIMARY, opens_form=meant.opens_form)
    return Card("Did you mean…", (said, *typed, Buttons((button, Button("Help", "help")))))


def _near(word: str) -> Word | None:
    near = process.extractOne(word.lower(), {w: w for w in WORDS}, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return WORDS[near[2]] if near else None


def _question_or_vendor(line: str, shown: str) -> tuple[Paragraph | Quote | Buttons, ...]:
    said = Paragraph((f"I don't know the word “{shown}”. Is this a question to your peers, or a vendor?",))
    ask = Button("Ask peers", "ask", line[:KEPT], Look.PRIMARY, opens_form=True)
    find = (Button("Find", "find", line),) if len(line) <= A_SEARCH else ()
    vendor = (Button("Vendor", "vendor", line),) if len(line) <= A_NAME else ()
    quote = (Quote(line, ("You typed",)),) if line != shown else ()
    words = ", ".join(word.word for word in WORDS.values() if not (word.newcomers or word.managers))
    known = Paragraph((f"Or begin with one of my words: {words}.",), quiet=True)
    return (said, *quote, Buttons((ask, *find, *vendor, Button("Help", "help"))), known)


def _what_there_is(community: str, manages: bool) -> tuple[Paragraph | Facts | Buttons, ...]:
    intro = f"Your peers in {community} know the vendors you are about to meet. Ask them first."
    return (Paragraph((intro,)), *_words(manages), _begin())


def _words(manages: bool) -> tuple[Facts | Paragraph, ...]:
    shown = (word for word in WORDS.values() if not word.newcomers and (manages or not word.managers))
    facts = Facts(tuple(Fact(word.word, word.does) for word in shown))
    return (facts, Paragraph(("Type a word, or press a button. Only you see my answers.",), quiet=True))


def _begin() -> Buttons:
    return Buttons((Button("Ask peers", "ask", "", Look.PRIMARY, opens_form=True), Button("My questions", "home")))
