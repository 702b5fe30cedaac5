"""The time box of a question: one reminder, its end, the summary for its asker, and what helped."""

from bot.anonymous.delay import after_delay, in_words
from bot.anonymous.shredding import shred_later
from bot.ask.card import redrawn
from bot.ask.own import own, say_what_helped
from bot.ask.reaching import waking
from bot.ask.summary import helped_form, reminder, reminder_over, summary, unanswered
from bot.ask.words import replies, seen_by
from bot.model import Ask, AskStatus, Role
from bot.ports import Store
from bot.route import Route, TimerCase
from bot.turn import Later, Message, Outcome, Redraw, Refused, Send, Tick, Turn
from bot.views import Note


def close(turn: Turn, store: Store) -> Outcome:
    """The asker has heard enough: the question stays to be read, and takes no more answers."""
    asked = own(turn, store, "Only the person who asked can close this question.")
    if asked.member_id is None and asked.status is AskStatus.OPEN:
        # At once would tell that its asker was here a moment ago.
        due = after_delay(turn.community, turn.now, turn.new_id())
        timer = Later(f"ask.expire:{asked.id}", due, "ask.expire", asked.id)
        return Outcome(
            Note.say(f"It closes {in_words(turn.community)}. The answers stay on the card."), timers=(timer,)
        )
    if not store.asks.close(asked.id):
        raise Refused("This question is closed already.")
    answers = replies(asked, store.asks.answers(asked.id, turn.member.id))
    closed = summary(store, asked, answers) if answers else Note.say("Closed. The answers stay on the card.")
    return Outcome(closed, _over(store, asked), (shred_later(asked.id, turn.now),))


def helped(turn: Turn, store: Store) -> Outcome:
    """`What helped?` was pressed: the asker ticks the answers that did."""
    asked = own(turn, store, "Only the person who asked can say what helped.")
    answers = replies(asked, store.asks.answers(asked.id, turn.member.id))
    if not answers:
        raise Refused("This question has no answers.")
    return Outcome(helped_form(store, asked, answers, turn.new_id()))


def helpful(turn: Turn, store: Store) -> Outcome:
    """The asker said what helped: these answers come first when somebody asks the like again."""
    asked = own(turn, store, "Only the person who asked can say what helped.")
    return say_what_helped(turn, store, asked, turn.several("helpful"))


def not_me(turn: Turn, store: Store) -> Outcome:
    """A peer has nothing to say to this question: it leaves their list, and nobody learns of it."""
    asked = seen_by(turn, store)
    if asked.member_id == turn.member.id:
        raise Refused("This question is yours. To take it back, close it under My questions.")
    store.matching.set_aside(asked.id, turn.member.id)
    return Outcome(Note.say("It is off your list, and nobody is told. You can still answer it from its card."))


def remind(tick: Tick, store: Store) -> Outcome:
    """Two thirds of the time are over: those who said nothing yet hear of it once more, and never again."""
    found = store.asks.on_card(tick.arg)
    if found is None or found[0].status is not AskStatus.OPEN:
        return Outcome()
    members = tuple(store.matching.silent(tick.arg))
    card, quiet = reminder(store, found[0]), waking(store, members, tick.now)
    return Outcome(messages=(Send(f"ask.remind:{tick.arg}", card, members, not_before=quiet),) if members else ())


def expire(tick: Tick, store: Store) -> Outcome:
    """The time box ended: no more answers; the asker gets one summary, and the managers what nobody answered."""
    if not store.asks.close(tick.arg):
        return Outcome()
    found = store.asks.on_card(tick.arg)
    if found is None:
        return Outcome()
    asked, answers = found
    messages: list[Message] = [*_over(store, asked), *_to_asker(tick, store, asked)]
    if not replies(asked, answers):
        managers = tuple(m.id for m in store.members.with_role(Role.MANAGER) if m.id != asked.member_id)
        messages.append(Send(f"ask.unanswered:{asked.id}", unanswered(store, asked), managers))
    return Outcome(messages=tuple(messages), timers=(shred_later(asked.id, tick.now),))


ROUTES = {
    "ask.close": Route(close, writes=True),
    "ask.helped": Route(helped),
    "ask.helpful": Route(helpful, writes=True),
    "ask.not_me": Route(not_me, writes=True),
}
TIMERS: dict[str, TimerCase] = {"ask.expire": expire, "ask.remind": remind}


def _over(store: Store, asked: Ask) -> tuple[Redraw, ...]:
    """Every card with the question says that it is closed, the reminder too: a button on it would lead nowhere."""
    return (*redrawn(store, asked.id), Redraw(f"ask.remind:{asked.id}", reminder_over(store, asked)))


def _to_asker(tick: Tick, store: Store, asked: Ask) -> tuple[Message, ...]:
    """A named asker gets the summary card. An anonymous one sees the shared card close, as everybody does.

    A card for them alone would leave a row that names them at the moment when their question closed. Whenever they
    press Read, or open their home, they alone are asked what helped (see bot/ask/own.py).
    """
    if asked.member_id is None:
        return ()
    card = summary(store, asked, store.asks.answers(asked.id, asked.member_id))
    quiet = waking(store, [asked.member_id], tick.now)
    return (Send(f"ask.summary:{asked.id}", card, (asked.member_id,), not_before=quiet),)
