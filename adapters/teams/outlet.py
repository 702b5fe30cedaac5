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
        context = TurnContext(self, received)
        await self.run_pipeline(context, bot.on_turn)
        answer = context.turn_state.get(BotAdapter._INVOKE_RESPONSE_KEY)
        return answer.value if answer else None

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
        if activity.type == ActivityTypes.invoke_response:
            context.turn_state[BotAdapter._INVOKE_RESPONSE_KEY] = activity
            return ResourceResponse()
        conversation = activity.conversation.id
        return ResourceResponse(id=await self._connector.post(activity.service_url, conversation, plain(activity)))
