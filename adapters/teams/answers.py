"""What each kind of activity is answered with: a message, or the body of an invoke."""

from collections.abc import Mapping

from adapters.teams import limits
from adapters.teams.buttons import Surface
from adapters.teams.elements import Json
from adapters.teams.forms import form
from adapters.teams.kept import refill, unpack
from adapters.teams.render import card, note, summary
from adapters.teams.text import clean, cut, line, plain
from bot.turn import Value
from bot.views import Card, Choices, Form, Invalid, Note, View

CARD = "application/vnd.microsoft.card.adaptive"
TEXT = "application/vnd.microsoft.activity.message"
RESULTS = "application/vnd.microsoft.search.searchResponse"


def message(view: View, ours: Mapping[str, object], values: Mapping[str, Value], surface: Surface) -> Json:
    """The view as a message of its own."""
    match view:
        case Note() if all(isinstance(span, str) for span in view.spans):
            return {"type": "message", "text": words(view), "textFormat": "plain"}
        case Card():
            return with_card(card(view, surface), summary(view))
        case Form():
            return with_card(form(view, surface), line(view.title, limits.SUMMARY))
        case Invalid() if again := _again(view, ours, values, surface):
            return with_card(again, "Please look at your form again.")
        case Note():
            return with_card(note(view), line(plain(view.spans), limits.SUMMARY))
        case _:
            return {"type": "message", "text": words(view), "textFormat": "plain"}


def with_card(content: Json, notification: str) -> Json:
    """A message that is one card."""
    found: Json = {"type": "message", "attachments": [{"contentType": CARD, "content": content}]}
    return found | {"summary": notification} if notification else found


def words(view: View) -> str:
    """The view in plain text, for the places where nothing else fits."""
    match view:
        case Note(spans):
            return cut(clean(plain(spans)).strip(), limits.NOTE) or "Done."
        case Invalid():
            return cut("\n".join(clean(sentence) for sentence in view.errors.values()), limits.NOTE)
        case Card() | Form():
            return line(view.title, limits.TITLE)
        case _:
            return "Done."


def executed(view: View, ours: Mapping[str, object], values: Mapping[str, Value], *, filled: bool) -> Json:
    """The body that answers Action.Execute: a card in place of the pressed one, or a short text."""
    match view:
        case Card():
            return replaced(card(view, Surface.REPLY))
        case Form():
            return replaced(form(view, Surface.REPLY))
        case Note() if filled:
            # The form has done its work: it becomes the note, so that it is not sent again.
            return replaced(note(view))
        case Invalid() if again := _again(view, ours, values, Surface.REPLY):
            return replaced(again)
        case _:
            return told(words(view))


def replaced(content: Json) -> Json:
    """The pressed card becomes this one, for the person who pressed."""
    return {"statusCode": 200, "type": CARD, "value": content}


def told(text: str) -> Json:
    """A short text to the person who pressed; the card stays."""
    return {"statusCode": 200, "type": TEXT, "value": text}


def dialog(view: View | None, ours: Mapping[str, object], values: Mapping[str, Value]) -> Json:
    """The next state of a dialog; an empty body closes it."""
    match view:
        case None:
            return {}
        case Form():
            return _open(view.title, form(view, Surface.DIALOG), fields=len(view.fields))
        case Card():
            return _open(view.title, card(view, Surface.DIALOG), fields=len(view.blocks))
        case Invalid() if (again := _again(view, ours, values, Surface.DIALOG)) and (kept := unpack(ours)):
            return _open(kept.title, again, fields=len(kept.fields))
        case _:
            return dialog_text(words(view))


def dialog_text(text: str) -> Json:
    """The dialog closes with a short text."""
    return {"task": {"type": "message", "value": cut(text, limits.DIALOG_TEXT)}}


def found(view: View | None) -> Json:
    """Entries of a type-ahead."""
    options = view.options[: limits.SEARCH_RESULTS] if isinstance(view, Choices) else ()
    entries = [{"title": line(option.label, limits.OPTION_LABEL) or "–", "value": option.value} for option in options]
    return {"statusCode": 200, "type": RESULTS, "value": {"results": entries}}


def extension_text(text: str) -> Json:
    """A line in the message extension."""
    return {"composeExtension": {"type": "message", "text": text}}


def _again(view: Invalid, ours: Mapping[str, object], values: Mapping[str, Value], surface: Surface) -> Json | None:
    """The submitted form with the sentences on top and what was typed in its fields."""
    kept = unpack(ours)
    if kept is None:
        return None
    labels = {field.name: field.label for field in kept.fields}
    sentences = tuple(
        f"{labels[name]}: {sentence}" if name in labels else sentence for name, sentence in view.errors.items()
    )
    return form(refill(kept, values), surface, sentences)


def _open(title: str, content: Json, fields: int) -> Json:
    height = "small" if fields <= 2 else "medium" if fields <= 5 else "large"
    value: Json = {
        "title": line(title, limits.DIALOG_TITLE) or "Warmline",
        "height": height,
        "width": "medium",
        "card": {"contentType": CARD, "content": content},
    }
    return {"task": {"type": "continue", "value": value}}
