"""Both platforms have equal powers: the same story told in Slack and in Teams shows the same words and buttons."""

import re
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from adapters import operate
from playground.cast import Actor
from playground.people import Person
from storage.engine import open_engine
from tests.town import COMMUNITY, NORTH, TENANT, Town, running, slack, teams

PATIENCE = 30.0
"""Seconds."""
SAYING = re.compile(r"[\w’']+")


class Story:
    """Asker and peer on one platform, and what they read at each step."""

    def __init__(self, town: Town) -> None:
        self.town, self.ana, self.ben = town, town.ana, town.ben
        self.seen: dict[str, tuple[list[str], list[str]]] = {}

    async def told(self) -> dict[str, tuple[list[str], list[str]]]:
        """Everything that one can do with a question, from the first line to what helped."""
        await self._asks()
        await self._answers()
        await self._in_the_channel()
        await self._closes()
        await self._asks_the_like()
        return self.seen

    async def _asks(self) -> None:
        await self.ana.type("ask How is night support?")
        await self._arrives(self.ana, "Vendor")
        self._note("form", self.ana)
        await self.ana.fill({"Vendor": "Okta"}, submit=True)
        await self._arrives(self.ben, "A question about Okta")
        await self._card("asked", self.ben, "A question about Okta", "No answer yet")
        await self._card("own", self.ana, "A question about Okta", "No answer yet")

    async def _answers(self) -> None:
        await self.ben.press("Answer")
        self._note("answer form", self.ben)
        await self.ben.fill({"Answer": "Slow at night."}, submit=True)
        await self._card("answered", self.ana, "A question about Okta", "1 answer", "Slow at night.")
        await self.ben.press("Not me", card="A question about Okta")
        await self._arrives(self.ben, "off your list")
        await self.ben.type("help")
        await self.ben.press("My questions")
        await self._arrives(self.ben, "Waiting for your answer")

    async def _in_the_channel(self) -> None:
        await self.ben.type("It got better.", thread="How is night support?", where=self._channel())
        await self._card("answered below", self.ana, "A question about Okta", "2 answers", "It got better.")

    async def _closes(self) -> None:
        await self.ana.type("help")
        await self.ana.press("My questions")
        await self._arrives(self.ana, "Your open questions")
        await self._confirms(self.ana, "Close")
        await self._card("ended", self.ana, "Your question has ended", "It ended with 2 answers")
        await self.ana.press("What helped?")
        await self._arrives(self.ana, "Helpful answers")
        await self.ana.fill({"Helpful answers": ["Ben: It got better."]}, submit=True)
        await self._arrives(self.ana, "1 answer marked as helpful")

    async def _asks_the_like(self) -> None:
        await self.ben.type("ask Okta support at night")
        await self._card("known", self.ben, "Already known", "helped the asker")
        await self.ben.press("Ask anyway")
        await self._arrives(self.ben, "Ask your peers")
        self._note("form with the words", self.ben)

    def _channel(self) -> str:
        return "peers" if self.ana.actor.platform == "slack" else "Peers"

    async def _confirms(self, person: Person, label: str) -> None:
        """Presses and says yes: Slack asks in a window of its own, Teams by a second button under the first."""
        surface, _ = person._button(label, "")
        await person._use(surface, [button for button in surface.drawn.buttons if button.label == label][-1])

    async def _arrives(self, person: Person, words: str) -> None:
        await self._happens(lambda: words in person.screen())

    async def _card(self, step: str, person: Person, title: str, *words: str) -> None:
        """The newest card with this title, as soon as it says all of the words: edits arrive when they arrive."""
        await self._happens(lambda: all(one in _newest(person, title) for one in words))
        shown = next(s for s in person._surfaces() if title in s.drawn.text)
        self.seen[step] = (_words(shown.drawn.text), sorted(button.label for button in shown.drawn.buttons))

    async def _happens(self, so: Callable[[], bool]) -> None:
        """A machine that is busy with other tests may take longer than people would."""
        await self.town.world.wait_for(so, PATIENCE)

    def _note(self, step: str, person: Person) -> None:
        self.seen[step] = (_labels(person), [])


def _newest(person: Person, title: str) -> str:
    return next((s.drawn.text for s in person._surfaces() if title in s.drawn.text), "")


def _labels(person: Person) -> list[str]:
    return [str(label) for label in person.form.fields]


def _words(text: str) -> list[str]:
    """What is said, without how a platform draws it."""
    return sorted(SAYING.findall(text.casefold()))


async def told_in(folder: Path, cast: list[Actor], channel: Callable[[Town], str]) -> dict[str, object]:
    """The story in a town of its own."""
    engine = open_engine(f"sqlite:///{folder / 'warmline.db'}")
    async with running(engine, folder, cast) as town:
        operate.set_setting(town.house.database, COMMUNITY, "channel", channel(town), unset=False)
        story: Awaitable[dict[str, tuple[list[str], list[str]]]] = Story(town).told()
        return dict(await story)


def _copy(template: Path, folder: Path) -> None:
    """A migrated database of its own in a new folder."""
    folder.mkdir()
    shutil.copy(template, folder / "warmline.db")


def _teams_channel(town: Town) -> str:
    place = next(c for c in town.ana.conversations if c.kind == "channel")
    return f"teams:{TENANT}:{place.id}"


async def test_the_same_story_reads_alike_on_both_platforms(sqlite_template: Path, tmp_path: Path) -> None:
    okta = ("Okta",)
    in_slack = [slack("Ana"), slack("Ben", stack=okta), slack("Mia", role="manager")]
    in_teams = [teams("Ana"), teams("Ben", stack=okta), teams("Mia", role="manager")]
    for folder in ("slack", "teams"):
        _copy(sqlite_template, tmp_path / folder)
    told_slack = await told_in(tmp_path / "slack", in_slack, lambda _: f"slack:{NORTH}:C0001")
    told_teams = await told_in(tmp_path / "teams", in_teams, _teams_channel)
    assert told_slack.keys() == told_teams.keys()
    for step, seen in told_slack.items():
        assert seen == told_teams[step], step
