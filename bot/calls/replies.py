"""Ready replies to cold calls: short, polite, and clear."""

from bot.door.words import address
from bot.model import Member
from bot.ports import Store
from bot.route import Route
from bot.tactics import Channel
from bot.turn import Outcome, Turn
from bot.views import Block, Button, Buttons, Card, Paragraph, Quote

SPOKEN = (
    "Thank you. I take introductions through peers, not by phone. If one of your customers knows me, ask them to "
    "introduce you. Otherwise my answer is no; please note that, so that neither of us spends more time."
)
WRITTEN = (
    "Thank you for writing. I take introductions through peers: ask a customer of yours who knows me. Please take this "
    "as a no for now, and take me off your sequence.\n{name}"
)
FOR_ASSISTANT = (
    "{name} takes introductions through peers and not by phone. Please send one paragraph in writing: who you are, "
    "what it is about, and which customer of yours we could ask. If it fits, you will hear from us."
)
NOT_BEFORE = (
    "Thank you. We decide on this once a year and are not looking now. Please do not follow up before then: I will "
    "come to you through a peer when it is time.\n{name}"
)


AT_THE_DOOR = (
    "Thank you. Please leave one pitch at {page}. It goes to those of us who want to hear of it, and the page says yes "
    "or no within three weeks. Please do not write or call about it meanwhile."
)


def replies(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Ready replies`: what to say on the phone, in writing, through the assistant, and to somebody who comes back."""
    ready: tuple[tuple[str, str], ...] = (
        ("On the phone", SPOKEN), ("In writing", WRITTEN), ("Through your assistant", FOR_ASSISTANT),
        ("To somebody who keeps coming back", NOT_BEFORE),
    )  # fmt: skip
    page = address(turn.pages, turn.community)
    ready += (("To somebody who may leave a pitch", AT_THE_DOOR.replace("{page}", page)),) if page else ()
    quotes: tuple[Block, ...] = tuple(Quote(text.format(name=turn.member.name), (where,)) for where, text in ready)
    buttons = Buttons((
        Button("For my assistant", "calls.assistant"),
        Button("How to reach me", "calls.wish", opens_form=True),
        Button("My calls", "calls"),
    ))  # fmt: skip
    return Outcome(Card("Ready replies", (Paragraph(("Copy what fits.",), quiet=True), *quotes, buttons)))


ROUTES = {"calls.replies": Route(replies)}


def reply_to(member: Member, channel: Channel) -> str:
    """The ready reply that fits the channel."""
    match channel:
        case Channel.EMAIL | Channel.LINKEDIN:
            text = WRITTEN
        case Channel.ASSISTANT:
            text = FOR_ASSISTANT
        case _:
            text = SPOKEN
    return text.format(name=member.name)
