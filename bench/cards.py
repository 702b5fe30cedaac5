"""What a vendor's card costs with 10,000 reviews and with 1,000,000: it reads running sums and the freshest few."""

import random
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, func, literal, select

from adapters import importing, operate
from adapters.wake import Wake
from adapters.wiring import utc_now
from bench.table import aim, fact, say
from bot.app import Bot, new_id
from bot.imports import REVIEW_COLUMNS
from bot.turn import Request, Sender
from bot.views import Card
from storage import tables as t
from storage.database import SqlDatabase
from storage.keys import Keys

REVIEWS, COPIES = 10_000, 100
"""So many come through the import; then each is copied, until there are so many of each."""
CARDS = 300
COMMUNITY, VENDOR = "CIO Circle", "Okta"
READER = Sender("slack", "T1", "U0")
KEYS = ("id", "company_key", "vendor_key")
"""What has to be another in each copy: its number takes the place of the first characters."""


def measure(engine: Engine, name: str, folder: Path) -> None:
    """On an empty, migrated database: the same card, before and after."""
    database = SqlDatabase(engine, Keys((b"k" * 32,)))
    say(f"\n{REVIEWS * COPIES:,} reviews on {name}: about a minute")
    _gather(database)
    _import(database, folder / "reviews.csv")
    bot = Bot(database, utc_now, Wake())
    few = _cost(bot)
    fact(f"{name}: a vendor's card with {_number(database):,} reviews", few * 1000, " ms")
    _multiply(database)
    many = _cost(bot)
    fact(f"{name}: the same with {_number(database):,}", many * 1000, " ms")
    aim(f"{name}: the one against the other", many / few, " ×", 1.5)


def _gather(database: SqlDatabase) -> None:
    """A community in which each review has an author of another company."""
    operate.create_community(database, COMMUNITY, [(READER.platform, READER.tenant)])
    with database.writing() as transaction:
        community = transaction.communities.named(COMMUNITY)
        assert community is not None
        ours = {"community_id": community.id}
        people = [
            ours | {"id": new_id(), "name": f"Peer {n}", "company": f"Company {n}", "email": f"peer{n}@c{n}.example"}
            for n in range(REVIEWS)
        ]
        transaction.connection.execute(t.member.insert(), people)
        where = {"platform": READER.platform, "tenant": READER.tenant, "user": READER.user, "address": ""}
        account = ours | where | {"id": new_id(), "member_id": people[0]["id"], "main": True}
        transaction.connection.execute(t.account.insert().values(account))


def _import(database: SqlDatabase, file: Path) -> None:
    """The rows as an operator would bring them, so that all that stands in the sums is real."""
    draw, today = random.Random(5), utc_now().date()  # noqa: S311 (made-up ratings, no secrets)
    empty = dict.fromkeys(REVIEW_COLUMNS, "")
    rows = [
        empty
        | {name: str(draw.randint(1, 5)) for name in ("buying", "deploying", "running", "support", "leaving")}
        | {"vendor": VENDOR, "email": f"peer{n}@c{n}.example", "relationship": "using", "source": "own"}
        | {"buy_again": draw.choice(("yes", "no")), "pros": f"Steady in case {n}.", "cons": "Dear in the long run."}
        | {"written_on": str(today - timedelta(days=draw.randint(1, 700)))}
        for n in range(REVIEWS)
    ]
    operate.write_csv(file, rows)
    refused = [taken for taken in importing.import_file(database, "reviews", COMMUNITY, file) if taken.reason]
    if refused:
        raise RuntimeError(f"{len(refused)} made-up reviews were refused: {refused[0].reason}")


def _multiply(database: SqlDatabase) -> None:
    """Copies of every review, and what they add to the sums."""
    r = t.review.c
    for number in range(1, COPIES):
        tag = f"z{number:02x}"  # No key of our own begins so: all are hexadecimal.
        copy = [literal(tag) + func.substr(one, len(tag) + 1) if one.name in KEYS else one for one in t.review.c]
        with database.writing() as transaction:
            if transaction.connection.dialect.name == "sqlite":
                # Filling alone: with the small cache of a server, copies of a million rows take ten times as long.
                transaction.connection.exec_driver_sql("PRAGMA cache_size = -400000")
            ours = select(t.community.c.id).scalar_subquery()
            source = select(*copy).where(r.community_id == ours, r.id < "z")
            transaction.connection.execute(t.review.insert().from_select([one.name for one in t.review.c], source))
    with database.writing() as transaction:
        s, n = t.review_sum, t.review_count
        parts = {one: s.c[one] * COPIES for one in ("one", "two", "three", "four", "five", "squares", "reviews")}
        transaction.connection.execute(s.update().values(parts))
        transaction.connection.execute(n.update().values(number=n.c.number * COPIES))
        transaction.look_over()


def _number(database: SqlDatabase) -> int:
    with database.reading() as transaction:
        return int(transaction.connection.scalar(select(func.count()).select_from(t.review)) or 0)


def _cost(bot: Bot) -> float:
    """Seconds of processor time for one card, the database's within it; the median of many."""
    spent = []
    for _ in range(CARDS):
        began = time.process_time()
        card = bot.run(Request(READER, line=f"vendor {VENDOR}"))
        spent.append(time.process_time() - began)
        assert isinstance(card, Card), card
    return median(spent)
