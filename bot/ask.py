"""`ask`: a question reaches the peers who use a vendor, wherever they are, and everybody sees the answers."""

from datetime import datetime, timedelta

from bot.model import Answer, Ask, AskStatus, Member, Role, Vendor
from bot.ports import Store
from bot.route import Route
from bot.settings import number_of
from bot.text import count, shorten
from bot.turn import Later, Outcome, Redraw, Refused, Send, Tick, Turn
from bot.views import (
    Bold,
    Button,
    Buttons,
    Card,
    Choices,
    Form,
    Invalid,
    Look,
    Note,
    Option,
    Paragraph,
    Quote,
    TextField,
    TypeAheadField,
)

MOST = 2000
"""Characters of a question or an answer: a screen or two on a phone."""
SHOWN_ANSWERS = 6
SHOWN_WORDS = 700
"""Characters of one answer on the shared card; `Read all` shows the whole."""
SUGGESTIONS = 15


def form(turn: Turn, store: Store) -> Outcome:
    """Somebody wants to ask: the form, with the typed words and the vendor they name filled in."""
    named = store.vendors.named_in(turn.arg)
    return Outcome(_ask_form(turn, store, turn.arg, named[0] if named else None))


def vendors(turn: Turn, store: Store) -> Outcome:
    """Type-ahead of vendors."""
    found = store.vendors.starting_with(turn.query, SUGGESTIONS)
    return Outcome(Choices(_options(found)))


def post(turn: Turn, store: Store) -> Outcome:
    """The form was sent: the question goes to every peer whose stack names the vendor, and to its asker alike."""
    question, vendor = _checked_question(turn, store)
    peers = [m for m in store.members.using(vendor.id) if m.id != turn.member.id]
    # A question that nobody can be matched to still reaches somebody: those who know whom to ask.
    reached = peers or [m for m in store.members.with_role(Role.MANAGER) if m.id != turn.member.id]
    asked = Ask(
        turn.new_id(),
        turn.member.id,
        vendor.id,
        question,
        AskStatus.OPEN,
        turn.now,
        turn.now + timedelta(days=number_of(turn.community, "ask-days")),
    )
    store.asks.add(asked, [m.id for m in reached])
    return Outcome(
        _asked_note(vendor, peers, reached),
        (Send(_key(asked.id), _shared_card(store, asked.id), (*(m.id for m in reached), turn.member.id)),),
        (Later(f"ask.expire:{asked.id}", asked.closes_at, "ask.expire", asked.id),),
    )


def read(turn: Turn, store: Store) -> Outcome:
    """Somebody who was asked wants to read everything: the question and all answers in full."""
    asked = _seen_by(turn, store)
    return Outcome(_card(store, asked, store.asks.answers(asked.id, turn.member.id), whole=True))


def answer_form(turn: Turn, store: Store) -> Outcome:
    """`Answer` was pressed: the question once more, and room for the answer."""
    asked = _open(turn, store)
    field = TextField(
        "answer", "Answer", lines=True, max_length=MOST, hint="Everybody who was asked sees it under your name."
    )
    intro = (Quote(asked.question, (_name(store, asked.member_id),)),)
    return Outcome(Form("Answer", "ask.send_answer", (field,), turn.new_id(), asked.id, "Answer", intro))


def send_answer(turn: Turn, store: Store) -> Outcome:
    """The answer was sent: it appears on the card of everybody who has the question."""
    asked = _open(turn, store)
    text = _checked(turn, "answer", "Write your answer, then send it.")
    if not store.asks.add_answer(Answer(turn.new_id(), asked.id, turn.member.id, text, turn.now)):
        raise Refused("You have already said exactly that on this question.")
    thanks = "Thank you. Everybody who has this question sees your answer now."
    return Outcome(Note.say(thanks), _redrawn(store, asked.id))


def close(turn: Turn, store: Store) -> Outcome:
    """The asker has heard enough: the question stays to be read, and takes no more answers."""
    asked = _seen_by(turn, store)
    if asked.member_id != turn.member.id:
        raise Refused("Only the person who asked can close this question.")
    if not store.asks.close(asked.id):
        raise Refused("This question is closed already.")
    return Outcome(Note.say("Closed. The answers stay on the card."), _redrawn(store, asked.id))


def expire(tick: Tick, store: Store) -> Outcome:
    """The time box ended: the question takes no more answers, and its card says so."""
    return Outcome(messages=_redrawn(store, tick.arg) if store.asks.close(tick.arg) else ())


ROUTES = {
    "ask": Route(form),
    "ask.vendors": Route(vendors),
    "ask.post": Route(post, writes=True),
    "ask.read": Route(read),
    "ask.answer": Route(answer_form),
    "ask.send_answer": Route(send_answer, writes=True),
    "ask.close": Route(close, writes=True),
}
TIMERS = {"ask.expire": expire}


def days_left(asked: Ask, now: datetime) -> str:
    """How long a question is still open, in words."""
    days = (asked.closes_at - now).days
    return f"open for {count(days, 'more day')}" if days > 0 else "closes today"


def answers_so_far(store: Store, asked: Ask) -> str:
    """ "no answer yet", "3 answers"."""
    return _counted(len(store.asks.answers(asked.id, asked.member_id)))


def _ask_form(turn: Turn, store: Store, question: str, vendor: Vendor | None) -> Form:
    fields = (
        TextField(
            "question", "Question", question[:MOST], lines=True, max_length=MOST,
            hint="What would you ask somebody who has lived with it?",
        ),
        TypeAheadField(
            "vendor", "Vendor", "ask.vendors", _options(store.vendors.starting_with("", SUGGESTIONS)),
            Option(vendor.name, vendor.id) if vendor else None,
            hint="It goes to the peers who use this vendor.", placeholder="Type a name",
        ),
    )  # fmt: skip
    return Form("Ask your peers", "ask.post", fields, turn.new_id(), submit="Ask")


def _checked_question(turn: Turn, store: Store) -> tuple[str, Vendor]:
    errors: dict[str, str] = {}
    vendor = store.vendors.get(turn.text("vendor"))
    if vendor is None:
        errors["vendor"] = "Choose the vendor from the list: type the first letters of its name."
    try:
        question = _checked(turn, "question", "Write your question, then send it.")
    except Invalid as problem:
        raise Invalid(errors | problem.errors) from None
    if vendor is None:
        raise Invalid(errors)
    return question, vendor


def _checked(turn: Turn, name: str, if_empty: str) -> str:
    text = turn.text(name)
    if not text:
        raise Invalid({name: if_empty})
    if len(text) > MOST:
        raise Invalid({name: f"This has {len(text)} characters; {MOST} is the most. Please shorten it."})
    return text


def _seen_by(turn: Turn, store: Store) -> Ask:
    asked = store.asks.get(turn.arg, turn.member.id)
    if asked is None:
        raise Refused("This question is not here any more.")
    return asked


def _open(turn: Turn, store: Store) -> Ask:
    asked = _seen_by(turn, store)
    if asked.status is not AskStatus.OPEN:
        raise Refused("This question is closed: it takes no more answers. You can still read it.")
    return asked


def _asked_note(vendor: Vendor, peers: list[Member], reached: list[Member]) -> Note:
    if peers:
        companies = len({m.company.casefold() for m in peers})
        said = (
            f"Asked {count(len(peers), 'peer')} from {count(companies, 'company', 'companies')} who use {vendor.name}."
        )
        return Note.say(f"{said} Their answers appear on the card in our chat.")
    if reached:
        who = count(len(reached), "community manager")
        return Note.say(f"Nobody has {vendor.name} in their stack yet, so your question went to {who}.")
    return Note.say(f"Nobody has {vendor.name} in their stack yet. Your question stays open for whoever joins.")


def _redrawn(store: Store, ask_id: str) -> tuple[Redraw]:
    return (Redraw(_key(ask_id), _shared_card(store, ask_id)),)


def _key(ask_id: str) -> str:
    return f"ask:{ask_id}"


def _name(store: Store, member_id: str) -> str:
    member = store.members.get([member_id]).get(member_id)
    return f"{member.name}, {member.company}" if member else "A former member"


def _shared_card(store: Store, ask_id: str) -> Card:
    """The one card that asker and peers all get, so that nobody's copy tells more than another's."""
    found = store.asks.on_card(ask_id)
    if found is None:
        raise LookupError("a question that was just kept is missing")
    return _card(store, *found, whole=False)


def _card(store: Store, asked: Ask, answers: list[Answer], whole: bool) -> Card:
    vendor = store.vendors.get(asked.vendor_id)
    about = vendor.name if vendor else "a vendor"
    asker = _name(store, asked.member_id)
    shown = answers if whole else answers[-SHOWN_ANSWERS:]
    members = store.members.get([a.member_id for a in shown])
    quotes = [_quote(one, members.get(one.member_id), whole) for one in shown]
    hidden = len(answers) - len(shown)
    state = "Closed" if asked.status is AskStatus.CLOSED else f"Open until {asked.closes_at:%-d %B}"
    more = f" · the last {len(shown)} shown" if hidden else ""
    return Card(
        f"A question about {about}",
        (
            Quote(asked.question, (Bold(asker),)),
            Paragraph((f"{_counted(len(answers)).capitalize()}{more} · {state}",), quiet=True),
            *quotes,
            _buttons(asked, any(len(a.text) > SHOWN_WORDS for a in shown) or bool(hidden)),
        ),
        summary=f"{asker} asks about {about}",
    )


def _quote(one: Answer, member: Member | None, whole: bool) -> Quote:
    by = f"{member.name}, {member.company}" if member else "A former member"
    return Quote(one.text if whole else shorten(one.text, SHOWN_WORDS), (Bold(by),))


def _buttons(asked: Ask, more: bool) -> Buttons:
    read_all = (Button("Read all", "ask.read", asked.id),) if more else ()
    if asked.status is AskStatus.CLOSED:
        return Buttons(read_all or (Button("Read", "ask.read", asked.id),))
    return Buttons((Button("Answer", "ask.answer", asked.id, Look.PRIMARY, opens_form=True), *read_all))


def _counted(answers: int) -> str:
    return count(answers, "answer") if answers else "no answer yet"


def _options(found: list[Vendor]) -> tuple[Option, ...]:
    return tuple(Option(vendor.name, vendor.id) for vendor in found)
