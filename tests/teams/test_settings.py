"""A wrong setting stops the start with a sentence that says how to mend it."""

import pytest

from adapters.port import Ports, SettingsError
from adapters.teams.app import build
from tests.teams.fakes import Core, NoGrants

GOOD = {"TEAMS_APP_ID": "id", "TEAMS_APP_PASSWORD": "hidden-word", "TEAMS_TENANT_ID": "t"}


def start(env: dict[str, str], *, loopback: bool = True) -> object:
    return build(env, Ports(Core().run, NoGrants(), loopback))


@pytest.mark.parametrize("env", [{}, {"TEAMS_APP_ID": " "}, {"TEAMS_SERVICE_HOSTS": "a.example"}])
def test_unset_credentials_leave_teams_off(env: dict[str, str]) -> None:
    assert start(env) is None


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"TEAMS_SERVICE_HOSTS": "smba.trafficmanager.net, http://127.0.0.1:9000,http://[::1]:9"},
        {"TEAMS_TOKEN_URL": "http://localhost:1/token", "TEAMS_TENANT_ID": ""},
        {"TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK": "0"},
        {"TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK": "1", "TEAMS_APP_ID": "", "TEAMS_APP_PASSWORD": ""},
    ],
)
def test_good_settings_start(more: dict[str, str]) -> None:
    assert start(GOOD | more) is not None


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"TEAMS_APP_ID": ""}, "TEAMS_APP_ID missing"),
        ({"TEAMS_APP_PASSWORD": ""}, "TEAMS_APP_PASSWORD missing"),
        ({"TEAMS_TENANT_ID": ""}, "TEAMS_TENANT_ID missing"),
        ({"TEAMS_APP_PASSWORD": "", "TEAMS_TENANT_ID": ""}, "TEAMS_APP_PASSWORD and TEAMS_TENANT_ID"),
        ({"TEAMS_TOKEN_URL": "http://login.example/token"}, "TEAMS_TOKEN_URL"),
        ({"TEAMS_TOKEN_URL": "login.example"}, "TEAMS_TOKEN_URL"),
        ({"TEAMS_OPENID_METADATA_URL": "http://10.0.0.1/keys"}, "TEAMS_OPENID_METADATA_URL"),
        ({"TEAMS_OPENID_METADATA_URL": "https://me@login.example/keys"}, "TEAMS_OPENID_METADATA_URL"),
        ({"TEAMS_OPENID_METADATA_URL": "http://127.0.0.1:x/keys"}, "TEAMS_OPENID_METADATA_URL"),
        ({"TEAMS_SERVICE_HOSTS": "*.trafficmanager.net"}, "TEAMS_SERVICE_HOSTS"),
        ({"TEAMS_SERVICE_HOSTS": "https://smba.trafficmanager.net"}, "TEAMS_SERVICE_HOSTS"),
        ({"TEAMS_SERVICE_HOSTS": "http://example.com:80"}, "TEAMS_SERVICE_HOSTS"),
        ({"TEAMS_SERVICE_HOSTS": "http://127.0.0.1:9000/path"}, "TEAMS_SERVICE_HOSTS"),
        ({"TEAMS_SERVICE_HOSTS": "http://u@127.0.0.1:9000"}, "TEAMS_SERVICE_HOSTS"),
        ({"TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK": "yes"}, "TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK"),
    ],
)
def test_wrong_settings_stop_the_start(more: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError) as error:
        start(GOOD | more)
    assert says in str(error.value)
    assert "hidden-word" not in str(error.value)


def test_unsigned_activities_are_taken_on_loopback_only() -> None:
    with pytest.raises(SettingsError, match=r"HOST=127\.0\.0\.1"):
        start(GOOD | {"TEAMS_ACCEPT_UNSIGNED_ON_LOOPBACK": "1"}, loopback=False)


def test_the_password_is_in_no_printed_settings() -> None:
    from adapters.teams.settings import read

    assert "hidden-word" not in repr(read(GOOD, listens_on_loopback=True))
