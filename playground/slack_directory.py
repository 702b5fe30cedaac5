"""Slack's Web API: sign-in, installation, users and teams."""

from collections.abc import Callable

from playground.cast import Actor
from playground.slack import APP_ID, APP_TOKEN, BOT_NAME, CLIENT_ID, CLIENT_SECRET, Slack, bot_id, bot_user, user_record
from playground.slack_api import Call, Refused
from playground.state import Json


def _user(call: Call, actor: Actor) -> Json:
    record = user_record(actor)
    if "users:read.email" not in call.scopes:
        record["profile"] = {k: v for k, v in record["profile"].items() if k != "email"}
    return record


def _users_info(call: Call) -> Json:
    call.need("users:read")
    actor = call.slack.user(call.team, str(call.args.get("user") or ""))
    if actor is None:
        raise Refused("user_not_found")
    return {"user": _user(call, actor)}


def _users_list(call: Call) -> Json:
    call.need("users:read")
    shown = [_user(call, actor) for actor in call.slack.stage.actors(call.team)]
    return {"members": shown, "response_metadata": {"next_cursor": ""}}


def _lookup(call: Call) -> Json:
    call.need("users:read.email")
    wanted = str(call.args.get("email") or "").lower()
    found = (a for a in call.slack.stage.actors(call.team) if a.email.lower() == wanted)
    actor = next((a for a in found if a.role != "stranger"), None)
    if actor is None:
        raise Refused("users_not_found")
    return {"user": _user(call, actor)}


def _team_record(slack: Slack, team: str) -> Json:
    name = slack.teams[team].name
    return {"id": team, "name": name, "domain": name.lower().replace(" ", "-")}


def _team_info(call: Call) -> Json:
    call.need("team:read")
    return {"team": _team_record(call.slack, call.team)}


def _auth_test(call: Call) -> Json:
    team = _team_record(call.slack, call.team)
    return {
        "url": f"https://{team['domain']}.slack.com/",
        "team": team["name"],
        "user": BOT_NAME.lower(),
        "team_id": call.team,
        "user_id": bot_user(call.team),
        "bot_id": bot_id(call.team),
        "is_enterprise_install": False,
    }


def _auth_revoke(call: Call) -> Json:
    if not call.flag("test"):
        call.slack.gone.append(call.token)
        call.slack.stage.state.touched()
    return {"revoked": not call.flag("test")}


def exchange_code(slack: Slack, args: Json) -> Json:
    """`oauth.v2.access`: a code gives a token once."""
    if args.get("client_id") != CLIENT_ID:
        raise Refused("invalid_client_id")
    if args.get("client_secret") != CLIENT_SECRET:
        raise Refused("bad_client_secret")
    if args.get("grant_type") == "refresh_token":
        return _refresh(slack, args)
    code = slack.codes.get(str(args.get("code") or ""))
    if code is None:
        raise Refused("invalid_code")
    if args.get("redirect_uri") and args["redirect_uri"] != code["redirect_uri"]:
        raise Refused("bad_redirect_uri")
    del slack.codes[args["code"]]
    tokens = _tokens(slack, code["team"], code["scope"])
    return {**_installed(slack, code["team"], code["scope"]), **tokens, "authed_user": {"id": code["user"]}}


def _refresh(slack: Slack, args: Json) -> Json:
    """A refresh token gives a fresh pair, once."""
    former = slack.refreshes.pop(str(args.get("refresh_token") or ""), None)
    if former is None:
        raise Refused("invalid_refresh_token")
    grant = slack.grants[former]
    if former in slack.gone:
        raise Refused("token_revoked")
    return {**_installed(slack, grant["team"], grant["scopes"]), **slack.rotate(grant["team"], grant["scopes"])}


def _tokens(slack: Slack, team: str, scopes: str) -> Json:
    return slack.rotate(team, scopes) if slack.rotating else {"access_token": slack.grant(team, scopes)}


def _installed(slack: Slack, team: str, scopes: str) -> Json:
    return {
        "app_id": APP_ID,
        "scope": scopes,
        "token_type": "bot",
        "bot_user_id": bot_user(team),
        "team": {"id": team, "name": slack.teams[team].name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def open_socket(slack: Slack, token: str) -> Json:
    """`apps.connections.open`: an address for Socket Mode, for an app-level token."""
    if token != APP_TOKEN:
        raise Refused("not_allowed_token_type" if token.startswith("xoxb") else "invalid_auth")
    return {"url": slack.stage.origin.replace("http", "ws", 1) + "/slack/socket"}


DIRECTORY_METHODS: dict[str, Callable[[Call], Json]] = {
    "auth.test": _auth_test,
    "auth.revoke": _auth_revoke,
    "users.info": _users_info,
    "users.list": _users_list,
    "users.lookupByEmail": _lookup,
    "team.info": _team_info,
}
