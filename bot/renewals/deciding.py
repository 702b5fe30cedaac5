"""How a renewal ended: stayed, cut or left, and why. It enters the pulse by company, within the k rule; no prices."""

from dataclasses import replace

from bot.ports import Store
from bot.ports.renewals import Ending
from bot.renewals.pulse import CONTACTS, ENDINGS, REASONS, night, recount
from bot.renewals.writing import GONE
from bot.route import Route
from bot.turn import Outcome, Refused, Turn
from bot.views import Button, Buttons, Card, Form, Invalid, Look, Option, Paragraph, SelectField

UNSAID = "unsaid"


def done(turn: Turn, store: Store) -> Outcome:
    """`Decided`: what it came to, in three choices."""
    renewal = store.renewals.get(turn.arg, turn.member.id)
    vendor = store.vendors.get(renewal.vendor_id) if renewal else None
    if renewal is None or vendor is None or renewal.ending is not Ending.AHEAD:
        raise Refused(GONE)
    unsaid = Option("I'd rather not say", UNSAID)
    fields = (
        SelectField("ending", "We", tuple(Option(said, ending) for ending, said in ENDINGS.items())),
        SelectField("why", "Because", (*(Option(said, code) for code, said in REASONS.items()), unsaid)),
        SelectField("contact", "Between renewals the vendor was in touch",
                    (*(Option(said, code) for code, said in CONTACTS.items()), unsaid), UNSAID, required=False),
    )  # fmt: skip
    said = "Peers see it only as a count of companies, from five on: never you, never a price."
    intro = (Paragraph((said,), quiet=True),)
    title = f"{vendor.name}: decided"
    return Outcome(Form(title, "renewals.close", fields, turn.new_id(), renewal.id, "Save", intro))


def close(turn: Turn, store: Store) -> Outcome:
    """The decision was sent: the renewal leaves the list and counts in the pulse."""
    renewal = store.renewals.get(turn.arg, turn.member.id)
    ending, why, contact = turn.text("ending"), turn.text("why"), turn.text("contact") or UNSAID
    errors = {}
    if ending not in ENDINGS:
        errors["ending"] = "Choose what you did."
    if why not in {*REASONS, UNSAID}:
        errors["why"] = "Choose the main reason."
    if contact not in {*CONTACTS, UNSAID}:
        errors["contact"] = "Choose one from the list."
    if errors:
        raise Invalid(errors)
    if renewal is None:
        raise Refused(GONE)
    why, contact = (code if code != UNSAID else "" for code in (why, contact))
    told = replace(renewal, ending=Ending(ending), why=why, contact=contact, decided_on=turn.now.date())
    if not store.renewals.decide(told):
        raise Refused(GONE)
    recount(store, turn.community, renewal.vendor_id, turn.now.date())
    vendor = store.vendors.get(renewal.vendor_id)
    name = vendor.name if vendor else "The vendor"
    return Outcome(_noted(name, renewal.vendor_id, Ending(ending)), timers=(night(turn),))


ROUTES = {"renewals.done": Route(done), "renewals.close": Route(close, writes=True)}


def _noted(name: str, vendor_id: str, ending: Ending) -> Card:
    review = Button("Review", "review", vendor_id, opens_form=True)
    following = (Button("Add the next term", "renewals.add", vendor_id, Look.PRIMARY, opens_form=True),)
    first = following if ending is not Ending.LEFT else ()
    said = "Noted. The reminders for it have ended." + (" Add the next term while you have its dates." if first else "")
    buttons = Buttons((*first, review, Button("My renewals", "renewals"), Button("What peers did", "renewals.pulse")))
    return Card(f"{name}: {ENDINGS[ending].lower()}", (Paragraph((said,)), buttons))
