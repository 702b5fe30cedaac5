"""Members, vendors and reviews out of the desk, as files in the shapes that an import takes. Each is audited."""

import asyncio
import zipfile
from io import BytesIO

from aiohttp import web

from adapters import operate
from adapters.desk.draw import HEADERS
from adapters.desk.gate import Gate, Seat
from adapters.desk.sections import FILES
from adapters.files import csv_text, json_text
from bot.app import new_id
from bot.curate.desk import note_file
from bot.exports import COLUMNS

ALL, FORMATS = "all", {"csv": "text/csv", "json": "application/json"}


def mount(app: web.Application, gate: Gate) -> None:
    """Adds the download."""

    async def give(request: web.Request) -> web.Response:
        seat = await gate.admits(request)
        sent = dict(await gate.pairs(request, seat))
        what, kind = sent.get("what", ""), sent.get("format", "")
        if what not in (*COLUMNS, ALL) or kind not in FORMATS:
            raise web.HTTPSeeOther(FILES.path)
        data = await asyncio.to_thread(_export, gate, seat, what, kind)
        zipped = what == ALL and kind == "csv"
        name = f"warmline-{what}.{'zip' if zipped else kind}"
        named = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(
            body=data, content_type="application/zip" if zipped else FORMATS[kind],
            charset=None if zipped else "utf-8", headers=HEADERS | named,
        )  # fmt: skip

    app.router.add_post("/desk/files/export", give, name="desk.export")


def _export(gate: Gate, seat: Seat, what: str, kind: str) -> bytes:
    database, community = gate.house.database, seat.community
    with database.writing() as transaction:
        gate.sits_still(transaction, seat)
        store = transaction.store(community)
        note_file(store, seat.member, "desk.export", f"{what} {kind}", gate.house.clock(), new_id)
    kinds = list(COLUMNS) if what == ALL else [what]
    found = {one: operate.export_rows(database, one, community.name) for one in kinds}
    if kind == "json":
        return json_text(found if what == ALL else found[what]).encode()
    texts = {one: csv_text(COLUMNS[one], rows).encode() for one, rows in found.items()}
    return _zipped(texts) if what == ALL else texts[what]


def _zipped(files: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.csv", data)
    return stream.getvalue()
