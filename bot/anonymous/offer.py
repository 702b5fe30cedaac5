"""Whether somebody may write under a handle here, and what is said to them about it."""

from datetime import timedelta

from bot.anonymous.delay import in_words
from bot.cohort import unnamed_allowed
from bot.ports import Store
from bot.settings import number_of
from bot.text import count
from bot.turn import Turn
from bot.views import Invalid, Option, SelectField

MYSELF, ANONYMOUS = "myself", "anonymous"
STRIKES = 3
"""So many removed texts within a year end writing under a handle for that time."""
YEAR = timedelta(days=365)

PROMISE = (
    "Anonymous: peers, managers and vendors cannot see who you are, and a stolen database does not tell. "
    "It does not hide you from Slack, Microsoft, exports by your employer, the operator who holds the keys, "
    "a legal order, or your own writing style. Sent {when}."
)
"""What is promised and what is not, in fewer than 60 words."""


def as_field(turn: Turn, store: Store, name: str, label: str, hint: str = "", value: str = MYSELF) -> SelectField:
    """`Ask as` or `Answer as`; with the reason in place of the choice where anonymity is not offered."""
    against = why_not(turn, store)
    options = (Option("Myself", MYSELF),) if against else (Option("Myself", MYSELF), Option("Anonymous", ANONYMOUS))
    said = against or " ".join(part for part in (hint, PROMISE.format(when=in_words(turn.community))) if part)
    return SelectField(name, label, options, MYSELF if against else value, said)


def wants_handle(turn: Turn, store: Store, name: str) -> bool:
    """Whether `Anonymous` was chosen; Invalid with the reason where it is not offered."""
    if turn.text(name) != ANONYMOUS:
        return False
    must_be_offered(turn, store, name)
    return True


def must_be_offered(turn: Turn, store: Store, name: str) -> None:
    """Invalid on the field where this member cannot write under a handle (any more)."""
    against = why_not(turn, store)
    if against:
        raise Invalid({name: against})


def why_not(turn: Turn, store: Store) -> str:
    """Why this member cannot write under a handle now; "" where they can."""
    needed = number_of(turn.community, "anonymous-members")
    active = store.members.population()
    if not unnamed_allowed(active, needed):
        return f"Writing anonymously needs {needed} active members, so that nobody stands out; here are {len(active)}."
    if store.vault.strikes(turn.member.id, turn.now - YEAR) >= STRIKES:
        removed = count(STRIKES, "anonymous text")
        return f"Community managers removed {removed} of yours within a year: for now please write under your name."
    return ""
