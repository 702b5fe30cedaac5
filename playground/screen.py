"""What is on a person's screen: surfaces top down, in plain text, with what can be used on them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from playground.cast import Actor
from playground.client import Client, Dialog, Drawn, Place
from playground.stage import Stage
from playground.state import Conversation, Desk, Message


@dataclass(frozen=True)
class Surface:
    """Something on the screen that can be read and used."""

    place: Place
    drawn: Drawn
    draft_key: str
    seq: int
    from_bot: bool = True


@dataclass(frozen=True)
class Form:
    """What can be filled in; false when nothing is open. `errors` are those shown beside fields."""

    title: str = ""
    text: str = ""
    fields: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    is_open: bool = False

    def __bool__(self) -> bool:
        return self.is_open


class Screen:
    """One person's screen at one platform."""

    def __init__(self, stage: Stage, actor: Actor, client: Client) -> None:
        self.stage = stage
        self.actor = actor
        self.client = client

    def __repr__(self) -> str:
        return f"<{self.actor.name}, {self.actor.id}>"

    @property
    def id(self) -> str:
        """The person id, which is the account id of members.csv."""
        return self.actor.id

    @property
    def conversations(self) -> list[Conversation]:
        """The conversations they are in, that with the app first."""
        order = {"app": 0, "channel": 1, "group": 2}
        mine = [c for c in self.stage.state.conversations.values() if self.id in c.members]
        return sorted(mine, key=lambda c: order[c.kind])

    @property
    def dialog(self) -> Form:
        """The open dialog; false when there is none."""
        dialog = self._dialog
        return Form() if dialog is None else _form(dialog.title, dialog.drawn)

    @property
    def form(self) -> Form:
        """The open dialog, or else the newest card with inputs; false when there is neither."""
        surface = next((s for s in self._surfaces() if s.drawn.fields), None)
        return self.dialog or (Form() if surface is None else _form("", surface.drawn))

    @property
    def toast(self) -> str:
        """The notice, empty when there is none."""
        return self._desk.toast

    def messages(self, conversation: Conversation) -> list[Message]:
        """What they see of a conversation, oldest first."""
        return [m for m in conversation.messages if m.only_for in ("", self.id)]

    def cards(self) -> list[str]:
        """The texts of all messages from the app, oldest first."""
        shown = sorted((s for s in self._message_surfaces() if s.from_bot), key=lambda s: s.seq)
        return [surface.drawn.text for surface in shown]

    def buttons(self) -> list[str]:
        """The labels of all buttons on the screen, newest surface first."""
        return [button.label for surface in self._surfaces() for button in surface.drawn.buttons]

    def links(self) -> dict[str, str]:
        """Label and address of every link on the screen; the newest wins where labels repeat."""
        found: dict[str, str] = {}
        for surface in reversed(self._surfaces()):
            found |= surface.drawn.links
        return found

    def screen(self) -> str:
        """Everything on the screen as plain text, top down."""
        parts = []
        for conversation in self.conversations:
            parts.append(f"=== {conversation.name} ===")
            parts.extend(self._told(message) for message in self.messages(conversation))
        home = self.client.draw_home(self.actor)
        if home is not None:
            parts += ["=== Home ===", home.text]
        dialog = self._dialog
        if dialog is not None:
            ends = [f"[{label}]" for label in (dialog.submit, dialog.close) if label]
            parts += [f"=== Dialog: {dialog.title} ===", dialog.drawn.text, *ends]
        if self.toast:
            parts += ["=== Notice ===", self.toast]
        return "\n".join(parts)

    @property
    def _desk(self) -> Desk:
        return self.stage.state.desk(self.id)

    @property
    def _dialog(self) -> Dialog | None:
        return self.client.draw_dialog(self.actor)

    def _failure(self, text: str) -> AssertionError:
        return AssertionError(f"{text}\n{self.actor.name} sees:\n{self.screen()}")

    def _told(self, message: Message) -> str:
        mark = " (only you)" if message.only_for else ""
        return f"{message.author_name}{mark}: {self.client.draw_message(self.actor, message).text}"

    def _surfaces(self) -> list[Surface]:
        """All surfaces, those first that a person would look at first: dialog, home when open, newest message."""
        found = sorted(self._message_surfaces(), key=lambda s: s.seq, reverse=True)
        home = self.client.draw_home(self.actor)
        if home is not None and self._desk.home is not None:
            surface = Surface(Place("home"), home, self._desk.home["id"], 0)
            found.insert(0 if self._desk.in_home else len(found), surface)
        dialog = self._dialog
        if dialog is not None:
            found.insert(0, Surface(Place("dialog"), dialog.drawn, dialog.id, 0))
        return found

    def _message_surfaces(self) -> Iterator[Surface]:
        for conversation in self.conversations:
            for message in self.messages(conversation):
                drawn = self.client.draw_message(self.actor, message)
                place = Place("message", conversation.id, message.id)
                yield Surface(place, drawn, message.id, message.seq, message.from_bot)

    def _conversation(self, name: str) -> Conversation:
        found = [c for c in self.conversations if c.name.lstrip("#").lower() == name.lstrip("#").lower()]
        if not found:
            raise self._failure(f"There is no conversation {name!r}.")
        return found[0]

    def _message(self, text: str, place: Conversation | None) -> tuple[Conversation, Message]:
        for conversation in [place] if place else self.conversations:
            for message in reversed(self.messages(conversation)):
                if text in self.client.draw_message(self.actor, message).text:
                    return conversation, message
        raise self._failure(f"There is no message with {text!r}.")


def _form(title: str, drawn: Drawn) -> Form:
    errors = [line.removeprefix("  ! ") for line in drawn.lines if line.startswith("  ! ")]
    return Form(title, drawn.text, [one.label for one in drawn.fields], errors, is_open=True)
