"""Asking: the form, and what happens when it is sent."""

from datetime import timedelta

from bot.ask.card import key_of, shared_card
from bot.ask.words import MOST, checked_words
from bot.model import Ask, AskStatus, Member, Role, Vendor
from bot.ports import Store
from bot.route import Route
from bot.settings import number_of
from bot.text import count
from bot.turn import Later, Outcome, Send, Turn
from bot.views import Choices, Form, Invalid, Note, Option, TextField, TypeAheadField

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
        (Send(key_of(asked.id), shared_card(store, asked.id), (*(m.id for m in reached), turn.member.id)),),
        (Later(f"ask.expire:{asked.id}", asked.closes_at, "ask.expire", asked.id),),
    )


ROUTES = {"ask": Route(form), "ask.vendors": Route(vendors), "ask.post": Route(post, writes=True)}


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
        question = checked_words(turn, "question", "Write your question, then send it.")
    except Invalid as problem:
        raise Invalid(errors | problem.errors) from None
    if vendor is None:
        raise Invalid(errors)
    return question, vendor


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


def _options(found: list[Vendor]) -> tuple[Option, ...]:
    return tuple(Option(vendor.name, vendor.id) for vendor in found)
