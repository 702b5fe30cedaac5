"""Flags and cases: members flag, a manager decides and says why."""

from bot.curate import decided
from bot.curate.decided import case_card, managers_card, new_case, statement_field, why_field
from bot.curate.one_case import MOST, OVER, case_here, is_author
from bot.curate.passages import Passage, of_case, passage, taken_down, thread
from bot.curate.reasons import REASONS
from bot.ports import Store
from bot.ports.cases import Case, CaseStatus, TextKind
from bot.route import Route, TimerCase
from bot.text import shorten
from bot.turn import Outcome, Refused, Tick, Turn
from bot.views import Field, Form, Invalid, Note, Option, Paragraph, Quote, SelectField, TextField

NEWEST = 24
"""Texts of a thread that a form offers: the question and the newest answers."""


def flag_form(turn: Turn, store: Store) -> Outcome:
    """`Flag` was pressed: which words, and why."""
    found = _readable(turn, store)
    fields = (
        *_which(found),
        why_field(),
        TextField("words", "In your words", lines=True, required=False, max_length=MOST, hint="Managers read it."),
    )
    intro = (Paragraph(("A community manager looks at it within three days. A flag alone takes nothing down.",)),)
    return Outcome(Form("Flag", "flag.send", fields, turn.new_id(), turn.arg, "Flag", intro))


def flag(turn: Turn, store: Store) -> Outcome:
    """The flag was sent: the managers have a case; nobody reads who flagged."""
    found = _readable(turn, store)
    one = _chosen(turn, found)
    reason = _reason(turn)
    if one.member_id == turn.member.id or one.handle == store.vault.handles(turn.member.id, [one.thread_id]).get(
        one.thread_id, "\n"
    ):
        raise Refused("These are your own words: you can take them back yourself.")
    case = store.cases.begin(new_case(turn, one))
    if not store.cases.flag(case.id, turn.member.id, reason, turn.text("words")[:MOST]):
        raise Refused("You have flagged this already. A community manager looks at it.")
    said = "Thank you. A community manager looks at it within three days, and you are told what comes of it."
    return Outcome(Note.say(said), (managers_card(store, case.id),))


def read(turn: Turn, store: Store) -> Outcome:
    """`Read`: the case with the words it is about."""
    case = case_here(turn, store)
    return Outcome(case_card(store, case.id, of_case(store, case)))


def keep(turn: Turn, store: Store) -> Outcome:
    """`Keep`: the words stay, and who flagged them is told."""
    case = _open(turn, store)
    if not store.cases.keep(case.id, turn.member.id, turn.now):
        raise Refused(OVER)
    return Outcome(Note.say("Kept. Who flagged it is told."), decided.kept(turn, store, case))


def remove_form(turn: Turn, store: Store) -> Outcome:
    """`Take down` on a case: the reason, and a statement to the author."""
    case = _open(turn, store)
    one = _standing(store, case.text_id)
    flags = store.cases.flags(case.id)
    likely = max(flags, key=lambda code: flags[code]) if flags else ""
    fields = (why_field(likely), statement_field())
    return Outcome(
        Form("Take down", "case.removed", fields, turn.new_id(), case.id, "Take down", (Quote(one.words, (one.by,)),))
    )


def remove(turn: Turn, store: Store) -> Outcome:
    """The reason was sent: the words reach nobody any more."""
    case = _open(turn, store)
    return take_down(turn, store, _standing(store, case.text_id))


def thread_form(turn: Turn, store: Store) -> Outcome:
    """A manager wants to take down a question or an answer that nobody flagged: which, and why."""
    found = thread(store, turn.arg)
    if not found:
        raise Refused("This question is not here any more.")
    fields = (*_which(found), why_field(), statement_field())
    return Outcome(Form("Take down a text", "ask.take_down", fields, turn.new_id(), turn.arg, "Take down"))


def thread_sent(turn: Turn, store: Store) -> Outcome:
    """Which and why were sent."""
    return take_down(turn, store, _chosen(turn, thread(store, turn.arg)))


def take_down(turn: Turn, store: Store, one: Passage) -> Outcome:
    """The words reach nobody any more, and their author is told why and how to appeal."""
    reason = _reason(turn)
    gone = taken_down(turn, store, one)
    if gone is None:
        raise Refused("This text is not here any more.")
    kept, (messages, timers) = gone
    told, more = decided.taken_down(turn, store, one, kept, reason, turn.text("statement")[:MOST])
    done = "Taken down" if one.seen else "Declined"
    return Outcome(Note.say(f"{done}. The author is told why."), (*messages, *told), (*timers, *more))


def over(tick: Tick, store: Store) -> Outcome:
    """Thirty days without an appeal, not even one that waits out its delay: what could put the words back goes."""
    case = store.cases.get(tick.arg)
    if case and case.status is not CaseStatus.APPEALED and not case.appeal:
        store.cases.forget_text(case.id)
    return Outcome()


ROUTES = {
    "flag": Route(flag_form),
    "flag.send": Route(flag, writes=True),
    "case.read": Route(read, managers_only=True),
    "case.keep": Route(keep, writes=True, managers_only=True),
    "case.remove": Route(remove_form, managers_only=True),
    "case.removed": Route(remove, writes=True, managers_only=True),
    "ask.remove": Route(thread_form, managers_only=True),
    "ask.take_down": Route(thread_sent, writes=True, managers_only=True),
}
TIMERS: dict[str, TimerCase] = {"case.over": over}


def _readable(turn: Turn, store: Store) -> list[Passage]:
    """The review, or the question with its answers, that the member pressed `Flag` on, if they may read it."""
    if store.reviews.readable(turn.member.id, [turn.arg]):
        one = passage(store, turn.arg)
        return [one] if one else []
    if store.asks.get(turn.arg, turn.member.id) is None:
        raise Refused("This is not here any more.")
    return thread(store, turn.arg)


def _which(found: list[Passage]) -> tuple[Field, ...]:
    if len(found) < 2:
        return ()
    options = tuple(Option(_named(one), one.id) for one in found[: NEWEST + 1])
    return (SelectField("text", "Which words?", options, found[0].id),)


def _named(one: Passage) -> str:
    before = "Question" if one.kind is TextKind.QUESTION else one.by.partition(",")[0]
    return shorten(f"{before}: {one.words}", 60)


def _chosen(turn: Turn, found: list[Passage]) -> Passage:
    wanted = turn.text("text") or (found[0].id if len(found) == 1 else "")
    one = next((each for each in found if each.id == wanted), None)
    if one is None:
        raise Invalid({"text": "Choose which words."})
    return one


def _reason(turn: Turn) -> str:
    if turn.text("reason") not in REASONS:
        raise Invalid({"reason": "Choose the reason that fits best."})
    return turn.text("reason")


def _open(turn: Turn, store: Store) -> Case:
    """An open case about somebody else's words."""
    case = case_here(turn, store)
    if case.status is not CaseStatus.OPEN:
        raise Refused(OVER)
    if is_author(turn, store, case):
        raise Refused("These are your own words: another community manager has to decide.")
    return case


def _standing(store: Store, text_id: str) -> Passage:
    one = passage(store, text_id)
    if one is None:
        raise Refused("This text is not here any more.")
    return one
