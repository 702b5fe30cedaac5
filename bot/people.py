"""`people`: the managers decide who is admitted, and pause and resume memberships. Each decision is audited."""

from dataclasses import replace

from bot.eligibility import next_sweep
from bot.join.cards import (
    admitted_card,
    age,
    asked_card,
    declined_card,
    is_open,
    managers_card,
    state_for_managers,
    to_applicant,
    to_managers,
)
from bot.model import Application, Member, MemberStatus
from bot.ports import Store
from bot.route import Route
from bot.text import count, shorten
from bot.trail import audit
from bot.turn import Later, Outcome, Redraw, Refused, Send, Turn
from bot.views import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Invalid,
    Look,
    Note,
    Option,
    Paragraph,
    SelectField,
    TextField,
)

SHOWN = 10
MOST = 500
DECLINED_FOR = {
    "role": "Members run IT for a company; your role is another one.",
    "vendor": "Members buy IT; you or your company sell it.",
    "unknown": "We could not find out enough about you.",
    "other": "",
}
PAUSED_FOR = {
    "left": "Left the role",
    "employer": "Changed employer",
    "conduct": "Broke the rules",
    "asked": "Asked for it",
    "other": "Another reason",
}
RESUMED_FOR = {"verified": "Verified anew", "settled": "The matter is settled", "mistake": "It was a mistake"}


def people(turn: Turn, store: Store) -> Outcome:
    """A manager looks at the people: who waits to be admitted, and a way to find a member."""
    waiting = store.applications.waiting()
    blocks: list[Block] = [
        Heading(f"{count(len(waiting), 'application')} waiting" if waiting else "No applications waiting")
    ]
    for one in waiting[:SHOWN]:
        stands = f"{age(one.sent_at, turn.now)} · {state_for_managers(store, one)}"
        blocks.append(Paragraph((f"{one.name}, {one.title}, {one.company} · {stands}",)))
        blocks.append(Buttons((Button("Open", "people.open", one.id),)))
    if len(waiting) > SHOWN:
        blocks.append(Paragraph((f"{len(waiting) - SHOWN} more, after these.",), quiet=True))
    blocks.append(
        Buttons(
            (Button("Find a member", "people.find", look=Look.PRIMARY, opens_form=True), Button("Curation", "curate"))
        )
    )
    return Outcome(Card("People", tuple(blocks)))


def open_application(turn: Turn, store: Store) -> Outcome:
    """A manager opens an application."""
    return Outcome(managers_card(store, _application(turn, store)))


def approve(turn: Turn, store: Store) -> Outcome:
    """A manager approves: the applicant becomes a member, or a second manager has to agree first."""
    one = _undecided(turn, store)
    if one.two and one.first_by is None:
        return _agree(turn, store, one)
    if one.first_by == turn.member.id:
        raise Refused("You agree already. Another manager has to agree too.")
    member = _to_be(turn, store, one)
    if not store.applications.admit(one.id, turn.member.id, turn.now):
        raise Refused("Another manager was quicker: the card says how it was decided.")
    _admit(turn, store, one, member)
    audit(turn, store, "people.approve", one.id)
    sweep = Later("eligibility.sweep", next_sweep(turn.now), "eligibility.sweep", "")
    welcome = to_applicant(one, "admitted", admitted_card(turn.community))
    return Outcome(
        Note.say(f"{one.name} is a member now, and has been told."), (_redrawn(store, one), welcome), (sweep,)
    )


def decline_form(turn: Turn, store: Store) -> Outcome:
    """`Decline` was pressed: the reason, and words for the applicant."""
    one = _undecided(turn, store)
    reasons = {code: words or "Another reason, in my own words" for code, words in DECLINED_FOR.items()}
    words = TextField(
        "words", "In your words", lines=True, required=False, max_length=MOST, hint="The applicant reads it."
    )
    fields = (_select("reason", "Reason", reasons), words)
    return Outcome(Form("Decline", "people.send_decline", fields, turn.new_id(), one.id, "Decline"))


def decline(turn: Turn, store: Store) -> Outcome:
    """The reason was sent: the applicant is told, and can ask again later."""
    one, code = _undecided(turn, store), _code(turn, DECLINED_FOR)
    reason = " ".join(part for part in (DECLINED_FOR[code], turn.text("words")[:MOST]) if part)
    if not reason:
        raise Invalid({"words": "Say in your own words why."})
    if not store.applications.decline(one.id, turn.member.id, turn.now, reason):
        raise Refused("Another manager was quicker: the card says how it was decided.")
    audit(turn, store, "people.decline", one.id, code)
    told = to_applicant(one, "declined", declined_card(turn.community, replace(one, reason=reason), turn.now))
    return Outcome(Note.say("Declined. The applicant has been told why."), (_redrawn(store, one), told))


def ask_back_form(turn: Turn, store: Store) -> Outcome:
    """`Ask back` was pressed: what the manager wants to know."""
    one = _undecided(turn, store)
    field = TextField(
        "question", "Question", lines=True, max_length=MOST, hint="The applicant answers by the same form."
    )
    return Outcome(Form("Ask back", "people.send_ask_back", (field,), turn.new_id(), one.id, "Ask"))


def ask_back(turn: Turn, store: Store) -> Outcome:
    """The question was sent: the applicant gets it, and the application waits for them."""
    one, question = _undecided(turn, store), turn.text("question")[:MOST]
    if not question:
        raise Invalid({"question": "Write what you want to know."})
    if not store.applications.ask_back(one.id, turn.member.id, question):
        raise Refused("The applicant has a question to answer already.")
    audit(turn, store, "people.ask_back", one.id)
    # A second question has to arrive as a card of its own, so the turn's id is part of its key.
    told = to_applicant(one, f"asked:{turn.new_id()}", asked_card(one, question))
    return Outcome(Note.say("Asked. The application comes back with the answer."), (_redrawn(store, one), told))


def find_form(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Find a member` was pressed."""
    field = TextField("words", "Name or company", max_length=100)
    return Outcome(Form("Find a member", "people.found", (field,), turn.new_id(), submit="Find"))


def found(turn: Turn, store: Store) -> Outcome:
    """Members by name or company, each with what can be done."""
    words = turn.text("words")
    if not words:
        raise Invalid({"words": "Write a part of the name or company."})
    members = store.roll.find(words, SHOWN + 1)
    if not members:
        return Outcome(Note.say(f"Nobody's name or company contains “{shorten(words, 60)}”."))
    blocks = [block for one in members[:SHOWN] for block in _entry(one)]
    if len(members) > SHOWN:
        blocks.append(Paragraph(("There are more. Write more of the name.",), quiet=True))
    return Outcome(Card("Members", tuple(blocks)))


def pause_form(turn: Turn, store: Store) -> Outcome:
    """`Suspend` was pressed: the reason."""
    member = _member(turn, store, MemberStatus.ACTIVE)
    field = _select("reason", "Reason", PAUSED_FOR)
    return Outcome(
        Form(f"Suspend {member.name}"[:60], "people.send_suspend", (field,), turn.new_id(), member.id, "Suspend")
    )


def pause(turn: Turn, store: Store) -> Outcome:
    """The membership is paused: the member can do nothing more here, and is told."""
    member, code = _member(turn, store, MemberStatus.ACTIVE), _code(turn, PAUSED_FOR)
    if member.id == turn.member.id:
        raise Refused("You cannot suspend yourself. Ask another manager.")
    if not store.roll.change(member.id, MemberStatus.ACTIVE, MemberStatus.SUSPENDED, turn.now):
        raise Refused("Somebody else has just changed this membership.")
    audit(turn, store, "people.suspend", member.id, code)
    card = Card(
        "Your membership is paused",
        (Paragraph((f"A community manager of {turn.community.name} paused it. Reason: {PAUSED_FOR[code].lower()}.",)),),
    )
    return Outcome(Note.say(f"{member.name} is suspended, and has been told."), (_to(turn, member, card),))


def resume_form(turn: Turn, store: Store) -> Outcome:
    """`Resume` was pressed: the reason."""
    member = _member(turn, store, MemberStatus.SUSPENDED)
    field = _select("reason", "Reason", RESUMED_FOR)
    return Outcome(
        Form(f"Resume {member.name}"[:60], "people.send_resume", (field,), turn.new_id(), member.id, "Resume")
    )


def resume(turn: Turn, store: Store) -> Outcome:
    """The membership goes on, and counts as confirmed from today."""
    member, code = _member(turn, store, MemberStatus.SUSPENDED), _code(turn, RESUMED_FOR)
    if not store.roll.change(member.id, MemberStatus.SUSPENDED, MemberStatus.ACTIVE, turn.now):
        raise Refused("Somebody else has just changed this membership.")
    store.roll.confirm(member.id, turn.now)
    audit(turn, store, "people.resume", member.id, code)
    return Outcome(Note.say(f"{member.name} is a member again."), (_to(turn, member, admitted_card(turn.community)),))


ROUTES = {
    "people": Route(people, managers_only=True),
    "people.open": Route(open_application, managers_only=True),
    "people.approve": Route(approve, writes=True, managers_only=True),
    "people.decline": Route(decline_form, managers_only=True),
    "people.send_decline": Route(decline, writes=True, managers_only=True),
    "people.ask_back": Route(ask_back_form, managers_only=True),
    "people.send_ask_back": Route(ask_back, writes=True, managers_only=True),
    "people.find": Route(find_form, managers_only=True),
    "people.found": Route(found, managers_only=True),
    "people.suspend": Route(pause_form, managers_only=True),
    "people.send_suspend": Route(pause, writes=True, managers_only=True),
    "people.resume": Route(resume_form, managers_only=True),
    "people.send_resume": Route(resume, writes=True, managers_only=True),
}


def _application(turn: Turn, store: Store) -> Application:
    one = store.applications.get(turn.arg)
    if one is None:
        raise Refused("This application is not here any more.")
    return one


def _undecided(turn: Turn, store: Store) -> Application:
    one = _application(turn, store)
    if not is_open(one):
        raise Refused(state_for_managers(store, one))
    return one


def _agree(turn: Turn, store: Store, one: Application) -> Outcome:
    if not store.applications.agree(one.id, turn.member.id):
        raise Refused("Another manager was quicker. Open the application again.")
    audit(turn, store, "people.agree", one.id)
    said = f"Noted. {one.name} is admitted when a second manager agrees too."
    return Outcome(Note.say(said), (_redrawn(store, one),))


def _to_be(turn: Turn, store: Store, one: Application) -> Member:
    """The member that the application makes; Refused where the address is somebody else's."""
    known = store.members.get([one.member_id]).get(one.member_id) if one.member_id else None
    other = store.members.by_email(one.email)
    if other and (known is None or other.id != known.id):
        raise Refused(
            "A member has this e-mail address already. If it is the same person, decline this and ask them to join "
            "their accounts: Link another account, under me."
        )
    member = known or Member(turn.new_id(), one.name, one.company, one.email)
    return replace(
        member, name=one.name, title=one.title, company=one.company, email=one.email, industry=one.industry,
        size=one.size, region=one.region, status=MemberStatus.ACTIVE,
    )  # fmt: skip


def _admit(turn: Turn, store: Store, one: Application, member: Member) -> None:
    store.members.save(member)
    if one.member_id is None and not store.applications.make_member(one, member.id):
        raise Refused("This account has been joined to a member meanwhile.")
    store.roll.confirm(member.id, turn.now)


def _redrawn(store: Store, one: Application) -> Redraw:
    card = to_managers(store, store.applications.get(one.id) or one)
    return Redraw(card.key, card.card)


def _entry(member: Member) -> tuple[Block, ...]:
    said = Paragraph((f"{member.name}, {member.title or member.role}, {member.company} · {member.status}",))
    match member.status:
        case MemberStatus.ACTIVE:
            button = Button("Suspend", "people.suspend", member.id, Look.DANGER, opens_form=True)
        case MemberStatus.SUSPENDED:
            button = Button("Resume", "people.resume", member.id, opens_form=True)
        case MemberStatus.LEFT:
            return (said,)
    return (said, Buttons((button,)))


def _member(turn: Turn, store: Store, status: MemberStatus) -> Member:
    member = store.members.get([turn.arg]).get(turn.arg)
    if member is None or member.status is not status:
        raise Refused("This membership has changed meanwhile. Look the member up again.")
    return member


def _to(turn: Turn, member: Member, card: Card) -> Send:
    return Send(f"people:{turn.new_id()}", card, (member.id,))


def _select(name: str, label: str, choices: dict[str, str]) -> SelectField:
    return SelectField(name, label, tuple(Option(words, code) for code, words in choices.items()))


def _code(turn: Turn, choices: dict[str, str]) -> str:
    code = turn.text("reason")
    if code not in choices:
        raise Invalid({"reason": "Choose the reason from the list."})
    return code
