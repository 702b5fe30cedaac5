"""The key of all keyed hashes lies sealed in the database, so that a new master key changes no hash.

Hashes cannot be made anew: what they were made of is not kept. So their key is random where the database was made by
`warmline migrate`, and elsewhere the oldest master key at the first start; from then on it stays the same.
"""

import base64
import secrets
from dataclasses import replace

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.exc import IntegrityError

from storage import tables as t
from storage.engine import for_writing, translated
from storage.keys import Keys

HASHES = "hashes"


def with_hash_key(engine: Engine, keys: Keys) -> Keys:
    """The keys as this database needs them; KeyProblem where none of them opens what is sealed in it."""
    with translated(), engine.connect() as connection:
        if not inspect(connection).has_table(t.kept_key.name):
            return keys
        sealed = connection.scalar(select(t.kept_key.c.sealed).where(t.kept_key.c.purpose == HASHES))
    return replace(keys, hashes=base64.urlsafe_b64decode(keys.open(sealed))) if sealed else keys


def keep_hash_key(engine: Engine, keys: Keys) -> Keys:
    """Keeps one where there is none yet, and gives the keys with it. Of two processes the first one's stands."""
    known = with_hash_key(engine, keys)
    if known.hashes:
        return known
    with translated(), for_writing(engine).begin() as connection:
        _keep(connection, keys)
    return with_hash_key(engine, keys)


def _keep(connection: Connection, keys: Keys) -> None:
    key = secrets.token_bytes(32) if _unused(connection) else keys.masters[-1]
    sealed = keys.seal(base64.urlsafe_b64encode(key).decode())
    try:
        with connection.begin_nested():
            connection.execute(t.kept_key.insert().values(purpose=HASHES, sealed=sealed))
    except IntegrityError:
        return


def _unused(connection: Connection) -> bool:
    """Whether no hash can have been made yet."""
    return connection.execute(select(t.community.c.id).limit(1)).first() is None
