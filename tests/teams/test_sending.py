"""Cards of the outbox: where they go, what the connector's errors mean, and that our token goes nowhere else."""

import asyncio
import json
from itertools import product
from typing import Any

import aiohttp
import pytest

from adapters.teams.address import Address, Ref
from adapters.teams.connector import Connector
from adapters.teams.hosts import ServiceHosts
from adapters.teams.settings import read
from adapters.teams.signin import SignIn
from bot.ports import Place
from bot.turn import Gone, Paced, TryLater, Unreachable
from bot.views import Card
from tests.example_views import BUTTONS
from tests.teams.fakes import APP, BEA, TENANT, Bench, Scripted, Service, bench, elements, press, service, words

CARD = Card("New answer", (BUTTONS,), "Ann answered")


def place(b: Bench, conversation: str = "a:bea", user: str = "29:bea") -> Place:
    return Place("teams", TENANT, BEA, Address(b.service.url, conversation, user).text())


def error(status: int, code: str = "", **headers: str) -> Scripted:
    return Scripted(status, {"error": {"code": code}} if code else {}, headers)


async def test_a_card_is_posted_and_then_edited_in_place() -> None:
    async with bench() as b:
        ref = await b.adapter.send(place(b), CARD, "")
        assert await b.adapter.send(place(b), CARD, ref) == ref
        posted, edited = b.service.calls
        assert (posted.method, posted.path) == ("POST", "/teams/v3/conversations/a:bea/activities")
        assert (edited.method, edited.path) == ("PUT", "/teams/v3/conversations/a:bea/activities/m1")
        assert posted.body == edited.body
        assert posted.body["summary"] == "Ann answered"
        button = press(posted.body, "Withdraw")["card"]["actions"][0]
        assert button["data"]["warmline"]["sent"] is True
        assert all(call.authorization == "Bearer ours-1" for call in b.service.calls)


async def test_a_person_without_a_chat_gets_one_opened_once() -> None:
    async with bench() as b:
        for _ in range(2):
            ref = await b.adapter.send(place(b, conversation=""), CARD, "")
        assert json.loads(ref)["c"] == "a:opened"
        opened = b.service.calls[0]
        assert opened.path == "/teams/v3/conversations"
        assert opened.body == {
            "bot": {"id": f"28:{APP}"},
            "members": [{"id": "29:bea"}],
            "isGroup": False,
            "tenantId": TENANT,
            "channelData": {"tenant": {"id": TENANT}},
        }
        assert len(b.service.calls) == 3


async def test_a_channel_is_addressed_by_its_conversation() -> None:
    async with bench() as b:
        where = Place("teams", TENANT, "", json.dumps({"s": b.service.url, "c": "19:c@thread.tacv2"}))
        await b.adapter.send(where, CARD, "")
        assert b.service.calls[0].path == "/teams/v3/conversations/19:c@thread.tacv2/activities"
        assert "New answer" in words(b.service.calls[0].body)


@pytest.mark.parametrize("address", ["", "x", "[]", "{}", '{"s":"","c":"a"}', '{"s":1,"c":"a"}', "null"])
async def test_without_an_address_a_person_is_unreachable(address: str) -> None:
    async with bench() as b:
        with pytest.raises(Unreachable, match="not_installed"):
            await b.adapter.send(Place("teams", TENANT, BEA, address), CARD, "")
        with pytest.raises(Unreachable, match="not_installed"):
            await b.adapter.send(place(b, "", ""), CARD, "")


@pytest.mark.parametrize("ref", ["x", "{}", '{"c":"a:bea","a":""}', '{"c":1,"a":"m"}'])
async def test_a_reference_that_names_nothing_is_gone(ref: str) -> None:
    async with bench() as b:
        with pytest.raises(Gone):
            await b.adapter.send(place(b), CARD, ref)
        assert b.service.calls == []


ERRORS: list[tuple[Scripted, type[Exception], str]] = [
    (error(403, "MessageWritesBlocked"), Unreachable, "blocked"),
    (error(403, "ForbiddenOperationException"), Unreachable, "not_installed"),
    (error(403, "BotNotInConversationRoster"), Unreachable, "not_installed"),
    (error(403), Unreachable, "refused_403"),
    (error(404, "ConversationNotFound"), Unreachable, "conversation_gone"),
    (error(400, "BadSyntax"), Unreachable, "refused_400"),
    (error(413, "MessageSizeTooBig"), Unreachable, "too_large"),
    (error(302, Location="https://evil.example/"), Unreachable, "refused_302"),
    (error(500), TryLater, "5.0 s"),
    (error(503, **{"Retry-After": "7"}), TryLater, "7.0 s"),
    (error(429, **{"Retry-After": "17"}), TryLater, "17.0 s"),
    (error(429, **{"Retry-After": "999999"}), TryLater, "3600.0 s"),
]


@pytest.mark.parametrize(("said", "kind", "text"), ERRORS, ids=[f"{row[0].status} {row[2]}" for row in ERRORS])
async def test_what_the_connectors_errors_mean(said: Scripted, kind: type[Exception], text: str) -> None:
    async with bench() as b:
        b.service.script = [said]
        with pytest.raises(kind, match=text):
            await b.adapter.send(place(b), CARD, "")
        assert len(b.service.calls) == 1
        with pytest.raises(Gone) if said.status == 404 else pytest.raises(kind):
            b.service.script = [said]
            await b.adapter.send(place(b), CARD, Ref("a:bea", "m1").text())


class Sleeper:
    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


async def connector(far: Service, session: aiohttp.ClientSession, sleep: Sleeper) -> Connector:
    settings = read(far.settings(), listens_on_loopback=True)
    assert settings
    return Connector(session, SignIn(session, settings), settings.hosts, settings.app_id, sleep)


async def test_a_busy_connector_is_asked_again_a_little_later() -> None:
    sleep = Sleeper()
    async with service() as far, aiohttp.ClientSession() as session:
        far.script = [error(429, **{"Retry-After": "1"}), error(412)]
        assert await (await connector(far, session, sleep)).post(far.url, "a:bea", {}) == "m3"
        assert sleep.slept[0] == 1.0
        assert 0.5 <= sleep.slept[1] <= 1.5
        far.script = [error(502), error(504), error(429)]
        with pytest.raises(TryLater) as later:
            await (await connector(far, session, sleep)).post(far.url, "a:bea", {})
        assert (later.value.seconds, later.value.scope) == (5.0, "")


async def test_a_token_that_is_refused_is_replaced_once() -> None:
    async with bench() as b:
        b.service.script = [error(401)]
        await b.adapter.send(place(b), CARD, "")
        assert [call.authorization for call in b.service.calls] == ["Bearer ours-1", "Bearer ours-2"]
        b.service.script = [error(401), error(401)]
        with pytest.raises(TryLater):
            await b.adapter.send(place(b), CARD, "")


async def test_a_failed_sign_in_waits_and_is_not_hammered() -> None:
    async with bench() as b:
        b.service.sign_in_status = 401
        for _ in range(5):
            with pytest.raises(TryLater):
                await b.adapter.send(place(b), CARD, "")
        assert len(b.service.sign_ins) == 1
        assert b.service.calls == []


async def test_one_chat_gets_seven_cards_a_second_and_other_chats_do_not_wait() -> None:
    async with bench() as b:
        for _ in range(7):
            await b.adapter.send(place(b), CARD, "")
        with pytest.raises(Paced) as paced:
            await b.adapter.send(place(b), CARD, "")
        assert 0 < paced.value.seconds <= 1
        await b.adapter.send(place(b, "a:ann"), CARD, "")
        assert len(b.service.calls) == 8


async def test_many_senders_sign_in_once() -> None:
    async with bench() as b:
        await asyncio.gather(*(b.adapter.send(place(b, f"a:{n}"), CARD, "") for n in range(30)))
        assert len(b.service.sign_ins) == 1


async def test_a_token_is_replaced_five_minutes_before_its_end() -> None:
    now = [0.0]
    async with service() as far, aiohttp.ClientSession() as session:
        settings = read(far.settings(), listens_on_loopback=True)
        assert settings
        sign_in = SignIn(session, settings, lambda: now[0])
        for now[0] in (1.0, 3299.0, 3302.0, 6000.0):
            await sign_in.headers()
        assert len(far.sign_ins) == 2


async def test_a_connector_that_cannot_be_reached_is_tried_later() -> None:
    async with bench(TEAMS_SERVICE_HOSTS="http://127.0.0.1:9") as b:
        where = Place("teams", TENANT, BEA, Address("http://127.0.0.1:9/", "a:bea").text())
        with pytest.raises(TryLater):
            await b.adapter.send(where, CARD, "")


HOST = "smba.trafficmanager.net"
TRICKS = [
    f"{scheme}{before}{host}{after}"
    for scheme, before, host, after in product(
        ("https://", "http://", "HTTPS://", "https:", "//", "https:\\\\", "ftp://", " https://"),
        ("", "user@", "evil.example@", "evil.example#@", "xn--", "evil.example\\@"),
        (HOST, HOST + ".", HOST.upper(), "evil.example", "smba。trafficmanager。net", "ѕmba.trafficmanager.net"),
        ("/teams/",),
    )
    if (scheme, before, host) != ("https://", "", HOST)
] + [
    f"https://{HOST}{end}"
    for end in (
        ":443/", ":8443/", ":@evil.example/", ".evil.example/", "@evil.example/", "%2eevil.example/", "\\evil.example",
        "/?x=1", "/#f", "/../x", "/./x", "/x/..", "//evil.example", "/a//b", "/a%2e%2e", "/\n", "\n", "\t/", " /", "/é",
    )
] + [
    "https://2130706433/", "https://0x7f000001/", "https://127.1/", "http://127.0.0.1:9001/", "http://localhost/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/", "file:///etc/passwd", "", "/",
    f"https://evil-{HOST}/", f"https://evil.example/{HOST}", f"https://{HOST}@evil.example", "https://" + HOST * 40,
]  # fmt: skip


def test_there_are_two_hundred_tricks() -> None:
    assert len(TRICKS) >= 200


async def test_no_trick_with_an_address_opens_a_socket() -> None:
    class NoSession:
        """Stands where the session is: whoever asks it for anything has failed the test."""

        def __getattr__(self, name: str) -> Any:
            raise AssertionError("a socket would have been opened")

    settings = read({"TEAMS_APP_ID": "a", "TEAMS_APP_PASSWORD": "b", "TEAMS_TENANT_ID": "c"}, listens_on_loopback=True)
    assert settings
    session: Any = NoSession()
    sender = Connector(session, SignIn(session, settings), settings.hosts, "a")
    for trick in TRICKS:
        with pytest.raises(Unreachable, match="address_not_allowed"):
            await sender.post(trick, "a:bea", {})
        with pytest.raises(Unreachable, match="address_not_allowed"):
            await sender.open_chat(trick, TENANT, "29:bea")


@pytest.mark.parametrize("path", ["", "/", "/teams/", "/emea/11111111-2222-3333-4444-555555555555/"])
def test_real_addresses_are_allowed(path: str) -> None:
    assert ServiceHosts().allows(f"https://{HOST}{path}")


async def test_ids_cannot_leave_their_place_in_the_path() -> None:
    async with bench() as b:
        await b.adapter.send(place(b, "../../evil?x=1#"), CARD, "")
        assert b.service.calls[0].path == "/teams/v3/conversations/../../evil?x=1#/activities"
        assert elements(b.service.calls[0].body)
