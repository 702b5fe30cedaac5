"""What follows a decision about a text: its case, a statement of reasons to its author, a word to who flagged it."""

from datetime import UTC, date, datetime, time, timedelta

from bot.anonymous.notes import tell
from bot.curate.passages import Effect, Passage
from bot.curate.reasons import REASONS
from bot.model import Role
from bot.ports import Store
from bot.ports.cases import ONE, Case, CaseStatus, TextKind
from bot.text import count, shorten
from bot.trail import audit
from bot.turn import Later, Redraw, Refused, Send, Turn
from bot.vendors.meant import known
from bot.views import (
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Card,
    Fact,
    Facts,
    Look,
    Option,
    Paragraph,
    Quote,
    SelectField,
    TextField,
)  # fmt: skip

APPEAL_WITHIN = timedelta(days=30)
NOON = time(12, tzinfo=UTC)
"""A day of the calendar is over everywhere by noon UTC of the next one."""
SHORTER = timedelta(days=2)
"""Under a handle the last day is earlier: note and link go to the minute, and that day has to be whole as well."""
SOONER = ", or until 30 days after the question has closed if that is sooner"
"""Then nobody can tell any more who wrote an answer under its handle (see bot/anonymous/shredding.py)."""
STATES = {
    CaseStatus.OPEN: "Waits for a decision.",
    CaseStatus.KEPT: "Kept.",
    CaseStatus.REMOVED: "Taken down. Its author can appeal for 30 days.",
    CaseStatus.APPEALED: "Its author appeals. Another community manager than the one who decided has to look.",
    CaseStatus.UPHELD: "Taken down, and the appeal was turned down.",
    CaseStatus.RESTORED: "Put back after an appeal.",
}

ALONE = "You are the only community manager here. Name a second one, else nobody can decide this appeal."


def new_case(turn: Turn, one: Passage) -> Case:
    """An open case about the words."""
    return Case(turn.new_id(), one.kind, one.id, one.thread_id, one.handle, one.member_id, CaseStatus.OPEN, turn.now)


def taken_down(turn: Turn, store: Store, one: Passage, kept: str, reason: str, statement: str) -> Effect:
    """A manager took the words down. The author is told what, why and how to appeal, under whatever name they wrote."""
    case = store.cases.begin(new_case(turn, one))
    if not store.cases.remove(case.id, turn.member.id, reason, statement, kept, turn.now):
        raise Refused("Another community manager has decided already.")
    audit(turn, store, "case.remove", case.id, reason)
    ends = datetime.combine(_last_day(turn.now) + timedelta(days=1), NOON)
    over = Later(f"case.over:{case.id}", ends, "case.over", case.id)
    told, notes = _statement(turn, store, case, one, reason, statement)
    outcome = to_flaggers(store, case, f"A community manager took down the {one.kind} that you flagged.")
    shown = managers_card(store, case.id) if one.seen else Redraw(key_of(case.id), case_card(store, case.id))
    return (*told, *outcome, shown), (*notes, over)


def kept(turn: Turn, store: Store, case: Case) -> tuple[Send | Redraw, ...]:
    """A manager kept the words."""
    audit(turn, store, "case.keep", case.id, "")
    said = f"A community manager looked at the {case.kind} that you flagged, and kept it."
    return (*to_flaggers(store, case, said), managers_card(store, case.id))


def to_author(turn: Turn, store: Store, case: Case, said: str) -> Effect:
    """A word to the author: a card, or a note through the vault under the handle."""
    if case.member_id:
        return (Send(f"case.appeal:{case.id}", Card("Your appeal", (Paragraph((said,)),)), (case.member_id,)),), ()
    return (), tell(store, case.thread_id, case.handle, said, turn.now)


def managers_card(store: Store, case_id: str) -> Send:
    """The one card of a case that every manager has; it shows the case as it stands."""
    managers = tuple(one.id for one in store.members.with_role(Role.MANAGER))
    return Send(key_of(case_id), case_card(store, case_id), managers)


def why_field(likely: str = "") -> SelectField:
    """The reason, from the one list."""
    return SelectField("reason", "Reason", tuple(Option(words, code) for code, words in REASONS.items()), likely)


def statement_field() -> TextField:
    """What the author reads beside the reason."""
    hint = "What would make it fit?"
    return TextField("statement", "To the author", hint=hint, lines=True, required=False, max_length=600)


def ended(words: str) -> str:
    """A manager's words as sentences: others follow them."""
    return words if not words or words[-1] in ".?!…" else f"{words}."


def key_of(case_id: str) -> str:
    """The key of the managers' card."""
    return f"case:{case_id}"


def case_card(store: Store, case_id: str, one: Passage | None = None) -> Card:
    """A case as managers see it; ``one``: the words, where they still stand."""
    case = store.cases.get(case_id)
    if case is None:
        return Card("A case", (Paragraph(("This case is over.",)),))
    blocks: list[Block] = [Quote(one.words, (Bold(one.by),))] if one else []
    blocks += [Facts(tuple(_facts(store, case))), *_remarks(store, case), Paragraph((STATES[case.status],))]
    if case.status is CaseStatus.APPEALED and len(store.members.with_role(Role.MANAGER)) < 2:
        blocks.append(Paragraph((ALONE,)))
    if buttons := _buttons(store, case, read=one is not None):
        blocks.append(Buttons(buttons))
    return Card(_title(case), tuple(blocks))


def _title(case: Case) -> str:
    match case.status:
        case CaseStatus.APPEALED:
            return f"An appeal about {ONE[case.kind]}"
        case CaseStatus.OPEN | CaseStatus.KEPT:
            return f"A flagged {case.kind}"
        case _:
            return f"{ONE[case.kind].capitalize()} was taken down"


def _facts(store: Store, case: Case) -> list[Fact]:
    facts = [Fact("Opened", f"{case.opened_at:%-d %B %Y}")]
    facts += [
        Fact(f"Flagged by {count(number, 'member')}", REASONS.get(code, code))
        for code, number in store.cases.flags(case.id).items()
    ]
    if case.reason:
        facts.append(Fact("Taken down for", REASONS.get(case.reason, case.reason)))
    return facts


def _remarks(store: Store, case: Case) -> list[Block]:
    remarks = store.cases.remarks(case.id)
    found: list[Block] = [Bullets(tuple((shorten(words, 300),) for words in remarks))] if remarks else []
    if case.statement:
        found.append(Quote(case.statement, ("To the author",)))
    if case.appeal and case.status is not CaseStatus.REMOVED:
        found.append(Quote(case.appeal, ("The author’s appeal",)))
    return found


def _buttons(store: Store, case: Case, read: bool) -> tuple[Button, ...]:
    look = () if read else (Button("Read", "case.read", case.id, Look.PRIMARY),)
    if case.status is CaseStatus.OPEN:
        return (
            *look,
            Button("Keep", "case.keep", case.id),
            Button("Take down", "case.remove", case.id, Look.DANGER, opens_form=True),
        )
    if case.status is CaseStatus.APPEALED:
        return (
            *look,
            Button("Put back", "case.restore", case.id),
            Button("Turn down", "case.uphold", case.id, opens_form=True),
        )
    if case.status is CaseStatus.REMOVED and store.cases.text(case.id):
        return (Button("Put back", "case.put_back", case.id, confirm="Everybody can read it again."),)
    return ()


def _statement(turn: Turn, store: Store, case: Case, one: Passage, reason: str, statement: str) -> Effect:
    """What was decided, on what ground, what follows from it, and what the author can do until when."""
    why = " ".join(part for part in (f"Reason: {REASONS[reason]}.", ended(statement)) if part)
    how = f"{_decided_how(store, case, one)} {_what_next(one, _last_day(turn.now))}"
    did = "took down" if one.seen else "declined"
    if one.member_id:
        change = (Button("Change it", "review", one.about, Look.PRIMARY, opens_form=True),) if one.about else ()
        buttons = Buttons((*change, Button("Appeal", "case.appeal", case.id, opens_form=True)))
        quoted = Quote(shorten(one.words, 300), (f"Your {one.kind}{_of(store, one)}",))
        card = Card(f"A community manager {did} your {one.kind}",
                    (quoted, Paragraph((why,)), Paragraph((how,)), buttons))  # fmt: skip
        return (Send(f"case.statement:{case.id}", card, (one.member_id,)),), ()
    store.vault.strike(one.thread_id, one.handle, turn.now)
    words = f"A community manager {did} the {one.kind}{_of(store, one)} that you wrote as {one.handle}. {why} {how}"
    return (), tell(store, one.thread_id, one.handle, words, turn.now, appeal=case.id)


def _of(store: Store, one: Passage) -> str:
    """What a review speaks of: its author may have written several."""
    about = known(store, one.about) if one.about else None
    return f" of {about.name}" if about else ""


def _decided_how(store: Store, case: Case, one: Passage) -> str:
    if not one.seen:
        return "A person decided this. No peer has read it."
    flagged = "after a flag" if store.cases.flags(case.id) else "without a flag"
    return f"A person decided this, {flagged}. Nobody can read the text here any more."


def _last_day(now: datetime) -> date:
    return (now + APPEAL_WITHIN).date()


def _what_next(one: Passage, last: date) -> str:
    until = last if one.member_id else last - SHORTER
    sooner = "" if one.member_id or one.kind is not TextKind.ANSWER else SOONER
    appeal = f"appeal until {until:%-d %B %Y}{sooner}: another manager then decides, and tells you why"
    if one.about:
        return f"Nothing is lost: change it and send it again, or {appeal}."
    return f"You may write it anew without that, or {appeal}."


def to_flaggers(store: Store, case: Case, said: str) -> tuple[Send, ...]:
    """A word to everybody who flagged the text; a later one takes its place."""
    flaggers = tuple(store.cases.flaggers(case.id))
    card = Card("What you flagged", (Paragraph((said, " Thank you for looking after this community.")),))
    return (Send(f"case.told:{case.id}", card, flaggers),) if flaggers else ()
