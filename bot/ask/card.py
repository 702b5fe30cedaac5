"""The one card of a question, and the words about it that other cards use."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.ask.bylines import bylines, bylines_of
from bot.ask.words import replies
from bot.model import Answer, Ask, AskStatus, Thread, Vendor
from bot.ports import Store
from bot.text import count, shorten
from bot.turn import Redraw
from bot.views import Bold, Button, Buttons, Card, Look, Paragraph, Quote

SHOWN_ANSWERS = 6
ERASED = "(The author erased this question; the answers stay.)"
REMOVED = Card("A question", (Paragraph(("This question was taken back.",)),))
SHOWN_WORDS = 700
"""Characters of one answer on the shared card; `Read all` shows the whole."""


def whole_card(store: Store, thread: Thread, *, mine: bool) -> Card:
    """The question with all answers in full, for one reader; ``mine``: they asked it."""
    asked, by = thread.ask, bylines_of(store, thread.ask, thread.answers, thread.signers)
    buttons = () if asked.status is not AskStatus.OPEN else (_answer(asked), *(() if mine else (_not_me(asked),)))
    return _card(asked, thread.vendor, thread.answers, by, buttons, whole=True)


def shared_card(store: Store, ask_id: str) -> Card:
    """The one card that asker and peers all get, so that nobody's copy tells more than another's."""
    store.asks.hold(ask_id)
    found = store.asks.on_card(ask_id)
    if found is None:
        raise LookupError("a question that was just kept is missing")
    asked, answers = found
    vendor = store.vendors.get(asked.vendor_id) if asked.vendor_id else None
    by = bylines(store, asked, answers[-SHOWN_ANSWERS:])
    return _card(asked, vendor, answers, by, _shared_buttons(asked, answers), whole=False)


def redrawn(store: Store, ask_id: str) -> tuple[Redraw]:
    """Everybody who has the question sees its newest state."""
    return (Redraw(key_of(ask_id), shared_card(store, ask_id)),)


def key_of(ask_id: str) -> str:
    """The key under which everybody has the question's card."""
    return f"ask:{ask_id}"


def ask_of(key: str) -> str:
    """The question whose card has this key; "" where it is another card's."""
    return key.removeprefix("ask:") if key.startswith("ask:") else ""


def days_left(asked: Ask, now: datetime) -> str:
    """How long a question is still open, in words."""
    days = (asked.closes_at - now).days
    return f"open for {count(days, 'more day')}" if days > 0 else "closes today"


def answers_so_far(store: Store, asked: Ask) -> str:
    """ "no answer yet", "3 answers"."""
    found = store.asks.on_card(asked.id)
    return _counted(len(replies(asked, found[1])) if found else 0)


def _card(
    asked: Ask, vendor: Vendor | None, answers: Sequence[Answer], by: Mapping[str, str], buttons: tuple[Button, ...],
    *, whole: bool,
) -> Card:  # fmt: skip
    if asked.status is AskStatus.REMOVED:
        return REMOVED
    about = f"about {vendor.name}" if vendor else "to peers"
    shown = answers if whole else answers[-SHOWN_ANSWERS:]
    asker = by[asked.id]
    quotes = [_quote(one, by[one.id], whole) for one in shown]
    hidden = len(answers) - len(shown)
    state = _ended(asked, answers) if asked.status is AskStatus.CLOSED else f"Open until {asked.closes_at:%-d %B}"
    more = f" · the last {len(shown)} shown" if hidden else ""
    return Card(
        f"A question {about}",
        (
            Quote(asked.question or ERASED, (Bold(asker),)),
            Paragraph((f"{_counted(len(replies(asked, answers))).capitalize()}{more} · {state}",), quiet=True),
            *quotes,
            *((Buttons(buttons),) if buttons else ()),
        ),
        summary=f"{asker} asks {about}" if vendor else f"{asker} asks their peers",
    )


def _quote(one: Answer, by: str, whole: bool) -> Quote:
    return Quote(one.text if whole else shorten(one.text, SHOWN_WORDS), (Bold(by),))


def _ended(asked: Ask, answers: Sequence[Answer]) -> str:
    """Everybody reads the same, so that an anonymous asker learns without a card of their own what they may do."""
    if asked.member_id or not asked.handle or not replies(asked, answers):
        return "Closed"
    return "Closed. Whoever asked can press Read and say what helped"


def _shared_buttons(asked: Ask, answers: Sequence[Answer]) -> tuple[Button, ...]:
    """`Read` stands there however short everything is: it leads to the flag as well."""
    cut = len(answers) > SHOWN_ANSWERS or any(len(one.text) > SHOWN_WORDS for one in answers[-SHOWN_ANSWERS:])
    read = Button("Read all" if cut else "Read", "ask.read", asked.id)
    return (_answer(asked), read, _not_me(asked)) if asked.status is AskStatus.OPEN else (read,)


def _answer(asked: Ask) -> Button:
    return Button("Answer", "ask.answer", asked.id, Look.PRIMARY, opens_form=True)


def _not_me(asked: Ask) -> Button:
    return Button("Not me", "ask.not_me", asked.id)


def _counted(answers: int) -> str:
    return count(answers, "answer") if answers else "no answer yet"
