"""Appeals: an author writes why a text should stand, and a second manager decides with a reason."""

from dataclasses import replace

from bot.anonymous.delay import after_delay
from bot.checking import Written, checked, come_back, subject
from bot.curate import decided
from bot.curate.decided import ended, managers_card
from bot.curate.one_case import MOST, OVER, case_here, is_author
from bot.curate.passages import of_case, put_back
from bot.curate.reasons import REASONS
from bot.ports import Store
from bot.ports.cases import Case, CaseStatus
from bot.route import Route, TimerCase
from bot.text import shorten
from bot.trail import audit
from bot.turn import Later, Outcome, Refused, Tick, Turn
from bot.views import Form, Invalid, Note, Paragraph, Quote, TextField

WHY = "Why should it stand?"
TOO_LATE = "This is over: an appeal comes within 30 days, and once."
NOT_YOURS = "An appeal is decided once, by another manager than the one who took the text down."


def appeal_form(turn: Turn, store: Store) -> Outcome:
    """`Appeal` was pressed by the author."""
    case = _own(turn, store)
    if case.status is not CaseStatus.REMOVED or case.appeal or not store.cases.text(case.id):
        raise Refused(TOO_LATE)
    return Outcome(_appeal(turn, case))


def appeal(turn: Turn, store: Store) -> Outcome:
    """The appeal was sent: a second manager decides. Under a handle it passes the guard and the delay first."""
    case, words = _own(replace(turn, arg=subject(turn.arg)), store), turn.text("appeal")[:MOST]
    if not words:
        raise Invalid({"appeal": "Write why it should stand."})
    if case.member_id is None:
        written, found = checked(turn, store, None, Written({"appeal": words}))
        if found is not None:
            return Outcome(come_back(_appeal(turn, case), written, found))
        words = written.texts["appeal"]
    if not store.cases.appeal(case.id, words):
        raise Refused(TOO_LATE)
    said = "Your appeal is on its way to the community managers. Another one than before decides, and you are told."
    if case.member_id:
        store.cases.submit(case.id, turn.now.date())
        return Outcome(Note.say(said), (managers_card(store, case.id),))
    due = after_delay(turn.community, turn.now, turn.new_id())
    return Outcome(Note.say(said), timers=(Later(f"case.submit:{case.id}", due, "case.submit", case.id),))


def uphold_form(turn: Turn, store: Store) -> Outcome:
    """`Turn down` on an appeal: the reason that its author reads."""
    case = case_here(turn, store)
    if case.status is not CaseStatus.APPEALED or case.decided_by == turn.member.id or is_author(turn, store, case):
        raise Refused(NOT_YOURS)
    hint = "The author reads it. It is the last word about this text."
    field = TextField("statement", "Why does it stay down?", lines=True, max_length=MOST, hint=hint)
    one, appealed = of_case(store, case), Quote(case.appeal, ("The author’s appeal",))
    quotes = (Quote(shorten(one.words, 700), (one.by,)), appealed) if one else (appealed,)
    return Outcome(Form("Turn down", "case.upheld", (field,), turn.new_id(), case.id, "Turn down", quotes))


def uphold(turn: Turn, store: Store) -> Outcome:
    """A second manager turned the appeal down, and said why."""
    why = turn.text("statement")[:MOST]
    if not why:
        raise Invalid({"statement": "Write why it stays down."})
    case = _settled(turn, store, CaseStatus.UPHELD)
    store.cases.forget_text(case.id)
    said = (
        f"Another community manager looked at your {case.kind} and your appeal. It stays down. {ended(why)} "
        "This is the last word here."
    )
    return _told(turn, store, case, said, "Turned down. The author is told why.")


def restore(turn: Turn, store: Store) -> Outcome:
    """A second manager agreed with the author: the words stand again."""
    case = _settled(turn, store, CaseStatus.RESTORED)
    said = f"Another community manager agreed with your appeal. Your {case.kind} stands again."
    return _stands_again(turn, store, case, said)


def back(turn: Turn, store: Store) -> Outcome:
    """`Put back` by a manager before anybody appealed: it was a mistake."""
    case = case_here(turn, store)
    if is_author(turn, store, case) or not store.cases.undo(case.id, turn.member.id):
        raise Refused(OVER)
    audit(turn, store, "case.put_back", case.id, case.reason)
    return _stands_again(turn, store, case, f"A community manager put your {case.kind} back. It stands again.")


def submit(tick: Tick, store: Store) -> Outcome:
    """The delay of an appeal under a handle is over: the managers have it."""
    return (
        Outcome(messages=(managers_card(store, tick.arg),))
        if store.cases.submit(tick.arg, tick.now.date())
        else Outcome()
    )


ROUTES = {
    "case.appeal": Route(appeal_form),
    "case.appealed": Route(appeal, writes=True),
    "case.uphold": Route(uphold_form, managers_only=True),
    "case.upheld": Route(uphold, writes=True, managers_only=True),
    "case.restore": Route(restore, writes=True, managers_only=True),
    "case.put_back": Route(back, writes=True, managers_only=True),
}
TIMERS: dict[str, TimerCase] = {"case.submit": submit}


def _appeal(turn: Turn, case: Case) -> Form:
    said = "Another community manager than the one who decided reads your words, and answers with a reason."
    why = Paragraph((f"Taken down for this reason: {REASONS.get(case.reason, case.reason).lower()}.",))
    field = TextField("appeal", WHY, lines=True, max_length=MOST, hint="The deciding manager reads it.")
    return Form("Appeal", "case.appealed", (field,), turn.new_id(), case.id, "Appeal", (why, Paragraph((said,))))


def _own(turn: Turn, store: Store) -> Case:
    case = store.cases.get(turn.arg)
    if case is None or not is_author(turn, store, case):
        raise Refused("This case is not here any more.")
    return case


def _settled(turn: Turn, store: Store, status: CaseStatus) -> Case:
    case = case_here(turn, store)
    if is_author(turn, store, case) or not store.cases.settle(case.id, status, turn.member.id):
        raise Refused(NOT_YOURS)
    audit(turn, store, f"case.{'restore' if status is CaseStatus.RESTORED else 'uphold'}", case.id, case.reason)
    return case


def _stands_again(turn: Turn, store: Store, case: Case, said: str) -> Outcome:
    effect = put_back(turn, store, case)
    if effect is None:
        raise Refused("These words cannot be put back any more: their author has written others meanwhile.")
    store.cases.forget_text(case.id)
    outcome = _told(turn, store, case, said, "Put back. The author is told.")
    again = decided.to_flaggers(store, case, f"The {case.kind} that you flagged stands again, after a second look.")
    return Outcome(outcome.reply, (*effect[0], *outcome.messages, *again), (*effect[1], *outcome.timers))


def _told(turn: Turn, store: Store, case: Case, said: str, note: str) -> Outcome:
    messages, timers = decided.to_author(turn, store, case, said)
    return Outcome(Note.say(note), (*messages, managers_card(store, case.id)), timers)
