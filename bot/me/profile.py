"""Changing one's own profile; admission rests on employer and work e-mail, so those go by the form of `join`."""

from dataclasses import replace

from bot.ask.card import redrawn
from bot.join.filling import choices
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
    fields = (
        TextField("name", "Name", me.name, max_length=MOST),
        TextField("title", "Title", me.title, required=False, max_length=MOST),
        _chosen("industry", "Industry", me.industry),
        _chosen("size", "Company size", me.size, "People who work there"),
        _chosen("region", "Region", me.region),
    )
    intro = (
        Paragraph(
            ("A new employer or work e-mail has its own button under me, since a manager checks it.",), quiet=True
        ),
    )
    return Outcome(Form("Your profile", "me.save", fields, turn.new_id(), submit="Save", intro=intro))


def save(turn: Turn, store: Store) -> Outcome:
    """The profile was sent: it is kept, and cards show a new name at once."""
    name = turn.text("name")
    if not name or len(name) > MOST:
        raise Invalid({"name": f"Write your name, in at most {MOST} characters."})
    if len(turn.text("title")) > MOST:
        raise Invalid({"title": f"At most {MOST} characters, please."})
    me = replace(
        turn.member, name=name, title=turn.text("title"), industry=_checked(turn, "industry"),
        size=_checked(turn, "size"), region=_checked(turn, "region"),
    )  # fmt: skip
    store.members.save(me)
    renamed = me.name != turn.member.name
    redraws = [redrawn(store, ask_id)[0] for ask_id in store.profiles.spoken_in(me.id)] if renamed else []
    return Outcome(me_card(turn, store, me), tuple(redraws))


ROUTES = {
    "me.edit": Route(form, paused_too=True),
    "me.save": Route(save, writes=True, paused_too=True),
}


def _chosen(name: str, label: str, value: str, hint: str = "") -> SelectField:
    options = (Option("I'd rather not say", UNSAID), *choices(name, value))
    return SelectField(name, label, options, value or UNSAID, hint)


def _checked(turn: Turn, name: str) -> str:
    """The choice of the list, what stood there before, or ""."""
    value = turn.text(name)
    known = {option.value for option in choices(name, getattr(turn.member, name))}
    if value not in (*known, UNSAID, ""):
        raise Invalid({name: "Choose one from the list."})
    return "" if value == UNSAID else value
