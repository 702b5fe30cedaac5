"""People whom tests drive: they type, press, fill in and read what is on their screen, alike on both platforms."""

from collections.abc import Awaitable, Mapping, Sequence
from datetime import date

from playground.client import Button, Drawn, Field, Gone, Option, Place
from playground.screen import Screen, Surface

Given = str | bool | int | date | Sequence[str]


class Person(Screen):
    """One person at one platform. Everything that is not there raises AssertionError with the screen."""

    _filled = ""

    async def type(self, text: str, where: str = "", thread: str = "") -> str:
        """Brings a line to the app; returns what newly stands on the screen.

        `where` names a channel (else the conversation with the app). `thread` is a text that a message there
        contains: the line is then a mention in its thread.
        """
        await self._leave_dialog()
        self._desk.in_home = False
        place = self._conversation(where) if where else None
        root = ""
        if thread:
            place, message = self._message(thread, place)
            root = message.thread or message.id
        return await self._doing(self.client.say(self.actor, text, place, root))

    async def press(self, label: str, card: str = "") -> str:
        """Presses the newest button of that label, on a surface that contains `card`; returns what is new.

        An open dialog comes first, and its own submit and close buttons count; a press elsewhere closes it.
        """
        dialog = self._dialog
        if dialog is not None and not card:
            if label == dialog.submit:
                return await self.submit()
            if label == dialog.close and not any(b.label == label for b in dialog.drawn.buttons):
                return await self.close()
        surface, button = self._button(label, card)
        if surface.place.surface != "dialog":
            await self._leave_dialog()
        return await self._use(surface, button)

    async def fill(self, values: Mapping[str, Given], *, submit: bool = False) -> str:
        """Fills in fields by their label, in the dialog or else the newest card that has them all."""
        for label, given in values.items():
            surface = self._surface_with(list(values))
            self._filled = surface.draft_key
            await self._fill(surface, self._field(surface, label), given)
        return await self.submit() if submit else ""

    async def submit(self, label: str = "") -> str:
        """Sends the dialog, or the newest card with inputs by its main button (or the one of that label)."""
        dialog = self._dialog
        if dialog is not None and not label:
            draft = self._desk.drafts.get(dialog.id, {})
            return await self._doing(self.client.submit(self.actor, draft))
        surface = self._surface_to_send()
        button = next((b for b in surface.drawn.buttons if b.label == label), None) if label else _main(surface.drawn)
        if button is None:
            raise self._failure(f"There is no button {label!r} that sends the form.")
        return await self._use(surface, button)

    async def suggest(self, label: str, letters: str) -> list[str]:
        """Types letters into a type-ahead field; the labels that are offered."""
        surface = self._surface_with([label])
        return [option.text for option in await self._suggest(surface, self._field(surface, label), letters)]

    async def close(self) -> str:
        """Closes the dialog on top."""
        return await self._doing(self.client.close(self.actor))

    async def home(self) -> str:
        """Opens the app's home (Slack), or asks for help (Teams)."""
        await self._leave_dialog()
        await self._doing(self.client.home(self.actor))
        drawn = self.client.draw_home(self.actor)
        return drawn.text if drawn else ""

    async def shortcut(self, name: str, card: str = "") -> str:
        """Calls a shortcut (Slack) or action command (Teams) by id, on a message that contains `card`."""
        place = None
        if card:
            conversation, message = self._message(card, None)
            place = Place("message", conversation.id, message.id)
        return await self._doing(self.client.shortcut(self.actor, name, place))

    def dismiss(self) -> None:
        """Takes the notice away."""
        self._desk.toast = ""
        self.stage.changed(self.id)

    async def _doing(self, deed: Awaitable[None]) -> str:
        before = {s.drawn.text for s in self._surfaces()} | {self.toast}
        try:
            await deed
        except Gone as gone:
            raise self._failure(str(gone)) from gone
        await self.stage.state.saved()
        new = [s.drawn.text for s in reversed(self._surfaces()) if s.from_bot and s.drawn.text not in before]
        return "\n".join([*new, *([self.toast] if self.toast not in before else [])])

    async def _leave_dialog(self) -> None:
        while self._desk.dialogs:
            await self.client.close(self.actor)

    def _button(self, label: str, card: str) -> tuple[Surface, Button]:
        fitting = [s for s in self._surfaces() if card in s.drawn.text]
        if not fitting:
            raise self._failure(f"There is nothing with {card!r} on the screen.")
        for surface in fitting:
            for button in surface.drawn.buttons:
                if button.label == label:
                    return surface, button
        raise self._failure(f"There is no button {label!r}{f' on a card with {card!r}' if card else ''}.")

    async def _use(self, surface: Surface, button: Button) -> str:
        draft = self._desk.drafts.get(surface.draft_key, {})
        deed = self.client.press(self.actor, surface.place, button.action, button.block_id, draft)
        return await self._doing(deed)

    def _surface_to_send(self) -> Surface:
        """The card that was filled in last, else the newest with inputs."""
        filled = (s for s in self._surfaces() if s.draft_key == self._filled and s.drawn.fields)
        return next(filled, None) or self._surface_with([])

    def _surface_with(self, labels: list[str]) -> Surface:
        for surface in self._surfaces():
            if surface.drawn.fields and all(_labelled(surface.drawn, label) for label in labels):
                return surface
        raise self._failure(f"There is no form with the fields {labels}.")

    def _field(self, surface: Surface, label: str) -> Field:
        found = _labelled(surface.drawn, label)
        if found is None:
            raise self._failure(f"There is no field {label!r}.")
        return found

    async def _fill(self, surface: Surface, field: Field, given: Given) -> None:
        draft = self._desk.drafts.setdefault(surface.draft_key, {})
        self.client.put(draft, field, await self._chosen(surface, field, given))
        self.stage.changed(self.id)
        if field.live:
            deed = self.client.press(self.actor, surface.place, field.element, field.block_id, draft)
            await self._doing(deed)

    async def _chosen(self, surface: Surface, field: Field, given: Given) -> str | list[Option]:
        if field.kind == "toggle":
            on, off = field.element.get("valueOn", "true"), field.element.get("valueOff", "false")
            return str(on if given not in (False, "", "false", "no") else off)
        if field.kind in ("text", "date"):
            return given.isoformat() if isinstance(given, date) else str(given)
        if isinstance(given, bool):
            return list(field.options[:1]) if given else []
        wanted = [str(given)] if isinstance(given, str | int | date) else list(given)
        if field.kind in ("typeahead", "multi_typeahead"):
            return [await self._found(surface, field, text) for text in wanted if text]
        return [self._option(field, text) for text in wanted if text]

    def _option(self, field: Field, text: str) -> Option:
        option = _best(field.options, text)
        if option is None:
            raise self._failure(f"{field.label!r} offers no {text!r}, only {[o.text for o in field.options]}.")
        return option

    async def _found(self, surface: Surface, field: Field, text: str) -> Option:
        offered = await self._suggest(surface, field, text)
        if not offered:
            raise self._failure(f"{field.label!r} offers nothing for {text!r}.")
        return _best(offered, text) or offered[0]

    async def _suggest(self, surface: Surface, field: Field, letters: str) -> list[Option]:
        draft = self._desk.drafts.get(surface.draft_key, {})
        element = {**field.element, "block_id": field.block_id} if field.block_id else field.element
        return await self.client.suggest(self.actor, surface.place, element, letters, draft)


def _labelled(drawn: Drawn, label: str) -> Field | None:
    exact = next((f for f in drawn.fields if f.label == label), None)
    return exact or next((f for f in drawn.fields if f.label.lower().strip() == label.lower()), None)


def _best(options: Sequence[Option], text: str) -> Option | None:
    """The option of that label: exactly, else whatever the case, else the only one that begins so."""
    exact = [o for o in options if o.text == text] or [o for o in options if o.text.lower() == text.lower()]
    begun = [o for o in options if o.text.lower().startswith(text.lower())]
    return exact[0] if exact else begun[0] if len(begun) == 1 else None


def _main(drawn: Drawn) -> Button | None:
    """The button that sends a card's inputs: the positive or primary one, else the first that is no link."""
    sending = [b for b in drawn.buttons if not b.url and b.action.get("associatedInputs") != "none"]
    marked = [b for b in sending if b.action.get("style") in ("positive", "primary")]
    return next(iter(marked or sending), None)
