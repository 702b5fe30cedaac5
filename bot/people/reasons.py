"""Why an application is declined, a membership paused or resumed: one list of codes each, and the field to choose."""

from bot.turn import Turn
from bot.views import Invalid, Option, SelectField

DECLINED_FOR = {
    "role": "Members run IT for a company; your role is another one.",
    "vendor": "Members buy IT; you or your company sell it.",
    "unknown": "We could not find out enough about you.",
    "other": "",
}
PAUSED_FOR = {
    "left": "Left the role",
    "employer": "Changed employer",
    "conduct": "Broke the rules",
    "asked": "Asked for it",
    "other": "Another reason",
}
RESUMED_FOR = {"verified": "Verified anew", "settled": "The matter is settled", "mistake": "It was a mistake"}


def reason_field(choices: dict[str, str]) -> SelectField:
    """The reason, from a list."""
    return SelectField("reason", "Reason", tuple(Option(words, code) for code, words in choices.items()))


def reason_in(turn: Turn, choices: dict[str, str]) -> str:
    """The code that was chosen."""
    code = turn.text("reason")
    if code not in choices:
        raise Invalid({"reason": "Choose the reason from the list."})
    return code
