"""A person's Teams: what they type, press and submit, and what the bot's answers do to the screen."""

from typing import Any

from playground import teams_draw
from playground.cast import Actor
from playground.client import Dialog, Drawn, Field, Gone, Option, Place
from playground.state import Conversation, Json, Message
from playground.teams import BOT, BOT_NAME, Teams
from playground.teams_answers import WRONG, check_turn, show_answer, show_task
from playground.teams_checks import all_actions
from playground.teams_out import Outbound

SEARCH_ANSWER = "application/vnd.microsoft.search.searchResponse"
MOST_SUGGESTIONS = 15


class TeamsClient:
    """Implements Client for Teams."""

    def __init__(self, teams: Teams, out: Outbound) -> None:
        self.teams = teams
        self.out = out

    async def type(self, who: Actor, conversation: Conversation, text: str, thread: str = "") -> None:
        """A line to the bot; in a channel it hears only what mentions it."""
        if conversation.kind == "app" and who.id in self.teams.removed:
            return self.teams.toast(who.id, "This app is not installed for you.")
        message = self.teams.add_message(conversation, text, author=who, thread=thread)
        content: Json = {"text": text, "textFormat": "plain", "attachments": []}
        if conversation.kind == "channel":
            if f"@{BOT_NAME}" not in text or not conversation.bot_in:
                return None
            tag = f"<at>{BOT_NAME}</at>"
            content["text"] = text.replace(f"@{BOT_NAME}", tag)
            mention = {"type": "mention", "text": tag, "mentioned": {"id": BOT, "name": BOT_NAME}}
            content["entities"] = [mention]
        top = (thread or message.id) if conversation.kind == "channel" else ""
        answer = await self.out.message(who, conversation, message.id, top, **content)
        return check_turn(self.teams, who, answer)

    async def say(self, who: Actor, text: str, where: Conversation | None, thread: str) -> None:
        """In the 1:1 chat as it is, in a channel by mention."""
        if where is not None and where.kind == "channel" and not text.startswith("@"):
            text = f"@{BOT_NAME} {text}"
        return await self.type(who, where or self.teams.chat(who), text, thread)

    async def press(self, who: Actor, place: Place, action: Json, block_id: str, inputs: Json) -> None:  # noqa: ARG002 - only Slack has block ids
        """A press on a button of a card; missing required inputs are shown and nothing is sent."""
        if place.surface == "dialog":
            return await self.submit(who, inputs, action)
        conversation, message, card = self._card(who, place, action)
        if action["type"] in ("Action.OpenUrl", "Action.ShowCard", "Action.ToggleVisibility"):
            return None
        values = self._values(who, message.id, card, action, inputs)
        if values is None:
            return None
        if action["type"] == "Action.Execute":
            return await self._execute(who, conversation, message, action, values)
        return await self._submit_card(who, conversation, message, action, values)

    async def submit(self, who: Actor, inputs: Json, action: Json | None = None) -> None:
        """Sends the open dialog by one of its buttons, the first one unless said otherwise."""
        desk = self.teams.desk(who.id)
        if not desk.dialogs:
            raise Gone("There is no form to send.")
        dialog = desk.dialogs[-1]
        action = action or main_action(dialog["card"])
        if action is None or action not in all_actions(dialog["card"]):
            raise Gone("That button is no longer there.")
        if action["type"] == "Action.Execute":
            # A dialog's card is sent by Action.Submit alone.
            return self.teams.toast(who.id, WRONG)
        if action["type"] != "Action.Submit":
            return None
        values = self._values(who, dialog["id"], dialog["card"], action, inputs)
        if values is None:
            return None
        value = {"data": _merged(action, values), "context": {"theme": "default"}}
        name = "task/submit"
        if dialog.get("command"):
            name = "composeExtension/submitAction"
            value |= {"commandId": dialog["command"], "commandContext": "compose"}
        place = self.teams.stage.state.conversation(who.tenant, dialog["conversation"])
        assert place is not None
        answer = await self.out.invoke(who, place, name, value, dialog["thread"])
        return show_task(self.teams, who, place, answer, dialog)

    async def suggest(self, who: Actor, place: Place, element: Json, query: str, inputs: Json) -> list[Option]:
        """Static choices that fit, and what the bot finds for the letters."""
        query_data = element.get("choices.data") or element
        conversation = self._conversation(who, place)
        value = {
            "queryText": query,
            "queryOptions": {"skip": 0, "top": MOST_SUGGESTIONS},
            "dataset": query_data.get("dataset"),
            "data": dict(inputs),
        }
        thread = self._thread(conversation, place)
        answer = await self.out.invoke(who, conversation, "application/search", value, thread, place.message)
        body = answer.body if answer.fine and isinstance(answer.body, dict) else {}
        results = body.get("value", {}).get("results", []) if body.get("type") == SEARCH_ANSWER else []
        found = [Option(r["title"], r) for r in results]
        static = [Option(c["title"], c) for c in element.get("choices", []) if query.lower() in c["title"].lower()]
        seen = {option.text for option in found}
        return [*found, *(option for option in static if option.text not in seen)][:MOST_SUGGESTIONS]

    async def close(self, who: Actor) -> None:
        """Closes the dialog; the bot does not hear of it."""
        self.teams.desk(who.id).dialogs.clear()
        self.teams.stage.changed(who.id)

    async def home(self, who: Actor) -> None:
        """Teams has no start page for the bot: asks it for help."""
        await self.type(who, self.teams.chat(who), "help")

    async def shortcut(self, who: Actor, name: str, place: Place | None = None) -> None:
        """Calls an action command of the message extension by its id."""
        conversation = self._conversation(who, place or Place("message"))
        value: Json = {
            "commandId": name,
            "commandContext": "message" if place else "compose",
            "context": {"theme": "default"},
        }
        if place is not None and (message := conversation.find(place.message)) is not None:
            value["messagePayload"] = {"id": message.id, "body": {"contentType": "text", "content": message.text}}
        answer = await self.out.invoke(who, conversation, "composeExtension/fetchTask", value)
        show_task(
            self.teams, who, conversation, answer, {"conversation": conversation.id, "thread": "", "command": name}
        )

    async def search(self, who: Actor, command: str, parameter: str, words: str) -> list[Json]:
        """Types into the message extension; the attachments of the results, at most 25."""
        value = {
            "commandId": command,
            "parameters": [{"name": parameter, "value": words}],
            "queryOptions": {"skip": 0, "count": 25},
        }
        answer = await self.out.invoke(who, self.teams.chat(who), "composeExtension/query", value)
        body = answer.body if answer.fine and isinstance(answer.body, dict) else {}
        result = body.get("composeExtension", {})
        if result.get("type") != "result":
            self.teams.toast(who.id, str(result.get("text") or "The app could not be reached."))
            return []
        return list(result.get("attachments", []))[:25]

    def draw_message(self, who: Actor, message: Message) -> Drawn:
        """Text and cards; a card answered to this person alone stands in for the common one."""
        drawn = Drawn()
        if message.text:
            drawn.lines.append(teams_draw.plain(message.text, drawn.links))
        desk = self.teams.desk(who.id)
        draft, errors = desk.drafts.get(message.id, {}), desk.errors.get(message.id, {})
        for card in message.own_cards.get(who.id, message.cards or []):
            inner = teams_draw.draw_card(card, draft, errors)
            drawn.lines += inner.lines
            drawn.buttons += inner.buttons
            drawn.fields += inner.fields
            drawn.links |= inner.links
        return drawn

    def draw_home(self, who: Actor) -> Drawn | None:  # noqa: ARG002 - Slack needs the person
        """There is none."""
        return None

    def draw_dialog(self, who: Actor) -> Dialog | None:
        """The open dialog."""
        desk = self.teams.desk(who.id)
        if not desk.dialogs:
            return None
        dialog = desk.dialogs[-1]
        draft, errors = desk.drafts.get(dialog["id"], {}), desk.errors.get(dialog["id"], {})
        return Dialog(dialog["id"], dialog["title"], teams_draw.draw_card(dialog["card"], draft, errors), close="Close")

    def put(self, inputs: Json, target: Field, chosen: str | list[Option]) -> None:
        """Writes a value by input id."""
        teams_draw.put(inputs, target, chosen)

    async def _execute(self, who: Actor, place: Conversation, message: Message, action: Json, values: Json) -> None:
        sent = {k: v for k, v in action.items() if k in ("type", "id", "title", "verb")}
        value = {"action": {**sent, "data": _merged(action, values)}, "trigger": "manual"}
        thread = self._thread(place, Place("message", place.id, message.id))
        answer = await self.out.invoke(who, place, "adaptiveCard/action", value, thread, message.id)
        show_answer(self.teams, who, message, answer)

    async def _submit_card(self, who: Actor, place: Conversation, message: Message, action: Json, values: Json) -> None:
        data = _merged(action, values)
        hint = data.get("msteams", {}) if isinstance(data, dict) else {}
        thread = self._thread(place, Place("message", place.id, message.id))
        if hint.get("type") == "task/fetch":
            value = {"data": data, "context": {"theme": "default"}}
            answer = await self.out.invoke(who, place, "task/fetch", value, thread, message.id)
            return show_task(self.teams, who, place, answer, {"conversation": place.id, "thread": thread})
        if hint.get("type") == "imBack":
            return await self.type(who, place, str(hint.get("value", "")))
        ms = str(self.teams.stage.state.next_ms())
        answer = await self.out.message(who, place, ms, thread, value=data, replyToId=message.id)
        return check_turn(self.teams, who, answer)

    def _values(self, who: Actor, surface: str, card: Json, action: Json, inputs: Json) -> Json | None:
        """The inputs that go along, or None when the client finds some missing."""
        desk = self.teams.desk(who.id)
        if action.get("associatedInputs") == "none":
            return {}
        values = teams_draw.initial_inputs(card, inputs)
        desk.drafts[surface] = values
        desk.errors[surface] = teams_draw.missing(card, values)
        self.teams.stage.changed(who.id)
        return None if desk.errors[surface] else values

    def _card(self, who: Actor, place: Place, action: Json) -> tuple[Conversation, Message, Json]:
        conversation = self._conversation(who, place)
        message = conversation.find(place.message)
        if message is None or message.only_for not in ("", who.id):
            raise Gone("That message is no longer there.")
        for card in message.own_cards.get(who.id, message.cards or []):
            if action in all_actions(card):
                return conversation, message, card
        raise Gone("That button is no longer there.")

    def _conversation(self, who: Actor, place: Place) -> Conversation:
        desk = self.teams.desk(who.id)
        wanted = place.conversation
        if not wanted and place.surface == "dialog" and desk.dialogs:
            wanted = desk.dialogs[-1]["conversation"]
        found = self.teams.stage.state.conversation(who.tenant, wanted) if wanted else self.teams.chat(who)
        if found is None or who.id not in found.members:
            raise Gone("That conversation is no longer there.")
        return found

    def _thread(self, place: Conversation, where: Place) -> str:
        if place.kind != "channel":
            return ""
        message = place.find(where.message)
        return message.thread or message.id if message else ""


def main_action(card: Json) -> Json | None:
    """The button that a person takes for sending: the positive one, else the first that sends inputs."""
    sending = [
        action
        for action in all_actions(card)
        if action["type"] in ("Action.Submit", "Action.Execute") and action.get("associatedInputs") != "none"
    ]
    positive = [action for action in sending if action.get("style") == "positive"]
    return next(iter(positive or sending), None)


def _merged(action: Json, values: Json) -> Any:
    data = action.get("data", {})
    return {**data, **values} if isinstance(data, dict) else data
