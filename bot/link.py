"""`link`: one person, many accounts. A one-time code from one account, typed at another, makes both the same member."""

from datetime import timedelta

from bot.admission import Verdict, domain_of, registrable
from bot.join.cards import is_open, to_managers
from bot.join.sending import judgement_of, refusal
from bot.model import Account, AuditEntry, MemberStatus
from bot.ports import Store
from bot.route import Door, Route
from bot.turn import Outcome, Redraw, Refused, Send, Turn, Visit
from bot.views import Bold, Card, Note, Paragraph

LASTS = timedelta(minutes=10)
TRIES = 5
"""Tries of one sender in an hour of the clock."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 and O, 1, I and L, and U beside V: what looks alike is mistyped."""
LENGTH = 10

HOW = "Type link and the code. You get one on your other account: type me there and press Link another account."
WRONG = "I don't know this code. Look at it again, or make a new one: type me on your other account."
OVER = "This code is older than ten minutes. Make a new one: type me on your other account."
USED = "This code has been used already. Make a new one: type me on your other account."
OWN = "This is the account that the code was made on. Type it on your other account."
OURS_ALREADY = "This account belongs to a member already and cannot be joined to another one."
NO_CODE = (
    "A code has ten letters and digits, as in A2B3C-D4E5F, and you type it on your other account. "
    "To get one, type link here without anything after it."
)
ENOUGH = "That were too many codes for now. Try again in an hour, with a new code."


def make_code(turn: Turn, store: Store) -> Outcome:
    """`Link another account` was pressed: a code to type there, good once and for ten minutes."""
    code = _code_from(turn.new_id())
    store.codes.keep(code, turn.member.id, turn.now + LASTS)
    line = f"link {code[:5]}-{code[5:]}"
    said = " to me within ten minutes. It works once. Give it to nobody."
    return Outcome(Note(("On your other account, type ", Bold(line), said)))


def typed_by_member(turn: Turn, store: Store) -> Outcome:
    """A member typed `link CODE`: it has to be typed on an account that is not joined yet."""
    if not turn.arg:
        return make_code(turn, store)
    if not _can_be_code(_typed(turn.arg)):
        return Outcome(Note.say(NO_CODE))
    if _too_many(turn, store):
        return Outcome(Note.say(ENOUGH))
    found = store.codes.owner(_typed(turn.arg))
    own = found is not None and found[0] == turn.member.id
    return Outcome(Note.say(OWN if own else OURS_ALREADY))


def typed(visit: Visit, store: Store) -> Outcome:
    """Somebody who is no member here typed `link CODE`: their account joins the member who made the code.

    A wrong code is answered and not refused, because the try has to be kept.
    """
    if why := _unfit(visit):
        raise Refused(why)
    if not visit.arg:
        return Outcome(Note.say(HOW))
    if _too_many(visit, store):
        return Outcome(Note.say(ENOUGH))
    code = _typed(visit.arg)
    found = store.codes.owner(code)
    if found is None:
        return Outcome(Note.say(WRONG))
    member_id, expires, used = found
    if used or expires <= visit.now:
        return Outcome(Note.say(USED if used else OVER))
    return _join(visit, store, code, member_id)


ROUTES = {
    "link": Route(typed_by_member, writes=True),
    "link.code": Route(make_code, writes=True),
}
DOORS = {"link": Door(typed, writes=True, asks_who=True)}


def _join(visit: Visit, store: Store, code: str, member_id: str) -> Outcome:
    member = store.members.get([member_id]).get(member_id)
    if member is None or member.status is not MemberStatus.ACTIVE:
        return Outcome(Note.say(WRONG))
    profile = visit.sender.profile
    if judgement_of(store, profile.email if profile else "", None).verdict is Verdict.REFUSED:
        raise Refused("This account has a vendor's e-mail address and cannot be joined. Ask a community manager.")
    sender = visit.sender
    if store.members.owner(sender.platform, sender.tenant, sender.user) is not None:
        return Outcome(Note.say(OURS_ALREADY))
    if not store.codes.take(code, visit.now):
        return Outcome(Note.say(USED))
    withdrawn = _withdrawn(visit, store)
    account = Account(visit.new_id(), member_id, sender.platform, sender.tenant, sender.user, sender.address)
    store.members.add_account(account)
    if profile and profile.email and (kept := store.roll.account(sender.platform, sender.tenant, sender.user)):
        store.roll.see_email_domain(kept.id, registrable(domain_of(profile.email)))
    day = visit.now.date().isoformat()
    store.audit.add(AuditEntry(visit.new_id(), day, member_id, "link", member_id, sender.platform))
    told = Send(f"link:{visit.new_id()}", _joined_card(sender.platform), (member_id,))
    said = f"Done. This account belongs to {member.name} of {visit.community.name} now."
    return Outcome(Note.say(f"{said} Type help to see what you can do."), (told, *withdrawn))


def _withdrawn(visit: Visit, store: Store) -> tuple[Redraw, ...]:
    """An application of this account is of no use any more."""
    sender = visit.sender
    known = store.applications.by_sender(sender.platform, sender.tenant, sender.user)
    if known is None or not is_open(known) or not store.applications.withdraw(known.id, visit.now):
        return ()
    card = to_managers(store, store.applications.get(known.id) or known)
    return (Redraw(card.key, card.card),)


def _joined_card(platform: str) -> Card:
    said = (
        f"An account in {platform.capitalize()} was joined to you just now, with the code that you made. "
        "If that was not you, tell a community manager at once."
    )
    return Card("Another account is yours", (Paragraph((said,)),))


def _unfit(visit: Visit) -> str:
    profile = visit.sender.profile
    if profile is None:
        return "I could not find out just now who you are on this platform. Please type it again in a minute."
    return refusal(profile)


def _too_many(turn: Turn | Visit, store: Store) -> bool:
    sender = turn.sender
    return store.codes.count_try(f"{sender.platform}:{sender.tenant}:{sender.user}", turn.now) > TRIES


def _code_from(random: str) -> str:
    """The id's 128 random bits as letters; 30 letters to the power of 10 leave no guess."""
    number, letters = int(random, 16), []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return "".join(letters)


def _can_be_code(typed: str) -> bool:
    return len(typed) == LENGTH and set(typed) <= set(LETTERS)


def _typed(text: str) -> str:
    """The code as it was made: people add spaces and hyphens, and write small."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
