"""The managers' desk in a real browser: every page by axe in light and dark, by keyboard, and with its small script."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import changed
from storage.database import SqlDatabase
from storage.engine import open_engine
from tests.asking import answer, ask
from tests.at_the_desk import link_of
from tests.circle import Circle, Person
from tests.databases import KEYS
from tests.paging import Site
from tests.reviewing import reviews
from tests.third_party.browser import SCHEMES, Browser, browsing, in_a_browser

pytestmark = in_a_browser
PICTURES = os.environ.get("WARMLINE_PICTURES", "")
"""A folder for pictures of the pages; empty: none are kept."""
PAGES = ("queue", "people", "vendors", "cases", "settings", "health", "files")


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
def mia(circle: Circle) -> Person:
    """A manager of a community where some things wait and some months have passed."""
    mia = circle.add("Mia", manager=True, uses=("Okta", "Workday", "Workvivo"))
    circle.clock.now -= timedelta(days=150)
    alice, bea = circle.add("Alice", uses=("Okta",)), circle.add("Bea", "teams", "tenant-1", uses=("Okta", "Snyk"))
    for number in range(6):
        ask(alice, f"How do the nights go in year {number}?", "Okta")
        circle.deliver()
        circle.clock.passes(hours=number)
        if number != 3:
            answer(bea, "Well enough, with two people on call.")
        circle.clock.passes(days=24)
    circle.clock.passes(days=5)
    with circle.database.writing() as transaction:
        transaction.communities.keep_settings(changed(circle.community, "moderation", "pre"))
    ask(alice, "Who has left their first contract early?", "Snyk")
    circle.deliver()
    answer(bea, "The migration team never answered us.")
    reviews(alice, "Okta", pros="It runs by itself, and the second line knows what it says.")
    return mia


def enters(browser: Browser, site: Site, mia: Person, scheme: str = "light") -> None:
    browser.do("open", url=site.url + link_of(mia), scheme=scheme)
    browser.is_sound()
    browser.do("press", label="Sign in")


def pictured(browser: Browser, name: str) -> None:
    if PICTURES:
        browser.picture(Path(PICTURES) / f"desk-{name}.png")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_page_is_sound(browser: Browser, site: Site, mia: Person, scheme: str) -> None:
    enters(browser, site, mia, scheme)
    for name in PAGES:
        assert browser.do("go", url=f"{site.url}/desk/{name}")["status"] == 200
        browser.is_sound()
        pictured(browser, f"{name}-{scheme}")
    for name, action in (
        ("vendors", "vendors.merge"), ("vendors", "vendors.split"), ("people", "people.find"),
        ("queue", "curate.several"), ("cases", "curate.log"),
    ):  # fmt: skip
        browser.do("go", url=f"{site.url}/desk/{name}?action={action}&arg=")
        browser.is_sound()
        pictured(browser, f"{action}-{scheme}")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_review_is_read_declined_with_a_mistake_and_declined(
    browser: Browser, circle: Circle, site: Site, mia: Person, scheme: str
) -> None:
    enters(browser, site, mia, scheme)
    browser.do("follow", label="Read")
    assert "It runs by itself" in browser.reads()
    browser.is_sound()
    pictured(browser, f"review-{scheme}")
    browser.do("follow", label="Decline")
    browser.do("press", label="Decline")
    assert "Choose the reason" in browser.reads()
    browser.is_sound()
    pictured(browser, f"mistake-{scheme}")
    browser.do("choose", label="Reason", option="It names or describes a person")
    browser.do("press", label="Decline")
    assert "Nothing waits for you." in browser.reads()
    browser.is_sound()
    pictured(browser, f"done-{scheme}")


def test_a_vendor_is_found_while_typing_and_merged(browser: Browser, site: Site, mia: Person) -> None:
    enters(browser, site, mia)
    browser.do("go", url=f"{site.url}/desk/vendors")
    browser.do("follow", label="Merge")
    browser.do("type", label="Merge", text="workv")
    browser.do("offered", label="Merge", option="Workvivo")
    browser.do("type", label="Into", text="work")
    browser.do("press", label="Look up Into")
    assert "Which one?" in browser.reads()
    browser.is_sound()
    pictured(browser, "which")
    assert [one for one in browser.do("asked")["asked"] if not one.startswith(site.url)] == []


def test_a_form_is_filled_by_keyboard_alone_and_enter_sends_it(browser: Browser, site: Site, mia: Person) -> None:
    enters(browser, site, mia)
    browser.do("go", url=f"{site.url}/desk/people?action=people.find&arg=")
    for _ in range(20):
        browser.do("keys", keys=["Tab"])
        if browser.do("focused")["label"].startswith("Name or company"):
            break
    browser.do("keys", keys=["type:bea", "Enter"])
    browser.do("wait", text="Bea Works")
    browser.is_sound()


def test_what_a_file_brought_shows_without_a_press(browser: Browser, site: Site, mia: Person, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("name,company,email,accounts\nNora,Nora Works,nora@nora.example,slack:T1:U-Nora\nOlaf,,,\n")
    enters(browser, site, mia)
    browser.do("go", url=f"{site.url}/desk/files")
    browser.do("bring", label="File", file=str(file))
    browser.do("press", label="Import")
    browser.do("wait", text="1 taken, 1 refused")
    assert "Row 3: company is empty" in browser.reads()
    browser.is_sound()
    pictured(browser, "files-done")
