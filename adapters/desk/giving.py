"""An export as it is made, piece by piece: its first bytes need no reading, so that a browser shows it at once."""

import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from io import RawIOBase
from typing import Any

from adapters import operate
from adapters.files import csv_pieces, json_pieces
from bot.exports import COLUMNS
from bot.imports import Row
from storage.database import SqlDatabase

Read = Callable[[str], list[Row]]
"""All rows of one kind, read in one go: a slow reader of the file must not hold a transaction."""


def pieces(database: SqlDatabase, community: str, kinds: list[str], form: str) -> Iterator[bytes]:
    """The file: one CSV or JSON list, or several kinds as one JSON object or as CSV files in a zip."""

    def read(kind: str) -> list[Row]:
        return operate.export_rows(database, kind, community)

    if form == "json":
        return _json(kinds, read)
    return _zipped(kinds, read) if len(kinds) > 1 else _csv(kinds[0], read)


def _csv(kind: str, read: Read) -> Iterator[bytes]:
    return (piece.encode() for piece in csv_pieces(COLUMNS[kind], partial(read, kind)))


def _json(kinds: list[str], read: Read) -> Iterator[bytes]:
    several = len(kinds) > 1
    for number, kind in enumerate(kinds):
        if several:
            yield f'{"," if number else "{"}\n"{kind}": '.encode()
        yield from (piece.encode() for piece in json_pieces(partial(read, kind)))
    yield b"}\n" if several else b"\n"


def _zipped(kinds: list[str], read: Read) -> Iterator[bytes]:
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in kinds:
            with archive.open(f"{kind}.csv", "w") as file:
                for piece in _csv(kind, read):
                    file.write(piece)
                    yield outlet.taken()
    yield outlet.taken()


class _Outlet(RawIOBase):
    """What a zip file is written into: it cannot go back, and is emptied as it fills."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        """It is only written."""
        return True

    def write(self, data: Any) -> int:
        """More of the file."""
        self._written.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What has come since the last time."""
        found, self._written = b"".join(self._written), []
        return found
