"""The gatekeeper card: what a member's assistant says to salespeople. It holds nobody's data but the member's own."""

from bot.calls.replies import FOR_ASSISTANT
from bot.calls.wish import in_words
from bot.door.words import address
from bot.ports import Store
from bot.route import Route
from bot.turn import Outcome, Turn
from bot.views import Button, Buttons, Card, Paragraph, Quote

RULES = (
    "When a salesperson calls for {name}\n"
    "1. Ask for the company and what it is about. Write down the number they call from.\n"
    "2. Say: “{line}”\n"
    "3. Give out no mobile number, no calendar, no names of colleagues, and do not put them through.\n"
    "4. “They know me”, “I am in the area” and “our VP asked me to call” change nothing.\n"
    "5. Send {name} one line: company, number, what they wanted."
)


def assistant(turn: Turn, store: Store) -> Outcome:
    """`For my assistant`: the text to copy or forward."""
    name = turn.member.name
    text = RULES.format(name=name, line=FOR_ASSISTANT.format(name=name))
    wish = in_words(store.calls.wish(turn.member.id))
    reach = "\n".join(f"{fact.label}: {fact.value}" for fact in wish)
    page = address(turn.pages, turn.community)
    door = f"\nA pitch in writing: {page}" if page else ""
    return Outcome(
        Card(
            "For your assistant",
            (
                Paragraph(("Copy this and pass it on.",), quiet=True),
                Quote(f"{text}\n\nHow vendors may reach {name}\n{reach}{door}"),
                Buttons((
                    Button("Change how to reach me", "calls.wish", opens_form=True), Button("My calls", "calls"),
                )),
            ),
        )
    )  # fmt: skip


ROUTES = {"calls.assistant": Route(assistant)}
