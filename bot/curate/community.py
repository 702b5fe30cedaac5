"""Settings, integrity log and health: how the community is run, for its managers."""

from collections.abc import Mapping
from datetime import timedelta

from bot.curate.deeds import in_words, vendor_ids
from bot.curate.reasons import REASONS
from bot.model import Community, Role
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
    "front-door": (Option("On", "on"), Option("Off", "off")),
}
HINTS = {"front-door": "Members find its address under calls, At the door."}


def settings_form(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Settings`: how each stands, to be changed; the form remembers what it showed."""
    shown = {key: value_of(turn.community, key) for key in SETTINGS}
    fields = tuple(_field(key, value) for key, value in shown.items())
    return Outcome(Form("Settings", "curate.save_settings", fields, turn.new_id(), _joined(shown), "Save"))


def save_settings(turn: Turn, store: Store) -> Outcome:
    """The form was sent: what this person changed in it is kept and audited; it counts from the next turn on.

    What else was changed while the form was open stays, and is told.
    """
    standing = store.hold()
    shown = _parted(turn.arg)
    wanted = {key: turn.text(key) for key in SETTINGS if turn.text(key) != shown.get(key, value_of(standing, key))}
    fresh = {key: value for key, value in wanted.items() if value != value_of(standing, key)}
    community = _changed(standing, fresh)
    for key, value in fresh.items():
        audit(turn, store, "community.set", turn.community.id, f"{key} {value}")
    if fresh:
        store.keep_settings(community)
    said = f"Kept. {_told(fresh)}" if fresh else "Nothing was changed."
    meanwhile = {key: value_of(standing, key) for key in shown if shown[key] != value_of(standing, key)}
    return Outcome(Note.say(f"{said}{_meanwhile(meanwhile, fresh)}"))


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
        shown = part.of(entries)
        vendors = store.vendors.names_of(vendor_ids(shown))
        lines = tuple((in_words(one, managers, vendors),) for one in shown)
        blocks += [Heading("Audit trail, the newest first"), Bullets(lines), *part.around("curate.log", len(entries))]
    back = Buttons((Button("Curation", "curate"),))
    return Outcome(Card("Integrity log", (*blocks, back)))


ROUTES = {
    "curate.settings": Route(settings_form, managers_only=True),
    "curate.save_settings": Route(save_settings, writes=True, managers_only=True),
    "curate.log": Route(integrity_log, managers_only=True),
}


def _changed(community: Community, values: Mapping[str, str]) -> Community:
    """The community with these settings; Invalid names each that does not fit."""
    errors = dict[str, str]()
    for key, value in values.items():
        try:
            community = changed(community, key, value)
        except Refused as refused:
            errors[key] = refused.text
    if errors:
        raise Invalid(errors)
    return community


def _told(values: Mapping[str, str]) -> str:
    return " ".join(f"{LABELS.get(key, key)}: {_in_words(key, value)}." for key, value in values.items())


def _meanwhile(values: Mapping[str, str], fresh: Mapping[str, str]) -> str:
    """What was set elsewhere while this form was open; ``fresh`` took the place of some of it."""
    stays = {key: value for key, value in values.items() if key not in fresh}
    gone = {key: value for key, value in values.items() if key in fresh}
    kept = f" Changed meanwhile, and it stays: {_told(stays)}" if stays else ""
    return kept + (f" Yours replaced what was set meanwhile: {_told(gone)}" if gone else "")


def _joined(values: Mapping[str, str]) -> str:
    """Settings as a form carries them: no value of ours holds either sign."""
    return ";".join(f"{key}={value}" for key, value in values.items())


def _parted(arg: str) -> dict[str, str]:
    """Those settings again; a form that is older than this carries none."""
    parts = (part.partition("=") for part in arg.split(";"))
    return {key: value for key, _, value in parts if key in SETTINGS}


def _in_words(key: str, value: str) -> str:
    return next((one.label.lower() for one in CHOICES.get(key, ()) if one.value == value), value)


def _field(key: str, value: str) -> TextField | SelectField:
    label = LABELS.get(key, key.replace("-", " ").capitalize())
    if key in CHOICES:
        return SelectField(key, label, CHOICES[key], value, HINTS.get(key, ""))
    return TextField(key, label, value, SETTINGS[key].wanted.capitalize(), max_length=20)
