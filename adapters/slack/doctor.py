"""What `warmline doctor` looks at in Slack: the settings, whether Slack answers, and whose token it is."""

import aiohttp

from adapters.port import Env, Finding, Level, SettingsError
from adapters.slack.settings import Settings, read_settings

TIMEOUT = aiohttp.ClientTimeout(total=10)
ABOUT = "Slack"


async def examine(env: Env, _listens_on_loopback: bool, offline: bool) -> list[Finding]:
    """Findings in the order of reading."""
    try:
        settings = read_settings(env)
    except SettingsError as problem:
        return [Finding(ABOUT, str(problem), Level.WRONG)]
    if settings is None:
        return [Finding(ABOUT, "off: none of its settings is set", mend="docs/install-slack.md tells how to set it up")]
    found = [Finding(ABOUT, "set up for " + ("many workspaces (OAuth)" if settings.by_oauth else "one workspace"))]
    return found if offline else [*found, await _ask(settings)]


async def _ask(settings: Settings) -> Finding:
    method = "auth.test" if settings.bot_token else "api.test"
    headers = {"Authorization": f"Bearer {settings.bot_token}"} if settings.bot_token else {}
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.post(settings.api_url + method, headers=headers, data={}, allow_redirects=False) as answer,
        ):
            date, status = answer.headers.get("Date", ""), answer.status
            body = await answer.json(content_type=None) if status == 200 else {}
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return Finding(
            ABOUT, f"{settings.origin} does not answer", Level.WRONG,
            "Open the way out to Slack (https, port 443) in the firewall or proxy, and unset SLACK_API_URL.",
        )  # fmt: skip
    if not isinstance(body, dict) or body.get("ok") is not True:
        return _refused(status, body, date)
    if not settings.bot_token:
        return Finding(ABOUT, "answers", date=date)
    home = body.get("enterprise_id") if body.get("is_enterprise_install") is True else body.get("team_id")
    return Finding(ABOUT, f"answers; the token is for {home}, which one community names as --slack-team", date=date)


def _refused(status: int, body: object, date: str) -> Finding:
    if status != 200:
        return Finding(ABOUT, f"answers with status {status}", Level.WRONG, "Wait a little and look again.", date)
    code = str(body.get("error", "no reason")) if isinstance(body, dict) else "no reason"
    mend = "Copy SLACK_BOT_TOKEN anew: api.slack.com/apps, your app, OAuth & Permissions. Then restart."
    return Finding(ABOUT, f"refuses the token: {code[:60]}", Level.WRONG, mend, date)
