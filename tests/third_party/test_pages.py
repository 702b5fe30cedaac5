"""Our web pages in a real browser: by axe, by keyboard, in light and dark, in every state of the rep's page."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.intro.model import Intro
from storage.database import SqlDatabase
from storage.engine import open_engine
from tests.circle import Circle
from tests.databases import KEYS
from tests.introducing import all_offers, does, intros, invites, offers, page_of, requests
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
def page(circle: Circle, site: Site) -> str:
    """The address of a rep's page."""
    alice, bea = circle.add("Alice"), circle.add("Bea", "teams", "tenant-1", uses=["Okta"])
    intro = requests(alice, "Okta")
    assert intro
    offers(bea, intro)
    does(alice, "intro.choose", all_offers(circle)[0].id)
    return f"{site.url}/i/{invites(bea, intro)}"


def the(circle: Circle) -> Intro:
    return intros(circle)[-1]


def looked_at(circle: Circle, browser: Browser, url: str, name: str) -> str:
    """The page in light and dark: nothing grave, nobody else asked. Its words."""
    for scheme in SCHEMES:
        # One person does not look as often in a minute as this test does.
        circle.clock.passes(minutes=1)
        browser.do("open", url=url, scheme=scheme)
        browser.is_sound()
        assert browser.do("asked")["asked"] == [url]
        if PICTURES:
            browser.picture(Path(PICTURES) / f"{name}_{scheme}.png")
            browser.picture(Path(PICTURES) / f"{name}_{scheme}_first.png", whole=False)
    return browser.reads()


def test_the_rep_page_in_every_state(circle: Circle, browser: Browser, page: str) -> None:
    alice = circle.people["Alice"]
    assert "Waiting for your answer" in looked_at(circle, browser, page, "rep_waiting")
    browser.do("press", label="Fit")
    browser.is_sound()
    assert "Please accept the terms" in browser.reads()
    browser.do("fill", label="Your question", text="Do you use our older product already?")
    browser.do("tick", label="I accept these terms")
    browser.do("press", label="One question")
    assert "Your question is with" in looked_at(circle, browser, page, "rep_asked")
    does(alice, "intro.send_reply", the(circle).id, reply="No, we are new to it.")
    assert "No, we are new to it." in looked_at(circle, browser, page, "rep_answered")
    browser.do("tick", label="I accept these terms")
    browser.do("press", label="Fit")
    assert "You said: Fit" in looked_at(circle, browser, page, "rep_fit")
    does(alice, "intro.reveal", the(circle).id)
    assert "You are introduced" in looked_at(circle, browser, page, "rep_introduced")
    browser.do("unfold", text="Put the call in a calendar")
    browser.is_sound()
    does(alice, "intro.calendar", the(circle).id)
    assert "The files name nobody" in looked_at(circle, browser, page_of(alice), "calendar")
    does(alice, "intro.send_later", the(circle).id, until=f"{the(circle).decide_by.replace(month=9)}")
    assert "not before" in looked_at(circle, browser, page, "rep_later")
    does(alice, "intro.no", the(circle).id)
    assert "no, with thanks" in looked_at(circle, browser, page, "rep_no")


def test_the_rep_page_by_keyboard_alone_and_enter_agrees_to_nothing(
    circle: Circle, browser: Browser, page: str
) -> None:
    browser.do("open", url=page, scheme="light")
    reached: list[dict[str, str]] = []
    while not reached or reached[-1]["tag"] != "body":
        browser.do("keys", keys=["Tab"])
        reached.append(browser.do("focused"))
        assert len(reached) < 20
    labels = [one["label"] for one in reached]
    order = ["I accept these terms", "Fit", "No fit", "Your question", "One question"]
    assert [label for label in labels if label in order] == order
    assert all(labels[:-1]), "something without a name has the focus"
    box = labels.index("I accept these terms") + 1
    browser.do("keys", keys=["Tab"] * box)
    assert browser.do("focused")["type"] == "checkbox"
    browser.do("keys", keys=["Space", "Enter"])
    assert the(circle).rep_said == ""
    browser.do("keys", keys=["Tab", "Enter"])
    assert "You said: Fit" in browser.reads()


def test_a_page_that_needs_mending_says_so_first(browser: Browser, page: str) -> None:
    browser.do("open", url=page, scheme="dark")
    browser.do("press", label="One question")
    browser.is_sound()
    seen = browser.do("text")
    assert seen["title"].startswith("Please check")
    assert seen["text"].index("not sent yet") < seen["text"].index("An introduction for")


@pytest.mark.parametrize("name", ["privacy", "terms", ""])
def test_what_anybody_may_read(circle: Circle, site: Site, browser: Browser, name: str) -> None:
    assert looked_at(circle, browser, f"{site.url}/{name}", name or "about")


def test_a_link_that_is_over(site: Site, browser: Browser) -> None:
    browser.do("open", url=f"{site.url}/i/{'0' * 32}", scheme="light")
    browser.is_sound()
    assert "This link is over" in browser.reads()


def test_the_export(circle: Circle, site: Site, browser: Browser) -> None:
    alice = circle.add("Alice")
    does(alice, "me.export")
    assert "Your export" in looked_at(circle, browser, page_of(alice), "export")
