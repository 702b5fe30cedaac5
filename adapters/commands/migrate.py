"""`warmline migrate`: the database's tables as this version needs them."""

import argparse

from adapters.opening import engine_of
from adapters.screen import say
from adapters.settings import Settings
from bot.turn import Refused
from storage import migrate as migrations
from storage.kept_keys import keep_hash_key


def migrate(_: argparse.Namespace, settings: Settings) -> int:
    """Applies what is missing; Refused where a newer Warmline made the tables."""
    engine, keys = engine_of(settings)
    if problem := migrations.made_by_newer(engine):
        raise Refused(problem)
    before, newest = migrations.current(engine), migrations.newest()
    migrations.upgrade(engine)
    keep_hash_key(engine, keys)
    say("The tables are up to date." if before == newest else f"The tables are now at {newest}.")
    return 0
