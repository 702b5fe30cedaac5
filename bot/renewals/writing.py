"""Adding and changing a renewal: the vendor, the end, and the notice as a date or a period before the end."""

from calendar import monthrange
from datetime import date, timedelta

from bot.model import Vendor
from bot.ports import Store
from bot.ports.renewals import Ending, Renewal
from bot.renewals.reminding import afresh, days_before, next_reminder
from bot.route import Route
from bot.text import count
from bot.turn import Later, Outcome, Refused, Turn
from bot.vendors import Meant, vendor_field, vendor_in, vendor_of
from bot.views import Button, Buttons, Card, DateField, Form, Invalid, Note, Option, Paragraph, SelectField

FURTHEST = timedelta(days=366 * 15)
AS_DATED = "date"
PERIODS = {"1": "One month", "2": "Two months", "3": "Three months", "6": "Six months", "12": "Twelve months"}
GONE = "This renewal is not in your list any more. Type renewals to see what is."


def add_form(turn: Turn, store: Store) -> Outcome:
    """`Add a renewal` or `renewals NAME`: the form, with the vendor in it if one was named."""
    meant = vendor_of(store, turn.arg, "renewals", opens_form=True) if turn.arg else None
    if isinstance(meant, Card):
        return Outcome(meant)
    return Outcome(_form(turn, store, "Add a renewal", "renewals.save", meant, None))


def save(turn: Turn, store: Store) -> Outcome:
    """The form was sent: the dates are kept, for this member alone, and the reminders stand."""
    meant = vendor_in(turn, store)
    ends_on, notice_on = _dates(turn)
    today = turn.now.date()
    renewal = Renewal(turn.new_id(), turn.member.id, meant.vendor.id, ends_on, notice_on, today)
    store.renewals.add(renewal, turn.member)
    timers = (*next_reminder(turn.community, renewal, turn.now), afresh(store, turn, meant.vendor.id))
    return Outcome(_kept(turn, meant.vendor, renewal, timers[:-1]), meant.messages, timers)


def edit(turn: Turn, store: Store) -> Outcome:
    """`Edit`: the form with the renewal in it."""
    renewal = store.renewals.get(turn.arg, turn.member.id)
    vendor = store.vendors.get(renewal.vendor_id) if renewal else None
    if renewal is None or vendor is None or renewal.ending is not Ending.AHEAD:
        raise Refused(GONE)
    return Outcome(_form(turn, store, "Edit a renewal", "renewals.change", Meant(vendor), renewal))


def change(turn: Turn, store: Store) -> Outcome:
    """The changed dates were sent: reminders move with them."""
    old = store.renewals.get(turn.arg, turn.member.id)
    meant = vendor_in(turn, store)
    ends_on, notice_on = _dates(turn)
    if old is None:
        raise Refused(GONE)
    new = Renewal(old.id, old.member_id, meant.vendor.id, ends_on, notice_on, old.noted_on)
    if not store.renewals.change(new):
        raise Refused(GONE)
    timers = next_reminder(turn.community, new, turn.now)
    return Outcome(_kept(turn, meant.vendor, new, timers), meant.messages, timers)


ROUTES = {
    "renewals.add": Route(add_form),
    "renewals.save": Route(save, writes=True),
    "renewals.edit": Route(edit),
    "renewals.change": Route(change, writes=True),
}


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day."""
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _form(turn: Turn, store: Store, title: str, action: str, meant: Meant | None, was: Renewal | None) -> Form:
    periods = (Option("By the date below", AS_DATED), *(Option(f"{said} before", key) for key, said in PERIODS.items()))
    fields = (
        vendor_field(store, meant),
        DateField("ends_on", "The term ends on", was.ends_on.isoformat() if was else ""),
        SelectField("period", "Notice", periods, AS_DATED if was else "3"),
        DateField("notice_on", "Last day to give notice", was.notice_on.isoformat() if was else "",
                  "Only where you chose a date above.", required=False),
    )  # fmt: skip
    *most, last = map(str, days_before(turn.community))
    reminded = f"{', '.join(most)} and {last}" if most else last
    said = f"Only you see it. You are reminded {reminded} days before the notice date."
    intro = (Paragraph((said,), quiet=True),)
    return Form(title, action, fields, turn.new_id(), was.id if was else "", "Save", intro)


def _dates(turn: Turn) -> tuple[date, date]:
    """The end and the last day of notice; Invalid says what to do."""
    today, ends_on = turn.now.date(), _date(turn.text("ends_on"))
    if ends_on is None or not today <= ends_on <= today + FURTHEST:
        raise Invalid({"ends_on": "Choose the day on which the term ends, from today on."})
    period = turn.text("period") or AS_DATED
    if period in PERIODS:
        return ends_on, months_before(ends_on, int(period))
    notice_on = _date(turn.text("notice_on"))
    if notice_on is None:
        raise Invalid({"notice_on": "Choose the last day to give notice, or a period above."})
    if not ends_on - FURTHEST <= notice_on <= ends_on:
        raise Invalid({"notice_on": "Notice has to be given before the term ends."})
    return ends_on, notice_on


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _kept(turn: Turn, vendor: Vendor, renewal: Renewal, reminders: tuple[Later, ...]) -> Card | Note:
    days = (renewal.notice_on - turn.now.date()).days
    first = f"The first reminder comes on {reminders[0].due:%-d %B %Y}." if reminders else _late(days)
    said = f"Notice by {renewal.notice_on:%-d %B %Y}, the term ends on {renewal.ends_on:%-d %B %Y}. {first}"
    buttons = Buttons((Button("My renewals", "renewals"), Button("Vendor", "vendor", vendor.id)))
    return Card(f"Kept: {vendor.name}", (Paragraph((said,)), buttons))


def _late(days: int) -> str:
    if days < 0:
        return "The notice date has passed already."
    return f"That is in {count(days, 'day')}, so no more reminders come." if days else "That is today."
