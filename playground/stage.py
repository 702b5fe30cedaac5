"""What both platforms stand on: the cast, the state, the road to the app, and the record of the traffic."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from playground.cast import Actor, Cast
from playground.state import Json, State


@dataclass
class Exchange:
    """One request and its answer; `way` is `out` (to the app) or `in` (a call from it); status 0: no answer."""

    way: str
    method: str
    path: str
    status: int
    body: Any
    answer: Any = None
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Answer:
    """What the app answered. `status` is 0 when it could not be reached, and `late` when it was too slow."""

    status: int = 0
    body: Any = None
    late: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def fine(self) -> bool:
        """Whether the app took it."""
        return 200 <= self.status < 300


class Stage:
    """The common ground of one world."""

    def __init__(self, cast: Cast, state: State, app_url: str | None) -> None:
        self.cast = cast
        self.state = state
        self.app_url = app_url
        self.origin = ""
        self.traffic: deque[Exchange] = deque(maxlen=5000)
        self.listeners: set[Callable[[str], None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._people = {actor.id: actor for actor in cast.actors}

    def actor(self, person_id: str) -> Actor:
        """The actor of that person id; KeyError when there is none."""
        return self._people[person_id]

    def actors(self, tenant: str) -> list[Actor]:
        """Everybody of one Slack team or Teams tenant."""
        return [actor for actor in self.cast.actors if actor.tenant == tenant]

    def changed(self, *person_ids: str) -> None:
        """Notes that these people's screens are no longer what they were."""
        self.state.touched()
        for person_id in person_ids:
            for listener in list(self.listeners):
                listener(person_id)

    def session(self) -> aiohttp.ClientSession:
        """The one client session of this world."""
        if self._session is None:
            self._session = aiohttp.ClientSession(auto_decompress=True)
        return self._session

    def background(self, work: asyncio.Task[None]) -> None:
        """Keeps a task alive until it is done or the world stops."""
        self._background.add(work)
        work.add_done_callback(self._background.discard)

    async def stop(self) -> None:
        """Ends what is under way."""
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(self, path: str, data: bytes, headers: dict[str, str], seconds: float, *, note: Any) -> Answer:
        """Posts to the app and records it as `note`, the readable form of the body."""
        if not self.app_url:
            raise RuntimeError("world.app_url is not set: there is no app to talk to.")
        exchange = Exchange("out", "POST", path, 0, note)
        self.traffic.append(exchange)
        answer = await self._post(self.app_url.rstrip("/") + path, data, headers, seconds)
        exchange.status, exchange.answer = answer.status, answer.body
        return answer

    async def _post(self, url: str, data: bytes, headers: dict[str, str], seconds: float) -> Answer:
        limit = aiohttp.ClientTimeout(total=seconds)
        try:
            async with self.session().post(url, data=data, headers=headers, timeout=limit) as response:
                raw = await response.read()
                return Answer(response.status, _read(raw), headers=dict(response.headers))
        except TimeoutError:
            return Answer(late=True)
        except aiohttp.ClientError:
            return Answer()


def _read(raw: bytes) -> Any:
    """JSON where it is JSON, text where it is not, None where it is empty."""
    text = raw.decode("utf-8", "replace")
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def readable(body: Json) -> Json:
    """Form fields with the JSON inside them read, for the record."""
    return {
        key: _read(value.encode()) if isinstance(value, str) and value[:1] in "{[" else value
        for key, value in body.items()
    }
