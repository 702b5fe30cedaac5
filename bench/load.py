"""A light load generator: ready-made bytes over kept connections, so that the server is what is measured."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

MOST = 20_000
"""Requests of one burst at most, whatever its time."""
GOOD = (b"200", b"201", b"202")


class Refused(RuntimeError):
    """The server answered with another status, or hung up: nothing was measured."""


@dataclass
class Burst:
    """What came of a burst: seconds from the first request to the last answer, and the wait of each request."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    body: bytes = b""

    @property
    def count(self) -> int:
        """Requests that were answered."""
        return len(self.waits)

    def wait(self, share: float) -> float:
        """Seconds within which this share of the requests was answered."""
        ordered = sorted(self.waits)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class _Caller(asyncio.Protocol):
    """One connection: sends a request, waits for its answer, sends the next until the time is over."""

    def __init__(self, requests: Sequence[bytes], first: int, burst: Burst, until: float, most: int) -> None:
        self._next = cycle([*requests[first:], *requests[:first]])
        self._burst = burst
        self._until = until
        self._most = most
        self._got = b""
        self._sent_at = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, end, body = self._got.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        self._burst.waits.append(time.perf_counter() - self._sent_at)
        if head[9:12] not in GOOD:
            self._fail(f"status {head[9:12].decode()}: {body[:200].decode(errors='replace')}")
            return
        self._burst.body = body
        self._got = b""
        if time.perf_counter() < self._until and self._burst.count < self._most:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)
        if self._got or exc:
            self._fail("the connection broke")

    def _send(self) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(next(self._next))

    def _fail(self, why: str) -> None:
        if not self.done.done():
            self.done.set_exception(Refused(why))
        self._transport.close()


async def fire(port: int, requests: Sequence[bytes], connections: int, seconds: float, most: int = MOST) -> Burst:
    """Sends requests in turn over so many connections to loopback, each as soon as its last answer came."""
    burst = Burst()
    loop = asyncio.get_running_loop()
    started = time.perf_counter()

    def caller(first: int) -> _Caller:
        return _Caller(requests, first, burst, started + seconds, most)

    opened = [
        await loop.create_connection(lambda n=n: caller(n % len(requests)), "127.0.0.1", port)  # type: ignore[misc]
        for n in range(connections)
    ]
    await asyncio.gather(*(one.done for _, one in opened))
    burst.seconds = time.perf_counter() - started
    return burst


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise Refused("an answer without Content-Length")
