"""What Teams sends to the bot: activities and invokes with a signed token."""

import json
import uuid
from typing import Any

from playground.cast import Actor
from playground.stage import Answer
from playground.state import Conversation, Json, now_iso
from playground.teams import BOT, BOT_NAME, Teams, team_id, user_id

PATH = "/api/messages"
IN_FIVE_SECONDS = (
    "task/fetch", "task/submit", "application/search", "composeExtension/query", "composeExtension/fetchTask",
    "composeExtension/submitAction",
)  # fmt: skip


class Outbound:
    """Everything that Teams tells the bot."""

    def __init__(self, teams: Teams) -> None:
        self.teams = teams

    def activity(self, who: Actor, place: Conversation, kind: str, thread: str = "") -> Json:
        """An activity with the fields that all have."""
        stamp = now_iso()
        conversation: Json = {"conversationType": "personal", "tenantId": who.tenant, "id": place.id}
        data: Json = {"tenant": {"id": who.tenant}}
        if place.kind == "channel":
            conversation = {**conversation, "conversationType": "channel", "isGroup": True}
            conversation["id"] = f"{place.id};messageid={thread}" if thread else place.id
            team = team_id(place.tenant)
            data |= {"teamsChannelId": place.id, "teamsTeamId": team}
            data |= {"channel": {"id": place.id}, "team": {"id": team}}
        return {
            "type": kind,
            "id": f"f:{uuid.uuid4()}",
            "timestamp": stamp,
            "localTimestamp": stamp,
            "localTimezone": who.tz,
            "serviceUrl": self.teams.service_url,
            "channelId": "msteams",
            "from": {"id": user_id(who), "aadObjectId": who.user},
            "conversation": conversation,
            "recipient": {"id": BOT, "name": BOT_NAME},
            "entities": [
                {"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web", "timezone": who.tz}
            ],
            "channelData": data,
            "locale": "en-GB",
        }

    async def message(
        self, who: Actor, place: Conversation, message_id: str, thread: str = "", **content: Any
    ) -> Answer:
        """A typed line, or the value of an Action.Submit."""
        activity = self.activity(who, place, "message", thread) | {"id": message_id} | content
        activity["entities"] = [*activity["entities"], *content.get("entities", [])]
        return await self.send(activity)

    async def invoke(
        self, who: Actor, place: Conversation, name: str, value: Json, thread: str = "", reply_to: str = ""
    ) -> Answer:
        """An invoke, whose answer is in the response."""
        activity = self.activity(who, place, "invoke", thread) | {"name": name, "value": value}
        if reply_to:
            activity["replyToId"] = reply_to
        answer = await self.send(activity)
        if name == "adaptiveCard/action" and not answer.late and not (answer.fine and answer.body):
            # Teams' client sends a click again when the bot gives no proper answer.
            answer = await self.send(activity)
        return answer

    async def installed(self, who: Actor, action: str) -> Answer:
        """The app was added (`add`) for a person, or taken away (`remove`)."""
        place = self.teams.chat(who)
        activity = self.activity(who, place, "installationUpdate") | {"action": action}
        activity["channelData"] |= {"settings": {"selectedChannel": {"id": place.id}}}
        answer = await self.send(activity)
        if action == "add":
            await self.send(self._members_added(who, place))
        return answer

    async def installed_in_team(self, who: Actor, place: Conversation, action: str = "add") -> Answer:
        """A person added the app to the team of a channel, or took it away."""
        activity = self.activity(who, place, "installationUpdate") | {"action": action}
        activity["channelData"] |= {"settings": {"selectedChannel": {"id": place.id}}}
        answer = await self.send(activity)
        if action == "add":
            added = self._members_added(who, place)
            added["channelData"] |= {"eventType": "teamMemberAdded"}
            await self.send(added)
        return answer

    async def send(self, activity: Json, *, token: str | None = None) -> Answer:
        """Posts an activity; `token` stands in for the good one in tests."""
        bearer = self.teams.token_for_app() if token is None else token
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        quick = activity.get("name") in IN_FIVE_SECONDS
        seconds = self.teams.dialog_seconds if quick else self.teams.turn_seconds
        data = json.dumps(activity).encode()
        return await self.teams.stage.post(PATH, data, headers, seconds, note=activity)

    def _members_added(self, who: Actor, place: Conversation) -> Json:
        return self.activity(who, place, "conversationUpdate") | {"membersAdded": [{"id": BOT}]}
