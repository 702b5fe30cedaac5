"""Finding words among 100,000 texts: what it costs to index them, and how long a search takes."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from sqlalchemy import Engine

from bench.table import aim, fact, say
from bot.app import new_id
from bot.model import Ask, AskStatus, Community, Member
from bot.ports.documents import Kind
from bot.terms import terms_of
from storage import indexing
from storage import tables as t
from storage.database import SqlDatabase
from storage.keys import Keys

TEXTS = 100_000
THREAD = 100
"""Answers of one question."""
WORDS, VOCABULARY = 90, 30_000
SEARCHES = 200
CHUNK = 2_000
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def measure(engine: Engine, name: str, texts: int = TEXTS) -> None:
    """Writes so many answers of 90 words, a few words everywhere and most words rare; then searches of 2 to 5 words."""
    database, draw = SqlDatabase(engine, Keys((b"k" * 32,))), random.Random(4)  # noqa: S311 (words, no secrets)
    community, reader = Community(new_id(), "Library"), Member(new_id(), "Ada", "Ada Works", "ada@ada.example")
    say(f"\nFull text on {name}")
    with database.writing() as transaction:
        transaction.communities.add(community)
        transaction.store(community).members.save(reader)
    words = _vocabulary(draw)
    began = time.perf_counter()
    for chunk in _chunks(texts):
        _write(database, community, reader, [" ".join(words(WORDS)) for _ in range(chunk)])
    fact(f"{texts} texts written and indexed", time.perf_counter() - began, " s")
    with database.writing() as transaction:
        transaction.look_over()
    with database.reading() as transaction:
        documents = transaction.store(community).documents
        times = []
        for _ in range(SEARCHES):
            terms = terms_of(" ".join(words(draw.randint(2, 5))))
            began = time.perf_counter()
            documents.find(reader.id, terms, (), 80)
            times.append(1000 * (time.perf_counter() - began))
    fact("a search, median", sorted(times)[len(times) // 2], " ms")
    aim("a search, p95", sorted(times)[int(len(times) * 0.95)], " ms", 250)


def _write(database: SqlDatabase, community: Community, asker: Member, texts: list[str]) -> None:
    with database.writing() as transaction:
        store, rows = transaction.store(community), []
        for start in range(0, len(texts), THREAD):
            asked = Ask(new_id(), asker.id, None, "What?", AskStatus.OPEN, NOW, NOW + timedelta(days=7))
            store.asks.add(asked)
            ours = {"community_id": community.id, "ask_id": asked.id, "member_id": asker.id, "answered_at": NOW}
            rows += [ours | {"id": new_id(), "text": text} for text in texts[start : start + THREAD]]
        transaction.connection.execute(t.answer.insert(), rows)
        indexing.touch(transaction.connection, community.id, Kind.ANSWER, *(str(row["id"]) for row in rows))


def _vocabulary(draw: random.Random) -> Callable[[int], list[str]]:
    """Draws words by Zipf's law: the n-th is drawn 1/n as often as the first."""
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(VOCABULARY)]
    heights = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))
    return lambda many: draw.choices(words, cum_weights=heights, k=many)


def _chunks(texts: int) -> Iterator[int]:
    for start in range(0, texts, CHUNK):
        yield min(CHUNK, texts - start)
