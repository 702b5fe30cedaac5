"""Looks at whatever goes by with the leak oracle: cards and answers as both platforms draw them, and exceptions."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from adapters.slack import forms as slack_forms
from adapters.slack import render as slack_render
from adapters.slack.elements import Origin
from adapters.teams import forms as teams_forms
from adapters.teams import render as teams_render
from adapters.teams.buttons import Surface
from bot.app import Bot
from bot.ports import Place
from bot.turn import Request
from bot.views import Card, Choices, Form, Note, View
from playground.stage import Exchange
from tests.circle import Post
from tests.oracle import Hit, Oracle


@dataclass
class Watch:
    """Searches whatever passes by, for everybody but the reader's own identity."""

    oracle: Oracle = field(default_factory=Oracle)
    words: Oracle = field(default_factory=Oracle)
    own: dict[tuple[str, str], str] = field(default_factory=dict)
    hits: list[tuple[Hit, str]] = field(default_factory=list)
    looked: dict[str, int] = field(default_factory=dict)
    known: dict[tuple[str, str, bool], list[Hit]] = field(default_factory=dict)

    def look(self, where: str, seen: str, reader: str = "", *, at_words: bool = False) -> None:
        """Notes each hit with who reads it; ``at_words``: what was written may not be there either."""
        self.looked[where] = self.looked.get(where, 0) + 1
        found = self.known.get((where, seen, at_words))
        if found is None:
            found = self.oracle.search(where, seen) + (self.words.search(where, seen) if at_words else [])
            found = self.known[where, seen, at_words] = list(dict.fromkeys(found))
        self.hits += [(hit, reader) for hit in found if hit.whose != reader]

    def reader(self, platform: str, user: str) -> str:
        """Whose eyes these are."""
        return self.own.get((platform, user), user)

    def failed(self, error: BaseException) -> None:
        """The text of an exception, and of what caused it."""
        told: BaseException | None = error
        while told:
            self.look("exceptions", f"{told!s} {told!r}", at_words=True)
            told = told.__cause__ or told.__context__

    def wheres(self) -> set[str]:
        """Where there were hits."""
        return {hit.where for hit, _ in self.hits}


@dataclass
class Letterbox(Post):
    """The courier's memory, with every card looked at as both platforms draw it."""

    watch: Watch = field(default_factory=Watch)

    async def send(self, place: Place, card: Card, ref: str) -> str:
        self.watch.look("cards", posted(card), self.watch.reader(place.platform, place.user))
        return await super().send(place, card, ref)


@lru_cache(maxsize=256)
def posted(card: Card) -> str:
    """A card as both platforms draw it and as the core means it; many get the same one."""
    return json.dumps((slack_render.posting(card, Origin.OUTBOX), teams_render.card(card, Surface.SENT), repr(card)))


class Overheard(Bot):
    """The core, with every answer and every exception looked at."""

    watch: Watch

    def run(self, request: Request) -> View | None:
        try:
            view = super().run(request)
        except Exception as error:
            self.watch.failed(error)
            raise
        sender = request.sender
        self.watch.look("replies", drawn_everywhere(view), self.watch.reader(sender.platform, sender.user))
        return view


def drawn_everywhere(view: View | None) -> str:
    """An answer as both platforms draw it."""
    found: list[Any] = [repr(view)]
    match view:
        case Card():
            found += [slack_render.dialog(view), slack_render.message(view, Origin.REPLY)]
            found.append(teams_render.card(view, Surface.REPLY))
        case Note():
            found += [slack_render.message(view, Origin.REPLY), teams_render.note(view)]
        case Form():
            found += [slack_forms.modal(view), teams_forms.form(view, Surface.DIALOG)]
        case Choices():
            found.append(slack_render.choices(view))
    return json.dumps(found)


def sender_of(body: Any) -> str:
    """Who did it, by the platform's own word; "" where nobody did."""
    pressed = body.get("payload", {}).get("user", {}).get("id", "")
    spoke = body.get("event", {}).get("user", "")
    return body.get("user_id") or pressed or body.get("from", {}).get("aadObjectId") or str(spoke)


def told(exchange: Exchange, addresses: dict[str, str]) -> tuple[str, str]:
    """What left the house in an exchange, and for whose eyes: the answer to a request, or the body of a call."""
    if exchange.way == "out":
        return json.dumps(exchange.answer), sender_of(exchange.body)
    body = exchange.body if isinstance(exchange.body, dict) else {}
    named = [str(body.get(key, "")) for key in ("channel", "user", "users", "user_id", "trigger_id")]
    places = [*named, *exchange.path.split("/")]
    pages = [whose for place, whose in addresses.items() if place.endswith(exchange.path)]
    return json.dumps(exchange.body), next((addresses[one] for one in places if one in addresses), "".join(pages[:1]))
