"""How long files of many rows take on their way in and out, as an operator brings them."""

import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine

from adapters import importing, operate
from bench.table import aim, fact, say
from bot.imports import MEMBER_COLUMNS, REVIEW_COLUMNS, VENDOR_COLUMNS
from storage.catalogue import load_catalogue
from storage.database import SqlDatabase
from storage.keys import Keys

COMMUNITY = "CIO Circle"
PEERS = 2_000
FIRSTS = ("Nova", "Cobalt", "Iron", "Metro", "Pixel", "Solar", "Vertex", "Ember")
LASTS = ("Systems", "Networks", "Analytics", "Works", "Solutions")
MOST = 120
"""Seconds that 100,000 rows may take."""


def measure(engine: Engine, name: str, rows: int) -> None:
    """On an empty, migrated database: members, their reviews of the best known vendors, and vendors nobody knows."""
    say(f"\n{rows:,} reviews and {rows:,} vendors on {name}: a minute or two for 20,000 of each")
    database = SqlDatabase(engine, Keys((b"k" * 32,)))
    operate.create_community(database, COMMUNITY, [("slack", "T1")], load_catalogue())
    _take(database, "members", _members())
    most = MOST * rows / 100_000
    aim(f"{name}: {rows:,} reviews", _take(database, "reviews", _reviews(rows)), " s", most)
    aim(f"{name}: {rows:,} vendors", _take(database, "vendors", _vendors(rows)), " s", most)
    began = time.perf_counter()
    operate.export_rows(database, "reviews", COMMUNITY)
    fact(f"{name}: the reviews on their way out", time.perf_counter() - began, " s")


def _take(database: SqlDatabase, what: str, rows: Iterable[dict[str, str]]) -> float:
    """Seconds; a refused row would make the figure worthless."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as kept:
        operate.write_csv(Path(kept.name), list(rows))
        began = time.perf_counter()
        verdicts = importing.import_file(database, what, COMMUNITY, Path(kept.name))
        refused = [taken for taken in verdicts if taken.reason]
    if refused:
        raise RuntimeError(f"{len(refused)} made-up {what} were refused: {refused[0].reason}")
    return time.perf_counter() - began


def _members() -> Iterable[dict[str, str]]:
    empty = dict.fromkeys(MEMBER_COLUMNS, "")
    for n in range(PEERS):
        own = {"name": f"Peer {n}", "company": f"Company {n}", "accounts": f"slack:T1:U{n}"}
        yield empty | own | {"email": f"peer{n}@c{n}.example"}


def _reviews(rows: int) -> Iterable[dict[str, str]]:
    """Peers and vendors mixed, as in a file that grew over years; no pair stands there twice."""
    empty = dict.fromkeys(REVIEW_COLUMNS, "")
    known = sorted(load_catalogue().vendors, key=lambda vendor: -vendor.popularity)
    pairs = ((known[n % 200].name, (n * 7 + n // 200) % PEERS) for n in range(rows))
    for n, (vendor, peer) in enumerate(pairs):
        words = {"pros": f"It runs by itself most of the time and the team likes it, case {n}.", "buy_again": "yes"}
        said = words | {"cons": "The console is slow for large groups.", "running": str(1 + n % 5), "support": "4"}
        yield empty | said | {"vendor": vendor, "email": f"peer{peer}@c{peer}.example", "written_on": "2026-03-11"}


def _vendors(rows: int) -> Iterable[dict[str, str]]:
    empty = dict.fromkeys(VENDOR_COLUMNS, "")
    for n in range(rows):
        first = FIRSTS[n % 8] + FIRSTS[n // 8 % 8].lower()
        rest = {"aliases": f"{first[:3]}{n}", "categories": "CRM", "products": f"{first} One"}
        yield empty | {"vendor": f"{first} {LASTS[n % 5]} {n}", "domain": f"v{n}.example"} | rest
