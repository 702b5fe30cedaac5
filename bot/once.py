"""Links to pages of ours that work for ten minutes: for what is too large or too private for a chat."""

from dataclasses import dataclass
from datetime import timedelta

from bot.ports import Store
from bot.turn import Outcome, Turn
from bot.views import Buttons, Card, Note, OpenPage, Paragraph

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the card that leads to it: the token of the link comes after ``path``, ``button`` opens it."""

    purpose: str
    path: str
    title: str
    said: str
    button: str


def offer_page(turn: Turn, store: Store, page: Page, subject: str, without: str) -> Outcome:
    """The card with a fresh link for ``subject``; ``without``: what to do where the server has no web pages."""
    if not turn.pages:
        return Outcome(Note.say(f"This server has no web pages. {without}"))
    token = turn.new_id()
    store.links.give(page.purpose, subject, token, turn.now + LASTS)
    button = OpenPage(page.button, f"{turn.pages}/{page.path}/{token}")
    return Outcome(Card(page.title, (Paragraph((page.said,)), Buttons((button,)))))
