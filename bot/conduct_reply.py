"""A vendor's word beside its conduct figure: its reply, and what it has changed. A manager enters it for the vendor."""

from bot.guard import Known, inspect
from bot.model import Vendor
from bot.ports import Store
from bot.ports.conduct import Reply
from bot.route import Route
from bot.trail import audit
from bot.turn import Outcome, Refused, Turn
from bot.views import Form, Invalid, Note, Paragraph, TextField

MOST = 500


def form(turn: Turn, store: Store) -> Outcome:
    """`Vendor's reply` on the vendor card: what stands there, to be changed or emptied."""
    vendor = _vendor(turn, store)
    now = store.conduct.reply(vendor.id)
    fields = (
        TextField("reply", "Reply", now.reply if now else "", "In the vendor's own words.", required=False, lines=True,
                  max_length=MOST),
        TextField("cure", "What has changed", now.cure if now else "", "Leave both empty to take the reply away.",
                  required=False, lines=True, max_length=MOST),
    )  # fmt: skip
    said = "Members read it beside the conduct figure, with today's month. It names no people."
    intro = (Paragraph((said,), quiet=True),)
    title = f"{vendor.name} replies"
    return Outcome(Form(title, "conduct.save_reply", fields, turn.new_id(), vendor.id, "Show it", intro))


def save(turn: Turn, store: Store) -> Outcome:
    """The vendor's word was entered: it stands on the card at once, and the audit trail says who entered it."""
    vendor = _vendor(turn, store)
    texts = {name: turn.text(name) for name in ("reply", "cure")}
    if errors := {name: why for name, text in texts.items() if (why := _wrong(text, vendor))}:
        raise Invalid(errors)
    store.conduct.save_reply(Reply(vendor.id, texts["reply"], texts["cure"], turn.now.date()))
    audit(turn, store, "conduct.reply", vendor.id)
    if not any(texts.values()):
        return Outcome(Note.say(f"The reply of {vendor.name} is gone."))
    return Outcome(Note.say(f"The reply of {vendor.name} stands on its card now."))


ROUTES = {
    "conduct.reply": Route(form, managers_only=True),
    "conduct.save_reply": Route(save, writes=True, managers_only=True),
}


def _vendor(turn: Turn, store: Store) -> Vendor:
    vendor = store.vendors.get(turn.arg)
    if vendor is None:
        raise Refused("This vendor is not here any more.")
    return vendor


def _wrong(text: str, vendor: Vendor) -> str:
    """Why a text cannot stand there as it is; "" where it can."""
    if len(text) > MOST:
        return f"At most {MOST} characters, please: this has {len(text)}."
    found = inspect(text, author=None, anonymous=False, known=Known(frozenset({vendor.name}))) if text else ()
    return " ".join(one.said for one in found if one.stops)
