"""The programs of other makers, started once for all tests here; each test file starts its own Warmline beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.slack.manifest import SCOPES
from tests.processes import free_port
from tests.third_party.parts import is_up, start_emulate, start_teams_client
from tests.third_party.slack_person import APP, SlackTeam
from tests.third_party.teams_person import TeamsSeat

BOT_TOKEN = "xoxb-local-test"
READER = "xoxb-reader"
SECOND_TENANT = "99999999-8888-7777-6666-555555555555"
CLIENT_ID, CLIENT_SECRET = "111.222", "s3cret"


@dataclass(frozen=True)
class Slack:
    """Slack's stand-in, and the ports at which its tests put Warmline and the tap (its OAuth knows the former)."""

    team: SlackTeam
    warmline_port: int
    tap_port: int


@pytest.fixture(scope="session")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slack]:
    """Emulate, with exactly the scopes that our manifest asks for."""
    port, warmline_port = free_port(), free_port()
    process = start_emulate(port, _seed(warmline_port), tmp_path_factory.mktemp("emulate"))
    yield Slack(SlackTeam(f"http://127.0.0.1:{port}", READER), warmline_port, free_port())
    process.kill()


@pytest.fixture(scope="session")
def seats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TeamsSeat, TeamsSeat]]:
    """Bea and Dora of two tenants, each at a client of their own that runs through all tests."""
    folder = tmp_path_factory.mktemp("clients")
    found = _seat("Bea", "11111111-2222-3333-4444-555555555555", 1), _seat("Dora", SECOND_TENANT, 2)
    running = [
        start_teams_client(s.port, f"http://127.0.0.1:{s.entry}/api/messages", s.service_url, s.config(), folder)
        for s in found
    ]
    try:
        for seat, client in zip(found, running, strict=True):
            is_up(client, seat.port)
        yield found
    finally:
        for client in running:
            client.kill()


def _seat(name: str, tenant: str, number: int) -> TeamsSeat:
    return TeamsSeat(name, tenant, f"aaaaaaaa-0000-4000-8000-{number:012}", free_port(), free_port(), free_port())


def _seed(warmline_port: int) -> dict[str, Any]:
    app = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "app_id": APP,
        "name": "Warmline",
        "bot_name": "warmline",
        "redirect_uris": [f"http://127.0.0.1:{warmline_port}/slack/oauth_redirect"],
        "scopes": list(SCOPES),
    }
    names = ("alice", "bob", "carl", "mia")
    return {
        "slack": {
            "team": {"name": "Peer Network", "domain": "peers"},
            "users": [{"name": name, "email": f"{name}@{name}-works.example"} for name in names],
            "oauth_apps": [app],
            "tokens": [
                {"token": BOT_TOKEN, "user": "warmline", "scopes": list(SCOPES)},
                {"token": READER, "user": "warmline", "scopes": [*SCOPES, "im:history", "channels:history"]},
            ],
            "strict_scopes": True,
        }
    }
