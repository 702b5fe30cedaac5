"""Settings, integrity log and health: how the community is run, for its managers."""

from datetime import timedelta

from bot.curate.deeds import in_words
from bot.curate.reasons import REASONS
from bot.model import Role
from bot.parts import part_of
from bot.ports import Store
from bot.ports.cases import CaseStatus
from bot.route import Route
from bot.settings import SETTINGS, changed, value_of
from bot.text import count
from bot.trail import audit
from bot.turn import Outcome, Refused, Turn
from bot.views import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Fact,
    Facts,
    Form,
    Heading,
    Invalid,
    Note,
    Option,
    Paragraph,
    SelectField,
    TextField,
)

LOGGED = timedelta(days=400)
ENTRIES, READ = 15, 2_000
"""Entries of the audit trail shown at once, and all that can be looked through here; `warmline audit` has every one."""
SAYS = {
    CaseStatus.KEPT: "Flagged and kept",
    CaseStatus.REMOVED: "Taken down",
    CaseStatus.APPEALED: "Taken down, appeal open",
    CaseStatus.UPHELD: "Taken down, appeal turned down",
    CaseStatus.RESTORED: "Put back after an appeal",
}

LABELS = {
    "anonymous-delay": "Delay of anonymous texts",
    "moderation": "New reviews",
    "ask-days": "How long a question is open",
    "weekly-cap": "Weekly cap of questions to one member",
    "k": "Companies behind any figure",
    "intro-remind-days": "Introductions: reminder after",
    "intro-expire-days": "Introductions: a step lapses after",
    "anonymous-members": "Members needed for unnamed reviews",
    "front-door": "Front door for vendors",
    "renewal-days": "Reminders of a renewal",
    "review-confirm-days": "Reviews: “still true?” after",
}
CHOICES = {
    "moderation": (Option("Shown at once", "post"), Option("Shown once a manager approves", "pre")),
    "front-door": (Option("On: members find its address under calls", "on"), Option("Off", "off")),
}


def settings_form(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Settings`: how each stands, to be changed."""
    fields = tuple(_field(key, value_of(turn.community, key)) for key in SETTINGS)
    return Outcome(Form("Settings", "curate.save_settings", fields, turn.new_id(), submit="Save"))


def save_settings(turn: Turn, store: Store) -> Outcome:
    """The form was sent: what differs is kept and audited; it counts from the next turn on."""
    standing = community = store.hold()
    errors, said = dict[str, str](), list[str]()
    for key in SETTINGS:
        value = turn.text(key)
        if value == value_of(standing, key):
            continue
        try:
            community = changed(community, key, value)
        except Refused as refused:
            errors[key] = refused.text
            continue
        said.append(f"{LABELS.get(key, key)}: {_in_words(key, value)}.")
        audit(turn, store, "community.set", turn.community.id, f"{key} {value}")
    if errors:
        raise Invalid(errors)
    if not said:
        return Outcome(Note.say("Nothing was changed."))
    store.keep_settings(community)
    return Outcome(Note.say(f"Kept. {' '.join(said)}"))


def integrity_log(turn: Turn, store: Store) -> Outcome:
    """What was decided about texts in the last 400 days, and the newest entries of the audit trail."""
    outcomes = store.cases.outcomes((turn.now - LOGGED).date())
    facts = tuple(
        Fact(f"{SAYS[status]}{f': {REASONS.get(reason, reason).lower()}' if reason else ''}", str(number))
        for (status, reason), number in sorted(outcomes.items())
        if status in SAYS
    )
    decided = sum(outcomes.values())
    number = count(decided, "decision") if decided else "No decisions"
    blocks: list[Block] = [Paragraph((f"{number} about texts in the last 400 days.",))]
    blocks += [Facts(facts)] if facts else []
    part, entries = part_of(turn.arg, ENTRIES), store.audit.newest(READ)
    if entries:
        managers = {one.id: one.name for one in store.members.with_role(Role.MANAGER)}
        lines = tuple((in_words(one, managers),) for one in part.of(entries))
        blocks += [Heading("Audit trail, the newest first"), Bullets(lines), *part.around("curate.log", len(entries))]
    back = Buttons((Button("Curation", "curate"),))
    return Outcome(Card("Integrity log", (*blocks, back)))


ROUTES = {
    "curate.settings": Route(settings_form, managers_only=True),
    "curate.save_settings": Route(save_settings, writes=True, managers_only=True),
    "curate.log": Route(integrity_log, managers_only=True),
}


def _in_words(key: str, value: str) -> str:
    return next((one.label.lower() for one in CHOICES.get(key, ()) if one.value == value), value)


def _field(key: str, value: str) -> TextField | SelectField:
    label = LABELS.get(key, key.replace("-", " ").capitalize())
    if key in CHOICES:
        return SelectField(key, label, CHOICES[key], value)
    return TextField(key, label, value, SETTINGS[key].wanted.capitalize(), max_length=20)
