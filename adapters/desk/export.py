"""Members, vendors and reviews out of the desk, as files in the shapes that an import takes. Each is audited."""

import asyncio
from collections.abc import Iterator

from aiohttp import web

from adapters.desk.draw import HEADERS
from adapters.desk.gate import Gate, Seat
from adapters.desk.giving import pieces
from adapters.desk.sections import FILES
from bot.app import new_id
from bot.curate.desk import note_file
from bot.exports import COLUMNS
from bot.turn import Unavailable

ALL, FORMATS = "all", {"csv": "text/csv", "json": "application/json"}


def mount(app: web.Application, gate: Gate) -> None:
    """Adds the download."""

    async def give(request: web.Request) -> web.StreamResponse:
        seat = await gate.admits(request)
        sent = dict(await gate.pairs(request, seat))
        what, form = sent.get("what", ""), sent.get("format", "")
        if what not in (*COLUMNS, ALL) or form not in FORMATS:
            raise web.HTTPSeeOther(FILES.path)
        await asyncio.to_thread(_noted, gate, seat, f"{what} {form}")
        zipped = what == ALL and form == "csv"
        name = f"warmline-{what}.{'zip' if zipped else form}"
        response = web.StreamResponse(headers=HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'})
        response.content_type = "application/zip" if zipped else FORMATS[form]
        response.charset = None if zipped else "utf-8"
        kinds = list(COLUMNS) if what == ALL else [what]
        return await _streamed(request, response, pieces(gate.house.database, seat.community.name, kinds, form))

    app.router.add_post("/desk/files/export", give, name="desk.export")


def _noted(gate: Gate, seat: Seat, detail: str) -> None:
    """403 for who has left the seat."""
    with gate.house.database.writing() as transaction:
        gate.sits_still(transaction, seat)
        store = transaction.store(seat.community)
        note_file(store, seat.member, "desk.export", detail, gate.house.clock(), new_id)


async def _streamed(request: web.Request, response: web.StreamResponse, file: Iterator[bytes]) -> web.StreamResponse:
    """The browser shows the download from the first piece on, and one that breaks off as failed, never as whole."""
    whole = False
    await response.prepare(request)
    try:
        while (piece := await asyncio.to_thread(next, file, None)) is not None:
            await response.write(piece)
        await response.write_eof()
        whole = True
    except (Unavailable, ConnectionError):
        pass  # The database is away, or the browser is: there is nobody to be told but by the end of the connection.
    finally:
        if not whole and request.transport:
            request.transport.abort()
    return response
