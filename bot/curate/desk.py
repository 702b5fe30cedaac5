"""The way to the managers' desk: a link that signs in once, and what the desk writes into the audit trail."""

from collections.abc import Callable
from datetime import datetime

from bot.model import AuditEntry, Member
from bot.once import Page, offer_page
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Turn

PURPOSE = "desk"
PAGE = Page(
    PURPOSE,
    "desk/enter",
    "The managers’ desk",
    "The same as here on a larger page, with imports and exports. The link signs in whoever has it, once, within "
    "ten minutes: do not pass it on.",
    "Open the desk",
)


def open_desk(turn: Turn, store: Store) -> Outcome:
    """`Open the desk`: a link that signs this manager in, once and within ten minutes."""
    return offer_page(turn, store, PAGE, turn.member.id, "Everything of the desk works here too: type curate.")


def note_file(
    store: Store, manager: Member, action: str, detail: str, now: datetime, new_id: Callable[[], str]
) -> None:
    """A file went out or came in: who, when and what kind."""
    store.audit.add(AuditEntry(new_id(), f"{now:%Y-%m-%d}", manager.id, action, manager.id, detail))


ROUTES = {"curate.desk": Route(open_desk, writes=True, managers_only=True)}
