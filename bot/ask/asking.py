"""Asking: the form, and what happens when it is sent."""

from dataclasses import replace
from datetime import timedelta

from bot.anonymous.offer import ANONYMOUS, MYSELF, as_field, wants_handle
from bot.ask.checking import attribute_chosen, once_more
from bot.ask.reaching import Reach, reach, send_named
from bot.ask.timing import time_box
from bot.ask.unnamed import ask_unnamed
from bot.ask.words import MOST, checked_words
from bot.checking import FRESH, Written, checked
from bot.model import Ask, AskStatus, Vendor
from bot.ports import Store
from bot.route import Route
from bot.settings import number_of
from bot.text import count
from bot.turn import Outcome, Turn
from bot.vendors import Meant, vendor_field, vendor_in
from bot.views import Form, Invalid, Note, TextField

EMPTY = "Write your question, then send it."


def form(turn: Turn, store: Store) -> Outcome:
    """Somebody wants to ask: the form, with the typed words and the vendor they name filled in."""
    named = store.vendors.named_in(turn.arg)
    return Outcome(_ask_form(turn, store, turn.arg, named[0] if named else None))


def post(turn: Turn, store: Store) -> Outcome:
    """The form was sent. A named question without findings goes out; any other is looked at once more first."""
    question, meant = _checked_question(turn, store)
    outcome = _checked(turn, store, question, meant.vendor if meant else None)
    return replace(outcome, messages=(*outcome.messages, *(meant.messages if meant else ())))


ROUTES = {
    "ask.form": Route(form),
    "ask.post": Route(post, writes=True),
}


def _checked(turn: Turn, store: Store, question: str, vendor: Vendor | None) -> Outcome:
    """On with the question, or back to its author."""
    unnamed = wants_handle(turn, store, "ask_as")
    texts = Written({"question": question}, not unnamed, FRESH if unnamed else "")
    written, found = checked(turn, store, vendor, texts)
    if found is not None:
        again = _ask_form(turn, store, question, vendor, ANONYMOUS if unnamed else MYSELF)
        return Outcome(once_more(turn, store, again, written, found))
    question = written.texts["question"]
    if unnamed:
        return ask_unnamed(turn, store, question, vendor.id if vendor else "", attribute_chosen(turn, store))
    return _ask(turn, store, question, vendor)


def _ask(turn: Turn, store: Store, question: str, vendor: Vendor | None) -> Outcome:
    """The question goes to every peer who fits it, to the channels, and to its asker alike."""
    asked = Ask(
        turn.new_id(),
        turn.member.id,
        vendor.id if vendor else None,
        question,
        AskStatus.OPEN,
        turn.now,
        turn.now + timedelta(days=number_of(turn.community, "ask-days")),
    )
    store.asks.add(asked)
    chosen = reach(store, turn.community, turn.now, asked, turn.member.id)
    messages, timers = send_named(store, turn.now, asked, chosen)
    return Outcome(_asked_note(vendor, chosen), messages, (*timers, *time_box(asked, turn.now)))


def _ask_form(turn: Turn, store: Store, question: str, vendor: Vendor | None, ask_as: str = MYSELF) -> Form:
    fields = (
        TextField(
            "question", "Question", question[:MOST], lines=True, max_length=MOST,
            hint="What would you ask somebody who has lived with it?",
        ),
        vendor_field(
            store, vendor, required=False,
            hint="It goes to the peers who know this vendor; without one, to those who fit your words.",
        ),
        as_field(turn, store, "ask_as", "Ask as", value=ask_as),
    )  # fmt: skip
    return Form("Ask your peers", "ask.post", fields, turn.new_id(), submit="Ask")


def _checked_question(turn: Turn, store: Store) -> tuple[str, Meant | None]:
    errors: dict[str, str] = {}
    question, meant = "", None
    try:
        meant = vendor_in(turn, store) if turn.text("vendor") else None
    except Invalid as problem:
        errors |= problem.errors
    try:
        question = checked_words(turn, "question", EMPTY)
    except Invalid as problem:
        errors |= problem.errors
    if errors:
        raise Invalid(errors)
    return question, meant or _named_alone(store, question)


def _named_alone(store: Store, question: str) -> Meant | None:
    """The one vendor that the question names where its field was left empty; of several nobody knows which is meant."""
    named = store.vendors.named_in(question)
    return Meant(named[0]) if len(named) == 1 else None


def _asked_note(vendor: Vendor | None, chosen: Reach) -> Note:
    """What became of the question; those who had their number for this week are nowhere to be told."""
    who_know = f"who know {vendor.name}" if vendor else "who fit your question"
    if chosen.peers:
        peers, companies = count(len(chosen.peers), "peer"), count(chosen.companies, "company", "companies")
        return Note.say(f"Asked {peers} from {companies} {who_know}. Their answers appear on the card in our chat.")
    if chosen.managers:
        who = count(len(chosen.managers), "community manager")
        return Note.say(f"I could ask no peers {who_know} just now, so your question went to {who}.")
    return Note.say(f"I could ask no peers {who_know} just now. Your question stays open, and its card is in our chat.")
