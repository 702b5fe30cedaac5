"""`/metrics` and the log: facts that help to run it, for nobody but the operator, and never a person in them."""

import asyncio
import io
import json
import logging
import re
import shutil
from dataclasses import replace
from pathlib import Path

import promql_parser
import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Engine

from adapters.log import FORMS, Structured
from adapters.metrics import Metrics, Waiting, action_of, metrics_token
from adapters.port import SettingsError
from adapters.settings import Settings, read_settings
from adapters.web import make_app
from adapters.wiring import build, utc_now
from bot.ports import Due
from bot.turn import Request, Sender
from storage.database import SqlDatabase
from storage.engine import open_engine
from tests.databases import KEYS
from tests.oracle import Oracle
from tests.processes import WARMLINE, Process, free_port, get, warmline
from tests.test_both_platforms import ask
from tests.town import CAST, TENANT, Town, settings_for

OPERATING = (Path(__file__).parent.parent / "docs/operating.md").read_text()
TOKEN = "a-token-of-twenty-signs"


async def scrape(settings: Settings, **headers: str) -> tuple[int, str]:
    house = build(settings)
    async with (
        TestClient(TestServer(make_app(house, with_worker=False))) as client,
        client.get("/metrics", headers=headers) as answer,
    ):
        found = answer.status, await answer.text()
    house.database.engine.dispose()
    return found


async def test_a_start_for_oneself_shows_them_and_one_with_a_public_address_does_not(
    engine: Engine, tmp_path: Path
) -> None:
    own = settings_for(engine, {}, tmp_path, 3978)
    status, text = await scrape(own)
    assert status == 200
    assert "warmline_database_up 1.0" in text
    assert (await scrape(replace(own, public_url="https://peers.example")))[0] == 404
    assert (await scrape(replace(own, host="0.0.0.0")))[0] == 404  # noqa: S104 - nothing listens there in a test


async def test_with_a_token_only_its_bearer_sees_them(engine: Engine, tmp_path: Path) -> None:
    settings = settings_for(engine, {"WARMLINE_METRICS_TOKEN": TOKEN}, tmp_path, 3978)
    public = replace(settings, public_url="https://peers.example")
    for wrong in ({}, {"Authorization": "Bearer no"}, {"Authorization": TOKEN}, {"Authorization": "Bearer é"}):
        assert (await scrape(public, **wrong))[0] == 401
    assert (await scrape(public, Authorization=f"Bearer {TOKEN}"))[0] == 200


async def test_a_token_in_no_known_letters_is_refused(engine: Engine, tmp_path: Path) -> None:
    house = build(settings_for(engine, {"WARMLINE_METRICS_TOKEN": TOKEN}, tmp_path, 3978))
    async with TestServer(make_app(house, with_worker=False)) as server:
        reader, writer = await asyncio.open_connection(server.host, server.port)
        writer.write(b"GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\r\nConnection: close\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 401")
        writer.close()
    house.database.engine.dispose()


@pytest.mark.parametrize("token", ["short", "with a line\nbreak in it", "ümlaute-sind-nicht-einfach"])
def test_a_token_that_could_be_guessed_or_not_be_sent_stops_the_start(token: str) -> None:
    with pytest.raises(SettingsError, match="WARMLINE_METRICS_TOKEN"):
        metrics_token(read_settings({"WARMLINE_METRICS_TOKEN": token}))


@pytest.mark.parametrize(
    ("request_", "label"),
    [
        (Request(Sender("slack", "T", "U"), line="/ask anything"), "ask"),
        (Request(Sender("slack", "T", "U"), action="ask.post"), "ask.post"),
        (Request(Sender("slack", "T", "U"), line="Who is Ada Ash?"), "other"),
        (Request(Sender("slack", "T", "U"), action="x" * 500), "other"),
        (Request(Sender("slack", "T", "U")), "other"),
    ],
)
def test_what_people_send_makes_no_new_label(request_: Request, label: str) -> None:
    assert action_of(request_) == label


async def test_a_story_on_both_platforms_is_counted_and_names_nobody(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="warmline")
    await ask(town, "alice", "How is the night, dear peers?", "Okta")
    await town.wait_for(lambda: "dear peers" in town.bea.screen())
    async with town.world.stage.session().get(f"{town.world.app_url}/metrics") as answer:
        text = await answer.text()
    counted = dict(re.findall(r"^(\w+\{[^}]*\}|\w+) (\S+)$", text, re.MULTILINE))
    assert counted['warmline_turns_total{action="ask",outcome="Form",platform="slack"}'] == "1.0"
    assert float(counted['warmline_deliveries_total{outcome="shown",platform="teams"}']) >= 1
    assert counted['warmline_deliveries_total{outcome="Unreachable",platform="teams"}'] == "0.0"
    assert float(counted['warmline_turn_seconds_count{platform="slack"}']) >= 2
    assert "warmline_outbox_late_seconds" in counted
    assert "process_resident_memory_bytes" in counted
    oracle = Oracle()
    for actor in CAST:
        oracle.plant(actor.name, [actor.name, actor.user, actor.tenant, actor.email, actor.company])
    oracle.plant("words", ["dear peers"])
    oracle.ready()
    lines = "\n".join(Structured().format(record) for record in caplog.records if record.name.startswith("warmline"))
    assert lines.count("turn=") >= 2
    assert oracle.search("metrics", text) == []
    assert oracle.search("log", lines) == []


def test_without_a_database_they_say_so_and_go_on() -> None:
    nowhere = SqlDatabase(open_engine(f"postgresql+psycopg://127.0.0.1:{free_port()}/nowhere"), KEYS)
    found = {metric.name: metric.samples[0].value for metric in Waiting(nowhere, utc_now).collect()}
    assert found == {"warmline_database_connections": 0, "warmline_database_up": 0}


async def test_each_alert_of_the_operators_page_can_be_asked_and_compares_with_a_figure_that_is_there(
    engine: Engine, tmp_path: Path
) -> None:
    """PromQL says nothing where one side of it is missing, and what a scraper first sees as 1 has not grown for it."""
    _, text = await scrape(settings_for(engine, {}, tmp_path, 3978))
    kinds = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE))
    alerts = re.findall(r"^ +expr: (.+)$", OPERATING, re.MULTILINE)
    assert len(alerts) == OPERATING.count("- alert: ") == 5
    for expression in alerts:
        promql_parser.parse(expression)
        named = {one.removesuffix("_bucket") for one in re.findall(r"warmline_\w+", expression)}
        assert named
        assert named <= set(kinds)
    assert 'warmline_bugs_total{where="turn"} 0.0' in text


def test_each_bug_is_counted_where_it_happened() -> None:
    metrics = Metrics()
    metrics.turn(Request(Sender("slack", "T", "U"), line="help"), "Note", 0.1)
    metrics.turn(Request(Sender("slack", "T", "U"), line="help"), "bug", 0.1)
    metrics.sent("teams", "bug")
    with pytest.raises(LookupError), metrics.ringing(Due("c", "k", "ask.close", "")):
        raise LookupError
    places = "turn", "card", "timer"
    found = [metrics.registry.get_sample_value("warmline_bugs_total", {"where": place}) for place in places]
    assert found == [1, 1, 1]


def test_timers_and_failures_are_counted() -> None:
    metrics = Metrics()
    metrics.sent("slack", "TryLater")
    sample = metrics.registry.get_sample_value(
        "warmline_deliveries_total", {"platform": "slack", "outcome": "TryLater"}
    )
    assert sample == 1


def written(form: str, logger: str, *said: object, bug: bool = False) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(FORMS[form]())
    log = logging.getLogger(logger)
    log.addHandler(handler)
    try:
        if bug:
            try:
                raise ValueError("what Ada wrote")
            except ValueError:
                log.exception(*said)
        else:
            log.warning(*said)
    finally:
        log.removeHandler(handler)
    return stream.getvalue()


def test_structured_lines_are_one_object_each_with_their_facts() -> None:
    line = written("json", "warmline.test", "turn=%s platform=%s ms=%s", "abc", "slack", 12)
    found = json.loads(line)
    assert line.count("\n") == 1
    assert (found["turn"], found["platform"], found["ms"], found["level"]) == ("abc", "slack", "12", "warning")
    assert found["at"].endswith("+00:00")
    assert json.loads(written("json", "warmline.test", "line\none"))["message"] == "line\none"


@pytest.mark.parametrize("form", FORMS)
def test_what_an_exception_says_stays_out_of_the_log(form: str) -> None:
    line = written(form, "warmline.test", "it broke", bug=True)
    assert "Ada" not in line
    assert "ValueError" in line
    assert "test_metrics.py" in line


def test_another_form_of_log_stops_the_start(tmp_path: Path) -> None:
    told = warmline(["worker"], {"WARMLINE_LOG": "xml"}, tmp_path)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "WARMLINE_LOG" in told.stderr


def test_a_worker_alone_shows_its_own(tmp_path: Path, sqlite_template: Path) -> None:
    (tmp_path / "data").mkdir()
    shutil.copy(sqlite_template, tmp_path / "data" / "warmline.db")
    port = free_port()
    env = {"TEAMS_APP_ID": "app", "TEAMS_APP_PASSWORD": "password", "TEAMS_TENANT_ID": TENANT}
    worker = Process([*WARMLINE, "worker"], env | {"WARMLINE_METRICS_PORT": str(port)}, tmp_path, "worker")
    try:
        worker.answers(f"http://127.0.0.1:{port}/readyz")
        assert "warmline_outbox_late_seconds 0.0" in get(f"http://127.0.0.1:{port}/metrics")[1]
    finally:
        worker.stop()
