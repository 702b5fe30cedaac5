"""CSV and JSON files of imports and exports, safe to open in a spreadsheet."""

import csv
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.turn import Refused

if TYPE_CHECKING:
    # What takes imports in is large, and whoever only writes a file need not load it.
    from bot.imports import Row

Check = Callable[[Sequence[str]], None]
PIECE = 500
"""Rows of a piece."""

# A spreadsheet runs a cell that begins so as a formula; some read the full-width twins alike. A quote in front makes it
# text. One more is put before a cell that has such a quote of its own, so that reading takes back what was written.
_FORMULA = re.compile("'*[=+\\-@\t\r\0＝＋－＠]")


def safe(cell: str) -> str:
    """The cell as a spreadsheet may open it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """The cell as it was before ``safe``."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_csv(file: Path, rows: "Sequence[Row]") -> None:
    """Writes rows of equal columns, as RFC 4180 has it."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        _write(stream, list(rows[0]), rows)


def csv_text(columns: Sequence[str], rows: "Iterable[Row]") -> str:
    """The whole file as text."""
    stream = StringIO(newline="")
    _write(stream, columns, rows)
    return stream.getvalue()


def csv_pieces(columns: Sequence[str], read: "Callable[[], Sequence[Row]]") -> Iterator[str]:
    """The same piece by piece: the header first, then the rows, which are read only now."""
    yield csv_text(columns, ())
    rows = read()
    for start in range(0, len(rows), PIECE):
        stream = StringIO(newline="")
        _write_rows(stream, columns, rows[start : start + PIECE])
        yield stream.getvalue()


def json_pieces(read: "Callable[[], Sequence[Row]]") -> Iterator[str]:
    """A list of rows piece by piece, a line each; they are read after the first piece."""
    yield "["
    rows = read()
    for start in range(0, len(rows), PIECE):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows[start : start + PIECE]]
        yield f"{',' if start else ''}\n" + ",\n".join(lines)
    yield "\n]"


def json_text(content: object) -> str:
    """The whole file as text."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def write_private(file: Path, content: bytes) -> None:
    """Exports tell of people, so the file is for its owner's eyes alone; it stands there whole or not at all.

    Refused says why it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and not file.is_file():
            # A pipe or a device is written to, never replaced.
            file.write_bytes(content)
            return
        # Nor is a link: /dev/stdout leads to a file where the shell sends it into one.
        _replace(Path(os.path.realpath(file)), content)
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}.") from error


def _replace(file: Path, content: bytes) -> None:
    unfinished = file.with_name(file.name + ".part")
    # What lies there may be a link of somebody else's, or a file that others can read: ours is a new one.
    unfinished.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def read_rows(file: Path, what: str, check: Check) -> "Iterator[tuple[int, Row]]":
    """Rows with their number: of a CSV file as a spreadsheet counts them, of a JSON file from 1 on."""
    try:
        if file.suffix.lower() == ".json":
            yield from _read_json(file, what, check)
        else:
            yield from _read_csv(file, check)
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8; save it as CSV UTF-8 and try again") from error
    except csv.Error as error:
        raise Refused(f"{file} is not a CSV file that can be read: {error}") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused(f"{file} is not a JSON file that can be read") from error


def _write(stream: TextIO, columns: Sequence[str], rows: "Iterable[Row]") -> None:
    csv.writer(stream, lineterminator="\r\n").writerow(columns)
    _write_rows(stream, columns, rows)


def _write_rows(stream: TextIO, columns: Sequence[str], rows: "Iterable[Row]") -> None:
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe(row[column]) for column in columns])


def _read_csv(file: Path, check: Check) -> "Iterator[tuple[int, Row]]":
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        check([column or "" for column in reader.fieldnames or []])
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values():
                # A row of another length: every needed cell is missing, and so it is refused.
                yield number, {"": ""}
            else:
                yield number, {column: plain(cell) for column, cell in row.items()}


def _read_json(file: Path, what: str, check: Check) -> "Iterator[tuple[int, Row]]":
    """A list of rows, or the object with all kinds that an export writes."""
    content = json.loads(file.read_text(encoding="utf-8-sig"))
    rows = content.get(what) if isinstance(content, Mapping) else content
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Refused(f"{file} holds no list of {what}")
    if rows:
        check(list(dict.fromkeys(column for row in rows for column in row)))
    for number, row in enumerate(rows, start=1):
        texts = all(isinstance(cell, str) for cell in row.values())
        yield number, row if texts else {column: "" if cell is None else str(cell) for column, cell in row.items()}
