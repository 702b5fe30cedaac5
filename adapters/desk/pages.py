"""The desk's pages: each runs the core's action as the manager's own turn, and draws what comes of it."""

import re
from dataclasses import replace

from aiohttp import web

from adapters.desk.draw import choices, page
from adapters.desk.gate import SIGN_IN, Gate, Pairs, Seat
from adapters.desk.reading import read
from adapters.desk.render import Filled, Sheet, Way, filled, sheet
from adapters.desk.sections import (
    ALL,
    BY_NAME,
    FIRST,
    SOUGHT,
    Opened,
    Section,
    home_of,
    is_here,
    only_reads,
    sought,
)  # fmt: skip
from adapters.pages.door import refusal
from bot.parts import part_of
from bot.route import Route
from bot.routes import ROUTES
from bot.turn import NoCommunity, Request
from bot.views import Card, Choices, Form, Invalid, Note, Option, TypeAheadField, View

ONCE = re.compile(r"[0-9a-f]{32}")
NOTHING_FITS = "Nothing begins so. Type another beginning."
MOST = 200
"""Characters of what is looked up."""


def mount(app: web.Application, gate: Gate) -> None:
    """Adds the pages."""
    desk = Desk(gate)
    app.router.add_get("/desk", desk.begin, name="desk.begin")
    app.router.add_get("/desk/choices", desk.choices, name="desk.choices")
    app.router.add_get("/desk/{section}", desk.look, name="desk.look")
    app.router.add_post("/desk/{section}", desk.act, name="desk.act")


class Desk:
    """The core's actions, drawn in the desk's frame."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def begin(self, request: web.Request) -> web.Response:
        """`/desk` is its first page."""
        await self._gate.admits(request)
        raise web.HTTPSeeOther(FIRST.path)

    async def look(self, request: web.Request) -> web.Response:
        """A page, or something opened on it: looking changes nothing."""
        seat = await self._gate.admits(request)
        section = BY_NAME.get(request.match_info["section"])
        if section is None:
            raise web.HTTPSeeOther(FIRST.path)
        opened = _opened(request, section)
        return await self._shown(seat, section, opened, await self._look(seat, opened))

    async def act(self, request: web.Request) -> web.Response:
        """Something was pressed, or a form was sent."""
        seat = await self._gate.admits(request)
        pairs = await self._gate.pairs(request, seat)
        section = BY_NAME.get(request.match_info["section"], FIRST)
        sent = dict(pairs)
        at = sent.get("at", "")
        opened = Opened(sent.get("opened", ""), sent.get("opened_arg", ""), at)
        if only_reads(opened.action):
            return await self._filled(seat, section, opened, pairs)
        action = sent.get("action", "")
        if not is_here(action) or not ONCE.fullmatch(sent.get("once", "")):
            raise web.HTTPSeeOther(section.path)
        key = _key(seat, sent["once"])
        view = await self._run(Request(seat.sender, action=action, arg=sent.get("arg", ""), key=key))
        return await self._shown(seat, section, Opened(action, at=at), view)

    async def choices(self, request: web.Request) -> web.Response:
        """What a type-ahead offers; nothing for any action that is none."""
        seat = await self._gate.admits(request)
        found = await self._offered(seat, request.query.get("action", ""), request.query.get("typed", ""))
        return choices([option.label for option in found])

    async def _filled(self, seat: Seat, section: Section, opened: Opened, pairs: Pairs) -> web.Response:
        """The form that the core draws now says which fields there are, and what sending it runs."""
        form = await self._look(seat, opened)
        if not isinstance(form, Form):
            return await self._shown(seat, section, opened, form)
        sent = dict(pairs)
        # What the form carried when it was drawn, as in a chat: it may say what the person saw then.
        form = replace(form, arg=sent.get("carried", form.arg))
        once = sent.get("once", "") if ONCE.fullmatch(sent.get("once", "")) else form.once
        typed = await read(form, pairs, once, lambda one, words: self._offers(seat, one, words))
        if "find" in sent:
            nothing = not typed.found.get(sent["find"], ()) and not typed.values.get(sent["find"])
            typed = replace(typed, errors={sent["find"]: NOTHING_FITS} if nothing else {})
            return self._page(seat, section, opened, form=filled(form, opened, typed))
        view = await self._run(
            Request(seat.sender, action=form.action, arg=form.arg, values=typed.values, key=_key(seat, once))
        )
        if isinstance(view, Invalid):
            mended = filled(form, opened, replace(typed, errors=view.errors))
            return self._page(seat, section, opened, form=mended, status=422)
        return await self._shown(seat, section, Opened(form.action, at=opened.at), view)

    async def _shown(self, seat: Seat, section: Section, opened: Opened, view: View | None) -> web.Response:
        """A note stands above the page that it belongs to; a repeat of what is done leads back there."""
        match view:
            case Card():
                return self._page(seat, section, opened, card=sheet(view, section, _at(section, opened)))
            case Form() if only_reads(opened.action):
                return self._page(seat, section, opened, form=filled(view, opened))
            case Note():
                return await self._noted(seat, section, opened, view)
            case Invalid():
                return await self._noted(seat, section, opened, Note.say(" ".join(view.errors.values())))
            case _:
                raise web.HTTPSeeOther(section.path)

    async def _noted(self, seat: Seat, section: Section, opened: Opened, note: Note) -> web.Response:
        home = home_of(section, opened.at)
        below = await self._look(seat, home) if opened != home else None
        match below:
            case Card():
                return self._page(seat, section, home, note, card=sheet(below, section, home.mark))
            case Form():
                return self._page(seat, section, home, note, form=filled(below, home))
            case _:
                return self._page(seat, section, home, note)

    async def _look(self, seat: Seat, opened: Opened) -> View | None:
        return await self._run(Request(seat.sender, action=opened.action, arg=opened.arg))

    async def _run(self, request: Request) -> View | None:
        try:
            return await self._gate.run(request)
        except NoCommunity as away:
            raise refusal(web.HTTPForbidden, SIGN_IN) from away

    async def _offers(self, seat: Seat, one: TypeAheadField, words: str) -> tuple[Option, ...]:
        return await self._offered(seat, one.action, words)

    async def _offered(self, seat: Seat, action: str, words: str) -> tuple[Option, ...]:
        route: Route | None = ROUTES.get(action)
        if route is None or route.writes:
            return ()
        view = await self._run(Request(seat.sender, action=action, query=words[:MOST]))
        return view.options if isinstance(view, Choices) else ()

    def _page(
        self, seat: Seat, section: Section, opened: Opened, note: Note | None = None, *,
        card: Sheet | None = None, form: Filled | None = None, status: int = 200,
    ) -> web.Response:  # fmt: skip
        home = home_of(section, opened.at)
        back = _way_back(section, home) if opened.action != section.action else None
        title = form.form.title if form else card.title if card else section.label
        searches = section.search if opened.action in (section.action, section.lists) else ""
        return page("view.html", status, **frame(seat, section), note=note, card=card, form=form, back=back,
                    title=title, searches=searches, sought=_words(section, opened), longest=SOUGHT)  # fmt: skip


def frame(seat: Seat, section: Section) -> dict[str, object]:
    """What every page of the desk shows around its content."""
    return {
        "sections": ALL,
        "here": section,
        "seal": seat.seal,
        "community": seat.community.name,
        "manager": seat.member.name,
        "ends_at": seat.ends_at,
    }


def _opened(request: web.Request, section: Section) -> Opened:
    """What an address asks for: a search, something to look at, or the page as it begins."""
    action, words = request.query.get("action", ""), request.query.get("find", "").strip()
    if section.search and words:
        return sought(section, words)
    if only_reads(action):
        return Opened(action, request.query.get("arg", ""), request.query.get("at", ""))
    return home_of(section)


def _at(section: Section, opened: Opened) -> str:
    """The list that is open, or the one that was left."""
    return opened.mark if opened.action in (section.action, section.lists) else opened.at


def _way_back(section: Section, home: Opened) -> Way:
    if home == home_of(section):
        return Way(section.label, section.name)
    return Way(section.label, section.name, home.action, home.arg)


def _words(section: Section, opened: Opened) -> str:
    """What was searched for."""
    only = part_of(opened.arg, 1).only if opened.action == section.lists else ""
    return only.removeprefix(section.before) if only.startswith(section.before) else ""


def _key(seat: Seat, once: str) -> str:
    """A form of one manager can never stand for another's."""
    return f"desk:{seat.member.id}:{once}"
