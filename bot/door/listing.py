"""`At the door`: the pitches that a member may answer, those that concern them first, and what they said."""

from collections.abc import Mapping

from bot.door.news import concerns
from bot.door.words import address, facts, is_open, shelves
from bot.model import Category, Role
from bot.ports import Store
from bot.ports.door import Pitch, PitchAnswer, Said, Wants
from bot.route import Route
from bot.turn import Outcome, Refused, Turn
from bot.views import Block, Bold, Button, Buttons, Card, Heading, Look, OpenPage, Paragraph, Quote

ON_A_PAGE = 3
"""Pitches on one card, each with its own words and buttons."""
SAID = 4
ALL = "all"
GONE = "This pitch is not at the door any more. Type calls and press At the door to see what is."
QUIET = (
    "No vendor learns who looked, or how many. Without a yes a pitch ends as a courteous no. Names and addresses are "
    "as they were typed: nobody has checked them."
)


def door(turn: Turn, store: Store) -> Outcome:
    """The list of what one follows; "all" shows every category, and a number after it is a page."""
    everything, _, page = turn.arg.partition(":")
    return Outcome(listed(turn, store, everything == ALL, int(page[:4]) if page.isdecimal() else 0))


def take_back(turn: Turn, store: Store) -> Outcome:
    """`Take back`: what the member said is unsaid, and their name leaves the vendor's page."""
    if not store.door.take_back(turn.arg, turn.member.id):
        raise Refused(GONE)
    return Outcome(listed(turn, store))


ROUTES = {"door": Route(door), "door.take_back": Route(take_back, writes=True)}


def after(turn: Turn, store: Store, pitch: Pitch) -> Card:
    """The list in which a pitch stood that was answered just now."""
    wants, shelf = store.door.wants([turn.member.id])[turn.member.id], shelves(store).get(pitch.category)
    return listed(turn, store, everything=shelf is None or not concerns(shelf, wants))


def listed(turn: Turn, store: Store, everything: bool = False, page: int = 0) -> Card:
    """The card of the list; who follows nothing sees every category at once."""
    known = shelves(store)
    found = store.door.open_for(turn.member.id)
    wants = store.door.wants([turn.member.id])[turn.member.id]
    everything = everything or wants == Wants()
    mine = [one for one in found if one.category in known and concerns(known[one.category], wants)]
    shown = found if everything else mine
    first = page * ON_A_PAGE if page * ON_A_PAGE < len(shown) else 0
    here = shown[first : first + ON_A_PAGE]
    blocks = [block for one in here for block in _pitch(turn, store, known, one)]
    turning = _turning(everything, len(found) - len(mine), page + 1 if len(shown) > first + ON_A_PAGE else 0)
    said = _said(store, turn.member.id)
    return Card("At the door", (*(blocks or _nothing(turn, len(found))), *turning, *said, *_foot(turn)))


def _pitch(turn: Turn, store: Store, known: Mapping[str, Category], one: Pitch) -> tuple[Block, ...]:
    name = known[one.category].name if one.category in known else one.category
    said = " · ".join(f"{fact.label}: {fact.value}" for fact in facts(one))
    refuse = Button("Refuse", "door.refuse", one.id, Look.DANGER, opens_form=True)
    return (
        Heading(f"{one.seller}: {name}"),
        Quote(one.problem, (f"{one.person}, {one.work_email}{_doubt(store, one)}",)),
        Paragraph((f"{said} · Answer by {one.ends_on:%-d %B}",), quiet=True),
        Buttons((
            Button("Yes, tell me more", "door.yes", one.id, Look.PRIMARY, opens_form=True),
            Button("No", "door.no", one.id),
            Button("Not before…", "door.later", one.id, opens_form=True),
            *((refuse,) if turn.member.role is Role.MANAGER else ()),
        )),
    )  # fmt: skip


def _doubt(store: Store, one: Pitch) -> str:
    """Nobody has proved the address: the catalogue tells at least whose its domain is."""
    owner = store.names.behind([one.domain]).get(one.domain)
    return "" if owner and owner == one.vendor_id else f" (not known as an address of {one.seller})"


def _nothing(turn: Turn, others: int) -> tuple[Block, ...]:
    if others:
        return (Paragraph(("Nothing about what you follow.",)),)
    if is_open(turn.community):
        return (Paragraph(("Nobody is at the door.",)),)
    return (Paragraph((f"{turn.community.name} has no front door.",)),)


def _turning(everything: bool, others: int, next_page: int) -> tuple[Buttons, ...]:
    kind = ALL if everything else ""
    more = (Button("More", "door", f"{kind}:{next_page}"),) if next_page else ()
    rest = (Button(f"Other categories ({others})", "door", ALL),) if others and not everything else ()
    return (Buttons((*more, *rest)),) if more or rest else ()


def _said(store: Store, viewer: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for pitch, answer in store.door.said_by(viewer)[:SAID]:
        blocks.append(Paragraph((Bold(pitch.seller), f" · {_in_words(answer)}")))
        blocks.append(Buttons((Button("Take back", "door.take_back", pitch.id),)))
    return (Heading("What you said"), *blocks) if blocks else ()


def _in_words(answer: PitchAnswer) -> str:
    match answer.said:
        case Said.YES:
            return f"yes, since {answer.said_on:%-d %B}; their page shows your name and contact"
        case Said.LATER:
            return f"not before {answer.until:%-d %B %Y}"
        case _:
            return "no"


def _foot(turn: Turn) -> tuple[Block, ...]:
    page = address(turn.pages, turn.community)
    ours = (OpenPage("The page for vendors", page),) if page else ()
    follow = Button("What I want to hear of", "calls.wish", opens_form=True)
    return (Buttons((follow, Button("My calls", "calls"), *ours)), Paragraph((QUIET, *_where(turn, page)), quiet=True))


def _where(turn: Turn, page: str) -> tuple[str, ...]:
    if turn.member.role is not Role.MANAGER:
        return ()
    if page:
        return (f" Vendors find the page at {page}.",)
    return ("" if is_open(turn.community) else " Open the door under curate, Settings: front-door on.",)
