"""One client for Slack's Web API: one connection pool, no bodies in logs, errors in the core's words."""

import asyncio
import logging
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.errors import BACKOFF, sort
from adapters.slack.settings import Settings, is_loopback
from bot.turn import TryLater

Answer: TypeAlias = dict[str, Any]

log = logging.getLogger("warmline.slack")
# The SDK writes whole bodies at DEBUG, and asks the logger's own level, so the level is set here for good.
sdk_log = logging.getLogger("warmline.slack.sdk")
sdk_log.setLevel(logging.WARNING)

QUICK = 2.0  # seconds: the most that a person's three may lose to one call
PATIENT = 15.0  # seconds, for the worker
# These take no JSON, by Slack's documentation of each method.
FORM_ONLY = frozenset({"conversations.info", "users.info", "auth.test", "oauth.v2.access"})
_RESPONSE_URL_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})


class SlackWeb:
    """Calls methods with a token of the caller's choice. Open inside the running loop, close at the end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    @property
    def client(self) -> AsyncWebClient:
        """The SDK's client, without a token."""
        if self._client is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=PATIENT, connect=QUICK * 2),
                connector=aiohttp.TCPConnector(limit=100, limit_per_host=50),
            )
            self._client = AsyncWebClient(base_url=self._settings.api_url, session=self._session, logger=sdk_log)
            if is_loopback(urlsplit(self._settings.api_url).hostname or ""):
                # A proxy of the environment has no business with this machine itself.
                self._client.proxy = None
        return self._client

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()
        self._session = self._client = None

    async def call(self, token: str, method: str, arguments: Answer, seconds: float = PATIENT) -> Answer:
        """Slack's answer; raises TryLater, Unreachable, Gone, or SlackRefused for what we did wrong."""
        body: dict[str, Any] = {"data" if method in FORM_ONLY else "json": arguments}
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with asyncio.timeout(seconds):
                response = await self.client.api_call(method, headers=headers, **body)
        except SlackApiError as error:
            raise sort(error, method) from None
        except (aiohttp.ClientError, TimeoutError, OSError, AttributeError) as error:
            # AttributeError: the SDK takes every 200 for a JSON object, which a proxy's page is not.
            raise TryLater(BACKOFF) from error
        return _answer(response)

    async def respond(self, url: str, body: Answer, seconds: float = QUICK) -> bool:
        """Posts to a response_url; False where it is not Slack's own address or the post failed."""
        if not self.is_response_url(url):
            return False
        try:
            session, timeout = self.client.session, aiohttp.ClientTimeout(total=seconds)
            assert session is not None
            async with session.post(url, json=body, timeout=timeout, allow_redirects=False) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    def is_response_url(self, url: str) -> bool:
        """True for https on Slack's host for such answers, and on loopback for the origin of the Web API."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if parts.username is not None or parts.password is not None or any(sign in url for sign in "\\ \t\r\n"):
            return False
        if parts.scheme == "https" and parts.hostname in _RESPONSE_URL_HOSTS:
            return parts.netloc in _RESPONSE_URL_HOSTS and port is None
        return f"{parts.scheme}://{parts.netloc}" == self._settings.origin and is_loopback(parts.hostname or "")


def _answer(response: AsyncSlackResponse) -> Answer:
    data = response.data
    return data if isinstance(data, dict) else {}
