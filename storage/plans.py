"""What SQLite is told about its tables, so that it goes by the index that was made for a question.

It measures nothing by itself, and without figures it takes a table's key for as good as any other index: each key
begins with the community, so it would walk through the whole community. What is written here is no measurement. The
figures say that communities are large, so plans are right for large ones, and the same from the first row on; measured
ones could hold members' words as samples, too.
"""

from itertools import groupby

from sqlalchemy import Connection, text

ROWS = 1_000_000
OF_COMMUNITY = 100_000
"""Rows of one community in a table; each further column of an index leaves fewer of them."""
LEFT = (1_000, 100, 10)
FEW = 2
"""Rows that share a key which stands alone, or more columns than LEFT has."""
INDEXES = """
SELECT held.name, made.name, made."unique", made.origin, made.partial, part.name AS "column"
FROM sqlite_schema AS held, pragma_index_list(held.name) AS made, pragma_index_info(made.name) AS part
WHERE held.type = 'table' AND held.name NOT LIKE 'sqlite%' ORDER BY held.name, made.name, part.seqno
"""
"""Each column of each index of each table, index by index."""


def tell(connection: Connection) -> None:
    """Writes the figures of every index; connections that are opened from now on plan by them."""
    connection.execute(text("ANALYZE sqlite_schema"))
    connection.execute(text("DELETE FROM sqlite_stat1"))
    rows = []
    found = connection.execute(text(INDEXES)).all()
    for (name, index, unique, origin, partial), parts in groupby(found, lambda row: row[:5]):
        figures = [ROWS // 100 if partial else ROWS, *_shared([part.column for part in parts], bool(unique))]
        # A table without row ids is its own key's index, and goes by its name.
        known_as = name if origin == "pk" else index
        rows.append({"name": name, "index": known_as, "figures": " ".join(map(str, figures))})
    connection.execute(text("INSERT INTO sqlite_stat1 VALUES (:name, :index, :figures)"), rows)


def _shared(columns: list[str], unique: bool) -> list[int]:
    """How many rows share the first column, the first two, and so on."""
    of_community = columns[0] == "community_id"
    shared = [OF_COMMUNITY, *LEFT] if of_community else []
    shared = [*shared, *[FEW] * len(columns)][: len(columns)]
    return [*shared[:-1], 1] if unique else shared
