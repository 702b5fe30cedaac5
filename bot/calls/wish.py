"""How vendors may reach a member: a wish, told to nobody but by the member's own card for the assistant."""

from bot.door.words import is_open
from bot.ports import Store
from bot.ports.calls import BETWEEN, ContactWish
from bot.ports.door import DOOR
from bot.route import Route
from bot.turn import Outcome, Turn
from bot.views import Fact, Form, Invalid, ManyField, Note, Option, Paragraph, TextField

MOST = 300
CHANNELS = {
    "peer": "Through a peer", "e-mail": "E-mail", "phone": "Phone", "linkedin": "LinkedIn",
    "assistant": "Through my assistant", "event": "In person at events",
    DOOR: "The front door page",
}  # fmt: skip
DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday"}


def form(turn: Turn, store: Store) -> Outcome:
    """`How to reach me`: how things stand, to be changed."""
    now = store.calls.wish(turn.member.id)
    fields = (
        ManyField("channels", "Vendors may reach me by", _offered(turn, now), _codes(now.channels), _hint(turn)),
        ManyField("days", "On", _options(DAYS), _codes(now.days), "None chosen: any day."),
        TextField("topics", "About", now.topics, "As in: identity and backup this year, nothing else.",
                  required=False, lines=True, max_length=MOST),
    )  # fmt: skip
    said = "A wish, not a legal notice. It stands on the card for your assistant; nobody else is told."
    intro = (Paragraph((said,), quiet=True),)
    return Outcome(Form("How to reach me", "calls.save_wish", fields, turn.new_id(), submit="Save", intro=intro))


def save(turn: Turn, store: Store) -> Outcome:
    """The wish was sent."""
    channels, days, topics = turn.several("channels"), turn.several("days"), turn.text("topics")
    errors = {}
    if set(channels) - set(CHANNELS):
        errors["channels"] = "Choose from the list."
    if set(days) - set(DAYS):
        errors["days"] = "Choose from the list."
    if len(topics) > MOST:
        errors["topics"] = f"At most {MOST} characters, please: this has {len(topics)}."
    if errors:
        raise Invalid(errors)
    wish = ContactWish(turn.member.id, BETWEEN.join(_in_order(channels, CHANNELS)),
                       BETWEEN.join(_in_order(days, DAYS)), topics)  # fmt: skip
    store.calls.save_wish(wish)
    said = "; ".join(f"{fact.label.lower()}: {fact.value}" for fact in in_words(wish))
    return Outcome(Note.say(f"Kept. {said[:1].upper()}{said[1:]}. It stands on the card for your assistant."))


ROUTES = {
    "calls.wish": Route(form),
    "calls.save_wish": Route(save, writes=True),
}


def in_words(wish: ContactWish) -> tuple[Fact, ...]:
    """The wish as people read it."""
    by = ", ".join(CHANNELS[code] for code in _codes(wish.channels)) or CHANNELS["peer"]
    on = ", ".join(DAYS[code] for code in _codes(wish.days)) or "any day"
    about = (Fact("About", wish.topics),) if wish.topics else ()
    return (Fact("By", by), Fact("On", on), *about)


def _offered(turn: Turn, now: ContactWish) -> tuple[Option, ...]:
    """Without a front door nobody can choose it; who had chosen it still sees it."""
    door = is_open(turn.community) or DOOR in _codes(now.channels)
    return tuple(option for option in _options(CHANNELS) if door or option.value != DOOR)


def _hint(turn: Turn) -> str:
    said = "The front door page: pitches about what you name below (all, if nothing) come as a line in your digest."
    return said if is_open(turn.community) else ""


def _codes(kept: str) -> tuple[str, ...]:
    return tuple(code for code in kept.split(BETWEEN) if code)


def _in_order(chosen: tuple[str, ...], known: dict[str, str]) -> list[str]:
    return [code for code in known if code in chosen]


def _options(known: dict[str, str]) -> tuple[Option, ...]:
    return tuple(Option(label, code) for code, label in known.items())
