"""A Warmline that people at Microsoft's local Teams client talk to, with taps on both lines of each of them."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.third_party.house import serving
from tests.third_party.tap import Tap, listening
from tests.third_party.teams_person import TeamsPerson, TeamsSeat, sitting

Stamp = Callable[[dict[str, Any]], dict[str, str]]


@dataclass(frozen=True)
class Line:
    """A person and the two lines between their client and Warmline: to the bot, and from the bot."""

    person: TeamsPerson
    to_bot: Tap
    from_bot: Tap


@dataclass(frozen=True)
class TeamsTown:
    """Everybody by name."""

    url: str
    lines: dict[str, Line]

    def __getattr__(self, name: str) -> TeamsPerson:
        return self.lines[name].person


def unstamped(_: dict[str, Any]) -> dict[str, str]:
    """The client signs nothing by itself."""
    return {}


@asynccontextmanager
async def teams_town(
    folder: Path,
    template: Path,
    port: int,
    settings: Mapping[str, str],
    seats: Mapping[str, tuple[TeamsSeat, Sequence[str]]],
    stamp: Stamp = unstamped,
    workspaces: Sequence[str] = (),
    more_members: Sequence[Sequence[str]] = (),
) -> AsyncIterator[TeamsTown]:
    """Starts it; beside each seat stand the vendors that the person uses."""
    lines: dict[str, Line] = {}
    url = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        for name, (seat, _) in seats.items():
            person = await stack.enter_async_context(sitting(seat))
            to_bot = await stack.enter_async_context(listening(seat.entry, Tap(url, stamp)))
            from_bot = await stack.enter_async_context(listening(seat.service, Tap(f"http://127.0.0.1:{seat.port}")))
            lines[name] = Line(person, to_bot, from_bot)
        hosts = ",".join(f"http://127.0.0.1:{seat.service}" for seat, _ in seats.values())
        words = [*workspaces, *(word for seat, _ in seats.values() for word in ("--teams-tenant", seat.tenant))]
        members = [*more_members, *(_row(seat, stack_of) for seat, stack_of in seats.values())]
        env = {**settings, "TEAMS_SERVICE_HOSTS": hosts}
        await stack.enter_async_context(serving(folder, template, port, env, words, members))
        yield TeamsTown(url, lines)


def _row(seat: TeamsSeat, uses: Sequence[str]) -> list[str]:
    email = f"{seat.name.lower()}@{seat.name.lower()}-works.example"
    return [seat.name, f"{seat.name} Works", email, seat.account, ";".join(uses), "member"]
