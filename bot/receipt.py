"""`receipt CODE`: takes back an anonymous text, at any time, whoever can still tell whose it was."""

import re

from bot.anonymous.codes import DIGITS
from bot.ask.removal import taken_back
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Turn
from bot.views import Form, Note, Paragraph, TextField

WRONG = "No text goes with this code. Look at the 16 digits once more: four groups of four."
ENOUGH = "That was the last try for now. You can try again in an hour."


def receipt(turn: Turn, store: Store) -> Outcome:
    """A code was typed, or sent by the form: the text is withdrawn. Without a code the form opens."""
    typed = turn.arg or turn.text("code")
    if not typed:
        return Outcome(_form(turn))
    if not store.receipts.may_try(turn.member.id, turn.now):
        return Outcome(Note.say(ENOUGH))
    code = re.sub(r"[\s-]", "", typed)
    text_id = store.receipts.spend(code) if re.fullmatch(rf"[0-9]{{{DIGITS}}}", code) else None
    if text_id is not None:
        return taken_back(store, text_id, turn.now)
    return Outcome(_form(turn, WRONG) if turn.text("code") else Note.say(WRONG))


ROUTES = {"receipt": Route(receipt, writes=True), "receipt.send": Route(receipt, writes=True)}


def _form(turn: Turn, wrong: str = "") -> Form:
    """The form; after a wrong code with what was typed. (It is no Invalid: the try has to be counted.)"""
    field = TextField("code", "Receipt code", turn.text("code"), max_length=40, placeholder="1234 5678 9012 3456")
    intro = (Paragraph((wrong,)),) if wrong else ()
    return Form("Take a text back", "receipt.send", (field,), turn.new_id(), submit="Take it back", intro=intro)
