"""Settings: off, right, or wrong with a sentence that names the setting and where to find it."""

import pytest

from adapters.port import Ports, SettingsError
from adapters.slack.app import build
from adapters.slack.settings import read_settings
from tests.slack.world import FakeCore, FakeGrants

PORTS = Ports(FakeCore().run, FakeGrants(), listens_on_loopback=True)
TOKEN = {"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-1"}


@pytest.mark.parametrize("env", [{}, {"SLACK_SIGNING_SECRET": " "}, {"SLACK_API_URL": "http://127.0.0.1:1/api/"}])
def test_without_credentials_slack_stays_off(env: dict[str, str]) -> None:
    assert build(env, PORTS) is None


@pytest.mark.parametrize(
    "env",
    [
        TOKEN,
        TOKEN | {"SLACK_SIGNING_SECRET_PREVIOUS": "old"},
        {"SLACK_SIGNING_SECRET": "s", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c"},
        {"SLACK_APP_TOKEN": "xapp-1", "SLACK_BOT_TOKEN": "xoxb-1"},
    ],
)
def test_a_whole_set_builds(env: dict[str, str]) -> None:
    assert build(env, PORTS) is not None


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET is missing or empty"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "  "}, "SLACK_SIGNING_SECRET is missing or empty"),
        ({"SLACK_SIGNING_SECRET": "s"}, "set SLACK_BOT_TOKEN for one workspace"),
        ({"SLACK_SIGNING_SECRET_PREVIOUS": "s", "SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        (TOKEN | {"SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET is not"),
        (TOKEN | {"SLACK_CLIENT_SECRET": "c"}, "SLACK_CLIENT_ID is not"),
        (TOKEN | {"SLACK_BOT_TOKEN": "xoxp-1"}, "SLACK_BOT_TOKEN does not start with xoxb-"),
        (TOKEN | {"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN does not start with xapp-"),
        (TOKEN | {"SLACK_API_URL": "http://slack.example/api/"}, "https://"),
        (TOKEN | {"SLACK_API_URL": "ftp://127.0.0.1/"}, "https://"),
        (TOKEN | {"SLACK_API_URL": "https://a:b@slack.example/"}, "SLACK_API_URL"),
        (TOKEN | {"SLACK_API_URL": "https://slack.example:x/"}, "SLACK_API_URL"),
        (TOKEN | {"SLACK_API_URL": "https://slack.example/?a=b"}, "SLACK_API_URL"),
        (TOKEN | {"SLACK_API_URL": "slack"}, "SLACK_API_URL"),
    ],
)
def test_half_a_set_stops_the_start_with_a_sentence(env: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError) as stopped:
        build(env, PORTS)
    assert words in str(stopped.value)
    assert str(stopped.value).endswith(".")


@pytest.mark.parametrize(
    ("api_url", "authorize_url"),
    [
        ("", "https://slack.com/oauth/v2/authorize"),
        ("http://localhost:4003/api/", "http://localhost:4003/oauth/v2/authorize"),
        ("http://localhost:4003/api", "http://localhost:4003/oauth/v2/authorize"),
        ("http://[::1]:4003/slack/api/", "http://[::1]:4003/slack/oauth/v2/authorize"),
    ],
)
def test_slack_s_install_page_lies_beside_its_api(api_url: str, authorize_url: str) -> None:
    settings = read_settings(TOKEN | {"SLACK_API_URL": api_url})
    assert settings is not None
    assert settings.authorize_url == authorize_url
    assert settings.api_url.endswith("/")
