"""Slack's own samples of payloads, whole and with every field taken away: answered, never tripped over."""

import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.edge import Malformed
from adapters.slack.incoming import read
from tests.slack.world import DATA, World

SAMPLES = DATA / "json-logs" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="Slack's samples are not in ../shared/data")
PATHS = sorted(SAMPLES.rglob("*.json"))
FORM = "application/x-www-form-urlencoded"
WORDS = "canary words"
ODD: tuple[Any, ...] = (None, [], {}, "", 7, True, "x" * 300, [None], {"a": []})


def filled(path: Path) -> dict[str, Any]:
    """The sample with the ids that Slack always sends; every other text is a canary."""
    sample: dict[str, Any] = _fill(json.loads(path.read_text()))
    is_event = path.parent.name == "events"
    ids = {"team_id": "T1", "user_id": "U1", "event_id": "Ev1", "api_app_id": "A1", "enterprise_id": "E1"}
    sample |= {name: value for name, value in ids.items() if name in sample}
    for name, value in {"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}}.items():
        if name in sample and isinstance(sample[name], dict):
            sample[name] |= value
    if is_event and isinstance(sample.get("event"), dict):
        sample["type"] = "event_callback"
        event = sample["event"]
        event |= {name: value for name, value in {"user": "U1", "channel": "C1"}.items() if name in event}
        sample["authorizations"] = [{"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": False}]
    return sample


def _fill(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _fill(child, key) for key, child in value.items()}
    if isinstance(value, list):
        return [_fill(child, name) for child in value]
    return WORDS if value == "" and name not in ("type", "tab") else value


def body(path: Path, sample: dict[str, Any]) -> tuple[bytes, str]:
    """As it travels."""
    if path.parent.name == "events":
        return json.dumps(sample).encode(), "application/json"
    if path.parent.name == "slash-commands":
        return urlencode({name: value for name, value in sample.items() if isinstance(value, str)}).encode(), FORM
    return urlencode({"payload": json.dumps(sample)}).encode(), FORM


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
async def test_a_sample_is_taken_or_refused_but_never_a_fault(
    one_team: World, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        status, _ = await one_team.send(*body(path, filled(path)))
    assert status in (200, 400)
    assert WORDS not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_sample_with_any_field_missing_or_odd_is_read_or_refused(path: Path) -> None:
    sample = filled(path)
    for inside in (sample, *(value for value in sample.values() if isinstance(value, dict))):
        for name in list(inside):
            kept = inside.pop(name)
            for odd in ODD:
                inside[name] = odd
                _read(sample)
            del inside[name]
            _read(sample)
            inside[name] = kept


def _read(sample: dict[str, Any]) -> None:
    try:
        read(sample)
    except Malformed:
        return


async def test_odd_payloads_get_through_the_whole_road(one_team: World) -> None:
    for path in PATHS[::12]:
        sample = filled(path)
        for name in sample:
            for odd in ODD[:2]:
                status, _ = await one_team.send(*body(path, sample | {name: odd}))
                assert status in (200, 400), (path.stem, name, odd)
