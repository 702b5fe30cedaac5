"""One line in the audit trail for whatever a person with special rights did."""

from bot.model import AuditEntry
from bot.ports import Store
from bot.turn import Turn


def audit(turn: Turn, store: Store, action: str, subject: str, detail: str = "") -> None:
    """Ids and codes alone, by the day; ``subject`` is an id of ours."""
    store.audit.add(AuditEntry(turn.new_id(), f"{turn.now:%Y-%m-%d}", turn.member.id, action, subject, detail))
