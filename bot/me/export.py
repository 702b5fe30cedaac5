"""Everything kept about somebody as one JSON document, fetched once from a page of ours."""

import json
from datetime import datetime, timedelta

from bot.me.anonymous_texts import NOT_HERE, own_anonymous_texts
from bot.model import Community, Member
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Turn
from bot.views import Buttons, Card, Note, OpenPage, Paragraph

PURPOSE = "export"
LASTS = timedelta(minutes=10)


def offer(turn: Turn, store: Store) -> Outcome:
    """`Export`: a link that works once and not for long, since a chat is no place for a file."""
    if not turn.pages:
        return Outcome(Note.say("This server has no web pages. Ask a community manager for your export, please."))
    token = turn.new_id()
    store.links.give(PURPOSE, turn.member.id, token, turn.now + LASTS)
    said = (
        "Everything we keep about you, as one JSON file, with what you wrote anonymously as long as we can tell that "
        "it is yours. The link works once, within ten minutes, for whoever has it."
    )
    page = OpenPage("Download", f"{turn.pages}/{PURPOSE}/{token}")
    return Outcome(Card("Your export", (Paragraph((said,)), Buttons((page,)))))


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
