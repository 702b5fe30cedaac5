"""A tiny app that speaks Slack and Teams strictly: what the playground is tried against."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import jwt
from aiohttp import web

Json = dict[str, Any]
FORM_ONLY = (
    "conversations.history",
    "conversations.info",
    "conversations.members",
    "users.info",
    "users.lookupByEmail",
    "oauth.v2.access",
)
CARD = "application/vnd.microsoft.card.adaptive"


def button(label: str, action_id: str, value: str = "v") -> Json:
    return {"type": "button", "action_id": action_id, "value": value, "text": {"type": "plain_text", "text": label}}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def modal(title: str, blocks: list[Json], **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": "secret",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Send"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": blocks,
        **more,
    }


def text_input(label: str, name: str, **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": name}
    return {
        "type": "input",
        "block_id": name,
        "label": {"type": "plain_text", "text": label},
        "element": element,
    } | more


FORM = modal(
    "Your question",
    [
        text_input("Question", "question"),
        text_input("Remark", "remark", optional=True),
        {
            "type": "input",
            "block_id": "vendor",
            "label": {"type": "plain_text", "text": "Vendor"},
            "element": {"type": "external_select", "action_id": "vendor", "min_query_length": 1},
        },
        {
            "type": "input",
            "block_id": "as",
            "label": {"type": "plain_text", "text": "Ask as"},
            "element": {
                "type": "radio_buttons",
                "action_id": "as",
                "options": [
                    {"text": {"type": "plain_text", "text": name}, "value": name.lower()}
                    for name in ("Myself", "Anonymous")
                ],
            },
        },
        {"type": "actions", "block_id": "more", "elements": [button("Guide", "guide")]},
    ],
    notify_on_close=True,
)


def card(*body: Json, actions: list[Json] | None = None) -> Json:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": actions or []}


def block(text: str) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True}


TEAMS_FORM = card(
    {"type": "Input.Text", "id": "question", "label": "Question", "isRequired": True, "errorMessage": "Please ask."},
    {
        "type": "Input.ChoiceSet",
        "id": "vendor",
        "label": "Vendor",
        "style": "filtered",
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": "vendors"},
    },
    {
        "type": "Input.ChoiceSet",
        "id": "as",
        "label": "Ask as",
        "value": "myself",
        "choices": [{"title": "Myself", "value": "myself"}, {"title": "Anonymous", "value": "anonymous"}],
    },
    actions=[{"type": "Action.Submit", "title": "Send", "data": {"do": "send"}}],
)
VENDORS = ("Okta", "Oktopost", "SAP")


class TinyApp:
    """Answers a few words on both platforms and keeps what it got."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = settings
        self.got: list[Json] = []
        self.status = 200
        self.token = settings.get("SLACK_BOT_TOKEN", "")
        self.installed: Json = {}
        self._teams_token = ""
        self._keys: dict[str, Any] = {}
        self.key_reads = 0

    async def start(self) -> str:
        self.session = aiohttp.ClientSession()
        app = web.Application()
        app.add_routes(
            [
                web.post("/slack/events", self.slack),
                web.post("/api/messages", self.teams),
                web.get("/healthz", self.health),
                web.get("/slack/install", self.install),
                web.get("/slack/oauth_redirect", self.redirect),
            ]
        )
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        await self.session.close()
        await self.runner.cleanup()

    async def health(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok")

    # Slack

    async def api(self, method: str, **args: Any) -> Json:
        headers = {"Authorization": f"Bearer {self.token}"}
        url = self.settings["SLACK_API_URL"] + method
        sent: Json = {"data": args} if method in FORM_ONLY else {"json": args}
        async with self.session.post(url, headers=headers, **sent) as response:
            answer: Json = await response.json()
            return {**answer, "status": response.status, "retry_after": response.headers.get("Retry-After")}

    async def slack(self, request: web.Request) -> web.Response:
        raw = await request.read()
        stamp = request.headers["X-Slack-Request-Timestamp"]
        secret = self.settings["SLACK_SIGNING_SECRET"].encode()
        wanted = "v0=" + hmac.new(secret, f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted, request.headers["X-Slack-Signature"]):
            return web.Response(status=401)
        if abs(time.time() - int(stamp)) > 300:
            return web.Response(status=401)
        if request.content_type == "application/json":
            payload = json.loads(raw)
        else:
            form = dict(parse_qsl(raw.decode(), keep_blank_values=True))
            payload = json.loads(form["payload"]) if "payload" in form else form
        retry = request.headers.get("X-Slack-Retry-Num")
        self.got.append({**payload, **({"retry": retry} if retry else {})})
        if self.status != 200:
            return web.Response(status=self.status)
        body = await self.answer_slack(payload)
        return web.Response() if body is None else web.json_response(body)

    async def answer_slack(self, payload: Json) -> Json | None:
        if "command" in payload:
            return await self.command(payload)
        match payload["type"]:
            case "block_suggestion":
                found = [v for v in VENDORS if v.lower().startswith(payload["value"].lower())]
                return {"options": [{"text": {"type": "plain_text", "text": v}, "value": v} for v in found]}
            case "view_submission":
                return self.submission(payload["view"]["state"]["values"])
            case "block_actions":
                await self.action(payload)
            case "shortcut":
                await self.api("views.open", trigger_id=payload["trigger_id"], view=FORM)
            case "event_callback" if payload["event"]["type"] == "app_home_opened":
                view = {"type": "home", "blocks": [section("*Welcome* home"), actions(button("Ask", "ask"))]}
                await self.api("views.publish", user_id=payload["event"]["user"], view=view)
        return None

    async def command(self, fields: Json) -> Json | None:
        match fields["text"].split()[0]:
            case "hello":
                return {"text": "Hello *there*, see <https://x.example/a?b=1&amp;c|the page>"}
            case "form":
                await self.api("views.open", trigger_id=fields["trigger_id"], view=FORM)
                return None
            case "card":
                return {"blocks": [section("A card"), actions(button("Answer", "answer"), button("Later", "later"))]}
            case "dm":
                opened = await self.api("conversations.open", users=fields["user_id"])
                blocks = [section("For you"), actions(button("Answer", "answer"))]
                await self.api("chat.postMessage", channel=opened["channel"]["id"], text="For you", blocks=blocks)
                return None
        return {"text": "What?"}

    async def action(self, payload: Json) -> None:
        match payload["actions"][0]["action_id"]:
            case "answer" if payload["container"]["is_ephemeral"]:
                body = {"replace_original": True, "text": "Answered"}
                async with self.session.post(payload["response_url"], json=body) as response:
                    assert response.status == 200
            case "answer":
                where = payload["container"]
                await self.api(
                    "chat.update", channel=where["channel_id"], ts=where["message_ts"], text="Done", blocks=[]
                )
            case "guide":
                view = modal("Guide", [section("Be brief.")])
                await self.api("views.push", trigger_id=payload["trigger_id"], view=view)
            case "ask":
                await self.api("views.open", trigger_id=payload["trigger_id"], view=FORM)

    def submission(self, values: Json) -> Json | None:
        question = values.get("question", {}).get("question", {}).get("value")
        if question == "short":
            return {"response_action": "errors", "errors": {"question": "Say more."}}
        if question == "wrong":
            return {"response_action": "errors", "errors": {"nowhere": "Say more."}}
        if question:
            done = modal("Thanks", [section(f"Asked: {question}")])
            del done["submit"]
            return {"response_action": "update", "view": done}
        return None

    async def install(self, _request: web.Request) -> web.Response:
        base = self.settings["SLACK_API_URL"].removesuffix("api/") + "oauth/v2/authorize"
        target = f"{base}?client_id={self.settings['SLACK_CLIENT_ID']}&scope=commands,chat:write&state=s1"
        target += f"&redirect_uri={self.url}/slack/oauth_redirect"
        answer = web.Response(status=302, headers={"Location": target})
        answer.set_cookie("state", "s1", secure=True)
        return answer

    async def redirect(self, request: web.Request) -> web.Response:
        assert request.cookies["state"] == request.query["state"] == "s1"
        args = {"client_id": self.settings["SLACK_CLIENT_ID"], "client_secret": self.settings["SLACK_CLIENT_SECRET"]}
        self.installed = await self.api("oauth.v2.access", code=request.query["code"], **args)
        self.again = await self.api("oauth.v2.access", code=request.query["code"], **args)
        return web.Response(text="installed")

    # Teams

    async def teams(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        activity = await request.json()
        try:
            claims = await self.claims(token)
        except jwt.PyJWTError:
            return web.Response(status=401)
        if claims["serviceurl"] != activity["serviceUrl"]:
            return web.Response(status=403)
        self.got.append(activity)
        if self.status != 200:
            return web.Response(status=self.status)
        body = await self.answer_teams(activity)
        return web.Response() if body is None else web.json_response(body)

    async def claims(self, token: str) -> Json:
        kid = jwt.get_unverified_header(token)["kid"]
        if kid not in self._keys:
            await self.read_keys()
        if kid not in self._keys:
            raise jwt.InvalidTokenError("unknown key")
        required = ["exp", "iss", "aud", "serviceurl"]
        claims: Json = jwt.decode(
            token,
            self._keys[kid],
            algorithms=["RS256"],
            audience=self.settings["TEAMS_APP_ID"],
            issuer="https://api.botframework.com",
            options={"require": required},
        )
        return claims

    async def read_keys(self) -> None:
        self.key_reads += 1
        async with self.session.get(self.settings["TEAMS_OPENID_METADATA_URL"]) as response:
            where = (await response.json())["jwks_uri"]
        async with self.session.get(where) as response:
            keys = (await response.json())["keys"]
        self._keys = {key["kid"]: jwt.PyJWK(key).key for key in keys if "msteams" in key["endorsements"]}

    async def connector(self, method: str, path: str, body: Json | None = None) -> tuple[int, Json]:
        if not self._teams_token:
            form = {
                "grant_type": "client_credentials",
                "client_id": self.settings["TEAMS_APP_ID"],
                "client_secret": self.settings["TEAMS_APP_PASSWORD"],
                "scope": "https://api.botframework.com/.default",
            }
            async with self.session.post(self.settings["TEAMS_TOKEN_URL"], data=form) as response:
                self._teams_token = (await response.json())["access_token"]
        headers = {"Authorization": f"Bearer {self._teams_token}"}
        url = self.settings["TEAMS_SERVICE_HOSTS"] + "/teams/v3/conversations" + path
        async with self.session.request(method, url, json=body, headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else {}

    async def send(self, activity: Json, *cards: Json, text: str = "") -> tuple[int, Json]:
        attachments = [{"contentType": CARD, "content": one} for one in cards]
        body = {"type": "message", "text": text, "attachments": attachments}
        return await self.connector("POST", f"/{activity['conversation']['id']}/activities", body)

    async def answer_teams(self, activity: Json) -> Json | None:
        if activity["type"] == "message" and "value" in activity:
            await self.send(activity, text=f"Got {activity['value'].get('question', 'a press')}")
        elif activity["type"] == "message":
            await self.line(activity)
        elif activity["type"] == "invoke":
            return self.invoke(activity)
        return None

    async def line(self, activity: Json) -> None:
        execute = {"type": "Action.Execute", "title": "Answer", "verb": "answer", "data": {"id": "1"}}
        fetch = {"type": "Action.Submit", "title": "Open", "data": {"msteams": {"type": "task/fetch"}, "id": "2"}}
        text = activity["text"].replace("<at>Warmline</at>", "").strip()
        if text == "card":
            await self.send(activity, card(block("**A card** with \\*stars\\*"), actions=[execute, fetch]))
        elif text == "form":
            await self.send(activity, TEAMS_FORM)
        else:
            await self.send(activity, text=f"You said *{text}*")

    def invoke(self, activity: Json) -> Json | None:
        value = activity["value"]
        match activity["name"]:
            case "adaptiveCard/action":
                return {"statusCode": 200, "type": CARD, "value": card(block("Answered"))}
            case "task/fetch" | "composeExtension/fetchTask":
                return dialog(TEAMS_FORM)
            case "task/submit" if value["data"]["question"] == "short":
                return dialog(card(block("Say more."), *TEAMS_FORM["body"], actions=TEAMS_FORM["actions"]))
            case "task/submit":
                return {"task": {"type": "message", "value": f"Asked: {value['data']['question']}"}}
            case "application/search":
                found = [v for v in VENDORS if v.lower().startswith(value["queryText"].lower())]
                results = [{"title": v, "value": f"id-{v}"} for v in found]
                kind = "application/vnd.microsoft.search.searchResponse"
                return {"statusCode": 200, "type": kind, "value": {"results": results}}
            case "composeExtension/query":
                one = {"contentType": CARD, "content": card(block("Okta")), "preview": {}}
                return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": [one]}}
        return None


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def dialog(content: Json) -> Json:
    value = {"title": "Your question", "card": {"contentType": CARD, "content": content}}
    return {"task": {"type": "continue", "value": value}}
