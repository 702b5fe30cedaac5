"""Who is admitted: managers approve, decline or ask back. Each decision is audited."""

from dataclasses import replace

from bot.eligibility import first_sweep
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
from bot.parts import part_of
from bot.people.reasons import DECLINED_FOR, reason_field, reason_in
from bot.ports import Store
from bot.route import Route
from bot.text import count
from bot.trail import audit
from bot.turn import Outcome, Redraw, Refused, Turn
from bot.views import Block, Button, Buttons, Card, Form, Heading, Invalid, Look, Note, Paragraph, TextField

SHOWN, MOST = 10, 500


def people(turn: Turn, store: Store) -> Outcome:
    """A manager looks at the people: who waits to be admitted, and the ways to the members."""
    waiting, part = store.applications.waiting(), part_of(turn.arg, SHOWN)
    blocks: list[Block] = [
        Heading(f"{count(len(waiting), 'application')} waiting" if waiting else "No applications waiting")
    ]
    for one in part.of(waiting):
        stands = f"{age(one.sent_at, turn.now)} · {state_for_managers(store, one)}"
        blocks.append(Paragraph((f"{one.name}, {one.title}, {one.company} · {stands}",)))
        blocks.append(Buttons((Button("Open", "people.open", one.id),)))
    blocks += part.around("people", len(waiting))
    ways = (
        Button("Find a member", "people.find", part.begin().arg, Look.PRIMARY, opens_form=True),
        Button("All members", "people.list", part.begin().arg),
        Button("Curation", "curate"),
    )
    return Outcome(Card("People", (*blocks, Buttons(ways))))


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
    welcome = to_applicant(one, "admitted", admitted_card(turn.community))
    return Outcome(
        Note.say(f"{one.name} is a member now, and has been told."),
        (_redrawn(store, one), welcome),
        (first_sweep(turn.now),),
    )


def decline_form(turn: Turn, store: Store) -> Outcome:
    """`Decline` was pressed: the reason, and words for the applicant."""
    one = _undecided(turn, store)
    reasons = {code: words or "Another reason, in my own words" for code, words in DECLINED_FOR.items()}
    words = TextField(
        "words", "In your words", lines=True, required=False, max_length=MOST, hint="The applicant reads it."
    )
    fields = (reason_field(reasons), words)
    return Outcome(Form("Decline", "people.send_decline", fields, turn.new_id(), one.id, "Decline"))


def decline(turn: Turn, store: Store) -> Outcome:
    """The reason was sent: the applicant is told, and can ask again later."""
    one, code = _undecided(turn, store), reason_in(turn, DECLINED_FOR)
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


ROUTES = {
    "people": Route(people, managers_only=True),
    "people.open": Route(open_application, managers_only=True),
    "people.approve": Route(approve, writes=True, managers_only=True),
    "people.decline": Route(decline_form, managers_only=True),
    "people.send_decline": Route(decline, writes=True, managers_only=True),
    "people.ask_back": Route(ask_back_form, managers_only=True),
    "people.send_ask_back": Route(ask_back, writes=True, managers_only=True),
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
