"""Break-glass: two managers, a listed reason, the author told at once, 72 hours, the name shown to each once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.anonymous.notes import tell
from bot.model import Role, UnmaskCase, UnmaskStatus
from bot.ports import Store
from bot.route import Route, TimerCase
from bot.signature import signed
from bot.text import shorten
from bot.trail import audit
from bot.turn import Later, Outcome, Redraw, Refused, Send, Tick, Turn
from bot.views import (
    Bold,
    Button,
    Buttons,
    Card,
    Fact,
    Facts,
    Form,
    Invalid,
    Look,
    Note,
    Option,
    Paragraph,
    Quote,
    SelectField,
)

WAIT = timedelta(hours=72)
REASONS = {
    "law": "A court or an authority orders it",
    "threat": "A threat against a person",
    "harassment": "Harassment of a person",
    "fraud": "A vendor posing as a peer",
}
SHOWN_WORDS = 700
"""Characters of one text that a manager reads in a case."""
AWAITED = (
    "Waits for a second manager, who reads the words first. Once they agree, the author is told at once, and 72 hours "
    "later each of the two can see the name, once."
)
GONE = "This case is over. Type help to see what there is."


def form(turn: Turn, store: Store) -> Outcome:
    """A manager thinks that an author has to be known: whose words, and for which of the listed reasons."""
    handles = _handles(turn, store)
    if not handles:
        raise Refused("Nobody wrote under a handle in this thread.")
    said = Paragraph(
        (
            "A second manager has to agree. Then the author is told at once, and 72 hours pass before either of you "
            "can see a name. The audit trail keeps who proposed, who agreed and who looked.",
        )
    )
    fields = (
        SelectField("handle", "Handle", tuple(Option(one, one) for one in handles), handles[0]),
        SelectField("reason", "Reason", tuple(Option(words, code) for code, words in REASONS.items())),
    )
    return Outcome(Form("Break glass", "unmask.propose", fields, turn.new_id(), turn.arg, "Propose", (said,)))


def propose(turn: Turn, store: Store) -> Outcome:
    """The first manager proposed: every manager gets the case."""
    handle, reason = turn.text("handle"), turn.text("reason")
    if handle not in _handles(turn, store) or reason not in REASONS:
        raise Invalid({"reason" if reason not in REASONS else "handle": "Choose one from the list."})
    case = UnmaskCase(turn.new_id(), turn.arg, handle, reason, turn.member.id)
    if not store.unmasking.propose(case):
        raise Refused("There is a case about this handle already.")
    audit(turn, store, "unmask.propose", case.id, reason)
    managers = tuple(one.id for one in store.members.with_role(Role.MANAGER))
    said = "Proposed. Another manager has to agree before anything happens."
    return Outcome(Note.say(said), (Send(_key(case.id), _card(store, case), managers),))


def read(turn: Turn, store: Store) -> Outcome:
    """A manager opens a case: with the words it is about, which stand in no card that is kept."""
    case = _case(turn, store)
    return Outcome(_card(store, case, _words(store, case)))


def agree(turn: Turn, store: Store) -> Outcome:
    """A second manager agreed: the author is told at once, and the 72 hours begin."""
    if not store.unmasking.agree(turn.arg, turn.member.id, turn.now + WAIT):
        raise Refused("This needs a manager other than the one who proposed it, and a case that still waits for one.")
    case = _case(turn, store)
    audit(turn, store, "unmask.agree", case.id, case.reason)
    words = (
        f"Two community managers want to know who wrote as {case.handle}. Reason: {REASONS[case.reason]}. "
        f"From {_moment(case.opens_at)} on they can see your name, each of them once, unless they call it off. "
        "Nobody else sees it, and you are told when they have looked. "
        "If you think that they are wrong, write to any community manager before then; that manager then knows that it "
        "is you."
    )
    timers = tell(store, case.thread_id, case.handle, words, turn.now)
    if not timers:
        raise Refused("The link of this thread is shredded: nobody can tell any more who wrote here.")
    opens = Later(f"unmask.open:{case.id}", turn.now + WAIT, "unmask.open", case.id)
    return Outcome(Note.say("Agreed. The author is told now."), (_redrawn(store, case),), (*timers, opens))


def call_off(turn: Turn, store: Store) -> Outcome:
    """One of the two managers called it off, or any manager did not want it proposed."""
    case = _case(turn, store)
    if not store.unmasking.call_off(case.id, turn.member.id):
        raise Refused("Only the two managers of this case can call it off, as long as it goes on.")
    audit(turn, store, "unmask.call_off", case.id, case.reason)
    words = f"The case about {case.handle} was called off. Nobody learns your name through it."
    timers = tell(store, case.thread_id, case.handle, words, turn.now) if case.second else ()
    return Outcome(Note.say("Called off."), (_redrawn(store, _case(turn, store)),), timers)


def open_case(tick: Tick, store: Store) -> Outcome:
    """The 72 hours are over: the card gets its button, and the two managers hear of it, since an edit rings nowhere."""
    if not store.unmasking.ready(tick.arg, tick.now):
        return Outcome()
    case = store.unmasking.get(tick.arg)
    if case is None:
        return Outcome()
    said = f"The 72 hours are over. Each of the two managers can see once who wrote as {case.handle}."
    card = Card("Break glass", (Paragraph((said,)), Buttons((Button("Open", "unmask.read", case.id, Look.PRIMARY),))))
    return Outcome(messages=(_redrawn(store, case), Send(f"unmask.ready:{case.id}", card, (case.first, case.second))))


def show(turn: Turn, store: Store) -> Outcome:
    """One of the two managers looks, once. The name is in the answer alone, never in a card that is kept."""
    case = _case(turn, store)
    author = store.vault.unmask(case.id, turn.member.id, turn.now)
    if author is None:
        raise Refused("Nothing to see: it is not yours to open, you have seen it, or the link is shredded.")
    audit(turn, store, "unmask.show", case.id, case.reason)
    name = signed(store.members.get([author]).get(author))
    looked = f"A community manager has looked at who wrote as {case.handle}. Reason: {REASONS[case.reason]}."
    told = tell(store, case.thread_id, case.handle, looked, turn.now)
    over = (_redrawn(store, _case(turn, store)),) if store.unmasking.over(case.id) else ()
    return Outcome(Note.say(f"{case.handle} is {name}. You see this once, and the author is told."), over, told)


ROUTES = {
    "unmask": Route(form, managers_only=True),
    "unmask.propose": Route(propose, writes=True, managers_only=True),
    "unmask.read": Route(read, managers_only=True),
    "unmask.agree": Route(agree, writes=True, managers_only=True),
    "unmask.call_off": Route(call_off, writes=True, managers_only=True),
    "unmask.show": Route(show, writes=True, managers_only=True),
}
TIMERS: dict[str, TimerCase] = {"unmask.open": open_case}


def _handles(turn: Turn, store: Store) -> list[str]:
    found = store.asks.on_card(turn.arg)
    if found is None:
        raise Refused("This question is not here any more.")
    asked, answers = found
    handles = [asked.handle, *(one.handle for one in answers)]
    return list(dict.fromkeys(one for one in handles if one))


def _case(turn: Turn, store: Store) -> UnmaskCase:
    case = store.unmasking.get(turn.arg)
    if case is None:
        raise Refused(GONE)
    return case


def _moment(opens_at: datetime | None) -> str:
    return f"{opens_at:%-d %B %Y, %H:%M} UTC" if opens_at else "then"


def _key(case_id: str) -> str:
    return f"unmask:{case_id}"


def _redrawn(store: Store, case: UnmaskCase) -> Redraw:
    return Redraw(_key(case.id), _card(store, case))


def _words(store: Store, case: UnmaskCase) -> list[str]:
    """What stands under the handle in its thread."""
    found = store.asks.on_card(case.thread_id)
    if found is None:
        return []
    asked, answers = found
    words = [(asked.handle, asked.question), *((one.handle, one.text) for one in answers)]
    return [text for handle, text in words if handle == case.handle and text]


def _card(store: Store, case: UnmaskCase, words: Sequence[str] = ()) -> Card:
    names = store.members.get([one for one in (case.first, case.second) if one])
    quotes = tuple(Quote(shorten(text, SHOWN_WORDS), (Bold(case.handle),)) for text in words)
    facts = [Fact("Handle", case.handle), Fact("Reason", REASONS[case.reason])]
    facts.append(Fact("Proposed by", signed(names.get(case.first))))
    if case.second:
        facts.append(Fact("Agreed by", signed(names.get(case.second))))
    state, buttons = _state(case)
    if not words and buttons:
        buttons = (Button("Read", "unmask.read", case.id, Look.PRIMARY), *buttons)
    shown = (Buttons(buttons),) if buttons else ()
    return Card("Break glass", (*quotes, Facts(tuple(facts)), Paragraph((state,)), *shown))


def _state(case: UnmaskCase) -> tuple[str, tuple[Button, ...]]:
    off = Button("Call off", "unmask.call_off", case.id)
    match case.status:
        case UnmaskStatus.PROPOSED:
            agree_to = Button(
                "Agree", "unmask.agree", case.id, Look.DANGER, confirm="The author is told at once. Agree?"
            )
            return AWAITED, (agree_to, off)
        case UnmaskStatus.WAITING:
            return f"The author was told. The name can be read from {_moment(case.opens_at)} on.", (off,)
        case UnmaskStatus.READY:
            # A window of its own stays until it is closed; a line under a card may be gone in seconds.
            show_it = Button(
                "Show the name",
                "unmask.show",
                case.id,
                Look.DANGER,
                opens_form=True,
                confirm="You see it once, and the author is told. Now?",
            )
            return "The name can be read, once by each of the two managers.", (show_it, off)
        case UnmaskStatus.OVER:
            return "Both managers have looked. The case is over.", ()
        case UnmaskStatus.CALLED_OFF:
            return "Called off.", ()
