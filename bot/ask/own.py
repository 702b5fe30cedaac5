"""Whose question it is: its asker alone closes it and says what helped, under their name or under a handle.

Nothing is kept beside an anonymous asker: the vault tells them what is theirs, and what they do shows after the delay.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.anonymous.delay import after_delay, in_words
from bot.anonymous.shredding import AFTER
from bot.ask.words import replies, seen_by
from bot.model import Answer, Ask, AskStatus
from bot.ports import Store
from bot.route import TimerCase
from bot.text import count
from bot.turn import Later, Outcome, Refused, Tick, Turn
from bot.views import Block, Button, Buttons, Look, Note, Paragraph

CLOSE = "Close this question? Nobody can answer it any more."
BETWEEN = ":"


def own(turn: Turn, store: Store, otherwise: str) -> Ask:
    """The question of the turn's argument, if it is this member's; Refused with what is said to others."""
    asked = seen_by(turn, store)
    if not is_asker(turn, store, asked):
        raise Refused(otherwise)
    return asked


def is_asker(turn: Turn, store: Store, asked: Ask) -> bool:
    """Whether this member asked it; of an anonymous question the vault can tell until its link is shredded."""
    if asked.member_id or not asked.handle:
        return turn.member.id == asked.member_id
    return store.vault.handles(turn.member.id, [asked.id]).get(asked.id) == asked.handle


def for_asker(turn: Turn, store: Store, asked: Ask, answers: Sequence[Answer]) -> tuple[Block, ...]:
    """What the asker alone sees under the whole thread: to close it, and to say what helped."""
    open_now, answers = asked.status is AskStatus.OPEN, replies(asked, answers)
    if asked.status is AskStatus.REMOVED or not (open_now or answers) or not is_asker(turn, store, asked):
        return ()
    close = (Button("Close", "ask.close", asked.id, confirm=CLOSE),) if open_now else ()
    helped = (Button("What helped?", "ask.helped", asked.id, Look.PRIMARY, opens_form=True),) if answers else ()
    return (Paragraph(("This question is yours. Only you see these buttons.",), quiet=True), Buttons((*helped, *close)))


def ended(turn: Turn, store: Store) -> list[Ask]:
    """This member's anonymous questions that ended with answers a short while ago, and of which nobody said more."""
    hidden = store.asks.ended_under_handle(turn.member.id, turn.now - AFTER - timedelta(days=1))
    handles = store.vault.handles(turn.member.id, [one.id for one in hidden]) if hidden else {}
    return [one for one in hidden if handles.get(one.id) == one.handle]


def say_what_helped(turn: Turn, store: Store, asked: Ask, chosen: Sequence[str]) -> Outcome:
    """A named asker's marks stand at once; an anonymous one's after the delay, so that no moment names them."""
    if asked.member_id is None:
        return _later(turn, store, asked, chosen)
    store.asks.hold(asked.id)
    marked = store.matching.mark_helpful(asked.id, chosen)
    if not marked:
        return Outcome(Note.say("Noted: no answer is marked as helpful."))
    said = f"Thank you. {count(marked, 'answer')} marked as helpful: peers who ask the like find it first."
    return Outcome(Note.say(said))


def mark(tick: Tick, store: Store) -> Outcome:
    """The delay is over: the answers that an anonymous asker chose are marked."""
    ask_id, *chosen = tick.arg.split(BETWEEN)
    store.asks.hold(ask_id)
    store.matching.mark_helpful(ask_id, chosen)
    return Outcome()


TIMERS: dict[str, TimerCase] = {"ask.mark": mark}


def _later(turn: Turn, store: Store, asked: Ask, chosen: Sequence[str]) -> Outcome:
    known = {one.id for one in store.asks.answers(asked.id, turn.member.id)}
    marked = [one for one in chosen if one in known]
    due = after_delay(turn.community, turn.now, turn.new_id())
    timer = Later(f"ask.mark:{asked.id}", due, "ask.mark", BETWEEN.join((asked.id, *marked)))
    said = f"{count(len(marked), 'answer')} marked as helpful" if marked else "No answer marked as helpful"
    return Outcome(Note.say(f"Thank you. {said}; it shows {in_words(turn.community)}."), timers=(timer,))
