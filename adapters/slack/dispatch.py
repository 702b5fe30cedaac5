"""What a person did, run by the core, and the core's view given back on the surface where it belongs."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from adapters.drawn import Drawn
from adapters.port import AtOnce, Run, nothing
from adapters.slack import render
from adapters.slack.authorize import Installations
from adapters.slack.blocks import Json
from adapters.slack.client import QUICK, Answer, SlackWeb
from adapters.slack.elements import Origin
from adapters.slack.errors import SlackRefused
from adapters.slack.forms import modal
from adapters.slack.incoming import Incoming, Kind, Spot, news
from adapters.slack.people import introduced, profile_of
from bot.app import asks_who
from bot.turn import Gone, NoCommunity, TryLater, Unavailable, Unreachable
from bot.views import Card, Choices, Form, Invalid, Note, View

log = logging.getLogger("warmline.slack")

NO_COMMUNITY = Note.say(
    "This workspace belongs to no Warmline community yet. Ask whoever runs Warmline here to join it."
)
HOW_TO = Note.say("Type /peers help to see what I can do. What I answer there, only you see.")
NOT_OPENED = "Slack did not open the form in time. Please try once more."
NOT_INSTALLED = "The form cannot open, because Warmline is not installed in this workspace (any more). Ask an admin."

Body: TypeAlias = Json | str | None


@dataclass(slots=True)
class Desk:
    """Answers people. ``dispatch`` gives the body of the HTTP answer, None for an empty one."""

    run: Run
    web: SlackWeb
    installations: Installations
    at_once: AtOnce = nothing
    later: set[asyncio.Task[None]] = field(default_factory=set)
    drawn: Drawn = field(default_factory=Drawn)

    def remembered(self, incoming: Incoming) -> str:
        """The body of an answer to a command that needs no turn, drawn once; "" where there is none."""
        if incoming.kind is not Kind.COMMAND or incoming.request is None:
            return ""
        view = self.at_once(incoming.request)
        return self._ephemeral_text(view) if isinstance(view, Card) else ""

    def _ephemeral_text(self, card: Card) -> str:
        return self.drawn.text(card, lambda: json.dumps(_ephemeral(card)))

    async def dispatch(self, incoming: Incoming) -> Body:
        """One payload. Raises Unavailable before anything was done."""
        if incoming.kind in (Kind.REVOKED, Kind.CHANGED):
            await self._pass_on(incoming)
            return None
        if incoming.request is None:
            await self._whisper(incoming, HOW_TO)
            return None
        request = incoming.request
        if asks_who(request):
            request = await introduced(request, incoming, self.web, self.installations)
        try:
            view = await self.run(request)
        except NoCommunity:
            view = NO_COMMUNITY
        log.debug("a %s was answered with %s", incoming.kind, type(view).__name__)
        return await self._show(incoming, view)

    async def _pass_on(self, incoming: Incoming) -> None:
        """What Slack tells by itself goes to the core, and nobody is answered."""
        workspace, request = incoming.workspace, incoming.request
        if request is not None:
            profile = profile_of(incoming.record, request.sender.tenant, workspace.enterprise)
            await self.run(replace(request, sender=replace(request.sender, profile=profile)))
            return
        for tenant in await self.installations.drop(workspace):
            await self.run(news("workspace.removed", tenant))

    async def finish(self) -> None:
        """Waits for what is still being told."""
        if self.later:
            await asyncio.wait(self.later, timeout=QUICK)

    async def _show(self, incoming: Incoming, view: View | None) -> Body:
        if incoming.kind is Kind.TYPE_AHEAD:
            return render.choices(view if isinstance(view, Choices) else Choices(()))
        if view is None or isinstance(view, Choices):
            return None
        if incoming.kind is Kind.MENTION:
            await self._whisper(incoming, HOW_TO if isinstance(view, Form) else _shown(view))
            return None
        if incoming.kind is Kind.COMMAND:
            return await self._answer_command(incoming, view)
        if incoming.kind is Kind.SUBMIT:
            return _answer_submission(incoming, view)
        if incoming.kind is Kind.HOME:
            return await self._publish(incoming, view)
        if incoming.spot is Spot.MESSAGE:
            return await self._answer_press(incoming, view)
        return await self._answer_in_dialog(incoming, view)

    async def _answer_command(self, incoming: Incoming, view: View) -> Body:
        if isinstance(view, Card):
            return self._ephemeral_text(view)
        if not isinstance(view, Form):
            return _ephemeral(_shown(view))
        why = await self._open(incoming, "views.open", modal(view))
        if not why:
            return None
        return _ephemeral(Note.say(f"{why} You had typed:\n{incoming.typed}"))

    async def _answer_press(self, incoming: Incoming, view: View) -> Body:
        if isinstance(view, Form):
            why = await self._open(incoming, "views.open", modal(view))
            if why:
                self._in_background(self._tell(incoming, Note.say(why), replace=False))
            return None
        await self._tell(incoming, _shown(view), replace=incoming.replaceable)
        return None

    async def _answer_in_dialog(self, incoming: Incoming, view: View) -> Body:
        """A press in a modal, in App Home, or a shortcut: all have a trigger and no message to answer in."""
        if incoming.spot is not Spot.MODAL:
            why = await self._open(incoming, "views.open", _view(view))
            if why:
                self._in_background(self._whisper(incoming, Note.say(why)))
        elif isinstance(view, Form):
            why = await self._open(incoming, "views.push", modal(view))
            if why:
                self._in_background(self._update(incoming, modal(view)))
        else:
            await self._update(incoming, _view(view))
        return None

    async def _publish(self, incoming: Incoming, view: View) -> Body:
        shown = _shown(view) if not isinstance(view, Form) else HOW_TO
        await self._try(incoming, "views.publish", {"user_id": incoming.user, "view": render.home(shown)})
        return None

    async def _update(self, incoming: Incoming, view: Json) -> None:
        arguments: Answer = {"view_id": incoming.view_id, "view": view}
        if incoming.view_hash:
            arguments["hash"] = incoming.view_hash
        await self._try(incoming, "views.update", arguments)

    async def _open(self, incoming: Incoming, method: str, view: Json) -> str:
        """Opens or pushes a view: gives nothing when it opened, else a sentence for the person."""
        why = await self._try(incoming, method, {"trigger_id": incoming.trigger_id, "view": view})
        if not why:
            return ""
        return NOT_INSTALLED if why == "not_installed" else NOT_OPENED

    async def _try(self, incoming: Incoming, method: str, arguments: Answer) -> str:
        """Calls a method for a person who waits: gives nothing, or the reason why it failed, which is logged."""
        try:
            async with asyncio.timeout(QUICK):
                token = await self.installations.token(incoming.workspace)
                await self.web.call(token, method, arguments, QUICK)
        except (TryLater, Unreachable, Gone, SlackRefused, Unavailable, TimeoutError) as error:
            # The core has done its part already, so even a database that is away now must not ask for a repeat.
            why = str(error) or type(error).__name__
            log.warning("%s failed for a %s: %s", method, incoming.kind, why)
            return why
        return ""

    async def _tell(self, incoming: Incoming, card: Card | Note, replace: bool) -> None:
        """An answer that only the presser sees: by response_url, else by the Web API."""
        body = _ephemeral(card) | {"replace_original": replace}
        if not incoming.response_url or not await self.web.respond(incoming.response_url, body):
            self._in_background(self._whisper(incoming, card))

    async def _whisper(self, incoming: Incoming, card: Card | Note) -> None:
        """The same by the Web API: in the channel for this person alone, else in the direct message."""
        message = render.posting(card, Origin.REPLY)
        if incoming.channel:
            here: Answer = {"channel": incoming.channel, "user": incoming.user}
            if incoming.thread:
                here["thread_ts"] = incoming.thread
            if not await self._try(incoming, "chat.postEphemeral", message | here):
                return
        # Slack takes a person's id for a channel and opens the direct message itself.
        await self._try(incoming, "chat.postMessage", message | {"channel": incoming.user})

    def _in_background(self, telling: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(telling)
        self.later.add(task)
        task.add_done_callback(self.later.discard)


def _shown(view: View) -> Card | Note:
    """What can be shown without asking anything."""
    if isinstance(view, Invalid):
        return render.as_note(view)
    assert isinstance(view, Card | Note)
    return view


def _view(view: View) -> Json:
    return modal(view) if isinstance(view, Form) else render.dialog(_shown(view))


def _ephemeral(card: Card | Note) -> Json:
    return {"response_type": "ephemeral", "mrkdwn": False, **render.message(card, Origin.REPLY)}


def _answer_submission(incoming: Incoming, view: View) -> Json:
    if isinstance(view, Invalid) and incoming.fields:
        return {"response_action": "errors", "errors": render.errors(view, incoming.fields)}
    return {"response_action": "update", "view": _view(view)}
