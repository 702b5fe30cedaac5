"""What a person types and presses in Teams reaches the core, and the core's view reaches the person."""

import json
import logging
from typing import Any

import pytest

from bot.turn import Request, Sender, Unavailable
from bot.views import Card, Choices, Invalid, ManyField, Note, Option
from tests.example_views import BUTTONS, ELEMENTS, NASTY, form
from tests.teams.fakes import BEA, CHAT, IN_CHANNEL, TENANT, Bench, Core, Scripted, bench, elements, press, words

FULL = ELEMENTS["form_full"]
CARD = "application/vnd.microsoft.card.adaptive"
TEXT = "application/vnd.microsoft.activity.message"


def posted(b: Bench, at: int = -1) -> Any:
    return b.service.calls[at].body


def posted_card(b: Bench, at: int = -1) -> Any:
    return posted(b, at)["attachments"][0]["content"]


def execute(action: dict[str, Any], **typed: str) -> dict[str, Any]:
    return {"action": {"type": action["type"], "verb": action.get("verb"), "data": action["data"] | typed}}


async def test_a_typed_line_is_answered_within_the_request() -> None:
    async with bench(Core([Note.say("There is no vendor called “Oktaa”.")])) as b:
        answer = await b.say("/vendor Oktaa\n")
        assert answer.status == 200
        address = json.dumps({"s": b.service.url, "c": CHAT, "u": "29:bea"}, separators=(",", ":"))
        sender = Sender("teams", TENANT, BEA, address)
        assert b.core.asked == [Request(sender, line="vendor Oktaa", key="teams:a:bea:1700000000001")]
        [call] = b.service.calls
        assert call.path == "/teams/v3/conversations/a:bea/activities"
        assert call.body["text"] == "There is no vendor called “Oktaa”."
        assert call.body["textFormat"] == "plain"
        assert call.body["replyToId"] == "1700000000001"
        assert call.authorization == "Bearer ours-1"


async def test_five_turns_sign_in_once() -> None:
    async with bench() as b:
        for _ in range(5):
            await b.say("help")
        assert len(b.service.calls) == 5
        [sign_in] = b.service.sign_ins
        assert sign_in["scope"] == "https://api.botframework.com/.default"
        assert b.service.key_fetches == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [("hi", "hi"), ("", "help"), (" / ask Who? ", "ask Who?"), ("&nbsp;top CRM\xa0", "top CRM"), ("//x", "/x")],
)
async def test_a_line_loses_only_what_the_client_added(text: str, line: str) -> None:
    async with bench() as b:
        await b.say(text)
        assert b.core.asked[0].line == line


async def test_a_form_for_a_typed_line_is_a_card_that_can_be_sent() -> None:
    async with bench(Core([FULL, Note.say("Asked.")])) as b:
        await b.say("ask")
        button = press(posted_card(b), "Ask")
        assert button["type"] == "Action.Execute"
        assert button["verb"] == "ask.post"
        assert button["fallback"]["data"] == button["data"]
        body = await b.invoke(
            "adaptiveCard/action",
            execute(button, question="Who?", vendor="v2", tactics="area,script", **{"as": "anon"}),
        )
        asked = b.core.asked[1]
        assert (asked.action, asked.arg, asked.key) == ("ask.post", "v1", "form:0f3a")
        assert asked.values == {"question": "Who?", "vendor": "v2", "tactics": ("area", "script"), "as": "anon"}
        assert body["type"] == CARD
        assert "Asked." in words(body)


async def test_a_form_that_cannot_be_taken_comes_back_with_sentences_and_what_was_typed() -> None:
    wrong = Invalid({"question": "Write one sentence.", "other": "Try again."})
    async with bench(Core([FULL, wrong])) as b:
        await b.say("ask")
        typed = {"question": "Who?", "vendor": "v9", "tactics": "area", "as": "anon", "decide_by": "2026-01-02"}
        body = await b.invoke("adaptiveCard/action", execute(press(posted_card(b), "Ask"), **typed))
        card = body["value"]
        assert "Question: Write one sentence." in words(card)
        assert "Try again." in words(card)
        inputs = {item["id"]: item.get("value") for item in elements(card) if "id" in item}
        assert inputs | typed == inputs
        assert press(card, "Ask")["data"]["warmline"]["once"] == "0f3a"


async def test_a_form_button_sent_as_a_message_works_too() -> None:
    async with bench(Core([Invalid({"question": "Write one sentence."})])) as b:
        data = {"warmline": {"action": "ask.post", "arg": "", "once": "7"}, "question": ""}
        await b.post(b.activity("message", value=data))
        assert b.core.asked[0].values == {"question": ""}
        assert posted(b)["text"] == "Write one sentence."


async def test_a_button_that_opens_a_form_opens_a_dialog_and_its_answer_goes_back() -> None:
    wrong = Invalid({"question": "Write one sentence."})
    views = [Card("Okta", (BUTTONS,)), FULL, wrong, Note.say("Asked."), None, Card("Asked", (BUTTONS,))]
    async with bench(Core([*views])) as b:
        await b.say("vendor okta")
        button = press(posted_card(b), "Ask peers")
        assert button["type"] == "Action.Submit"
        assert button["data"]["msteams"] == {"type": "task/fetch"}
        task = (await b.invoke("task/fetch", {"data": button["data"], "context": {"theme": "dark"}}))["task"]
        assert task["type"] == "continue"
        assert task["value"]["title"] == "Ask your peers"
        assert b.core.asked[1].action == "ask"
        send = press(task["value"]["card"], "Ask")
        assert send["type"] == "Action.Submit"
        typed = {"data": send["data"] | {"question": "Who?"}}
        again = (await b.invoke("task/submit", typed))["task"]
        assert "Question: Write one sentence." in words(again)
        assert again["value"]["title"] == "Ask your peers"
        assert await b.invoke("task/submit", typed) == {"task": {"type": "message", "value": "Asked."}}
        assert await b.invoke("task/submit", typed) is None
        last = (await b.invoke("task/submit", typed))["task"]["value"]["card"]["content"]
        assert {item["type"] for item in elements(last) if str(item.get("type")).startswith("Action.")} <= {
            "Action.Submit",
            "Action.OpenUrl",
            "Action.ShowCard",
        }
        assert not any("msteams" in item.get("data", {}) for item in elements(last))


async def test_pressing_an_answer_replaces_it() -> None:
    async with bench(Core([Card("One", (BUTTONS,)), Card("Two"), Note.say("Three."), FULL])) as b:
        await b.say("vendor okta")
        button = press(posted_card(b), "Withdraw")["card"]["actions"][0]
        assert button["style"] == "destructive"
        body = await b.invoke("adaptiveCard/action", execute(button))
        assert (b.core.asked[1].action, b.core.asked[1].arg) == ("review.withdraw", "r1")
        assert b.core.asked[1].values == {}
        assert (body["type"], words(body["value"]).strip()) == (CARD, "Two")
        assert await b.invoke("adaptiveCard/action", execute(button)) == {
            "statusCode": 200,
            "type": TEXT,
            "value": "Three.",
        }
        assert "Ask your peers" in words(await b.invoke("adaptiveCard/action", execute(button)))
        assert len(b.service.calls) == 1


async def test_a_card_of_the_outbox_is_never_replaced() -> None:
    async with bench(Core([Card("Answer"), FULL])) as b:
        value = execute({"type": "Action.Execute", "data": {"warmline": {"action": "x", "arg": "", "sent": True}}})
        for title in ("Answer", "Ask your peers"):
            body = await b.invoke("adaptiveCard/action", value)
            assert body == {"statusCode": 200, "type": TEXT, "value": "I've answered below."}
            assert title in words(posted_card(b))
            assert b.service.calls[-1].path.endswith("/a:bea/activities")


async def test_a_repeat_of_a_press_is_answered_in_words() -> None:
    async with bench(Core([None, None])) as b:
        value = execute({"type": "Action.Submit", "data": {"warmline": {"action": "x", "arg": ""}}})
        assert (await b.invoke("adaptiveCard/action", value))["value"] == "That is done already."
        assert (await b.invoke("task/fetch", {"data": value["action"]["data"]}))["task"]["type"] == "message"


@pytest.mark.parametrize("value", [None, {}, [], "x", {"action": None}, {"action": {"type": "Action.Submit"}}])
async def test_a_press_without_our_data_is_answered_kindly(value: Any) -> None:
    async with bench() as b:
        assert "no longer works" in (await b.invoke("adaptiveCard/action", value))["value"]
        assert "no longer works" in (await b.invoke("task/fetch", value))["task"]["value"]
        assert "no longer works" in (await b.invoke("task/submit", value))["task"]["value"]
        assert (await b.invoke("application/search", value))["value"] == {"results": []}
        assert b.core.asked == []


async def test_what_is_asked_in_a_channel_is_answered_in_the_chat() -> None:
    async with bench(Core([Card("Okta, in private")] * 2)) as b:
        mention = "<at>Warm.*(line</at>"
        entities = [{"type": "mention", "text": mention, "mentioned": {"id": b.activity("x")["recipient"]["id"]}}]
        await b.say(f"{mention} vendor <at>Ann</at> okta", entities=entities, **IN_CHANNEL)
        asked = b.core.asked[0]
        assert asked.line == "vendor <at>Ann</at> okta"
        assert json.loads(asked.sender.address)["c"] == ""
        opened, private, public = b.service.calls
        assert opened.body["members"] == [{"id": "29:bea"}]
        assert opened.body["tenantId"] == TENANT
        assert private.path == "/teams/v3/conversations/a:opened/activities"
        assert "Okta, in private" in words(private.body)
        assert public.path == "/teams/v3/conversations/19:c@thread.tacv2;messageid=7/activities"
        assert public.body["text"] == "I've answered you in our chat."
        value = execute({"type": "Action.Execute", "data": {"warmline": {"action": "x", "arg": ""}}})
        body = await b.invoke("adaptiveCard/action", value, **IN_CHANNEL)
        assert body["value"] == "I've answered you in our chat."
        assert b.service.calls[-1].path == "/teams/v3/conversations/a:opened/activities"


async def test_a_channel_says_how_to_get_the_app_when_the_person_cannot_be_reached() -> None:
    async with bench(Core([Card("Okta, in private")])) as b:
        b.service.script = [scripted(403, "ForbiddenOperationException")]
        await b.say("vendor okta", **IN_CHANNEL)
        assert "Add the Warmline app for yourself" in posted(b)["text"]
        assert len(b.service.calls) == 2


def scripted(status: int, code: str) -> Any:
    return Scripted(status, {"error": {"code": code, "message": "m"}})


async def test_type_ahead_gives_fifteen_entries() -> None:
    options = tuple(Option(f"Vendor {n}", f"v{n}") for n in range(40))
    async with bench(Core([Choices(options)])) as b:
        value = {"queryText": "ok", "queryOptions": {"skip": 0, "top": 15}, "dataset": "vendor.suggest"}
        body = await b.invoke("application/search", value)
        assert (b.core.asked[0].action, b.core.asked[0].query) == ("vendor.suggest", "ok")
        assert body["type"] == "application/vnd.microsoft.search.searchResponse"
        assert body["value"]["results"][:1] == [{"title": "Vendor 0", "value": "v0"}]
        assert len(body["value"]["results"]) == 15


async def test_the_message_extension_and_feedback_are_answered_without_the_core() -> None:
    async with bench() as b:
        query = await b.invoke("composeExtension/query", {"commandId": "find"})
        assert query["composeExtension"]["type"] == "message"
        assert await b.invoke("message/submitAction", {"actionName": "feedback"}) is None
        assert b.core.asked == []


@pytest.mark.parametrize("name", ["signin/verifyState", "config/fetch", "tab/fetch", "", None, 3])
async def test_an_unknown_invoke_is_501(name: Any) -> None:
    async with bench() as b:
        answer = await b.post(b.activity("invoke", name=name, value={}))
        assert answer.status == 501
        assert b.core.asked == []


async def test_an_installation_gets_one_welcome_whatever_the_activity_id() -> None:
    async with bench(Core([Card("Welcome"), None])) as b:
        for at in ("1", "2"):
            assert (await b.post(b.activity("installationUpdate", action="add", id=at))).status == 200
        assert [(asked.action, asked.key) for asked in b.core.asked] == [("installed", "teams:a:bea:installed")] * 2
        assert len(b.service.calls) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "installationUpdate", "action": "remove", **IN_CHANNEL},
        {"kind": "installationUpdate", "action": "add", **IN_CHANNEL},
        {"kind": "conversationUpdate", "membersAdded": [{"id": "29:x"}] * 40, "channelData": {"tenant": {"id": "t"}}},
        {"kind": "conversationUpdate", "membersAdded": "all"},
        {"kind": "messageUpdate", "text": "ask", "channelData": {"eventType": "editMessage"}},
        {"kind": "messageDelete", "channelData": {"eventType": "softDeleteMessage"}},
        {"kind": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"kind": "event", "name": "application/vnd.microsoft.meetingStart", "value": []},
        {"kind": "typing"},
        {"kind": "endOfConversation"},
        {"kind": "somethingNew"},
        {"kind": "message", "text": "ask", "from": {"id": "28:other", "role": "bot", "aadObjectId": BEA}},
        {"kind": "message", "text": "ask", "from": {"id": "29:x"}},
    ],
)
async def test_what_is_not_for_us_is_taken_and_ignored(more: dict[str, Any]) -> None:
    async with bench() as b:
        kind = more.pop("kind")
        assert (await b.post(b.activity(kind, **more))).status == 200
        assert (b.core.asked, b.service.calls) == ([], [])


@pytest.mark.parametrize("mark", [{"role": "guest"}, {"userRole": "Guest"}, {"userPrincipalName": "b_x#ext#@y.z"}])
async def test_guests_are_refused_politely(mark: dict[str, str]) -> None:
    async with bench() as b:
        sender = {"id": "29:g", "aadObjectId": BEA} | mark
        await b.say("ask", **{"from": sender})
        assert "guest accounts cannot use it" in posted(b)["text"]
        value = execute({"type": "Action.Execute", "data": {"warmline": {"action": "x", "arg": ""}}})
        assert "guest accounts" in (await b.invoke("adaptiveCard/action", value, **{"from": sender}))["value"]
        assert b.core.asked == []


async def test_the_database_away_is_503_with_a_time() -> None:
    async with bench(Core(error=Unavailable(3))) as b:
        answer = await b.say("help")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "3")


async def test_an_answer_that_cannot_be_sent_does_not_fail_the_request() -> None:
    async with bench() as b:
        b.service.script = [scripted(403, "MessageWritesBlocked")]
        assert (await b.say("help")).status == 200


async def test_values_with_commas_survive_a_multi_select() -> None:
    options = (Option("One, two", "a,b%2C"), Option("Three", "c"))
    field = ManyField("tactics", "Tactics", options, ("a,b%2C",))
    async with bench(Core([form(field), None])) as b:
        await b.say("coldcall")
        card = posted_card(b)
        [drawn] = [item for item in elements(card) if item.get("isMultiSelect")]
        joined = ",".join([drawn["value"], drawn["choices"][1]["value"]])
        await b.invoke("adaptiveCard/action", execute(press(card, "Ask"), tactics=joined))
        assert b.core.asked[1].values["tactics"] == ("a,b%2C", "c")


async def test_logs_carry_no_word_name_or_id(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with bench(Core([FULL, Note.say(NASTY)])) as b:
        await b.say("ask about Zebracorp")
        await b.invoke("adaptiveCard/action", execute(press(posted_card(b), "Ask"), question="secretword"))
        await b.post(b.activity("message", text="secretword", channelId="slack"))
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp.access"))
    for secret in ("Zebracorp", "secretword", "29:bea", BEA, TENANT, "a:bea", "ours-1", "pass-word", "eyJ"):
        assert secret not in ours, secret
