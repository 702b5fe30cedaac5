"""One person at a terminal: types lines, presses numbers, fills forms, and sees cards arrive."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.console.render import buttons_of, card_text, form_head, plain
from adapters.port import Env, Ports
from bot.model import Profile
from bot.ports import Place
from bot.turn import NoCommunity, Request, Sender, Unavailable, Unreachable, Value
from bot.views import (
    Button,
    Card,
    Choices,
    Field,
    Form,
    Invalid,
    ManyField,
    Note,
    Option,
    RatingField,
    SelectField,
    TypeAheadField,
    View,
)

TENANT, USER = "WARMLINE_CONSOLE_TENANT", "WARMLINE_CONSOLE_USER"
"""Set by `warmline console`; without them the console is off."""

Ask = Callable[[str], Awaitable[str]]
Say = Callable[[str], None]


def build(env: Env, ports: Ports) -> "Console | None":
    """The console of one person, or None where nobody sits at one."""
    if not env.get(USER):
        return None
    return Console(Sender("console", env.get(TENANT, ""), env[USER], "here"), ports)


class Console:
    """A platform with a single screen."""

    platform = "console"

    def __init__(self, sender: Sender, ports: Ports) -> None:
        self._sender = sender
        self._run = ports.run
        self._buttons: list[Button] = []
        self._cards = 0
        self.ask: Ask = _input
        self.say: Say = _print

    def mount(self, app: web.Application) -> None:
        """A terminal has no HTTP routes."""

    async def start(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, place: Place, card: Card, ref: str) -> str:
        """Shows a card that arrives; one that changed is shown again, since a terminal cannot take words back."""
        if place.user != self._sender.user or place.beside:
            raise Unreachable("not_at_the_console")
        self.say("\n(changed)" if ref else "")
        self._show(card)
        self._cards += 1
        return ref or f"card{self._cards}"

    async def look(self, place: Place) -> Profile | None:  # noqa: ARG002 (the port's signature)
        """Whoever sits at the console is who they say."""
        return None

    async def talk(self) -> None:
        """Reads lines until the input ends or somebody types `quit`."""
        await self._turn(line="help")
        while True:
            try:
                line = (await self.ask("\n> ")).strip()
            except EOFError:
                return
            if line in {"quit", "exit"}:
                return
            if line.isdecimal() and 0 < int(line) <= len(self._buttons):
                await self._press(self._buttons[int(line) - 1])
            else:
                await self._turn(line=line)

    async def _press(self, button: Button) -> None:
        if button.confirm and (await self.ask(f"{button.confirm} (yes/no) ")).strip().lower() not in {"y", "yes"}:
            return
        await self._turn(action=button.action, arg=button.arg)

    async def _turn(self, line: str = "", action: str = "", arg: str = "") -> None:
        request = Request(self._sender, line, action, arg, key=f"console:{secrets.token_hex(8)}")
        await self._answer(await self._asked(request))

    async def _asked(self, request: Request) -> View | None:
        try:
            return await self._run(request)
        except NoCommunity:
            return Note.say("This console belongs to no community.")
        except Unavailable:
            return Note.say("The database does not answer. Try again in a moment; nothing was kept.")

    async def _answer(self, view: View | None) -> None:
        match view:
            case Card():
                self._buttons = []
                self._show(view)
            case Note():
                self.say(plain(view.spans))
            case Form():
                await self._fill(view)
            case Invalid():
                self.say("\n".join(view.errors.values()))
            case Choices() | None:
                pass

    def _show(self, card: Card) -> None:
        """Numbers go on over cards that arrive between two answers, so that each stays pressable."""
        self.say(card_text(card, len(self._buttons) + 1))
        self._buttons += buttons_of(card)

    async def _fill(self, form: Form) -> None:
        """Field by field; what cannot be taken is asked again, and the rest is kept."""
        self.say(form_head(form))
        values: dict[str, Value] = {}
        todo = list(form.fields)
        while todo:
            for field in todo:
                values[field.name] = await self._value(field)
            request = Request(self._sender, action=form.action, arg=form.arg, values=values, key=f"form:{form.once}")
            view = await self._asked(request)
            await self._answer(view)
            wrong = view.errors if isinstance(view, Invalid) else {}
            todo = [field for field in form.fields if field.name in wrong]

    async def _value(self, field: Field) -> Value:
        match field:
            case TypeAheadField():
                return await self._look_up(field)
            case SelectField() | ManyField():
                return await self._choose(field)
            case RatingField():
                return (await self.ask(f"{field.label} (1 to 5): ")).strip() or field.value
            case _:
                kept = f" [{field.value}]" if field.value else ""
                return (await self.ask(f"{field.label}{kept}: ")).strip() or field.value

    async def _choose(self, field: SelectField | ManyField) -> Value:
        listed = "  ".join(f"{number}={option.label}" for number, option in enumerate(field.options, 1))
        typed = (await self.ask(f"{field.label} ({listed}): ")).replace(",", " ").split()
        chosen = tuple(field.options[int(t) - 1].value for t in typed if t.isdecimal() and int(t) <= len(field.options))
        if isinstance(field, ManyField):
            return chosen or field.value
        return chosen[0] if chosen else field.value

    async def _look_up(self, field: TypeAheadField) -> Value:
        """Types until one entry is meant; a number takes an entry of the list that was shown."""
        shown: tuple[Option, ...] = ()
        while True:
            kept = f" [{field.value.label}]" if field.value else ""
            typed = (await self.ask(f"{field.label}{kept}: ")).strip()
            if not typed:
                return field.value.value if field.value else ""
            if typed.isdecimal() and 0 < int(typed) <= len(shown):
                return shown[int(typed) - 1].value
            view = await self._asked(Request(self._sender, action=field.action, query=typed))
            shown = view.options if isinstance(view, Choices) else ()
            if len(shown) == 1:
                self.say(f"  {shown[0].label}")
                return shown[0].value
            self.say("  ".join(f"{n}={option.label}" for n, option in enumerate(shown, 1)) or "Nothing begins so.")


async def _input(prompt: str) -> str:
    return await asyncio.to_thread(input, prompt)


def _print(text: str) -> None:
    print(text, flush=True)  # noqa: T201 (a terminal is what this platform draws on)
