"""Leaving a community, and erasing everything about oneself."""

from datetime import timedelta

from bot import conduct
from bot.ask.card import key_of, redrawn
from bot.intro import ending as intros
from bot.me.blackout import blackout
from bot.me.withering import let_wither
from bot.model import Member, Role
from bot.ports import Store
from bot.renewals import pulse
from bot.review.effect import withdrawn
from bot.route import Route
from bot.turn import Later, Outcome, Redraw, Refused, Tick, Turn
from bot.views import Bullets, Button, Buttons, Card, Look, Note, Paragraph

AGAIN = timedelta(minutes=1)
"""Between tries to empty the database's files of what was erased."""

NOBODYS_CARD = Card("Nothing is left here", (Paragraph(("This was about somebody who has erased themselves.",)),))
ERASED_CARD = Card("This question is gone", (Paragraph(("Its author has erased it.",)),))


def leave(turn: Turn, store: Store) -> Outcome:
    """`Leave`, confirmed: no more questions, no more name on cards; what was written stays, by a former member."""
    me = turn.member
    if me.role is Role.MANAGER:
        store.hold()
    managers = store.members.with_role(Role.MANAGER)
    if [one.id for one in managers] == [me.id]:
        raise Refused("You are the only community manager. Make somebody else one first, then leave.")
    _close_questions(store, me)
    shown = intros.shown_to_buyers(store, me)
    ended, timers = intros.let_go(store, turn.community, me, turn.now)
    if not store.profiles.leave(me.id, turn.now):
        raise Refused("You have left already. Type join to ask to come back, or me to erase what is still kept.")
    store.door.unsay(me.id)
    redraws = tuple(redrawn(store, ask_id)[0] for ask_id in store.profiles.spoken_in(me.id))
    said = (
        f"You have left {turn.community.name}. Type join if you want to come back, or me to erase what is still kept."
    )
    return Outcome(Note.say(said), (*redraws, *ended, *intros.without(store, {}, shown)), timers)


def ask_before_erasing(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Erase`: what will be gone and what can't be, before anything happens."""
    goes = (
        ("Your profile, accounts, preferences, stack and declared interests.",),
        ("Your questions, answers and other texts, and your name on everybody's cards.",),
        ("Anonymous texts of yours, one by one within a week, so that nobody sees them go with your name.",),
        ("Your membership: the bot will know you no more.",),
    )
    stays = (
        "What others wrote in answer to you stays as theirs. An anonymous text of yours whose link is shredded "
        "can't be found any more, by us neither: withdraw it with its receipt code first. Messages in our chat are "
        "copies that only you can delete."
    )
    erase = Button(
        "Erase everything",
        "me.erase_now",
        look=Look.DANGER,
        confirm="This can't be undone. Erase everything about you?",
    )
    buttons = Buttons((erase, Button("Export first", "me.export"), Button("Keep everything", "me")))
    return Outcome(Card("Erase everything about you", (Bullets(goes), Paragraph((stays,), quiet=True), buttons)))


def erase(turn: Turn, store: Store) -> Outcome:
    """`Erase everything`, confirmed: rows and shown cards change in this turn; the database's files follow at once."""
    me = turn.member
    store.members.hold(me.id)
    threads = store.profiles.spoken_in(me.id)
    traces, written = store.forgetting.traces(me), store.forgetting.written(me)
    held = store.forgetting.cards_with((*traces, *written))
    _close_questions(store, me)
    asked, shown = intros.asked_by(store, me), intros.shown_to_buyers(store, me)
    ended, _ = intros.let_go(store, turn.community, me, turn.now)
    timers = (*let_wither(turn, store, me), *_uncounted(turn, store), _forgetting(turn.new_id(), turn))
    _uncount_crowds(turn, store)
    for vendor_id in store.forgetting.drafted():
        store.reviews.forget_draft(me.id, vendor_id, None)
    about = store.forgetting.erase(me, turn.new_id())
    cards = {key: blackout(card, traces, written) for key, card in held.items()}
    cards |= dict.fromkeys(about, NOBODYS_CARD)
    cards |= {key_of(ask_id): _left_of(store, ask_id) for ask_id in threads}
    cards |= {one.key: one.card for one in (*ended, *intros.without(store, asked, shown))}
    return Outcome(
        Note.say("Everything about you is erased. Cards that others have are being changed now."),
        tuple(Redraw(key, card) for key, card in cards.items()),
        timers,
    )


def forget(tick: Tick, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """After an erasure: deleted rows leave the database's files; rings again until they have."""
    return Outcome(timers=(_forgetting(tick.arg, tick, AGAIN),), erased=True)


ROUTES = {
    "me.leave": Route(leave, writes=True, paused_too=True),
    "me.erase": Route(ask_before_erasing, paused_too=True),
    "me.erase_now": Route(erase, writes=True, paused_too=True),
}
TIMERS = {"me.forget": forget}


def _close_questions(store: Store, me: Member) -> None:
    for asked in store.asks.open_of(me.id):
        store.asks.close(asked.id)


def _uncounted(turn: Turn, store: Store) -> tuple[Later, ...]:
    """Signed reviews leave the sums before their rows go."""
    timers: list[Later] = []
    for row in store.profiles.kept(turn.member).get("review", []):
        written = store.reviews.for_managers(str(row["id"]))
        if written:
            timers += withdrawn(store, turn.community, written.review, turn.member, turn.now) or ()
    return tuple(timers)


def _uncount_crowds(turn: Turn, store: Store) -> None:
    """Votes and renewals leave the figures that they stood in; where the rest would tell whose, the figure goes too."""
    today = turn.now.date()
    for vendor_id in store.conduct.forget(turn.member.id):
        conduct.recount(store, turn.community, vendor_id, today, erased=True)
    for vendor_id in store.renewals.forget(turn.member.id):
        pulse.recount(store, turn.community, vendor_id, today, erased=True)


def _left_of(store: Store, ask_id: str) -> Card:
    """The thread as it stands after the erasure: with others' answers, or gone."""
    return redrawn(store, ask_id)[0].card if store.asks.on_card(ask_id) else ERASED_CARD


def _forgetting(key: str, at: Turn | Tick, wait: timedelta = timedelta()) -> Later:
    return Later(f"me.forget:{key}", at.now + wait, "me.forget", key)
