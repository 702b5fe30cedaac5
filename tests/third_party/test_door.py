"""The front door's pages in a real browser: by axe, by keyboard, in light and dark, in every state of the answer."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import SqlDatabase
from storage.engine import open_engine
from tests.circle import Circle
from tests.databases import KEYS
from tests.leaving import FORM, looks, opens_door
from tests.paging import Site
from tests.third_party.browser import SCHEMES, Browser, browsing, in_a_browser

pytestmark = in_a_browser
PICTURES = os.environ.get("WARMLINE_PICTURES", "")
"""A folder for pictures of the pages; empty: none are kept."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as running:
        yield running


@pytest.fixture
def circle(sqlite_template: Path, tmp_path: Path) -> Iterator[Circle]:
    shutil.copy(sqlite_template, tmp_path / "warmline.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'warmline.db'}")
    yield Circle(SqlDatabase(engine, KEYS))
    engine.dispose()


@pytest.fixture
def door(circle: Circle, site: Site) -> str:
    return f"{site.url}{opens_door(circle)}"


def looked_at(circle: Circle, browser: Browser, url: str, name: str) -> str:
    """The page in light and dark: nothing grave, nobody else asked. Its words."""
    for scheme in SCHEMES:
        circle.clock.passes(minutes=1)
        browser.do("open", url=url, scheme=scheme)
        browser.is_sound()
        assert browser.do("asked")["asked"] == [url]
        keep(browser, f"{name}_{scheme}")
    return browser.reads()


def keep(browser: Browser, name: str) -> None:
    if PICTURES:
        browser.picture(Path(PICTURES) / f"{name}.png")
        browser.picture(Path(PICTURES) / f"{name}_first.png", whole=False)


def fill(browser: Browser, sizes: bool = True) -> None:
    """Fills the form in as a person does."""
    for label, name in (("Your company", "vendor"), ("Your name", "person"), ("Your work e-mail", "work_email")):
        browser.do("fill", label=label, text=FORM[name])
    browser.do("fill", label="What it solves", text=FORM["problem"])
    for label, option in (
        ("Category", "Identity and access"), ("Industry", "Healthcare"), ("Reference customers", "Yes"),
        ("How the price is made up", "Per user"),
    ):  # fmt: skip
        browser.do("choose", label=label, option=option)
    if sizes:
        browser.do("tick", label="1,000 to 9,999 people")
    browser.do("tick", label="I accept these terms")


def test_a_pitch_from_the_form_to_the_yes(circle: Circle, browser: Browser, door: str) -> None:
    alice = circle.add("Alice")
    assert "take no cold calls" in looked_at(circle, browser, door, "door")
    fill(browser, sizes=False)
    circle.clock.passes(seconds=30)
    browser.do("press", label="Leave the pitch")
    browser.is_sound()
    keep(browser, "door_mend")
    assert browser.do("text")["title"].startswith("Please check")
    assert "Say for what size" in browser.reads()
    browser.do("tick", label="1,000 to 9,999 people")
    browser.do("press", label="Leave the pitch")
    browser.is_sound()
    keep(browser, "door_left")
    said = browser.reads()
    assert "Keep this link" in said
    link = next(word for word in said.split() if "/pitch/" in word)
    assert "Waiting" in looked_at(circle, browser, link, "pitch_waiting")
    looks(alice)
    alice.presses("Yes, tell me more")
    alice.fills(contact="alice@alice.example, best on Tuesday mornings")
    alice.fills()
    assert "best on Tuesday mornings" in looked_at(circle, browser, link, "pitch_yes")
    looks(alice)
    alice.presses("Take back")
    circle.clock.passes(days=22)
    circle.deliver()
    assert "No, with thanks" in looked_at(circle, browser, link, "pitch_no")
    browser.do("press", label="Take it back")
    assert "Taken back" in looked_at(circle, browser, link, "pitch_back")


def test_the_form_by_keyboard_and_the_field_that_nobody_sees_is_passed_over(browser: Browser, door: str) -> None:
    browser.do("open", url=door, scheme="light")
    reached: list[dict[str, str]] = []
    while not reached or reached[-1]["tag"] != "body":
        browser.do("keys", keys=["Tab"])
        reached.append(browser.do("focused"))
        assert len(reached) < 40
    labels = [one["label"] for one in reached]
    order = ["Your company", "Your name", "Your work e-mail", "Category", "What it solves", "1 to 99 people"]
    assert [label for label in labels if label in order] == order
    assert "Leave this empty" not in labels
    assert all(labels[:-1]), "something without a name has the focus"
