"""All tables, one file a noun. Column names equal the field names of bot/model.

Every record's key begins with its community; a foreign key cannot point into another one.
"""

from storage.tables.applications import application, audit, confirmation, link_code, link_try
from storage.tables.asks import answer, ask, ask_peer
from storage.tables.base import metadata
from storage.tables.calls import cold_call, conduct_reply, contact_wish, crowd_shown
from storage.tables.cases import case_text, curation_case, flag
from storage.tables.delivery import delivery, hold, message, seen, timer
from storage.tables.documents import doc_term, document
from storage.tables.door import pitch, pitch_answer
from storage.tables.grants import grant, install_state
from storage.tables.intros import intro, intro_conduct, intro_offer, intro_peer
from storage.tables.keys import kept_key
from storage.tables.matching import answer_helped, ask_channel, ask_vendor
from storage.tables.people import account, channel, community, member, workspace
from storage.tables.profile import conflict, once_link, preferences, topic
from storage.tables.renewals import renewal
from storage.tables.reviews import (
    review,
    review_count,
    review_draft,
    review_history,
    review_prior,
    review_shown,
    review_sum,
)
from storage.tables.sessions import desk_import, desk_session
from storage.tables.vault import (
    handle_drawn,
    receipt,
    receipt_try,
    unmask_case,
    vault_key,
    vault_link,
    vault_notice,
    vault_strike,
    vault_waiting,
)
from storage.tables.vendors import (
    category,
    ownership,
    product,
    stack,
    vendor,
    vendor_alias,
    vendor_category,
    vendor_change,
    vendor_domain,
    vendor_gram,
    vendor_move,
)

__all__ = [
    "account",
    "answer",
    "answer_helped",
    "application",
    "ask",
    "ask_channel",
    "ask_peer",
    "ask_vendor",
    "audit",
    "case_text",
    "category",
    "channel",
    "cold_call",
    "community",
    "conduct_reply",
    "confirmation",
    "conflict",
    "contact_wish",
    "crowd_shown",
    "curation_case",
    "delivery",
    "desk_import",
    "desk_session",
    "doc_term",
    "document",
    "flag",
    "grant",
    "handle_drawn",
    "hold",
    "install_state",
    "intro",
    "intro_conduct",
    "intro_offer",
    "intro_peer",
    "kept_key",
    "link_code",
    "link_try",
    "member",
    "message",
    "metadata",
    "once_link",
    "ownership",
    "pitch",
    "pitch_answer",
    "preferences",
    "product",
    "receipt",
    "receipt_try",
    "renewal",
    "review",
    "review_count",
    "review_draft",
    "review_history",
    "review_prior",
    "review_shown",
    "review_sum",
    "seen",
    "stack",
    "timer",
    "topic",
    "unmask_case",
    "vault_key",
    "vault_link",
    "vault_notice",
    "vault_strike",
    "vault_waiting",
    "vendor",
    "vendor_alias",
    "vendor_category",
    "vendor_change",
    "vendor_domain",
    "vendor_gram",
    "vendor_move",
    "workspace",
]
