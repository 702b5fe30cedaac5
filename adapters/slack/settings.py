"""Slack's settings, read once at start; a wrong one stops the start with a sentence that says how to mend it."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.port import Env, SettingsError

API_URL = "https://slack.com/api/"
CREDENTIALS = (
    "SLACK_SIGNING_SECRET",
    "SLACK_SIGNING_SECRET_PREVIOUS",
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_APP_TOKEN",
)
WHERE = "api.slack.com/apps, your app, Basic Information"


@dataclass(frozen=True, slots=True)
class Settings:
    """What to serve and with which credentials; empty texts are unset."""

    api_url: str = API_URL
    signing_secrets: tuple[str, ...] = ()
    bot_token: str = ""
    client_id: str = ""
    client_secret: str = ""
    app_token: str = ""

    @property
    def by_oauth(self) -> bool:
        """True where workspaces install the app themselves."""
        return bool(self.client_id)

    @property
    def origin(self) -> str:
        """The origin of the Web API."""
        parts = urlsplit(self.api_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def authorize_url(self) -> str:
        """Slack's page on which an admin allows the installation; it lies beside the Web API."""
        return self.api_url.removesuffix("api/") + "oauth/v2/authorize"


def read_settings(env: Env) -> Settings | None:
    """None where no credential is set; SettingsError where one is missing or wrong."""
    given = {name: env.get(name, "").strip() for name in CREDENTIALS}
    if not any(given.values()):
        return None
    _check(given)
    current, previous = given["SLACK_SIGNING_SECRET"], given["SLACK_SIGNING_SECRET_PREVIOUS"]
    return Settings(
        api_url(env.get("SLACK_API_URL", "").strip() or API_URL),
        tuple(secret for secret in (current, previous) if secret),
        given["SLACK_BOT_TOKEN"],
        given["SLACK_CLIENT_ID"],
        given["SLACK_CLIENT_SECRET"],
        given["SLACK_APP_TOKEN"],
    )


def _check(given: dict[str, str]) -> None:
    if not given["SLACK_SIGNING_SECRET"] and not given["SLACK_APP_TOKEN"]:
        raise SettingsError(
            "SLACK_SIGNING_SECRET is missing or empty: without it requests from Slack cannot be told from others. "
            f"Copy it from {WHERE}, App Credentials, or set SLACK_APP_TOKEN for Socket Mode in development."
        )
    if given["SLACK_SIGNING_SECRET_PREVIOUS"] and not given["SLACK_SIGNING_SECRET"]:
        raise SettingsError("SLACK_SIGNING_SECRET_PREVIOUS is set, but SLACK_SIGNING_SECRET is not: set the new one.")
    _check_pair(given)
    _check_token(given, "SLACK_BOT_TOKEN", "xoxb-", "OAuth & Permissions, Bot User OAuth Token")
    _check_token(given, "SLACK_APP_TOKEN", "xapp-", "Basic Information, App-Level Tokens")


def _check_pair(given: dict[str, str]) -> None:
    for one, other in (("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"), ("SLACK_CLIENT_SECRET", "SLACK_CLIENT_ID")):
        if given[one] and not given[other]:
            raise SettingsError(f"{one} is set, but {other} is not: both stand in {WHERE}, App Credentials.")
    if not given["SLACK_BOT_TOKEN"] and not given["SLACK_CLIENT_ID"]:
        raise SettingsError(
            "Slack is set up halfway: set SLACK_BOT_TOKEN for one workspace (OAuth & Permissions at "
            "api.slack.com/apps), or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many (Basic Information)."
        )


def _check_token(given: dict[str, str], name: str, start: str, where: str) -> None:
    if given[name] and not given[name].startswith(start):
        raise SettingsError(f"{name} does not start with {start}: copy the token from api.slack.com/apps, {where}.")


def api_url(url: str) -> str:
    """The base of the Web API with its last slash; SettingsError where a token must not be sent there."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what finds a port that is no number
    except ValueError as error:
        raise SettingsError("SLACK_API_URL is no address: leave it unset for Slack itself.") from error
    if not parts.hostname or parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError("SLACK_API_URL has to look like https://slack.com/api/ and nothing more.")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise SettingsError("SLACK_API_URL has to start with https:// (http:// is taken for this machine alone).")
    return url if url.endswith("/") else f"{url}/"


def is_loopback(host: str) -> bool:
    """True for this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
