"""The app manifest for api.slack.com/apps: what the app is called, where it listens, what it asks for and why."""

from typing import Any, TypeAlias

Manifest: TypeAlias = dict[str, Any]

# Each scope with its reason, as Slack's review asks; nothing for later.
SCOPES = {
    "app_mentions:read": "Answers a mention with a hint that only its author sees.",
    "channels:read": "Looks whether a public channel is shared with another company before a card goes there.",
    "chat:write": "Sends cards to members and to the community's channel, and edits them in place.",
    "commands": "Offers /peers and the shortcuts.",
    "groups:read": "Looks whether a private channel is shared with another company before a card goes there.",
    "im:write": "Opens the direct message in which a member gets cards.",
    "mpim:write": "Brings two members together who both agreed to an introduction.",
    "users:read": "Refuses guests, bots and people of other companies.",
    "users:read.email": "Compares the work e-mail of an application with the account's, and notices when it changes.",
}
# Without these nothing works; an installation without one of the others is taken, and only that part is missing.
NEEDED = frozenset({"chat:write", "commands", "im:write"})
EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked", "user_change")
SHORTCUTS = {
    "ask": ("Ask peers", "Ask the peers who know a vendor, named or anonymous."),
    "review": ("Review a vendor", "Write down for your peers what you know about a vendor."),
    "coldcall": ("Log a cold call", "Note in ten seconds who called you; only you see it."),
}
SHORT = "Peer reviews, questions to peers and warm introductions for a community of CIOs."
LONG = (
    "Warmline belongs to a closed community of CIOs. Members ask peers about a vendor, read and write peer reviews, "
    "and get a warm introduction through a peer instead of a cold call. What you type is answered to you alone; what "
    "you write for others is shown to your community only, under your name or without it, as you choose. Warmline "
    "reads no messages and no channel history. Type /peers help to begin."
)


def manifest(public_url: str, socket_mode: bool = False, token_rotation: bool = False) -> Manifest:
    """The manifest of a Warmline that is reached at ``public_url`` (https, without a path).

    Slack cannot switch token rotation off again, and a token of the settings would end after twelve hours: it is for
    installations by OAuth.
    """
    base = public_url.rstrip("/")
    events = f"{base}/slack/events"
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Warmline",
            "description": SHORT,
            "long_description": LONG,
            "background_color": "#1f3a4d",
        },
        "features": _features(events),
        "oauth_config": {
            "redirect_urls": [f"{base}/slack/oauth_redirect"],
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {"request_url": events, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, "request_url": events, "message_menu_options_url": events},
            "org_deploy_enabled": True,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": token_rotation,
        },
    }


def _features(events: str) -> Manifest:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "Warmline", "always_online": True},
        "shortcuts": [
            {"name": name, "type": "global", "callback_id": word, "description": description}
            for word, (name, description) in SHORTCUTS.items()
        ],
        "slash_commands": [
            {
                "command": "/peers",
                "url": events,
                "description": "Ask peers, read reviews, get introduced",
                "usage_hint": "help | vendor NAME | ask QUESTION | review NAME",
                "should_escape": False,
            }
        ],
    }
