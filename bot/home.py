"""The home of a member: what waits for them, what they asked, how to start."""

from bot.ask.card import answers_so_far, days_left
from bot.model import Ask
from bot.ports import Store
from bot.route import Route
from bot.text import shorten
from bot.turn import Outcome, Turn
from bot.views import Block, Button, Buttons, Card, Heading, Look, Paragraph, Quote

SHOWN = 8
"""Questions of each kind on the home; more would push the buttons off a phone's screen."""


def home_card(turn: Turn, store: Store) -> Outcome:
    """A member opened their home: questions that wait for their answer first, then their own, then how to begin."""
    waiting = store.asks.waiting_for(turn.member.id)
    own = store.asks.open_of(turn.member.id)
    blocks: list[Block] = [*_waiting(turn, store, waiting), *_own(store, own)]
    begin = Buttons((Button("Ask peers", "ask", "", Look.PRIMARY, opens_form=True), Button("Help", "help")))
    return Outcome(Card(f"{turn.community.name}", (*blocks, begin)))


ROUTES = {"home": Route(home_card)}


def _waiting(turn: Turn, store: Store, asks: list[Ask]) -> list[Block]:
    blocks: list[Block] = [Heading("Waiting for your answer")]
    names = store.members.get([a.member_id for a in asks])
    for one in asks[:SHOWN]:
        asker = names.get(one.member_id)
        by = f"{asker.name}, {asker.company}" if asker else "A former member"
        blocks.append(Quote(shorten(one.question, 300), (by, f" · {days_left(one, turn.now)}")))
        blocks.append(
            Buttons((Button("Answer", "ask.answer", one.id, opens_form=True), Button("Read", "ask.read", one.id)))
        )
    return blocks if asks else [*blocks, Paragraph(("Nothing at the moment.",), quiet=True)]


def _own(store: Store, asks: list[Ask]) -> list[Block]:
    blocks: list[Block] = [Heading("Your open questions")]
    for one in asks[:SHOWN]:
        blocks.append(Quote(shorten(one.question, 300), (answers_so_far(store, one),)))
        close = Button("Close", "ask.close", one.id, confirm="Close this question? Nobody can answer it any more.")
        blocks.append(Buttons((Button("Read", "ask.read", one.id), close)))
    return blocks if asks else [*blocks, Paragraph(("You have not asked anything yet.",), quiet=True)]
