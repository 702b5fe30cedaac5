"""What a person types, presses and submits in Slack, and where the answer appears."""

import json
import logging
import time
from typing import Any

import pytest

from adapters.slack import client, dispatch
from adapters.slack.forms import NOTHING
from bot.turn import NoCommunity, Request, Sender, Unavailable
from bot.views import Bold, Button, Buttons, Card, Choices, Form, Invalid, Link, Note, Option, TextField
from tests.example_views import ELEMENTS
from tests.slack.world import World, command, press, signature, world

FORM = Form("Ask", "ask.post", (TextField("question", "Question"),), once="0f3a", arg="v1")
CARD = Card("Okta", (Buttons((Button("Ask peers", "ask", "v1"),)),))


def submission(
    values: dict[str, Any], metadata: str = '{"action":"ask.post","arg":"v1","once":"0f3a"}'
) -> dict[str, Any]:
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "tr2",
        "view": {
            "id": "V1",
            "hash": "h1",
            "type": "modal",
            "callback_id": "form",
            "private_metadata": metadata,
            "state": {"values": values},
        },
    }


TYPED = {"question": {"question": {"type": "plain_text_input", "value": "Who runs Okta?"}}}


async def test_a_typed_line_is_answered_in_the_body_of_the_response(one_team: World) -> None:
    body = await one_team.type("vendor AT&amp;T &lt;x&gt;")
    assert one_team.core.requests == [
        Request(
            Sender("slack", "T1", "U1"), line="vendor AT&T <x>", key="slack:13345224609.738474920.8088930838d88f008e0"
        )
    ]
    assert body["response_type"] == "ephemeral"
    assert body["text"] == "Done."
    assert body["blocks"][0]["text"] == {"type": "plain_text", "text": "Done.", "emoji": False}
    assert [method for method, _, _ in one_team.slack.calls] == ["auth.test"]


async def test_a_form_for_a_typed_line_opens_as_a_modal(one_team: World) -> None:
    one_team.core.reply = FORM
    assert await one_team.type("ask") == {}
    (opened,) = one_team.slack.of("views.open")
    assert opened["trigger_id"].startswith("13345224609")
    assert json.loads(opened["view"]["private_metadata"]) == {"action": "ask.post", "arg": "v1", "once": "0f3a"}
    assert one_team.slack.calls[-1][2] == "Bearer xoxb-own"


async def test_a_form_that_does_not_open_gives_back_what_was_typed(one_team: World) -> None:
    one_team.core.reply = FORM
    one_team.slack.fail("views.open", "expired_trigger_id")
    body = await one_team.type("ask Who runs *Okta*?")
    shown = body["blocks"][0]["text"]
    assert "/peers ask Who runs *Okta*?" in shown["text"]
    assert shown["type"] == "plain_text"


async def test_a_slow_slack_does_not_use_up_the_three_seconds(one_team: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.QUICK < 2.5
    monkeypatch.setattr(dispatch, "QUICK", 0.1)
    one_team.core.reply = FORM
    one_team.slack.slow["views.open"] = 4.0
    started = time.monotonic()
    body = await one_team.type("ask Who runs Okta?")
    assert time.monotonic() - started < 2.5
    assert "/peers ask Who runs Okta?" in body["blocks"][0]["text"]["text"]


async def test_a_form_without_an_installation_says_so(many_teams: World) -> None:
    many_teams.core.reply = FORM
    body = await many_teams.type("ask")
    assert "not installed" in body["text"]


async def test_a_workspace_without_a_community_gets_one_polite_line(one_team: World) -> None:
    one_team.core.reply = NoCommunity()
    body = await one_team.type("help")
    assert "belongs to no Warmline community" in body["text"]
    assert len(body["blocks"]) == 1


async def test_a_database_that_is_away_is_503_with_a_time(one_team: World) -> None:
    one_team.core.reply = Unavailable(7)
    async with one_team.http.post("/slack/events", data=b"") as response:
        assert response.status == 401
    body = command("help")
    headers = signature(body) | {"Content-Type": "application/x-www-form-urlencoded"}
    async with one_team.http.post("/slack/events", data=body, headers=headers) as response:
        assert (response.status, response.headers["Retry-After"]) == (503, "7")


async def test_a_database_that_goes_away_after_the_turn_does_not_ask_for_a_repeat(
    many_teams: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(platform: str, tenant: str) -> str | None:
        raise Unavailable

    monkeypatch.setattr(many_teams.grants, "find", away)
    many_teams.core.reply = FORM
    assert "try once more" in (await many_teams.type("ask"))["text"]


async def test_a_button_of_a_reply_is_replaced_in_place(one_team: World) -> None:
    one_team.core.reply = CARD
    url = f"{one_team.slack.url}respond"
    assert await one_team.act(press(response_url=url)) == {}
    (told,) = one_team.slack.told
    assert told["replace_original"] is True
    assert told["response_type"] == "ephemeral"
    assert told["blocks"][1]["elements"][0]["value"] == "reply|v1"
    (request,) = one_team.core.requests
    assert (request.action, request.arg, request.key) == ("ask.answer", "a1", "slack:tr1")


async def test_a_button_of_a_delivered_card_leaves_that_card_alone(one_team: World) -> None:
    await one_team.act(press("outbox|a1", response_url=f"{one_team.slack.url}respond"))
    assert one_team.slack.told[0]["replace_original"] is False


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://hooks.slack.com/actions/1",
        "https://hooks.slack.com.evil.example/1",
        "https://hooks.slack.com@evil.example/1",
        "https://evil.example\\@hooks.slack.com/1",
        "https://hooks.slack.com:8443/1",
        "http://127.0.0.1:1/respond",
        "https://[",
        "file:///etc/passwd",
    ],
)
async def test_an_answer_never_goes_to_a_foreign_response_url(one_team: World, url: str) -> None:
    await one_team.act(press(response_url=url))
    await one_team.adapter._desk.finish()
    (told,) = one_team.slack.of("chat.postEphemeral")
    assert (told["channel"], told["user"], told["parse"]) == ("C1", "U1", "none")


async def test_without_a_channel_the_answer_comes_as_a_direct_message(one_team: World) -> None:
    one_team.slack.fail("chat.postEphemeral", "user_not_in_channel")
    await one_team.act(press())
    await one_team.adapter._desk.finish()
    assert one_team.slack.of("chat.postMessage")[0]["channel"] == "U1"


async def test_a_pressed_button_opens_its_form(one_team: World) -> None:
    one_team.core.reply = FORM
    await one_team.act(press("outbox|a1", action="ask.answer:3"))
    assert one_team.core.requests[0].action == "ask.answer"
    assert one_team.slack.of("views.open")[0]["trigger_id"] == "tr1"


async def test_a_form_that_does_not_open_after_a_press_is_told(one_team: World) -> None:
    one_team.core.reply = FORM
    one_team.slack.answers["views.open"] = (500, "down", {})
    await one_team.act(press(response_url=f"{one_team.slack.url}respond"))
    await one_team.adapter._desk.finish()
    assert "try once more" in one_team.slack.told[0]["text"]


async def test_a_press_of_another_company_is_asked_of_the_core_by_their_own_team(one_team: World) -> None:
    await one_team.act(press(user={"id": "UX", "team_id": "TOTHER"}))
    assert one_team.core.requests[0].sender == Sender("slack", "TOTHER", "UX")


async def test_a_button_that_leads_to_a_page_asks_the_core_nothing(one_team: World) -> None:
    link = {"type": "button", "action_id": "open-page:2", "block_id": "b"}
    assert await one_team.act(press(actions=[link])) == {}
    assert one_team.core.requests == []


async def test_a_press_in_a_modal_shows_its_answer_there(one_team: World) -> None:
    view = {"id": "V1", "hash": "h1", "type": "modal", "callback_id": "shown"}
    await one_team.act(press(view=view, container={"type": "view", "view_id": "V1"}, channel=None))
    (updated,) = one_team.slack.of("views.update")
    assert (updated["view_id"], updated["hash"], updated["view"]["type"]) == ("V1", "h1", "modal")
    one_team.core.reply = FORM
    await one_team.act(press(view=view))
    assert one_team.slack.of("views.push")[0]["view"]["callback_id"] == "form"
    one_team.slack.fail("views.push", "push_limit_reached")
    await one_team.act(press(view=view))
    await one_team.adapter._desk.finish()
    assert one_team.slack.of("views.update")[-1]["view"]["callback_id"] == "form"


async def test_a_press_in_app_home_answers_in_a_small_modal(one_team: World) -> None:
    one_team.core.reply = CARD
    await one_team.act(press(view={"id": "V1", "type": "home"}))
    (opened,) = one_team.slack.of("views.open")
    assert opened["view"]["title"]["text"] == "Okta"
    assert "submit" not in opened["view"]


async def test_a_submitted_form_brings_its_values(one_team: World) -> None:
    values = TYPED | {
        "vendor": {"vendor.suggest": {"type": "external_select", "selected_option": {"value": "v1"}}},
        "as": {"as": {"type": "static_select", "selected_option": {"value": NOTHING}}},
        "many": {"many": {"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}},
        "none": {"none": {"type": "checkboxes", "selected_options": []}},
        "day": {"day": {"type": "datepicker", "selected_date": "2026-12-31"}},
        "no_day": {"no_day": {"type": "datepicker", "selected_date": None}},
        "empty": {"empty": {"type": "plain_text_input", "value": None}},
        "unpicked": {"unpicked": {"type": "static_select", "selected_option": None}},
    }
    body = await one_team.act(submission(values))
    (request,) = one_team.core.requests
    assert (request.action, request.arg, request.key) == ("ask.post", "v1", "form:0f3a")
    assert dict(request.values) == {
        "question": "Who runs Okta?",
        "vendor": "v1",
        "as": "",
        "many": ("a", "b"),
        "none": (),
        "day": "2026-12-31",
        "no_day": "",
        "empty": "",
        "unpicked": "",
    }
    assert body["response_action"] == "update"
    assert body["view"]["blocks"][0]["text"]["text"] == "Done."


async def test_an_invalid_form_stays_open_with_a_sentence_at_each_field(one_team: World) -> None:
    one_team.core.reply = Invalid({"question": "Write one sentence.", "elsewhere": "And this."})
    body = await one_team.act(submission(TYPED))
    assert body == {"response_action": "errors", "errors": {"question": "Write one sentence. And this."}}


async def test_a_form_may_lead_to_another_or_close(one_team: World) -> None:
    one_team.core.reply = FORM
    assert (await one_team.act(submission(TYPED)))["response_action"] == "update"
    one_team.core.reply = None
    assert await one_team.act(submission(TYPED)) == {}


async def test_type_ahead_gives_options(one_team: World) -> None:
    one_team.core.reply = Choices((Option("Okta", "v1"),))
    asked = {
        "type": "block_suggestion",
        "action_id": "vendor.suggest:2",
        "block_id": "vendor",
        "value": "ok",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "view": {"id": "V1", "private_metadata": '{"arg":"v1"}'},
    }
    body = await one_team.act(asked)
    assert body == {"options": [{"text": {"type": "plain_text", "text": "Okta", "emoji": False}, "value": "v1"}]}
    (request,) = one_team.core.requests
    assert (request.action, request.query, request.arg, request.key) == ("vendor.suggest", "ok", "v1", "")
    one_team.core.reply = NoCommunity()
    assert await one_team.act(asked) == {"options": []}


async def test_app_home_is_published(one_team: World) -> None:
    one_team.core.reply = CARD
    await one_team.event({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"})
    (published,) = one_team.slack.of("views.publish")
    assert (published["user_id"], published["view"]["type"]) == ("U1", "home")
    assert one_team.core.requests[0].action == "home"
    await one_team.event({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"})
    assert len(one_team.core.requests) == 1


async def test_a_shortcut_means_its_word(one_team: World) -> None:
    one_team.core.reply = FORM
    shortcut = {
        "type": "shortcut",
        "callback_id": "ask",
        "trigger_id": "tr9",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
    }
    await one_team.act(shortcut)
    assert one_team.core.requests[0].line == "ask"
    assert one_team.slack.of("views.open")[0]["trigger_id"] == "tr9"


async def test_a_mention_gets_a_hint_that_only_its_author_sees(one_team: World) -> None:
    await one_team.event({"type": "app_mention", "user": "U1", "channel": "C1", "text": "<@UBOT> hello"})
    (hint,) = one_team.slack.of("chat.postEphemeral")
    assert "/peers help" in hint["text"]
    assert one_team.core.requests == []


async def test_an_event_delivered_twice_has_one_key(one_team: World) -> None:
    for _ in range(2):
        await one_team.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
        await one_team.act(press())
        await one_team.type("help")
        await one_team.act(submission(TYPED))
    keys = [request.key for request in one_team.core.requests]
    assert keys[:4] == keys[4:]
    assert all(keys)


async def test_a_bug_is_answered_with_an_apology_and_logged_without_words(
    one_team: World, caplog: pytest.LogCaptureFixture
) -> None:
    one_team.core.reply = ValueError("the secret words of a member")
    with caplog.at_level(logging.DEBUG):
        body = await one_team.type("help")
    assert "went wrong" in body["text"]
    assert "ValueError" in caplog.text
    assert "secret words" not in caplog.text


async def test_nothing_that_people_wrote_is_logged(one_team: World, caplog: pytest.LogCaptureFixture) -> None:
    one_team.core.reply = Note(("canary-reply ", Bold("canary-bold"), Link("canary-link", "https://warmline.example/")))
    with caplog.at_level(logging.DEBUG):
        await one_team.type("ask canary-line", user_id="UCANARY")
        await one_team.act(press("reply|canary-arg", response_url=f"{one_team.slack.url}respond"))
        one_team.core.reply = ELEMENTS["form_full"]
        await one_team.type("ask canary-line")
        await one_team.act(
            submission({"question": {"question": {"type": "plain_text_input", "value": "canary-value"}}})
        )
    assert caplog.text
    for canary in ("canary", "xoxb", "UCANARY", "Okta", "T1"):
        assert canary not in caplog.text, canary


async def test_credentials_in_the_environment_do_not_change_what_bolt_does(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "xoxb-from-the-environment")
    async with world() as made:
        assert (await made.type("help"))["text"] == "Done."
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
