"""The way to the managers' desk: a link that signs in once, and what the desk writes into the audit trail."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.model import AuditEntry, Member
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Turn
from bot.views import Buttons, Card, Note, OpenPage, Paragraph

PURPOSE = "desk"
LASTS = timedelta(minutes=10)


def open_desk(turn: Turn, store: Store) -> Outcome:
    """`Open the desk`: a link that signs this manager in, once and within ten minutes."""
    if not turn.pages:
        return Outcome(Note.say("This server has no web pages. Everything of the desk works here too: type curate."))
    token = turn.new_id()
    store.links.give(PURPOSE, turn.member.id, token, turn.now + LASTS)
    said = (
        "The same as here on a larger page, with imports and exports. The link signs in whoever has it, once, within "
        "ten minutes: do not pass it on."
    )
    page = OpenPage("Open the desk", f"{turn.pages}/desk/enter/{token}")
    return Outcome(Card("The managers’ desk", (Paragraph((said,)), Buttons((page,)))))


def note_file(
    store: Store, manager: Member, action: str, detail: str, now: datetime, new_id: Callable[[], str]
) -> None:
    """A file went out or came in: who, when and what kind."""
    store.audit.add(AuditEntry(new_id(), f"{now:%Y-%m-%d}", manager.id, action, manager.id, detail))


ROUTES = {"curate.desk": Route(open_desk, writes=True, managers_only=True)}
