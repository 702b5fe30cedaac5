"""Socket Mode: the same payloads over a connection that we open, for development without a public address."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import sdk_log
from adapters.slack.payload import Payload

Answer: TypeAlias = Callable[[Payload], Awaitable[BoltResponse]]

log = logging.getLogger("warmline.slack")
PING = 5.0  # seconds between pings, and before another try to connect


class Socket:
    """One connection to Slack, kept open."""

    def __init__(self, app_token: str, web: AsyncWebClient, answer: Answer) -> None:
        self._answer = answer
        self._client = SocketModeClient(app_token, sdk_log, web, ping_interval=PING)
        self._client.proxy = web.proxy
        self._client.socket_mode_request_listeners.append(self._handle)
        self._connecting = asyncio.create_task(self._client.connect())  # type: ignore[no-untyped-call] # the SDK is half typed

    async def close(self) -> None:
        """Closes the connection and waits for the SDK's own tasks to end."""
        self._connecting.cancel()
        client = self._client
        await client.close()  # type: ignore[no-untyped-call] # the SDK is half typed
        tasks = [client.message_processor, client.current_session_monitor, client.message_receiver, self._connecting]
        for task in tasks:
            if task is not None:
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        response = await self._answer(request.payload)
        if response.status >= 500:
            # Without an acknowledgement Slack sends an event again.
            log.warning("a payload from the socket was not taken")
            return
        payload = response.body if response.status == 200 else ""
        await client.send_socket_mode_response(_acknowledgement(request.envelope_id, payload))


def _acknowledgement(envelope_id: str, body: str) -> SocketModeResponse:
    return SocketModeResponse(envelope_id, json.loads(body) if body else None)
