"""A calendar of one's own renewals by a secret link: created, renewed and switched off from `renewals`."""

from datetime import timedelta

from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Turn
from bot.views import Button, Buttons, Card, Link, Look, Note, OpenPage, Paragraph

PURPOSE = "feed"
LASTS = timedelta(days=730)
NO_PAGES = "This server has no web pages, so there is no calendar to subscribe to."


def calendar(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Calendar`: what the link does, before there is one."""
    said = (
        "A secret link puts your notice dates into your own calendar. Whoever has the link can read them, "
        "vendors' names included. It works for two years. A new link ends the earlier one."
    )
    create = Button("Create a link", "renewals.link", "", Look.PRIMARY)
    off = Button("Switch off", "renewals.unlink", "", Look.DANGER)
    return Outcome(
        Card("Your calendar", (Paragraph((said,)), Buttons((create, off, Button("My renewals", "renewals")))))
    )


def link(turn: Turn, store: Store) -> Outcome:
    """`Create a link`: shown once; we keep no more than its fingerprint."""
    if not turn.pages:
        return Outcome(Note.say(NO_PAGES))
    token = turn.new_id() + turn.new_id()
    store.links.give(PURPOSE, turn.member.id, token, turn.now + LASTS)
    address = f"{turn.pages}/calendar/{token}.ics"
    said = "Open it, or copy its address into your calendar where it subscribes to one. I show it only now: "
    off = Button("Switch off", "renewals.unlink", "", Look.DANGER)
    buttons = Buttons((OpenPage("Open", address), off, Button("My renewals", "renewals")))
    return Outcome(Card("Your calendar", (Paragraph((said, Link("your secret link", address), ".")), buttons)))


def unlink(turn: Turn, store: Store) -> Outcome:
    """`Switch off`: the link leads nowhere from now on."""
    store.links.void(PURPOSE, turn.member.id)
    return Outcome(
        Note.say("Switched off: the link leads nowhere now. Entries that your calendar has copied stay there.")
    )


ROUTES = {
    "renewals.calendar": Route(calendar),
    "renewals.link": Route(link, writes=True),
    "renewals.unlink": Route(unlink, writes=True),
}
