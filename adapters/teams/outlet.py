"""botbuilder's adapter over our own connector: a turn's replies go out, an invoke's answer stays for the response."""

from collections.abc import Iterable

from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ConversationReference, ResourceResponse

from adapters.teams.activities import Received, plain
from adapters.teams.bot import PeersBot
from adapters.teams.connector import Connector


class Outlet(BotAdapter):  # type: ignore[misc]  # botbuilder has no type information
    """Sends what a turn says into the conversation it came from."""

    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self._connector = connector

    async def turn(self, received: Received, bot: PeersBot) -> InvokeResponse | None:
        """Runs one turn; what an invoke is answered with, else None."""
        context = _Context(self, received)
        if received.type == ActivityTypes.invoke:
            # The SDK would wrap the answer into an activity, copy that and send it back here.
            return await bot.on_invoke_activity(context)
        await bot.on_turn(context)
        return None

    async def send_activities(self, context: TurnContext, activities: Iterable[Activity]) -> list[ResourceResponse]:
        """Posts messages in their order."""
        return [await self._send(context, activity) for activity in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        """Replaces a message of this conversation."""
        conversation = context.activity.conversation.id
        await self._connector.put(context.activity.service_url, conversation, activity.id, plain(activity))

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Warmline never deletes: a card is edited into what holds now."""
        raise NotImplementedError

    async def _send(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        conversation = context.activity.conversation.id
        posted = await self._connector.post(context.activity.service_url, conversation, plain(activity))
        return ResourceResponse(id=posted)


class _Context(TurnContext):  # type: ignore[misc]  # botbuilder has no type information
    """A turn's context that sends our replies as they are: the SDK's would copy each one, card and all, first."""

    async def send_activities(self, activities: list[Activity]) -> list[ResourceResponse]:
        """Addresses each reply to where the turn came from, and posts it."""
        received = self.activity
        for activity in activities:
            activity.reply_to_id, activity.conversation = received.id, received.conversation
            activity.from_property, activity.recipient = received.recipient, received.from_property
        sent: list[ResourceResponse] = await self.adapter.send_activities(self, activities)
        return sent
