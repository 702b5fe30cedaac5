"""What a turn costs in Slack and in Teams, in interleaved rounds, so that a busy machine does not decide."""

import asyncio
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import table
from bench.load import Burst, Refused, fire
from bench.processes import LOAD_CORE, Server, pin, unpin
from bench.served import Served, everything
from bench.wire import slack_help, slack_read

ROUNDS = 7
CONNECTIONS = 16
SECONDS = 1.2
"""Of one burst over all connections."""
ALONE = 0.5
"""Seconds of one burst over one connection."""


@dataclass
class Scene:
    """One server under one kind of request. ``cpu`` in seconds a request, ``rate`` in requests a second."""

    name: str
    server: Server
    requests: Callable[[], Sequence[bytes]]
    rate: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    middle: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)

    async def round(self) -> None:
        """One burst over many connections and one over a single one."""
        requests = self.requests()
        before = self.server.cpu
        burst = await fire(self.server.port, requests, CONNECTIONS, SECONDS)
        self.cpu.append((self.server.cpu - before) / burst.count)
        self.rate.append(burst.count / burst.seconds)
        self.middle.append(burst.wait(0.5))
        self.slowest.append(burst.wait(0.99))
        self.alone.append((await fire(self.server.port, requests, 1, ALONE)).wait(0.5))

    def costs(self, other: "Scene") -> float:
        """CPU a request against another scene's, the median of the rounds' own ratios."""
        return median(mine / theirs for mine, theirs in zip(self.cpu, other.cpu, strict=True))

    @property
    def tail(self) -> float:
        """How much longer than the median the slowest hundredth waits."""
        return median(slow / middle for slow, middle in zip(self.slowest, self.middle, strict=True))


@dataclass(frozen=True)
class Scenes:
    """All of them, by name."""

    bare: Scene
    bolt: Scene
    bolt_read: Scene
    slack_help: Scene
    slack_read: Scene
    post: Scene
    teams_help: Scene
    teams_read: Scene

    @property
    def all(self) -> list[Scene]:
        """In the order of the report."""
        return [getattr(self, name) for name in self.__dataclass_fields__]


def measure(folder: Path) -> None:
    """Starts the servers, runs the rounds, prints what came of them."""
    with everything(folder) as served:
        scenes = _scenes(served)
        pin(0, LOAD_CORE)
        try:
            asyncio.run(_rounds(served, scenes))
        finally:
            unpin()
        _report(scenes, served.warmline.resident)


def _scenes(served: Served) -> Scenes:
    far, ask_id, service = served.far_url, served.ask_id, served.service

    def press() -> list[bytes]:
        return slack_read(far, ask_id)

    return Scenes(
        Scene("bare aiohttp, JSON answer", served.bare, slack_help),
        Scene("Bolt, echo", served.bolt, slack_help),
        Scene("Bolt, press and one POST", served.bolt, press),
        Scene("Warmline, /peers help", served.warmline, slack_help),
        Scene("Warmline, card read in Slack", served.warmline, press),
        Scene("bare aiohttp, JSON and one POST", served.post, service.help),
        Scene("Warmline, help in Teams", served.warmline, service.help),
        Scene("Warmline, card read in Teams", served.warmline, lambda: service.read(ask_id)),
    )


async def _rounds(served: Served, scenes: Scenes) -> None:
    await _check(served, scenes)
    for _ in range(ROUNDS):
        for scene in scenes.all:
            await scene.round()


async def _check(served: Served, scenes: Scenes) -> None:
    """A first burst warms each server up, and what comes back is the card that is meant, not an apology."""
    for scene in scenes.all:
        answer = await fire(scene.server.port, scene.requests(), CONNECTIONS, 0.3)
        if scene.server is served.warmline:
            await _expect(answer, served.far_url, b"Okta" if "read" in scene.name else b"My questions")


async def _expect(answer: Burst, far_url: str, words: bytes) -> None:
    if words in answer.body:
        return
    posted = await asyncio.to_thread(_last_posted, far_url)
    if words not in posted:
        raise Refused(f"another answer than the card: {answer.body[:300]!r}, {posted[:300]!r}")


def _last_posted(far_url: str) -> bytes:
    with urllib.request.urlopen(f"{far_url}/last", timeout=5) as answer:  # noqa: S310 (our own server on loopback)
        found: bytes = answer.read()
        return found


def _report(scenes: Scenes, resident: int) -> None:
    table.say(f"Turns: medians of {ROUNDS} rounds, {CONNECTIONS} connections, each server on one core")
    table.columns(["req/s", "CPU ms", "p50 ms", "p99 ms", "alone ms"])
    for scene in scenes.all:
        waits = [f"{median(kept) * 1000:.2f}" for kept in (scene.cpu, scene.middle, scene.slowest, scene.alone)]
        table.figures(scene.name, [f"{median(scene.rate):,.0f}", *waits])
    table.say()
    table.fact("Slack: /peers help, CPU against bare aiohttp", scenes.slack_help.costs(scenes.bare), " ×")
    table.aim("Slack: /peers help, CPU against Bolt's echo", scenes.slack_help.costs(scenes.bolt), " ×", 1)
    table.fact("Slack: card read, CPU against bare aiohttp", scenes.slack_read.costs(scenes.bare), " ×")
    table.fact("Slack: card read, CPU against Bolt with one POST", scenes.slack_read.costs(scenes.bolt_read), " ×")
    table.aim("Teams: help, CPU against bare with one POST", scenes.teams_help.costs(scenes.post), " ×", 4)
    table.aim("Teams: card read, CPU against bare with one POST", scenes.teams_read.costs(scenes.post), " ×", 4)
    for scene in (scenes.slack_help, scenes.slack_read, scenes.teams_help, scenes.teams_read):
        name = scene.name.removeprefix("Warmline, ")
        table.aim(f"{name}: p99 against p50 at {CONNECTIONS} connections", scene.tail, " ×", 3)
    table.aim("Resident memory of the server after all that", resident / 1e6, " MB", 130)
