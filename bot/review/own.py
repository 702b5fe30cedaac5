"""One's own review afterwards: still true, withdrawn, and the question that comes back after some months."""

from dataclasses import replace
from datetime import timedelta

from bot.model import Review, ReviewStatus
from bot.ports import Store
from bot.review.card import decided_card, decision_key, still_true_card
from bot.review.effect import settled, still_true, withdrawn
from bot.review.whose import NONE, author_of, own_review
from bot.route import Route, TimerCase
from bot.settings import number_of
from bot.turn import Outcome, Redraw, Refused, Send, Tick, Turn
from bot.vendors import Meant, by_id, written_about
from bot.views import Note


def confirm(turn: Turn, store: Store) -> Outcome:
    """`Still true`: the review is as fresh as today."""
    about, mine = _mine(turn, store)
    today = turn.now.date()
    if not store.reviews.hear(mine.id, today):
        raise Refused("This review is not to be read by others yet, so there is nothing to confirm.")
    timers = settled(store, turn.community, replace(mine, heard_on=today), author_of(mine, turn.member), turn.now)
    return Outcome(Note.say(f"Thank you. Your review of {about.name} counts as of today."), timers=timers)


def withdraw(turn: Turn, store: Store) -> Outcome:
    """`Withdraw`: nobody reads it any more, its words are erased, and the sums forget it."""
    about, mine = _mine(turn, store)
    timers = withdrawn(store, turn.community, mine, author_of(mine, turn.member), turn.now)
    if timers is None:
        raise Refused("This review was withdrawn already.")
    asked = (Redraw(decision_key(mine.id), decided_card(about, "Its author withdrew it.")),)
    waiting = mine.status is ReviewStatus.WAITING
    return Outcome(Note.say(f"Your review of {about.name} is withdrawn."), asked if waiting else (), timers)


def ask_again(tick: Tick, store: Store) -> Outcome:
    """After ``review-confirm-days``: is it still true? An unnamed author sees it when they open the review."""
    written = store.reviews.for_managers(tick.arg)
    if written is None or written.author is None or written.review.status is not ReviewStatus.LIVE:
        return Outcome()
    review, days = written.review, number_of(tick.community, "review-confirm-days")
    about = written_about(store, review)
    if about is None or tick.now.date() - review.heard_on < timedelta(days=days - 1):
        return Outcome()
    card = Send(f"review.still:{review.id}:{review.heard_on}", still_true_card(about, review), (written.author.id,))
    return Outcome(messages=(card,), timers=(still_true(tick.community, review, tick.now),))


ROUTES = {"review.confirm": Route(confirm, writes=True), "review.withdraw": Route(withdraw, writes=True)}
TIMERS: dict[str, TimerCase] = {"review.still": ask_again}


def _mine(turn: Turn, store: Store) -> tuple[Meant, Review]:
    about = by_id(store, turn.arg, NONE)
    mine = own_review(store, turn.member, about)
    if mine is None:
        raise Refused(NONE)
    return about, mine
