"""Flags and cases: members flag, a manager decides and says why, the author may appeal to a second manager."""

from dataclasses import replace

from bot.anonymous.delay import after_delay
from bot.curate import decided
from bot.curate.decided import case_card, managers_card, new_case, statement_field, why_field
from bot.curate.passages import Passage, passage, put_back, taken_down, thread
from bot.curate.reasons import REASONS
from bot.intro.guarding import Written, checked, come_back, target_and_mark
from bot.ports import Store
from bot.ports.cases import Case, CaseStatus, TextKind
from bot.route import Route, TimerCase
from bot.text import shorten
from bot.trail import audit
from bot.turn import Later, Outcome, Refused, Tick, Turn
from bot.views import Field, Form, Invalid, Note, Option, Paragraph, Quote, SelectField, TextField

MOST = 600
NEWEST = 24
"""Texts of a thread that a form offers: the question and the newest answers."""
OVER = "This is decided already."
WHY = "Why should it stand?"


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
    case = _case(turn, store)
    return Outcome(case_card(store, case.id, passage(store, case.text_id)))


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
    return Outcome(Note.say("Taken down. The author is told why."), (*messages, *told), (*timers, *more))


def back(turn: Turn, store: Store) -> Outcome:
    """`Put back` by a manager before anybody appealed: it was a mistake."""
    case = _case(turn, store)
    if _is_author(turn, store, case) or not store.cases.undo(case.id, turn.member.id):
        raise Refused(OVER)
    audit(turn, store, "case.put_back", case.id, case.reason)
    return _stands_again(turn, store, case, f"A community manager put your {case.kind} back. It stands again.")


def appeal_form(turn: Turn, store: Store) -> Outcome:
    """`Appeal` was pressed by the author."""
    _own(turn, store)
    return Outcome(_appeal(turn, turn.arg))


def appeal(turn: Turn, store: Store) -> Outcome:
    """The appeal was sent: a second manager decides. Under a handle it passes the guard and the delay first."""
    case_id, seen = target_and_mark(turn.arg)
    case, words = _own(replace(turn, arg=case_id), store), turn.text("appeal")[:MOST]
    if not words:
        raise Invalid({"appeal": "Write why it should stand."})
    if case.member_id is None:
        written, found = checked(turn, store, None, Written({"appeal": words}, {"appeal": WHY}, seen))
        if found:
            return Outcome(come_back(_appeal(turn, case_id, written.texts["appeal"]), written, found))
        words = written.texts["appeal"]
    if not store.cases.appeal(case.id, words):
        raise Refused("This is over, or you have appealed already.")
    said = "Your appeal is on its way to the community managers. Another one than before decides, and you are told."
    if case.member_id:
        store.cases.submit(case.id)
        return Outcome(Note.say(said), (managers_card(store, case.id),))
    due = after_delay(turn.community, turn.now, turn.new_id())
    return Outcome(Note.say(said), timers=(Later(f"case.submit:{case.id}", due, "case.submit", case.id),))


def uphold(turn: Turn, store: Store) -> Outcome:
    """A second manager turned the appeal down."""
    case = _settled(turn, store, CaseStatus.UPHELD)
    store.cases.forget_text(case.id)
    said = f"Another community manager looked at your {case.kind} and your appeal. It stays down."
    return _told(turn, store, case, said, "Turned down. The author is told.")


def restore(turn: Turn, store: Store) -> Outcome:
    """A second manager agreed with the author: the words stand again."""
    case = _settled(turn, store, CaseStatus.RESTORED)
    said = f"Another community manager agreed with your appeal. Your {case.kind} stands again."
    return _stands_again(turn, store, case, said)


def submit(tick: Tick, store: Store) -> Outcome:
    """The delay of an appeal under a handle is over: the managers have it."""
    return Outcome(messages=(managers_card(store, tick.arg),)) if store.cases.submit(tick.arg) else Outcome()


def over(tick: Tick, store: Store) -> Outcome:
    """Thirty days without an appeal: what was kept to put the words back goes."""
    case = store.cases.get(tick.arg)
    if case and case.status is not CaseStatus.APPEALED:
        store.cases.forget_text(case.id)
    return Outcome()


ROUTES = {
    "flag": Route(flag_form),
    "flag.send": Route(flag, writes=True),
    "case.read": Route(read, managers_only=True),
    "case.keep": Route(keep, writes=True, managers_only=True),
    "case.remove": Route(remove_form, managers_only=True),
    "case.removed": Route(remove, writes=True, managers_only=True),
    "case.uphold": Route(uphold, writes=True, managers_only=True),
    "case.put_back": Route(back, writes=True, managers_only=True),
    "case.restore": Route(restore, writes=True, managers_only=True),
    "case.appeal": Route(appeal_form),
    "case.appealed": Route(appeal, writes=True),
    "ask.remove": Route(thread_form, managers_only=True),
    "ask.take_down": Route(thread_sent, writes=True, managers_only=True),
}
TIMERS: dict[str, TimerCase] = {"case.submit": submit, "case.over": over}


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
    before = "Question" if one.kind is TextKind.QUESTION else one.by
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


def _case(turn: Turn, store: Store) -> Case:
    case = store.cases.get(turn.arg)
    if case is None:
        raise Refused("This case is not here any more.")
    return case


def _open(turn: Turn, store: Store) -> Case:
    """An open case about somebody else's words."""
    case = _case(turn, store)
    if case.status is not CaseStatus.OPEN:
        raise Refused(OVER)
    if _is_author(turn, store, case):
        raise Refused("These are your own words: another community manager has to decide.")
    return case


def _standing(store: Store, text_id: str) -> Passage:
    one = passage(store, text_id)
    if one is None:
        raise Refused("This text is not here any more.")
    return one


def _is_author(turn: Turn, store: Store, case: Case) -> bool:
    if case.member_id:
        return case.member_id == turn.member.id
    return store.vault.handles(turn.member.id, [case.thread_id]).get(case.thread_id) == case.handle


def _appeal(turn: Turn, case_id: str, words: str = "") -> Form:
    field = TextField("appeal", WHY, words, lines=True, max_length=MOST, hint="Another manager reads it.")
    return Form("Appeal", "case.appealed", (field,), turn.new_id(), case_id, "Appeal")


def _own(turn: Turn, store: Store) -> Case:
    case = store.cases.get(turn.arg)
    if case is None or not _is_author(turn, store, case):
        raise Refused("This case is not here any more.")
    return case


def _settled(turn: Turn, store: Store, status: CaseStatus) -> Case:
    case = _case(turn, store)
    if _is_author(turn, store, case) or not store.cases.settle(case.id, status, turn.member.id):
        raise Refused("An appeal is decided once, by another manager than the one who took the text down.")
    audit(turn, store, f"case.{'restore' if status is CaseStatus.RESTORED else 'uphold'}", case.id, case.reason)
    return case


def _stands_again(turn: Turn, store: Store, case: Case, said: str) -> Outcome:
    effect = put_back(turn, store, case)
    if effect is None:
        raise Refused("These words cannot be put back any more: their author has written others meanwhile.")
    store.cases.forget_text(case.id)
    outcome = _told(turn, store, case, said, "Put back. The author is told.")
    return Outcome(outcome.reply, (*effect[0], *outcome.messages), (*effect[1], *outcome.timers))


def _told(turn: Turn, store: Store, case: Case, said: str, note: str) -> Outcome:
    messages, timers = decided.to_author(turn, store, case, said)
    return Outcome(Note.say(note), (*messages, managers_card(store, case.id)), timers)
