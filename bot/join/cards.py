"""What managers and the applicant see of an application, and in which words."""

from datetime import datetime, timedelta

from bot.model import Application, ApplicationStatus, Community, Role
from bot.ports import Store
from bot.sizes import band_words
from bot.text import count, shorten
from bot.turn import Send
from bot.views import Block, Bold, Button, Buttons, Card, Fact, Facts, Look, Paragraph, Quote

AGAIN_AFTER = timedelta(days=30)
"""How long somebody who was declined waits before they can ask again."""


def to_managers(store: Store, application: Application) -> Send:
    """The application's card for every manager; sent again, it changes in place."""
    managers = tuple(member.id for member in store.members.with_role(Role.MANAGER))
    return Send(f"join:{application.id}", managers_card(store, application), managers)


def to_applicant(application: Application, what: str, card: Card) -> Send:
    """A card for the applicant, where they asked from; ``what`` tells one card from another."""
    return Send(f"join.{what}:{application.id}", card, accounts=(application.account_id,))


def managers_card(store: Store, application: Application) -> Card:
    """All that was filled in, what the checks found, and the decision or the buttons for it."""
    one = application
    again = one.member_id is not None and one.status is not ApplicationStatus.ADMITTED
    facts = (
        ("Name", one.name), ("Title", one.title), ("Company", one.company), ("Work e-mail", one.email),
        ("Industry", one.industry), ("Size", band_words(one.size)), ("Region", one.region),
        ("Conflict of interest", one.conflict),
    )  # fmt: skip
    blocks: list[Block] = [
        Paragraph((("A member's details changed." if again else "Somebody asks to be admitted."),)),
        Facts(tuple(Fact(label, value) for label, value in facts if value)),
        *(Paragraph((Bold("Please check: "), line)) for line in one.checks.splitlines()),
        *((Quote(one.question, ("Asked back",)),) if one.question else ()),
        *((Quote(one.remark, (one.name,)),) if one.remark else ()),
        Paragraph((state_for_managers(store, one),), quiet=True),
    ]
    if is_open(one):
        blocks.append(_decide(one))
    return Card(f"Application: {shorten(one.name, 60)}", tuple(blocks), f"{one.name} asks to be admitted")


def is_open(application: Application) -> bool:
    """Whether nobody has decided yet."""
    return application.status in (ApplicationStatus.WAITING, ApplicationStatus.ASKED)


def state_for_managers(store: Store, application: Application) -> str:
    """Where it stands, and who brought it there."""
    match application.status:
        case ApplicationStatus.WAITING if application.first_by:
            return f"{_name(store, application.first_by)} agrees. A second manager has to agree too."
        case ApplicationStatus.WAITING:
            two = " Two managers have to agree." if application.two else ""
            return f"Sent on {_day(application.sent_at)}.{two}"
        case ApplicationStatus.ASKED:
            return "Asked back; waiting for the applicant."
        case ApplicationStatus.WITHDRAWN:
            return "Withdrawn: this account was joined to a member."
    by = _name(store, application.decided_by or "")
    also = f" and {_name(store, application.first_by)}" if application.first_by else ""
    decided = "Admitted" if application.status is ApplicationStatus.ADMITTED else "Declined"
    why = f" Reason: {application.reason}" if application.reason else ""
    return f"{decided} by {by}{also} on {_day(application.decided_at)}.{why}"


def state_for_applicant(community: Community, application: Application, now: datetime) -> str:
    """The one line that an applicant gets, whatever they type."""
    match application.status:
        case ApplicationStatus.WAITING:
            return (
                f"Your application to {community.name} of {_day(application.sent_at)} is with the community managers. "
                "I tell you here when they have decided."
            )
        case ApplicationStatus.ASKED:
            return f"The community managers of {community.name} have a question to you. Type join to answer it."
        case ApplicationStatus.DECLINED if now < may_ask_again(application):
            day = _day(may_ask_again(application))
            return f"{community.name} did not accept your application. You can ask again from {day} on."
    return not_a_member(community)


def not_a_member(community: Community) -> str:
    """What a stranger reads."""
    return f"You are not a member of {community.name} yet. Type join to ask to be admitted."


def may_ask_again(application: Application) -> datetime:
    """When somebody who was declined may ask again."""
    return (application.decided_at or application.sent_at) + AGAIN_AFTER


def admitted_card(community: Community) -> Card:
    """The welcome."""
    said = f"You are a member of {community.name} now. Your peers know the vendors you are about to meet."
    said += " Say first what you use, so that their questions find you."
    use = Button("Say what you use", "stack.form", "", Look.PRIMARY, opens_form=True)
    begin = Buttons((use, Button("What can I do here", "help")))
    return Card(f"Welcome to {community.name}", (Paragraph((said,)), begin))


def declined_card(community: Community, application: Application, now: datetime) -> Card:
    """The no, with its reason."""
    said = f"{community.name} did not accept your application. Reason: {application.reason}"
    later = f"You can ask again from {_day(now + AGAIN_AFTER)} on."
    return Card("Your application", (Paragraph((said,)), Paragraph((later,), quiet=True)))


def asked_card(application: Application, question: str) -> Card:
    """A manager's question; the same form answers it."""
    button = Buttons((Button("Answer", "join", look=Look.PRIMARY, opens_form=True),))
    by = ("A community manager asks",)
    return Card("A question about your application", (Quote(question, by), button), f"{application.name}, a question")


def age(sent: datetime, now: datetime) -> str:
    """ "today", "3 days"."""
    days = (now - sent).days
    return count(days, "day") if days > 0 else "today"


def _decide(application: Application) -> Buttons:
    approve = Button("Approve", "people.approve", application.id, Look.PRIMARY)
    decline = Button("Decline", "people.decline", application.id, Look.DANGER, opens_form=True)
    if application.status is ApplicationStatus.ASKED:
        return Buttons((approve, decline))
    return Buttons((approve, decline, Button("Ask back", "people.ask_back", application.id, opens_form=True)))


def _name(store: Store, member_id: str) -> str:
    member = store.members.get([member_id]).get(member_id)
    return member.name if member else "a former manager"


def _day(moment: datetime | None) -> str:
    return f"{moment:%-d %B %Y}" if moment else "an earlier day"
