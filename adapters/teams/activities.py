"""Between plain JSON and botbuilder's Activity, without its serialiser, which costs more than the whole turn."""

from typing import Any

from botbuilder.core import CardFactory
from botbuilder.schema import Activity, ActivityTypes, ChannelAccount, ConversationAccount

from adapters.teams.elements import Json
from adapters.teams.incoming import read


class Received(Activity):  # type: ignore[misc]  # botbuilder has no type information
    """An activity that came in; ``event`` is read from the raw JSON, which has also what the schema does not know."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.event = read(raw)
        chat = self.event.chat
        super().__init__(
            type=_text(raw, "type"),
            id=_text(raw, "id"),
            name=_text(raw, "name"),
            text=_text(raw, "text"),
            channel_id=_text(raw, "channelId"),
            service_url=chat.service,
            from_property=ChannelAccount(id=chat.user),
            recipient=ChannelAccount(id=chat.bot),
            conversation=ConversationAccount(id=chat.conversation),
            channel_data=raw.get("channelData"),
            value=raw.get("value"),
        )


def reply(message: Json) -> Activity:
    """The message that ``plain`` turns back."""
    content = card_of(message)
    return Activity(
        type=ActivityTypes.message,
        text=message.get("text"),
        text_format=message.get("textFormat"),
        summary=message.get("summary"),
        attachments=[CardFactory.adaptive_card(content)] if content else None,
    )


def plain(activity: Any) -> Json:
    """The JSON of a message, with whom it is from and what it answers."""
    found = {
        "type": activity.type,
        "text": activity.text,
        "textFormat": activity.text_format,
        "summary": activity.summary,
        "replyToId": activity.reply_to_id,
        "from": _named(activity.from_property),
        "recipient": _named(activity.recipient),
        "conversation": _named(activity.conversation),
        "attachments": [
            {"contentType": item.content_type, "content": item.content} for item in activity.attachments or ()
        ],
    }
    return {name: value for name, value in found.items() if value}


def card_of(message: Json) -> Json | None:
    """The Adaptive Card of a message of ours."""
    match message:
        case {"attachments": [{"content": dict(content)}]}:
            return content
        case _:
            return None


def _named(account: Any) -> Json | None:
    return {"id": account.id} if account and account.id else None


def _text(raw: dict[str, Any], name: str) -> str:
    found = raw.get(name)
    return found if isinstance(found, str) else ""
