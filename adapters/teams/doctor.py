"""What `warmline doctor` looks at in Teams: the settings, our sign-in, and the keys that Microsoft signs with."""

import aiohttp

from adapters.port import Env, Finding, Level, SettingsError
from adapters.teams import settings as teams_settings
from adapters.teams.keys import KeysAway, fetch_keys
from adapters.teams.settings import Settings
from adapters.teams.signin import SignIn
from bot.turn import TryLater

TIMEOUT = aiohttp.ClientTimeout(total=10)
ABOUT = "Teams"
NETWORK = "Open the way out to Microsoft (https, port 443) in the firewall or proxy."


async def examine(env: Env, listens_on_loopback: bool, offline: bool) -> list[Finding]:
    """Findings in the order of reading."""
    try:
        settings = teams_settings.read(env, listens_on_loopback=listens_on_loopback)
    except SettingsError as problem:
        return [Finding(ABOUT, str(problem), Level.WRONG)]
    if settings is None:
        return [Finding(ABOUT, "off: none of its settings is set", mend="docs/install-teams.md tells how to set it up")]
    found = [Finding(ABOUT, "set up")]
    if settings.unsigned:
        mend = "Unset TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK before anybody else works with it."
        found = [Finding(ABOUT, "takes unsigned messages, for a local playground only", Level.NOTE, mend)]
    if offline or settings.unsigned:
        return found
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        return [*found, await _sign_in(session, settings), await _keys(session, settings)]


async def _sign_in(session: aiohttp.ClientSession, settings: Settings) -> Finding:
    try:
        await SignIn(session, settings).headers()
    except TryLater:
        return Finding(
            ABOUT, "no token to send with: the sign-in was refused, or nobody answered", Level.WRONG,
            "Look whether the client secret has expired (Entra admin center, App registrations, Certificates & "
            "secrets), and whether TEAMS_APP_ID and TEAMS_TENANT_ID are those of that app. " + NETWORK,
        )  # fmt: skip
    return Finding(ABOUT, "our sign-in works")


async def _keys(session: aiohttp.ClientSession, settings: Settings) -> Finding:
    try:
        keys = await fetch_keys(session, settings.metadata_url)
        async with session.get(settings.metadata_url, allow_redirects=False) as answer:
            date = answer.headers.get("Date", "")
    except (KeysAway, aiohttp.ClientError, TimeoutError):
        return Finding(ABOUT, "the keys that Microsoft signs with cannot be read", Level.WRONG, NETWORK)
    return Finding(ABOUT, f"{len(keys)} signing keys of Microsoft were read", date=date)
