"""`warmline doctor`: looks at everything that a start needs; says plainly what is wrong and what mends it."""

import argparse
import asyncio
import importlib
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from textwrap import fill

import aiohttp

from adapters import PLATFORMS
from adapters.doctor.house import look_at_house
from adapters.doctor.settings import look_at_settings
from adapters.port import Env, Examine, Finding, Level, SettingsError
from adapters.settings import Settings, read_environment, read_settings

DRIFT = 60.0
"""Seconds that our clock may be off: Slack's signatures and Microsoft's tokens are good for five minutes."""
WIDE = 120
"""Columns of a terminal from which what a finding says has a column of its own."""
TIMEOUT = aiohttp.ClientTimeout(total=10)


def look(arguments: argparse.Namespace) -> int:
    """Looks at everything, prints what it finds; 1 where something is to be mended."""
    return asyncio.run(_told(arguments.offline))


async def _told(offline: bool) -> int:
    wrong: list[str] = []
    drawn = _columns if _width() >= WIDE else _narrow
    async for finding in examine(read_environment(), offline):
        wrong += [finding.about] if finding.level is Level.WRONG else []
        sys.stdout.write(drawn(finding))
        sys.stdout.flush()
    # On a phone the first findings have long left the screen, so the last line says where to look again.
    where = ", ".join(dict.fromkeys(wrong))
    sys.stdout.write(f"\n{len(wrong)} to mend. See above: {where}\n" if wrong else "\nAll is well.\n")
    return 1 if wrong else 0


def _columns(finding: Finding) -> str:
    told = f"{finding.level:6}{finding.about:36}{finding.says}\n"
    return told + (f"{'':42}→ {finding.mend}\n" if finding.mend else "")


def _narrow(finding: Finding) -> str:
    told = _wrapped(f"{finding.about}: {finding.says}", f"{finding.level:6}", f"{'':6}")
    return told + (_wrapped(finding.mend, f"{'':6}→ ", f"{'':8}") if finding.mend else "")


def _width() -> int:
    """Of the terminal; what goes into a file or another program keeps a line for each finding."""
    return shutil.get_terminal_size((WIDE, 24)).columns


def _wrapped(text: str, first: str, others: str) -> str:
    """Words are never cut, so that a command or an address can be copied."""
    found = fill(
        text, max(_width(), 30), initial_indent=first, subsequent_indent=others,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return f"{found}\n"


async def examine(env: Env, offline: bool) -> AsyncIterator[Finding]:
    """One finding after the other, in the order in which a person would mend them."""
    for finding in look_at_settings(env):
        yield finding
    try:
        settings = read_settings(env)
    except SettingsError as problem:
        yield Finding("settings", str(problem), Level.WRONG)
        return
    for finding in await asyncio.to_thread(lambda: list(look_at_house(settings))):
        yield finding
    dates: dict[str, str] = {}
    for platform in PLATFORMS:
        for finding in await _platform(platform, settings, offline):
            dates |= {finding.about: finding.date} if finding.date else {}
            yield finding
    for finding in _clock(dates, datetime.now(UTC)):
        yield finding
    yield await _public_address(settings, offline)


async def _platform(name: str, settings: Settings, offline: bool) -> list[Finding]:
    try:
        look: Examine = importlib.import_module(f"adapters.{name}.doctor").examine
    except ModuleNotFoundError:
        return []
    return await look(settings.env, settings.listens_on_loopback, offline)


def _clock(dates: dict[str, str], now: datetime) -> Iterator[Finding]:
    for who, date in dates.items():
        off = abs((now - parsedate_to_datetime(date)).total_seconds())
        if off <= DRIFT:
            yield Finding("clock", f"agrees with {who}'s")
            continue
        mend = "Let the machine keep its time (for instance: timedatectl set-ntp true)."
        yield Finding("clock", f"is {off:.0f} seconds off {who}'s; signatures are refused", Level.WRONG, mend)


async def _public_address(settings: Settings, offline: bool) -> Finding:
    about = "public address"
    if not settings.public_url:
        mend = "Set WARMLINE_PUBLIC_URL to the https address at which people's browsers and the platforms reach this."
        return Finding(about, "not set: nobody elsewhere can follow a link or send a message here", Level.NOTE, mend)
    if offline:
        return Finding(about, f"{settings.public_url} (not asked)")
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.get(f"{settings.public_url}/healthz", allow_redirects=False) as answer,
        ):
            said = f"status {answer.status}" if answer.status != 200 else (await answer.text())[:100]
    except (aiohttp.ClientError, TimeoutError) as error:
        said = type(error).__name__
    if said == "ok":
        return Finding(about, f"{settings.public_url} leads here")
    mend = "Is `warmline serve` running, and does the proxy in front pass every path on to it? Then look again."
    return Finding(about, f"{settings.public_url}/healthz does not answer “ok” ({said})", Level.WRONG, mend)
