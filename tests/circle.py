"""A small community to test with: people who type, press and read at the core's door, on two made-up platforms.

What others get goes through the real outbox and the real worker to a courier that remembers what each person sees.
"""

import asyncio
import atexit
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from adapters.wake import Wake
from adapters.worker import Worker
from bot.app import Bot, new_id
from bot.model import Account, Community, Member, Role, Vendor
from bot.ports import Place
from bot.turn import Request, Sender, Value
from bot.views import Button, Buttons, Card, Choices, Form, Note, OpenPage, TypeAheadField, View
from storage.database import SqlDatabase
from tests.reading import read

WORKSPACES = (("slack", "T1"), ("slack", "T2"), ("teams", "tenant-1"))


class Clock:
    """Time that moves only when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@dataclass
class Post:
    """A courier's memory: what each place shows now, and every call that was made."""

    shown: dict[tuple[str, str], dict[str, Card]] = field(default_factory=dict)
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    raises: list[Exception] = field(default_factory=list)
    takes: float = 0.0

    async def send(self, place: Place, card: Card, ref: str) -> str:
        await asyncio.sleep(self.takes)
        if self.raises:
            raise self.raises.pop(0)
        self.calls.append((place.platform, place.user, "edit" if ref else "new"))
        whom = f"{place.user}+{place.beside}" if place.beside else place.user or place.address
        cards = self.shown.setdefault((place.platform, whom), {})
        ref = ref or f"ref{len(cards) + 1}"
        cards[ref] = card
        return ref


class AtOnce(ThreadPoolExecutor):
    """Does what it is given before it returns: where only one thing happens at a time, threads would only cost."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 (whoever awaits it gets it)
            future.set_exception(error)
        return future


@cache
def _loop() -> asyncio.Runner:
    """One event loop for all deliveries of this process."""
    runner = asyncio.Runner()
    runner.get_loop().set_default_executor(AtOnce())
    atexit.register(runner.close)
    return runner


class Circle:
    """The community, its people and its clock."""

    def __init__(self, database: SqlDatabase, name: str = "CIO Circle", prefix: str = "") -> None:
        self.database = database
        self.clock = Clock()
        self.post = Post()
        self.wake = Wake()
        self.bot = Bot(database, self.clock, self.wake)
        self.community = Community(new_id(), name)
        self.prefix = prefix
        self.people: dict[str, Person] = {}
        self._delivers: tuple[Bot, Post, Worker] | None = None
        with database.writing() as transaction:
            transaction.communities.add(self.community)
            for platform, tenant in WORKSPACES:
                transaction.communities.join(self.community.id, platform, prefix + tenant)

    def add(
        self, name: str, platform: str = "slack", tenant: str = "T1", uses: Iterable[str] = (), manager: bool = False
    ) -> "Person":
        """A member with one account; vendors named for the first time are made."""
        role = Role.MANAGER if manager else Role.MEMBER
        member = Member(new_id(), name, f"{name} Works", f"{name.lower()}@{name.lower()}.example", role=role)
        user = f"{self.prefix}U-{name}"
        address = "" if platform == "slack" else f"chat-{user}"
        with self.database.writing() as transaction:
            store = transaction.store(self.community)
            store.members.save(member)
            store.members.add_account(Account(new_id(), member.id, platform, self.prefix + tenant, user, address))
            for vendor_name in uses:
                vendor = store.vendors.named(vendor_name)
                if vendor is None:
                    vendor = Vendor(new_id(), vendor_name)
                    store.vendors.add(vendor)
                store.members.add_to_stack(member.id, vendor.id)
        person = Person(self, member, Sender(platform, self.prefix + tenant, user, address))
        self.people[name] = person
        return person

    def stranger(self, platform: str = "slack", tenant: str = "T1") -> "Person":
        """Somebody of a joined workspace who is no member."""
        return Person(self, None, Sender(platform, self.prefix + tenant, "U-stranger"))

    def vendor(self, name: str) -> str:
        """A vendor's id."""
        with self.database.reading() as transaction:
            found = transaction.store(self.community).vendors.named(name)
        assert found is not None
        return found.id

    def worker(self, **how: timedelta) -> Worker:
        """A worker of this circle."""
        return Worker(self.database, self.bot, {"slack": self.post, "teams": self.post}, self.clock, self.wake, **how)

    def deliver(self) -> None:
        """Everything that is due now arrives."""
        if self._delivers is None or self._delivers[:2] != (self.bot, self.post):
            self._delivers = self.bot, self.post, self.worker()
        _loop().run(self._delivers[2].drain())

    def deliver_apart(self) -> None:
        """The same by one more worker, where several are at work at once."""
        asyncio.run(self.worker().drain())


class Person:
    """Somebody who uses the bot. ``said`` is the newest answer that only they see."""

    def __init__(self, circle: Circle, member: Member | None, sender: Sender) -> None:
        self.circle = circle
        self.member = member
        self.sender = sender
        self.said: View | None = None
        self.events = 0

    def types(self, line: str) -> str:
        """Types a line and reads the answer."""
        return self._run(Request(self.sender, line=line, key=self._event()))

    def presses(self, label: str, on: str = "", event: str = "") -> str:
        """Presses the button so labelled on the newest answer, else on a card whose text contains ``on``."""
        button = self._button(label, on)
        return self._run(Request(self.sender, action=button.action, arg=button.arg, key=event or self._event()))

    def looks_up(self, label: str, query: str) -> list[str]:
        """Types into a type-ahead field."""
        field_ = next(f for f in self.form.fields if f.label == label)
        assert isinstance(field_, TypeAheadField)
        view = self.circle.bot.run(Request(self.sender, action=field_.action, query=query))
        assert isinstance(view, Choices)
        return [option.label for option in view.options]

    def fills(self, form: Form | None = None, **values: str) -> str:
        """Sends the open form; fields that are not named keep what stood there."""
        form = form or self.form
        kept: dict[str, Value] = {f.name: _preset(f) for f in form.fields}
        request = Request(self.sender, action=form.action, arg=form.arg, values=kept | values, key=f"form:{form.once}")
        return self._run(request)

    @property
    def form(self) -> Form:
        """The form that is open now."""
        assert isinstance(self.said, Form), self.sees
        return self.said

    @property
    def cards(self) -> list[str]:
        """The cards in this person's chat, as they stand now."""
        shown = self.circle.post.shown.get((self.sender.platform, self.sender.user), {})
        return [read(card) for card in shown.values()]

    @property
    def sees(self) -> str:
        """Cards and the newest answer, as text."""
        return "\n\n".join([*self.cards, read(self.said)])

    def _run(self, request: Request) -> str:
        self.said = self.circle.bot.run(request)
        return read(self.said)

    def _button(self, label: str, on: str) -> Button:
        shown = self.circle.post.shown.get((self.sender.platform, self.sender.user), {})
        cards = [card for card in [*shown.values(), self.said] if isinstance(card, Card) and on in read(card)]
        for card in reversed(cards):
            for block in card.blocks:
                for button in block.buttons if isinstance(block, Buttons) else ():
                    if button.label == label and not isinstance(button, OpenPage):
                        return button
        raise AssertionError(f"no button “{label}” in:\n{self.sees}")

    def _event(self) -> str:
        self.events += 1
        return f"{self.sender.user}:{self.events}"


def _preset(field_: object) -> Value:
    value = getattr(field_, "value", "") or ""
    return value if isinstance(value, (str, tuple)) else value.value


def note(view: View | None) -> str:
    """The text of a note."""
    assert isinstance(view, Note)
    return read(view)


def later(circle: Circle, **how_long: float) -> None:
    """Time passes, and everything due arrives."""
    circle.clock.passes(**how_long)
    circle.deliver()
