"""The members: found by name, read by parts, suspended and resumed with a reason. Each decision is audited."""

from dataclasses import replace

from bot.join.cards import admitted_card
from bot.model import Member, MemberStatus, Role
from bot.parts import part_of
from bot.people.reasons import PAUSED_FOR, RESUMED_FOR, reason_field, reason_in
from bot.ports import Store
from bot.route import Route
from bot.text import count, shorten
from bot.trail import audit
from bot.turn import Outcome, Refused, Send, Turn
from bot.views import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Invalid,
    Note,
    Paragraph,
    Quote,
    TextField,
)

SHOWN, LISTED = 10, 5_000
"""Members shown at once, and those of one list; who looks for somebody in more than that writes more of the name."""
WORDS, MOST = 100, 500


def find_form(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Find a member` was pressed."""
    field = TextField("words", "Name or company", max_length=WORDS)
    return Outcome(Form("Find a member", "people.found", (field,), turn.new_id(), turn.arg, "Find"))


def found(turn: Turn, store: Store) -> Outcome:
    """Members by name or company, each with what can be done."""
    words = turn.text("words")[:WORDS]
    if not words:
        raise Invalid({"words": "Write a part of the name or company."})
    return list_members(replace(turn, arg=part_of(turn.arg, SHOWN).begin(words).arg), store)


def list_members(turn: Turn, store: Store) -> Outcome:
    """All members, or those whose name or company contains some words, by name and a part at a time."""
    part = part_of(turn.arg, SHOWN)
    words = part.only.strip()[:WORDS]
    members = store.roll.find(words, LISTED)
    if not members:
        return Outcome(Note.say(f"Nobody's name or company contains “{shorten(words, 60)}”."))
    which = f" with “{shorten(words, 60)}”" if words else ""
    blocks = [block for one in part.of(members) for block in _entry(one, turn.member.id)]
    found = Heading(f"{count(len(members), 'person', 'people')}{which}")
    ways = (
        Button("Find a member", "people.find", part.begin().arg, opens_form=True),
        Button("People", "people"),
    )
    return Outcome(Card("Members", (found, *blocks, *part.around("people.list", len(members)), Buttons(ways))))


def pause_form(turn: Turn, store: Store) -> Outcome:
    """`Suspend` was pressed: the reason."""
    member = _member(turn, store, MemberStatus.ACTIVE)
    hint = "They read it with the reason."
    words = TextField("words", "To the member", lines=True, required=False, max_length=MOST, hint=hint)
    fields = (reason_field(PAUSED_FOR), words)
    return Outcome(
        Form(f"Suspend {member.name}"[:60], "people.send_suspend", fields, turn.new_id(), member.id, "Suspend")
    )


def pause(turn: Turn, store: Store) -> Outcome:
    """The membership is paused: the member can do nothing more here, and is told."""
    member, code = _member(turn, store, MemberStatus.ACTIVE), reason_in(turn, PAUSED_FOR)
    if member.id == turn.member.id:
        raise Refused("You cannot suspend yourself. Ask another manager.")
    store.hold()
    if turn.member.id not in {one.id for one in store.members.with_role(Role.MANAGER)}:
        raise Refused("Somebody else has just changed your own membership.")
    if not store.roll.change(member.id, MemberStatus.ACTIVE, MemberStatus.SUSPENDED, turn.now):
        raise Refused("Somebody else has just changed this membership.")
    audit(turn, store, "people.suspend", member.id, code)
    card = _paused_card(turn, PAUSED_FOR[code], turn.text("words")[:MOST])
    return Outcome(Note.say(f"{member.name} is suspended, and has been told."), (_to(turn, member, card),))


def resume_form(turn: Turn, store: Store) -> Outcome:
    """`Resume` was pressed: the reason."""
    member = _member(turn, store, MemberStatus.SUSPENDED)
    field = reason_field(RESUMED_FOR)
    return Outcome(
        Form(f"Resume {member.name}"[:60], "people.send_resume", (field,), turn.new_id(), member.id, "Resume")
    )


def resume(turn: Turn, store: Store) -> Outcome:
    """The membership goes on, and counts as confirmed from today."""
    member, code = _member(turn, store, MemberStatus.SUSPENDED), reason_in(turn, RESUMED_FOR)
    if not store.roll.change(member.id, MemberStatus.SUSPENDED, MemberStatus.ACTIVE, turn.now):
        raise Refused("Somebody else has just changed this membership.")
    store.roll.confirm(member.id, turn.now)
    audit(turn, store, "people.resume", member.id, code)
    return Outcome(Note.say(f"{member.name} is a member again."), (_to(turn, member, admitted_card(turn.community)),))


ROUTES = {
    "people.find": Route(find_form, managers_only=True),
    "people.found": Route(found, managers_only=True),
    "people.list": Route(list_members, managers_only=True),
    "people.suspend": Route(pause_form, managers_only=True),
    "people.send_suspend": Route(pause, writes=True, managers_only=True),
    "people.resume": Route(resume_form, managers_only=True),
    "people.send_resume": Route(resume, writes=True, managers_only=True),
}


def _entry(member: Member, reader: str) -> tuple[Block, ...]:
    role = "manager" if member.role is Role.MANAGER else "member"
    title = member.title or role
    titled = f"{title}, {member.company}" + (f" · {role}" if member.role is Role.MANAGER and member.title else "")
    state = "" if member.status is MemberStatus.ACTIVE else f" · {member.status}"
    said = Paragraph((Bold(member.name), f", {titled}{state}"))
    match member.status:
        case MemberStatus.ACTIVE if member.id == reader:
            return (said,)
        case MemberStatus.ACTIVE:
            button = Button("Suspend", "people.suspend", member.id, opens_form=True)
        case MemberStatus.SUSPENDED:
            button = Button("Resume", "people.resume", member.id, opens_form=True)
        case MemberStatus.LEFT:
            return (said,)
    return (said, Buttons((button,)))


def _paused_card(turn: Turn, reason: str, words: str) -> Card:
    said = f"A community manager of {turn.community.name} paused it. Reason: {reason.lower()}."
    until = (
        "Until it goes on, nothing reaches you here. What is kept about you stays yours: type me. If you think that "
        "this is wrong, write to a community manager."
    )
    quoted = (Quote(words, ("A community manager",)),) if words else ()
    return Card("Your membership is paused", (Paragraph((said,)), *quoted, Paragraph((until,))))


def _member(turn: Turn, store: Store, status: MemberStatus) -> Member:
    member = store.members.get([turn.arg]).get(turn.arg)
    if member is None or member.status is not status:
        raise Refused("This membership has changed meanwhile. Look the member up again.")
    return member


def _to(turn: Turn, member: Member, card: Card) -> Send:
    return Send(f"people:{turn.new_id()}", card, (member.id,))
