"""The package that an organisation uploads to Teams is one that Teams takes."""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from adapters.port import SettingsError
from adapters.teams.manifest import manifest, package
from bot.words import WORDS
from tests.teams.fakes import APP

SCHEMA = Path(__file__).parents[2] / "../shared/data/teams/MicrosoftTeams.schema.1.30.json"
SITE = "https://warmline.example/"
LINES = {word.word: word.does for word in WORDS.values()} | {f"word{n}": f"Does number {n}." for n in range(17)}
FORMS = {word.word for word in WORDS.values() if word.opens_form}
MADE = manifest(APP, SITE, LINES, "1.2.3", FORMS)


def test_the_manifest_fits_microsofts_schema() -> None:
    if not SCHEMA.exists():
        pytest.skip("the official schema is not beside this repository")
    from jsonschema import Draft4Validator

    validator = Draft4Validator(json.loads(SCHEMA.read_text()))
    assert [error.message for error in validator.iter_errors(MADE)] == []


def test_the_first_twelve_words_are_listed() -> None:
    [bot] = json.loads(json.dumps(MADE))["bots"]
    assert [command["title"] for command in bot["commandLists"][0]["commands"]] == list(LINES)[:12]
    assert bot["botId"] == APP


def test_words_that_open_a_form_are_action_commands_and_nothing_is_searched_for_all_to_see() -> None:
    [extension] = json.loads(json.dumps(MADE))["composeExtensions"]
    assert {command["id"] for command in extension["commands"]} == FORMS
    assert {(command["type"], command["fetchTask"]) for command in extension["commands"]} == {("action", True)}
    assert all(command["triggers"] == ["slash"] for command in extension["commands"])


def test_no_rival_is_named() -> None:
    assert "slack" not in json.dumps(MADE).lower()
    assert not {"teams", "microsoft"} & set(str(MADE["name"]).lower().split())


def test_the_package_has_manifest_and_icons_at_its_root() -> None:
    packed = package(MADE)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert sorted(archive.namelist()) == ["color.png", "manifest.json", "outline.png"]
        assert json.loads(archive.read("manifest.json")) == MADE
        assert pixels(archive.read("color.png"))[0] == 192
        size, rows = pixels(archive.read("outline.png"))
    assert size == 32
    assert {row[at : at + 3] for row in rows for at in range(0, 128, 4) if row[at + 3]} == {b"\xff\xff\xff"}
    assert package(MADE) == packed


def pixels(png: bytes) -> tuple[int, list[bytes]]:
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (width, depth, kind) == (height, 8, 6)
    start = png.index(b"IDAT") + 4
    data = zlib.decompress(png[start : start + struct.unpack(">I", png[start - 8 : start - 4])[0]])
    step = width * 4 + 1
    return width, [data[at + 1 : at + step] for at in range(0, len(data), step)]


@pytest.mark.parametrize(
    ("app_id", "address", "says"),
    [
        (APP, "", "WARMLINE_PUBLIC_URL"),
        (APP, "http://warmline.example", "WARMLINE_PUBLIC_URL"),
        (APP, "warmline.example", "WARMLINE_PUBLIC_URL"),
        ("", SITE, "TEAMS_APP_ID"),
        ("my-bot", SITE, "TEAMS_APP_ID"),
    ],
)
def test_a_manifest_that_nobody_could_use_is_refused_with_a_sentence(app_id: str, address: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        manifest(app_id, address, LINES, "1.0.0")
