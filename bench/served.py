"""Everything that answers: the far side, the bare servers, and `warmline serve` with a small community."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from adapters import importing, operate
from adapters.opening import open_database
from adapters.settings import read_settings
from adapters.wiring import utc_now
from bench.processes import LOAD_CORE, SERVER_CORE, Server, free_port, running
from bench.wire import APP, SECRET, SLACK_USER, TEAM, TEAMS_USER, TENANT, BotService
from bot.app import new_id
from bot.model import Answer, Ask, AskStatus
from storage import migrate
from storage.database import SqlDatabase

COMMUNITY = "CIO Circle"
PEERS = 200
ANSWERS = 6
WORDS = "We moved two years ago. Plan the identity work first, and keep the old directory read-only for a quarter."


@dataclass(frozen=True)
class Served:
    """What runs."""

    far: Server
    bare: Server
    bolt: Server
    post: Server
    warmline: Server
    service: BotService
    ask_id: str

    @property
    def far_url(self) -> str:
        """Where the far side is."""
        return f"http://127.0.0.1:{self.far.port}"


@contextlib.contextmanager
def everything(folder: Path) -> Iterator[Served]:
    """Starts it all; the servers under test share one core, of which only one is ever busy."""
    far_port = free_port()
    far_url = f"http://127.0.0.1:{far_port}"
    service = BotService(f"{far_url}/teams")
    with contextlib.ExitStack() as stack:

        def start(command: list[str], port: int, core: int, env: dict[str, str]) -> Server:
            return stack.enter_context(running(command, port, core, folder / "servers.log", env))

        key = json.dumps(service.public_key())
        far = start(["-m", "bench.far", str(far_port)], far_port, LOAD_CORE, {"BENCH_KEY": key})
        bare, bolt, post = (
            start(["-m", "bench.bare", name, str(port)], port, SERVER_CORE, {"BENCH_FAR": far_url})
            for name, port in (("bare", free_port()), ("bolt", free_port()), ("post", free_port()))
        )
        port = free_port()
        env = environment(folder, far_url, port)
        ask_id = prepare(env, folder)
        warmline = start(["-c", "from adapters.cli import main; main(['serve'])"], port, SERVER_CORE, env)
        yield Served(far, bare, bolt, post, warmline, service, ask_id)


def environment(folder: Path, far_url: str, port: int) -> dict[str, str]:
    """The settings of the measured server: both platforms, SQLite, everything else as it comes."""
    return {
        "WARMLINE_DATA_DIR": str(folder),
        "WARMLINE_DATABASE_URL": f"sqlite:///{folder / 'warmline.db'}",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_API_URL": f"{far_url}/slack/api/",
        "TEAMS_APP_ID": APP,
        "TEAMS_APP_PASSWORD": "made-up",
        "TEAMS_TENANT_ID": TENANT,
        "TEAMS_OPENID_METADATA_URL": f"{far_url}/teams/metadata",
        "TEAMS_TOKEN_URL": f"{far_url}/teams/token",
        "TEAMS_SERVICE_HOSTS": far_url,
    }


def prepare(env: dict[str, str], folder: Path) -> str:
    """A migrated database with a community; the id of a question that both senders may read."""
    database = open_database(read_settings(env))
    migrate.upgrade(database.engine)
    operate.create_community(database, COMMUNITY, [("slack", TEAM), ("teams", TENANT)])
    file = folder / "members.csv"
    operate.write_csv(file, [_member(number) for number in range(PEERS)])
    refused = [verdict for verdict in importing.import_file(database, "members", COMMUNITY, file) if verdict.reason]
    if refused:
        raise RuntimeError(f"the made-up members were refused: {refused[0].reason}")
    ask_id = _ask(database)
    database.engine.dispose()
    return ask_id


def _member(number: int) -> dict[str, str]:
    user = {0: f"slack:{TEAM}:{SLACK_USER}", 1: f"teams:{TENANT}:{TEAMS_USER}"}
    return {
        "name": f"Peer {number}",
        "title": "CIO",
        "company": f"Company {number}",
        "email": f"peer{number}@company{number}.example",
        "accounts": user.get(number, f"slack:{TEAM}:U{number:04}"),
        "stack": "Okta",
    }


def _ask(database: SqlDatabase) -> str:
    now = utc_now()
    with database.writing() as transaction:
        community = transaction.communities.named(COMMUNITY)
        assert community is not None
        store = transaction.store(community)
        vendor = store.vendors.named("Okta")
        assert vendor is not None
        peers = [member.id for member in store.members.using(vendor.id)]
        closes = now + timedelta(days=7)
        ask = Ask(new_id(), peers[0], vendor.id, "How long did your move take?", AskStatus.OPEN, now, closes)
        store.asks.add(ask)
        store.matching.give(ask.id, {"": peers[1:]})
        for peer in peers[1 : 1 + ANSWERS]:
            store.asks.add_answer(Answer(new_id(), ask.id, peer, f"{WORDS} {peer}", now))
    return ask.id
