"""The manifest fits Slack's own schema and this adapter."""

import json

import pytest
from jsonschema import Draft7Validator

from adapters.slack.app import EVENTS
from adapters.slack.install import REDIRECT
from adapters.slack.manifest import EVENTS as BOT_EVENTS
from adapters.slack.manifest import SCOPES, manifest
from tests.slack.world import DATA

SCHEMA = DATA / "manifest.schema.2.0.0.json"


@pytest.mark.skipif(not SCHEMA.is_file(), reason="Slack's schema is not in ../shared/data")
@pytest.mark.parametrize("switched_on", [True, False])
def test_the_manifest_fits_slack_s_schema(switched_on: bool) -> None:
    schema = json.loads(SCHEMA.read_text())
    made = manifest("https://warmline.example", switched_on, switched_on)
    assert made["settings"]["token_rotation_enabled"] is switched_on
    assert [error.message for error in Draft7Validator(schema).iter_errors(made)] == []


def test_the_manifest_leads_to_this_adapter() -> None:
    made = manifest("https://warmline.example/")
    text = json.dumps(made)
    assert text.count(f'"https://warmline.example{EVENTS}"') == 4
    assert made["oauth_config"]["redirect_urls"] == [f"https://warmline.example{REDIRECT}"]


def test_every_event_has_its_scope_and_every_scope_a_reason() -> None:
    needs = {"app_mention": "app_mentions:read", "app_home_opened": "", "app_uninstalled": "", "tokens_revoked": ""}
    needs |= {"user_change": "users:read"}
    assert set(needs) == set(BOT_EVENTS)
    assert {scope for scope in needs.values() if scope} <= set(SCOPES)
    assert all(reason.endswith(".") for reason in SCOPES.values())
    assert not any("history" in scope or "files" in scope for scope in SCOPES)
