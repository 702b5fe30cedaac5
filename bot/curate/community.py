"""Settings, integrity log and health: how the community is run, for its managers."""

from datetime import timedelta

from bot.curate.reasons import REASONS
from bot.ports import Store
from bot.ports.cases import CaseStatus
from bot.route import Route
from bot.settings import SETTINGS, changed, value_of
from bot.text import count
from bot.trail import audit
from bot.turn import Outcome, Refused, Turn
from bot.views import Block, Bullets, Card, Fact, Facts, Form, Heading, Invalid, Note, Paragraph, TextField

LOGGED = timedelta(days=400)
ENTRIES = 15
SAYS = {
    CaseStatus.KEPT: "Flagged and kept",
    CaseStatus.REMOVED: "Taken down",
    CaseStatus.APPEALED: "Taken down, appeal open",
    CaseStatus.UPHELD: "Taken down, appeal turned down",
    CaseStatus.RESTORED: "Put back after an appeal",
}


def settings_form(turn: Turn, store: Store) -> Outcome:  # noqa: ARG001 (a use case takes both)
    """`Settings`: how each stands, to be changed."""
    fields = tuple(
        TextField(key, key.replace("-", " ").capitalize(), value_of(turn.community, key), setting.wanted, max_length=20)
        for key, setting in SETTINGS.items()
    )
    return Outcome(Form("Settings", "curate.save_settings", fields, turn.new_id(), submit="Save"))


def save_settings(turn: Turn, store: Store) -> Outcome:
    """The form was sent: what differs is kept and audited; it counts from the next turn on."""
    community, errors, said = turn.community, {}, []
    for key in SETTINGS:
        value = turn.text(key)
        if value == value_of(turn.community, key):
            continue
        try:
            community = changed(community, key, value)
        except Refused as refused:
            errors[key] = refused.text
            continue
        said.append(f"{key} {value}")
        audit(turn, store, "community.set", turn.community.id, f"{key} {value}")
    if errors:
        raise Invalid(errors)
    if not said:
        return Outcome(Note.say("Nothing was changed."))
    store.keep_settings(community)
    return Outcome(Note.say(f"Kept: {', '.join(said)}."))


def integrity_log(turn: Turn, store: Store) -> Outcome:
    """What was decided about texts in the last 400 days, and the newest entries of the audit trail."""
    outcomes = store.cases.outcomes((turn.now - LOGGED).date())
    facts = tuple(
        Fact(f"{SAYS[status]}{f': {REASONS.get(reason, reason).lower()}' if reason else ''}", str(number))
        for (status, reason), number in sorted(outcomes.items())
        if status in SAYS
    )
    decided = sum(outcomes.values())
    blocks: list[Block] = [Paragraph((f"{count(decided, 'decision')} about texts in the last 400 days.",))]
    blocks += [Facts(facts)] if facts else []
    entries = store.audit.newest(ENTRIES)
    if entries:
        lines = tuple((f"{one.day} · {one.action} {one.detail}".strip(),) for one in entries)
        blocks += [Heading("Newest entries of the audit trail"), Bullets(lines)]
    return Outcome(Card("Integrity log", tuple(blocks)))


ROUTES = {
    "curate.settings": Route(settings_form, managers_only=True),
    "curate.save_settings": Route(save_settings, writes=True, managers_only=True),
    "curate.log": Route(integrity_log, managers_only=True),
}
