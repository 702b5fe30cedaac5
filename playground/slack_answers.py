"""What the app's answers to commands, submissions and response addresses do to a person's screen."""

import time
from typing import Any

from playground.cast import Actor
from playground.slack import Slack
from playground.slack_api import Refused
from playground.slack_checks import check_blocks
from playground.slack_elements import Wrong
from playground.slack_views import push, replaced, valid_view
from playground.stage import Answer
from playground.state import Conversation, Json, Message

TROUBLE = "We had some trouble connecting. Try again?"


def why(answer: Answer) -> str:
    """Slack's word for what went wrong."""
    if answer.late:
        return "operation_timeout"
    if answer.status == 0:
        return "dispatch_failed"
    return "http_service_error" if answer.status >= 500 else f"http_client_error {answer.status}"


def answer_command(slack: Slack, who: Actor, place: Conversation, fields: Json, answer: Answer) -> None:
    """Shows the body of the answer to a slash command, or the error the person sees."""
    word = fields["command"]
    if not answer.fine:
        return slack.toast(who.id, f'{word} failed with the error "{why(answer)}"')
    body = {"text": answer.body} if isinstance(answer.body, str) else answer.body
    if not body:
        return None
    try:
        shown = show(slack, who, place, body)
        slack.answers[fields["response_url"].rpartition("/")[2]]["message"] = shown.id
    except Wrong as wrong:
        slack.toast(who.id, f'{word} failed with the error "invalid_command_response" ({wrong})')
    return None


def show(slack: Slack, who: Actor, place: Conversation, body: Any) -> Message:
    """Shows a message object: to the person alone unless it says `in_channel`. Raises Wrong."""
    if not isinstance(body, dict):
        raise Wrong("must be a message object")
    text, blocks = body.get("text") or "", body.get("blocks")
    if blocks is not None:
        check_blocks(blocks, "message")
    if not text and not blocks:
        raise Wrong("no_text")
    only_for = "" if body.get("response_type") == "in_channel" else who.id
    thread = str(body.get("thread_ts") or "")
    return slack.add_message(place, text, blocks=blocks, only_for=only_for, thread=thread)


def answer_submission(slack: Slack, who: Actor, view: Json, answer: Answer) -> None:
    """Closes, changes or keeps the modal as `response_action` says."""
    if not answer.fine:
        return slack.toast(who.id, f"{TROUBLE} ({why(answer)})")
    desk = slack.desk(who.id)
    index = next((i for i, v in enumerate(desk.dialogs) if v["id"] == view["id"]), None)
    body = answer.body if isinstance(answer.body, dict) else {}
    action = body.get("response_action")
    try:
        if action is None:
            if index is not None:
                del desk.dialogs[index:]
        elif action == "clear":
            desk.dialogs.clear()
        elif action == "errors":
            desk.errors[view["id"]] = _errors(view, body.get("errors"))
        elif action == "update" and index is not None:
            desk.dialogs[index] = replaced(slack, desk.dialogs[index], valid_view(body.get("view"), "modal"))
        elif action == "push":
            push(slack, view["team_id"], who.id, valid_view(body.get("view"), "modal"))
        else:
            raise Wrong(f"unknown response_action {action}")
    except (Refused, Wrong) as problem:
        slack.toast(who.id, f"{TROUBLE} ({problem}{_details(problem)})")
    slack.stage.changed(who.id)
    return None


def _details(problem: Exception) -> str:
    return f" {problem.more.get('response_metadata', '')}" if isinstance(problem, Refused) else ""


def _errors(view: Json, errors: Any) -> dict[str, str]:
    """Slack takes errors only for input blocks of that view."""
    known = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not known.issuperset(errors):
        raise Wrong("errors must name input blocks of the view")
    return {block_id: str(text) for block_id, text in errors.items()}


def use_response_url(slack: Slack, token: str, body: Any) -> str:
    """Does what was posted to a response address; returns Slack's error word, empty when it went well."""
    known = slack.answers.get(token)
    if known is None or known["until"] < time.time():
        return "expired_url"
    if known["left"] == 0:
        return "used_url"
    known["left"] -= 1
    place = slack.stage.state.conversation(known["tenant"], known["conversation"])
    if place is None or not isinstance(body, dict):
        return "invalid_payload"
    message = place.find(known["message"]) if known["message"] else None
    try:
        shown = _respond(slack, slack.stage.actor(known["person"]), place, message, body)
        known["message"] = known["message"] or shown.id
    except Wrong:
        return "invalid_blocks"
    return ""


def _respond(slack: Slack, who: Actor, place: Conversation, message: Message | None, body: Json) -> Message:
    seen_by = [who.id] if message is not None and message.only_for else place.members
    if message is None or not (body.get("delete_original") or body.get("replace_original")):
        return show(slack, who, place, body)
    if body.get("delete_original"):
        place.messages.remove(message)
    else:
        if body.get("blocks") is not None:
            check_blocks(body["blocks"], "message")
        message.text = body.get("text") or ""
        message.blocks = slack.with_ids(body["blocks"]) if body.get("blocks") else None
        message.edited = True
    slack.stage.changed(*seen_by)
    return message
