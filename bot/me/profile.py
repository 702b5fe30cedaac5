"""Changing one's own profile; admission rests on employer and work e-mail, so those go by the form of `join`."""

from dataclasses import replace

from bot.ask.card import redrawn
from bot.imports import SIZES
from bot.me.card import me_card
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Turn
from bot.views import Form, Invalid, Option, Paragraph, SelectField, TextField

MOST = 200
"""Characters of a name or a title."""
UNSAID = "unsaid"


def form(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Edit profile`: what may be changed by oneself, filled in as it stands."""
    me = turn.member
    sizes = (Option("I'd rather not say", UNSAID), *(Option(size, size) for size in SIZES))
    fields = (
        TextField("name", "Name", me.name, max_length=MOST),
        TextField("title", "Title", me.title, required=False, max_length=MOST),
        TextField("industry", "Industry", me.industry, required=False, max_length=MOST),
        SelectField("size", "Company size", sizes, me.size or UNSAID, hint="People who work there"),
        TextField("region", "Region", me.region, required=False, max_length=MOST),
    )
    intro = (
        Paragraph(
            ("A new employer or work e-mail has its own button under me, since a manager checks it.",), quiet=True
        ),
    )
    return Outcome(Form("Your profile", "me.save", fields, turn.new_id(), submit="Save", intro=intro))


def save(turn: Turn, store: Store) -> Outcome:
    """The profile was sent: it is kept, and cards show a new name at once."""
    name, size = turn.text("name"), turn.text("size")
    if not name or len(name) > MOST:
        raise Invalid({"name": f"Write your name, in at most {MOST} characters."})
    if too_long := [field for field in ("title", "industry", "region") if len(turn.text(field)) > MOST]:
        raise Invalid({too_long[0]: f"At most {MOST} characters, please."})
    if size not in (*SIZES, UNSAID, ""):
        raise Invalid({"size": "Choose one from the list."})
    me = replace(
        turn.member, name=name, title=turn.text("title"), industry=turn.text("industry"),
        size="" if size == UNSAID else size, region=turn.text("region"),
    )  # fmt: skip
    store.members.save(me)
    renamed = me.name != turn.member.name
    redraws = [redrawn(store, ask_id)[0] for ask_id in store.profiles.spoken_in(me.id)] if renamed else []
    return Outcome(me_card(turn, store, me), tuple(redraws))


ROUTES = {
    "me.edit": Route(form, paused_too=True),
    "me.save": Route(save, writes=True, paused_too=True),
}
