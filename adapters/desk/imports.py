"""The page of files: what a manager brings, what they take along, and what became of what was brought."""

import asyncio
from dataclasses import dataclass

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from adapters.desk.draw import page
from adapters.desk.gate import Gate, Seat
from adapters.desk.pages import frame
from adapters.desk.sections import FILES
from adapters.desk.taking import Taking
from adapters.pages.door import FOREIGN, SEAL, refusal
from bot.exports import COLUMNS
from storage.sessions import DeskImport, ImportState

MOST = 20 * 1024 * 1024
"""Bytes of a file; some 100,000 members."""
SHORT = 200
"""Bytes of the other fields of the form."""
TOO_LARGE = f"The file is larger than {MOST // 1024 // 1024} MB. Split it, or ask whoever runs Warmline."
NO_FILE = "Choose a file, and what it holds."
BUSY = "Another import is running. Wait until it is done."


@dataclass(frozen=True, slots=True)
class Brought:
    """What the form held; ``problem``: why it cannot be used."""

    what: str = ""
    data: bytes = b""
    suffix: str = ".csv"
    problem: str = ""


def mount(app: web.Application, gate: Gate) -> None:
    """Adds the page, and stops what runs when the server stops."""
    taking = Taking(gate)
    desk = Files(gate, taking)
    app.router.add_get(FILES.path, desk.show, name="desk.files")
    app.router.add_post(f"{FILES.path}/import", desk.take, name="desk.bring")
    app.cleanup_ctx.append(taking.running)


class Files:
    """The page, and what its form sends."""

    def __init__(self, gate: Gate, taking: Taking) -> None:
        self._gate = gate
        self._taking = taking

    async def show(self, request: web.Request) -> web.Response:
        """The page as it stands."""
        return await self._page(await self._gate.admits(request))

    async def take(self, request: web.Request) -> web.Response:
        """A file was brought: it is taken in beside the requests, and the page says how far it is."""
        seat = await self._gate.admits(request)
        brought = await self._brought(request, seat)
        if brought.problem:
            return await self._page(seat, brought.problem, 413 if brought.problem == TOO_LARGE else 422)
        if not await self._taking.begin(seat, brought.what, brought.data, brought.suffix):
            return await self._page(seat, BUSY, 409)
        raise web.HTTPSeeOther(FILES.path)

    async def _page(self, seat: Seat, problem: str = "", status: int = 200) -> web.Response:
        found = await asyncio.to_thread(self._of, seat)
        going = any(one.state is ImportState.RUNNING for one in found)
        more = {"imports": found, "going": going, "problem": problem, "kinds": tuple(COLUMNS)}
        return page("files.html", status, **frame(seat, FILES), **more, title="Files", note=None)

    def _of(self, seat: Seat) -> list[DeskImport]:
        with self._gate.house.database.reading() as transaction:
            return list(transaction.imports(seat.community.id).of(seat.member.id, self._gate.house.clock()))

    async def _brought(self, request: web.Request, seat: Seat) -> Brought:
        """Reads the form part by part: nothing of the file before the seal has been checked."""
        sent: dict[str, str] = {}
        if request.content_type != "multipart/form-data":
            raise refusal(web.HTTPForbidden, FOREIGN)
        try:
            reader = await request.multipart()
            while isinstance(part := await reader.next(), BodyPartReader):
                if part.name == "file":
                    self._gate.check(request, seat, sent.get(SEAL, ""))
                    return await _file(part, sent.get("what", ""))
                sent[part.name or ""] = (await _bytes(part, SHORT)).decode(errors="replace")
        except (ValueError, HttpProcessingError, web.RequestPayloadError) as odd:
            raise refusal(web.HTTPForbidden, FOREIGN) from odd
        self._gate.check(request, seat, sent.get(SEAL, ""))
        return Brought(problem=NO_FILE)


async def _file(part: BodyPartReader, what: str) -> Brought:
    name = (part.filename or "").lower()
    data = await _bytes(part, MOST)
    if len(data) > MOST:
        return Brought(problem=TOO_LARGE)
    if what not in COLUMNS or not data:
        return Brought(problem=NO_FILE)
    return Brought(what, data, ".json" if name.endswith(".json") else ".csv")


async def _bytes(part: BodyPartReader, most: int) -> bytes:
    """The part, and no more than one piece over ``most`` bytes of it."""
    pieces: list[bytes] = []
    size = 0
    while size <= most and (piece := await part.read_chunk()):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)
