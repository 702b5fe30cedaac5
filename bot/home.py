"""The home of a member: what waits for them, what they asked, how to start."""

from bot.ask.card import answers_so_far, days_left
from bot.ask.own import ended
from bot.intro.waiting import drawn, items
from bot.model import Ask, Role
from bot.ports import Store
from bot.route import Route
from bot.signature import FORMER, signed
from bot.text import shorten
from bot.turn import Outcome, Turn
from bot.views import Block, Button, Buttons, Card, Heading, Look, Paragraph, Quote

SHOWN = 8
"""Questions of each kind on the home; more would push the buttons off a phone's screen."""


def home_card(turn: Turn, store: Store) -> Outcome:
    """A member opened their home: questions that wait for their answer first, then their own, then how to begin."""
    waiting, own = questions(turn, store)
    blocks: list[Block] = [*_waiting(turn, store, waiting), *_intros(turn, store)]
    first = _first(turn, store)
    blocks = [*first, *(blocks or _nothing("Waiting for your answer")), *_own(store, own), *_ended(ended(turn, store))]
    curate = (Button("Curate", "curate"),) if turn.member.role is Role.MANAGER else ()
    call = Button("Log a cold call", "coldcall", opens_form=True)
    ask = Button("Ask peers", "ask", "", Look.PLAIN if first else Look.PRIMARY, opens_form=True)
    vendor = Button("Look up a vendor", "vendor", opens_form=True)
    intro = Button("Request intro", "intro", opens_form=True)
    begin = Buttons((ask, vendor, intro, call, *curate, Button("Help", "help")))
    return Outcome(Card(f"{turn.community.name}", (*blocks, begin)))


ROUTES = {"home": Route(home_card)}


def questions(turn: Turn, store: Store) -> tuple[list[Ask], list[Ask]]:
    """Those that wait for this member's answer, and their own: the vault knows their anonymous ones, for them alone."""
    waiting = store.asks.waiting_for(turn.member.id)
    hidden = store.asks.open_under_handle(turn.member.id)
    handles = store.vault.handles(turn.member.id, [one.id for one in [*waiting, *hidden]])
    mine = [one for one in hidden if handles.get(one.id) == one.handle]
    return [one for one in waiting if one.id not in handles], [*store.asks.open_of(turn.member.id), *mine]


def _first(turn: Turn, store: Store) -> list[Block]:
    """What to do first: until one's stack names something, no question of a peer's can come."""
    if store.profiles.stack(turn.member.id):
        return []
    said = "Say first what you use. Peers' questions find you by it, and nobody is told who was asked."
    button = Button("Say what you use", "stack.form", "", Look.PRIMARY, opens_form=True)
    return [Heading("To begin"), Paragraph((said,)), Buttons((button,))]


def _waiting(turn: Turn, store: Store, asks: list[Ask]) -> list[Block]:
    blocks: list[Block] = [Heading("Waiting for your answer")] if asks else []
    names = store.members.get([a.member_id for a in asks if a.member_id])
    reasons = store.matching.reasons([a.id for a in asks[:SHOWN]], turn.member.id)
    for one in asks[:SHOWN]:
        by = signed(names.get(one.member_id)) if one.member_id else one.handle or FORMER
        blocks.append(Quote(shorten(one.question, 300), (by, f" · {days_left(one, turn.now)}")))
        if one.id in reasons:
            blocks.append(Paragraph((f"Why you: {reasons[one.id]}.",), quiet=True))
        blocks.append(
            Buttons((Button("Answer", "ask.answer", one.id, opens_form=True), Button("Read", "ask.read", one.id)))
        )
    return blocks


def _nothing(heading: str) -> list[Block]:
    return [Heading(heading), Paragraph(("Nothing at the moment.",), quiet=True)]


def _own(store: Store, asks: list[Ask]) -> list[Block]:
    blocks: list[Block] = [Heading("Your open questions")]
    for one in asks[:SHOWN]:
        blocks.append(Quote(shorten(one.question, 300), (answers_so_far(store, one),)))
        close = Button("Close", "ask.close", one.id, confirm="Close this question? Nobody can answer it any more.")
        blocks.append(Buttons((Button("Read", "ask.read", one.id), close)))
    none = "None at the moment. An anonymous one stands here once it is sent."
    return blocks if asks else [*blocks, Paragraph((none,), quiet=True)]


def _intros(turn: Turn, store: Store) -> list[Block]:
    """The same list as `decide` shows."""
    waiting, going_on = items(store, turn.member, turn.now)
    blocks: list[Block] = [Heading("Introductions waiting for you"), *drawn(store, waiting)] if waiting else []
    blocks += [Heading("Introductions going on"), *drawn(store, going_on)] if going_on else []
    return blocks


def _ended(asks: list[Ask]) -> list[Block]:
    """Anonymous questions of the member's: a card to them alone would have told whose they were."""
    blocks: list[Block] = [Heading("Your questions that ended")] if asks else []
    for one in asks[:SHOWN]:
        helped = Button("What helped?", "ask.helped", one.id, Look.PRIMARY, opens_form=True)
        blocks.append(Quote(shorten(one.question, 300), (f"As {one.handle}",)))
        blocks.append(Buttons((helped, Button("Read", "ask.read", one.id))))
    return blocks
