"""Who may stay: the yearly question, and what the platforms tell of accounts and workspaces."""

from datetime import datetime, timedelta

from bot.admission import NOT_PEOPLE, domain_of, registrable
from bot.model import Account, AuditEntry, Member, MemberStatus, Role
from bot.night import next_night
from bot.ports import Store
from bot.route import NewsCase, Route, TimerCase
from bot.turn import Later, Outcome, Send, Tick, Turn, Visit
from bot.views import Bold, Button, Buttons, Card, Look, Note, Paragraph

YEAR = timedelta(days=365)
SILENCE = timedelta(days=30)
KEPT_CODES = timedelta(days=1)
KEPT_REFUSALS = timedelta(days=30)
AT_ONCE = 200
"""Members of one sweep: what is left over comes in the next one, a minute later."""


def first_sweep(now: datetime) -> Later:
    """The coming sweep, armed where a community or a member is new; from then on each sweep arms the next."""
    return Later("eligibility.sweep", next_night(now), "eligibility.sweep", "")


def sweep(tick: Tick, store: Store) -> Outcome:
    """Every night: asks whose year is over, pauses who did not answer for a month, forgets what has had its time.

    Members' records at their platforms are due to be read anew; account_changed hears what they say. The index of
    texts is compared with the texts: should they ever have come apart, they meet again.

    The timer has one key a community, so that arming it twice moves it and never doubles it.
    """
    store.roll.start_years(tick.now)
    silent = store.roll.silent(tick.now - SILENCE, AT_ONCE)
    paused = [_pause_silent(tick, store, member) for member in silent]
    due = store.roll.to_ask(tick.now - YEAR, AT_ONCE)
    store.roll.asked([member.id for member in due], tick.now)
    asked = [Send(_key(tick.now, member), _question(member, tick.now), (member.id,)) for member in due]
    store.applications.forget_decided(tick.now - KEPT_REFUSALS)
    store.codes.forget(tick.now - KEPT_CODES)
    more = len(silent) == AT_ONCE or len(due) == AT_ONCE
    again = tick.now + timedelta(minutes=1) if more else next_night(tick.now)
    if not more:
        store.roll.read_anew()
        store.documents.mend()
    return Outcome(messages=(*paused, *asked), timers=(Later("eligibility.sweep", again, "eligibility.sweep", ""),))


def confirm(turn: Turn, store: Store) -> Outcome:
    """`Yes` was pressed: good for another year. Who was paused for not answering is back at once."""
    was_silent = store.roll.confirm(turn.member.id, turn.now)
    if was_silent:
        store.roll.change(turn.member.id, MemberStatus.SUSPENDED, MemberStatus.ACTIVE, turn.now)
    elif turn.member.status is not MemberStatus.ACTIVE:
        return Outcome(Note.say("Thank you. A community manager still has to look at your membership."))
    return Outcome(Note.say("Thank you. I ask again in a year."))


def account_changed(visit: Visit, store: Store) -> Outcome:
    """The platform tells that somebody's record changed: another kind of person, or another e-mail domain, pauses."""
    account = _account(visit, store)
    profile = visit.sender.profile
    if account is None or profile is None:
        return Outcome()
    if profile.kind in NOT_PEOPLE:
        return _pause(visit, store, account, "kind changed")
    if not profile.email:
        return Outcome()
    domain = registrable(domain_of(profile.email))
    before = store.roll.email_domain(account.id)
    store.roll.see_email_domain(account.id, domain)
    # Companies have several domains, and an import may name another than the account: a first sight says nothing yet.
    return _pause(visit, store, account, "e-mail domain changed") if before not in ("", domain) else Outcome()


def account_removed(visit: Visit, store: Store) -> Outcome:
    """Somebody took the app away for themselves: its address is forgotten, and nothing reaches them there."""
    if account := _account(visit, store):
        store.roll.forget_address(account.id)
    return Outcome()


def workspace_removed(visit: Visit, store: Store) -> Outcome:
    """The app was taken away from a workspace: nothing is sent there, and nobody there is a member any more."""
    if store.roll.remove_workspace(visit.sender.platform, visit.sender.tenant):
        _audit(visit, store, "workspace.removed", visit.sender.tenant)
    return Outcome()


def workspace_restored(visit: Visit, store: Store) -> Outcome:
    """The app is there (again), under the name that the platform gives the workspace."""
    if visit.arg:
        store.roll.name_workspace(visit.sender.platform, visit.sender.tenant, visit.arg)
    if store.roll.restore_workspace(visit.sender.platform, visit.sender.tenant, visit.now):
        _audit(visit, store, "workspace.restored", visit.sender.tenant)
    return Outcome()


ROUTES = {"eligibility.confirm": Route(confirm, writes=True, paused_too=True)}
TIMERS: dict[str, TimerCase] = {"eligibility.sweep": sweep}
NEWS: dict[str, NewsCase] = {
    "account.changed": account_changed,
    "account.removed": account_removed,
    "workspace.removed": workspace_removed,
    "workspace.restored": workspace_restored,
}


def _pause_silent(tick: Tick, store: Store, member: Member) -> Send:
    store.roll.lapse(member.id, tick.now)
    day = tick.now.date().isoformat()
    store.audit.add(AuditEntry(tick.new_id(), day, "", "eligibility.lapsed", member.id, "no answer"))
    said = "You did not answer for a month, so your membership is paused. Answer, and it goes on."
    return Send(f"eligibility.paused:{tick.new_id()}", _card("Your membership is paused", said), (member.id,))


def _pause(visit: Visit, store: Store, account: Account, why: str) -> Outcome:
    if not store.roll.change(account.member_id, MemberStatus.ACTIVE, MemberStatus.SUSPENDED, visit.now):
        return Outcome()
    _audit(visit, store, "eligibility.paused", account.member_id, why)
    said = "Your account changed, so your membership is paused until the managers have looked at your details."
    to_member = Send(
        f"eligibility.changed:{visit.new_id()}",
        Card("Your membership is paused", (Paragraph((said,)), Buttons((_details_button(Look.PRIMARY),)))),
        (account.member_id,),
    )
    managers = tuple(one.id for one in store.members.with_role(Role.MANAGER))
    return Outcome(messages=(to_member, Send(f"eligibility.moved:{visit.new_id()}", _moved(store, account), managers)))


def _moved(store: Store, account: Account) -> Card:
    member = store.members.get([account.member_id])[account.member_id]
    said = f", {member.company}, is paused: the account's e-mail domain or kind changed. They were asked for details."
    buttons = Buttons((Button("Resume", "people.resume", member.id, opens_form=True),))
    return Card("A member's account changed", (Paragraph((Bold(member.name), said)), buttons))


def _question(member: Member, now: datetime) -> Card:
    until = f"{now + SILENCE:%-d %B}"
    said = f"Once a year I ask. Without an answer by {until} your membership is paused."
    return _card(f"Still {member.title or 'CIO'} at {member.company}?"[:140], said)


def _card(title: str, said: str) -> Card:
    yes = Button("Yes", "eligibility.confirm", look=Look.PRIMARY)
    return Card(title, (Paragraph((said,)), Buttons((yes, _details_button(Look.PLAIN)))))


def _details_button(look: Look) -> Button:
    return Button("My details changed", "join.details", look=look, opens_form=True)


def _key(now: datetime, member: Member) -> str:
    return f"eligibility:{member.id}:{now:%Y}"


def _account(visit: Visit, store: Store) -> Account | None:
    sender = visit.sender
    return store.roll.account(sender.platform, sender.tenant, sender.user)


def _audit(visit: Visit, store: Store, action: str, subject: str, detail: str = "") -> None:
    store.audit.add(AuditEntry(visit.new_id(), visit.now.date().isoformat(), "", action, subject, detail))
