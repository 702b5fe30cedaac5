"""The README and the examples say what is true: words, commands, settings, links."""

import re
from pathlib import Path

import pytest

from adapters.cli import _parser
from bot.words import WORDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_the_readme_lists_every_word_and_no_other() -> None:
    section = README[README.index("<!-- words -->") : README.index("<!-- /words -->")]
    listed = re.findall(r"^\| `([a-z]+)", section, re.MULTILINE)
    assert sorted(listed) == sorted(WORDS)


def test_every_warmline_command_in_the_readme_is_understood() -> None:
    commands = re.findall(
        r"warmline ((?:community|import|export|serve|migrate|worker|manifest|console|demo)[^\n`#]*)", README
    )
    assert len(commands) > 8
    for command in commands:
        words = re.findall(r'"[^"]*"|\S+', command.replace("`", "").rstrip(" .,"))
        _parser().parse_args([word.strip('"') for word in words if word not in {"…", "as"}])


@pytest.mark.parametrize("page", ["install-slack", "install-teams", "operating"])
def test_every_warmline_command_of_a_walk_through_is_understood(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text()
    commands = re.findall(r"(?:^|`|web )warmline ([a-z][^\n`#]*)", text, re.MULTILINE)
    assert len(commands) > 3
    for command in commands:
        words = re.findall(r'"[^"]*"|\S+', command.split(" > ")[0])
        _parser().parse_args([word.strip('"') for word in words])


def test_every_make_target_in_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"^make ([a-z0-9]+)|`make ([a-z0-9]+)`", README, re.MULTILINE)):
        name = "".join(target)
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name


@pytest.mark.parametrize("file", ["README.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))])
def test_links_inside_the_project_lead_somewhere(file: str) -> None:
    text = (ROOT / file).read_text()
    for link in re.findall(r"\]\(((?!https?:|#)[^)]+)\)", text):
        assert ((ROOT / file).parent / link.split("#")[0]).exists(), link
