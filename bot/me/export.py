"""Everything kept about somebody as one JSON document, fetched once from a page of ours."""

import json
from datetime import datetime

from bot.me.anonymous_texts import NOT_HERE, own_anonymous_texts
from bot.model import Community, Member
from bot.once import Page, offer_page
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Turn

PURPOSE = "export"
PAGE = Page(
    PURPOSE,
    PURPOSE,
    "Your export",
    "Everything we keep about you, as one JSON file, with what you wrote anonymously as long as we can tell that "
    "it is yours. The link works once, within ten minutes, for whoever has it.",
    "Download",
)


def offer(turn: Turn, store: Store) -> Outcome:
    """`Export`: a link that works once and not for long, since a chat is no place for a file."""
    return offer_page(turn, store, PAGE, turn.member.id, "Ask a community manager for your export, please.")


ROUTES = {"me.export": Route(offer, writes=True, paused_too=True)}


def document(store: Store, community: Community, member: Member, now: datetime) -> str:
    """The JSON document: one list of rows for each table that has any, the anonymous texts, and what is not in it."""
    found = {
        "community": community.name,
        "member": member.name,
        "exported_at": now.isoformat(),
        "kept": store.profiles.kept(member),
        "anonymous": own_anonymous_texts(store, member.id),
        "not_in_it": NOT_HERE,
    }
    return json.dumps(found, ensure_ascii=False, indent=2)
