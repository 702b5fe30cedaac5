"""What a question's asker, its peers and the managers see when its time runs out."""

from collections.abc import Sequence

from bot.ask.bylines import asker_of, bylines
from bot.ask.words import replies
from bot.model import Answer, Ask
from bot.ports import Store
from bot.text import count, shorten
from bot.views import Bold, Button, Buttons, Card, Form, Look, ManyField, Option, Paragraph, Quote

MOST_BOXES = 10
"""Answers that can be ticked; a form's list holds no more."""
SHOWN = 5
SHOWN_WORDS = 300


def summary(store: Store, asked: Ask, answers: Sequence[Answer]) -> Card:
    """The one card at the end, for the asker: what was said, and the question what of it helped."""
    answers = replies(asked, answers)
    if not answers:
        said = Paragraph(("Nobody answered in time. The community managers have your question now.",))
        return Card("Your question has ended", (Quote(asked.question), said), summary="Your question has ended")
    by = bylines(store, asked, answers)
    shown = answers[-SHOWN:]
    quotes = [Quote(shorten(one.text, SHOWN_WORDS), (Bold(by[one.id]),)) for one in shown]
    more = f", the last {len(shown)} shown" if len(answers) > len(shown) else ""
    buttons = Buttons((
        Button("What helped?", "ask.helped", asked.id, Look.PRIMARY, opens_form=True),
        Button("Read all", "ask.read", asked.id),
    ))  # fmt: skip
    ended = Paragraph((f"It ended with {count(len(answers), 'answer')}{more}.",), quiet=True)
    return Card("Your question has ended", (Quote(asked.question), ended, *quotes, buttons))


def helped_form(store: Store, asked: Ask, answers: Sequence[Answer], once: str) -> Form:
    """The newest answers to tick, those ticked before with their mark."""
    by, marked = bylines(store, asked, answers), store.matching.helpful(asked.id)
    shown = replies(asked, answers)[-MOST_BOXES:]
    options = tuple(Option(f"{by[one.id].split(',')[0]}: {shorten(one.text, 50)}", one.id) for one in shown)
    chosen = tuple(one.id for one in shown if one.id in marked)
    hint = "Peers who ask the like later find these first."
    field = ManyField("helpful", "Helpful answers", options, chosen, hint)
    return Form("What helped?", "ask.helpful", (field,), once, asked.id, "Save", (Quote(shorten(asked.question, 300)),))


def reminder(store: Store, asked: Ask) -> Card:
    """Once, to the peers who have said nothing yet."""
    until = f"It is open until {asked.closes_at:%-d %B}. If you have answered, or have nothing to say, all is well."
    buttons = Buttons((
        Button("Answer", "ask.answer", asked.id, opens_form=True),
        Button("Read", "ask.read", asked.id),
        Button("Not me", "ask.not_me", asked.id),
    ))  # fmt: skip
    words = Quote(shorten(asked.question, SHOWN_WORDS), (asker_of(store, asked),))
    return Card("A question you may know about", (words, Paragraph((until,), quiet=True), buttons))


def reminder_over(store: Store, asked: Ask) -> Card:
    """What becomes of the reminder once the question takes no more answers."""
    words = Quote(shorten(asked.question, SHOWN_WORDS), (asker_of(store, asked),))
    over = Paragraph(("This question is closed. You can still read it.",), quiet=True)
    return Card("A question you may know about", (words, over, Buttons((Button("Read", "ask.read", asked.id),))))


def unanswered(store: Store, asked: Ask) -> Card:
    """For the managers: a question that nobody answered in its time."""
    said = "Nobody answered this question in its time. You may know whom to bring together with its asker."
    if asked.member_id is None:
        said = "Nobody answered this question in its time. You may know who has lived with it: ask them to ask it anew."
    return Card("A question without an answer", (Quote(asked.question, (asker_of(store, asked),)), Paragraph((said,))))
