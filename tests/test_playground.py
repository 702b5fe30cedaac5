"""The stand-ins speak the platforms' wire formats, and are as strict as they are."""

import ast
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import Actor, Cast, Channel, Workspace, demo_cast, members_rows
from playground.people import Person
from playground.slack import SIGNING_SECRET
from playground.slack_out import sign
from playground.world import World
from tests.playground_app import FORM, TEAMS_FORM, TinyApp, actions, block, button, card, modal, section

TENANT = "11111111-2222-3333-4444-555555555555"
AAD = "0a0a0a0a-0000-4000-8000-000000000001"
GUEST = "0a0a0a0a-0000-4000-8000-000000000002"
ACTORS = (
    Actor("slack", "T0001", "U0001", "Alma Brook", "alma@brook.example"),
    Actor("slack", "T0001", "U0002", "Bodo Fern", "bodo@fern.example"),
    Actor("slack", "T0001", "U0003", "Gus Visitor", "gus@visit.example", role="guest"),
    Actor("slack", "T0001", "U0004", "Sly Stranger", "sly@other.example", role="stranger", home="T0900"),
    Actor("teams", TENANT, AAD, "Cleo Marsh", "cleo@marsh.example"),
    Actor("teams", TENANT, GUEST, "Gia Visitor", "gia@visit.example", role="guest"),
)
SPACES = (
    Workspace("slack", "T0001", "North", (Channel("peers", "C0001"), Channel("other", "C0002", bot_in=False))),
    Workspace("teams", TENANT, "Fjord", (Channel("Peers", "peers"),)),
)
CAST = Cast(ACTORS, SPACES)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World(CAST)
    await world.start()
    yield world
    await world.stop()


@pytest.fixture
async def app(world: World) -> AsyncIterator[TinyApp]:
    app = TinyApp(world.settings())
    world.app_url = await app.start()
    yield app
    await app.stop()


@pytest.fixture
def alma(world: World) -> Person:
    return world.person("slack:T0001:U0001")


@pytest.fixture
def bodo(world: World) -> Person:
    return world.person("slack:T0001:U0002")


@pytest.fixture
def cleo(world: World) -> Person:
    return world.person(f"teams:{TENANT}:{AAD}")


# Slack


async def test_a_command_is_answered_to_the_person_alone(app: TinyApp, alma: Person, bodo: Person) -> None:
    assert await alma.type("hello") == "Hello there, see the page"
    assert alma.links() == {"the page": "https://x.example/a?b=1&c"}
    assert "Warmline (only you): Hello there" in alma.screen()
    assert "Hello" not in bodo.screen()
    sent = app.got[-1]
    assert (sent["command"], sent["text"], sent["channel_name"]) == ("/peers", "hello", "directmessage")
    history = await app.api("conversations.history", channel=sent["channel_id"])
    assert history["messages"] == []


async def test_a_modal_goes_through_errors_search_push_and_update(app: TinyApp, alma: Person) -> None:
    assert "Question*: ____" in await alma.type("form")
    await alma.submit()
    assert alma.dialog
    assert alma.dialog.errors == ["Please complete this required field."] * 3
    assert [g for g in app.got if g.get("type") == "view_submission"] == []
    assert await alma.suggest("Vendor", "okt") == ["Okta", "Oktopost"]
    await alma.fill({"Question": "short", "Vendor": "okta", "Ask as": "Anonymous"})
    await alma.press("Guide")
    assert alma.dialog.title == "Guide"
    await alma.press("Cancel")
    assert app.got[-1]["type"] == "block_actions"
    await alma.press("Send")
    assert alma.dialog.errors == ["Say more."]
    values = app.got[-1]["view"]["state"]["values"]
    assert values["vendor"]["vendor"]["selected_option"]["value"] == "Okta"
    assert values["as"]["as"]["selected_option"]["value"] == "anonymous"
    assert values["remark"]["remark"] == {"type": "plain_text_input", "value": None}
    await alma.fill({"Question": "What about it?"}, submit=True)
    assert alma.dialog.title == "Thanks"
    assert "Asked: What about it?" in alma.screen()


async def test_wrong_answers_to_a_submission_keep_the_form_open(app: TinyApp, alma: Person) -> None:
    await alma.type("form")
    await alma.fill({"Question": "wrong", "Vendor": "SAP", "Ask as": "Myself"}, submit=True)
    assert "trouble connecting" in alma.toast
    assert alma.dialog
    await alma.close()
    assert not alma.dialog
    assert app.got[-1]["type"] == "view_closed"


async def test_an_only_you_card_is_changed_through_its_address(app: TinyApp, alma: Person) -> None:
    await alma.type("card")
    assert await alma.press("Answer") == "Answered"
    assert alma.cards() == ["Answered"]
    sent = app.got[-1]
    assert sent["container"]["is_ephemeral"] is True
    assert "message" not in sent
    async with app.session.post(sent["response_url"], json={"text": "x"}) as response:
        assert response.status == 200
    for _ in range(3):
        async with app.session.post(sent["response_url"], json={"text": "x"}) as response:
            await response.read()
    async with app.session.post(sent["response_url"], json={"text": "x"}) as response:
        assert (response.status, (await response.json())["error"]) == (404, "used_url")


async def test_a_card_in_the_conversation_is_edited_in_place(app: TinyApp, alma: Person) -> None:
    await alma.type("dm")
    assert await alma.press("Answer", card="For you") == "Done"
    assert alma.cards() == ["Done"]
    assert app.got[-1]["message"]["text"] == "For you"
    with pytest.raises(AssertionError, match=r"no button 'Answer'(.|\n)*Alma Brook sees"):
        await alma.press("Answer")


async def test_home_shortcut_mention_and_events(app: TinyApp, world: World, alma: Person, bodo: Person) -> None:
    assert "Welcome home" in await alma.home()
    await alma.press("Ask")
    assert alma.dialog
    await alma.close()
    await alma.shortcut("ask")
    assert alma.dialog
    await alma.type("@Warmline here is my answer", where="#peers")
    assert app.got[-1]["event"]["type"] == "app_mention"
    assert app.got[-1]["event"]["text"].startswith("<@U0BOT0001> here")
    assert "@Warmline here is my answer" in bodo.screen()
    await alma.type("me too", where="peers", thread="here is my")
    assert app.got[-1]["event"]["thread_ts"]
    await world.slack_out.event("T0001", {"type": "user_change", "user": {"id": "U0002"}})
    assert app.got[-1]["event"]["type"] == "user_change"


async def test_events_are_told_again_until_they_are_taken(app: TinyApp, world: World, alma: Person) -> None:
    world.slack.event_retry_seconds = (0.0, 0.01, 0.02)
    app.status = 500
    await alma.home()
    await world.wait_for(lambda: len(app.got) == 4)
    assert [g.get("retry") for g in app.got] == [None, "1", "2", "3"]
    assert len({g["event_id"] for g in app.got}) == 1


async def test_slow_and_failing_commands_show_slacks_words(app: TinyApp, world: World, alma: Person) -> None:
    app.status = 500
    assert "http_service_error" in await alma.type("hello")
    world.slack.answer_seconds = 0.05
    world.slack.fail_next("views.open", hang=0.3)
    app.status = 200
    assert "operation_timeout" in await alma.type("form")
    assert "not a valid command" in await alma.type("/other thing")


def too_many(number: int) -> list[dict[str, Any]]:
    return [{"type": "divider"}] * number


@pytest.mark.parametrize(
    "blocks",
    [
        too_many(51),
        [section("x" * 3001)],
        [section("")],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [actions(button("x" * 76, "a"))],
        [actions(button("x", "a", "v" * 2001))],
        [actions(button("x", "a" * 256))],
        [actions(button("x", "a"), button("y", "a"))],
        [{"type": "divider", "block_id": "b"}, {"type": "divider", "block_id": "b"}],
        [{"type": "novelty"}],
        [{"type": "alert", "text": {"type": "plain_text", "text": "only in modals"}}],
        [actions(*(button("x", f"a{i}") for i in range(26)))],
    ],
)
async def test_slack_refuses_bad_blocks(app: TinyApp, blocks: list[dict[str, Any]]) -> None:
    answer = await app.api("chat.postMessage", channel="C0001", text="x", blocks=blocks)
    assert (answer["ok"], answer["error"]) == (False, "invalid_blocks")
    assert answer["response_metadata"]["messages"]


async def test_slack_refuses_options_and_lengths(app: TinyApp) -> None:
    option = {"text": {"type": "plain_text", "text": "x"}, "value": "v"}
    select = {"type": "static_select", "action_id": "s", "options": [option] * 101}
    assert (await app.api("chat.postMessage", channel="C0001", blocks=[actions(select)]))["error"] == "invalid_blocks"
    long = {**option, "text": {"type": "plain_text", "text": "x" * 76}}
    select["options"] = [long]
    assert (await app.api("chat.postMessage", channel="C0001", blocks=[actions(select)]))["error"] == "invalid_blocks"
    assert (await app.api("chat.postMessage", channel="C0001", text="x" * 40_001))["error"] == "msg_too_long"
    assert (await app.api("chat.postMessage", channel="C0001"))["error"] == "no_text"
    assert (await app.api("chat.postMessage", channel="C0404", text="x"))["error"] == "channel_not_found"
    assert (await app.api("chat.postMessage", channel="C0002", text="x"))["error"] == "not_in_channel"
    assert (await app.api("chat.update", channel="C0001", ts="1.1", text="x"))["error"] == "message_not_found"
    assert (await app.api("nothing.such"))["error"] == "unknown_method"
    app.token = "xoxb-unknown"
    assert (await app.api("auth.test"))["error"] == "invalid_auth"


async def test_views_are_guarded_by_triggers_hashes_and_the_stack(app: TinyApp, world: World, alma: Person) -> None:
    view = modal("A form", [section("x")])
    assert (await app.api("views.open", trigger_id="1.2", view=view))["error"] == "invalid_trigger_id"
    trigger = world.slack.trigger(alma.id)
    opened = await app.api("views.open", trigger_id=trigger, view=view)
    assert opened["ok"]
    assert (await app.api("views.open", trigger_id=trigger, view=view))["error"] == "exchanged_trigger_id"
    world.slack.trigger_seconds = -1
    late = world.slack.trigger(alma.id)
    assert (await app.api("views.open", trigger_id=late, view=view))["error"] == "expired_trigger_id"
    world.slack.trigger_seconds = 3
    view_id, old_hash = opened["view"]["id"], opened["view"]["hash"]
    assert (await app.api("views.update", view_id=view_id, hash=old_hash, view=view))["ok"]
    again = await app.api("views.update", view_id=view_id, hash=old_hash, view=view)
    assert again["error"] == "hash_conflict"
    pushed = [
        await app.api("views.push", trigger_id=world.slack.trigger(alma.id, view_id), view=view) for _ in range(3)
    ]
    assert [p.get("error") for p in pushed] == [None, None, "push_limit_reached"]


@pytest.mark.parametrize(
    "view",
    [
        {k: v for k, v in FORM.items() if k != "submit"},
        {k: v for k, v in FORM.items() if k != "title"},
        modal("x" * 25, [section("x")]),
        modal("x", too_many(101)),
        modal("x", [section("x")], private_metadata="x" * 3001),
        modal("x", [{"type": "markdown", "text": "not in modals"}]),
    ],
)
async def test_slack_refuses_bad_views(app: TinyApp, world: World, alma: Person, view: dict[str, Any]) -> None:
    answer = await app.api("views.open", trigger_id=world.slack.trigger(alma.id), view=view)
    assert answer["error"] == "invalid_arguments"


async def test_conversations_and_people_are_told_as_slack_tells_them(app: TinyApp) -> None:
    one = await app.api("conversations.open", users="U0001")
    assert one["channel"]["id"] == (await app.api("conversations.open", users=["U0001"]))["channel"]["id"] == "D0001"
    group = await app.api("conversations.open", users="U0001,U0002")
    assert group["channel"]["id"].startswith("G")
    assert group == await app.api("conversations.open", users="U0002,U0001")
    user = (await app.api("users.info", user="U0003"))["user"]
    assert (user["is_restricted"], user["profile"]["email"]) == (True, "gus@visit.example")
    stranger = (await app.api("users.info", user="U0004"))["user"]
    assert (stranger["team_id"], stranger["is_stranger"], "email" in stranger["profile"]) == ("T0900", True, False)
    assert (await app.api("conversations.open", users="U0004"))["error"] == "user_not_visible"
    assert (await app.api("users.lookupByEmail", email="BODO@fern.example"))["user"]["id"] == "U0002"
    assert (await app.api("conversations.info", channel="C0001"))["channel"]["is_ext_shared"] is False
    assert "U0BOT0001" in (await app.api("conversations.members", channel="C0001"))["members"]


async def test_methods_that_read_take_no_json(app: TinyApp) -> None:
    url, headers = app.settings["SLACK_API_URL"] + "users.info", {"Authorization": f"Bearer {app.token}"}
    async with app.session.post(url, json={"user": "U0001"}, headers=headers) as response:
        assert (await response.json())["error"] == "user_not_found"


async def test_faults_and_pacing(app: TinyApp, world: World) -> None:
    world.slack.fail_next("chat.postMessage", status=429, retry_after=2)
    answer = await app.api("chat.postMessage", channel="C0001", text="x")
    assert (answer["status"], answer["retry_after"], answer["error"]) == (429, "2", "ratelimited")
    world.slack.fail_next("chat.postMessage", error="is_archived")
    assert (await app.api("chat.postMessage", channel="C0001", text="x"))["error"] == "is_archived"
    world.slack.fail_next("chat.postMessage", status=500, done=True)
    assert (await app.api("chat.postMessage", channel="C0001", text="lost answer"))["status"] == 500
    assert "lost answer" in world.person("slack:T0001:U0001").screen()
    world.slack.pace.set(1.0, burst=2)
    sent = [await app.api("chat.postMessage", channel="C0001", text="x") for _ in range(3)]
    assert [s["status"] for s in sent] == [200, 200, 429]


async def test_removal_from_a_workspace_kills_the_token(app: TinyApp, world: World) -> None:
    await world.remove_from_slack("T0001")
    assert [g["event"]["type"] for g in app.got] == ["tokens_revoked", "app_uninstalled"]
    assert (await app.api("auth.test"))["error"] == "account_inactive"


async def test_an_install_by_oauth_gives_a_token_once(world: World) -> None:
    app = TinyApp(world.settings(oauth=True))
    world.app_url = await app.start()
    try:
        assert await world.install_slack("T0001") == 200
        assert app.installed["team"] == {"id": "T0001", "name": "North"}
        assert app.again["error"] == "invalid_code"
        app.token = app.installed["access_token"]
        assert (await app.api("auth.test"))["team_id"] == "T0001"
        assert (await app.api("users.info", user="U0001"))["error"] == "missing_scope"
        page = world.settings()["SLACK_API_URL"].removesuffix("api/") + "oauth/v2/authorize"
        query = {"client_id": "1000.2000", "redirect_uri": f"{app.url}/x", "state": '"><b>'}
        async with app.session.get(page, params=query) as response:
            text = await response.text()
        assert "Allow" in text
        assert '"><b>' not in text
    finally:
        await app.stop()


async def test_socket_mode_carries_commands_and_their_answers(app: TinyApp, world: World, alma: Person) -> None:
    app.token = "xapp-playground"
    address = (await app.api("apps.connections.open"))["url"]
    async with app.session.ws_connect(address) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        typed = asyncio.create_task(alma.type("hello"))
        envelope = await socket.receive_json()
        assert (envelope["type"], envelope["payload"]["text"]) == ("slash_commands", "hello")
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "By socket"}})
        assert await typed == "By socket"
    await world.wait_for(lambda: not world.slack_out.sockets.connected)


def test_the_signature_is_slacks() -> None:
    stamp = int(time.time())
    assert SignatureVerifier(SIGNING_SECRET).is_valid(b"a=1&b=2", str(stamp), sign(b"a=1&b=2", stamp))


# slack_sdk 3.47 sends the exchange of a code with an aiohttp class that aiohttp 3.14 has deprecated.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
async def test_slacks_own_client_understands_the_stand_in(app: TinyApp, world: World, alma: Person) -> None:
    client = AsyncWebClient(app.token, base_url=app.settings["SLACK_API_URL"], session=app.session)
    assert (await client.auth_test())["team_id"] == "T0001"
    place = (await client.conversations_open(users=["U0001", "U0002"], return_im=True))["channel"]
    assert place["is_mpim"] is True
    sent = await client.chat_postMessage(channel=place["id"], text="x", blocks=[section("To *both*")])
    await client.chat_update(channel=place["id"], ts=sent["ts"], text="y", blocks=[section("To you both")])
    assert "To you both" in alma.screen()
    await client.views_open(trigger_id=world.slack.trigger(alma.id), view=FORM)
    await client.views_publish(user_id="U0001", view={"type": "home", "blocks": [section("Home")]})
    assert (await client.users_info(user="U0002"))["user"]["real_name"] == "Bodo Fern"
    assert (await client.users_lookupByEmail(email="bodo@fern.example"))["user"]["id"] == "U0002"
    assert (await client.apps_connections_open(app_token="xapp-playground"))["url"].startswith("ws://127")
    with pytest.raises(SlackApiError, match="invalid_code"):
        await client.oauth_v2_access(client_id="1000.2000", client_secret="playground-client-secret", code="none")
    world.slack.fail_next("chat.postMessage", status=429, retry_after=3)
    with pytest.raises(SlackApiError) as late:
        await client.chat_postMessage(channel="C0001", text="x")
    assert (late.value.response.status_code, late.value.response.headers["Retry-After"]) == (429, "3")


# Teams


async def test_a_line_to_the_bot_is_answered_in_the_chat(app: TinyApp, cleo: Person) -> None:
    assert await cleo.type("hello") == "You said hello"
    sent = app.got[-1]
    assert (sent["channelId"], sent["conversation"]["conversationType"]) == ("msteams", "personal")
    assert sent["channelData"]["tenant"]["id"] == sent["conversation"]["tenantId"] == TENANT
    assert sent["from"]["aadObjectId"] == AAD
    assert sent["from"]["id"].startswith("29:")


async def test_in_a_channel_the_bot_hears_mentions_in_their_thread(app: TinyApp, cleo: Person) -> None:
    await cleo.type("hello", where="Peers")
    sent = app.got[-1]
    assert sent["text"] == "<at>Warmline</at> hello"
    assert ";messageid=" in sent["conversation"]["id"]
    assert sent["entities"][1]["text"] == "<at>Warmline</at>"
    assert "You said hello" in cleo.screen()
    await cleo.type("again", where="Peers", thread="You said hello")
    assert app.got[-1]["conversation"]["id"] == sent["conversation"]["id"]


async def test_a_card_answered_by_execute_changes_for_the_one_who_clicked(app: TinyApp, cleo: Person) -> None:
    assert "A card with *stars*" in await cleo.type("card")
    assert await cleo.press("Answer") == "Answered"
    assert app.got[-1]["value"]["action"]["data"] == {"id": "1"}
    message = cleo.conversations[0].messages[-1]
    await app.connector(
        "PUT", f"/{cleo.conversations[0].id}/activities/{message.id}", {"type": "message", "text": "New"}
    )
    assert cleo.cards() == ["New"]


async def test_a_bad_invoke_answer_makes_the_click_come_twice(app: TinyApp, cleo: Person) -> None:
    await cleo.type("card")
    app.status = 500
    assert "Something went wrong" in await cleo.press("Answer")
    assert [g["name"] for g in app.got if g["type"] == "invoke"] == ["adaptiveCard/action"] * 2


async def test_a_dialog_opens_checks_searches_and_ends_with_a_notice(app: TinyApp, cleo: Person) -> None:
    await cleo.type("card")
    await cleo.press("Open")
    assert cleo.dialog
    await cleo.submit()
    assert cleo.dialog.errors == ["Please ask."]
    assert await cleo.suggest("Vendor", "okt") == ["Okta", "Oktopost"]
    await cleo.fill({"Question": "short", "Vendor": "okta", "Ask as": "Anonymous"}, submit=True)
    assert app.got[-1]["value"]["data"] == {
        "do": "send",
        "question": "short",
        "vendor": "id-Okta",
        "as": "anonymous",
    }
    assert "Say more." in cleo.screen()
    await cleo.fill({"Question": "What about it?"})
    await cleo.press("Send")
    assert not cleo.dialog
    assert cleo.toast == "Asked: What about it?"


async def test_a_form_as_a_card_is_filled_in_and_sent(app: TinyApp, cleo: Person) -> None:
    await cleo.type("form")
    assert cleo.form
    assert cleo.form.fields == ["Question", "Vendor", "Ask as"]
    assert await cleo.fill({"Question": "Why?"}, submit=True) == "Got Why?"
    sent = app.got[-1]
    assert sent["value"] == {"do": "send", "question": "Why?", "as": "myself"}
    assert "text" not in sent


async def test_the_message_extension_searches_and_opens(app: TinyApp, world: World, cleo: Person) -> None:
    await cleo.shortcut("ask")
    assert cleo.dialog
    await cleo.close()
    found = await world.clients["teams"].search(cleo.actor, "find", "query", "okta")  # type: ignore[attr-defined]
    assert len(found) == 1


async def test_installing_and_removing_tell_the_bot(app: TinyApp, world: World, cleo: Person) -> None:
    await world.install(cleo)
    assert [(g["type"], g.get("action")) for g in app.got] == [
        ("installationUpdate", "add"),
        ("conversationUpdate", None),
    ]
    await world.uninstall(cleo)
    status, body = await app.send(app.got[0], text="Are you there?")
    assert (status, body["error"]["code"]) == (403, "MessageWritesBlocked")
    opening = {"members": [{"id": app.got[0]["from"]["id"]}], "tenantId": TENANT}
    status, body = await app.connector("POST", "", opening)
    assert (status, body["error"]["code"]) == (403, "ForbiddenOperationException")


async def test_the_app_is_told_once_where_it_is_installed(app: TinyApp, world: World) -> None:
    await world.announce(seconds=5)
    told = [(g["type"], g["conversation"]["conversationType"]) for g in app.got]
    personal, channel = [("installationUpdate", "personal"), ("conversationUpdate", "personal")], "channel"
    assert told == [*personal, *personal, ("installationUpdate", channel), ("conversationUpdate", channel)]
    await world.announce(seconds=5)
    assert len(app.got) == len(told)


async def test_the_connector_is_strict(app: TinyApp, world: World, cleo: Person) -> None:
    chat = cleo.conversations[0].id
    opening = {"isGroup": False, "members": [{"id": AAD}], "tenantId": TENANT}
    assert await app.connector("POST", "", opening) == (201, {"id": chat})
    assert (await app.connector("POST", "", {**opening, "isGroup": True}))[0] == 400
    status, sent = await app.connector("POST", f"/{chat}/activities", {"type": "message", "text": "x"})
    assert (status, cleo.cards()) == (201, ["x"])
    assert await app.connector("DELETE", f"/{chat}/activities/{sent['id']}") == (200, {})
    assert cleo.cards() == []
    assert (await app.connector("POST", "/a:none/activities", {"type": "message", "text": "x"}))[0] == 404
    assert (await app.connector("POST", f"/{chat}/activities", {"type": "message", "text": "x" * 60_000}))[0] == 413
    assert (await app.connector("PUT", f"/{chat}/activities/1", {"type": "message", "text": "x"}))[0] == 404
    world.teams.fail_next("POST activities", status=412)
    assert (await app.connector("POST", f"/{chat}/activities", {"type": "message", "text": "x"}))[0] == 412
    app._teams_token = "forged"
    assert (await app.connector("POST", "", opening))[0] == 401


@pytest.mark.parametrize(
    "bad",
    [
        {**card(block("x")), "version": "1.6"},
        card({"type": "Input.Rating", "id": "r"}),
        card({"type": "Container", "items": [{"type": "Carousel"}]}),
        card({"type": "Input.Text"}),
        card(TEAMS_FORM["body"][0], TEAMS_FORM["body"][0]),
        card(block("x"), actions=[{"type": "Action.Execute", "title": "No verb"}]),
        card(block("x"), actions=[{"type": "Action.Guess", "title": "x"}]),
        card({"type": "ColumnSet", "columns": [{"items": [{"type": "TextBlock"}]}]}),
    ],
)
async def test_teams_refuses_bad_cards(app: TinyApp, cleo: Person, bad: dict[str, Any]) -> None:
    place = {"conversation": {"id": cleo.conversations[0].id}}
    status, body = await app.send(place, bad)
    assert (status, body["error"]["code"]) == (400, "BadSyntax")


async def test_members_are_told_with_guests_marked(app: TinyApp, cleo: Person) -> None:
    status, member = await app.connector("GET", f"/{cleo.conversations[0].id}/members/{AAD}")
    assert (status, member["name"], member["givenName"], member["email"]) == (
        200,
        "Cleo Marsh",
        "Cleo",
        "cleo@marsh.example",
    )
    guest = cleo.stage.actor(f"teams:{TENANT}:{GUEST}")
    chat = next(c for c in cleo.stage.state.conversations.values() if c.members == [guest.id])
    _, member = await app.connector("GET", f"/{chat.id}/members/{GUEST}")
    assert (member["userRole"], "#EXT#" in member["userPrincipalName"]) == ("guest", True)
    assert (await app.connector("GET", f"/{chat.id}/members/{AAD}"))[0] == 404
    channel = cleo.conversations[1].id
    assert len((await app.connector("GET", f"/{channel}/pagedmembers"))[1]["members"]) == 1


async def test_a_new_signing_key_and_forged_tokens(app: TinyApp, world: World, cleo: Person) -> None:
    await cleo.type("one")
    await cleo.type("two")
    assert app.key_reads == 1
    world.teams.roll_key()
    assert await cleo.type("three") == "You said three"
    assert app.key_reads == 2
    activity = world.teams_out.activity(cleo.actor, cleo.conversations[0], "message")
    for claims in ({"exp": 1}, {"aud": "another"}, {"iss": "https://x.example"}, {"exp": None}):
        token = world.teams.token_for_app(**claims)
        assert (await world.teams_out.send(activity, token=token)).status == 401
    assert (await world.teams_out.send({**activity, "serviceUrl": "https://x.example/"})).status == 403


# The page's API, the file, the cast


async def call(world: World, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session:
        headers = {"X-Playground": "1", **headers}
        async with session.request(method, world.origin + path, json=body, headers=headers) as response:
            return response.status, await response.json()


async def test_the_page_drives_a_person_through_the_api(app: TinyApp, world: World) -> None:
    me = "/api/people/slack:T0001:U0001"
    people = (await call(world, "GET", "/api/people"))[1]
    assert people[0]["id"] == "slack:T0001:U0001"
    assert people[0]["workspace"] == "North"
    typed = {"conversation": "D0001", "text": "/peers card"}
    assert await call(world, "POST", f"{me}/type", typed) == (200, {"ok": True})
    shown = (await call(world, "GET", me))[1]["conversations"][0]
    message = shown["messages"][0]
    assert (message["only_you"], message["from_bot"], shown["kind"]) == (True, True, "app")
    row = message["blocks"][1]
    press = {"surface": "message", "conversation": "D0001", "message": message["id"], "block_id": row["block_id"]}
    press["action"] = row["elements"][0]
    assert await call(world, "POST", f"{me}/press", press) == (200, {"ok": True})
    assert (await call(world, "GET", me))[1]["conversations"][0]["messages"][0]["text"] == "Answered"
    gone = (await call(world, "POST", f"{me}/press", press))[1]
    assert gone == {"ok": False, "error": "That button is no longer there."}
    await call(world, "POST", f"{me}/type", {"conversation": "D0001", "text": "/peers form"})
    element = {**FORM["blocks"][2]["element"], "block_id": "vendor"}
    asked = {"surface": "dialog", "action": element, "query": "sa"}
    options = (await call(world, "POST", f"{me}/suggest", asked))[1]["options"]
    assert options[0]["text"] == "SAP"
    await call(world, "POST", f"{me}/submit", {"inputs": {}})
    dialog = (await call(world, "GET", me))[1]["dialog"]
    assert dialog["errors"]["question"] == "Please complete this required field."
    assert (dialog["title"], dialog["submit"], dialog["card"]) == ("Your question", "Send", None)
    await call(world, "POST", f"{me}/close", {})
    assert (await call(world, "GET", me))[1]["dialog"] is None


async def test_the_api_takes_only_the_page_on_this_machine(world: World) -> None:
    deed = "/api/people/slack:T0001:U0001/close"
    async with aiohttp.ClientSession() as session:
        async with session.post(world.origin + deed, json={}) as response:
            assert response.status == 403
        async with session.get(world.origin + "/api/people", headers={"Host": "evil.example"}) as response:
            assert response.status == 403
        async with session.get(world.origin + "/page/..%2Fcast.py") as response:
            assert response.status == 404
    assert (await call(world, "POST", "/api/people/slack:T0001:U9999/close", {}))[0] == 404
    with pytest.raises(ValueError, match="this machine only"):
        await World(CAST).start(host="0.0.0.0")  # noqa: S104 - what must be refused


async def test_the_stream_says_whose_screen_changed(app: TinyApp, world: World, alma: Person) -> None:
    async with app.session.get(world.origin + "/api/stream") as response:
        assert await response.content.readline() == b"retry: 1000\n"
        await alma.type("hello")
        text = b""
        while b"\n\n" not in text.lstrip():
            text += await response.content.readline()
        assert text.strip() == b'event: changed\ndata: {"person": "slack:T0001:U0001"}'


async def test_what_people_saw_is_read_back_from_the_file(app: TinyApp, tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    first = World(CAST, app_url=app.url, state=file)
    await first.start()
    app.settings = first.settings()
    await first.person("slack:T0001:U0001").type("card")
    await first.person(f"teams:{TENANT}:{AAD}").type("card")
    screens = [person.screen() for person in first.people]
    assert json.loads(file.read_text())  # It is there before the world is stopped.
    await first.stop()
    second = World(CAST, app_url=app.url, state=file)
    assert [person.screen() for person in second.people] == screens
    await second.start()
    app.settings = second.settings()
    assert await second.person(f"teams:{TENANT}:{AAD}").press("Answer") == "Answered"
    await second.stop()


async def test_the_traffic_is_recorded_both_ways(app: TinyApp, world: World, cleo: Person) -> None:
    await cleo.type("hello")
    seen = [(x.way, x.method, x.path.rpartition("/")[2], x.status) for x in world.traffic]
    assert seen[-1] == ("in", "POST", "activities", 201)
    assert ("out", "POST", "messages", 200) in seen
    assert "the playground signs" not in repr(world.traffic)


def test_the_demo_community_fits_the_contract() -> None:
    cast = demo_cast()
    rows = members_rows(cast)
    assert len(rows) == 24
    assert len({row["company"] for row in rows}) == 20
    assert [row["role"] for row in rows].count("manager") == 2
    assert {row["accounts"].split(":")[0] for row in rows if row["role"] == "manager"} == {"slack", "teams"}
    assert all(row["email"].endswith(".example") and 3 <= len(row["stack"].split(";")) <= 8 for row in rows)
    assert {row["size"] for row in rows} <= {"1-99", "100-999", "1000-9999", "10000+"}
    assert len({actor.id for actor in cast.actors}) == len(cast.actors)
    assert {actor.role for actor in cast.actors if actor not in cast.actors[:24]} == {"guest", "stranger"}


def test_the_playground_knows_only_the_wire_formats() -> None:
    allowed = {"aiohttp", "jwt", "cryptography", "playground"}
    foreign = {"bot", "storage", "adapters", "slack_sdk", "slack_bolt", "botbuilder", "sqlalchemy"}
    folder = Path(__file__).parent.parent / "playground"
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            tops = {name.partition(".")[0] for name in names}
            assert not tops & foreign, (file.name, tops)
            assert all(top in allowed or top in sys.stdlib_module_names for top in tops), (file.name, tops)
