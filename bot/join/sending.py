"""Asking to be admitted: the form, its checks, and what happens when it is sent."""

from dataclasses import asdict, replace

from bot.admission import NOT_PEOPLE, Judgement, Verdict, domain_of, judged, registrable
from bot.cohort import one_company
from bot.join.cards import is_open, may_ask_again, state_for_applicant, to_managers
from bot.join.filling import (
    MOST_WORDS,
    Applying,
    Details,
    checked,
    from_application,
    from_member,
    from_profile,
    join_form,
)
from bot.model import Account, Application, ApplicationStatus, AuditEntry, Member, MemberStatus, PersonKind, Profile
from bot.ports import Store
from bot.route import Door, Route
from bot.turn import Outcome, Refused, Turn, Visit
from bot.views import Invalid, Note

NOT_LOOKED_UP = (
    "I could not find out just now who you are on this platform. Nothing is lost: please send it again in a minute."
)


def join(visit: Visit, store: Store) -> Outcome:
    """Somebody who is no member asks to be admitted: the form, or where their application stands."""
    _refuse_if_no_person(visit)
    known = _earlier(visit, store)
    if known and known.status is ApplicationStatus.ASKED:
        title = "Your application"
        return Outcome(join_form(visit, title, from_application(known), known.question))
    if known and (is_open(known) or _must_wait(visit, known)):
        return Outcome(Note.say(state_for_applicant(visit.community, known, visit.now)))
    former = _member_of(visit, store)
    details = from_application(known) if known else from_member(former) if former else from_profile(_profile(visit))
    return Outcome(join_form(visit, f"Join {visit.community.name}"[:60], details))


def join_again(turn: Turn, store: Store) -> Outcome:
    """A member typed `join`: nothing to do, unless their membership is paused."""
    if turn.member.status is MemberStatus.ACTIVE:
        return Outcome(
            Note.say(f"You are a member of {turn.community.name} already. Type help to see what you can do.")
        )
    return details_form(turn, store)


def details_form(turn: Turn, store: Store) -> Outcome:
    """`My details changed` was pressed: the form with what is kept, or with what was sent already."""
    known = _earlier(turn, store)
    if known and is_open(known):
        asked = known.question if known.status is ApplicationStatus.ASKED else ""
        return Outcome(join_form(turn, "Your details", from_application(known), asked))
    return Outcome(join_form(turn, "Your details", from_member(turn.member)))


def send(visit: Visit, store: Store) -> Outcome:
    """The form was sent: the managers get it, or a rule says no at once."""
    return _send(visit, store, _member_of(visit, store))


def send_again(turn: Turn, store: Store) -> Outcome:
    """A member's details: kept at once, unless company or e-mail domain changed; then the managers look again."""
    member = turn.member
    details = checked(turn)
    if member.status is MemberStatus.ACTIVE and not _moved(member, details):
        return _keep(turn, store, details)
    outcome = _send(turn, store, member)
    if store.roll.change(member.id, MemberStatus.ACTIVE, MemberStatus.SUSPENDED, turn.now):
        store.audit.add(AuditEntry(turn.new_id(), _today(turn), member.id, "join.moved", member.id, "details changed"))
    return outcome


def stranger(visit: Visit, store: Store) -> Outcome:
    """Somebody who is no member typed or pressed something else: one polite line."""
    known = _earlier(visit, store)
    if known is None or _profile_is_no_person(visit):
        raise Refused(
            f"You are not a member of {visit.community.name} yet. Type join to ask to be admitted, "
            "or link and a code to join this account to the one that you have elsewhere. Guest accounts cannot join."
        )
    raise Refused(state_for_applicant(visit.community, known, visit.now))


ROUTES = {
    "join": Route(join_again, paused_too=True),
    "join.details": Route(details_form, paused_too=True),
    "join.send": Route(send_again, writes=True, paused_too=True),
}
DOORS = {
    "join": Door(join, asks_who=True),
    "join.send": Door(send, writes=True, asks_who=True),
}


def refusal(profile: Profile) -> str:
    """Why this kind of account cannot join, or ""."""
    why = NOT_PEOPLE.get(profile.kind, "")
    return f"I am sorry, {why}" if why else ""


def judgement_of(store: Store, email: str, profile: Profile | None) -> Judgement:
    """The stricter of what the typed address and the platform's own say."""
    vendors = store.applications.vendor_domains()
    addresses = [email, *([profile.email] if profile and profile.email else [])]
    found = [judged(address, vendors) for address in addresses if address]
    order = list(Verdict)
    return max(found, key=lambda one: order.index(one.verdict), default=Judgement(Verdict.FINE))


def _send(turn: Applying, store: Store, member: Member | None) -> Outcome:
    details, profile = checked(turn), _profile(turn)
    if profile is None:
        raise Invalid({"email": NOT_LOOKED_UP})
    _refuse_if_no_person(turn)
    known = _earlier(turn, store)
    if known and _must_wait(turn, known):
        raise Refused(state_for_applicant(turn.community, known, turn.now))
    judgement = judgement_of(store, details.email, profile)
    if judgement.verdict is Verdict.REFUSED:
        return _refused_vendor(turn, store)
    account = store.applications.seat(_account(turn))
    application = _application(turn, store, details, judgement, account.id, member, known)
    if not store.applications.add(application):
        application = _send_once_more(store, application)
    if profile.email:
        store.roll.see_email_domain(account.id, registrable(domain_of(profile.email)))
    said = f"Thank you. The community managers of {turn.community.name} have your application. I tell you here when "
    return Outcome(Note.say(f"{said}they have decided."), (to_managers(store, application),))


def _send_once_more(store: Store, application: Application) -> Application:
    undecided = store.applications.of_account(application.account_id)
    if undecided is None:
        raise Refused("Please send your application once more.")
    changed = replace(application, id=undecided.id, question=undecided.question)
    if not store.applications.send_again(changed):
        raise Refused("The managers have just decided on your application. You get their answer here.")
    return changed


def _application(
    turn: Applying,
    store: Store,
    details: Details,
    judgement: Judgement,
    account_id: str,
    member: Member | None,
    known: Application | None,
) -> Application:
    checks, two = [judgement.why] if judgement.why else [], judgement.verdict is Verdict.TWO
    if vendor := store.applications.vendor_domains().named(details.company):
        checks.append(f"{vendor} is the name of a vendor in the catalogue.")
        two = True
    checks += _about_address(turn, store, details, member)
    return Application(
        turn.new_id(), account_id, sent_at=turn.now, checks="\n".join(checks), two=two,
        remark=turn.text("remark")[:MOST_WORDS],
        member_id=member.id if member else None, question=known.question if known and is_open(known) else "",
        **{name: getattr(details, name) for name in Details.__slots__},
    )  # fmt: skip


def _about_address(turn: Applying, store: Store, details: Details, member: Member | None) -> list[str]:
    profile, found = _profile(turn), []
    told = domain_of(profile.email) if profile and profile.email else ""
    if not told:
        found.append("The platform does not say which e-mail address this account has.")
    elif registrable(told) != registrable(domain_of(details.email)):
        found.append(f"The account itself has an e-mail address at {told}.")
    other = store.members.by_email(details.email)
    if other and (member is None or other.id != member.id):
        found.append("A member has this e-mail address already. They can join their accounts with link and a code.")
    return found


def _refused_vendor(turn: Applying, store: Store) -> Outcome:
    """A kept turn, so that the trail shows the attempt; who it was is not kept."""
    store.audit.add(AuditEntry(turn.new_id(), _today(turn), "", "join.refused", "", "vendor domain"))
    return Outcome(
        Note.say(
            f"{turn.community.name} is for people who buy and run IT, so people with a vendor's e-mail address cannot "
            "join. If this is a mistake, ask one of its community managers."
        )
    )


def _keep(turn: Turn, store: Store, details: Details) -> Outcome:
    other = store.members.by_email(details.email)
    if other and other.id != turn.member.id:
        raise Invalid({"email": "This address cannot be used here. Write your own."})
    told = asdict(details)
    del told["conflict"]
    store.members.save(replace(turn.member, **told))
    store.roll.confirm(turn.member.id, turn.now)
    return Outcome(Note.say("Thank you. Your details are up to date, and confirmed for a year."))


def _moved(member: Member, details: Details) -> bool:
    domains = {registrable(domain_of(address)) for address in (member.email, details.email)}
    return len(domains) > 1 or one_company(member.company) != one_company(details.company)


def _refuse_if_no_person(visit: Applying) -> None:
    profile = _profile(visit)
    if profile and (why := refusal(profile)):
        raise Refused(why)


def _profile_is_no_person(visit: Visit) -> bool:
    profile = _profile(visit)
    return profile is not None and profile.kind is not PersonKind.PERSON


def _earlier(visit: Applying, store: Store) -> Application | None:
    sender = visit.sender
    return store.applications.by_sender(sender.platform, sender.tenant, sender.user)


def _member_of(visit: Applying, store: Store) -> Member | None:
    """A former member who asks to come back."""
    sender = visit.sender
    account = store.roll.account(sender.platform, sender.tenant, sender.user)
    return store.members.get([account.member_id]).get(account.member_id) if account else None


def _must_wait(visit: Applying, known: Application) -> bool:
    return known.status is ApplicationStatus.DECLINED and visit.now < may_ask_again(known)


def _account(visit: Applying) -> Account:
    sender = visit.sender
    return Account(visit.new_id(), "", sender.platform, sender.tenant, sender.user, sender.address)


def _profile(visit: Applying) -> Profile | None:
    return visit.sender.profile


def _today(visit: Applying) -> str:
    return visit.now.date().isoformat()
