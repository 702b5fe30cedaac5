"""A Chromium without a window, led through e2e/browser.mjs: what a person sees and a screen reader says."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

import pytest

from tests.processes import ROOT
from tests.third_party.parts import MODULES

Json = dict[str, Any]
SCRIPT = ROOT / "e2e" / "browser.mjs"
NAMES = ("chromium", "chromium-browser", "google-chrome")
SCHEMES = ("light", "dark")
GRAVE = {"serious", "critical"}


@cache
def missing() -> str:
    """Why no page can be looked at here; "" where one can."""
    if shutil.which("node") is None:
        return "Node is not installed (20 or newer): see docs/testing.md"
    if not chromium():
        return "Chromium is not installed (or name it in CHROMIUM): see docs/testing.md"
    if not all((MODULES / name).exists() for name in ("axe-core", "playwright-core")):
        return "axe-core and playwright-core are not there: run `make e2e`"
    return ""


def chromium() -> str:
    """Where the browser lies, or ""."""
    return os.environ.get("CHROMIUM", "") or next(filter(None, map(shutil.which, NAMES)), "")


in_a_browser = pytest.mark.skipif(bool(missing()), reason=missing())
"""The mark of every test that looks at pages."""


class Browser:
    """One page at a time, as wide as a phone."""

    def __init__(self, to: IO[str], back: IO[str]) -> None:
        self._to = to
        self._back = back

    def do(self, deed: str, **more: object) -> Json:
        """One line there, one line back; a deed that cannot be done fails the test."""
        self._to.write(json.dumps({"deed": deed, **more}) + "\n")
        self._to.flush()
        found: Json = json.loads(self._back.readline())
        assert "failed" not in found, found["failed"]
        return found

    def reads(self) -> str:
        """The page's text as it is drawn."""
        return str(self.do("text")["text"])

    def is_sound(self) -> None:
        """Asserts that axe finds nothing grave, and that nothing is wider than the phone."""
        seen = self.do("check")
        assert [one for one in seen["found"] if one["impact"] in GRAVE] == []
        assert seen["rules"] > 10
        assert seen["wide"] <= 0

    def picture(self, file: Path, whole: bool = True) -> None:
        """Keeps what is seen: the whole page, or what a phone shows of it first."""
        self.do("picture", file=str(file), whole=whole)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A running browser."""
    words = ["node", str(SCRIPT), str(MODULES), chromium()]
    child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin and child.stdout
    try:
        yield Browser(child.stdin, child.stdout)
    finally:
        child.stdin.close()
        child.wait(20)
        child.stdout.close()
