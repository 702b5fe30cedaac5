"""Slack's views: modals in a stack of three, and the App Home."""

import hashlib
import json
import time
from typing import Any

from playground.slack import APP_ID, Slack, Trigger, bot_id
from playground.slack_api import Call, Refused, wrong_blocks
from playground.slack_checks import check_view, too_large
from playground.slack_elements import Wrong
from playground.state import Desk, Json

DEEPEST = 3


def open_view(call: Call) -> Json:
    """`views.open`: a new modal before the person whose trigger it is."""
    trigger = take_trigger(call)
    view = new_view(call.slack, call.team, valid_view(call.args.get("view"), "modal"))
    desk = call.slack.desk(trigger.person)
    _check_external_id(desk, view)
    desk.dialogs = [view]
    call.slack.stage.changed(trigger.person)
    return {"view": view}


def push_view(call: Call) -> Json:
    """`views.push`: a further modal on top of the one that the trigger came from."""
    trigger = take_trigger(call)
    asked = valid_view(call.args.get("view"), "modal")
    desk = call.slack.desk(trigger.person)
    if not trigger.view or not desk.dialogs:
        raise Refused("invalid_trigger_id")
    return {"view": push(call.slack, call.team, trigger.person, asked)}


def update_view(call: Call) -> Json:
    """`views.update`: another content for an open modal, by its id or external id."""
    asked = valid_view(call.args.get("view"), None)
    person, desk, index = _find(call)
    old = desk.dialogs[index] if index is not None else desk.home
    assert old is not None
    _check_hash(call, old)
    view = replaced(call.slack, old, asked)
    if index is None:
        desk.home = view
    else:
        desk.dialogs[index] = view
    call.slack.stage.changed(person)
    return {"view": view}


def publish_view(call: Call) -> Json:
    """`views.publish`: the App Home of one user."""
    asked = valid_view(call.args.get("view"), "home")
    actor = call.slack.user(call.team, str(call.args.get("user_id") or ""))
    if actor is None:
        raise Refused("user_not_found")
    desk = call.slack.desk(actor.id)
    if desk.home is not None:
        _check_hash(call, desk.home)
        desk.home = replaced(call.slack, desk.home, asked)
    else:
        desk.home = new_view(call.slack, call.team, asked)
    call.slack.stage.changed(actor.id)
    return {"view": desk.home}


def valid_view(view: Any, kind: str | None) -> Json:
    """The view as given; refuses what Slack refuses. `kind` is modal or home, None for either."""
    try:
        check_view(view)
    except Wrong as wrong:
        raise wrong_blocks("invalid_arguments", wrong) from wrong
    if kind is not None and view["type"] != kind:
        raise wrong_blocks("invalid_arguments", Wrong(f"must be {kind} [json-pointer:/view/type]"))
    if too_large(view):
        raise Refused("view_too_large")
    return dict(view)


def take_trigger(call: Call) -> Trigger:
    """Uses up the trigger of a call."""
    triggers = call.slack.triggers
    trigger_id = str(call.args.get("trigger_id") or "")
    if trigger_id not in triggers:
        raise Refused("invalid_trigger_id")
    trigger = triggers[trigger_id]
    if trigger is None:
        raise Refused("exchanged_trigger_id")
    triggers[trigger_id] = None
    if trigger.until < time.monotonic():
        raise Refused("expired_trigger_id")
    return trigger


def new_view(slack: Slack, team: str, asked: Json) -> Json:
    """A view as Slack keeps it, from what the app gave."""
    view_id = f"V{slack.stage.state.next_seq():09}"
    return _stored(slack, asked) | {
        "id": view_id,
        "team_id": team,
        "app_id": APP_ID,
        "app_installed_team_id": team,
        "bot_id": bot_id(team),
        "root_view_id": view_id,
        "previous_view_id": None,
    }


def push(slack: Slack, team: str, person: str, asked: Json) -> Json:
    """Puts a view on the person's stack; refuses a fourth."""
    desk = slack.desk(person)
    if len(desk.dialogs) >= DEEPEST:
        raise Refused("push_limit_reached")
    view = new_view(slack, team, asked)
    _check_external_id(desk, view)
    view["previous_view_id"] = desk.dialogs[-1]["id"] if desk.dialogs else None
    view["root_view_id"] = desk.dialogs[0]["id"] if desk.dialogs else view["id"]
    desk.dialogs.append(view)
    slack.stage.changed(person)
    return view


def replaced(slack: Slack, old: Json, asked: Json) -> Json:
    """The same view with another content and another hash."""
    kept = ("id", "team_id", "app_id", "app_installed_team_id", "bot_id", "root_view_id", "previous_view_id")
    return _stored(slack, asked) | {name: old[name] for name in kept}


def _stored(slack: Slack, asked: Json) -> Json:
    seed = json.dumps(asked) + str(slack.stage.state.next_seq())
    return {
        "type": asked["type"],
        "blocks": slack.with_ids(asked["blocks"]),
        "private_metadata": asked.get("private_metadata") or "",
        "callback_id": asked.get("callback_id") or "",
        "external_id": asked.get("external_id") or "",
        "state": {"values": {}},
        "hash": f"{int(time.time())}.{hashlib.sha256(seed.encode()).hexdigest()[:8]}",
        "title": asked.get("title"),
        "close": asked.get("close"),
        "submit": asked.get("submit"),
        "clear_on_close": bool(asked.get("clear_on_close")),
        "notify_on_close": bool(asked.get("notify_on_close")),
    }


def _find(call: Call) -> tuple[str, Desk, int | None]:
    """The person, their desk, and the place in the stack (None for the Home) of the view of a call."""
    view_id, external = call.args.get("view_id"), call.args.get("external_id")
    for actor in call.slack.stage.actors(call.team):
        desk = call.slack.desk(actor.id)
        for index, view in enumerate(desk.dialogs):
            if view["id"] == view_id or (external and view["external_id"] == external):
                return actor.id, desk, index
        if desk.home is not None and view_id and desk.home["id"] == view_id:
            return actor.id, desk, None
    raise Refused("not_found")


def _check_hash(call: Call, old: Json) -> None:
    if call.args.get("hash") and call.args["hash"] != old["hash"]:
        raise Refused("hash_conflict")


def _check_external_id(desk: Desk, view: Json) -> None:
    if view["external_id"] and any(v["external_id"] == view["external_id"] for v in desk.dialogs):
        raise Refused("duplicate_external_id")


VIEWS = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
}
