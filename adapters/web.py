"""The HTTP server: every platform's entry, health, and the last wall in front of a stranger's bytes."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy import text

from adapters import desk, metrics, pages
from adapters.edge import MAX_BODY
from adapters.listen import listen
from adapters.problem import SettingsError
from adapters.running import SHUTDOWN, listen_on
from adapters.settings import read_port
from adapters.wiring import House
from bot.app import new_id
from bot.turn import Unavailable
from storage import migrate, outbox
from storage.alone import only_one

log = logging.getLogger("warmline.web")

HOUSE = web.AppKey("house", House)
METRICS_PORT = "WARMLINE_METRICS_PORT"


def make_app(house: House, with_worker: bool) -> web.Application:
    """The application, with the worker inside unless it runs elsewhere."""
    app = web.Application(client_max_size=MAX_BODY, middlewares=[_last_wall])
    app[HOUSE] = house
    app.router.add_get("/healthz", _alive)
    app.router.add_get("/readyz", _ready)
    metrics.mount(app, house.settings, house.database, house.metrics, house.clock)
    for adapter in house.adapters:
        adapter.mount(app)
    pages.mount(app, house)
    desk.mount(app, house)
    app.cleanup_ctx.append(_started)
    if with_worker:
        app.cleanup_ctx.append(_working)
    return app


@contextlib.asynccontextmanager
async def showing_itself(house: House) -> AsyncIterator[None]:
    """Health and metrics of a process that only delivers, where WARMLINE_METRICS_PORT names a port for them."""
    port = house.settings.env.get(METRICS_PORT, "")
    if not port:
        yield
        return
    app = web.Application(middlewares=[_last_wall])
    app[HOUSE] = house
    app.router.add_get("/healthz", _alive)
    app.router.add_get("/readyz", _ready)
    metrics.mount(app, house.settings, house.database, house.metrics, house.clock)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN)
    await runner.setup()
    listening = listen_on(house.settings.host, read_port(port, METRICS_PORT), METRICS_PORT)
    await web.SockSite(runner, listening).start()
    try:
        yield
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def working(house: House) -> AsyncIterator[None]:
    """A worker in this loop, woken by this process and, on PostgreSQL, by all others. SettingsError where it must not
    run."""
    with _only_worker(house):
        await asyncio.to_thread(_take_over, house)
        worker = house.worker()
        running = asyncio.create_task(worker.run())
        listening = asyncio.create_task(listen(house.settings, house.wake))
        rereading = asyncio.create_task(house.rereading().run())
        try:
            yield
        finally:
            listening.cancel()
            rereading.cancel()
            worker.stop()
            await asyncio.gather(running, listening, rereading, return_exceptions=True)


@contextlib.contextmanager
def _only_worker(house: House) -> Iterator[None]:
    """A second worker on one SQLite file would send once more what the first is just sending."""
    url = house.database.engine.url
    if url.get_backend_name() != "sqlite":
        yield
        return
    file = Path(url.database or "").resolve()
    with only_one(file.with_name(f"{file.name}.worker")) as alone:
        if not alone:
            raise SettingsError(
                f"Another Warmline delivers from {url.database} already, and a SQLite file is for one. Stop that one "
                "first, or move to PostgreSQL, where many may: warmline move --to URL"
            )
        yield


def _take_over(house: House) -> None:
    """SQLite has one worker, so that whatever is leased at its start belongs to a dead one."""
    if house.database.engine.dialect.name == "sqlite":
        platforms = frozenset(adapter.platform for adapter in house.adapters)
        with house.database.writing() as transaction:
            outbox.release(transaction.connection, platforms, house.clock())


async def _started(app: web.Application) -> AsyncIterator[None]:
    adapters = app[HOUSE].adapters
    for adapter in adapters:
        await adapter.start()
    yield
    for adapter in adapters:
        await adapter.close()


async def _working(app: web.Application) -> AsyncIterator[None]:
    async with working(app[HOUSE]):
        yield


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="ok")


async def _ready(request: web.Request) -> web.Response:
    problem = await asyncio.to_thread(_not_ready, request.app[HOUSE])
    return web.Response(status=503, text=problem) if problem else web.Response(text="ready")


def _not_ready(house: House) -> str:
    try:
        with house.database.reading() as transaction:
            transaction.connection.execute(text("SELECT 1"))
        current = migrate.current(house.database.engine)
    except Unavailable:
        return "the database does not answer"
    return "" if current == migrate.newest() else "the tables are not up to date: run warmline migrate"


@web.middleware
async def _last_wall(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Nothing from outside ever sees a 500: what nobody foresaw is our bug, logged with an id and told as 503."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Unavailable as away:
        return web.Response(status=503, headers={"Retry-After": str(away.seconds)}, text="busy, try again")
    except Exception as bug:  # noqa: BLE001 (the last wall)
        bug_id = new_id()[:8]
        log.error("bug %s at %s: %s", bug_id, request.match_info.route.name or request.method, type(bug).__name__)
        return web.Response(status=503, headers={"Retry-After": "5"}, text=f"something went wrong ({bug_id})")
