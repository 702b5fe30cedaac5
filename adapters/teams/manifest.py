"""The Teams app package: manifest 1.30 and its icons, zipped at the root."""

import io
import json
import re
import zipfile
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from adapters.port import SettingsError
from adapters.teams import icons
from adapters.teams.elements import Json

_GUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")

VERSION = "1.30"
SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json"
COMMANDS = 12
ACTIONS = 10
SHORT = "Ask peers about vendors, read reviews, and meet through people who know."
FULL = (
    "Warmline is for closed circles of CIOs and their managers. Ask peers about a vendor, read and write reviews by "
    "people who run the product, and get a warm introduction instead of a cold call.\n\n"
    "Type “help” in the chat to see what it can do. You need to be a member of a circle: without one, type “join” "
    "and its managers will look at your application."
)


def manifest(app_id: str, public_url: str, words: Mapping[str, str], version: str, forms: Collection[str] = ()) -> Json:
    """The manifest. ``words`` are command words with one line of help each, the most used first; twelve are listed.

    ``forms`` are those that open a form: they are action commands of the message extension too, and slash commands
    in channels. It has no search: what it finds would be put before everybody in the chat, members or not.
    ``public_url`` is where people find out about the service; its pages /privacy and /terms are named too.
    ``version`` grows with each change: Teams takes no other manifest under the same one.
    """
    if not _GUID.fullmatch(app_id):
        raise SettingsError("TEAMS_APP_ID has to be the application id of the bot's Entra app, a GUID.")
    site = public_url.rstrip("/")
    host = urlsplit(site).hostname
    if not host or not site.startswith("https://"):
        raise SettingsError("The Teams package names your website: set WARMLINE_PUBLIC_URL to its https address.")
    return {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": version,
        "id": app_id,
        "developer": {
            "name": "Warmline",
            "websiteUrl": site,
            "privacyUrl": f"{site}/privacy",
            "termsOfUseUrl": f"{site}/terms",
        },
        "name": {"short": "Warmline", "full": "Warmline: peers instead of cold calls"},
        "description": {"short": SHORT, "full": FULL},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": icons.ACCENT,
        "bots": [_bot(app_id, words)],
        **({"composeExtensions": [_extension(app_id, words, forms)]} if forms else {}),
        "validDomains": [host],
        "supportsChannelFeatures": "tier1",
    }


def package(content: Json) -> bytes:
    """The zip of a manifest that is uploaded to Teams; the same manifest gives the same bytes."""
    files = {
        "manifest.json": json.dumps(content, ensure_ascii=False, indent=2).encode(),
        "color.png": icons.color(),
        "outline.png": icons.outline(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    return packed.getvalue()


def _bot(app_id: str, words: Mapping[str, str]) -> Json:
    commands = [{"title": word, "description": does} for word, does in list(words.items())[:COMMANDS]]
    return {
        "botId": app_id,
        "scopes": ["personal", "team"],
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": [{"scopes": ["personal", "team"], "commands": commands}],
    }


def _extension(app_id: str, words: Mapping[str, str], forms: Collection[str]) -> Json:
    commands = [_action(word, does) for word, does in words.items() if word in forms]
    return {"botId": app_id, "commands": commands[:ACTIONS]}


def _action(word: str, does: str) -> Json:
    return {
        "id": word,
        "type": "action",
        "title": word,
        "description": does,
        "context": ["compose"],
        "triggers": ["slash"],
        "fetchTask": True,
    }
