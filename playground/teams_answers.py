"""What the bot's answers to presses and dialogs do to a person's Teams."""

from typing import Any

from playground.cast import Actor
from playground.stage import Answer
from playground.state import Conversation, Json, Message
from playground.teams import Teams
from playground.teams_checks import CARD_TYPE, BadCard, check_card

WRONG = "Something went wrong. Please try again."
TEXT_ANSWER = "application/vnd.microsoft.activity.message"


def show_answer(teams: Teams, who: Actor, message: Message, answer: Answer) -> None:
    """A card takes the place of the old one for the person who clicked; a text is a notice."""
    body = answer.body if answer.fine and isinstance(answer.body, dict) else {}
    kind, value = body.get("type"), body.get("value")
    try:
        if kind == CARD_TYPE:
            check_card(value)
            message.own_cards[who.id] = [dict(value or {})]
            desk = teams.desk(who.id)
            desk.drafts.pop(message.id, None)
            desk.errors.pop(message.id, None)
            return teams.stage.changed(who.id)
    except BadCard as bad:
        return teams.toast(who.id, f"{WRONG} ({bad})")
    if kind == TEXT_ANSWER and body.get("statusCode") == 200:
        return teams.toast(who.id, str(value))
    return teams.toast(who.id, f"{WRONG} ({_why(answer)})")


def show_task(teams: Teams, who: Actor, place: Conversation, answer: Answer, origin: Json) -> None:
    """Opens, changes or closes the dialog as a task answer says."""
    desk = teams.desk(who.id)
    if not answer.fine:
        return teams.toast(who.id, f"{WRONG} ({_why(answer)})")
    task = answer.body.get("task") if isinstance(answer.body, dict) else None
    if task and task.get("type") == "continue":
        return _open_dialog(teams, who, place, task.get("value"), origin)
    desk.dialogs.clear()
    if task and task.get("type") == "message":
        return teams.toast(who.id, str(task.get("value")))
    return teams.stage.changed(who.id)


def _open_dialog(teams: Teams, who: Actor, place: Conversation, value: Any, origin: Json) -> None:
    card = (value or {}).get("card") or {}
    try:
        if card.get("contentType") != CARD_TYPE:
            raise BadCard("a dialog needs an Adaptive Card")
        check_card(card.get("content"))
    except BadCard as bad:
        return teams.toast(who.id, f"{WRONG} ({bad})")
    dialog = {
        "id": f"dialog-{teams.stage.state.next_seq()}",
        "title": str(value.get("title") or ""),
        "card": card["content"],
        "conversation": place.id,
        "thread": origin["thread"],
        "command": origin.get("command", ""),
    }
    teams.desk(who.id).dialogs[:] = [dialog]
    return teams.stage.changed(who.id)


def check_turn(teams: Teams, who: Actor, answer: Answer) -> None:
    """Shows that a line or a press did not reach the bot."""
    if not answer.fine:
        teams.toast(who.id, f"{WRONG} ({_why(answer)})")


def _why(answer: Answer) -> str:
    if answer.late:
        return "the app took too long"
    return f"the app answered {answer.status}" if answer.status else "the app could not be reached"
