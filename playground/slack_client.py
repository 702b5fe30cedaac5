"""A person's Slack: what they type, press and submit."""

from playground import slack_draw
from playground.cast import Actor
from playground.client import Dialog, Drawn, Field, Gone, Option, Place
from playground.slack import BOT_NAME, Slack, bot_user, message_record
from playground.slack_answers import TROUBLE, answer_command, answer_submission, why
from playground.slack_elements import all_options, elements
from playground.slack_out import Outbound
from playground.state import Conversation, Json, Message

READ_ONLY = "Sending messages to this app has been turned off. Type a command that begins with /peers."


class SlackClient:
    """Implements Client for Slack."""

    def __init__(self, slack: Slack, out: Outbound) -> None:
        self.slack = slack
        self.out = out

    async def type(self, who: Actor, conversation: Conversation, text: str, thread: str = "") -> None:
        """A slash command goes to the app, a mention becomes an event, all else is only a message."""
        self.slack.desk(who.id).in_home = False
        if text.startswith("/") and not thread:
            return await self._command(who, conversation, text)
        if conversation.kind == "app":
            return self.slack.toast(who.id, READ_ONLY)
        mentioned = f"@{BOT_NAME}" in text
        text = text.replace(f"@{BOT_NAME}", f"<@{bot_user(who.tenant)}>")
        message = self.slack.add_message(conversation, text, author=who, thread=thread)
        if mentioned and conversation.bot_in:
            event = message_record(conversation, message) | {"type": "app_mention", "channel": conversation.id}
            event |= {"team": who.home or who.tenant, "user_team": who.home or who.tenant}
            await self.out.event(who.tenant, event, shared=conversation.shared)
        return None

    async def say(self, who: Actor, text: str, where: Conversation | None, thread: str) -> None:
        """By the slash command; by a mention in a thread, where commands do not work."""
        if thread:
            assert where is not None
            return await self.type(who, where, _mention(text), thread)
        line = text if text.startswith(("/", "@")) else f"/peers {text}"
        return await self.type(who, where or self.slack.dm(who), line)

    async def _command(self, who: Actor, place: Conversation, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word not in self.slack.commands:
            return self.slack.toast(who.id, f"{word} is not a valid command.")
        fields = {
            "command": word,
            "text": rest.strip(),
            "channel_id": place.id,
            "channel_name": "directmessage" if place.kind == "app" else place.name.lstrip("#"),
            "response_url": self.slack.response_url(place, who.id),
        }
        answer_command(self.slack, who, place, fields, await self.out.command(who, fields))
        return None

    async def press(self, who: Actor, place: Place, action: Json, block_id: str, inputs: Json) -> None:
        """A press on a button, a choice from a menu, or a choice in a live field."""
        blocks, around = self._around(who, place)
        element = _find(blocks, block_id, action)
        values = slack_draw.initial_inputs(blocks, inputs)
        sent = _pressed(element, action, values, block_id)
        sent |= {"block_id": block_id, "action_ts": f"{self.slack.stage.state.next_ms() / 1000:.6f}"}
        payload = {
            "type": "block_actions",
            "trigger_id": self.slack.trigger(who.id, around.get("view", {}).get("id", "")),
            **around,
            "actions": [sent],
        }
        if "view" in around:
            payload["view"] = {**around["view"], "state": {"values": values}}
        else:
            payload["state"] = {"values": values}
        answer = await self.out.interaction(who, payload)
        if not answer.fine:
            self.slack.toast(who.id, f"{TROUBLE} ({why(answer)})")

    async def submit(self, who: Actor, inputs: Json, action: Json | None = None) -> None:  # noqa: ARG002 - only Teams has several ways to submit
        """Sends the modal on top, unless Slack itself finds something missing in it."""
        desk = self.slack.desk(who.id)
        if not desk.dialogs or not desk.dialogs[-1]["submit"]:
            raise Gone("There is no form to send.")
        view = desk.dialogs[-1]
        values = slack_draw.initial_inputs(view["blocks"], inputs)
        missing = _missing(view["blocks"], values)
        desk.errors[view["id"]] = missing
        desk.drafts[view["id"]] = values
        self.slack.stage.changed(who.id)
        if missing:
            return
        payload = {
            "type": "view_submission",
            "trigger_id": self.slack.trigger(who.id, view["id"]),
            "view": {**view, "state": {"values": values}},
            "response_urls": [],
        }
        answer_submission(self.slack, who, view, await self.out.interaction(who, payload))

    async def suggest(self, who: Actor, place: Place, element: Json, query: str, inputs: Json) -> list[Option]:
        """Asks the app for options; nothing is asked below `min_query_length` (3 unless set)."""
        blocks, around = self._around(who, place)
        block_id = str(element.get("block_id", ""))
        found = _find(blocks, block_id, element)
        if len(query) < found.get("min_query_length", 3):
            return []
        around.pop("response_url", None)
        if "view" in around:
            around["view"]["state"] = {"values": slack_draw.initial_inputs(blocks, inputs)}
        payload = {"type": "block_suggestion", "action_id": found["action_id"], "block_id": block_id, "value": query}
        answer = await self.out.interaction(who, payload | around)
        body = answer.body if answer.fine and isinstance(answer.body, dict) else {}
        options = all_options(body)
        if len(options) > 100 or any(not 0 < len(o["text"]["text"]) <= 75 for o in options):
            options = []
        return [Option(slack_draw.plain(o["text"], {}), o) for o in options]

    async def close(self, who: Actor) -> None:
        """Closes the modal on top; the app hears of it when it asked to."""
        desk = self.slack.desk(who.id)
        if not desk.dialogs:
            return
        view = desk.dialogs.pop()
        if view["clear_on_close"]:
            desk.dialogs.clear()
        self.slack.stage.changed(who.id)
        if view["notify_on_close"]:
            payload = {"type": "view_closed", "view": view, "is_cleared": view["clear_on_close"]}
            await self.out.interaction(who, payload)

    async def home(self, who: Actor) -> None:
        """Opens the app's Home tab."""
        desk = self.slack.desk(who.id)
        desk.in_home = True
        event: Json = {"type": "app_home_opened", "user": who.user, "channel": "D" + who.user[1:], "tab": "home"}
        if desk.home is not None:
            event["view"] = desk.home
        await self.out.event(who.tenant, event)
        self.slack.stage.changed(who.id)

    async def shortcut(self, who: Actor, name: str, place: Place | None = None) -> None:
        """A global shortcut, or a message shortcut when a message is given; by callback id."""
        payload: Json = {"type": "shortcut", "callback_id": name, "trigger_id": self.slack.trigger(who.id)}
        payload["action_ts"] = f"{self.slack.stage.state.next_ms() / 1000:.6f}"
        if place is not None:
            _, around = self._around(who, place)
            payload |= {"type": "message_action", "message_ts": place.message, **around}
            payload.pop("container")
        answer = await self.out.interaction(who, payload)
        if not answer.fine:
            self.slack.toast(who.id, f"{TROUBLE} ({why(answer)})")

    def draw_message(self, who: Actor, message: Message) -> Drawn:
        """The blocks, or the text where there are none."""
        names = self.slack.names(who.tenant)
        if message.blocks:
            draft = self.slack.desk(who.id).drafts.get(message.id, {})
            return slack_draw.draw_blocks(message.blocks, names, draft, {})
        drawn = Drawn()
        drawn.lines.append(slack_draw.plain(message.text, names, drawn.links))
        return drawn

    def draw_home(self, who: Actor) -> Drawn | None:
        """The App Home, once the app has published it."""
        desk = self.slack.desk(who.id)
        if desk.home is None:
            return None
        draft = desk.drafts.get(desk.home["id"], {})
        return slack_draw.draw_blocks(desk.home["blocks"], self.slack.names(who.tenant), draft, {})

    def draw_dialog(self, who: Actor) -> Dialog | None:
        """The modal on top of the stack."""
        desk = self.slack.desk(who.id)
        if not desk.dialogs:
            return None
        view = desk.dialogs[-1]
        names = self.slack.names(who.tenant)
        draft, errors = desk.drafts.get(view["id"], {}), desk.errors.get(view["id"], {})
        return Dialog(
            view["id"],
            view["title"]["text"],
            slack_draw.draw_blocks(view["blocks"], names, draft, errors),
            view["submit"]["text"] if view["submit"] else "",
            view["close"]["text"] if view["close"] else "Close",
        )

    def put(self, inputs: Json, target: Field, chosen: str | list[Option]) -> None:
        """Writes into `state.values`."""
        slack_draw.put(inputs, target, chosen)

    def _around(self, who: Actor, place: Place) -> tuple[list[Json], Json]:
        """The blocks of a surface, and the fields by which a payload says where it was."""
        desk = self.slack.desk(who.id)
        if place.surface == "message":
            return self._around_message(who, place)
        view = (desk.dialogs[-1] if desk.dialogs else None) if place.surface == "dialog" else desk.home
        if view is None:
            raise Gone("That window is closed.")
        return view["blocks"], {"container": {"type": "view", "view_id": view["id"]}, "view": dict(view)}

    def _around_message(self, who: Actor, place: Place) -> tuple[list[Json], Json]:
        conversation = self.slack.stage.state.conversation(who.tenant, place.conversation)
        message = conversation.find(place.message) if conversation else None
        if conversation is None or message is None or message.only_for not in ("", who.id):
            raise Gone("That message is no longer there.")
        container = {
            "type": "message",
            "message_ts": message.id,
            "channel_id": conversation.id,
            "is_ephemeral": bool(message.only_for),
        }
        name = "directmessage" if conversation.kind == "app" else conversation.name.lstrip("#")
        around: Json = {
            "container": container,
            "channel": {"id": conversation.id, "name": name},
            "response_url": self.slack.response_url(conversation, who.id, message.id),
        }
        if not message.only_for:
            around["message"] = message_record(conversation, message)
        return message.blocks or [], around


def _mention(text: str) -> str:
    return text if text.startswith("@") else f"@{BOT_NAME} {text}"


def _find(blocks: list[Json], block_id: str, action: Json) -> Json:
    for block, element in elements(blocks):
        if block["block_id"] == block_id and element["action_id"] == action.get("action_id"):
            return element
    raise Gone("That button is no longer there.")


def _pressed(element: Json, action: Json, values: Json, block_id: str) -> Json:
    """The entry of `actions`: for a button itself, for anything else what was chosen."""
    kept = ("type", "action_id", "text", "value", "style", "url", "placeholder")
    sent: Json = {name: element[name] for name in kept if name in element}
    if element["type"] == "overflow":
        return sent | {"selected_option": action.get("selected_option")}
    if element["type"] != "button":
        sent |= values[block_id][element["action_id"]]
        sent |= {key: value for key, value in action.items() if key.startswith("selected_")}
    return sent


def _missing(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack's own client finds before it sends: empty required fields, texts out of bounds."""
    errors: dict[str, str] = {}
    for block, element in elements(blocks):
        if block["type"] != "input":
            continue
        value = values[block["block_id"]][element["action_id"]]
        if slack_draw.is_empty(value):
            if not block.get("optional", False):
                errors[block["block_id"]] = "Please complete this required field."
        elif element["type"] == "plain_text_input":
            length, least, most = len(value["value"]), element.get("min_length", 0), element.get("max_length", 3000)
            if not least <= length <= most:
                errors[block["block_id"]] = f"Please write {least} to {most} characters."
    return errors
