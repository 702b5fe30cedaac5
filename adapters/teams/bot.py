"""One turn in Teams: what a person did goes to the core, and its view back to where they are."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import TypeAlias

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from adapters.port import Run
from adapters.teams import answers
from adapters.teams.activities import reply
from adapters.teams.buttons import Surface
from adapters.teams.elements import Json
from adapters.teams.incoming import Chat, Event, Kind
from bot.app import asks_who
from bot.model import Profile
from bot.turn import Gone, Request, TryLater, Unreachable
from bot.views import Card, Form, View

log = logging.getLogger("warmline.teams")

Whisper: TypeAlias = Callable[[Chat, Json], Awaitable[None]]
"""Posts a message into the 1:1 chat with the person; raises TryLater, Unreachable or Gone."""

GUEST = (
    "Warmline is for members of this organisation; guest accounts cannot use it. Sign in with your own organisation."
)
WORN_OUT = "This button no longer works. Type help to go on."
REPEATED = "That is done already."
BELOW = "I've answered below."
LOST = "My answer did not get through. Please try once more."
IN_CHAT = "I've answered you in our chat."
NO_CHAT = (
    "I cannot write to you yet. Add the Warmline app for yourself (Apps, search for Warmline, Add), then ask again."
)
FIND_IN_CHAT = "Open a chat with Warmline and type: find, and the words you look for."


Look: TypeAlias = Callable[[Chat], Awaitable[Profile | None]]
"""Looks up the person's record; None where the connector does not tell."""


class PeersBot(TeamsActivityHandler):  # type: ignore[misc]  # botbuilder has no type information
    """The turns that Teams brings. NoCommunity and Unavailable of ``run`` fly on to the HTTP edge."""

    def __init__(self, run: Run, whisper: Whisper, look: Look) -> None:
        self._core = run
        self._look = look
        self._whisper = whisper

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """A typed line, or a button that Teams sends as a message."""
        event = _event(turn_context)
        if event.guest:
            await _say(turn_context, GUEST)
        elif event.request is not None:
            view = await self._run(event, event.request)
            if view is not None:
                await self._answer(turn_context, event, event.request, view)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """The app was added for a person: the one welcome. It was removed: nothing can be said any more."""
        event = _event(turn_context)
        if event.kind is Kind.REMOVED:
            if event.request is not None:
                await self._core(event.request)
            return
        await self.on_message_activity(turn_context)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """A press, a dialog, a type-ahead: the answer is the body of the HTTP response."""
        event = _event(turn_context)
        if event.kind is Kind.OTHER_INVOKE:
            return InvokeResponse(status=int(HTTPStatus.NOT_IMPLEMENTED))
        return InvokeResponse(status=int(HTTPStatus.OK), body=await self._invoke(turn_context, event))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Members come and go: nothing to say, and no look-up of each as the SDK would do."""

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        """An edited line has no effect: it was answered when it was sent."""

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        """A deleted line has no effect."""

    async def on_event_activity(self, turn_context: TurnContext) -> None:
        """Meetings and receipts are not for us."""

    async def on_message_reaction_activity(self, turn_context: TurnContext) -> None:
        """Reactions are not for us."""

    async def _run(self, event: Event, request: Request) -> View | None:
        if asks_who(request):
            request = replace(request, sender=replace(request.sender, profile=await self._look(event.chat)))
        return await self._core(request)

    async def _invoke(self, context: TurnContext, event: Event) -> Json:
        if event.kind is Kind.FEEDBACK or event.kind is Kind.NOTHING:
            return {}
        if event.kind is Kind.FIND:
            return answers.extension_text(GUEST if event.guest else FIND_IN_CHAT)
        if event.kind is Kind.SEARCH:
            runs = event.request is not None and not event.guest
            return answers.found(await self._core(event.request) if runs and event.request else None)
        if event.guest or event.request is None:
            return _told(event, GUEST if event.guest else WORN_OUT)
        view = await self._run(event, event.request)
        if event.kind is Kind.EXECUTE:
            return await self._executed(context, event, event.request, view)
        if view is None and event.kind is Kind.OPEN:
            return answers.dialog_text(REPEATED)
        return answers.dialog(view, event.ours, event.request.values)

    async def _executed(self, context: TurnContext, event: Event, request: Request, view: View | None) -> Json:
        if view is None:
            return answers.told(REPEATED)
        elsewhere = event.sent or not event.chat.personal
        if elsewhere and isinstance(view, Card | Form):
            return answers.told(await self._post(context, event, answers.message(view, {}, {}, Surface.REPLY)))
        return answers.executed(view, event.ours, request.values, filled=event.filled)

    async def _post(self, context: TurnContext, event: Event, message: Json) -> str:
        """Posts what does not fit into the pressed card, and gives the line that says where it is."""
        if event.chat.personal:
            arrived = await _arrives(context.send_activity(reply(message)))
            return BELOW if arrived else LOST
        return IN_CHAT if await _arrives(self._whisper(event.chat, message)) else NO_CHAT

    async def _answer(self, context: TurnContext, event: Event, request: Request, view: View) -> None:
        where = await self._post(context, event, answers.message(view, event.ours, request.values, Surface.REPLY))
        if not event.chat.personal:
            # What a person asks in a channel is answered to them alone; the channel hears that it was.
            await _say(context, where)


def _event(context: TurnContext) -> Event:
    found: Event = context.activity.event
    return found


def _told(event: Event, text: str) -> Json:
    return answers.told(text) if event.kind is Kind.EXECUTE else answers.dialog_text(text)


async def _say(context: TurnContext, text: str) -> None:
    await _arrives(context.send_activity(reply({"text": text, "textFormat": "plain"})))


async def _arrives(sending: Awaitable[object]) -> bool:
    """Whether it was sent. The turn is done and kept either way, so that a repeat of it would be of no use."""
    try:
        await sending
    except (TryLater, Unreachable, Gone) as error:
        log.warning("an answer was lost: %s", type(error).__name__)
        return False
    return True
