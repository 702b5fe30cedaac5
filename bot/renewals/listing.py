"""`renewals`: one's own dates, the next notice first. Nobody else sees them, managers neither."""

from datetime import date

from bot.ports import Store
from bot.ports.renewals import Renewal
from bot.renewals.writing import add_form
from bot.route import Route
from bot.text import count
from bot.turn import Outcome, Refused, Turn
from bot.views import Block, Bold, Button, Buttons, Card, Look, Paragraph

ON_A_PAGE = 5
"""Renewals on one card, each with its own buttons."""
PRIVATE = "Only you see your dates: no peer, no manager."


def renewals(turn: Turn, store: Store) -> Outcome:
    """`renewals` shows one's dates; `renewals NAME` opens the form with that vendor; a number is a page."""
    if turn.arg and not turn.arg.isdecimal():
        return add_form(turn, store)
    return Outcome(listed(turn, store, int(turn.arg[:4] or 0)))


def remove(turn: Turn, store: Store) -> Outcome:
    """`Remove`: the renewal is gone, and its reminders with it."""
    if not store.renewals.remove(turn.arg, turn.member.id):
        raise Refused("This renewal is not in your list any more. Type renewals to see what is.")
    return Outcome(listed(turn, store, 0))


ROUTES = {"renewals": Route(renewals), "renewals.remove": Route(remove, writes=True)}


def listed(turn: Turn, store: Store, page: int) -> Card:
    """The card of one's renewals."""
    ahead = store.renewals.ahead(turn.member.id)
    first = page * ON_A_PAGE if page * ON_A_PAGE < len(ahead) else 0
    shown = ahead[first : first + ON_A_PAGE]
    names = store.vendors.all_of({one.vendor_id for one in ahead})
    blocks: list[Block] = []
    for one in shown:
        name = names[one.vendor_id].name if one.vendor_id in names else "A vendor"
        blocks += [Paragraph((Bold(name), f" · {dates(one, turn.now.date())}")), _buttons(one)]
    empty = (Paragraph(("No dates yet. Add a contract's end, and be reminded well before its notice date.",)),)
    more = (Button("More", "renewals", str(page + 1)),) if len(ahead) > first + ON_A_PAGE else ()
    return Card("Your renewals", (*(blocks or empty), _begin(more), Paragraph((PRIVATE,), quiet=True)))


def dates(one: Renewal, today: date) -> str:
    """ "notice by 1 May 2027 (in 60 days) · ends 1 August 2027"."""
    return f"notice by {one.notice_on:%-d %B %Y} ({until(one.notice_on, today)}) · ends {one.ends_on:%-d %B %Y}"


def until(day: date, today: date) -> str:
    """ "in 60 days", "today", "3 days ago"."""
    days = (day - today).days
    if days == 0:
        return "today"
    return f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago"


def _buttons(one: Renewal) -> Buttons:
    return Buttons((
        Button("Decided", "renewals.done", one.id, opens_form=True),
        Button("Edit", "renewals.edit", one.id, opens_form=True),
        Button("Remove", "renewals.remove", one.id, confirm="Remove this renewal and its reminders?"),
    ))  # fmt: skip


def _begin(more: tuple[Button, ...]) -> Buttons:
    add = Button("Add a renewal", "renewals.add", "", Look.PRIMARY, opens_form=True)
    return Buttons((*more, add, Button("What peers did", "renewals.pulse"), Button("Calendar", "renewals.calendar")))
